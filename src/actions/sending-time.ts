import type { ChannelProfile } from "../letter.ts";
import type { Work } from "../work.ts";
import { dayOf } from "../workdays.ts";
import { afterQuiet } from "./mail.ts";

/** How gently a channel is written to, as far as it matters for many different people. */
export type Etiquette = Pick<ChannelProfile, "gap" | "jitter" | "burst" | "burstRest" | "dailyLimit">;

/** An ordinary account's: 3 to 7 seconds between messages, 5 minutes of rest after 40, 200 a day. */
export const ordinaryAccount: Etiquette = {
  gap: 3_000,
  jitter: 4_000,
  burst: 40,
  burstRest: 300_000,
  dailyLimit: 200,
};

/** When the first and the last of `count` messages will probably leave; a zero in the etiquette sets no limit. */
export function sendingTime(
  from: Date,
  count: number,
  { etiquette, quiet }: { etiquette: Etiquette; quiet: Work["rules"]["quiet"] },
): { begins: Date; ends: Date } {
  const begins = afterQuiet(from, quiet);
  let moment = begins;
  let today = { day: dayOf(moment), sent: 0 };
  for (let n = 1; n < count; n++) {
    const rests = etiquette.burst > 0 && n % etiquette.burst === 0;
    const pause = rests ? etiquette.burstRest : etiquette.gap + etiquette.jitter / 2;
    moment = afterQuiet(new Date(moment.getTime() + pause), quiet);
    today =
      dayOf(moment) === today.day ? { ...today, sent: today.sent + 1 } : { day: dayOf(moment), sent: 0 };
    if (etiquette.dailyLimit > 0 && today.sent >= etiquette.dailyLimit) {
      moment = nextMorning(moment, quiet);
      today = { day: dayOf(moment), sent: 0 };
    }
  }
  return { begins, ends: moment };
}

const nextMorning = (moment: Date, quiet: Work["rules"]["quiet"]): Date => {
  const midnight = new Date(`${dayOf(new Date(moment.getTime() + 86_400_000))}T00:00:00.000+08:00`);
  return afterQuiet(midnight, quiet);
};
