import { readNumber } from "../text/numbers.ts";
import { addMonths, type Day, dayFrom, lengthOfMonth, partsOf } from "./calendar.ts";
import { DAY_NAMES, JUST_NOW, WEEKDAYS, WEEKS } from "./date-words.ts";
import { FEAST_NAMES, feastNear } from "./feasts.ts";

/** Whether an omitted year or month looks ahead (deadlines) or back (what was published). */
export type Toward = "future" | "past";

/** A day, a day that the calendar does not have, a time that is no day; undefined where the words are none of these. */
export type Reading = Day | "impossible" | "vague" | undefined;

/** One way to name a day; patterns are global. */
export interface DateRule {
  pattern: RegExp;
  read: (found: RegExpExecArray, today: Day, toward: Toward) => Reading;
  /** A weekday without its week. */
  loose?: true;
}

const DATE = "(?:\\d{1,2}|[一二两三四五六七八九十廿卅]{1,4})";
const MONTH = "(?:\\d{1,2}|十[一二三四五六七八九]?|[一二三四五六七八九])";
const PART = "(底|末|初|[上中下]旬末?|中(?!午|[小学心秋])|最后一天)";
/** After a figure: it counts something that is no day. */
const COUNTED = "(?![\\d题条项问个线楼院次遍家所场篇份名位])";

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

const firstOf = (day: Day): Day => day - partsOf(day).date + 1;

const inMonth = (someDay: Day, date: number): Reading => {
  const { year, month } = partsOf(someDay);
  return dayFrom(year, month, date) ?? "impossible";
};

const dateOfMonth = (date: number, today: Day, toward: Toward): Reading => {
  const { date: current } = partsOf(today);
  const months = toward === "future" ? (date < current ? 1 : 0) : date > current ? -1 : 0;
  return inMonth(addMonths(firstOf(today), months), date);
};

/** The last day of a part that has one: "月底", "中旬末"; the rest of them are no days. */
const partOfMonth = (year: number, month: number, part: string): Reading => {
  if (month < 1 || month > 12) return "impossible";
  if (/^(?:底|末|下旬末|最后一天)$/.test(part)) return dayFrom(year, month, lengthOfMonth(year, month));
  if (part === "上旬末") return dayFrom(year, month, 10);
  return part === "中旬末" ? dayFrom(year, month, 20) : "vague";
};

const monthNamed = (name: string, today: Day): Day => {
  const offset = /下下/.test(name) ? 2 : /下/.test(name) ? 1 : /上/.test(name) ? -1 : 0;
  return addMonths(firstOf(today), offset);
};

const YEARS: Readonly<Record<string, number>> = { 明年: 1, 后年: 2, 去年: -1 };
const yearNamed = (name: string, today: Day): number => partsOf(today).year + (YEARS[name] ?? 0);

const fullYear = (text: string | undefined): number => {
  const year = n(text);
  return year < 100 ? 2000 + year : year;
};

const weekdayOf = (prefix: string, name: string, today: Day, toward: Toward): Reading => {
  const wanted = WEEKDAYS[name];
  if (wanted === undefined) return undefined;
  const { weekday } = partsOf(today);
  const weeks = WEEKS.find(([word]) => prefix.startsWith(word))?.[1] ?? 0;
  const day = today - weekday + 1 + weeks * 7 + wanted - 1;
  if (prefix !== "") return day;
  if (toward === "past") return day > today ? day - 7 : day;
  return day < today ? day + 7 : day;
};

/** The last day of a weekend; a weekend that is over names none. */
const weekendOf = (prefix: string, today: Day, toward: Toward): Reading =>
  toward === "past" ? "vague" : weekdayOf(prefix, "日", today, toward);

const monthPart = (found: RegExpExecArray, today: Day): Reading => {
  const month = n(found[1]);
  const { year, month: current } = partsOf(today);
  return partOfMonth(month < current - 2 ? year + 1 : year, month, found[2] ?? "");
};

const feast = ([, over, name = "", after = ""]: RegExpExecArray, today: Day): Reading => {
  const known = feastNear(name, today);
  if (!known) return undefined;
  if (over || /后|期间|里/.test(after)) return "vague";
  const days = /^前(.)天$/.exec(after)?.[1];
  if (days) return known.day - n(days);
  return after.endsWith("前") && known.holiday ? known.day - 1 : known.day;
};

const MONTH_NAME = "(本月|这个?月|当月|下下个?月|下个?月|上个?月)";
const WEEK = "(?:周|星期|礼拜)";
const WEEK_NAME = "(下下个?|下个?|这个?|本|上上个?|上个?)";
const WEEKDAY = `([一二三四五六日天1-6])(?![天个月年周次遍至到]|(?<=[1-7])\\d)`;

/** Longer names first, so that 大后天 is not read as 后天. */
const DAYS = Object.keys(DAY_NAMES)
  .toSorted((a, b) => b.length - a.length)
  .join("|");

const nearest: DateRule["read"] = (found, today, toward) =>
  nearestYear(n(found[1]), n(found[2]), today, toward);
const ofMonth: DateRule["read"] = (found, today, toward) => dateOfMonth(n(found[1]), today, toward);
const inFull: DateRule["read"] = (found) =>
  dayFrom(fullYear(found[1]), n(found[2]), n(found[3])) ?? "impossible";

/** In order: of two that overlap the earlier one is meant. */
export const DATE_RULES: readonly DateRule[] = [
  {
    pattern: new RegExp(
      `(?<!\\d)(\\d{4}|\\d\\d(?= ?年)) ?[年./-] ?(${MONTH}) ?[月./-] ?(${DATE})[日号]?`,
      "g",
    ),
    read: inFull,
  },
  { pattern: /(?<!\d)(20\d\d)([01]\d)([0-3]\d)(?!\d)/g, read: inFull },
  {
    pattern: new RegExp(`(今年|明年|后年|去年)的?(${MONTH})月份?(?:的)?(${DATE})[日号]?`, "g"),
    read: (f, today) => dayFrom(yearNamed(f[1] ?? "", today), n(f[2]), n(f[3])) ?? "impossible",
  },
  { pattern: new RegExp(`(?<![\\d个])(${MONTH})月份?的?${PART}`, "g"), read: monthPart },
  {
    pattern: new RegExp(`(?<![\\d个半])(${MONTH}) ?月份?(?:的)? ?(${DATE})(?: ?[日号]|${COUNTED})`, "g"),
    read: nearest,
  },
  {
    pattern: new RegExp(`${MONTH_NAME}的?${PART}`, "g"),
    read: (f, today) => {
      const { year, month } = partsOf(monthNamed(f[1] ?? "", today));
      return partOfMonth(year, month, f[2] ?? "");
    },
  },
  {
    pattern: new RegExp(`${MONTH_NAME}的?(${DATE})(?: ?[日号]|${COUNTED})`, "g"),
    read: (f, today) => inMonth(monthNamed(f[1] ?? "", today), n(f[2])),
  },
  {
    pattern:
      /(?<![\d.]|[早午晚]上?|[点第])(1[0-2]|0?[1-9])[./](0?[1-9]|[12]\d|3\d)(?![\d.%/万亿千kw元块分版%])(?: ?[日号])?/g,
    read: nearest,
  },
  {
    pattern: /(?<!\d)(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3\d)(?!\d)|(?<=[到至])(\d{1,2})-(\d{1,2})(?!\d)/g,
    read: (f, today, toward) => nearestYear(n(f[1] ?? f[3]), n(f[2] ?? f[4]), today, toward),
  },
  { pattern: /(?<=^[^\d]{0,12})(0[1-9]|1[0-2])([0-3]\d)(?!\d)/g, read: nearest },
  { pattern: new RegExp(`(?<![\\d第每])(${DATE}) ?号(?![题条项问个线楼院机令])`, "g"), read: ofMonth },
  {
    pattern: /(?<![\d第每限后迟长延期])(\d{1,2}|廿.|[二三]?十[一二三四五六七八九]?) ?日(?![常报子程期])/g,
    read: ofMonth,
  },
  { pattern: /(廿[一二三四五六七八九])(?![\d题条项个])/g, read: ofMonth },
  { pattern: /(?<=[延推拖缓改放挪移]期?到)(\d{1,2})(?![\d.点时:/天周个月年题条项小分-])/g, read: ofMonth },
  {
    pattern: new RegExp(`(?<!每)${WEEK_NAME}${WEEK}的?(?:${WEEK})?${WEEKDAY}`, "g"),
    read: (f, today, toward) => weekdayOf(f[1] ?? "", f[2] ?? "", today, toward),
  },
  {
    pattern: new RegExp(`(?<!每)${WEEK}${WEEKDAY}`, "g"),
    read: (f, today, toward) => weekdayOf("", f[1] ?? "", today, toward),
    loose: true,
  },
  {
    pattern: new RegExp(`(?<!每|过完?)${WEEK_NAME}?的?${WEEK}末(?!之?前|以?后|之后)`, "g"),
    read: (f, today, toward) => weekendOf(f[1] ?? "", today, toward),
  },
  { pattern: new RegExp(`(${DAYS})`, "g"), read: (f, today) => today + (DAY_NAMES[f[1] ?? ""] ?? 0) },
  {
    pattern: new RegExp(`(${JUST_NOW.join("|")})`, "g"),
    read: (_, today, toward) => (toward === "past" ? today : undefined),
  },
  {
    pattern: new RegExp(
      `(过完|过了|等过)?(?<![赵钱孙李周吴郑王张陈刘杨黄马])(${FEAST_NAMES})节?(?:放假|长假|假期|假)?(前一天|前两天|前三天|当天|之?前|之后|以后|过后|后|期间|里)?`,
      "g",
    ),
    read: feast,
  },
  {
    pattern: /(?:本|这个?|当)?月的?(底|末|最后一天)|(?<!\p{Script=Han})([上中]旬末)/gu,
    read: (f, today) => {
      const { year, month } = partsOf(today);
      return partOfMonth(year, month, f[1] ?? f[2] ?? "");
    },
  },
  { pattern: /(?<!明)(?:今年)?(?:年底|年末)/g, read: (_, today) => dayFrom(partsOf(today).year, 12, 31) },
];
