import { Broadcast } from "../../entities/broadcast.ts";
import { notFound } from "../errors.ts";
import type { Work } from "../work.ts";
import { broadcastCode } from "./broadcast-code.ts";
import { type Condition, type Scope, scopeOf } from "./scope.ts";

/** A broadcast as lists show it. */
export interface BroadcastRow extends Broadcast {
  code: string;
  author: string;
}

/** A piece of a list: rows after an id, at most 200. */
export interface Page {
  after?: number | undefined;
  limit?: number | undefined;
}

/** Rows that a page may have. */
const mostRows = 200;

/** How many rows a page has: 50, unless told. */
export const sizeOf = ({ limit = 50 }: { limit?: number | undefined }): number =>
  Math.max(1, Math.min(mostRows, Math.floor(limit)));

/** Whoever sees everything sees all; others see their own. */
const mineOf = (scope: Scope): Condition =>
  scope.everything ? { sql: "TRUE", values: [] } : { sql: "b.created_by = ?", values: [scope.person ?? 0] };

const columns = `b.id, b.body, b.selection, b.requirement_id AS requirementId, b.state, b.row_version AS rowVersion,
  b.due_at AS dueAt, b.preview_hash AS previewHash, b.previewed, b.created_by AS createdBy,
  b.created_at AS createdAt, b.confirmed_at AS confirmedAt, b.started_at AS startedAt, b.ended_at AS endedAt,
  COALESCE(n.name, '系统') AS author`;

/** As the driver gives it: JSON is text. */
type Read = Omit<BroadcastRow, "selection" | "previewed"> & { selection: string; previewed: string | null };

function shown(row: Read): BroadcastRow {
  const selection = JSON.parse(row.selection) as Broadcast["selection"];
  const previewed = row.previewed === null ? null : (JSON.parse(row.previewed) as number[]);
  return Object.assign(new Broadcast(), row, { selection, previewed, code: broadcastCode(row.id) });
}

/** Broadcasts that the actor may see, newest first, from before an id. */
export async function broadcasts(
  work: Work,
  page: { before?: number | undefined; limit?: number | undefined } = {},
): Promise<BroadcastRow[]> {
  const mine = mineOf(await scopeOf(work));
  const rows: Read[] = await work.db.query(
    `SELECT ${columns} FROM broadcast b LEFT JOIN person n ON n.id = b.created_by
     WHERE ${mine.sql} AND b.id < ? ORDER BY b.id DESC LIMIT ?`,
    [...mine.values, page.before ?? 4_294_967_295, sizeOf(page)],
  );
  return rows.map(shown);
}

/** One broadcast. Refuses with not-found what the actor may not see. */
export async function broadcastById(work: Work, id: number): Promise<BroadcastRow> {
  const mine = mineOf(await scopeOf(work));
  const [row]: Read[] = await work.db.query(
    `SELECT ${columns} FROM broadcast b LEFT JOIN person n ON n.id = b.created_by WHERE ${mine.sql} AND b.id = ?`,
    [...mine.values, id],
  );
  if (!row) throw notFound("这条群发通知");
  return shown(row);
}

/** How it stands with one recipient, in words; sent never means read. */
export const outcomeWords = {
  queued: "排队中",
  sending: "发送中",
  sent: "已发出",
  answered: "已回复",
  failed: "没发成",
  unknown: "不知道送到没有",
  unreachable: "联系不上,请打电话",
  cancelled: "已取消",
  excluded: "发送前已办完或离岗,没有发",
} as const;

/** How it stands with one recipient. */
export type RecipientOutcome = keyof typeof outcomeWords;

const outcome = `CASE
  WHEN r.excluded IS NOT NULL THEN 'excluded' WHEN r.answered_at IS NOT NULL THEN 'answered'
  WHEN b.started_at IS NULL THEN IF(b.state = 'cancelled', 'cancelled', 'queued')
  WHEN r.outbox_id IS NULL THEN 'unreachable'
  ELSE CASE COALESCE(o.status, r.outcome, 'unknown') WHEN 'acked' THEN 'answered' WHEN 'suppressed' THEN 'cancelled'
    WHEN 'expired' THEN 'failed' ELSE COALESCE(o.status, r.outcome, 'unknown') END END`;
const recipientTables = `broadcast_recipient r JOIN broadcast b ON b.id = r.broadcast_id
  LEFT JOIN outbox o ON o.id = r.outbox_id`;

/** Recipients by outcome, and all of them. */
export type OutcomeCounts = Record<RecipientOutcome | "total", number>;

/** How many recipients stand where. Refuses with not-found what the actor may not see. */
export async function outcomeOf(work: Work, id: number): Promise<OutcomeCounts> {
  await broadcastById(work, id);
  const rows: { outcome: RecipientOutcome; count: number }[] = await work.db.query(
    `SELECT t.outcome, COUNT(*) AS count FROM (
       SELECT ${outcome} AS outcome FROM ${recipientTables} WHERE r.broadcast_id = ?) t GROUP BY t.outcome`,
    [id],
  );
  const kinds = Object.keys(outcomeWords) as RecipientOutcome[];
  const counts = Object.fromEntries([...kinds, "total"].map((kind) => [kind, 0])) as OutcomeCounts;
  for (const row of rows) {
    counts[row.outcome] += Number(row.count);
    counts.total += Number(row.count);
  }
  return counts;
}

/** One recipient and how it stands with him. */
export interface RecipientRow {
  id: number;
  personId: number;
  name: string;
  unit: string;
  outcome: RecipientOutcome;
  sentAt: Date | null;
  answeredAt: Date | null;
}

/** A broadcast's recipients, of one outcome if wished. Refuses with not-found what the actor may not see. */
export async function recipientsOf(
  work: Work,
  id: number,
  page: Page & { outcome?: RecipientOutcome | undefined } = {},
): Promise<RecipientRow[]> {
  await broadcastById(work, id);
  return work.db.query(
    `SELECT * FROM (SELECT r.id, r.person_id AS personId, n.name, COALESCE(u.name, '') AS unit, ${outcome} AS outcome,
         COALESCE(o.sent_at, r.sent_at) AS sentAt, r.answered_at AS answeredAt
       FROM ${recipientTables} JOIN person n ON n.id = r.person_id LEFT JOIN unit u ON u.id = r.unit_id
       WHERE r.broadcast_id = ? AND r.id > ?) t
     WHERE ${page.outcome ? "t.outcome = ?" : "TRUE"} ORDER BY t.id LIMIT ?`,
    [id, page.after ?? 0, ...(page.outcome ? [page.outcome] : []), sizeOf(page)],
  );
}

/** One answer to a broadcast. */
export interface ReplyRow {
  id: number;
  personId: number;
  name: string;
  unit: string;
  body: string;
  at: Date;
}

/** The answers to a broadcast, oldest first. Refuses with not-found what the actor may not see. */
export async function repliesTo(work: Work, id: number, page: Page = {}): Promise<ReplyRow[]> {
  await broadcastById(work, id);
  return work.db.query(
    `SELECT y.id, y.person_id AS personId, n.name, COALESCE(u.name, '') AS unit, y.body, y.at
     FROM broadcast_reply y JOIN person n ON n.id = y.person_id
     LEFT JOIN broadcast_recipient r ON r.broadcast_id = y.broadcast_id AND r.person_id = y.person_id
     LEFT JOIN unit u ON u.id = r.unit_id WHERE y.broadcast_id = ? AND y.id > ? ORDER BY y.id LIMIT ?`,
    [id, page.after ?? 0, sizeOf(page)],
  );
}
