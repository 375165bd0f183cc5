import { createHash } from "node:crypto";
import { Submission, type SubmittedContent } from "../../entities/submission.ts";
import { forbidden, guardFailed, invalid, notFound } from "../errors.ts";
import { assignmentMachine } from "../machines/assignment.ts";
import { transition } from "../machines/machine.ts";
import { submissionMachine } from "../machines/submission.ts";
import { personOf, responsibleFor, reviewerOf } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { dayOf, endOf } from "../workdays.ts";
import { flagAnswer } from "./answers.ts";
import type { Task } from "./assignments.ts";
import { listEvidence } from "./evidence.ts";
import { notify } from "./mail.ts";
import { nameOf, reviewers } from "./people.ts";
import { isProblem, lackOf, type Question, questionnaireOf } from "./questions.ts";
import { taskById } from "./tasks-in-hand.ts";

/** One thing that keeps a task from being submitted; `no` is 0 for the task as a whole. */
export interface Lack {
  no: number;
  words: string;
}

/** Working days that a returned task is given at least. */
const returnDays = 2;

/** What is missing before a task may be submitted; empty when it is complete. */
export async function lacksOf(work: Work, task: Task): Promise<Lack[]> {
  const { questions, undeclared } = await questionnaireOf(work, task);
  if (undeclared.length > 0) return [{ no: 0, words: "还没有说明本单位有哪些媒体或平台" }];
  const lacks = questions.flatMap((question) => {
    const words = lackOf(question);
    return words ? [{ no: question.no, words }] : [];
  });
  if (task.kind === "deliverable" && (await handedIn(work, task.id)).length === 0) {
    return [{ no: 0, words: "还没有收到材料,请把文件直接发给我" }];
  }
  return lacks;
}

/**
 * Submits a task: freezes what was answered and handed in as the next revision, and asks its reviewers. Refuses
 * with forbidden whoever does not answer for the unit, and with guard-failed and the missing list while it is
 * incomplete. `remark` are the person's words along with it.
 */
export async function submitTask(
  work: Work,
  taskId: number,
  remark: string | null = null,
): Promise<Submission> {
  const task = await taskById(work, taskId);
  const whyNot = await responsibleFor(work, task);
  if (whyNot) throw forbidden(whyNot);
  const lacks = await lacksOf(work, task);
  if (lacks.length > 0) throw guardFailed("还有没完成的内容,不能报送", { lacks });
  const content = await contentOf(work, task, remark);
  await supersedeReturned(work, task.id);
  const submission = await nextRevision(work, task.id, content);
  await transition(work, submissionMachine, submission, {
    command: "submit",
    set: { submittedBy: personOf(work), submittedAt: work.now },
    payload: { hash: submission.hash },
  });
  await transition(work, assignmentMachine, task, {
    command: "submit",
    payload: { revision: submission.revision },
  });
  await askReviewers(work, task, submission);
  return submission;
}

/** Takes a submission back before a reviewer has opened it. */
export async function withdrawTask(work: Work, taskId: number): Promise<void> {
  const task = await taskById(work, taskId);
  const submission = await latestSubmission(work, taskId);
  if (!submission) throw notFound("已报送的材料");
  await transition(work, submissionMachine, submission, { command: "withdraw" });
  await transition(work, assignmentMachine, task, { command: "withdraw" });
}

/** Accepts the revision that the reviewer saw, told by its hash. */
export async function acceptTask(work: Work, taskId: number, hash: string): Promise<Task> {
  const { task, submission } = await underReview(work, taskId);
  await transition(work, submissionMachine, submission, {
    command: "accept",
    payload: { hash },
    set: { decidedBy: personOf(work), decidedAt: work.now },
  });
  await transition(work, assignmentMachine, task, { command: "accept" });
  await tellSubmitter(work, task, submission, `已审核通过,感谢您的配合。`);
  return task;
}

/** What a reviewer sends back: the hash seen, the reason, and the numbers of the questions; none for all of it. */
export interface Return {
  hash: string;
  reason: string;
  items: number[];
}

/** Returns a submission: only the flagged questions are asked again. Refuses numbers that do not exist. */
export async function returnTask(work: Work, taskId: number, back: Return): Promise<Task> {
  const { task, submission } = await underReview(work, taskId);
  const { questions } = await questionnaireOf(work, task);
  const unknown = back.items.filter((no) => !questions.some((question) => question.no === no));
  if (unknown.length > 0) throw invalid(`没有第${unknown.join("、")}题,这份表共${questions.length}题`);
  for (const question of questions.filter((each) => back.items.includes(each.no))) {
    if (question.answer) await flagAnswer(work, question.answer, back.reason);
  }
  await transition(work, submissionMachine, submission, {
    command: "return",
    reason: back.reason,
    payload: { hash: back.hash, items: back.items },
    set: { decidedBy: personOf(work), decidedAt: work.now, reason: back.reason },
  });
  const dueAt = laterOf(task.dueAt, work);
  await transition(work, assignmentMachine, task, { command: "return", reason: back.reason, set: { dueAt } });
  const what = back.items.length > 0 ? `第${back.items.join("、")}题` : "整份材料";
  await tellSubmitter(
    work,
    task,
    submission,
    `被退回:${what}。原因:${back.reason}。回“#${task.code}”改好后再提交。`,
  );
  return task;
}

/** The newest revision of a task, for its reviewer; the look is noted, after which it cannot be withdrawn. */
export async function openSubmission(work: Work, taskId: number): Promise<Submission> {
  const { task, submission } = await underReview(work, taskId);
  const whyNot = await reviewerOf(work, task);
  if (whyNot) throw forbidden(whyNot);
  if (!submission.openedAt) {
    submission.openedAt = work.now;
    await work.db.query("UPDATE submission SET opened_at = ? WHERE id = ?", [work.now, submission.id]);
  }
  return submission;
}

/** The newest revision of a task, or null. */
async function latestSubmission(work: Work, taskId: number): Promise<Submission | null> {
  return work.db.findOne(Submission, { where: { assignmentId: taskId }, order: { revision: "DESC" } });
}

async function underReview(work: Work, taskId: number): Promise<{ task: Task; submission: Submission }> {
  const task = await taskById(work, taskId);
  const submission = await latestSubmission(work, taskId);
  if (!submission) throw notFound("已报送的材料");
  return { task, submission };
}

/** A deadline that leaves some working days from now at least. */
export const laterOf = (dueAt: Date, work: Work): Date => {
  const { workdays } = work.rules;
  const given = endOf(workdays.after(dayOf(work.now), returnDays));
  return given > dueAt ? given : dueAt;
};

/** The hash that a submission of the present answers and files would have, without a remark. */
export async function draftHash(work: Work, task: Task): Promise<string> {
  return hashOf(await contentOf(work, task, null));
}

const hashOf = (content: SubmittedContent): string =>
  createHash("sha256").update(JSON.stringify(content)).digest("hex");

async function contentOf(work: Work, task: Task, remark: string | null): Promise<SubmittedContent> {
  const { questions } = await questionnaireOf(work, task);
  const evidence = await hashesByAnswer(work, task.id);
  return {
    answers: questions.map((question) => frozen(question, evidence)),
    files: evidence.get(0) ?? [],
    remark,
  };
}

const frozen = (
  question: Question,
  evidence: Map<number, string[]>,
): SubmittedContent["answers"][number] => ({
  no: question.no,
  item: question.itemKey,
  subject: question.subject,
  value: question.answer?.value ?? "",
  note: question.answer?.note ?? null,
  files: evidence.get(question.answer?.id ?? -1) ?? [],
});

async function hashesByAnswer(work: Work, taskId: number): Promise<Map<number, string[]>> {
  const rows: { answer: number | null; hash: string }[] = await work.db.query(
    "SELECT answer_id AS answer, hash FROM evidence WHERE assignment_id = ? AND removed_at IS NULL ORDER BY id",
    [taskId],
  );
  const hashes = new Map<number, string[]>();
  for (const { answer, hash } of rows) {
    const owner = answer ?? 0;
    hashes.set(owner, [...(hashes.get(owner) ?? []), hash]);
  }
  return hashes;
}

async function handedIn(work: Work, taskId: number): Promise<{ name: string }[]> {
  return (await listEvidence(work, taskId)).filter((evidence) => evidence.answerId === null);
}

async function nextRevision(
  work: Work,
  assignmentId: number,
  content: SubmittedContent,
): Promise<Submission> {
  const previous = await latestSubmission(work, assignmentId);
  const submission = work.db.create(Submission, {
    assignmentId,
    revision: (previous?.revision ?? 0) + 1,
    state: "draft",
    rowVersion: 1,
    content,
    hash: hashOf(content),
  });
  const { identifiers } = await work.db.insert(Submission, submission);
  submission.id = identifiers[0]?.id as number;
  return submission;
}

async function supersedeReturned(work: Work, assignmentId: number): Promise<void> {
  const earlier = await work.db.findBy(Submission, { assignmentId, state: "returned" });
  for (const submission of earlier) {
    await transition({ ...work, actor: { kind: "system", name: "submit" } }, submissionMachine, submission, {
      command: "supersede",
    });
  }
}

async function askReviewers(work: Work, task: Task, submission: Submission): Promise<void> {
  const problems = await problemCount(work, task);
  const by = await nameOf(work, submission.submittedBy);
  for (const reviewer of await reviewers(work, task.requirementId)) {
    if (reviewer.personId === submission.submittedBy) continue;
    await notify(work, {
      personId: reviewer.personId,
      key: `review:${submission.id}:${reviewer.personId}`,
      kind: "review",
      body: `【待审核】${task.unit} ${by}报送了 #${task.code}《${task.title}》第${submission.revision}稿${problems}。\n回“看 #${task.code}”查看内容;看过后回“#${task.code} 通过”,或“#${task.code} 退回 题号 原因”。`,
    });
  }
}

async function problemCount(work: Work, task: Task): Promise<string> {
  const { questions } = await questionnaireOf(work, task);
  if (questions.length === 0) return "";
  const problems = questions.filter((question) => isProblem(question, question.answer?.value ?? "")).length;
  return `,共${questions.length}题,自查出${problems}个问题`;
}

async function tellSubmitter(work: Work, task: Task, submission: Submission, words: string): Promise<void> {
  if (submission.submittedBy === null) return;
  await notify(work, {
    personId: submission.submittedBy,
    key: `decision:${submission.id}`,
    kind: "decision",
    body: `${task.unit} #${task.code}《${task.title}》第${submission.revision}稿${words}`,
  });
}
