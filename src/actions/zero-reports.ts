import { ZeroReport } from "../../entities/zero-report.ts";
import { guardFailed } from "../errors.ts";
import { record } from "../machines/event.ts";
import type { Work } from "../work.ts";
import { myself, requireConsent } from "./consent-checks.ts";
import { postToRegister } from "./held-registrations.ts";
import { all, equal, type Page, rowsOf } from "./pages.ts";
import { ofRegister } from "./registration-scope.ts";

/**
 * Keeps the actor's word that he has no account of his own; saying so again changes nothing. Refuses with
 * guard-failed before consent and while he has a registration.
 */
export async function reportNoAccounts(work: Work, unitId?: number): Promise<ZeroReport> {
  const person = myself(work);
  await requireConsent(work);
  await work.db.query("SELECT id FROM person WHERE id = ? FOR UPDATE", [person]);
  const [live]: unknown[] = await work.db.query(
    "SELECT id FROM media_account WHERE holder_id = ? AND state NOT IN ('retired', 'voided') LIMIT 1",
    [person],
  );
  if (live) throw guardFailed("您登记过账号,不能报“无”;不再使用的账号请先申请注销");
  const before = await zeroReportOf(work);
  if (before) return before;
  const post = await postToRegister(work, unitId);
  const report = await work.db.save(ZeroReport, {
    personId: person,
    unitId: post.unitId,
    livePersonId: person,
    reportedAt: work.now,
    replacedAt: null,
  });
  await record(work, { subject: "zero_report", subjectId: report.id, command: "report" });
  return report;
}

/** The actor's zero report that holds; null without one. */
export async function zeroReportOf(work: Work): Promise<ZeroReport | null> {
  return work.db.findOneBy(ZeroReport, { livePersonId: myself(work) });
}

/** A registration takes the place of the person's zero report. */
export async function replaceZeroReport(work: Work, personId: number): Promise<void> {
  await work.db.update(ZeroReport, { livePersonId: personId }, { livePersonId: null, replacedAt: work.now });
}

/** One zero report that holds, as a list shows it. */
export interface ZeroReportRow {
  id: number;
  personId: number;
  person: string;
  unitId: number;
  unit: string;
  reportedAt: Date;
}

/** Zero reports that hold within the actor's scope, by id. */
export async function listZeroReports(
  work: Work,
  { unitId, ...page }: Page & { unitId?: number } = {},
): Promise<ZeroReportRow[]> {
  const scope = await ofRegister(work);
  const where = all([
    { sql: scope.sql.replace("r.holder_id", "r.person_id"), values: scope.values },
    { sql: "r.live_person_id IS NOT NULL AND r.id > ?", values: [page.after ?? 0] },
    ...equal([["r.unit_id", unitId]]),
  ]);
  return work.db.query(
    `SELECT r.id, r.person_id AS personId, n.name AS person, r.unit_id AS unitId, u.name AS unit,
       r.reported_at AS reportedAt
     FROM zero_report r JOIN person n ON n.id = r.person_id JOIN unit u ON u.id = r.unit_id
     WHERE ${where.sql} ORDER BY r.id LIMIT ${rowsOf(page)}`,
    where.values,
  );
}
