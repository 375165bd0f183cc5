import { Extension } from "../../entities/extension.ts";
import { forbidden, guardFailed, invalid, notFound, stale } from "../errors.ts";
import { record } from "../machines/event.ts";
import { extensionMachine } from "../machines/extension.ts";
import { transition } from "../machines/machine.ts";
import { replanReminders } from "../machines/reminders.ts";
import { personOf, responsibleFor, reviewerOf } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { dayOf, endOf, sayDay } from "../workdays.ts";
import { seenTask, type Task } from "./assignments.ts";
import { atMost } from "./checking.ts";
import { decidedNow, type Order, voidAsked } from "./decisions.ts";
import { notify } from "./mail.ts";
import { nameOf, reviewers } from "./people.ts";
import { seenExtension } from "./request-reads.ts";
import { taskById } from "./tasks-in-hand.ts";

/** A request that waits for a decision, with its task. */
export interface AskedExtension {
  extension: Extension;
  task: Task;
}

/**
 * Asks for more time until the end of a day and tells the approvers; an earlier undecided request is replaced.
 * Refuses a day that is not after the present deadline, a missing reason, or work that is not open.
 */
export async function askExtension(
  work: Work,
  taskId: number,
  wish: { day: string; reason: string },
): Promise<Extension> {
  const task = await taskById(work, taskId);
  const whyNot = await responsibleFor(work, task);
  if (whyNot) throw forbidden(whyNot);
  if (task.state !== "open" && task.state !== "returned") throw guardFailed("这项任务已经报送,不需要延期");
  const reason = atMost(wish.reason.trim(), 300);
  if (reason === "") throw invalid("申请延期请写明原因");
  const toDue = endOf(wish.day);
  if (toDue <= task.dueAt || toDue <= work.now) {
    throw guardFailed(`延期要晚于现在的截止日${sayDay(dayOf(task.dueAt), work.now)}`);
  }
  await voidAsked(work, extensionMachine, { assignmentId: task.id, state: "asked" });
  const askedBy = personOf(work);
  if (askedBy === null) throw forbidden("延期要由责任人提出");
  const extension = work.db.create(Extension, {
    assignmentId: task.id,
    state: "asked",
    rowVersion: 1,
    fromDue: task.dueAt,
    toDue,
    reason,
    askedBy,
    askedAt: work.now,
  });
  await work.db.save(extension);
  await record(work, {
    subject: "extension",
    subjectId: extension.id,
    command: "ask",
    reason,
    payload: { toDue },
  });
  await askApprovers(work, task, extension);
  return extension;
}

/** Undecided requests that the actor may decide, oldest first. */
export async function extensionsToDecide(work: Work): Promise<AskedExtension[]> {
  const asked = await work.db.find(Extension, { where: { state: "asked" }, order: { id: "ASC" } });
  const mine: AskedExtension[] = [];
  for (const extension of asked) {
    const task = await seenTask(work, extension.assignmentId);
    if (extension.askedBy !== personOf(work) && (await reviewerOf(work, task)) === null)
      mine.push({ extension, task });
  }
  return mine;
}

/**
 * Grants or refuses a request. Granting moves the deadline and the reminders in this transaction; every earlier
 * deadline stays on record. Refuses the person who asked, and a second decision.
 */
export async function decideExtension(
  work: Work,
  extensionId: number,
  decision: { granted: boolean; reason?: string | undefined },
): Promise<Task> {
  const { granted, reason } = decision;
  if (!granted && !reason?.trim()) throw invalid("不同意延期请写明原因");
  const { extension, task } = await held(work, extensionId);
  if (extension.state !== "asked") throw stale("这项申请已经处理过了");
  await decide(
    work,
    { extension, task },
    { command: granted ? "grant" : "refuse", ...(reason ? { reason } : {}) },
  );
  return task;
}

/**
 * Gives a request one of its commands: grant, refuse (with a reason), or void for who asked. Refuses as transition
 * does, and with not-found what is not the actor's to see.
 */
export async function commandExtension(work: Work, id: number, order: Order): Promise<Extension> {
  await seenExtension(work, id);
  const asked = await held(work, id);
  await decide(work, asked, order);
  return asked.extension;
}

/** A request and its task, both locked; the task first, as everywhere. */
async function held(work: Work, id: number): Promise<AskedExtension> {
  const [parent]: { task: number }[] = await work.db.query(
    "SELECT assignment_id AS task FROM extension WHERE id = ?",
    [id],
  );
  if (!parent) throw notFound("这项延期申请");
  const task = await taskById(work, parent.task);
  const lock = { mode: "pessimistic_write" } as const;
  return { task, extension: await work.db.findOneOrFail(Extension, { where: { id }, lock }) };
}

async function decide(work: Work, { extension, task }: AskedExtension, order: Order): Promise<void> {
  await transition(work, extensionMachine, extension, {
    ...order,
    set: decidedNow(work, order),
    payload: { assignment: extension.assignmentId, toDue: extension.toDue },
  });
  if (extension.state === "granted") await moveDeadline(work, task, extension.toDue);
  if (extension.state !== "void") await tell(work, task, extension);
}

async function moveDeadline(work: Work, task: Task, dueAt: Date): Promise<void> {
  await work.db.query("UPDATE assignment SET due_at = ?, row_version = row_version + 1 WHERE id = ?", [
    dueAt,
    task.id,
  ]);
  await replanReminders(work, [task.id]);
}

async function askApprovers(work: Work, task: Task, extension: Extension): Promise<void> {
  const by = await nameOf(work, extension.askedBy);
  for (const approver of await reviewers(work, task.requirementId)) {
    if (approver.personId === extension.askedBy) continue;
    await notify(work, {
      personId: approver.personId,
      key: `extension:${extension.id}:${approver.personId}`,
      kind: "approval",
      body: `【延期申请】${task.unit} ${by}申请把 #${task.code}《${task.title}》从${sayDay(dayOf(extension.fromDue), work.now)}延到${sayDay(dayOf(extension.toDue), work.now)}。\n原因:${extension.reason}\n回“#${task.code} 批准”,或“#${task.code} 不同意 原因”。`,
    });
  }
}

async function tell(work: Work, task: Task, extension: Extension): Promise<void> {
  const outcome =
    extension.state === "granted"
      ? `延期已批准,新的截止日是${sayDay(dayOf(extension.toDue), work.now)}。`
      : `延期没有批准,仍是${sayDay(dayOf(extension.fromDue), work.now)}截止。原因:${extension.decisionReason}`;
  await notify(work, {
    personId: extension.askedBy,
    key: `extension-decision:${extension.id}`,
    kind: "decision",
    body: `${task.unit} #${task.code}《${task.title}》${outcome}`,
  });
}
