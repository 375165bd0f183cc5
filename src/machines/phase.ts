import { Phase } from "../../entities/phase.ts";
import type { Check, Machine } from "./machine.ts";
import { bureauLeader, bureauOperator } from "./who.ts";

const dueAhead: Check<Phase> = (work, _phase, request) =>
  request.set?.dueAt && request.set.dueAt < work.now ? "新的截止时间已经过去" : null;

const campaignGoesOn: Check<Phase> = async (work, phase) => {
  const [campaign] = (await work.db.query(
    "SELECT c.state FROM campaign c JOIN task t ON t.campaign_id = c.id WHERE t.id = ?",
    [phase.taskId],
  )) as { state: string }[];
  return ["draft", "active", "closing"].includes(campaign?.state ?? "")
    ? null
    : "这项专项治理已经结束,阶段不能再改";
};

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
      guard: campaignGoesOn,
      demands: dueAhead,
      needsReason: true,
    },
    { from: "scheduled", command: "close", to: "closed", who: bureauOperator, guard: campaignGoesOn },
    {
      from: "scheduled",
      command: "skip",
      to: "skipped",
      who: bureauLeader,
      guard: campaignGoesOn,
      needsReason: true,
    },
    {
      from: "closed",
      command: "reopen",
      to: "scheduled",
      who: bureauLeader,
      guard: campaignGoesOn,
      demands: dueAhead,
      needsReason: true,
    },
  ],
};
