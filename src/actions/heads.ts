import type { Outbox } from "../../entities/outbox.ts";
import { later, type Statement, together } from "../packets.ts";
import type { Work } from "../work.ts";
import { dueColumns, settleLanes } from "./lanes.ts";

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
  /** The notice that it carries to a person, if it does. */
  noticeId: number | null;
  leaseUntil: Date;
};

type Found = Head & { dueAt: Date; busy: number };

const lease = 30;
/** When a sender's hold of a message and its lane ends, by the database's clock; a send must end well before. */
export const leaseEnd = `NOW(3) + INTERVAL ${lease} SECOND`;
/** Seconds until a lane is looked at again in which an older version of the program is at work, or a dead sender was. */
const pause = 5;

/**
 * Leases free lanes whose first message is due and answers these messages, at most one of a contact. Lanes that
 * promised too much are put right.
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
  const seen = await dueLanes(work, order, priority);
  if (seen.length === 0) return [];
  // The guarded update is the lease, whatever the engine locked.
  const [, found, held] = (await together(work, [
    [
      `UPDATE lane SET lease_token = ?, lease_until = ${leaseEnd} WHERE contact_id IN (?) AND ${isFree}`,
      [order.token, seen],
    ],
    firstOf(work, order, { lanes: seen, priority }),
    ["SELECT contact_id AS id FROM lane WHERE contact_id IN (?) AND lease_token = ?", [seen, order.token]],
  ])) as [unknown, Found[], { id: number }[]];
  const good = found.filter(({ busy, dueAt }) => !busy && dueAt <= work.now);
  const taken = new Set(good.map(({ contactId }) => contactId));
  const vain = held.map(({ id }) => id).filter((id) => !taken.has(id));
  putRight(work, vain, { found, priority, token: order.token });
  return good;
}

const isFree = "(lease_until IS NULL OR lease_until < NOW(3))";
/** Where everybody sees the same lanes, each chooses among more than he needs. */
const choice = 4;

async function dueLanes(work: Work, order: TakeOrder, priority: number): Promise<number[]> {
  const due = dueColumns[priority];
  const skips = order.skipLocked !== false;
  const rows: { id: number }[] = await work.db.query(
    `SELECT contact_id AS id FROM lane WHERE channel = ? AND ${due} <= ? AND ${isFree}
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
function firstOf(
  work: Work,
  { token }: TakeOrder,
  { lanes, priority }: { lanes: number[]; priority: number },
): Statement {
  const notice = priority === 1;
  return [
    `SELECT o.id, o.contact_id AS contactId, o.priority, o.status, o.row_version AS rowVersion, o.\`key\`, o.room,
            o.body, o.due_at AS dueAt, o.expires_at AS expiresAt, c.address, ${leaseEnd} AS leaseUntil,
            ${notice ? "n.id" : "NULL"} AS noticeId,
            EXISTS (SELECT 1 FROM outbox s WHERE s.contact_id = l.contact_id AND s.status = 'sending') AS busy
     FROM lane l JOIN contact c ON c.id = l.contact_id
       JOIN outbox o ON o.id = (SELECT q.id FROM outbox q
         WHERE q.contact_id = l.contact_id AND q.status = 'queued' AND q.priority = ${priority}
           AND (q.due_at <= ? OR q.failure IS NOT NULL) ORDER BY q.id LIMIT 1)
       ${notice ? "LEFT JOIN notice n ON n.outbox_id = o.id" : ""}
     WHERE l.contact_id IN (?) AND l.lease_token = ? ORDER BY o.id`,
    [work.now, lanes, token],
  ];
}

/** Lanes that were leased in vain: somebody is at work there, the first message waits for a new try, or there is none. */
function putRight(
  work: Work,
  vain: number[],
  { found, priority, token }: { found: Found[]; priority: number; token: string },
): void {
  const seen = new Map(found.map((head) => [head.contactId, head]));
  for (const id of vain) {
    const head = seen.get(id);
    if (!head) continue;
    const set = head.busy
      ? [`lease_until = NOW(3) + INTERVAL ${pause} SECOND`]
      : [`${dueColumns[priority]} = ?, lease_token = NULL, lease_until = NULL`, head.dueAt];
    later(work, `UPDATE lane SET ${set[0]} WHERE contact_id = ?`, [...set.slice(1), id]);
  }
  const empty = vain.filter((id) => !seen.has(id));
  settleLanes(work, empty, { free: [token] });
}
