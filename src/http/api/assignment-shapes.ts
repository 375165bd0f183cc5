import Type, { type Static } from "typebox";
import type { Submission } from "../../../entities/submission.ts";
import type { AssignmentDetail, ListedTask } from "../../actions/assignment-reads.ts";
import type { Question } from "../../actions/questions.ts";
import { assignmentMachine } from "../../machines/assignment.ts";
import { optionsOf } from "../../machines/machine.ts";
import { submissionMachine } from "../../machines/submission.ts";
import type { Work } from "../../work.ts";
import { Commands, Count, fields, Id, iso, isoOrNull, Moment, oneOf, orNull, Version } from "./schemas.ts";

/** The values an answer may have. */
export const Value = oneOf(["是", "否", "部分", "整改中", "不涉及"]);

/** A task of a unit, as it is listed. */
export const AssignmentShown = fields({
  id: Id,
  version: Version,
  code: Type.String({ description: "对话里用的短编号,如 #K7" }),
  campaignId: Id,
  campaign: Type.String(),
  taskId: Id,
  requirementId: Id,
  title: Type.String(),
  kind: oneOf(["checklist", "deliverable"]),
  unitId: Id,
  unit: Type.String(),
  recipient: Type.String(),
  form: Type.Array(Type.String()),
  state: Type.String(),
  stateName: Type.String(),
  startsAt: orNull(Moment),
  dueAt: Moment,
  originalDueAt: Moment,
  overdue: Type.Boolean(),
  commands: Commands,
});

/** Tells a task of a unit. */
export async function showAssignment(work: Work, task: ListedTask): Promise<Static<typeof AssignmentShown>> {
  const { id, code, campaignId, campaign, taskId, requirementId, title, kind, unitId, unit } = task;
  const { recipient, form, state, overdue } = task;
  return {
    id,
    version: task.rowVersion,
    code,
    campaignId,
    campaign,
    taskId,
    requirementId,
    title,
    kind,
    unitId,
    unit,
    recipient,
    form,
    state,
    overdue,
    stateName: assignmentMachine.states[state] ?? state,
    startsAt: isoOrNull(task.startsAt),
    dueAt: iso(task.dueAt),
    originalDueAt: iso(task.originalDueAt),
    commands: await optionsOf(work, assignmentMachine, task),
  };
}

const QuestionShown = fields({
  no: Count,
  key: Type.String({ description: "题目在这份清单里的标识,作答时用它" }),
  subject: Type.String({ description: "问的是哪个媒体、平台或对象;为空是问本单位" }),
  question: Type.String(),
  polarity: Type.String(),
  evidence: Type.String(),
  files: Count,
  state: Type.String(),
  value: orNull(Value),
  note: orNull(Type.String()),
  proposedValue: orNull(Value),
  returnedBecause: orNull(Type.String()),
});

const unanswered = {
  state: "blank",
  value: null,
  note: null,
  proposedValue: null,
  flagReason: null,
} as const;

function showQuestion(question: Question): Static<typeof QuestionShown> {
  const { no, key, subject, question: words, polarity, evidence, files } = question;
  const { state, value, note, proposedValue, flagReason } = question.answer ?? unanswered;
  return {
    no,
    key,
    subject,
    question: words,
    polarity,
    evidence,
    files,
    state,
    value: value as Static<typeof Value> | null,
    note,
    proposedValue: proposedValue as Static<typeof Value> | null,
    returnedBecause: flagReason,
  };
}

/** One revision that was handed in. */
export const SubmissionShown = fields({
  id: Id,
  version: Version,
  assignmentId: Id,
  revision: Count,
  state: Type.String(),
  stateName: Type.String(),
  hash: Type.String({ description: "审核时要带上,表示审的就是这一稿" }),
  content: fields({
    answers: Type.Array(
      fields({
        no: Count,
        item: Type.String(),
        subject: Type.String(),
        value: Type.String(),
        note: orNull(Type.String()),
        files: Type.Array(Type.String()),
      }),
    ),
    files: Type.Array(Type.String()),
    remark: orNull(Type.String()),
  }),
  submittedAt: orNull(Moment),
  openedAt: orNull(Moment),
  decidedAt: orNull(Moment),
  reason: orNull(Type.String()),
  commands: Commands,
});

/** Tells a revision. */
export async function showSubmission(
  work: Work,
  submission: Submission,
): Promise<Static<typeof SubmissionShown>> {
  const { id, rowVersion, assignmentId, revision, state, hash, content, reason } = submission;
  const { answers, files, remark } = content;
  return {
    id,
    version: rowVersion,
    assignmentId,
    revision,
    state,
    hash,
    reason,
    stateName: submissionMachine.states[state] ?? state,
    content: {
      answers: answers.map(({ no, item, subject, value, note, files: proof }) => ({
        no,
        item,
        subject,
        value,
        note,
        files: proof,
      })),
      files,
      remark,
    },
    submittedAt: isoOrNull(submission.submittedAt),
    openedAt: isoOrNull(submission.openedAt),
    decidedAt: isoOrNull(submission.decidedAt),
    commands: await optionsOf(work, submissionMachine, submission),
  };
}

/** A task of a unit with all that hangs on it. */
export const AssignmentDetailShown = fields({
  ...AssignmentShown.properties,
  questions: Type.Array(QuestionShown),
  undeclared: Type.Array(oneOf(["medium", "platform", "target"]), {
    description: "还没有填清单的:媒体、平台、治理对象",
  }),
  lacks: Type.Array(Type.String({ description: "报送前还缺什么" })),
  evidence: Type.Array(fields({ id: Id, no: Count, name: Type.String(), question: orNull(Type.String()) })),
  submissions: Type.Array(SubmissionShown),
});

/** Tells a task with all that hangs on it. */
export async function showWhole(
  work: Work,
  detail: AssignmentDetail,
): Promise<Static<typeof AssignmentDetailShown>> {
  const keys = new Map(detail.questions.map((each) => [each.answer?.id ?? 0, each.key]));
  return {
    ...(await showAssignment(work, detail.task)),
    questions: detail.questions.map(showQuestion),
    undeclared: detail.undeclared as ("medium" | "platform" | "target")[],
    lacks: detail.lacks.map(lackWords),
    evidence: detail.evidence.map(({ id, no, name, answerId }) => ({
      id,
      no,
      name,
      question: answerId === null ? null : (keys.get(answerId) ?? null),
    })),
    submissions: await Promise.all(detail.submissions.map((each) => showSubmission(work, each))),
  };
}

const lackWords = ({ no, words }: AssignmentDetail["lacks"][number]): string =>
  no > 0 ? `第${no}题:${words}` : words;
