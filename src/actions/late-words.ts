import type { Work } from "../work.ts";
import type { Head } from "./heads.ts";
import { reminderWords } from "./reminder-words.ts";

/** Messages as they are when they leave. */
export interface Spoken {
  /** Whose words were found only now. */
  spoken: Head[];
  /** Reminders of which everything is done. */
  settled: Head[];
}

/** Finds the words of reminders that were queued without, and those that have come to nothing meanwhile. */
export async function findWords(work: Work, heads: Head[]): Promise<Spoken> {
  const told = await noticesOf(work, heads);
  const silent = heads.filter(({ body }) => body === null);
  const notices = silent.map(({ id }) => told.get(id)).filter((id) => id !== undefined);
  const words = notices.length === 0 ? new Map() : await reminderWords(work, notices);
  for (const head of silent) head.body = words.get(told.get(head.id)) ?? null;
  const spoken = silent.filter(({ body }) => body !== null);
  const mute = silent.filter(({ body }) => body === null);
  const worded = heads.filter(({ id }) => told.has(id)).filter((head) => !silent.includes(head));
  return { spoken, settled: [...mute, ...(await doneAmong(work, worded, told))] };
}

/** Which notices reminders and decisions carry to people. */
async function noticesOf(work: Work, heads: Head[]): Promise<Map<number, number>> {
  const ids = heads.filter(({ priority }) => priority === 1).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const rows: { id: number; outboxId: number }[] = await work.db.query(
    "SELECT id, outbox_id AS outboxId FROM notice WHERE outbox_id IN (?) AND kind = 'reminder'",
    [ids],
  );
  return new Map(rows.map(({ id, outboxId }) => [outboxId, id]));
}

/** Reminders that an older version of the program wrote in advance. */
async function doneAmong(work: Work, heads: Head[], told: Map<number, number>): Promise<Head[]> {
  if (heads.length === 0) return [];
  const rows: { id: number }[] = await work.db.query(
    `SELECT f.notice_id AS id FROM reminder_fire f JOIN assignment a ON a.id = f.assignment_id
     WHERE f.notice_id IN (?) GROUP BY f.notice_id HAVING SUM(a.state IN ('open', 'returned')) = 0`,
    [heads.map(({ id }) => told.get(id))],
  );
  const done = new Set(rows.map(({ id }) => id));
  return heads.filter(({ id }) => done.has(told.get(id) ?? 0));
}
