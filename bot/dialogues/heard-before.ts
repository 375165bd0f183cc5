import { dayOf } from "../../src/workdays.ts";
import type { Context, Meaning } from "../understand/meaning.ts";
import { understand } from "../understand/understand.ts";

/** Hundreds answer the same questions with the same few words: what those meant is kept. */
const meanings = new Map<string, Meaning>();
/** All are forgotten when they have become more. */
const mostMeanings = 10_000;

/** Words that no number and no hour is in: what they mean depends on the question and at most on the day. */
const isPlain = (text: string): boolean =>
  text.length <= 12 && !/[\d０-９零一二两三四五六七八九十半点时分刻早晚午]/u.test(text);

/** What words mean, as `understand` tells it, which is asked only once a day for the same answer to the same question. */
export function understood(text: string, now: Date, context: Context): Meaning {
  if (context.kind !== "question" || !isPlain(text)) return understand(text, now, context);
  const key = `${dayOf(now)} ${text} ${JSON.stringify(context)}`;
  const known = meanings.get(key);
  if (known) return known;
  const meaning = understand(text, now, context);
  if (meanings.size >= mostMeanings) meanings.clear();
  if (meaning.intent === "answer") meanings.set(key, Object.freeze(meaning));
  return meaning;
}
