import { laterForEach } from "../packets.ts";
import type { Work } from "../work.ts";
import { at, dayOf, plusDays, timeOf } from "../workdays.ts";
import { openLane, openLanes } from "./lanes.ts";

/** A message to one contact, or to a room in which the contact is answered. */
export interface LetterOrder {
  /** The same message is never queued twice; ASCII, at most 120 characters. */
  key: string;
  contactId: number;
  /** The contact's, where it is known. */
  channel?: string;
  room?: string | null;
  /** Null when the words are found only at the moment of sending: for reminders. */
  body: string | null;
  /** 0 replies, 1 reminders and decisions, 2 broadcasts. */
  priority: 0 | 1 | 2;
  /** At once, unless told. */
  dueAt?: Date;
  /** Of no use after this. */
  expiresAt?: Date;
}

/** Puts a message into the outbox; answers its id, or null when this key was queued before. */
export function queueLetter(work: Work, letter: LetterOrder): Promise<number | null> {
  openLane(work, laneOf(work, letter));
  return insertOnce(work, queueing, [[rowOf(work, letter)]]);
}

/** Puts a message whose key cannot have been queued before into the outbox, along with whatever is said next. */
export function leaveLetter(work: Work, letter: LetterOrder): void {
  openLane(work, laneOf(work, letter));
  laterForEach(work, [queueing], [rowOf(work, letter)]);
}

/**
 * Puts many messages into the outbox: the rows of a SELECT of `key`, contact_id, priority, body, due_at and
 * expires_at, in this order, which gives the same rows when it is asked twice. Answers how many; fails when one of
 * the keys was queued before.
 */
export async function queueLetters(
  work: Work,
  { sql, values }: { sql: string; values: unknown[] },
): Promise<number> {
  await openLanes(work, { sql, values });
  const { affectedRows }: { affectedRows: number } = await work.db.query(
    `INSERT INTO outbox (\`key\`, contact_id, priority, body, due_at, expires_at, status, created_at)
     SELECT q.\`key\`, q.contact_id, q.priority, q.body, q.due_at, q.expires_at, 'queued', ? FROM (${sql}) q`,
    [work.now, ...values],
  );
  return affectedRows;
}

const laneOf = (
  work: Work,
  { contactId, channel, priority, dueAt }: LetterOrder,
): Parameters<typeof openLane>[1] => ({ contactId, channel, priority, due: dueAt ?? work.now });

const queueing = `INSERT INTO outbox
  (\`key\`, contact_id, room, priority, body, status, due_at, expires_at, created_at) VALUES ?`;

const rowOf = ({ now }: Work, letter: LetterOrder): unknown[] => [
  letter.key,
  letter.contactId,
  letter.room ?? null,
  letter.priority,
  letter.body,
  "queued",
  letter.dueAt ?? now,
  letter.expiresAt ?? null,
  now,
];

/** An unasked message to a person, whatever channel reaches him. */
export interface NoticeOrder {
  personId: number;
  /** Person and window; ASCII, at most 60 characters. */
  key: string;
  /** Such as reminder; `broadcast` goes after everything else. */
  kind: string;
  body: string;
  expiresAt?: Date;
}

/**
 * Tells a person something unasked, after the quiet hours. `unreachable`: the notice stays without a message, for
 * the list of those who must be told by telephone. `repeated`: this key was told before and nothing is done.
 */
export async function notify(
  work: Work,
  notice: NoticeOrder,
): Promise<"queued" | "unreachable" | "repeated"> {
  const noticeId = await insertOnce(
    work,
    "INSERT INTO notice (person_id, `key`, kind, body, at) VALUES (?, ?, ?, ?, ?)",
    [notice.personId, notice.key, notice.kind, notice.body, work.now],
  );
  if (noticeId === null) return "repeated";
  const contactId = await liveContactOf(work, notice.personId);
  if (contactId === null) return "unreachable";
  const outboxId = await queueLetter(work, {
    key: `notice:${noticeId}`,
    contactId,
    body: notice.body,
    priority: notice.kind === "broadcast" ? 2 : 1,
    dueAt: afterQuiet(work.now, work.rules.quiet),
    ...(notice.expiresAt && { expiresAt: notice.expiresAt }),
  });
  await work.db.query("UPDATE notice SET outbox_id = ? WHERE id = ?", [outboxId, noticeId]);
  return "queued";
}

/** The moment itself, or the end of the quiet hours (HH:MM in Asia/Shanghai) that it falls into. */
export function afterQuiet(moment: Date, { from, to }: Work["rules"]["quiet"]): Date {
  const time = timeOf(moment);
  const spansMidnight = from > to;
  const quiet = spansMidnight ? time >= from || time < to : time >= from && time < to;
  if (!quiet) return moment;
  const today = dayOf(moment);
  return at(spansMidnight && time >= from ? plusDays(today, 1) : today, to);
}

/** The contact over which a person is reached now, newest binding first; null when there is none. A mini-program is not written to. */
async function liveContactOf(work: Work, personId: number): Promise<number | null> {
  const [contact]: { id: number }[] = await work.db.query(
    `SELECT id FROM contact WHERE person_id = ? AND verified_at IS NOT NULL AND superseded_at IS NULL AND channel <> 'mini'
     ORDER BY verified_at DESC, id DESC LIMIT 1`,
    [personId],
  );
  return contact?.id ?? null;
}

/** INSERT IGNORE would also swallow a key that is too long; only the duplicate is expected. */
async function insertOnce(work: Work, sql: string, values: unknown[]): Promise<number | null> {
  try {
    const { insertId }: { insertId: number } = await work.db.query(sql, values);
    return insertId;
  } catch (error) {
    if ((error as { code?: string }).code === "ER_DUP_ENTRY") return null;
    throw error;
  }
}
