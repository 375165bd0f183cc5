import { randomUUID } from "node:crypto";
import type { Outbox } from "../../entities/outbox.ts";
import type { Letter, SendOutcome } from "../letter.ts";
import { deliveryMachine } from "../machines/delivery.ts";
import { transition } from "../machines/machine.ts";
import type { Work } from "../work.ts";

/** A message that one sender holds for a while. */
export interface Claimed {
  id: number;
  token: string;
  contactId: number;
  /** 0 is an answer; everything else is unasked. */
  priority: number;
}

/** What may be claimed now. */
export interface ClaimOrder {
  channel: string;
  most: number;
  /** Nothing unasked: quiet hours, or enough for today. */
  repliesOnly?: boolean;
  /** Contacts that must not be written to unasked yet. */
  resting?: number[];
}

/** Seconds by the database's clock that a claim holds; a send must end well within. */
const lease = 30;
const leaseEnd = `NOW(3) + INTERVAL ${lease} SECOND`;

/** A throttled message is given up after so many tries. */
const mostTries = 5;

/** Milliseconds until a message is tried again; three times as long after each further try. */
const firstPause = 5_000;

/**
 * Takes messages that are due, the first in line of each contact only, answers before reminders before broadcasts.
 * The guarded UPDATE is the claim: of two who claim at once each message has one holder.
 */
export async function claim(work: Work, order: ClaimOrder): Promise<Claimed[]> {
  const before = await occupiedLanes(work);
  const first = await firstInLine(work, order, before);
  if (first.length === 0) return [];
  // Looked at again: a send that began between the two looks would let its contact's next message pass.
  const after = new Set((await occupiedLanes(work)).map(laneOf));
  const ids = first
    .filter((row) => !after.has(`${row.contactId}`) && !after.has(laneOf(row)))
    .map((r) => r.id);
  if (ids.length === 0) return [];
  const token = randomUUID();
  await work.db.query(
    `UPDATE outbox SET lease_token = ?, lease_until = ${leaseEnd}
     WHERE id IN (?) AND status = 'queued' AND (lease_until IS NULL OR lease_until < NOW(3))`,
    [token, ids],
  );
  const held: Omit<Claimed, "token">[] = await work.db.query(
    "SELECT id, contact_id AS contactId, priority FROM outbox WHERE id IN (?) AND lease_token = ? ORDER BY priority, id",
    [ids, token],
  );
  return held.map((row) => ({ ...row, token }));
}

/** A contact that is being written to; or, with a priority, one whose message of that priority waits for a new try. */
interface Lane {
  contactId: number;
  priority: number | null;
}

const laneOf = ({ contactId, priority }: Lane): string =>
  priority === null ? `${contactId}` : `${contactId}/${priority}`;

async function occupiedLanes(work: Work): Promise<Lane[]> {
  return work.db.query(
    `SELECT contact_id AS contactId, NULL AS priority FROM outbox WHERE status = 'sending'
     UNION SELECT contact_id, priority FROM outbox
     WHERE status = 'queued' AND due_at > ? AND failure IS NOT NULL`,
    [work.now],
  );
}

async function firstInLine(
  work: Work,
  order: ClaimOrder,
  occupied: Lane[],
): Promise<(Lane & { id: number })[]> {
  const busy = occupied.filter((lane) => lane.priority === null).map((lane) => lane.contactId);
  const waiting = occupied.filter((lane) => lane.priority !== null);
  const pairs = waiting.map((lane) => [lane.contactId, lane.priority]);
  return work.db.query(
    `SELECT t.id, t.contact_id AS contactId, t.priority FROM (
       SELECT o.id, o.contact_id, o.priority, o.lease_until,
              ROW_NUMBER() OVER (PARTITION BY o.contact_id ORDER BY o.priority, o.id) AS place
       FROM outbox o JOIN contact c ON c.id = o.contact_id AND c.channel = ?
       WHERE o.status = 'queued' AND o.due_at <= ? ${order.repliesOnly ? "AND o.priority = 0" : ""}
         AND o.contact_id NOT IN (?) ${pairs.length > 0 ? "AND (o.contact_id, o.priority) NOT IN (?)" : ""}
     ) t
     WHERE t.place = 1 AND (t.lease_until IS NULL OR t.lease_until < NOW(3))
       AND (t.priority = 0 OR t.contact_id NOT IN (?))
     ORDER BY t.priority, t.id LIMIT ?`,
    [
      order.channel,
      work.now,
      [0, ...busy],
      ...(pairs.length > 0 ? [pairs] : []),
      [0, ...(order.resting ?? [])],
      order.most,
    ],
  );
}

/** Gives claimed messages back that were not sent. */
export async function release(work: Work, tokens: string[]): Promise<void> {
  if (tokens.length === 0) return;
  await work.db.query(
    "UPDATE outbox SET lease_token = NULL, lease_until = NULL WHERE lease_token IN (?) AND status = 'queued'",
    [tokens],
  );
}

type Row = Pick<Outbox, "id" | "status" | "rowVersion" | "key" | "room" | "body" | "expiresAt"> & {
  attempts: number;
  address: string;
};

/**
 * The last step before the channel: from the commit of this on the message counts as being sent. Null when it must
 * not go out: the claim has run out, its time is over, or what it reminds of is done.
 */
export async function handOver(work: Work, claimed: Claimed): Promise<Letter | null> {
  const row = await stillMine(work, claimed);
  if (!row) return null;
  if (row.expiresAt && row.expiresAt < work.now) {
    await move(work, row, "expire", { leaseToken: null, leaseUntil: null });
    return null;
  }
  if (await isSettled(work, row.id)) {
    await move(work, row, "suppress", { leaseToken: null, leaseUntil: null });
    return null;
  }
  await move(work, row, "lease", { sentAt: work.now });
  const { key, address, room, body } = row;
  return {
    key,
    address,
    text: body,
    ...(room !== null && { room, ...(!key.startsWith("room:") && { mention: address }) }),
  };
}

async function stillMine(work: Work, { id, token }: Claimed): Promise<Row | null> {
  const { affectedRows }: { affectedRows: number } = await work.db.query(
    `UPDATE outbox SET lease_until = ${leaseEnd}
     WHERE id = ? AND status = 'queued' AND lease_token = ? AND lease_until > NOW(3)`,
    [id, token],
  );
  return affectedRows === 1 ? rowOf(work, id) : null;
}

async function rowOf(work: Work, id: number): Promise<Row> {
  const [row]: Row[] = await work.db.query(
    `SELECT o.id, o.status, o.row_version AS rowVersion, o.key, o.room, o.body, o.expires_at AS expiresAt,
            o.attempts, c.address
     FROM outbox o JOIN contact c ON c.id = o.contact_id WHERE o.id = ?`,
    [id],
  );
  if (!row) throw new Error(`outbox row ${id} is gone`);
  return row;
}

/** Is this a reminder, and everything that it reminds of done? */
async function isSettled(work: Work, outboxId: number): Promise<boolean> {
  const [found]: { fires: number; undone: number | null }[] = await work.db.query(
    `SELECT COUNT(*) AS fires, SUM(a.state IN ('open', 'returned')) AS undone
     FROM notice n JOIN reminder_fire f ON f.notice_id = n.id JOIN assignment a ON a.id = f.assignment_id
     WHERE n.outbox_id = ?`,
    [outboxId],
  );
  return Number(found?.fires) > 0 && Number(found?.undone) === 0;
}

/**
 * Writes down how a send ended. False when it is too late: the claim had run out and the send was marked unknown.
 */
export async function finish(work: Work, claimed: Claimed, outcome: SendOutcome): Promise<boolean> {
  const [mine]: { id: number }[] = await work.db.query(
    "SELECT id FROM outbox WHERE id = ? AND status = 'sending' AND lease_token = ? FOR UPDATE",
    [claimed.id, claimed.token],
  );
  if (!mine) return false;
  const row = await rowOf(work, claimed.id);
  await writeAttempt(work, row.id, outcome.kind, "detail" in outcome ? outcome.detail : null);
  const tries = row.attempts + (outcome.kind === "offline" ? 0 : 1);
  const { command, set } = verdict(work, outcome, tries);
  await move(work, row, command, { attempts: tries, leaseToken: null, leaseUntil: null, ...set });
  return true;
}

function verdict(work: Work, outcome: SendOutcome, tries: number): { command: string; set: Partial<Outbox> } {
  switch (outcome.kind) {
    case "sent":
      return { command: "ok", set: { channelMessageId: short(outcome.messageId, 128), failure: null } };
    case "refused":
      return { command: "fail", set: { failure: short(outcome.detail) } };
    case "unknown":
      return { command: "lose", set: { failure: short(outcome.detail) } };
    case "offline":
      return again(work, outcome.detail, firstPause);
    case "throttled":
      return tries >= mostTries
        ? { command: "fail", set: { failure: short(outcome.detail) } }
        : again(work, outcome.detail, firstPause * 3 ** (tries - 1));
  }
}

const again = (work: Work, detail: string, pause: number): ReturnType<typeof verdict> => ({
  command: "retry",
  // The failure marks a message that blocks later ones of its priority until it has had its new try.
  set: { dueAt: new Date(work.now.getTime() + pause), failure: short(detail) || "重试", sentAt: null },
});

/**
 * Marks sends that nobody has ended in time as unknown; with `alone`, when no other process can be sending, at once,
 * and frees what a dead process had claimed. Answers how many are unknown now.
 */
export async function recoverSends(work: Work, { alone = false } = {}): Promise<number> {
  const dead = `status = 'sending' ${alone ? "" : "AND lease_until < NOW(3)"}`;
  // Looked for without locks, then locked one by one: a range of locks would dead-lock with sends that are ending.
  const found: { id: number }[] = await work.db.query(
    `SELECT id FROM outbox WHERE ${dead} ORDER BY id LIMIT 1000`,
  );
  let lost = 0;
  for (const { id } of found) lost += await loseSend(work, id, dead);
  if (alone) {
    await work.db.query(
      "UPDATE outbox SET lease_token = NULL, lease_until = NULL WHERE status = 'queued' AND lease_token IS NOT NULL",
    );
  }
  return lost;
}

async function loseSend(work: Work, id: number, dead: string): Promise<0 | 1> {
  const [still]: unknown[] = await work.db.query(
    `SELECT id FROM outbox WHERE id = ? AND ${dead} FOR UPDATE`,
    [id],
  );
  if (!still) return 0;
  const detail = "发送时程序中断,不知道有没有送到";
  await writeAttempt(work, id, "unknown", detail);
  await move(work, await rowOf(work, id), "lose", { failure: detail, leaseToken: null, leaseUntil: null });
  return 1;
}

async function writeAttempt(work: Work, id: number, outcome: string, detail: string | null): Promise<void> {
  await work.db.query(
    `INSERT INTO outbox_attempt (outbox_id, no, outcome, detail, at)
     SELECT ?, COUNT(*) + 1, ?, ?, ? FROM outbox_attempt WHERE outbox_id = ?`,
    [id, outcome, detail && short(detail), work.now, id],
  );
}

const move = (work: Work, row: Row, command: string, set: Partial<Outbox>): Promise<Outbox> =>
  transition(work, deliveryMachine, row as unknown as Outbox, { command, set });

const short = (words: string, length = 300): string => [...words].slice(0, length).join("");
