import { addMonths, type Day, dayOf, isoDay, partsOf } from "./calendar.ts";
import { DATE_RULES, type DateRule, type Toward } from "./date-rules.ts";
import { VAGUE_TIMES, WEAK_TIMES } from "./date-words.ts";
import { AFTER, SHIFT, spanOf } from "./spans.ts";
import { readTime } from "./times.ts";

export type { Toward } from "./date-rules.ts";

/** What a message says about when. A shift counts from a deadline; a loose day is a weekday without its week. */
export type When =
  | { kind: "day"; day: Day; date: string; at?: string; loose?: true; words: string }
  | { kind: "shift"; days: number; months: number; words: string }
  | { kind: "vague"; words: string; weak?: true }
  | { kind: "impossible"; words: string };

/** A time together with the place in the text from which to which it is named. */
export interface Mention {
  from: number;
  to: number;
  when: When;
}

/** The day named, as ISO; undefined for a shift or a vague time. */
export function namedDay(when: When | undefined): string | undefined {
  return when?.kind === "day" ? when.date : undefined;
}

interface Reader {
  pattern: RegExp;
  read: (found: RegExpExecArray, today: Day, toward: Toward) => When | undefined;
}

const onDay = (day: Day, words: string): When => ({ kind: "day", day, date: isoDay(day), words });

const dated = ({ pattern, read, loose }: DateRule): Reader => ({
  pattern,
  read: (found, today, toward) => {
    const day = read(found, today, toward);
    if (day === undefined) return undefined;
    // "二十八九号" is no number.
    if (Number.isNaN(day)) return { kind: "vague", words: found[0] };
    if (typeof day === "string") return { kind: day, words: found[0] };
    return { ...onDay(day, found[0]), ...(loose ? { loose } : {}) };
  },
});

const after: Reader = {
  pattern: AFTER,
  read: ([words, figure, unit, other = "", otherUnit = ""], today) => {
    const span = spanOf(figure ?? other, unit ?? otherUnit);
    return span ? onDay(addMonths(today + span.days, span.months), words) : { kind: "vague", words };
  },
};

const shift: Reader = {
  pattern: SHIFT,
  read: ([words, figure = "", unit = ""]) => {
    const span = spanOf(figure, unit);
    return span ? { kind: "shift", ...span, words } : { kind: "vague", words };
  },
};

const vague = (pattern: RegExp, weak?: true): Reader => ({
  pattern,
  read: ([words]) => ({ kind: "vague", words, ...(weak ? { weak } : {}) }),
});

const [either, counted, ...others] = VAGUE_TIMES;

/** Of two that overlap the earlier one is meant: "两三天" is no "三天". */
const READERS: readonly Reader[] = [
  ...[either, counted].filter((pattern) => pattern !== undefined).map((pattern) => vague(pattern)),
  ...DATE_RULES.map(dated),
  ...others.map((pattern) => vague(pattern)),
  after,
  shift,
  vague(WEAK_TIMES, true),
];

/** As matchAll, which makes every expression anew and takes ten times as long. */
function* matches(pattern: RegExp, text: string): Generator<RegExpExecArray> {
  pattern.lastIndex = 0;
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    yield found;
    pattern.lastIndex = Math.max(pattern.lastIndex, found.index + found[0].length, found.index + 1);
  }
}

const mentionsBy = (readers: readonly Reader[], text: string, today: Day, toward: Toward): Mention[] => {
  const mentions: Mention[] = [];
  for (const { pattern, read } of readers) {
    for (const found of matches(pattern, text)) {
      const [from, to] = [found.index, found.index + found[0].length];
      if (mentions.some((other) => from < other.to && other.from < to)) continue;
      const when = read(found, today, toward);
      if (when) mentions.push({ from, to, when });
    }
  }
  return mentions.toSorted((one, other) => one.from - other.from);
};

const sameWeekday = (one: Day, other: Day): boolean => partsOf(one).weekday === partsOf(other).weekday;

/** "8月24号周五" and "周五(24号)" are one day, and "9月14号星期四" is none where the 14th is a Friday. */
const joined = (one: Mention, other: Mention, text: string): Mention | undefined => {
  if (one.when.kind !== "day" || other.when.kind !== "day") return undefined;
  if (!/^[ (,]?$/.test(text.slice(one.to, other.from)) || !(one.when.loose || other.when.loose))
    return undefined;
  const words = text.slice(one.from, other.to);
  const day = one.when.loose ? other.when : one.when;
  const when: When = sameWeekday(one.when.day, other.when.day)
    ? { ...day, words }
    : { kind: "impossible", words };
  return { from: one.from, to: other.to, when };
};

const joinedUp = (mentions: readonly Mention[], text: string): Mention[] => {
  const whole: Mention[] = [];
  for (const mention of mentions) {
    const last = whole.at(-1);
    const both = last && joined(last, mention, text);
    if (both) whole[whole.length - 1] = both;
    else whole.push(mention);
  }
  return whole;
};

const timed = (when: When, words: string): When => {
  const time = when.kind === "day" ? readTime(words) : undefined;
  return when.kind === "day" && time ? { ...when, at: `${when.date}T${time}:00+08:00` } : when;
};

/** Every time that a prepared text names, in order. A clock time goes with the day before it, or with the only day. */
export function whensIn(text: string, now: Date, toward: Toward = "future"): Mention[] {
  const mentions = joinedUp(mentionsBy(READERS, text, dayOf(now), toward), text);
  if (mentions.length === 1) {
    return mentions.map((only) => ({ ...only, when: timed(timed(only.when, text), text.slice(only.from)) }));
  }
  return mentions.map((mention, at) => ({
    ...mention,
    when: timed(mention.when, text.slice(mention.from, mentions[at + 1]?.from)),
  }));
}

/** How much a day says: today is often only mentioned, unless with an hour. */
const weightOfDay = (when: Extract<When, { kind: "day" }>, today: Day, toward: Toward): number => {
  if (when.day === today) return when.at ? 5 : 2;
  return when.day > today === (toward === "future") ? 5 : 1;
};

/** How much a time says: a day ahead more than a shift, and that more than one that is no day. */
const weightOf = (when: When, today: Day, toward: Toward): number => {
  const ahead = toward === "future";
  if (when.kind === "day") return weightOfDay(when, today, toward);
  if (when.kind === "impossible") return 5;
  if (when.kind === "shift") return ahead ? 4 : 0;
  if (when.weak) return 0;
  return ahead ? 3 : 1;
};

const timeToday = (text: string, now: Date): When | undefined => {
  const today = dayOf(now);
  const found = timed(onDay(today, ""), text);
  if (found.kind !== "day" || found.at === undefined) return undefined;
  return new Date(found.at).getTime() > now.getTime() ? found : { kind: "vague", words: text };
};

/** Reads the day, shift or moment that a prepared text is about; undefined when it names none. Never invents one. */
export function readWhen(text: string, now: Date, toward: Toward = "future"): When | undefined {
  const today = dayOf(now);
  const [best] = whensIn(text, now, toward)
    .map(({ when }) => when)
    .toSorted((one, other) => weightOf(other, today, toward) - weightOf(one, today, toward));
  return best && weightOf(best, today, toward) > 0 ? best : (timeToday(text, now) ?? best);
}
