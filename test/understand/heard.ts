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
export const judgedSets = ["town.jsonl", "young.jsonl"] as const;

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

const holds = (meaning: Record<string, unknown>, facts: Facts): boolean =>
  Object.entries(facts).every(([key, wanted]) =>
    wanted === true
      ? meaning[key] !== undefined && meaning[key] !== false
      : JSON.stringify(sorted(meaning[key])) === JSON.stringify(sorted(wanted)),
  );

const isAsMeant = (meaning: Meaning, said: Utterance, meant: readonly Facts[]): boolean =>
  meant.some((facts) => holds({ ...meaning }, facts)) ||
  (said.accept ?? []).includes(meaning.intent) ||
  (ASKING.has(meaning.intent) && meant.some((facts) => ASKING.has(facts.intent)));

/** Takes an utterance and judges the meaning found. */
export function judged(said: Utterance): { meaning: Meaning; outcome: Outcome } {
  const meaning = understand(said.text, new Date(said.now), said.context);
  const meant = [said.expect, ...(said.alt ?? [])];
  if (isAsMeant(meaning, said, meant)) return { meaning, outcome: "right" };
  if (ASKING.has(meaning.intent)) return { meaning, outcome: "asked" };
  return { meaning, outcome: meant.some((facts) => facts.intent === meaning.intent) ? "facts" : "other" };
}
