import { type Day, dayFrom, partsOf } from "./calendar.ts";

interface Feast {
  /** The day of the feast in a year. */
  on: (year: number) => Day | undefined;
  /** Nobody works: "before" it means the day before. */
  holiday: boolean;
}

const LUNAR = new Intl.DateTimeFormat("en-u-ca-chinese", {
  month: "numeric",
  day: "numeric",
  timeZone: "UTC",
});

const isLunar = (day: Day, month: number, date: number): boolean => {
  const parts = LUNAR.formatToParts(day * 86_400_000);
  const part = (type: string): string | undefined => parts.find((one) => one.type === type)?.value;
  return part("month") === String(month) && part("day") === String(date);
};

/** Looked for once a year in the solar days between which the lunar day can fall. */
const lunar = (month: number, date: number, earliest: readonly [number, number]): Feast["on"] => {
  const known = new Map<number, Day | undefined>();
  return (year) => {
    if (known.has(year)) return known.get(year);
    const from = dayFrom(year, ...earliest) ?? 0;
    const day = Array.from({ length: 36 }, (_, at) => from + at).find((one) => isLunar(one, month, date));
    known.set(year, day);
    return day;
  };
};

const solar =
  (month: number, date: number): Feast["on"] =>
  (year) =>
    dayFrom(year, month, date);

/** The solar term by the usual formula, right from 2001 to 2099. */
const clearAndBright: Feast["on"] = (year) => {
  const short = year % 100;
  return dayFrom(year, 4, Math.floor(short * 0.2422 + 4.81) - Math.floor(short / 4));
};

const springFestival = lunar(1, 1, [1, 19]);
const eve: Feast["on"] = (year) => {
  const day = springFestival(year);
  return day === undefined ? undefined : day - 1;
};

const FEASTS: Readonly<Record<string, Feast>> = {
  国庆: { on: solar(10, 1), holiday: true },
  十一: { on: solar(10, 1), holiday: true },
  元旦: { on: solar(1, 1), holiday: true },
  五一: { on: solar(5, 1), holiday: true },
  劳动节: { on: solar(5, 1), holiday: true },
  六一: { on: solar(6, 1), holiday: false },
  儿童节: { on: solar(6, 1), holiday: false },
  七一: { on: solar(7, 1), holiday: false },
  教师节: { on: solar(9, 10), holiday: false },
  清明: { on: clearAndBright, holiday: true },
  端午: { on: lunar(5, 5, [5, 25]), holiday: true },
  中秋: { on: lunar(8, 15, [9, 5]), holiday: true },
  春节: { on: springFestival, holiday: true },
  过年: { on: springFestival, holiday: true },
  除夕: { on: eve, holiday: true },
};

/** The names of the feasts as alternatives of an expression; 十一 also begins numbers. */
export const FEAST_NAMES = Object.keys(FEASTS)
  .map((name) =>
    /^[五六七十]一$/.test(name) ? `(?<![第二三四五六七八九])${name}(?=节|前|之前|当天|放假|长假)` : name,
  )
  .join("|");

/** Long gone, so that the next one is meant. */
const LONG_AGO = 60;

/** The day of the feast that is nearest to a day, rather ahead than long ago. */
export function feastNear(name: string, today: Day): { day: Day; holiday: boolean } | undefined {
  const feast = FEASTS[name];
  const { year } = partsOf(today);
  const day = [feast?.on(year), feast?.on(year + 1)].find(
    (one) => one !== undefined && one >= today - LONG_AGO,
  );
  return feast && day !== undefined ? { day, holiday: feast.holiday } : undefined;
}
