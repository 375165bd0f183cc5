import { runBroadcasts } from "../actions/broadcast-sending.ts";
import { sealEvents } from "../actions/events.ts";
import { retireLeavers } from "../actions/registration-leavers.ts";
import { remindHolders } from "../actions/registration-reminders.ts";
import { fireReminders } from "../actions/reminders.ts";
import { sweep } from "../actions/sweep.ts";
import { fillWebhooks } from "../actions/webhook-filling.ts";
import type { Work } from "../work.ts";

/** Something done again and again, in one transaction. */
export interface Job {
  name: string;
  /** Seconds; its moments are the whole multiples of it since 1970, so that every replica means the same. */
  period: number;
  /** Answers how much was done. */
  run(work: Work): Promise<number>;
}

/** Everything that the clock sets off. */
export const timetable: Job[] = [
  { name: "remind", period: 60, run: fireReminders },
  { name: "broadcasts", period: 60, run: runBroadcasts },
  { name: "fill-webhooks", period: 15, run: fillWebhooks },
  { name: "seal-events", period: 600, run: sealAll },
  { name: "remind-holders", period: 3600, run: remindHolders },
  { name: "retire-leavers", period: 3600, run: retireLeavers },
  { name: "sweep", period: 3600, run: sweep },
];

/** Batches in one run; what is left waits for the next. */
const mostBatches = 10;

async function sealAll(work: Work): Promise<number> {
  let total = 0;
  for (let n = 0; n < mostBatches; n++) {
    const sealed = await sealEvents(work);
    total += sealed;
    if (sealed === 0) break;
  }
  return total;
}
