import type { Outbox } from "../../entities/outbox.ts";
import type { SendOutcome } from "../letter.ts";

/** A message that is being sent, as far as its ending depends on it. */
export type InFlight = Pick<
  Outbox,
  "id" | "contactId" | "priority" | "status" | "rowVersion" | "attempts" | "leaseToken"
>;

/** What an ending means for a message. */
export interface Verdict {
  row: InFlight;
  command: "ok" | "fail" | "lose" | "retry";
  /** Columns to write. */
  set: Partial<Outbox>;
  outcome: SendOutcome;
}

/** A message that was throttled, or has no words, is given up after so many tries. */
const mostTries = 5;

/** Milliseconds until a message is tried again; three times as long after each further try. */
const firstPause = 5_000;

/** Decides by how a send ended at a moment. A channel that is away costs no try. */
export function verdict({ now }: { now: Date }, row: InFlight, outcome: SendOutcome): Verdict {
  const attempts = row.attempts + (outcome.kind === "offline" ? 0 : 1);
  const command = commandFor(outcome, attempts);
  const failure = outcome.kind === "sent" ? null : short(outcome.detail) || "没有说明原因";
  const set: Partial<Outbox> = { attempts, leaseToken: null, leaseUntil: null, failure };
  if (outcome.kind === "sent")
    Object.assign(set, { channelMessageId: short(outcome.messageId, 128), sentAt: now });
  if (command === "retry") {
    const pause = outcome.kind === "offline" ? firstPause : firstPause * 3 ** (attempts - 1);
    // Along with the failure it blocks later ones of its priority until it has had its new try.
    Object.assign(set, { dueAt: new Date(now.getTime() + pause), sentAt: null });
  }
  return { row, command, set, outcome };
}

function commandFor({ kind }: SendOutcome, attempts: number): Verdict["command"] {
  switch (kind) {
    case "sent":
      return "ok";
    case "refused":
      return "fail";
    case "unknown":
      return "lose";
    case "offline":
      return "retry";
    case "throttled":
    case "broken":
      return attempts >= mostTries ? "fail" : "retry";
  }
}

/** The beginning of some words, by characters. */
export const short = (words: string, length = 300): string => [...words].slice(0, length).join("");
