import { myOpenTasks, type Task } from "../../src/actions/assignments.ts";
import { askExtension } from "../../src/actions/extensions.ts";
import { taskById } from "../../src/actions/tasks-in-hand.ts";
import { dayOf, plusDays, sayDay } from "../../src/workdays.ts";
import { nextStep } from "./checklist.ts";
import type { Pending } from "./memory.ts";
import { extensionAsk, extensionEcho, extensionWhy } from "./prompts.ts";
import { focused, isOpen, lines, type Turn } from "./turn.ts";

/** What was wished: an ISO day, or a number of days from the deadline, and a reason, where they were said. */
export interface Wish {
  to?: string | undefined;
  by?: string | undefined;
  reason?: string | undefined;
  warn?: string | undefined;
}

/** 延期: finds out which task, until when and why, then echoes the day with its weekday. */
export async function wishExtension(turn: Turn, addressed: Task | null, wish: Wish): Promise<string> {
  const task = addressed ?? (await focused(turn))?.task ?? (await onlyTask(turn));
  const reason = wish.reason ?? reasonIn(turn.message.text);
  if (!task) return askTask(turn, { to: wish.to ?? null, reason });
  if (!isOpen(task)) return `#${task.code}《${task.title}》已经报送,不需要延期。`;
  const to = wish.to ?? shifted(task, wish.by);
  if (!to) {
    turn.memory.pending = { kind: "extension-date", taskId: task.id, reason };
    return extensionAsk(turn, task);
  }
  return withDate(turn, task, { to, reason });
}

const noReason =
  /[延宽缓迟晚]|推后|来不及|完不成|[\d一二三四五六七八九十]+[月号日天周]|下周|月底|[吗么??]|能不能|可以|谢谢|您?好|麻烦|^[\s#A-Za-z0-9]*$/u;

/** A clause beside the day, such as 校长外出; it is echoed before it counts. */
function reasonIn(text: string): string | null {
  const clauses = text.split(/[,,。;;!!\n]/u).map((clause) => clause.trim());
  if (clauses.length < 2) return null;
  return clauses.filter((clause) => clause.length >= 3 && !noReason.test(clause)).join(",") || null;
}

async function askTask(turn: Turn, wish: { to: string | null; reason: string | null }): Promise<string> {
  const tasks = await myOpenTasks(turn.work);
  if (tasks.length === 0) return "您现在没有待办的任务,不需要延期。";
  turn.memory.pending = { kind: "extension-task", ...wish };
  const named = new Set(tasks.map((task) => task.unit)).size > 1;
  const rows = tasks.map((each) => `#${each.code} ${each.title}${named ? `(${each.unit})` : ""}`);
  return lines("要延期哪一项?请回它的编号:", ...rows);
}

async function onlyTask(turn: Turn): Promise<Task | null> {
  const tasks = await myOpenTasks(turn.work);
  return tasks.length === 1 ? (tasks[0] ?? null) : null;
}

/** A duration such as P2D or P2W counts from the deadline. */
function shifted(task: Task, by: string | undefined): string | null {
  const duration = by ? /^P(\d+)([DW])$/.exec(by) : null;
  if (!duration) return null;
  const days = Number(duration[1]) * (duration[2] === "W" ? 7 : 1);
  return plusDays(dayOf(task.dueAt), days);
}

function withDate(turn: Turn, task: Task, { to, reason }: { to: string; reason: string | null }): string {
  const due = dayOf(task.dueAt);
  const least = [due, dayOf(turn.work.now)].sort().at(-1) ?? due;
  if (to <= least) {
    turn.memory.pending = { kind: "extension-date", taskId: task.id, reason };
    return `${sayDay(to, turn.work.now)}不行:要晚于${sayDay(least, turn.work.now)}。想延到哪一天?不延了就回“取消”。`;
  }
  if (!reason) {
    turn.memory.pending = { kind: "extension-reason", taskId: task.id, to };
    return extensionWhy(turn, task, to);
  }
  turn.memory.pending = { kind: "extension-confirm", taskId: task.id, to, reason };
  return extensionEcho(turn, task, { to, reason });
}

/** Takes a day for a request that lacked it. */
export async function takeDate(
  turn: Turn,
  pending: Extract<Pending, { kind: "extension-date" | "extension-reason" | "extension-confirm" }>,
  wish: Wish,
): Promise<string> {
  const task = await taskById(turn.work, pending.taskId);
  return wishExtension(turn, task, { ...wish, reason: wish.reason ?? givenReason(pending) });
}

const givenReason = (pending: Pending): string | undefined =>
  "reason" in pending ? (pending.reason ?? undefined) : undefined;

/** Takes the reason for a request that lacked it. */
export async function takeReason(
  turn: Turn,
  pending: Extract<Pending, { kind: "extension-reason" }>,
  reason: string,
): Promise<string> {
  return withDate(turn, await taskById(turn.work, pending.taskId), { to: pending.to, reason });
}

/** 确认: sends the request to the approvers. */
export async function confirmExtension(
  turn: Turn,
  pending: Extract<Pending, { kind: "extension-confirm" }>,
): Promise<string> {
  await askExtension(turn.work, pending.taskId, { day: pending.to, reason: pending.reason });
  turn.memory.pending = null;
  const rest = turn.memory.focus ? await nextStep(turn, turn.memory.focus.taskId) : null;
  return lines("✔ 延期申请已经报上去了,批没批我都会告诉您。批准以前,还按原来的日期。", rest);
}
