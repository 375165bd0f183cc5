import { readNumber } from "./numbers.ts";

const CLOCK =
  /(凌晨|清早|早上|早晨|今早|明早|上午|中午|下午|傍晚|晚上|今晚|明晚|昨晚|夜里|早|晚)? ?(\d{1,2}|[一二两三四五六七八九十]{1,3}) ?(?:点钟?|时(?!间|候)|:(?=\d\d)) ?(半|一刻|三刻|\d{1,2}|[一二三四五]?十[一二三四五六七八九]?)?/;
const PARTS: Readonly<Record<string, number>> = { 半: 30, 一刻: 15, 三刻: 45 };

const pad = (value: number): string => String(value).padStart(2, "0");

const hourOf = (hour: number, part: string): number => {
  if (/下午|傍晚|晚/.test(part) && hour < 12) return hour + 12;
  if (part === "中午" && hour < 3) return hour + 12;
  return hour;
};

const minuteOf = (words: string | undefined): number =>
  words === undefined ? 0 : (PARTS[words] ?? readNumber(words) ?? 0);

/** Reads a clock time as "15:00" from the words about a moment; undefined when none is named. */
export function readTime(whole: string, from: string): string | undefined {
  const found = CLOCK.exec(from) ?? CLOCK.exec(whole);
  if (!found) return undefined;
  const [, part = "", figure = "", rest] = found;
  const hour = readNumber(figure);
  const minute = minuteOf(rest);
  return hour === undefined || hour > 23 || minute > 59
    ? undefined
    : `${pad(hourOf(hour, part))}:${pad(minute)}`;
}

/** The usual hour of a part of the day, for a reminder that names no hour. */
export function usualTime(text: string): string | undefined {
  if (/早|上午/.test(text)) return "08:00";
  if (/中午/.test(text)) return "12:00";
  if (/下午/.test(text)) return "15:00";
  if (/晚|傍晚/.test(text)) return "19:00";
  return undefined;
}
