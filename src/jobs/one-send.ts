import type { Channel, ChannelProfile, Letter, SendOutcome } from "../letter.ts";

/** A channel without any limit of its own. */
export const isQuick = (profile: ChannelProfile): boolean =>
  [profile.gap, profile.jitter, profile.perPersonGap, profile.burst, profile.dailyLimit].every(
    (limit) => limit === 0,
  );

/** What a channel answers is nobody's promise: an id that the database cannot hold would leave the ending unwritten for ever. */
const storable = (outcome: SendOutcome): SendOutcome =>
  outcome.kind === "sent"
    ? { ...outcome, messageId: String(outcome.messageId).replaceAll(/[^\x20-\x7e]/g, "?") }
    : { ...outcome, detail: String(outcome.detail) };

/** Sends a letter and never throws; a channel that stays silent for so many milliseconds has perhaps sent it. */
export async function sendWithin(patience: number, channel: Channel, letter: Letter): Promise<SendOutcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<SendOutcome>((resolve) => {
    timer = setTimeout(() => resolve({ kind: "unknown", detail: "通道没有回音" }), patience);
    timer.unref();
  });
  try {
    return storable(await Promise.race([channel.send(letter), late]));
  } catch (error) {
    return { kind: "unknown", detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
