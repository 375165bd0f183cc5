import { Dice } from "./dice.ts";

/** What is done to a part of the system, at a moment in milliseconds from the start of the fire. */
export type Blow =
  | { at: number; what: "kill-replica" | "restart-replica"; replica: number }
  | { at: number; what: "freeze-replica"; replica: number; ms: number }
  | { at: number; what: "kill-database" };

/** How large a run is. */
export interface Size {
  seed: number;
  seconds: number;
  replicas: number;
  people: number;
  /** False: as on an engine that does not step over locked rows. Found out unless told. */
  skipLocked?: boolean;
}

/** Milliseconds between two blows, on average. */
const pause = 2_500;
/** The first comes when talk is under way. */
const calm = 1_000;

/** The blows of a run: kills most of all, and at least one of every kind where there is time. A seed repeats them. */
export function planOf({ seed, seconds, replicas }: Pick<Size, "seed" | "seconds" | "replicas">): Blow[] {
  const dice = new Dice(seed, "plan");
  const first = shuffled(dice, [
    "kill-replica",
    "kill-database",
    "freeze-replica",
    "restart-replica",
  ] as const);
  const blows: Blow[] = [];
  for (let at = calm + dice.below(500); at < seconds * 1_000; at += dice.between(0.4, 1.6) * pause) {
    const what = first[blows.length] ?? anyOf(dice);
    blows.push(blow(dice, Math.round(at), { what, replica: dice.below(replicas) }));
  }
  return blows;
}

function anyOf(dice: Dice): Blow["what"] {
  const throwOf = dice.next();
  if (throwOf < 0.55) return "kill-replica";
  if (throwOf < 0.75) return "kill-database";
  return throwOf < 0.9 ? "freeze-replica" : "restart-replica";
}

function blow(dice: Dice, at: number, { what, replica }: { what: Blow["what"]; replica: number }): Blow {
  if (what === "kill-database") return { at, what };
  if (what === "freeze-replica") return { at, what, replica, ms: Math.round(dice.between(500, 4_000)) };
  return { at, what, replica };
}

function shuffled<T>(dice: Dice, list: readonly T[]): T[] {
  const left = [...list];
  return list.map(() => left.splice(dice.below(left.length), 1)[0] as T);
}
