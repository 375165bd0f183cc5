/**
 * The work plan of 2018 as one reads it on paper, and the rules of reminding: the measure by which a rehearsed campaign
 * is judged. Nothing here is taken from the program.
 */

/** A day of Asia/Shanghai as YYYY-MM-DD. */
export type Day = string;

/** What the plan asks of whom, and by when. */
export interface Demand {
  code: string;
  title: string;
  /** Null: from the day of issue (即日起). */
  from: Day | null;
  due: Day;
  /** Every unit below the bureau; central schools and affiliated units only; or one office. */
  of: "every" | "central" | "xinxiban" | "anquanke";
  /** The office that takes it; null where the plan does not say, and the bureau's administrators do. */
  to: "xuanchuanke" | "anquanke" | "xinxiban" | "zhenggaizu" | null;
  line: "Z1" | "Z2" | "Z3" | "Z4" | "ALL";
  /** Questions about the unit, or about each medium, platform or target; nothing: a paper. */
  asks?: { about: "unit" | "medium" | "platform" | "target"; count: number };
}

const every = { of: "every" } as const;
const now = { from: null } as const;

/** All that the plan asks for. */
export const demands: Demand[] = [
  {
    code: "A",
    title: "学校媒体“三审三校”自查",
    ...now,
    due: "2018-08-17",
    ...every,
    to: "xuanchuanke",
    line: "Z1",
    asks: { about: "medium", count: 26 },
  },
  {
    code: "B",
    title: "互联网信息平台自查",
    ...now,
    due: "2018-08-21",
    ...every,
    to: "xuanchuanke",
    line: "Z2",
    asks: { about: "platform", count: 14 },
  },
  {
    code: "C",
    title: "“扫黄打非”工作站排查",
    from: "2018-08-05",
    due: "2018-09-30",
    ...every,
    to: "anquanke",
    line: "Z3",
    asks: { about: "unit", count: 6 },
  },
  {
    code: "D",
    title: "违规互联网新闻信息服务自查",
    ...now,
    due: "2018-08-25",
    of: "central",
    to: "xinxiban",
    line: "Z4",
    asks: { about: "target", count: 20 },
  },
  {
    code: "D-zongjie",
    title: "违规互联网新闻信息服务治理总结",
    from: "2018-09-08",
    due: "2018-10-31",
    ...every,
    to: "xinxiban",
    line: "Z4",
    asks: { about: "unit", count: 3 },
  },
  {
    code: "E",
    title: "工作要求落实情况",
    ...now,
    due: "2018-08-27",
    ...every,
    to: "zhenggaizu",
    line: "ALL",
    asks: { about: "unit", count: 15 },
  },
  {
    code: "X-choucha",
    title: "信息办抽查情况",
    ...now,
    due: "2018-08-25",
    of: "xinxiban",
    to: null,
    line: "Z4",
    asks: { about: "unit", count: 1 },
  },
  {
    code: "X-shangbao",
    title: "信息办上报情况",
    from: "2018-08-26",
    due: "2018-09-07",
    of: "xinxiban",
    to: null,
    line: "Z4",
    asks: { about: "unit", count: 1 },
  },
  {
    code: "R1",
    title: "互联网信息平台自查汇总表(附件2)",
    ...now,
    due: "2018-08-21",
    ...every,
    to: "xuanchuanke",
    line: "Z2",
  },
  {
    code: "R2",
    title: "媒体平台自查汇总表(附件1)",
    ...now,
    due: "2018-08-21",
    ...every,
    to: "xuanchuanke",
    line: "Z2",
  },
  {
    code: "R3",
    title: "“扫黄打非”工作站排查工作报告",
    from: "2018-08-05",
    due: "2018-08-20",
    of: "anquanke",
    to: "xuanchuanke",
    line: "Z3",
  },
  {
    code: "R4",
    title: "自查整改情况报告",
    from: "2018-08-26",
    due: "2018-09-07",
    of: "central",
    to: "xinxiban",
    line: "Z4",
  },
  {
    code: "R5",
    title: "治理阶段性情况报告",
    from: "2018-08-26",
    due: "2018-09-07",
    of: "central",
    to: "xinxiban",
    line: "Z4",
  },
  {
    code: "R6",
    title: "上报违规互联网站、论坛",
    from: "2018-08-26",
    due: "2018-09-07",
    of: "xinxiban",
    to: null,
    line: "Z4",
  },
  {
    code: "R7",
    title: "检查整改和建章立制情况书面材料",
    ...now,
    due: "2018-08-27",
    ...every,
    to: "zhenggaizu",
    line: "ALL",
  },
  { code: "R8", title: "本单位全面排查实施方案", ...now, due: "2018-08-17", ...every, to: null, line: "ALL" },
];

/** The demand of a code. */
export function demandOf(code: string): Demand {
  const demand = demands.find((each) => each.code === code);
  if (!demand) throw new Error(`the plan has no demand ${code}`);
  return demand;
}

/** Whom a step of the ladder tells. */
export type Rung = "responsible" | "head" | "central" | "bureau";

/** One rule of reminding: days before the deadline, working days after it, or at the start. */
export interface Rule {
  when: "start" | "before" | "overdue";
  days: number;
  rung: Rung;
}

const mine = { rung: "responsible" } as const;

/** At the start, 7, 3 and 1 days before, on the day, three working days after it, then a step up each working day. */
export const rules: Rule[] = [
  { when: "start", days: 0, ...mine },
  ...[7, 3, 1, 0].map((days) => ({ when: "before" as const, days, ...mine })),
  ...[1, 2, 3].map((days) => ({ when: "overdue" as const, days, ...mine })),
  { when: "overdue", days: 4, rung: "head" },
  { when: "overdue", days: 5, rung: "central" },
  { when: "overdue", days: 6, rung: "bureau" },
];

/** Holidays of August to November 2018 on weekdays, and the Saturday and Sunday worked for them. */
const holidays = ["09-24", "10-01", "10-02", "10-03", "10-04", "10-05"].map((day) => `2018-${day}`);
const workedWeekend = ["2018-09-29", "2018-09-30"];

/** The instant of a time of day in Shanghai, in milliseconds. */
export const instant = (day: Day, time: string): number => Date.parse(`${day}T${time}:00+08:00`);

const dayLength = 86_400_000;

/** The day of Shanghai on which an instant falls. */
export const dayOf = (at: number): Day => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);

/** The time of day in Shanghai, HH:MM. */
export const timeOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(11, 16);

/** Some days later, or earlier. */
export const addDays = (day: Day, days: number): Day => dayOf(instant(day, "12:00") + days * dayLength);

/** The last instant of a day. */
export const endOf = (day: Day): number => instant(day, "00:00") + dayLength - 1;

/** Is this day worked? */
export function isWorked(day: Day): boolean {
  if (workedWeekend.includes(day)) return true;
  const weekday = new Date(instant(day, "12:00")).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidays.includes(day);
}

/** This day or the nearest worked one in the direction given. */
export function worked(day: Day, step: 1 | -1): Day {
  return isWorked(day) ? day : worked(addDays(day, step), step);
}

/** The n-th working day after a day. */
export function workingDaysAfter(day: Day, count: number): Day {
  return count === 0 ? day : workingDaysAfter(worked(addDays(day, 1), 1), count - 1);
}

/** When reminders go out, and when nothing unasked does. */
export const remindAt = "09:00";
export const isQuiet = (at: number): boolean => timeOf(at) >= "20:30" || timeOf(at) < "07:30";
