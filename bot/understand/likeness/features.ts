import type { Context } from "../meaning.ts";
import { type Heard, plainQuestion, remembering } from "../text/normalise.ts";
import { tokenise } from "../text/sentence.ts";
import type { WordKind } from "../text/words.ts";

/** Runs of up to so many signs are looked at. */
const LONGEST_RUN = 3;
/** A text of so few signs means different things in different situations. */
const SHORT = 6;
/** No more of a text than this says what it is about. */
const LONGEST = 120;

/** What is on the table, in a few words: the kind of context with what changes the meaning of short words. */
export function situationOf(context: Context): string {
  if (context.kind === "question") {
    const offers = (context.choices ?? []).some((choice) => !VALUES.has(choice));
    return offers ? "choice" : `question${context.polarity}`;
  }
  return context.kind === "confirm" ? `confirm:${context.of}` : context.kind;
}
const VALUES = new Set(["是", "否", "有", "没有", "部分", "整改中", "不涉及"]);

/** Links and figures differ from message to message and mean the same. */
const levelled = (text: string): string =>
  text
    .replace(/https?:[^\s\u4e00-\u9fff]+/g, "🔗")
    .replace(/\d+/g, "0")
    .slice(0, LONGEST);

/** What questions are about, where the same deed is good for one and bad for the other. */
const TOPICS: readonly (readonly [string, RegExp])[] = [
  ["外包", /外包|承包/],
  ["商业", /商业|盈利|广告|经营/],
  ["新闻", /假新闻|虚假|失实|登载|转载|刊发|采编/],
  ["校次", /校次|三校|校对/],
  ["三审", /三审|初审|复审|终审/],
  ["同人", /同一人|同一个人|兼任/],
  ["备案", /备案|许可|资质/],
  ["值班", /值班|带班/],
];

const topicsIn = remembering((question: string) =>
  TOPICS.filter(([, pattern]) => pattern.test(question)).map(([name]) => name),
);

const topicsOf = (context: Context): string[] =>
  context.kind === "question" ? topicsIn(context.question) : [];

const SILENT: ReadonlySet<string> = new Set<WordKind | "topic" | "other">(["plain", "other"]);

/** The kinds of the words known to the grammar, in order, single and in pairs. */
const kindsIn = (text: string, context: Context): string[] => {
  const question = context.kind === "question" ? plainQuestion(context.question) : "";
  const kinds = tokenise(text.slice(0, LONGEST), question)
    .map(({ kind }) => kind)
    .filter((kind) => !SILENT.has(kind));
  return [
    ...kinds.map((kind) => `k:${kind}`),
    ...kinds.slice(1).map((kind, at) => `k:${kinds[at]} ${kind}`),
    `k:first ${kinds[0] ?? "-"}`,
    `k:last ${kinds.at(-1) ?? "-"}`,
  ];
};

const runsOf = (text: string): string[] => {
  const signs = Array.from(`^${text}$`);
  const runs: string[] = [];
  signs.forEach((sign, at) => {
    let run = sign;
    runs.push(run);
    for (let next = at + 1; next < at + LONGEST_RUN && next < signs.length; next += 1) {
      run += signs[next];
      runs.push(run);
    }
  });
  return runs;
};

/**
 * What of a message in its situation can be found in other messages: runs of signs, the kinds of known words, the
 * situation, and for short texts both together.
 */
export function featuresOf(heard: Heard, context: Context): string[] {
  const text = levelled(heard.bare || heard.text);
  const situation = situationOf(context);
  const words = [...runsOf(text), ...kindsIn(text, context)];
  const features = new Set([...words, ...underTopics(words, context)]);
  if (text.length <= SHORT) features.add(`${situation}=${text}`);
  for (const place of [situation, context.kind]) features.add(`s:${place}`);
  features.add(`r:${context.role ?? "responsible"}`);
  features.add(`l:${Math.min(8, Math.floor(text.length / 3))}`);
  if (heard.asking) features.add("asking");
  return [...features];
}

/** The words again, with what the question is about. */
const underTopics = (words: readonly string[], context: Context): string[] =>
  topicsOf(context).flatMap((topic) =>
    words.filter((word) => word.length === 2 || word.startsWith("k:")).map((word) => `${topic}|${word}`),
  );
