import { afterQuiet } from "../actions/mail.ts";
import type { ChannelProfile } from "../letter.ts";
import { dayOf } from "../workdays.ts";

/** What went out so far, as far as it matters for the next message. */
export interface SendRecord {
  /** The last send, and the random addition to the gap after it in milliseconds. */
  lastAt: Date | null;
  jitter: number;
  /** Sends since the last rest. */
  run: number;
  /** Unasked messages on `day` (Asia/Shanghai). */
  day: string;
  unasked: number;
  /** When the channel last asked for a rest. */
  throttledAt: Date | null;
}

/** Nothing was sent yet. */
export const blankRecord: SendRecord = {
  lastAt: null,
  jitter: 0,
  run: 0,
  day: "",
  unasked: 0,
  throttledAt: null,
};

/** What may go out at this moment. */
export type Pace = { allow: "nothing"; until: Date } | { allow: "replies" } | { allow: "all" };

type Quiet = { from: string; to: string };

/**
 * Decides by the etiquette of a channel and the quiet hours; the rest of each contact is kept with its lane. A zero in
 * the profile sets no limit.
 */
export function pace(
  profile: ChannelProfile,
  record: SendRecord,
  { now, quiet }: { now: Date; quiet: Quiet },
): Pace {
  const until = restUntil(profile, record, now);
  if (until > now) return { allow: "nothing", until };
  if (afterQuiet(now, quiet) > now) return { allow: "replies" };
  const today = record.day === dayOf(now) ? record.unasked : 0;
  if (profile.dailyLimit > 0 && today >= profile.dailyLimit) return { allow: "replies" };
  return { allow: "all" };
}

function restUntil(profile: ChannelProfile, record: SendRecord, now: Date): Date {
  const cooled = after(record.throttledAt, profile.coolDown);
  if (record.lastAt === null) return cooled;
  const full = profile.burst > 0 && record.run >= profile.burst;
  const rested = after(record.lastAt, full ? profile.burstRest : profile.gap + record.jitter);
  return cooled > rested || rested <= now ? cooled : rested;
}

/** The record after one more send; `chance` from 0 to 1 draws the jitter. */
export function afterSend(
  profile: ChannelProfile,
  record: SendRecord,
  send: { now: Date; unasked: boolean; chance: number },
): SendRecord {
  const { now } = send;
  const day = dayOf(now);
  const soFar = record.day === day ? record.unasked : 0;
  const rested = record.lastAt !== null && after(record.lastAt, profile.burstRest) <= now;
  return {
    ...record,
    lastAt: now,
    jitter: profile.jitter * send.chance,
    run: rested ? 1 : record.run + 1,
    day,
    unasked: soFar + (send.unasked ? 1 : 0),
  };
}

const after = (moment: Date | null, ms: number): Date =>
  new Date(moment === null ? 0 : moment.getTime() + ms);
