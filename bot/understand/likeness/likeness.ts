import { readFileSync } from "node:fs";
import type { Context } from "../meaning.ts";
import type { Heard } from "../normalise.ts";
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
const weights = JSON.parse(readFileSync(new URL("weights.json", import.meta.url), "utf8")) as Weights;
const words = new Map(Object.entries(weights.words));

/** What a message is like, the likeliest first; labels that are hardly likely are left out. Nothing in a situation of which there are no examples. */
export function likenesses(heard: Heard, context: Context): Like[] {
  if (!words.has(`s:${situationOf(context)}`)) return [];
  const sums = new Float64Array(weights.labels.length);
  for (const feature of featuresOf(heard, context)) {
    const pairs = words.get(feature) ?? [];
    for (let at = 0; at < pairs.length; at += 2) {
      const label = pairs[at] ?? 0;
      sums[label] = (sums[label] ?? 0) + (pairs[at + 1] ?? 0);
    }
  }
  const highest = Math.max(...sums);
  const shares = Array.from(sums, (sum) => Math.exp((sum - highest) / steps));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return weights.labels
    .map((label, place) => ({ label, share: (shares[place] ?? 0) / total }))
    .filter(({ share }) => share > 0.01)
    .toSorted((one, other) => other.share - one.share);
}

/** How much of a text is made of signs that examples are written in, 0 to 1. */
export function familiarity({ bare, text }: Heard): number {
  const signs = Array.from(bare || text).filter((sign) => /[^\s\d\p{P}]/u.test(sign));
  return signs.length === 0 ? 1 : signs.filter((sign) => words.has(sign)).length / signs.length;
}
