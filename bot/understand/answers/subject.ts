import type { Polarity } from "../meaning.ts";
import { plain, remembering } from "../text/normalise.ts";
import type { Subject } from "./said.ts";

/** What people say instead of a word of the question. */
const KIN: readonly (readonly [RegExp, string])[] = [
  [/商业|盈利|营利/, "广告 赞助 带货 收费"],
  [/外包/, "承包"],
  [/登载|转载|刊发/, "转发 转载 刊登"],
];

const withKin = (words: string): string =>
  KIN.reduce((text, [about, kin]) => (about.test(words) ? `${text} ${kin}` : text), words);

/** The words of a question with those that people say instead. */
export const questionWords = remembering((question) => withKin(plain(question)));

/** What is asked about, prepared for being answered. */
export const subjectOf = (asked: { polarity: Polarity; question: string }): Subject => ({
  polarity: asked.polarity,
  question: questionWords(asked.question),
});
