import { createHash } from "node:crypto";
import { guardFailed, invalid } from "../errors.ts";
import type { Work } from "../work.ts";

/** A call that may be repeated: whose it is and under which key, and what makes it the same call. */
export interface Repeatable {
  caller: string;
  key: string;
  /** Operation, address and body. */
  request: string;
}

/** What was answered before. `answer` is JSON, or null when there was none. */
export interface KeptAnswer {
  status: number;
  answer: string | null;
}

const digest = (...parts: string[]): string => createHash("sha256").update(parts.join("\n")).digest("hex");

/**
 * Begins a call, once: answers null, or what the same call was answered before. Of two at once the second waits here
 * for the first one's end. Refuses with invalid when the key was used for another call.
 */
export async function beginOnce(
  work: Work,
  { caller, key, request }: Repeatable,
): Promise<KeptAnswer | null> {
  const [mine, asked] = [digest(caller, key), digest(request)];
  const { affectedRows }: { affectedRows: number } = await work.db.query(
    "INSERT IGNORE INTO idempotent_answer (`key`, request, status, at) VALUES (?, ?, 0, ?)",
    [mine, asked, work.now],
  );
  if (affectedRows === 1) return null;
  const [kept]: (KeptAnswer & { request: string })[] = await work.db.query(
    "SELECT request, status, answer FROM idempotent_answer WHERE `key` = ?",
    [mine],
  );
  if (!kept) return null;
  if (kept.request !== asked) throw invalid("这个 Idempotency-Key 已经用在另一次请求上,请换一个新的");
  return kept;
}

/** Keeps what a call was answered, in its own transaction. `secret`: that it was answered is kept, not what. */
export async function keepAnswer(
  work: Work,
  { caller, key }: Repeatable,
  { status, answer, secret }: KeptAnswer & { secret: boolean },
): Promise<void> {
  await work.db.query("UPDATE idempotent_answer SET status = ?, answer = ? WHERE `key` = ?", [
    status,
    secret ? null : answer,
    digest(caller, key),
  ]);
}

/** Forgets a call that ended with a refusal: it may be tried again under the same key. */
export async function dropAnswer(work: Work, { caller, key }: Repeatable): Promise<void> {
  await work.db.query("DELETE FROM idempotent_answer WHERE `key` = ?", [digest(caller, key)]);
}

/** Why a repeated call whose answer was a secret has no answer. */
export const shownOnce = (): Error => guardFailed("这次请求已经办过了;其中的口令或编码只显示一次,不能再看");
