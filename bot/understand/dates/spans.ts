import { readNumber } from "../text/numbers.ts";

/** A length of time as people count it. */
export interface Span {
  days: number;
  months: number;
}

const FIGURE = "(?:\\d{1,3}|[一二两俩三仨四五六七八九十]{1,4})";

/** One length of time: its figure and its unit as two groups. */
export const SPAN = `(半|${FIGURE}个半|${FIGURE}) ?个?(天|日(?![期常记])|周|星期|礼拜|(?<=[个半两俩])月)`;

/** Counted from today: "十天后", "3天内". */
export const AFTER = new RegExp(
  `(?:再?过|等)?${SPAN}(?:之后|以后|后(?![台勤来面])|之内|以内|内(?![容部])|过后)|(?:再|(?<![通经超路渡]))过${SPAN}`,
  "g",
);

/** Counted from the deadline: "宽限两天", "再给俩礼拜", "往后挪四天". */
export const SHIFT = new RegExp(
  `(?:推迟|延期|宽限|延长|延后|延迟|推后|顺延|展期|推|延|晚|迟|缓|拖|挪|移|宽|加|等|多给|再给|给|多|再)(?:上|个|一下|交)?(?:俺们?|我们?|咱们?)?(?:个)?(?:上)?${SPAN}(?!后|之后|以后)`,
  "g",
);

/** The length in days and months; undefined when nobody can count with it. */
export function spanOf(figure: string, unit: string): Span | undefined {
  const monthly = unit === "月";
  if (figure.endsWith("半")) {
    const months = readNumber(figure.replace(/个?半$/, "").replace("俩", "两")) ?? 0;
    return monthly ? { days: 15, months } : undefined;
  }
  const count = readNumber(figure.replace("俩", "两").replace("仨", "三"));
  if (count === undefined || count === 0) return undefined;
  if (monthly) return { days: 0, months: count };
  return { days: /天|日/.test(unit) ? count : count * 7, months: 0 };
}
