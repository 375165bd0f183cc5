import { Phase } from "../../entities/phase.ts";
import type { Check, Machine } from "./machine.ts";
import { bureauLeader, bureauOperator } from "./who.ts";

const dueAhead: Check<Phase> = (work, _phase, request) =>
  request.set?.dueAt && request.set.dueAt < work.now ? "新的截止时间已经过去" : null;

/** A phase's life. Upcoming, open, due soon and overdue are never states: they follow from the moment. */
export const phaseMachine: Machine<Phase> = {
  name: "phase",
  title: "阶段",
  entity: Phase,
  column: "state",
  states: { scheduled: "已安排", closed: "已关闭", skipped: "已跳过" },
  commands: { reschedule: "改期", close: "关闭", skip: "跳过", reopen: "重新打开" },
  initial: "scheduled",
  terminal: ["skipped"],
  steps: [
    {
      from: "scheduled",
      command: "reschedule",
      to: "scheduled",
      who: bureauOperator,
      guard: dueAhead,
      needsReason: true,
    },
    { from: "scheduled", command: "close", to: "closed", who: bureauOperator },
    { from: "scheduled", command: "skip", to: "skipped", who: bureauLeader, needsReason: true },
    {
      from: "closed",
      command: "reopen",
      to: "scheduled",
      who: bureauLeader,
      guard: dueAhead,
      needsReason: true,
    },
  ],
};
