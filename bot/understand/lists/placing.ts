import { readNumber } from "../text/numbers.ts";

type Known = readonly number[];

const COUNT = "([一二三四五六七八九十两俩仨]{1,3}|\\d{1,2})";
const PIECE = "(?: ?(?:[条题项个道样]|小题))?";
const LINK = "(?:的|那|这)?";
const NO_TIME = "(?! ?(?:天|年|月|个月|周|个星期|次|期|任|届|阵|段|遍|审|校|回|名|位|人|分))";

const countIn = (found: RegExpExecArray): number => readNumber(found[1] ?? "") ?? 0;
const place = (found: RegExpExecArray, known: Known): number => known.indexOf(countIn(found));

type Order = readonly [RegExp, (found: RegExpExecArray, known: Known) => number[]];
const order = (pattern: string, read: Order[1]): Order => [new RegExp(pattern, "gy"), read];

/** Items by their order: "前三条", "最后一条", "倒数第二", "单数的", "从第4条开始". */
const ORDERS: readonly Order[] = [
  order(
    `(?:最前面?|前面|开头|头|打头|上面|(?<![之以目先提])前(?!一[条题项个]))${LINK}${COUNT}${NO_TIME}${PIECE}`,
    (found, known) => known.slice(0, countIn(found)),
  ),
  order(`倒数第 ?${COUNT}${PIECE}`, (found, known) => known.slice(-countIn(found)).slice(0, 1)),
  order(
    `(?:倒数|最后面?|(?<![然之以今往])后面?|末尾|最末|尾上|下面|后边|后头)${LINK}${COUNT}${NO_TIME}${PIECE}`,
    (found, known) => known.slice(-countIn(found)),
  ),
  order("(?:最后|最末|末尾)的?(?:那)?[条题项个道]", (_, known) => known.slice(-1)),
  order("(?:单数|奇数|单号)(?:的|题|条|项|号){0,2}", (_, known) => known.filter((no) => no % 2 === 1)),
  order("(?:双数|偶数|双号)(?:的|题|条|项|号){0,2}", (_, known) => known.filter((no) => no % 2 === 0)),
  order(
    `(?:从(?:第 ?)?${COUNT}${PIECE}(?:开始|起|往后|往下|到最后|到底)|(?:第 ?)?${COUNT.replace("(", "(?:")}${PIECE}(?:往后|往下|到最后一?[条题项个]?|到底|及以后))的?`,
    (found, known) => {
      const first = /[一二三四五六七八九十\d]{1,3}/.exec(found[0])?.[0] ?? "";
      const at = known.indexOf(readNumber(first) ?? 0);
      return at === -1 ? [] : known.slice(at);
    },
  ),
  order(`(?:第 ?)?${COUNT}${PIECE}(?:以后|之后|后面|后头|下面)的(?!话)`, (found, known) =>
    place(found, known) === -1 ? [] : known.slice(place(found, known) + 1),
  ),
  order(`(?:第 ?)?${COUNT}${PIECE}(?:以前|之前|前面|前头|上面)的`, (found, known) =>
    known.slice(0, Math.max(0, place(found, known))),
  ),
];

const TAIL = `(?:的|那|这|几|些|题目?|${COUNT.replace("(", "(?:")}?[条题项个样]){0,5}`;
/** Where items stand to those that are numbered. */
export type Place = "rest" | "before" | "after" | "between";

/** Items by where they stand to those that are numbered. */
const PLACES: readonly (readonly [Place, RegExp])[] = [
  [
    "rest",
    new RegExp(
      `(?:其他|其它|其余|剩下|剩余|余下|别的|别个|另外(?=的|几|那|${COUNT}[条题项个])|剩(?=的|几|${COUNT}[条题项个]))${TAIL}`,
      "gy",
    ),
  ],
  ["before", new RegExp(`(?:前面|前头|前边|上面)${TAIL}`, "gy")],
  ["after", new RegExp(`(?:后面|后边|后头|下面)${TAIL}`, "gy")],
  ["between", new RegExp(`(?:中间|当中)${TAIL}`, "gy")],
];

/** What a sticky pattern finds at a place of a text. */
export const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

/** Items that are named by their order at a place of a text, with the length of the words. */
export function orderAt(
  text: string,
  at: number,
  known: Known,
): { numbers: number[]; length: number } | undefined {
  for (const [pattern, read] of ORDERS) {
    const found = matchAt(pattern, text, at);
    const numbers = found ? read(found, known) : [];
    if (found && numbers.length > 0) return { numbers, length: found[0].length };
  }
  return undefined;
}

/** Items that are named by where they stand to others; `size` is how many there are said to be. */
export function placeAt(
  text: string,
  at: number,
): { kind: Place; length: number; size?: number } | undefined {
  for (const [kind, pattern] of PLACES) {
    const [words] = matchAt(pattern, text, at) ?? [];
    if (words !== undefined) return { kind, length: words.length, ...sizeIn(words) };
  }
  return undefined;
}

const sizeIn = (words: string): { size?: number } => {
  const size = readNumber(/([一二三四五六七八九十两\d]{1,3})[条题项个样]/.exec(words)?.[1] ?? "");
  return size === undefined ? {} : { size };
};
