import chineseDays from "chinese-days";

/** Days of Asia/Shanghai as YYYY-MM-DD, which has had one offset, +08:00, since 1991. */
export type Day = string;

const hours = 3_600_000;
const dayLength = 24 * hours;

/** The day in Asia/Shanghai on which an instant falls. */
export const dayOf = (moment: Date): Day => new Date(moment.getTime() + 8 * hours).toISOString().slice(0, 10);

/** The time of day in Asia/Shanghai as HH:MM. */
export const timeOf = (moment: Date): string =>
  new Date(moment.getTime() + 8 * hours).toISOString().slice(11, 16);

/** The instant of a time of day, HH:MM, in Asia/Shanghai. */
export const at = (day: Day, time: string): Date => new Date(`${day}T${time}:00.000+08:00`);

/** The last millisecond of a day: what a deadline of that day means. */
export const endOf = (day: Day): Date => new Date(at(day, "00:00").getTime() + dayLength - 1);

/** The first instant of a day. */
export const startOf = (day: Day): Date => at(day, "00:00");

/** The day some days later, or earlier when negative. */
export const plusDays = (day: Day, days: number): Day =>
  dayOf(new Date(at(day, "12:00").getTime() + days * dayLength));

/** Whole days from one day to another; negative when the second is earlier. */
export const daysBetween = (from: Day, to: Day): number =>
  Math.round((at(to, "12:00").getTime() - at(from, "12:00").getTime()) / dayLength);

const weekdays = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];

/** A day as people say it: 8月21日(周二); with the year when it is not that of `now`. */
export function sayDay(day: Day, now?: Date): string {
  const [year, month, date] = day.split("-").map(Number);
  const weekday = weekdays[at(day, "12:00").getUTCDay()];
  const prefix = now && dayOf(now).startsWith(`${year}-`) ? "" : `${year}年`;
  return `${prefix}${month}月${date}日(${weekday})`;
}

/** The calendar reads a date by the clock of the machine, whatever zone that is in. */
function localNoon(day: Day): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date, 12);
}

/** Which days are worked in China: statutory holidays and their make-up days (调休), with the bureau's own changes. */
export class Workdays {
  private readonly changes: ReadonlyMap<Day, boolean>;

  /** `changes` tells days whose rule differs from the published calendar: true is worked. */
  constructor(changes: ReadonlyMap<Day, boolean> = new Map()) {
    this.changes = changes;
  }

  isWorkday(day: Day): boolean {
    return this.changes.get(day) ?? chineseDays.isWorkday(localNoon(day));
  }

  /** This day if it is worked, else the next one that is. */
  onOrAfter(day: Day): Day {
    let candidate = day;
    while (!this.isWorkday(candidate)) candidate = plusDays(candidate, 1);
    return candidate;
  }

  /** This day if it is worked, else the last one before it that is. */
  onOrBefore(day: Day): Day {
    let candidate = day;
    while (!this.isWorkday(candidate)) candidate = plusDays(candidate, -1);
    return candidate;
  }

  /** The n-th working day after a day. */
  after(day: Day, count: number): Day {
    let candidate = day;
    for (let left = count; left > 0; left--) candidate = this.onOrAfter(plusDays(candidate, 1));
    return candidate;
  }
}
