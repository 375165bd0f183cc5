import type { Channel, ChannelProfile, Letter, SendOutcome } from "../letter.ts";

/** A channel without any limit of its own. */
export const isQuick = (profile: ChannelProfile): boolean =>
  [profile.gap, profile.jitter, profile.perPersonGap, profile.burst, profile.dailyLimit].every(
    (limit) => limit === 0,
  );

/** Sends a letter and never throws; a channel that stays silent for so many milliseconds has perhaps sent it. */
export async function sendWithin(patience: number, channel: Channel, letter: Letter): Promise<SendOutcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<SendOutcome>((resolve) => {
    timer = setTimeout(() => resolve({ kind: "unknown", detail: "通道没有回音" }), patience);
    timer.unref();
  });
  try {
    return await Promise.race([channel.send(letter), late]);
  } catch (error) {
    return { kind: "unknown", detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
