import type { Polarity } from "../meaning.ts";
import { plain } from "../text/normalise.ts";
import type { Subject } from "./said.ts";

/** What people say instead of a word of the question. */
const KIN: readonly (readonly [RegExp, string])[] = [
  [/商业|盈利|营利/, "广告 赞助 带货 收费"],
  [/外包/, "承包"],
  [/登载|转载|刊发/, "转发 转载 刊登"],
];

/** Questions come again and again; their words are kept, and forgotten all at once when there are too many. */
const prepared = new Map<string, string>();
const MOST_KEPT = 500;

const withKin = (words: string): string =>
  KIN.reduce((text, [about, kin]) => (about.test(words) ? `${text} ${kin}` : text), words);

/** The words of a question with those that people say instead. */
export const questionWords = (question: string): string => {
  const kept = prepared.get(question);
  if (kept !== undefined) return kept;
  if (prepared.size >= MOST_KEPT) prepared.clear();
  const words = withKin(plain(question));
  prepared.set(question, words);
  return words;
};

/** What is asked about, prepared for being answered. */
export const subjectOf = (asked: { polarity: Polarity; question: string }): Subject => ({
  polarity: asked.polarity,
  question: questionWords(asked.question),
});
