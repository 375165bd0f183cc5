import { dayOf, isoDay, readIsoDay } from "../dates/calendar.ts";
import { readWhen, type When, whensIn } from "../dates/dates.ts";
import { minutesAhead, readTime, usualTime } from "../dates/times.ts";
import type { Context, Meaning } from "../meaning.ts";
import type { Rule } from "../rule.ts";
import { readNumber } from "../text/numbers.ts";

const PLAINLY = /提醒(?:一?下)?(?:我|咱)|给我提个醒|闹钟|(?:设|定|加)(?:置|个)?提醒|到时候?(?:叫|喊|提醒)/;
/** Words of calling, which ask for a reminder where a time stands before them. */
const CALLED =
  /(?:叫|喊|通知|催|踢|敲|戳)(?:一?下|一声)?我(?![们校])|提醒(?:一?下)?(?:哈|吧)?$|跟我说一?声|给我(?:发个)?(?:消息|信息)|(?:叫|喊)我/;
const NO_REMINDER = /别|不要|不用|取消|为什么|怎么|没有?|恢复|重新|开启|谢谢提醒|的是|什么|啥|昨天|上次|刚才/;

const isCalled = (bare: string, now: Date): boolean => {
  const at = CALLED.exec(bare)?.index ?? -1;
  if (at === -1) return false;
  const before = bare.slice(0, at);
  return (
    minutesAhead(before) !== undefined || readTime(before) !== undefined || whensIn(before, now).length > 0
  );
};

/** A wish to be reminded later. */
export const setReminder: Rule = ({ bare }, { now, context }) => {
  if (NO_REMINDER.test(bare) || bare.length > 40) return undefined;
  return PLAINLY.test(bare) || isCalled(bare, now) ? remindedAt(bare, now, context) : undefined;
};

const BEFORE_DUE =
  /(?:截止|到期|期限|最后期限)(?:日期|日)?(?:的)?(?:之?前|提前)([一二两三四五\d])天|提前([一二两三四五\d])天|(?:截止|到期)(?:的)?(当天|那天|日)/;

/** "截止前一天" as a day, where the deadline is known. */
const beforeDue = (bare: string, due: string | undefined): When | undefined => {
  const found = BEFORE_DUE.exec(bare);
  const day = readIsoDay(due);
  if (!found || day === undefined) return undefined;
  const on = day - (found[3] ? 0 : (readNumber(found[1] ?? found[2] ?? "") ?? 0));
  const date = isoDay(on);
  const time = readTime(bare);
  return { kind: "day", day: on, date, words: found[0], ...(time ? { at: `${date}T${time}:00+08:00` } : {}) };
};

const MINUTE = 60_000;
const SHANGHAI = 8 * 60 * MINUTE;

/** "半小时后" as a moment in Asia/Shanghai. */
const soonIn = (bare: string, now: Date): string | undefined => {
  const minutes = minutesAhead(bare);
  if (minutes === undefined) return undefined;
  return `${new Date(now.getTime() + minutes * MINUTE + SHANGHAI).toISOString().slice(0, 19)}+08:00`;
};

/** When somebody wants to be reminded. */
export const remindedAt = (bare: string, now: Date, context: Context): Meaning => {
  const soon = soonIn(bare, now);
  if (soon) return { intent: "set-reminder", date: soon.slice(0, 10), at: soon };
  const when = beforeDue(bare, context.due) ?? readWhen(bare, now);
  if (when?.kind === "day" && when.day >= dayOf(now)) return remindOn(when, bare, now);
  return { intent: "set-reminder", ask: ASK, error: when?.kind === "impossible" ? "没有这一天" : undefined };
};
const ASK = "什么时候提醒您?例如:明天早上8点。";

/** An hour that was not named is the usual one, and is confirmed first; one that is over is asked for. */
const remindOn = (when: Extract<When, { kind: "day" }>, bare: string, now: Date): Meaning => {
  const at = when.at ?? `${when.date}T${usualTime(bare) ?? "08:00"}:00+08:00`;
  if (new Date(at).getTime() <= now.getTime()) return { intent: "set-reminder", ask: ASK };
  return { intent: "set-reminder", date: when.date, at, confirm: when.at ? undefined : true };
};
