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

/** Finds the words of messages that were queued without. */
export async function findWords(work: Work, heads: Head[]): Promise<Spoken> {
  const silent = heads.filter(({ body }) => body === null);
  if (silent.length === 0) return { spoken: [], settled: [] };
  const notices = await noticesOf(work, silent);
  const words = await reminderWords(work, [...notices.values()]);
  for (const head of silent) head.body = words.get(notices.get(head.id) ?? 0) ?? null;
  return {
    spoken: silent.filter(({ body }) => body !== null),
    settled: silent.filter(({ body }) => body === null),
  };
}

/** Which notices they carry to people. */
async function noticesOf(work: Work, heads: Head[]): Promise<Map<number, number>> {
  const rows: { id: number; outboxId: number }[] = await work.db.query(
    "SELECT id, outbox_id AS outboxId FROM notice WHERE outbox_id IN (?)",
    [heads.map(({ id }) => id)],
  );
  return new Map(rows.map(({ id, outboxId }) => [outboxId, id]));
}
