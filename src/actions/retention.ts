import { record } from "../machines/event.ts";
import type { Work } from "../work.ts";
import type { Condition } from "./scope.ts";

const day = 24 * 3_600_000;
const year = 365 * day;
const usualYears = 3;
/** People in one run; what is left waits for the next. */
const mostPeople = 100;
const blank = "(已按保存期限清除)";

/** Whose last post ended before `?`, twice: found by the ends of posts, of which there are few. */
const longGone = `post p JOIN person n ON n.id = p.person_id
  WHERE p.until_at < ? AND n.erased_at IS NULL AND NOT EXISTS (SELECT 1 FROM post q
    WHERE q.person_id = p.person_id AND (q.until_at IS NULL OR q.until_at >= ?))`;

/** Is there anybody to be forgotten? */
export function leaversToForget({ now }: Pick<Work, "now">): Condition {
  const before = `(? - INTERVAL ${year / day} * COALESCE(
    (SELECT JSON_EXTRACT(value, '$.years') FROM setting WHERE name = 'retention'), ${usualYears}) DAY)`;
  return { sql: `EXISTS (SELECT 1 FROM ${longGone.replaceAll("?", before)})`, values: [now, now] };
}

/**
 * Forgets people whose last post ended longer ago than the retention time: setting `retention` {"years": n}, three
 * years without it. Answers how many.
 */
export async function forgetLeavers(work: Work): Promise<number> {
  const [setting]: { value: string }[] = await work.db.query(
    "SELECT value FROM setting WHERE name = 'retention'",
  );
  const { years = usualYears } = setting ? (JSON.parse(setting.value) as { years?: number }) : {};
  const before = new Date(work.now.getTime() - years * year);
  const leavers: { id: number }[] = await work.db.query(
    `SELECT DISTINCT n.id FROM ${longGone} ORDER BY n.id LIMIT ${mostPeople}`,
    [before, before],
  );
  for (const { id } of leavers) {
    await forgetPerson(work, id, { unbind: true });
    await record(work, { subject: "person", subjectId: id, command: "forget" });
  }
  return leavers.length;
}

/**
 * Deletes a person's number, conversation and codes, and blanks the texts of his messages that have come to their
 * end; unbound, his contacts are nobody's and the person counts as forgotten.
 */
export async function forgetPerson(
  work: Work,
  personId: number,
  { unbind }: { unbind: boolean },
): Promise<void> {
  await work.db.query("SELECT id FROM person WHERE id = ? FOR UPDATE", [personId]);
  for (const table of ["phone", "conversation"])
    await work.db.query(`DELETE FROM ${table} WHERE person_id = ?`, [personId]);
  await work.db.query(
    `UPDATE inbox i JOIN contact k ON k.id = i.contact_id
     SET i.body = ?, i.quoted = NULL, i.file_name = NULL WHERE k.person_id = ? AND i.status <> 'received'`,
    [blank, personId],
  );
  await work.db.query(
    `UPDATE outbox o JOIN contact k ON k.id = o.contact_id SET o.body = ?
     WHERE k.person_id = ? AND o.status NOT IN ('queued', 'sending')`,
    [blank, personId],
  );
  await work.db.query(
    `UPDATE notice t LEFT JOIN outbox o ON o.id = t.outbox_id SET t.body = ?
     WHERE t.person_id = ? AND (o.id IS NULL OR o.status NOT IN ('queued', 'sending'))`,
    [blank, personId],
  );
  if (!unbind) return;
  await work.db.query("DELETE FROM binding_code WHERE person_id = ? AND used_at IS NULL", [personId]);
  await work.db.query("UPDATE contact SET person_id = NULL, superseded_at = ? WHERE person_id = ?", [
    work.now,
    personId,
  ]);
  await work.db.query("UPDATE person SET erased_at = ?, row_version = row_version + 1 WHERE id = ?", [
    work.now,
    personId,
  ]);
}
