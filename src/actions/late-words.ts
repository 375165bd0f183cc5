import type { Work } from "../work.ts";
import { isPassing } from "../work.ts";
import type { Head } from "./heads.ts";
import { reminderWords } from "./reminder-words.ts";

/** Messages as they are when they leave. */
export interface Spoken {
  /** Whose words were found only now. */
  spoken: Head[];
  /** Reminders of which everything is done. */
  settled: Head[];
  /** Why the words of a message could not be made, by its id. */
  broken: Map<number, unknown>;
}

/** Finds the words of messages that were queued without. One whose words cannot be made spoils no other. */
export async function findWords(work: Work, heads: Head[]): Promise<Spoken> {
  const silent = heads.filter(({ body }) => body === null);
  if (silent.length === 0) return { spoken: [], settled: [], broken: new Map() };
  const notices = await noticesOf(work, silent);
  const made = await wordsApart(work, [...notices.values()]);
  const noticeOf = ({ id }: Head): number => notices.get(id) ?? 0;
  const broken = new Map<number, unknown>();
  for (const head of silent) {
    head.body = made.words.get(noticeOf(head)) ?? null;
    if (made.broken.has(noticeOf(head))) broken.set(head.id, made.broken.get(noticeOf(head)));
  }
  return {
    spoken: silent.filter(({ body }) => body !== null),
    settled: silent.filter(({ id, body }) => body === null && !broken.has(id)),
    broken,
  };
}

/** Words by notice, and what stood in the way of the others. */
interface Made {
  words: Map<number, string | null>;
  broken: Map<number, unknown>;
}

/** Makes the words of reminders all at once; where that fails, one by one, so that it is known which are broken. */
export async function wordsApart(work: Work, noticeIds: number[]): Promise<Made> {
  try {
    return { words: await reminderWords(work, noticeIds), broken: new Map() };
  } catch (error) {
    if (isPassing(error)) throw error;
    return oneByOne(work, noticeIds);
  }
}

async function oneByOne(work: Work, noticeIds: number[]): Promise<Made> {
  const made: Made = { words: new Map(), broken: new Map() };
  for (const id of noticeIds) {
    try {
      made.words.set(id, (await reminderWords(work, [id])).get(id) ?? null);
    } catch (error) {
      if (isPassing(error)) throw error;
      made.broken.set(id, error);
    }
  }
  return made;
}

/** Which notices they carry to people. */
async function noticesOf(work: Work, heads: Head[]): Promise<Map<number, number>> {
  const rows: { id: number; outboxId: number }[] = await work.db.query(
    "SELECT id, outbox_id AS outboxId FROM notice WHERE outbox_id IN (?)",
    [heads.map(({ id }) => id)],
  );
  return new Map(rows.map(({ id, outboxId }) => [outboxId, id]));
}
