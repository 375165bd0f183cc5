import { understand } from "../../bot/understand/understand.ts";
import { judgedSets, utterancesIn } from "../understand/heard.ts";
import { atMost, type Bench, type BenchGroup, type Figure, median, quantile } from "./figure.ts";

/** Pieces of which long messages are made: what repeats is what a careless expression loses its way in. */
const pieces = [
  "没有",
  "1是",
  "还",
  "第",
  "abc ",
  "🙂",
  "https://a.cn/",
  "8月",
  ",",
  "除了",
  "我们学校的",
  "\n",
  "a@!",
];
const longest = 10_000;

/** What people wrote, understood again and again on one core; and the longest messages that are looked at. */
export const understanding: BenchGroup = {
  name: "understand",
  run: async (bench) => [...speed(bench), slowest()],
};

const utterances = judgedSets.flatMap((file) => utterancesIn(file));

function speed({ rounds, size }: Bench): Figure[] {
  const passes = size("understand", 2);
  heardAgain(passes);
  const found = Array.from({ length: rounds }, () => heardAgain(passes));
  const rate = median(
    found.map((times) => (1_000 * times.length) / times.reduce((sum, time) => sum + time, 0)),
  );
  return [
    {
      name: "understand",
      value: rate,
      unit: "utterances/s",
      limit: null,
      ratio: null,
      goal: "told",
      ok: true,
    },
    atMost(1, { name: "understand-p99", value: quantile(found.flat(), 0.99), unit: "ms" }),
  ];
}

/** The milliseconds of every single message. */
const heardAgain = (passes: number): number[] =>
  Array.from({ length: passes }, () =>
    utterances.map(({ text, now, context }) => {
      const moment = new Date(now);
      return taking(() => understand(text, moment, context));
    }),
  ).flat();

/** The slowest of the longest messages in every situation that was heard; each three times, the quickest counts. */
function slowest(): Figure {
  const situations = new Map(
    utterances.map((said) => [JSON.stringify(Object.keys(said.context)) + said.context.kind, said]),
  );
  let most = 0;
  for (const piece of pieces) {
    const text = piece.repeat(longest / piece.length);
    for (const { now, context } of situations.values())
      most = Math.max(
        most,
        Math.min(...[1, 2, 3].map(() => taking(() => understand(text, new Date(now), context)))),
      );
  }
  return atMost(20, { name: "understand-longest", value: most, unit: "ms" });
}

function taking(work: () => unknown): number {
  const begin = performance.now();
  work();
  return performance.now() - begin;
}
