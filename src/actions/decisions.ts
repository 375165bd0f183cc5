import type { FindOptionsWhere } from "typeorm";
import type { Decision } from "../../entities/decision.ts";
import { type Machine, type Subject, transition } from "../machines/machine.ts";
import { personOf } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { atMost } from "./checking.ts";

/** A command for one row: why, and which version of the row the caller saw. */
export interface Order {
  command: string;
  reason?: string;
  expectedVersion?: number;
}

/** Who decides, when and why, for the same update as the move. */
export const decidedNow = (
  work: Work,
  { reason }: Order,
): Pick<Decision, "decidedBy" | "decidedAt" | "decisionReason"> => ({
  decidedBy: personOf(work),
  decidedAt: work.now,
  decisionReason: atMost(reason?.trim() ?? "", 300) || null,
});

/** Voids the undecided requests that a newer one replaces. */
export async function voidAsked<S extends Decision & Subject>(
  work: Work,
  machine: Machine<S>,
  where: FindOptionsWhere<S>,
): Promise<void> {
  const lock = { mode: "pessimistic_write" } as const;
  const system: Work = { ...work, actor: { kind: "system", name: "replace" } };
  for (const asked of await work.db.find(machine.entity, { where, lock }))
    await transition(system, machine, asked, { command: "void" });
}
