import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Context } from "../meaning.ts";
import { hear } from "../text/normalise.ts";
import { type Example, exampleText, readExamples } from "./examples.ts";
import { featuresOf } from "./features.ts";
import type { Weights } from "./likeness.ts";

/** How often every example is looked at. */
const rounds = 8;
const pace = 0.25;
const restraint = 3e-3;
/** A feature of a single example teaches nothing about others. */
const rarest = 2;
/** Weights are kept in steps of 1 / 16; what is nearer to nothing than a step is left out. */
const steps = 16;
const least = 2;

/** Numbers that look thrown, the same every time. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** How many texts without any sense are among the lessons: what is like them must be asked. */
const nonsense = 600;
const situations: readonly Context[] = [
  { kind: "question", polarity: "+", question: "" },
  { kind: "question", polarity: "-", question: "" },
  { kind: "list", items: [] },
  { kind: "idle" },
];

/** Signs thrown together: Chinese ones from everyday to rare, or what a keyboard has. */
function noise(): Example[] {
  const next = dice(86);
  const below = (end: number): number => Math.floor(next() * end);
  const signOf = (han: boolean): string =>
    String.fromCharCode(han ? 0x4e00 + below(0x5200) : 0x20 + below(0x5f));
  return Array.from({ length: nonsense }, (_, no) => {
    const han = no % 3 !== 0;
    const text = Array.from({ length: 3 + below(12) }, () => signOf(han)).join("");
    return { text, context: situations[no % situations.length] as Context, label: "ask" };
  });
}

interface Lesson {
  features: number[];
  label: number;
}

/** One example as the learner sees it: what can be found in it, and what it is. */
interface Described {
  names: string[];
  label: string;
}

/** All examples, and the senseless ones, as the learner sees them. */
function describedIn(text: string): Described[] {
  return [...readExamples(text), ...noise()].map(({ text: said, context, label }) => ({
    names: featuresOf(hear(said), context),
    label,
  }));
}

/** Tells one set of lessons from another: it changes with the examples and with the way in which they are looked at. */
const digestOf = (described: readonly Described[]): string =>
  createHash("sha256").update(JSON.stringify(described)).digest("hex");

/** The digest of what `learn` would learn from. */
export const digestOfLessons = (text: string): string => digestOf(describedIn(text));

/** What the examples teach and in which words: the same examples teach the same. */
function learn(text: string): Weights {
  const described = describedIn(text);
  const labels = [...new Set(described.map(({ label }) => label))].toSorted();
  const names = usual(described);
  const places = new Map(names.map((name, place) => [name, place]));
  const lessons = described.map((each) => ({
    label: labels.indexOf(each.label),
    features: each.names.flatMap((name) => places.get(name) ?? []),
  }));
  const weights = descend(lessons, names.length, labels.length);
  return { of: digestOf(described), labels, words: written(names, labels.length, weights) };
}

/** The names of features that more than one example has. */
function usual(described: readonly Described[]): string[] {
  const counts = new Map<string, number>();
  for (const { names } of described) for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= rarest).map(([name]) => name);
}

/** Multinomial logistic regression by stochastic descent with a pace of its own for each weight (AdaGrad). */
function descend(lessons: Lesson[], features: number, labels: number): Float32Array {
  const weights = new Float32Array(features * labels);
  const moved = new Float32Array(features * labels).fill(1);
  const shares = new Float64Array(labels);
  const next = dice(20_180_816);
  for (let round = 0; round < rounds; round += 1) {
    shuffle(lessons, next);
    for (const lesson of lessons) {
      sharesOf(lesson, { weights, labels, shares });
      for (const feature of lesson.features)
        correct(feature * labels, lesson.label, { weights, moved, shares });
    }
  }
  return weights;
}

function sharesOf(
  { features }: Lesson,
  { weights, labels, shares }: { weights: Float32Array; labels: number; shares: Float64Array },
): void {
  shares.fill(0);
  for (const feature of features)
    for (let label = 0; label < labels; label += 1)
      shares[label] = at(shares, label) + at(weights, feature * labels + label);
  const highest = Math.max(...shares);
  let sum = 0;
  for (let label = 0; label < labels; label += 1)
    sum += shares[label] = Math.exp(at(shares, label) - highest);
  for (let label = 0; label < labels; label += 1) shares[label] = at(shares, label) / sum;
}

function correct(
  first: number,
  wanted: number,
  { weights, moved, shares }: { weights: Float32Array; moved: Float32Array; shares: Float64Array },
): void {
  for (let label = 0; label < shares.length; label += 1) {
    const off = at(shares, label) - (label === wanted ? 1 : 0);
    if (Math.abs(off) < 1e-3) continue;
    const place = first + label;
    const slope = off + restraint * at(weights, place);
    moved[place] = at(moved, place) + slope * slope;
    weights[place] = at(weights, place) - (pace * slope) / Math.sqrt(at(moved, place));
  }
}

const at = (list: Float32Array | Float64Array, place: number): number => list[place] ?? 0;

function shuffle(list: unknown[], next: () => number): void {
  for (let place = list.length - 1; place > 0; place -= 1) {
    const other = Math.floor(next() * (place + 1));
    [list[place], list[other]] = [list[other], list[place]];
  }
}

/** Pairs of a label's place and its weight, for each feature that weighs anything. */
function written(names: string[], labels: number, weights: Float32Array): Weights["words"] {
  const words: Weights["words"] = {};
  names.forEach((name, feature) => {
    const pairs: number[] = [];
    for (let label = 0; label < labels; label += 1) {
      const weight = Math.round(at(weights, feature * labels + label) * steps);
      if (Math.abs(weight) >= least) pairs.push(label, weight);
    }
    if (pairs.length > 0) words[name] = pairs;
  });
  return words;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const weights = learn(exampleText());
  writeFileSync(new URL("weights.json", import.meta.url), `${JSON.stringify(weights)}\n`);
  process.stdout.write(`${weights.labels.length} labels, ${Object.keys(weights.words).length} features\n`);
}
