import { broadcastsDue, runBroadcasts } from "../actions/broadcast-sending.ts";
import { sealEvents, sealingDue } from "../actions/events.ts";
import { leaversDue, retireLeavers } from "../actions/registration-leavers.ts";
import { holdersDue, remindHolders } from "../actions/registration-reminders.ts";
import { fireReminders, remindersDue } from "../actions/reminders.ts";
import { sweep, sweepDue } from "../actions/sweep.ts";
import { fillWebhooks, webhooksDue } from "../actions/webhook-filling.ts";
import type { Work } from "../work.ts";

/** Something done again and again, in one transaction. */
export interface Job {
  name: string;
  /** Seconds; its moments are the whole multiples of it since 1970, so that every replica means the same. */
  period: number;
  /** What is true in the database while there is something to do: a look at the heads of indexes. Always, unless told. */
  due?(moment: Pick<Work, "now" | "rules">): { sql: string; values: unknown[] };
  /** Goes on, one transaction after the other, as long as `due` finds something. */
  inPieces?: true;
  /** Answers how much was done. */
  run(work: Work): Promise<number>;
}

/** Everything that the clock sets off. */
export const timetable: Job[] = [
  { name: "remind", period: 60, due: remindersDue, run: (work) => fireReminders(work), inPieces: true },
  { name: "broadcasts", period: 60, due: broadcastsDue, run: runBroadcasts },
  { name: "fill-webhooks", period: 15, due: webhooksDue, run: fillWebhooks },
  { name: "seal-events", period: 600, due: sealingDue, run: sealAll },
  { name: "remind-holders", period: 3600, due: holdersDue, run: remindHolders },
  { name: "retire-leavers", period: 3600, due: leaversDue, run: retireLeavers },
  { name: "sweep", period: 3600, due: sweepDue, run: sweep },
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
