import type { Task } from "../../src/actions/assignments.ts";
import { listEvidence } from "../../src/actions/evidence.ts";
import { inventoryKinds } from "../../src/actions/inventories.ts";
import { type Question, questionnaireOf } from "../../src/actions/questions.ts";
import { taskById, taskInHand } from "../../src/actions/tasks-in-hand.ts";
import { dayOf, sayDay } from "../../src/workdays.ts";
import type { Pending } from "./memory.ts";
import { askBroadcast, broadcastTextAsk, broadcastWhomAsk, roomEcho, urgingEcho } from "./order-words.ts";
import { formWords, noticeWords, reviewAsk, sureWords, whyAsk } from "./registry-prompts.ts";
import { byKeys, focused, lines, type Turn } from "./turn.ts";
import { batchWords, putWords, remarkWanted, summary } from "./words.ts";

type Kind = Pending["kind"];
type Waiting<K extends Kind> = Extract<Pending, { kind: K }>;

/** What the bot waits for, else the questions on the table, said once more; nothing is changed. Empty when there is neither. */
export async function onTable(turn: Turn): Promise<string> {
  const { pending, focus, paused } = turn.memory;
  if (paused) return restingWords;
  if (pending) return (prompts[pending.kind] as Prompt<Kind>)(turn, pending);
  const floor = await focused(turn);
  const asked = floor ? byKeys(floor.questions, focus?.asked ?? []) : [];
  return floor && asked.length > 0 ? putWords(floor.task, floor.questions, asked) : "";
}

/** Nothing said to a resting talk is an answer. */
export const restingWords = "现在停着,回“继续”就接着填。";

type Prompt<K extends Kind> = (turn: Turn, pending: Waiting<K>) => Promise<string> | string;

const prompts: { [K in Kind]: Prompt<K> } = {
  batch: async (turn, { taskId, keys, values }) => {
    const { questions } = await taskInHand(turn.work, taskId);
    return batchWords(
      byKeys(questions, keys).map((question, index) => ({ question, value: values[index] ?? "" })),
    );
  },
  doubt: async (turn, { taskId, key, value }) => {
    const question = await questionOf(turn, taskId, key);
    return question ? doubtWords(question, value) : "";
  },
  remark: async (turn, { taskId, key, value }) => {
    const question = await questionOf(turn, taskId, key);
    return question ? `第${question.no}题是“${value}”。${remarkWanted(value)}` : "";
  },
  evidence: async (turn, { taskId, key }) => {
    const question = key === null ? null : await questionOf(turn, taskId, key);
    return question ? `请发第${question.no}题的佐证,发完回“好了”。` : "请把文件或照片发给我,发完回“提交”。";
  },
  inventory: async (turn, { taskId, scope }) => inventoryWords(await taskById(turn.work, taskId), scope),
  "inventory-confirm": (_turn, { scope, names }) => inventoryEcho(scope, names),
  submit: async (turn, { taskId }) => submissionEcho(turn, await taskById(turn.work, taskId)),
  "extension-task": () => "要延期哪一项?请回它的编号。",
  "extension-date": async (turn, { taskId }) => extensionAsk(turn, await taskById(turn.work, taskId)),
  "extension-reason": async (turn, { taskId, to }) =>
    extensionWhy(turn, await taskById(turn.work, taskId), to),
  "extension-confirm": async (turn, pending) =>
    extensionEcho(turn, await taskById(turn.work, pending.taskId), pending),
  "handover-to": () => "请写接手人的全名;不移交了就回“取消”。",
  "handover-confirm": (_turn, { to }) => handoverEcho(to),
  "broadcast-text": () => broadcastTextAsk,
  "broadcast-whom": () => broadcastWhomAsk,
  "broadcast-confirm": (_turn, pending) => askBroadcast(pending),
  "room-confirm": (_turn, pending) => roomEcho(pending),
  "urge-confirm": (_turn, pending) => urgingEcho(pending),
  notice: noticeWords,
  form: (_turn, form) => formWords(form),
  why: whyAsk,
  sure: sureWords,
  "registry-review": reviewAsk,
  review: async (turn, { taskId }) => {
    const task = await taskById(turn.work, taskId);
    return `正在看 #${task.code} ${task.unit}《${task.title}》。${howToReview}`;
  },
};

async function questionOf(turn: Turn, taskId: number, key: string): Promise<Question | undefined> {
  return byKeys((await taskInHand(turn.work, taskId)).questions, [key])[0];
}

/** One answer that was said weakly, to be made sure of. */
const doubtWords = ({ no, question }: Pick<Question, "no" | "question">, value: string): string =>
  `第${no}题(${question})记“${value}”,对吗?对就回“确认”,不对请直接说。`;

/** Asks which media, platforms or targets a unit has. */
export function inventoryWords(task: Task, scope: keyof typeof inventoryKinds): string {
  const { title, kinds } = inventoryKinds[scope];
  return lines(
    `#${task.code} 先说一下,本单位有哪些${title}?`,
    kinds.map((kind, index) => `${index + 1}. ${kind}`).join("\n"),
    "有哪几种就回序号(如“1 4”)或名称;一种都没有,回“零报告”。",
  );
}

/** The list as it was understood. */
export function inventoryEcho(scope: keyof typeof inventoryKinds, names: string[]): string {
  const { title } = inventoryKinds[scope];
  if (names.length === 0) return `记为零报告:本单位没有${title}。对就回“确认”,不对请直接说有哪些。`;
  return `本单位有${names.length}种${title}:${names.join("、")}。对就回“确认”,不对请重新说一遍。`;
}

/** Everything that is about to be handed in. */
export async function submissionEcho(turn: Turn, task: Task): Promise<string> {
  return lines(
    `请核对 #${task.code}《${task.title}》(${task.unit}):`,
    await contentWords(turn, task),
    `没有问题请回“确认”,我就报给${recipientOf(task)};还要改,请直接说。`,
  );
}

async function contentWords(turn: Turn, task: Task): Promise<string> {
  const { questions } = await questionnaireOf(turn.work, task);
  if (questions.length > 0) return summary(questions);
  if (task.kind === "checklist") return "零报告:没有要填报的内容。";
  const files = await listEvidence(turn.work, task.id);
  return files.map((file) => `${file.no}. ${file.name}`).join("\n");
}

/** Who a task is handed in to. Some plans do not say. */
export const recipientOf = (task: Pick<Task, "recipient">): string =>
  task.recipient && !task.recipient.includes("未写明") ? task.recipient : "教体局";

/** Asks until when. */
export const extensionAsk = (turn: Turn, task: Task): string =>
  `#${task.code}《${task.title}》现在是${sayDay(dayOf(task.dueAt), turn.work.now)}截止。想延到哪一天?不延了就回“取消”。`;

/** Asks why. */
export const extensionWhy = (turn: Turn, task: Task, to: string): string =>
  `#${task.code}《${task.title}》想延到${sayDay(to, turn.work.now)},请写一句原因。`;

/** The request as it will be put to the approver. */
export function extensionEcho(
  turn: Turn,
  task: Task,
  { to, reason }: { to: string; reason: string },
): string {
  return lines(
    `申请把 #${task.code}《${task.title}》从${sayDay(dayOf(task.dueAt), turn.work.now)}延到${sayDay(to, turn.work.now)}。`,
    `原因:${reason}`,
    "对就回“确认”,我去请示;日期不对请直接说;不延了回“取消”。",
  );
}

/** The hand-over as it will be put to the administrators. */
export const handoverEcho = (to: string): string =>
  `申请把您的督办工作移交给${to}。管理员核准前仍由您负责。对就回“确认”,不移交了回“取消”。`;

/** What a reviewer may say. */
export const howToReview = "同意就回“通过”;要退,回“退回 题号 原因”,如“退回3、5 没有签字”。";
