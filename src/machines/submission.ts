import { Submission } from "../../entities/submission.ts";
import type { Work } from "../work.ts";
import type { Check, Machine } from "./machine.ts";
import { personOf, responsibleFor, reviewerOf, theSystem } from "./who.ts";

async function parentOf(
  work: Work,
  submission: Submission,
): Promise<{ unitId: number; requirementId: number }> {
  const [row] = (await work.db.query(
    "SELECT unit_id AS unitId, requirement_id AS requirementId FROM assignment WHERE id = ?",
    [submission.assignmentId],
  )) as { unitId: number; requirementId: number }[];
  if (!row) throw new Error(`submission ${submission.id} has no assignment`);
  return row;
}

const responsible: Check<Submission> = async (work, submission) =>
  responsibleFor(work, await parentOf(work, submission));

const anotherReviewer: Check<Submission> = async (work, submission) => {
  const whyNot = await reviewerOf(work, await parentOf(work, submission));
  if (whyNot) return whyNot;
  return submission.submittedBy === personOf(work) ? "报送人不能审核自己报送的材料" : null;
};

const submitter: Check<Submission> = (work, submission) =>
  submission.submittedBy === personOf(work) ? null : "只有报送人本人可以撤回";

const notOpened: Check<Submission> = (_work, submission) =>
  submission.openedAt ? "审核人已经在看,不能撤回,请联系接收科室" : null;

/** A decision binds to the bytes that the reviewer saw. */
const sameContent: Check<Submission> = (_work, submission, request) =>
  (request.payload as { hash?: string } | undefined)?.hash === submission.hash
    ? null
    : "材料已有新的一稿,请看过最新一稿再决定";

/** One revision of handed-in material; immutable once submitted. */
export const submissionMachine: Machine<Submission> = {
  name: "submission",
  title: "报送材料",
  entity: Submission,
  column: "state",
  states: {
    draft: "草稿",
    submitted: "待审核",
    accepted: "已通过",
    returned: "已退回",
    withdrawn: "已撤回",
    superseded: "已被新稿取代",
  },
  commands: {
    submit: "报送",
    discard: "放弃",
    withdraw: "撤回",
    accept: "通过",
    return: "退回",
    supersede: "取代",
  },
  initial: "draft",
  terminal: ["withdrawn", "superseded"],
  steps: [
    { from: "draft", command: "submit", to: "submitted", who: responsible },
    { from: "draft", command: "discard", to: "withdrawn", who: responsible },
    { from: "submitted", command: "withdraw", to: "withdrawn", who: submitter, guard: notOpened },
    { from: "submitted", command: "accept", to: "accepted", who: anotherReviewer, demands: sameContent },
    {
      from: "submitted",
      command: "return",
      to: "returned",
      who: anotherReviewer,
      demands: sameContent,
      needsReason: true,
    },
    { from: "returned", command: "supersede", to: "superseded", who: theSystem },
    { from: "accepted", command: "supersede", to: "superseded", who: theSystem },
  ],
};
