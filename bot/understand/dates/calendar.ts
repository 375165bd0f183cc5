const DAY = 86_400_000;
const SHANGHAI = 8 * 3_600_000;

/** A calendar day in Asia/Shanghai, counted from 1970-01-01. */
export type Day = number;

/** The day in Asia/Shanghai on which the moment falls. */
export function dayOf(moment: Date): Day {
  return Math.floor((moment.getTime() + SHANGHAI) / DAY);
}

/** Year, month 1-12, day of month and weekday 1-7 (Monday first). */
export function partsOf(day: Day): { year: number; month: number; date: number; weekday: number } {
  const utc = new Date(day * DAY);
  return {
    year: utc.getUTCFullYear(),
    month: utc.getUTCMonth() + 1,
    date: utc.getUTCDate(),
    weekday: utc.getUTCDay() || 7,
  };
}

/** The last date of a month; month 13 is January of the next year. */
export function lengthOfMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The day, or undefined when the calendar has no such day. */
export function dayFrom(year: number, month: number, date: number): Day | undefined {
  if (month < 1 || month > 12 || date < 1 || date > lengthOfMonth(year, month)) return undefined;
  return Date.UTC(year, month - 1, date) / DAY;
}

/** "2018-08-21". */
export function isoDay(day: Day): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** Reads an ISO day or moment; undefined when it is neither. */
export function readIsoDay(text: string | undefined): Day | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(text ?? "");
  return found ? dayFrom(Number(found[1]), Number(found[2]), Number(found[3])) : undefined;
}

/** The same date some months later, or the month's last date when it is shorter. */
export function addMonths(day: Day, months: number): Day {
  const { year, month, date } = partsOf(day);
  const count = year * 12 + (month - 1) + months;
  const [newYear, newMonth] = [Math.floor(count / 12), (count % 12) + 1];
  return dayFrom(newYear, newMonth, Math.min(date, lengthOfMonth(newYear, newMonth))) ?? day;
}
