import { readFileSync } from "node:fs";
import type { Context, Meaning } from "../../bot/understand/meaning.ts";
import { understand } from "../../bot/understand/understand.ts";

/** One utterance with what it means; `alt` and `accept` are meanings and intents that are as good. */
export interface Utterance {
  text: string;
  now: string;
  context: Context;
  expect: Facts;
  alt?: Facts[];
  accept?: string[];
}

/** The facts that count; true means that there is one, whatever it says. */
export type Facts = Record<string, unknown> & { intent: string };

/** How an utterance was taken: as meant, asked about, with another intent, or with the intent and other facts. */
export type Outcome = "right" | "asked" | "other" | "facts";

const ASKING = new Set(["ask", "ambiguous", "unsure"]);

/** The files written by people who had not seen the rules. */
export const judgedSets = [
  "town.jsonl",
  "young.jsonl",
  "county.jsonl",
  "villages.jsonl",
  "acceptance.jsonl",
  "offices.jsonl",
  "hills.jsonl",
] as const;

/** The utterances of a file beside this one, one JSON object a line. */
export function utterancesIn(file: string): Utterance[] {
  return readFileSync(new URL(`./heard/${file}`, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Utterance);
}

const sorted = (value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** Facts that must be the same to the letter; of what is told in people's own words a part may be left out. */
const EXACT = new Set(["intent", "value", "verdict", "platform", "to", "date", "at", "url"]);

const isAlike = (key: string, found: unknown, wanted: unknown): boolean => {
  if (wanted === true) return found !== undefined && found !== false;
  if (wanted === null || wanted === false) return found === undefined || found === false;
  if (typeof wanted === "string" && typeof found === "string" && !EXACT.has(key))
    return found.includes(wanted) || wanted.includes(found);
  return JSON.stringify(sorted(found)) === JSON.stringify(sorted(wanted));
};

const holds = (meaning: Record<string, unknown>, facts: Facts): boolean =>
  Object.entries(facts).every(([key, wanted]) => isAlike(key, meaning[key], wanted));

const isAsMeant = (meaning: Meaning, said: Utterance, meant: readonly Facts[]): boolean =>
  meant.some((facts) => holds({ ...meaning }, facts)) ||
  (said.accept ?? []).includes(meaning.intent) ||
  (ASKING.has(meaning.intent) &&
    [...meant.map(({ intent }) => intent), ...(said.accept ?? [])].some((intent) => ASKING.has(intent)));

/** Takes an utterance and judges the meaning found. */
export function judged(said: Utterance): { meaning: Meaning; outcome: Outcome } {
  const meaning = understand(said.text, new Date(said.now), said.context);
  const meant = [said.expect, ...(said.alt ?? [])];
  if (isAsMeant(meaning, said, meant)) return { meaning, outcome: "right" };
  if (ASKING.has(meaning.intent)) return { meaning, outcome: "asked" };
  return { meaning, outcome: meant.some((facts) => facts.intent === meaning.intent) ? "facts" : "other" };
}
