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
  const silent = heads.filter(({ body }) => body === null);
  const words = silent.length === 0 ? new Map() : await reminderWords(work, idsOf(silent));
  const spoken: Head[] = [];
  for (const head of silent) {
    head.body = words.get(head.noticeId) ?? null;
    if (head.body !== null) spoken.push(head);
  }
  const mute = silent.filter(({ body }) => body === null);
  return { spoken, settled: [...mute, ...(await doneAmong(work, heads))] };
}

const idsOf = (heads: Head[]): number[] => heads.map(({ noticeId }) => noticeId).filter((id) => id !== null);

/** Reminders that an older version of the program wrote in advance. */
async function doneAmong(work: Work, heads: Head[]): Promise<Head[]> {
  const worded = heads.filter(({ body, noticeId }) => body !== null && noticeId !== null);
  if (worded.length === 0) return [];
  const rows: { id: number }[] = await work.db.query(
    `SELECT f.notice_id AS id FROM reminder_fire f JOIN assignment a ON a.id = f.assignment_id
     WHERE f.notice_id IN (?) GROUP BY f.notice_id HAVING SUM(a.state IN ('open', 'returned')) = 0`,
    [idsOf(worded)],
  );
  const done = new Set(rows.map(({ id }) => id));
  return worded.filter(({ noticeId }) => noticeId !== null && done.has(noticeId));
}
