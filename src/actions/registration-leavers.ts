import { registrationRules } from "../machines/registration-rules.ts";
import type { Work } from "../work.ts";
import { dayOf, startOf } from "../workdays.ts";
import { endRegistrations } from "./registration-endings.ts";
import { maskAccounts, maskPublications } from "./registration-masks.ts";
import type { Condition } from "./scope.ts";

/** People, accounts and publications taken up in one run; what is left waits for the next. */
const most = 100;

/** Is anything registered at all? */
export const leaversDue = (): Condition => ({
  sql: "EXISTS (SELECT 1 FROM media_account) OR EXISTS (SELECT 1 FROM publication)",
  values: [],
});

/**
 * Ends the registrations of people without any present post, and blots out what ended longer ago than the retention
 * time. Answers how many people and records.
 */
export async function retireLeavers(work: Work): Promise<number> {
  const leavers: { id: number }[] = await work.db.query(
    `SELECT DISTINCT r.holder_id AS id FROM (
       SELECT holder_id FROM media_account WHERE state IN ('draft', 'unit_review', 'bureau_review', 'effective', 'retiring')
         AND masked_at IS NULL
       UNION SELECT holder_id FROM publication WHERE state IN ('draft', 'unit_review', 'bureau_review', 'cleared')
     ) r WHERE NOT EXISTS (
       SELECT 1 FROM post p WHERE p.person_id = r.holder_id AND (p.until_at IS NULL OR p.until_at > ?)
     ) ORDER BY id LIMIT ${most}`,
    [work.now],
  );
  for (const { id } of leavers) await endRegistrations(work, id, "登记人已离岗");
  return leavers.length + (await maskOld(work));
}

async function maskOld(work: Work): Promise<number> {
  const { retentionYears } = await registrationRules(work);
  const before = yearsBefore(work.now, retentionYears);
  const accounts = await idsOf(
    work,
    "media_account WHERE masked_at IS NULL AND state IN ('retired', 'voided') AND retired_at <= ?",
    before,
  );
  await maskAccounts(work, accounts);
  // A published work is kept as long as its author's account is, and the retention time after that.
  const publications = await idsOf(
    work,
    `publication WHERE masked_at IS NULL AND state IN ('published', 'retracted') AND media_account_id IN (
       SELECT a.id FROM media_account a WHERE a.masked_at IS NOT NULL) AND created_at <= ?`,
    before,
  );
  await maskPublications(work, publications);
  return accounts.length + publications.length;
}

async function idsOf(work: Work, from: string, before: Date): Promise<number[]> {
  const rows: { id: number }[] = await work.db.query(`SELECT id FROM ${from} ORDER BY id LIMIT ${most}`, [
    before,
  ]);
  return rows.map((row) => row.id);
}

/** The same day some years earlier; 29 February counts as 1 March where there is none. */
function yearsBefore(now: Date, years: number): Date {
  const [year = 0, month = 1, date = 1] = dayOf(now).split("-").map(Number);
  if (years === 0) return now;
  const earlier = new Date(Date.UTC(year - years, month - 1, date, 12));
  return startOf(dayOf(earlier));
}
