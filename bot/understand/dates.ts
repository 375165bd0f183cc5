import { addMonths, type Day, dayFrom, dayOf, isoDay, lengthOfMonth, partsOf } from "./calendar.ts";
import { DAY_NAMES, FEASTS, VAGUE_TIMES, WEEKDAYS } from "./date-words.ts";
import { NUMBER, readNumber } from "./numbers.ts";
import { readTime } from "./times.ts";

/** What a message says about when. A shift counts from a deadline. */
export type When =
  | { kind: "day"; day: Day; date: string; at?: string; warn?: string; words: string }
  | { kind: "shift"; days: number; months: number; words: string }
  | { kind: "vague"; words: string }
  | { kind: "impossible"; words: string };

/** Whether an omitted year or month looks ahead (deadlines) or back (what was published). */
export type Toward = "future" | "past";

/** The day named, as ISO; undefined for a shift or a vague time. */
export function namedDay(when: When | undefined): string | undefined {
  return when?.kind === "day" ? when.date : undefined;
}

type Reading = Day | "impossible" | "vague" | undefined;
interface DateRule {
  pattern: RegExp;
  read: (found: RegExpExecArray, today: Day, toward: Toward) => Reading;
}

const n = (text: string | undefined): number => readNumber(text ?? "") ?? Number.NaN;

const nearestYear = (month: number, date: number, today: Day, toward: Toward): Reading => {
  const { year } = partsOf(today);
  const day = dayFrom(year, month, date);
  if (day === undefined)
    return dayFrom(2024, month, date) === undefined
      ? "impossible"
      : (dayFrom(year + 1, month, date) ?? "impossible");
  if (toward === "past") return day > today ? (dayFrom(year - 1, month, date) ?? "impossible") : day;
  return day < today - 60 ? (dayFrom(year + 1, month, date) ?? "impossible") : day;
};

const dateOfMonth = (date: number, today: Day, toward: Toward): Reading => {
  if (date < 1 || date > 31) return "impossible";
  const { date: current } = partsOf(today);
  const months = toward === "future" ? (date < current ? 1 : 0) : date > current ? -1 : 0;
  return inMonth(addMonths(firstOf(today), months), date);
};

const firstOf = (day: Day): Day => day - partsOf(day).date + 1;

const inMonth = (someDay: Day, date: number): Reading => {
  const { year, month } = partsOf(someDay);
  return dayFrom(year, month, date) ?? "impossible";
};

const partOfMonth = (year: number, month: number, part: string): Reading => {
  if (month < 1 || month > 12) return "impossible";
  if (part.startsWith("初") || part === "上旬") return dayFrom(year, month, 10);
  if (part.startsWith("中")) return dayFrom(year, month, 20);
  return dayFrom(year, month, lengthOfMonth(year, month));
};

const monthNamed = (name: string, today: Day): { year: number; month: number } => {
  const offset = /下/.test(name) ? 1 : /上/.test(name) ? -1 : 0;
  return partsOf(addMonths(firstOf(today), offset));
};

const yearNamed = (name: string, today: Day): number => {
  const { year } = partsOf(today);
  return year + (name === "明年" ? 1 : name === "去年" ? -1 : 0);
};

const WEEKS: readonly (readonly [string, number])[] = [
  ["下下", 2],
  ["下", 1],
  ["上", -1],
];

const weekdayOf = (prefix: string, name: string, today: Day, toward: Toward): Reading => {
  const wanted = WEEKDAYS[name];
  if (wanted === undefined) return undefined;
  const { weekday } = partsOf(today);
  const monday = today - weekday + 1;
  const weeks = WEEKS.find(([word]) => prefix.startsWith(word))?.[1] ?? 0;
  const day = monday + weeks * 7 + wanted - 1;
  if (prefix !== "") return day;
  if (toward === "past") return day > today ? day - 7 : day;
  return day < today ? day + 7 : day;
};

const monthPart = (found: RegExpExecArray, today: Day): Reading => {
  const month = n(found[1]);
  const { year, month: current } = partsOf(today);
  return partOfMonth(month < current - 2 ? year + 1 : year, month, found[2] ?? "");
};

const feast = (found: RegExpExecArray, today: Day): Reading => {
  const known = FEASTS[found[1] ?? ""];
  if (!known) return undefined;
  const day = nearestYear(known.month, known.date, today, "future");
  const before = /前/.test(found[2] ?? "") && known.holiday;
  return typeof day === "number" && before ? day - 1 : day;
};

const MONTH_NAME = "(本月|这个?月|当月|下个?月|上个?月)";
const WEEK =
  "(下下个?|下个?|这个?|本|上个?)?(?:周|星期|礼拜)([一二三四五六日天末1-7])(?![天个月年周次遍\\d])";

/** In order: the first rule that matches anywhere in the text is taken. */
const RULES: readonly DateRule[] = [
  {
    pattern: new RegExp(`(\\d{4}) ?[年./-] ?(${NUMBER}) ?[月./-] ?(${NUMBER})[日号]?`),
    read: (f) => dayFrom(n(f[1]), n(f[2]), n(f[3])) ?? "impossible",
  },
  {
    pattern: /(?<!\d)(20\d\d)([01]\d)([0-3]\d)(?!\d)/,
    read: (f) => dayFrom(n(f[1]), n(f[2]), n(f[3])) ?? "impossible",
  },
  {
    pattern: new RegExp(`(今年|明年|去年)的?(${NUMBER})月份?(?:的)?(${NUMBER})[日号]?`),
    read: (f, today) => dayFrom(yearNamed(f[1] ?? "", today), n(f[2]), n(f[3])) ?? "impossible",
  },
  { pattern: new RegExp(`(?<!\\d)(${NUMBER})月份?(底|末|初|中旬|上旬|下旬|中(?!午))`), read: monthPart },
  {
    pattern: new RegExp(`(?<!\\d)(${NUMBER}) ?月份?(?:的)? ?(${NUMBER}) ?[日号]?`),
    read: (f, today, toward) => nearestYear(n(f[1]), n(f[2]), today, toward),
  },
  {
    pattern: new RegExp(`${MONTH_NAME}的?(底|末|初|中旬|上旬|下旬|中(?!午))`),
    read: (f, today) => {
      const { year, month } = monthNamed(f[1] ?? "", today);
      return partOfMonth(year, month, f[2] ?? "");
    },
  },
  {
    pattern: new RegExp(`${MONTH_NAME}的?(${NUMBER})[日号]?`),
    read: (f, today) => {
      const { year, month } = monthNamed(f[1] ?? "", today);
      return dayFrom(year, month, n(f[2])) ?? "impossible";
    },
  },
  {
    pattern: /(?<!\d)(1[0-2]|0?[1-9])[./]([0-3]?\d)(?![\d.%/万kw])[日号]?/,
    read: (f, today, toward) => nearestYear(n(f[1]), n(f[2]), today, toward),
  },
  {
    pattern: /(?<!\d)(0[1-9]|1[0-2])-([0-3]\d)(?!\d)/,
    read: (f, today, toward) => nearestYear(n(f[1]), n(f[2]), today, toward),
  },
  {
    pattern: /^[^\d]{0,12}(0[1-9]|1[0-2])([0-3]\d)(?!\d)/,
    read: (f, today, toward) => nearestYear(n(f[1]), n(f[2]), today, toward),
  },
  {
    pattern: new RegExp(`(?<![\\d第])(${NUMBER}) ?[日号](?![题条项问个线楼院])`),
    read: (f, today, toward) => dateOfMonth(n(f[1]), today, toward),
  },
  { pattern: /(?:周|星期|礼拜)末/, read: () => "vague" },
  { pattern: new RegExp(WEEK), read: (f, today, toward) => weekdayOf(f[1] ?? "", f[2] ?? "", today, toward) },
  {
    pattern: new RegExp(
      `(${Object.keys(DAY_NAMES)
        .sort((a, b) => b.length - a.length)
        .join("|")})`,
    ),
    read: (f, today) => today + (DAY_NAMES[f[1] ?? ""] ?? 0),
  },
  { pattern: new RegExp(`(${Object.keys(FEASTS).join("|")})(?:节)?(?:放假|假期)?(之?前)?`), read: feast },
  {
    pattern:
      /(?:本|这个?|当)?月(底|末)|月(中旬?)|(?:本|这个?|当)月?(中旬|下旬|上旬)|(?<!\p{Script=Han})(中旬|下旬|上旬)/u,
    read: (f, today) => {
      const { year, month } = partsOf(today);
      return partOfMonth(year, month, f[1] ?? f[2] ?? f[3] ?? f[4] ?? "底");
    },
  },
  { pattern: /(?:今年)?年底|年末/, read: (_, today) => dayFrom(partsOf(today).year, 12, 31) },
];

const SPAN = `(半|${NUMBER}) ?(?:个)?(天|日|周|星期|礼拜|个月)`;
const AFTER = new RegExp(`(?:再?过)?${SPAN}(?:之后|以后|后|之内|以内|内|过后)|再过${SPAN}`);
const SHIFT = new RegExp(
  `(?:推迟|延期|宽限|延长|延后|推后|顺延|展期|延|晚|缓|拖|宽|多给|再给|给|多|再)(?:上|个|我们?|一下|交)?(?:个)?${SPAN}(?!后|之后|以后)`,
);

const spanDays = (figure: string, unit: string): { days: number; months: number } | undefined => {
  if (figure === "半") return /月/.test(unit) ? { days: 15, months: 0 } : undefined;
  const count = readNumber(figure);
  if (count === undefined || count === 0) return undefined;
  if (/月/.test(unit)) return { days: 0, months: count };
  return { days: /天|日/.test(unit) ? count : count * 7, months: 0 };
};

const dayFound = (day: Day, words: string, text: string, after: string): When => {
  const time = readTime(text, after);
  return {
    kind: "day",
    day,
    date: isoDay(day),
    words,
    ...(time ? { at: `${isoDay(day)}T${time}:00+08:00` } : {}),
  };
};

const fromRule = (rule: DateRule, text: string, today: Day, toward: Toward): When | undefined => {
  const found = rule.pattern.exec(text);
  if (!found) return undefined;
  const read = rule.read(found, today, toward);
  if (read === undefined) return undefined;
  if (typeof read === "string") return { kind: read, words: found[0] };
  return dayFound(read, found[0], text, text.slice(found.index));
};

const fromAfter = (text: string, today: Day): When | undefined => {
  const found = AFTER.exec(text);
  if (!found) return undefined;
  const [words, figure = found[3] ?? "", unit = found[4] ?? ""] = found;
  const span = spanDays(figure, unit);
  return span
    ? dayFound(addMonths(today + span.days, span.months), words, text, text)
    : { kind: "vague", words };
};

const fromShift = (text: string): When | undefined => {
  const found = SHIFT.exec(text);
  if (!found) return undefined;
  const [words, figure = "", unit = ""] = found;
  const span = spanDays(figure, unit);
  return span ? { kind: "shift", ...span, words } : { kind: "vague", words };
};

const timeToday = (text: string, now: Date): When | undefined => {
  const found = dayFound(dayOf(now), "", text, text);
  if (found.kind !== "day" || found.at === undefined || !/\d(?::|点)|[一二两三四五六七八九十]点/.test(text))
    return undefined;
  return new Date(found.at).getTime() > now.getTime() ? found : { kind: "vague", words: text };
};

const vagueIn = (text: string): When | undefined => {
  const found = VAGUE_TIMES.exec(text);
  return found ? { kind: "vague", words: found[0] } : undefined;
};

/** Reads the first day, shift or moment in a prepared text; undefined when it names none. Never invents one. */
export function readWhen(text: string, now: Date, toward: Toward = "future"): When | undefined {
  const today = dayOf(now);
  const vague = vagueIn(text);
  if (vague) return vague;
  const span = fromAfter(text, today) ?? fromShift(text);
  if (span) return span;
  for (const rule of RULES) {
    const found = fromRule(rule, text, today, toward);
    if (found) return found;
  }
  return timeToday(text, now);
}
