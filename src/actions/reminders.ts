import type { ReminderAudience } from "../../entities/reminder-rule.ts";
import type { Work } from "../work.ts";
import { lockLanes } from "./lanes.ts";
import { afterQuiet, queueLetters } from "./mail.ts";
import { shareOut } from "./reminder-audience.ts";
import type { Condition } from "./scope.ts";

interface DueFire {
  id: number;
  assignmentId: number;
  audience: ReminderAudience;
}

/** Reminders, or people, in one transaction, so that no turn of a talk waits long for it; what is left waits for the next. */
const most = 2_500;
/** Milliseconds after which an unsent reminder is of no use: the next day's takes its place. */
const useful = 20 * 3_600_000;

/** Is a reminder due, or somebody still to be told of one? */
export const remindersDue = ({ now }: Pick<Work, "now">): Condition => ({
  sql: `EXISTS (SELECT 1 FROM reminder_fire WHERE status = 'pending' AND fire_at <= ?)
    OR EXISTS (SELECT 1 FROM reminder_share WHERE notice_id IS NULL)`,
  values: [now],
});

/**
 * Sends what is due: one message per person, however many tasks and however many reminders were missed meanwhile.
 * Shares out up to 2 500 reminders among their people and, once all are shared out, tells up to 2 500 people: to be
 * called again while remindersDue. Returns the number of messages. Runs safely beside itself: who comes second waits.
 */
export async function fireReminders(work: Work, piece = most): Promise<number> {
  const fires: DueFire[] = await work.db.query(
    `SELECT id, assignment_id AS assignmentId, audience FROM reminder_fire
     WHERE status = 'pending' AND fire_at <= ? ORDER BY fire_at, id LIMIT ? FOR UPDATE`,
    [work.now, piece],
  );
  if (fires.length > 0) {
    await shareOut(
      work,
      fires.map(({ id }) => id),
    );
    await settle(work, fires);
  }
  // Whoever is told too early would be told a second time of what is shared out next.
  return fires.length < piece ? tellPeople(work, piece) : 0;
}

/**
 * The latest reminder of each assignment and audience was sent; earlier ones were merged into it. One that nobody has
 * a share in, as the work was done or its people have unsubscribed, is void.
 */
async function settle(work: Work, fires: DueFire[]): Promise<void> {
  const latest = new Map(fires.map((fire) => [`${fire.assignmentId} ${fire.audience}`, fire.id]));
  const sent = new Set(latest.values());
  const merged = fires.filter(({ id }) => !sent.has(id)).map(({ id }) => id);
  await end(work, [...sent], "sent");
  if (merged.length > 0) await end(work, merged, "merged");
}

const end = (work: Work, fireIds: number[], status: "sent" | "merged"): Promise<unknown> =>
  work.db.query(
    `UPDATE reminder_fire f SET f.status =
       IF(EXISTS (SELECT 1 FROM reminder_share s WHERE s.fire_id = f.id), ?, 'void') WHERE f.id IN (?)`,
    [status, fireIds],
  );

/** Makes one message of each person's shares. Answers how many. */
async function tellPeople(work: Work, piece: number): Promise<number> {
  const [last]: { id: number | null }[] = await work.db.query(
    `SELECT MAX(t.id) AS id FROM (SELECT DISTINCT person_id AS id FROM reminder_share
       WHERE notice_id IS NULL ORDER BY person_id LIMIT ?) t`,
    [piece],
  );
  if (!last?.id) return 0;
  const upTo = last.id;
  await work.db.query(
    "SELECT COUNT(*) FROM reminder_share WHERE notice_id IS NULL AND person_id <= ? FOR UPDATE",
    [upTo],
  );
  await joinWaiting(work, upTo);
  const { insertId: from, affectedRows: count }: { insertId: number; affectedRows: number } =
    await work.db.query(
      `INSERT INTO notice (person_id, \`key\`, kind, at)
       SELECT person_id, CONCAT('remind:', person_id, ':', MAX(fire_id)), 'reminder', ? FROM reminder_share
       WHERE notice_id IS NULL AND person_id <= ? GROUP BY person_id ORDER BY person_id`,
      [work.now, upTo],
    );
  if (count === 0) return 0;
  await work.db.query(
    `UPDATE reminder_share s JOIN notice n ON n.person_id = s.person_id AND n.id >= ? AND n.at = ?
       AND n.kind = 'reminder' AND n.body IS NULL
     SET s.notice_id = n.id WHERE s.notice_id IS NULL AND s.person_id <= ?`,
    [from, work.now, upTo],
  );
  await queueNotices(work, from);
  return count;
}

/** A reminder that still waits to be sent says all that is to be said by then: its person needs no second one. */
async function joinWaiting(work: Work, upTo: number): Promise<void> {
  const waiting = `reminder_share s JOIN notice n ON n.person_id = s.person_id AND n.at > ?
      AND n.kind = 'reminder' AND n.body IS NULL
    JOIN outbox o ON o.id = n.outbox_id AND o.status = 'queued' AND o.body IS NULL AND o.expires_at > ?`;
  const where = "s.notice_id IS NULL AND s.person_id <= ?";
  const values = [new Date(work.now.getTime() - useful), work.now];
  const contacts: { id: number }[] = await work.db.query(
    `SELECT DISTINCT o.contact_id AS id FROM ${waiting} WHERE ${where}`,
    [...values, upTo],
  );
  if (contacts.length === 0) return;
  await lockLanes(
    work,
    contacts.map(({ id }) => id),
  );
  await work.db.query(`UPDATE ${waiting} SET s.notice_id = n.id, o.expires_at = ? WHERE ${where}`, [
    ...values,
    expiryOf(work),
    upTo,
  ]);
}

const expiryOf = ({ now }: Work): Date => new Date(now.getTime() + useful);

/** Queues the notices of this moment from one id on, without words; those to the unreachable stay as they are. */
async function queueNotices(work: Work, from: number): Promise<void> {
  const key = "CONVERT(CONCAT('notice:', n.id) USING ascii) COLLATE ascii_bin";
  const mine = "n.id >= ? AND n.at = ? AND n.kind = 'reminder' AND n.body IS NULL AND n.outbox_id IS NULL";
  await queueLetters(work, {
    sql: `SELECT t.\`key\`, t.contact_id, 1 AS priority, NULL AS body, ? AS due_at, ? AS expires_at FROM (
        SELECT ${key} AS \`key\`, (SELECT c.id FROM contact c WHERE c.person_id = n.person_id
          AND c.verified_at IS NOT NULL AND c.superseded_at IS NULL AND c.channel <> 'mini'
          ORDER BY c.verified_at DESC, c.id DESC LIMIT 1) AS contact_id
        FROM notice n WHERE ${mine}
      ) t WHERE t.contact_id IS NOT NULL`,
    values: [afterQuiet(work.now, work.rules.quiet), expiryOf(work), from, work.now],
  });
  await work.db.query(
    `UPDATE notice n JOIN outbox o ON o.\`key\` = ${key} SET n.outbox_id = o.id WHERE ${mine}`,
    [from, work.now],
  );
}
