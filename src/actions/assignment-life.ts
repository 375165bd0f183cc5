import type { Submission } from "../../entities/submission.ts";
import { invalid } from "../errors.ts";
import { assignmentMachine } from "../machines/assignment.ts";
import { checkVersion, transition } from "../machines/machine.ts";
import { submissionMachine } from "../machines/submission.ts";
import type { Work } from "../work.ts";
import { dayOf, sayDay } from "../workdays.ts";
import { ownTask } from "./assignment-reads.ts";
import type { Task } from "./assignments.ts";
import type { Order } from "./decisions.ts";
import { seenSubmission } from "./request-reads.ts";
import { acceptTask, laterOf, returnTask, submitTask, withdrawTask } from "./submissions.ts";
import { taskById } from "./tasks-in-hand.ts";
import { tellOnce } from "./telling.ts";

/** A command for an assignment, with what some of them want: the hash seen, question numbers, words along, a post. */
export interface AssignmentOrder extends Order {
  hash?: string;
  items?: number[];
  remark?: string | null;
  postId?: number;
}

type Act = (work: Work, task: Task, order: AssignmentOrder) => Promise<unknown>;

const acts: Record<string, Act> = {
  submit: (work, { id }, { remark = null }) => submitTask(work, id, remark),
  withdraw: (work, { id }) => withdrawTask(work, id),
  accept: (work, { id }, { hash = "" }) => acceptTask(work, id, hash),
  return: (work, { id }, { hash = "", reason = "", items = [] }) =>
    returnTask(work, id, { hash, reason, items }),
  reopen: (work, task, order) => tellAfter(work, task, order, { dueAt: laterOf(task.dueAt, work) }),
  waive: tellAfter,
  restore: tellAfter,
  reassign,
};

/**
 * Gives an assignment one of its commands, with all that follows. Refuses as transition does, with stale an older
 * version, and with not-found what is not the actor's to see.
 */
export async function commandAssignment(work: Work, id: number, order: AssignmentOrder): Promise<Task> {
  await ownTask(work, id);
  const task = await taskById(work, id);
  checkVersion(task, order.expectedVersion);
  const act = Object.hasOwn(acts, order.command) ? acts[order.command] : undefined;
  if (act && isPossible(task, order.command)) await act(work, task, order);
  else await transition(work, assignmentMachine, task, { command: order.command });
  return taskById(work, id);
}

/** Is it declared from here? Else transition itself says what is. */
const isPossible = ({ state }: Task, command: string): boolean =>
  assignmentMachine.steps.some((step) => step.from === state && step.command === command);

/**
 * Gives a handed-in revision one of its commands; its assignment follows. Refuses as transition does, and with
 * not-found what is not the actor's to see.
 */
export async function commandSubmission(
  work: Work,
  id: number,
  order: Pick<AssignmentOrder, "command" | "reason" | "expectedVersion" | "hash" | "items">,
): Promise<Submission> {
  const { assignmentId } = await seenSubmission(work, id);
  await taskById(work, assignmentId);
  const submission = await seenSubmission(work, id);
  checkVersion(submission, order.expectedVersion);
  const { expectedVersion: _seen, ...rest } = order;
  // Only the newest revision waits for anybody, so that its assignment moves with it.
  if (submission.state === "submitted" && ["withdraw", "accept", "return"].includes(order.command))
    await commandAssignment(work, assignmentId, rest);
  else await transition(work, submissionMachine, submission, { command: order.command });
  return seenSubmission(work, id);
}

const told: Record<string, (task: Task, reason: string, due: string) => string> = {
  waive: ({ code, title }, reason) => `【免办】#${code}《${title}》不用再办。原因:${reason}`,
  restore: ({ code, title }, reason, due) => `【恢复】#${code}《${title}》还要办,${due}截止。原因:${reason}`,
  reopen: ({ code, title }, reason, due) =>
    `【重新打开】#${code}《${title}》已通过的材料要修改,${due}截止。原因:${reason}`,
};

async function tellAfter(work: Work, task: Task, order: Order, set: Partial<Task> = {}): Promise<void> {
  const { command, reason = "" } = order;
  await transition(work, assignmentMachine, task, { command, reason, set });
  const body = told[command]?.(task, reason, sayDay(dayOf(task.dueAt), work.now)) ?? "";
  await tellOnce(work, [task], { key: `${command}:${task.id}:${task.rowVersion}`, body: () => body });
}

async function reassign(work: Work, task: Task, { postId, reason }: AssignmentOrder): Promise<void> {
  const from = task.postId;
  const [post]: { id: number }[] = await work.db.query(
    `SELECT id FROM post WHERE id = ? AND unit_id = ? AND role IN ('responsible', 'office-operator')
     AND from_at <= ? AND (until_at IS NULL OR until_at > ?)`,
    [postId ?? 0, task.unitId, work.now, work.now],
  );
  if (!post) {
    const message = `请选${task.unit}现任的责任岗位`;
    throw invalid(message, [{ field: "postId", message }]);
  }
  await transition(work, assignmentMachine, task, {
    command: "reassign",
    set: { postId: post.id },
    payload: { fromPost: from, toPost: post.id },
    ...(reason === undefined ? {} : { reason }),
  });
  const both = [{ unitId: task.unitId, postId: from }, task];
  await tellOnce(work, from === null ? [task] : both, {
    key: `reassign:${task.id}:${task.rowVersion}`,
    body: () => `【移交】#${task.code}《${task.title}》换了责任人,请做好交接。`,
  });
}
