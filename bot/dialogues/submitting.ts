import { myOpenTasks, type Task } from "../../src/actions/assignments.ts";
import { draftHash, lacksOf, submitTask, withdrawTask } from "../../src/actions/submissions.ts";
import { taskById } from "../../src/actions/tasks-in-hand.ts";
import { abandon, nextStep } from "./checklist.ts";
import type { Pending } from "./memory.ts";
import { recipientOf, submissionEcho } from "./prompts.ts";
import { focused, isOpen, lines, type Turn } from "./turn.ts";
import { lackWords } from "./words.ts";

/** 提交: refuses with the missing list, or echoes everything and waits for 确认. */
export async function offerSubmission(turn: Turn, addressed: Task | null): Promise<string> {
  const task = addressed ?? (await focused(turn))?.task ?? (await onlyReady(turn));
  if (!task) return "要提交哪一项?请先回“待办”选一项任务,再回“提交”。";
  if (!isOpen(task)) return `#${task.code}《${task.title}》已经报送过了,不用再交。`;
  await abandon(turn);
  turn.memory.focus = { taskId: task.id, asked: [] };
  const lacks = await lacksOf(turn.work, task);
  if (lacks.length > 0) {
    return lines(`#${task.code} 还不能提交:${lackWords(lacks)}。`, await nextStep(turn, task.id));
  }
  turn.memory.pending = { kind: "submit", taskId: task.id, hash: await draftHash(turn.work, task) };
  return submissionEcho(turn, task);
}

async function onlyReady(turn: Turn): Promise<Task | null> {
  const tasks = await myOpenTasks(turn.work);
  const ready: Task[] = [];
  for (const task of tasks) if ((await lacksOf(turn.work, task)).length === 0) ready.push(task);
  return ready.length === 1 ? (ready[0] ?? null) : null;
}

/** 确认: submits exactly what was echoed; when something changed meanwhile, echoes again. */
export async function confirmSubmission(
  turn: Turn,
  pending: Extract<Pending, { kind: "submit" }>,
): Promise<string> {
  const task = await taskById(turn.work, pending.taskId);
  if ((await draftHash(turn.work, task)) !== pending.hash) {
    return lines("刚才核对之后内容又有变动,请再看一遍。", await offerSubmission(turn, task));
  }
  const submission = await submitTask(turn.work, task.id);
  turn.memory.focus = null;
  turn.memory.pending = null;
  turn.memory.justSubmitted = task.id;
  const [next] = await myOpenTasks(turn.work);
  return lines(
    `✔ 已报送 #${task.code}《${task.title}》第${submission.revision}稿,等${recipientOf(task)}审核,结果会告诉您。`,
    next ? `下一项最急的是 #${next.code}《${next.title}》,回“继续”开始。` : "您的任务都交齐了,辛苦!",
  );
}

/** 取消 of a submission that was only echoed. */
export function notNow(turn: Turn): string {
  turn.memory.pending = null;
  return "好的,先不报。要改哪里请直接说,改好再回“提交”。";
}

/** 撤回: takes the submission back while no reviewer has opened it. */
export async function withdraw(turn: Turn, task: Task): Promise<string> {
  await withdrawTask(turn.work, task.id);
  turn.memory.focus = { taskId: task.id, asked: [] };
  return `已撤回 #${task.code}《${task.title}》,改好后请再回“提交”。`;
}
