import type { Decision } from "../../entities/decision.ts";
import type { Check, Machine, Step, Subject } from "./machine.ts";
import { personOf } from "./who.ts";

/** The states of every request that somebody else decides. */
const decisionStates = { asked: "待批", granted: "已同意", refused: "未同意", void: "已撤销" };

/** Its commands. */
const decisionCommands = { grant: "同意", refuse: "不同意", void: "撤销" };

/** A decider, but never the person who asked. */
const anotherThanAsker =
  <S extends Decision>(decider: Check<S>): Check<S> =>
  async (work, asked, request) => {
    const whyNot = await decider(work, asked, request);
    if (whyNot) return whyNot;
    return asked.askedBy === personOf(work) ? "不能批准自己的申请" : null;
  };

const asker: Check<Decision> = (work, asked) =>
  work.actor.kind === "system" || asked.askedBy === personOf(work) ? null : "只有申请人本人可以撤销";

/** What all such machines have in common; a newer request voids the one before it. */
export function decisionMachine<S extends Decision & Subject>(
  own: Pick<Machine<S>, "name" | "title" | "entity">,
  decider: Check<S>,
  mayBeGranted: Check<S>,
): Machine<S> {
  const who = anotherThanAsker(decider);
  const steps: Step<S>[] = [
    { from: "asked", command: "grant", to: "granted", who, guard: mayBeGranted },
    { from: "asked", command: "refuse", to: "refused", who, needsReason: true },
    { from: "asked", command: "void", to: "void", who: asker },
  ];
  return {
    ...own,
    column: "state",
    states: decisionStates,
    commands: decisionCommands,
    initial: "asked",
    terminal: ["granted", "refused", "void"],
    steps,
  };
}
