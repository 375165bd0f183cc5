import type { Outbox } from "../../entities/outbox.ts";
import { later, together } from "../packets.ts";
import type { Statement } from "../statements.ts";
import type { Work } from "../work.ts";
import { dueColumns, dueIndexes, settleLanes } from "./lanes.ts";

/** What may be taken now. */
export interface TakeOrder {
  channel: string;
  most: number;
  /** A new one for each order; the same one when the same order is asked again. */
  token: string;
  /** Nothing unasked: quiet hours, or enough for today. */
  repliesOnly?: boolean;
  /** Milliseconds for which a contact gets nothing more that is unasked, after something unasked. */
  rest?: number;
  /** The engine steps over rows that somebody else has locked; false where it does not keep that promise. */
  skipLocked?: boolean;
}

/** The first message of a lane, as far as it matters for sending. */
export type Head = Pick<
  Outbox,
  "id" | "contactId" | "priority" | "status" | "rowVersion" | "key" | "room" | "body" | "expiresAt"
> & {
  address: string;
  leaseUntil: Date;
};

type Found = Head & { dueAt: Date };

const hold = 30;
/** When a sender's hold of a message ends, by the database's clock; a send must end well before. */
export const leaseEnd = `NOW(3) + INTERVAL ${hold} SECOND`;
/**
 * Takes the lanes whose first message is due and answers these messages, at most one of a contact. A lane is taken by
 * emptying it: whoever ends the send looks what is there by then. Lanes that promised too much are put right.
 */
export async function firstLetters(work: Work, order: TakeOrder): Promise<Head[]> {
  const heads: Head[] = [];
  const kinds = order.repliesOnly ? [0] : [0, 1, 2];
  for (const priority of kinds) {
    const most = order.most - heads.length;
    if (most > 0) heads.push(...(await ofKind(work, { ...order, most }, priority)));
  }
  return heads;
}

async function ofKind(work: Work, order: TakeOrder, priority: number): Promise<Head[]> {
  const lanes = await dueLanes(work, order, priority);
  if (lanes.length === 0) return [];
  const held = await empty(work, order, { lanes, priority });
  if (held.length === 0) return [];
  const [first, sending] = (await together(work, [
    firstOf(work, held, priority),
    ["SELECT contact_id AS id FROM outbox FORCE INDEX (pending) WHERE status = 'sending'"],
  ])) as [Found[], { id: number }[]];
  const busy = new Set(sending.map(({ id }) => id));
  const good = first.filter(({ contactId, dueAt }) => !busy.has(contactId) && dueAt <= work.now);
  if (good.length < held.length) putRight(work, { held, first, good, busy, priority });
  return good.sort((a, b) => a.id - b.id);
}

/** Where the engine locked the lanes for us nobody can have been quicker; else the guarded update tells who was. */
async function empty(
  work: Work,
  { token, skipLocked }: TakeOrder,
  { lanes, priority }: { lanes: number[]; priority: number },
): Promise<number[]> {
  const nothing = dueColumns.map((column) => `${column} = NULL`).join(", ");
  if (skipLocked !== false) {
    later(work, `UPDATE lane SET ${nothing} WHERE contact_id IN (?)`, [lanes]);
    return lanes;
  }
  const [, held] = (await together(work, [
    [
      `UPDATE lane SET ${nothing}, taken_by = ? WHERE contact_id IN (?) AND ${dueColumns[priority]} <= ?`,
      [token, lanes, work.now],
    ],
    ["SELECT contact_id AS id FROM lane WHERE contact_id IN (?) AND taken_by = ?", [lanes, token]],
  ])) as [unknown, { id: number }[]];
  return held.map(({ id }) => id);
}

/** Where everybody sees the same lanes, each chooses among more than he needs. */
const choice = 4;

async function dueLanes(work: Work, order: TakeOrder, priority: number): Promise<number[]> {
  const due = dueColumns[priority];
  const skips = order.skipLocked !== false;
  const rows: { id: number }[] = await work.db.query(
    `SELECT contact_id AS id FROM lane FORCE INDEX (${dueIndexes[priority]})
     WHERE channel = ? AND ${due} <= ?
     ORDER BY ${due} LIMIT ? ${skips ? "FOR UPDATE SKIP LOCKED" : ""}`,
    [order.channel, work.now, skips ? order.most : order.most * choice],
  );
  const ids = rows.map(({ id }) => id);
  return skips ? ids : someOf(ids, order.most);
}

/** So many neighbours, from a random place on. */
function someOf(ids: number[], most: number): number[] {
  const from = Math.floor(Math.random() * Math.ceil(ids.length / most)) * most;
  return ids.slice(from, from + most).sort((a, b) => a - b);
}

/** Messages in the order of their ids; one that waits for a new try lets none of its priority pass. */
function firstOf(work: Work, lanes: number[], priority: number): Statement {
  return [
    `SELECT o.id, o.contact_id AS contactId, o.priority, o.status, o.row_version AS rowVersion, o.\`key\`, o.room,
            o.body, o.due_at AS dueAt, o.expires_at AS expiresAt, c.address, ${leaseEnd} AS leaseUntil
     FROM contact c JOIN outbox o ON o.id = (SELECT q.id FROM outbox q FORCE INDEX (queue)
         WHERE q.contact_id = c.id AND q.status = 'queued' AND q.priority = ${priority}
           AND (q.due_at <= ? OR q.failure IS NOT NULL) ORDER BY q.id LIMIT 1)
     WHERE c.id IN (?)`,
    [work.now, lanes],
  ];
}

interface Look {
  held: number[];
  first: Found[];
  good: Found[];
  busy: Set<number>;
  priority: number;
}

/** Lanes taken in vain: somebody is writing there, the first message waits for a new try, or there is none. */
function putRight(work: Work, { held, first, good, busy, priority }: Look): void {
  const taken = new Set(good.map(({ contactId }) => contactId));
  const waiting = new Map(first.map((head) => [head.contactId, head]));
  // Whoever is writing there looks after it when he is done.
  const vain = held.filter((id) => !taken.has(id) && !busy.has(id));
  settleLanes(work, vain);
  const due = dueColumns[priority];
  for (const id of vain) {
    const head = waiting.get(id);
    if (head) later(work, `UPDATE lane SET ${due} = ? WHERE contact_id = ?`, [head.dueAt, id]);
  }
}
