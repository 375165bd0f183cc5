import { Assignment } from "../../entities/assignment.ts";
import type { Check, Machine, Step } from "./machine.ts";
import { replanReminders } from "./reminders.ts";
import {
  bureauLeader,
  bureauOperator,
  headOrBureau,
  personOf,
  responsibleFor,
  reviewerOf,
  theSystem,
} from "./who.ts";

const anotherReviewer: Check<Assignment> = async (work, assignment) => {
  const whyNot = await reviewerOf(work, assignment);
  if (whyNot) return whyNot;
  const submitter = await latestSubmitter(work, assignment);
  return submitter !== null && submitter === personOf(work) ? "报送人不能审核自己报送的材料" : null;
};

const ownSubmission: Check<Assignment> = async (work, assignment) =>
  (await latestSubmitter(work, assignment)) === personOf(work) ? null : "只有报送人本人可以撤回";

const notOpened: Check<Assignment> = async (work, assignment) => {
  const [latest] = (await work.db.query(
    "SELECT opened_at AS openedAt FROM submission WHERE assignment_id = ? ORDER BY revision DESC LIMIT 1",
    [assignment.id],
  )) as { openedAt: Date | null }[];
  return latest?.openedAt ? "审核人已经在看,不能撤回,请联系接收科室" : null;
};

/** Work is done only while its campaign runs. */
const campaignRuns: Check<Assignment> = async (work, assignment) => {
  const [campaign] = (await work.db.query("SELECT state FROM campaign WHERE id = ?", [
    assignment.campaignId,
  ])) as {
    state: string;
  }[];
  return campaign?.state === "active" || campaign?.state === "closing"
    ? null
    : "这项专项治理已经结束,不能再办理";
};

const runsAndNotOpened: Check<Assignment> = async (work, assignment, request) =>
  (await campaignRuns(work, assignment, request)) ?? notOpened(work, assignment, request);

const latestSubmitter = async (work: Parameters<Check<Assignment>>[0], assignment: Assignment) => {
  const [latest] = (await work.db.query(
    "SELECT submitted_by AS person FROM submission WHERE assignment_id = ? ORDER BY revision DESC LIMIT 1",
    [assignment.id],
  )) as { person: number | null }[];
  return latest?.person ?? null;
};

const fromEach = (states: string[], step: (state: string) => Step<Assignment>): Step<Assignment>[] =>
  states.map(step);

/**
 * The life of one requirement at one unit. Whether the submission itself is complete is the guard of the
 * submission's own machine, which moves first. Reminders are planned anew after every move.
 */
export const assignmentMachine: Machine<Assignment> = {
  name: "assignment",
  title: "任务",
  entity: Assignment,
  column: "state",
  states: {
    open: "待办",
    submitted: "待审核",
    returned: "已退回",
    accepted: "已通过",
    waived: "已免办",
    void: "已作废",
  },
  commands: {
    submit: "报送",
    withdraw: "撤回",
    accept: "通过",
    return: "退回",
    reopen: "重新打开",
    reassign: "移交",
    waive: "免办",
    restore: "恢复",
    void: "作废",
  },
  initial: "open",
  terminal: ["void"],
  steps: [
    { from: "open", command: "submit", to: "submitted", who: responsibleFor, guard: campaignRuns },
    { from: "returned", command: "submit", to: "submitted", who: responsibleFor, guard: campaignRuns },
    { from: "submitted", command: "withdraw", to: "open", who: ownSubmission, guard: runsAndNotOpened },
    { from: "submitted", command: "accept", to: "accepted", who: anotherReviewer, guard: campaignRuns },
    {
      from: "submitted",
      command: "return",
      to: "returned",
      who: anotherReviewer,
      guard: campaignRuns,
      needsReason: true,
    },
    {
      from: "accepted",
      command: "reopen",
      to: "returned",
      who: bureauLeader,
      guard: campaignRuns,
      needsReason: true,
    },
    ...fromEach(["open", "returned", "submitted"], (state) => ({
      from: state,
      command: "reassign",
      to: state,
      who: headOrBureau,
    })),
    ...fromEach(["open", "returned"], (state) => ({
      from: state,
      command: "waive",
      to: "waived",
      who: bureauOperator,
      guard: campaignRuns,
      needsReason: true,
    })),
    {
      from: "waived",
      command: "restore",
      to: "open",
      who: bureauOperator,
      guard: campaignRuns,
      needsReason: true,
    },
    ...fromEach(["open", "returned", "submitted"], (state) => ({
      from: state,
      command: "void",
      to: "void",
      who: theSystem,
    })),
  ],
  after: (work, assignments) =>
    replanReminders(
      work,
      assignments.map(({ id }) => id),
    ),
};
