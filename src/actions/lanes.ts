import type { EntityManager } from "typeorm";
import { later, laterForEach } from "../packets.ts";
import type { Work } from "../work.ts";

/** The column of a lane that tells when the first message of a priority (0, 1, 2) may go. */
export const dueColumns = ["reply_due", "reminder_due", "broadcast_due"] as const;

/** The index over each of them: a plan that sorts would lock every row. */
export const dueIndexes = ["replies", "reminders", "broadcasts"] as const;

/** Unasked messages wait for the end of the contact's rest. */
const afterRest = (column: string, moment: string): string =>
  column === "reply_due"
    ? moment
    : `GREATEST(${moment}, COALESCE(lane.rests_until, TIMESTAMP'1970-01-01 00:00:00'))`;

/** What ON DUPLICATE KEY does with a lane that is there: the earlier of two moments, or the only one. */
const earlier = (column: string): string => {
  const fresh = afterRest(column, `VALUES(${column})`);
  return `${column} = COALESCE(LEAST(lane.${column}, ${fresh}), lane.${column}, ${fresh})`;
};

/** Is something due in a lane of a channel? One statement, outside of any transaction. */
export async function hasDue(
  db: EntityManager,
  { channel, now, repliesOnly }: { channel: string; now: Date; repliesOnly: boolean },
): Promise<boolean> {
  const looks = dueColumns
    .slice(0, repliesOnly ? 1 : 3)
    .map((due) => `EXISTS (SELECT 1 FROM lane WHERE channel = ? AND ${due} <= ?)`);
  const [row]: { found: number }[] = await db.query(
    `SELECT ${looks.join(" OR ")} AS found`,
    looks.flatMap(() => [channel, now]),
  );
  return Number(row?.found) === 1;
}

/** The message for which a lane is opened; `channel` is the contact's, read when it is not told. */
interface LaneOrder {
  contactId: number;
  channel?: string | undefined;
  priority: 0 | 1 | 2;
  due: Date;
}

/** Opens the lane of a contact for a message due at a moment; goes along with what is said next. */
export function openLane(work: Work, { contactId, channel, priority, due }: LaneOrder): void {
  const column = dueColumns[priority];
  const into = `INSERT INTO lane (contact_id, channel, ${column})`;
  const known = `ON DUPLICATE KEY UPDATE ${earlier(column)}`;
  if (channel === undefined)
    later(work, `${into} SELECT id, channel, ? FROM contact WHERE id = ? ${known}`, [due, contactId]);
  else laterForEach(work, [`${into} VALUES ? ${known}`], [[contactId, channel, due]]);
}

/** Opens the lanes of all contacts that a SELECT of contact_id, priority and due_at names. */
export async function openLanes(
  work: Work,
  { sql, values }: { sql: string; values: unknown[] },
): Promise<void> {
  const firsts = [0, 1, 2].map((priority) => `MIN(IF(q.priority = ${priority}, q.due_at, NULL))`);
  await work.db.query(
    `INSERT INTO lane (contact_id, channel, ${dueColumns.join(", ")})
     SELECT t.contact_id, c.channel, t.reply, t.reminder, t.broadcast FROM (
       SELECT q.contact_id, ${firsts[0]} AS reply, ${firsts[1]} AS reminder, ${firsts[2]} AS broadcast
       FROM (${sql}) q GROUP BY q.contact_id
     ) t JOIN contact c ON c.id = t.contact_id ORDER BY t.contact_id
     ON DUPLICATE KEY UPDATE ${dueColumns.map(earlier).join(", ")}`,
    values,
  );
}

/** Locks lanes. Whoever moves messages of a contact locks its lane first, and several in the order of their ids. */
export async function lockLanes(work: Work, contactIds: number[]): Promise<void> {
  if (contactIds.length === 0) return;
  await work.db.query("SELECT contact_id FROM lane WHERE contact_id IN (?) ORDER BY contact_id FOR UPDATE", [
    contactIds,
  ]);
}

/** Brings locked lanes up to date with what is queued; goes along with what is said next. */
export function settleLanes(work: Work, contactIds: number[]): void {
  if (contactIds.length === 0) return;
  const sets = dueColumns.map((column, priority) => {
    const first = `(SELECT MIN(o.due_at) FROM outbox o
      WHERE o.contact_id = lane.contact_id AND o.status = 'queued' AND o.priority = ${priority})`;
    return `${column} = ${afterRest(column, first)}`;
  });
  later(work, `UPDATE lane SET ${sets.join(", ")} WHERE contact_id IN (?)`, [contactIds]);
}

/** Gives what is queued for a person at one contact to another contact of his. */
export async function moveLetters(
  work: Work,
  { from, to, personId }: { from: number; to: number; personId: number },
): Promise<void> {
  await work.db.query(
    "INSERT IGNORE INTO lane (contact_id, channel) SELECT id, channel FROM contact WHERE id = ?",
    [to],
  );
  const both = [from, to].sort((a, b) => a - b);
  await lockLanes(work, both);
  await work.db.query(
    `UPDATE outbox o JOIN notice n ON n.outbox_id = o.id SET o.contact_id = ?
     WHERE o.contact_id = ? AND o.status = 'queued' AND n.person_id = ?`,
    [to, from, personId],
  );
  settleLanes(work, both);
}

/** Contacts in one repair. */
const mostRepaired = 1000;

/**
 * Opens lanes for due messages that have none, as an older version of the program, still running beside this one,
 * leaves them. Answers how many.
 */
export async function repairLanes(work: Work): Promise<number> {
  const column = `CASE o.priority WHEN 0 THEN l.reply_due WHEN 1 THEN l.reminder_due ELSE l.broadcast_due END`;
  const lost: { contactId: number }[] = await work.db.query(
    `SELECT DISTINCT o.contact_id AS contactId FROM outbox o LEFT JOIN lane l ON l.contact_id = o.contact_id
     WHERE o.status = 'queued' AND o.due_at <= ? AND (${column} IS NULL OR (${column} > ?
       AND (o.priority = 0 OR l.rests_until IS NULL OR l.rests_until <= ?)
       AND NOT EXISTS (SELECT 1 FROM outbox r WHERE r.contact_id = o.contact_id AND r.status = 'queued'
         AND r.priority = o.priority AND r.due_at > ? AND r.failure IS NOT NULL)))
     LIMIT ${mostRepaired}`,
    [work.now, work.now, work.now, work.now],
  );
  const ids = lost.map(({ contactId }) => contactId).sort((a, b) => a - b);
  if (ids.length === 0) return 0;
  await work.db.query(
    "INSERT IGNORE INTO lane (contact_id, channel) SELECT id, channel FROM contact WHERE id IN (?) ORDER BY id",
    [ids],
  );
  await lockLanes(work, ids);
  settleLanes(work, ids);
  return ids.length;
}
