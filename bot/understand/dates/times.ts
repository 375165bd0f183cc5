import { readNumber } from "../text/numbers.ts";

const PART =
  "凌晨|清早|大清早|早上|早晨|今早|明早|一早|上午|中午|下午|午后|傍晚|晚上|今晚|明晚|昨晚|夜里|半夜|早|晚";
/** "两点意见" is no time of the day. */
const CLOCK = new RegExp(
  `(${PART})?[ ,的]{0,2}(?<!\\d)(\\d{1,2}|[一二两三四五六七八九十]{1,3}) ?(?:点钟?(?![意建问要不理内名事评赞])|时(?!间|候|常|刻)|:(?=\\d\\d)) ?(半|一刻|三刻|\\d{2}|\\d(?=分)|零[一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?)?`,
);
const PARTS: Readonly<Record<string, number>> = { 半: 30, 一刻: 15, 三刻: 45 };

const pad = (value: number): string => String(value).padStart(2, "0");

/** Offices are open in the afternoon, so that "三点" is 15:00. */
const isAfternoon = (hour: number, part: string, colon: boolean): boolean => {
  if (part === "") return !colon && hour >= 1 && hour <= 5;
  if (part === "中午") return hour < 3;
  return /下午|午后|傍晚|晚/.test(part) && hour < 12;
};

/** The hour of the day; undefined for midnight, which belongs to two days. */
const hourOf = (hour: number, part: string, colon: boolean): number | undefined => {
  if (/晚|夜/.test(part) && hour === 12) return undefined;
  return isAfternoon(hour, part, colon) ? hour + 12 : hour;
};

const minuteOf = (words: string | undefined): number =>
  words ? (PARTS[words] ?? readNumber(words.replace(/^零/, "")) ?? 0) : 0;

/** Reads the first clock time in the words as "15:00"; undefined when none is named. */
export function readTime(words: string): string | undefined {
  const found = CLOCK.exec(words);
  if (!found) return undefined;
  const [all, part = "", figure = "", rest] = found;
  const read = readNumber(figure);
  const hour = read === undefined ? undefined : hourOf(read, part, all.includes(":"));
  const minute = minuteOf(rest);
  return hour === undefined || hour > 23 || minute > 59 ? undefined : `${pad(hour)}:${pad(minute)}`;
}

/** The usual hour of a part of the day, for a reminder that names no hour. */
export function usualTime(text: string): string | undefined {
  if (/早|上午/.test(text)) return "08:00";
  if (/中午/.test(text)) return "12:00";
  if (/下午|午后/.test(text)) return "15:00";
  if (/晚|傍晚/.test(text)) return "19:00";
  return undefined;
}

const SOON =
  /(?:再?过|等)?(半|\d{1,3}|[一二两俩三四五六七八九十]{1,3}) ?个?(半)?(小时|钟头|钟|分钟|刻钟)(?:之后|以后|后|再)?/;
const MINUTES: Readonly<Record<string, number>> = { 小时: 60, 钟头: 60, 钟: 60, 分钟: 1, 刻钟: 15 };

/** How many minutes from now are named: "半小时后", "过俩钟头"; undefined when none are, or when they count back from something. */
export function minutesAhead(text: string): number | undefined {
  const found = /提前|之?前/.test(text) ? null : SOON.exec(text);
  if (!found) return undefined;
  const [, figure = "", half, unit = ""] = found;
  const count = figure === "半" ? 0.5 : readNumber(figure.replace("俩", "两"));
  return count === undefined ? undefined : (count + (half ? 0.5 : 0)) * (MINUTES[unit] ?? 60);
}
