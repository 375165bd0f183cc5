import { type Task, tasksToReview } from "../../src/actions/assignments.ts";
import { listEvidence } from "../../src/actions/evidence.ts";
import { type AskedExtension, decideExtension } from "../../src/actions/extensions.ts";
import { type AskedHandover, grantHandover, refuseHandover } from "../../src/actions/handovers.ts";
import { nameOf } from "../../src/actions/people.ts";
import { questionnaireOf } from "../../src/actions/questions.ts";
import { acceptTask, openSubmission, returnTask } from "../../src/actions/submissions.ts";
import { dayOf, sayDay } from "../../src/workdays.ts";
import type { Pending } from "./memory.ts";
import { howToReview } from "./prompts.ts";
import { registryToReview } from "./registry-review.ts";
import { lines, type Turn } from "./turn.ts";
import { ranges, summary } from "./words.ts";

type Looking = Extract<Pending, { kind: "review" }>;

/** 待审: what waits for this reviewer. */
export async function toReview(turn: Turn): Promise<string> {
  const tasks = await tasksToReview(turn.work);
  const registered = await registryToReview(turn);
  if (tasks.length + registered.length === 0) return "现在没有等您审核的材料。";
  return lines(tasksWaiting(tasks), registeredWaiting(registered));
}

const registeredWaiting = (rows: string[]): string | null =>
  rows.length > 0
    ? lines(`有${rows.length}件登记等您审核:`, ...rows, `回“看 ${rows[0]?.split(" ")[0]}”查看内容。`)
    : null;

function tasksWaiting(tasks: Task[]): string | null {
  if (tasks.length === 0) return null;
  return lines(
    `有${tasks.length}份材料等您审核:`,
    ...tasks.map((task) => `#${task.code} ${task.unit}《${task.title}》`),
    `回“看 #${tasks[0]?.code}”查看内容。`,
  );
}

/** A verdict counts only on what the reviewer has just been shown; null when nothing waits for him. */
export async function lookFirst(turn: Turn): Promise<string | null> {
  const registered = await registryToReview(turn);
  if (registered.length + (await tasksToReview(turn.work)).length === 0) return null;
  return lines("请先看材料再审。", await toReview(turn));
}

/** Shows the newest revision; the decision that follows binds to exactly this one. */
export async function look(turn: Turn, task: Task): Promise<string> {
  const submission = await openSubmission(turn.work, task.id);
  const { questions } = await questionnaireOf(turn.work, task);
  turn.memory.pending = { kind: "review", taskId: task.id, hash: submission.hash, count: questions.length };
  const files = await listEvidence(turn.work, task.id);
  return lines(
    `#${task.code} ${task.unit}《${task.title}》第${submission.revision}稿,${await nameOf(turn.work, submission.submittedBy)}报送:`,
    questions.length > 0 ? summary(questions) : null,
    questions.length === 0 && files.length === 0 ? "零报告。" : null,
    questions.length === 0 && files.length > 0 ? `材料:${files.map((file) => file.name).join("、")}` : null,
    questions.length > 0 ? howToReview : "同意就回“通过”;要退,回“退回”加原因。",
  );
}

/** 通过. */
export async function accept(turn: Turn, pending: Looking): Promise<string> {
  const task = await acceptTask(turn.work, pending.taskId, pending.hash);
  turn.memory.pending = null;
  return lines(`✔ 已通过 #${task.code} ${task.unit}《${task.title}》,已告知报送人。`, await whatIsLeft(turn));
}

/** 退回: by question with the reason, or as a whole. */
export async function sendBack(
  turn: Turn,
  pending: Looking,
  back: { items: number[]; reason?: string | undefined },
): Promise<string> {
  const reason = back.reason?.trim();
  if (pending.count > 0 && back.items.length === 0)
    return "退回哪几题?请写题号和原因,如“退回3、5 没有签字照片”;全部退回就写“全部退回”加原因。";
  if (!reason) return "退回要写清哪几题、为什么,如“退回3、5 没有签字照片”。";
  const task = await returnTask(turn.work, pending.taskId, { hash: pending.hash, items: back.items, reason });
  turn.memory.pending = null;
  const what = back.items.length > 0 ? `第${ranges(back.items)}题` : "整份材料";
  return lines(
    `✔ 已退回 #${task.code} ${task.unit}《${task.title}》${what},已告知报送人,${sayDay(dayOf(task.dueAt), turn.work.now)}前重报。`,
    await whatIsLeft(turn),
  );
}

async function whatIsLeft(turn: Turn): Promise<string | null> {
  const left = await tasksToReview(turn.work);
  return left.length > 0 ? `还有${left.length}份待审,回“待审”查看。` : null;
}

/** 批准 or 不同意 of one request for more time. */
export async function decideOnExtension(
  turn: Turn,
  asked: AskedExtension,
  decision: { granted: boolean; reason?: string | undefined },
): Promise<string> {
  const { task, extension } = asked;
  if (!decision.granted && !decision.reason?.trim())
    return `不同意 #${task.code} 延期,请写明原因,如“#${task.code} 不同意 时间太紧”。`;
  await decideExtension(turn.work, extension.id, decision);
  const to = sayDay(dayOf(extension.toDue), turn.work.now);
  return decision.granted
    ? `✔ 已批准 ${task.unit} #${task.code}《${task.title}》延到${to},已告知申请人。`
    : `✔ 没有批准 ${task.unit} #${task.code} 的延期,已告知申请人。`;
}

/** Requests for more time that wait for this approver. */
export function extensionList(turn: Turn, asked: AskedExtension[]): string {
  return lines(
    `有${asked.length}项延期申请等您决定:`,
    ...asked.map(
      ({ task, extension }) =>
        `#${task.code} ${task.unit}《${task.title}》延到${sayDay(dayOf(extension.toDue), turn.work.now)},原因:${extension.reason}`,
    ),
    `请带编号回复,如“#${asked[0]?.task.code} 批准”。`,
  );
}

/** 批准 or 不同意 of one hand-over. A newcomer without a contact gets a binding code, which only the approver sees. */
export async function decideOnHandover(
  turn: Turn,
  asked: AskedHandover,
  decision: { granted: boolean; reason?: string | undefined },
): Promise<string> {
  const { handover, unit } = asked;
  if (!decision.granted) {
    if (!decision.reason?.trim())
      return `不同意移交请写明原因,如“不同意移交 ${handover.toName} 人还没到岗”。`;
    await refuseHandover(turn.work, handover.id, decision.reason);
    return `✔ 没有批准${unit}的移交,已告知申请人。`;
  }
  const done = await grantHandover(turn.work, handover.id);
  return lines(
    `✔ ${done.unit}的工作已移交给${done.to},共${done.moved}项未办结任务。`,
    done.code && `${done.to}还没有绑定微信,请把这个绑定码交给本人(7天有效,只用一次):${done.code}`,
  );
}
