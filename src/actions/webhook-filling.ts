import type { Work } from "../work.ts";
import type { Condition } from "./scope.ts";

/** An event as far as receivers outside are told of it. */
interface ToldEvent {
  id: number;
  at: Date;
  subject: string;
  subjectId: number;
  command: string;
  fromState: string | null;
  toState: string | null;
}

/** Events in one statement, and statements for one webhook in one run: what is left waits for the next. */
const chunk = 500;
const mostChunks = 10;

/** Milliseconds within which a transaction that wrote an event has certainly come to its end. */
const settling = 120_000;

/** Has a webhook at work not yet got past the newest event? */
export const webhooksDue = (): Condition => ({
  sql: `EXISTS (SELECT 1 FROM webhook WHERE disabled_at IS NULL
    AND cursor_event_id < (SELECT MAX(id) FROM event))`,
  values: [],
});

/**
 * Queues for each webhook at work the events that it asks for, each exactly once. Answers how many. Events of longer
 * transactions come late with smaller ids: the cursor passes only events older than two minutes, and younger ones are
 * looked at again.
 */
export async function fillWebhooks(work: Work): Promise<number> {
  const hooks: { id: number }[] = await work.db.query(
    "SELECT id FROM webhook WHERE disabled_at IS NULL ORDER BY id",
  );
  let total = 0;
  for (const { id } of hooks) total += await fillOne(work, id);
  return total;
}

interface Hook {
  id: number;
  kinds: string[];
  cursor: number;
}

/** The webhook's row is held: those who fill it take turns. */
async function fillOne(work: Work, id: number): Promise<number> {
  const [row]: { kinds: string; cursor: number }[] = await work.db.query(
    "SELECT kinds, cursor_event_id AS `cursor` FROM webhook WHERE id = ? AND disabled_at IS NULL FOR UPDATE",
    [id],
  );
  if (!row) return 0;
  const hook: Hook = { id, kinds: JSON.parse(row.kinds) as string[], cursor: row.cursor };
  const [last]: { id: number | null }[] = await work.db.query(
    "SELECT MAX(id) AS id FROM event WHERE id > ?",
    [hook.cursor],
  );
  if (!last?.id) return 0;
  const { count, upTo } = await fillUpTo(work, hook, last.id);
  await advance(work, hook, upTo);
  return count;
}

/** Answers up to which event all is queued. */
async function fillUpTo(work: Work, hook: Hook, last: number): Promise<{ count: number; upTo: number }> {
  let count = 0;
  let upTo = hook.cursor;
  for (let n = 0; n < mostChunks; n++) {
    const events = await untold(work, hook, last);
    await queue(work, hook.id, events);
    count += events.length;
    if (events.length < chunk) return { count, upTo: last };
    upTo = events.at(-1)?.id ?? upTo;
  }
  return { count, upTo };
}

/** The webhooks' own events are left out: what is told of them would be told for ever. */
async function untold(work: Work, hook: Hook, last: number): Promise<ToldEvent[]> {
  const wanted = wantedBy(hook.kinds);
  return work.db.query(
    `SELECT e.id, e.at, e.subject, e.subject_id AS subjectId, e.command, e.from_state AS fromState, e.to_state AS toState
     FROM event e LEFT JOIN webhook_delivery d ON d.webhook_id = ? AND d.event_id = e.id
     WHERE e.id > ? AND e.id <= ? AND d.id IS NULL AND e.subject <> 'webhook' AND ${wanted.sql}
     ORDER BY e.id LIMIT ${chunk}`,
    [hook.id, hook.cursor, last, ...wanted.values],
  );
}

function wantedBy(kinds: string[]): { sql: string; values: string[] } {
  if (kinds.includes("*")) return { sql: "TRUE", values: [] };
  const pairs = kinds.map((kind) => kind.split("."));
  const each = pairs.map(([, command]) =>
    command === "*" ? "e.subject = ?" : "(e.subject = ? AND e.command = ?)",
  );
  return { sql: `(${each.join(" OR ")})`, values: pairs.flat().filter((word) => word !== "*") };
}

/** Neither words of people nor the event's payload leave the house. */
const bodyOf = ({ id, at, subject, subjectId, command, fromState, toState }: ToldEvent): string =>
  JSON.stringify({
    id,
    type: `${subject}.${command}`,
    at: at.toISOString(),
    subject,
    subjectId,
    from: fromState,
    to: toState,
  });

async function queue(work: Work, webhookId: number, events: ToldEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => [
    webhookId,
    event.id,
    `event-${webhookId}-${event.id}`,
    `${event.subject}.${event.command}`,
    bodyOf(event),
    "queued",
    work.now,
    work.now,
  ]);
  await work.db.query(
    `INSERT INTO webhook_delivery (webhook_id, event_id, message_id, kind, body, status, due_at, created_at)
     VALUES ? ON DUPLICATE KEY UPDATE id = id`,
    [rows],
  );
}

async function advance(work: Work, { id, cursor }: Hook, upTo: number): Promise<void> {
  const [young]: { id: number | null }[] = await work.db.query(
    "SELECT MIN(id) AS id FROM event WHERE id > ? AND id <= ? AND at > ?",
    [cursor, upTo, new Date(work.now.getTime() - settling)],
  );
  const safe = young?.id ? young.id - 1 : upTo;
  if (safe > cursor) await work.db.query("UPDATE webhook SET cursor_event_id = ? WHERE id = ?", [safe, id]);
}
