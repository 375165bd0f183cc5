import { readFileSync } from "node:fs";
import type { Context } from "../meaning.ts";
import type { Heard } from "../text/normalise.ts";
import { featuresOf, situationOf } from "./features.ts";

/** What was learnt: for each feature, places of labels and their weights in turns, in sixteenths. */
export interface Weights {
  /** Digest of the examples that taught it. */
  of: string;
  labels: string[];
  words: Record<string, number[]>;
}

/** A label with its share of the belief, 0 to 1. */
export interface Like {
  label: string;
  share: number;
}

const steps = 16;
/** Labels with a smaller share are hardly likely. */
const FAINT = 0.01;
const weights = JSON.parse(readFileSync(new URL("weights.json", import.meta.url), "utf8")) as Weights;

/** The weights of all words in one row, each word's after their number; and where in it those of a word begin. */
const row: number[] = [];
const words = new Map<string, number>();
for (const [word, pairs] of Object.entries(weights.words)) {
  words.set(word, row.push(pairs.length) - 1);
  row.push(...pairs);
}
const packed = Int16Array.from(row);

/** What a message is like, the likeliest first; labels that are hardly likely are left out. Nothing in a situation of which there are no examples. */
export function likenesses(heard: Heard, context: Context): Like[] {
  if (!words.has(`s:${situationOf(context)}`)) return [];
  const sums = new Int32Array(weights.labels.length);
  for (const feature of featuresOf(heard, context)) {
    const place = words.get(feature);
    if (place !== undefined) add(sums, place);
  }
  const highest = Math.max(...sums);
  const total = sums.reduce((all, sum) => all + Math.exp((sum - highest) / steps), 0);
  const least = highest + steps * Math.log(FAINT * total);
  const likes: Like[] = [];
  sums.forEach((sum, place) => {
    if (sum > least)
      likes.push({ label: weights.labels[place] ?? "", share: Math.exp((sum - highest) / steps) / total });
  });
  return likes.sort((one, other) => other.share - one.share);
}

function add(sums: Int32Array, place: number): void {
  const end = place + (packed[place] as number);
  for (let at = place + 1; at < end; at += 2) {
    const label = packed[at] as number;
    sums[label] = (sums[label] as number) + (packed[at + 1] as number);
  }
}

/** How much of a text is made of signs that examples are written in, 0 to 1. */
export function familiarity({ bare, text }: Heard): number {
  const signs = Array.from(bare || text).filter((sign) => /[^\s\d\p{P}]/u.test(sign));
  return signs.length === 0 ? 1 : signs.filter((sign) => words.has(sign)).length / signs.length;
}
