import type { Outbox } from "../../entities/outbox.ts";
import type { Letter, SendOutcome } from "../letter.ts";
import { deliveryMachine } from "../machines/delivery.ts";
import { transitionAll } from "../machines/machine.ts";
import { later, together } from "../packets.ts";
import type { Work } from "../work.ts";
import { firstLetters, type Head, leaseEnd, type TakeOrder } from "./heads.ts";
import { dueColumns, settleLanes } from "./lanes.ts";
import { findWords } from "./late-words.ts";
import { type InFlight, short, type Verdict, verdict } from "./verdicts.ts";

/** A message that was handed to a sender: from the commit on it counts as being sent. */
export interface Taken {
  id: number;
  token: string;
  contactId: number;
  /** 0 is an answer; everything else is unasked. */
  priority: number;
  letter: Letter;
  /** Why there are no words to send: then it must not go to the channel. */
  broken?: unknown;
}

/** What a sender gets. */
export interface Haul {
  taken: Taken[];
  /** Messages that must not go out any more and were brought to their end instead. */
  dropped: number;
}

/** A message that was taken, and how its send ended. */
export interface Ending {
  taken: Taken;
  outcome: SendOutcome;
}

/**
 * The last step before the channel: takes the first message of each contact whose turn it is, answers before reminders
 * before broadcasts, and marks it as being sent. Two who take at once never get two messages of one contact. What is
 * too late, or reminds of what is done, is ended instead; what has no words is taken as broken.
 */
export async function take(work: Work, order: TakeOrder): Promise<Haul> {
  const heads = await firstLetters(work, order);
  const late = heads.filter(({ expiresAt }) => expiresAt !== null && expiresAt < work.now);
  const { spoken, settled, broken } = await findWords(work, without(heads, late));
  const good = without(heads, [...late, ...settled]);
  await drop(work, late, "expire");
  await drop(work, settled, "suppress");
  const held = ({ leaseUntil }: Head) => ({ sentAt: work.now, leaseToken: order.token, leaseUntil });
  await lease(work, without(good, spoken), held);
  await lease(work, spoken, (head) => ({ ...held(head), body: head.body }));
  letRest(
    work,
    good.filter(({ id }) => !broken.has(id)),
    order.rest ?? 0,
  );
  const taken = good.map((head) => takenOf(head, order.token, broken.get(head.id)));
  return { taken, dropped: late.length + settled.length };
}

/** What an order took whose answer was lost on the way, so that nothing of it has been sent; its time begins anew. */
export async function takenBy(work: Work, token: string): Promise<Taken[]> {
  const rows: Named[] = await work.db.query(
    `SELECT o.id, o.contact_id AS contactId, o.priority, o.\`key\`, o.room, o.body, c.address
     FROM outbox o JOIN contact c ON c.id = o.contact_id WHERE o.status = 'sending' AND o.lease_token = ? ORDER BY o.id`,
    [token],
  );
  if (rows.length === 0) return [];
  const locked = (await lockSends(work, rows)).rows;
  const mine = rows.filter(({ id }) => locked.get(id)?.status === "sending");
  await work.db.query(`UPDATE outbox SET lease_until = ${leaseEnd} WHERE id IN (?)`, [
    mine.map(({ id }) => id),
  ]);
  return mine.map((row) => takenOf(row, token));
}

const without = (heads: Head[], some: Head[]): Head[] => {
  const ids = new Set(some.map(({ id }) => id));
  return ids.size === 0 ? heads : heads.filter(({ id }) => !ids.has(id));
};

const lease = (work: Work, heads: Head[], set: (head: Head) => Partial<Outbox>): Promise<void> =>
  transitionAll(work, deliveryMachine, heads as unknown as Outbox[], {
    command: "lease",
    set: set as unknown as (row: Outbox) => Partial<Outbox>,
  });

async function drop(work: Work, heads: Head[], command: string): Promise<void> {
  await transitionAll(work, deliveryMachine, heads as unknown as Outbox[], { command });
  const lanes = heads.map(({ contactId }) => contactId);
  settleLanes(work, lanes);
}

function letRest(work: Work, heads: Head[], rest: number): void {
  const unasked = heads.filter(({ priority }) => priority > 0).map(({ contactId }) => contactId);
  if (rest === 0 || unasked.length === 0) return;
  const until = new Date(work.now.getTime() + rest);
  later(work, "UPDATE lane SET rests_until = ? WHERE contact_id IN (?)", [until, unasked]);
}

type Named = Pick<Head, "id" | "contactId" | "priority" | "key" | "address" | "room" | "body">;

function takenOf(
  { id, contactId, priority, key, address, room, body }: Named,
  token: string,
  why?: unknown,
): Taken {
  const letter: Letter = { key, address, text: body ?? "" };
  if (room !== null) letter.room = room;
  if (room !== null && !key.startsWith("room:")) letter.mention = address;
  const taken = { id, token, contactId, priority, letter };
  return body === null ? { ...taken, broken: why ?? new Error("the message has no words") } : taken;
}

/**
 * Writes down how sends ended. Answers those for which it was too late: their time had run out and they were marked
 * unknown.
 */
export async function finish(work: Work, endings: Ending[]): Promise<Taken[]> {
  if (endings.length === 0) return [];
  const { rows, waiting } = await lockSends(
    work,
    endings.map(({ taken }) => taken),
  );
  const verdicts: Verdict[] = [];
  const late: Taken[] = [];
  for (const { taken, outcome } of endings) {
    const row = rows.get(taken.id);
    if (row?.status === "sending" && row.leaseToken === taken.token) {
      verdicts.push(verdict(work, row, outcome));
    } else if (row?.status === "unknown" && outcome.kind !== "unknown") late.push(taken);
  }
  await end(work, verdicts, waiting);
  return late;
}

/** Messages that are being sent, and the contacts for whom more is waiting. */
interface Sends {
  rows: Map<number, InFlight>;
  waiting: Set<number>;
}

/** Lanes first, as everybody does. */
async function lockSends(work: Work, sends: { id: number; contactId: number }[]): Promise<Sends> {
  const lanes = sends.map(({ contactId }) => contactId);
  const [, rows, queued] = (await together(work, [
    ["SELECT contact_id FROM lane WHERE contact_id IN (?) ORDER BY contact_id FOR UPDATE", [lanes]],
    [
      `SELECT id, contact_id AS contactId, priority, status, row_version AS rowVersion, attempts,
              lease_token AS leaseToken
       FROM outbox WHERE id IN (?) ORDER BY id FOR UPDATE`,
      [sends.map(({ id }) => id)],
    ],
    [
      `SELECT DISTINCT contact_id AS id FROM outbox FORCE INDEX (queue)
       WHERE contact_id IN (?) AND status = 'queued'`,
      [lanes],
    ],
  ])) as [unknown, InFlight[], { id: number }[]];
  return { rows: new Map(rows.map((row) => [row.id, row])), waiting: new Set(queued.map(({ id }) => id)) };
}

async function end(work: Work, verdicts: Verdict[], waiting: Set<number>): Promise<void> {
  for (const command of ["ok", "fail", "lose", "retry"] as const) {
    const group = verdicts.filter((each) => each.command === command);
    const sets = new Map(group.map(({ row, set }) => [row.id, set]));
    await transitionAll(work, deliveryMachine, group.map(({ row }) => row) as Outbox[], {
      command,
      set: ({ id }) => sets.get(id) ?? {},
    });
  }
  for (const { row, outcome } of verdicts) if (outcome.kind !== "sent") writeTry(work, row.id, outcome);
  const retried = verdicts.filter(({ command }) => command === "retry");
  const open = new Set([...waiting, ...retried.map(({ row }) => row.contactId)]);
  settleLanes(work, [...open]);
  for (const { row, set } of retried) holdLane(work, row, set.dueAt);
}

/** A try that came to nothing; of the others the message itself tells. */
function writeTry(work: Work, id: number, outcome: Exclude<SendOutcome, { kind: "sent" }>): void {
  later(
    work,
    `INSERT INTO outbox_attempt (outbox_id, no, outcome, detail, at)
     SELECT ?, COUNT(*) + 1, ?, ?, ? FROM outbox_attempt WHERE outbox_id = ?`,
    [id, outcome.kind, short(outcome.detail), work.now, id],
  );
}

function holdLane(work: Work, { contactId, priority }: InFlight, until: Date | undefined): void {
  const due = dueColumns[priority];
  later(work, `UPDATE lane SET ${due} = GREATEST(COALESCE(${due}, ?), ?) WHERE contact_id = ?`, [
    until,
    until,
    contactId,
  ]);
}

/**
 * Marks sends that nobody has ended in time as unknown; with `alone`, when no other process can be sending, at once.
 * Answers how many are unknown now.
 */
export async function recoverSends(work: Work, { alone = false } = {}): Promise<number> {
  const found: { id: number; contactId: number }[] = await work.db.query(
    `SELECT id, contact_id AS contactId FROM outbox
     WHERE status = 'sending' ${alone ? "" : "AND lease_until < NOW(3)"} ORDER BY id LIMIT 1000`,
  );
  if (found.length === 0) return 0;
  const { rows, waiting } = await lockSends(work, found);
  const still: { id: number }[] = await work.db.query(
    `SELECT id FROM outbox WHERE id IN (?) AND status = 'sending' ${alone ? "" : "AND lease_until < NOW(3)"}`,
    [found.map(({ id }) => id)],
  );
  const outcome: SendOutcome = { kind: "unknown", detail: "发送时程序中断,不知道有没有送到" };
  const dead = still.map(({ id }) => rows.get(id)).filter((row) => row !== undefined);
  await end(
    work,
    dead.map((row) => verdict(work, row, outcome)),
    waiting,
  );
  return dead.length;
}
