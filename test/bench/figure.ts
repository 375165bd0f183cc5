/** One measured figure. `ratio` is to the limit, which was measured in the same run; both are null where there is none. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  limit: number | null;
  ratio: number | null;
  /** The goal in words, such as ">= 0.75 of raw". */
  goal: string;
  ok: boolean;
}

/** What a bench is given. */
export interface Bench {
  /** The server, for mysql2 and openDatabase: each bench makes and drops databases of its own (see place.ts). */
  url: string;
  /** Rounds of which the median counts. */
  rounds: number;
  /** How many of something: the usual number unless `--size name=n` was given, times `--scale`. */
  size(name: string, usual: number): number;
  /** A line for people, on standard error. */
  say(line: string): void;
}

/** One group of figures, run by its name. */
export interface BenchGroup {
  name: string;
  run(bench: Bench): Promise<Figure[]>;
}

/** The middle of some numbers; of an even count the mean of the two in the middle. */
export function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (at(sorted, Math.ceil(half) - 1) + at(sorted, Math.floor(half))) / 2;
}

/** The value below which this share (0 to 1) of the numbers lies. */
export function quantile(numbers: number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return at(sorted, Math.min(sorted.length - 1, Math.floor(sorted.length * share)));
}

const at = (numbers: number[], place: number): number => numbers[place] ?? Number.NaN;

/** Seconds that some work took. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}

/** Something measured in turns with others; answers its figure of this round, such as turns a second. */
export type Contestant = () => Promise<number>;

/**
 * The medians of some contestants, measured in turns so that a slow minute of the machine hits all alike; the order
 * turns about from round to round, and a first round that only warms up is not counted.
 */
export async function inTurns<Name extends string>(
  rounds: number,
  contestants: Record<Name, Contestant>,
): Promise<Record<Name, number>> {
  const names = Object.keys(contestants) as Name[];
  const found = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) {
      const figure = await contestants[name]();
      if (round > 0) found.get(name)?.push(figure);
    }
  }
  const medians = names.map((name) => [name, median(found.get(name) ?? [])] as const);
  return Object.fromEntries(medians) as Record<Name, number>;
}

/** A figure whose ratio to the limit must be at least `goal`: of rates, ours / raw; of times, raw / ours. */
export function atLeast(
  goal: number,
  figure: { name: string; value: number; unit: string; limit: number; ratio: number; of: string },
): Figure {
  const { of, ...rest } = figure;
  return { ...rest, goal: `>= ${goal} of ${of}`, ok: figure.ratio >= goal };
}

/** A figure that must not be above a fixed number. */
export function atMost(goal: number, figure: { name: string; value: number; unit: string }): Figure {
  return { ...figure, limit: null, ratio: null, goal: `<= ${goal} ${figure.unit}`, ok: figure.value <= goal };
}
