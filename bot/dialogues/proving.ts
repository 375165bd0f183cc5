import type { Task } from "../../src/actions/assignments.ts";
import { attachFiles, listEvidence, removeEvidence } from "../../src/actions/evidence.ts";
import { isAnswered, lackOf, type Question, questionnaireOf } from "../../src/actions/questions.ts";
import { taskInHand } from "../../src/actions/tasks-in-hand.ts";
import { nextStep, putQuestions } from "./checklist.ts";
import type { Held, Pending } from "./memory.ts";
import { onTable } from "./prompts.ts";
import { offerSubmission } from "./submitting.ts";
import { byKeys, type Floor, focused, isOpen, lines, type Turn } from "./turn.ts";

type Evidence = Extract<Pending, { kind: "evidence" }>;
type Sent = { hash: string; name: string; inboxId: number };

/** A photo or file: to the question that waits for one, to a deliverable, or held until the person says where. */
export async function takeFile(
  turn: Turn,
  addressed: { task: Task; no: number | null } | null,
): Promise<string> {
  const { file, fileProblem, inboxId } = turn.message;
  if (!file) return `${fileProblem ?? "这个文件没有收到"}。`;
  const sent = { ...file, inboxId };
  if (addressed) return takeAddressed(turn, addressed, sent);
  const waits = waitingFor(turn);
  const floor = await floorFor(turn, waits?.taskId);
  return floor && isOpen(floor.task) ? takeHere(turn, floor, { sent, key: waits?.key ?? null }) : homeless;
}

const homeless = "文件收到了,但不知道是哪项任务的。请先回“待办”选一项,再发一次。";

async function takeAddressed(
  turn: Turn,
  { task, no }: { task: Task; no: number | null },
  sent: Sent,
): Promise<string> {
  const floor = await taskInHand(turn.work, task.id);
  if (no !== null) return takeNumbered(turn, floor, no, sent);
  return takeHere(turn, floor, { sent, key: null });
}

/** What waits for a file, unless this one was sent before it was asked for. */
function waitingFor({ early, memory: { pending } }: Turn): Evidence | null {
  return pending?.kind === "evidence" && !early ? pending : null;
}

async function floorFor(turn: Turn, meant: number | undefined): Promise<Floor | null> {
  const taskId = meant ?? turn.memory.focus?.taskId;
  return taskId ? taskInHand(turn.work, taskId) : null;
}

async function takeNumbered(turn: Turn, floor: Floor, no: number, sent: Sent): Promise<string> {
  const question = numbered(floor, no);
  if (!question)
    return `#${floor.task.code} 没有第${no}题,共${floor.questions.length}题。文件没有存,请再发一次。`;
  return attachTo(turn, floor, { question, files: [sent] });
}

async function takeHere(
  turn: Turn,
  floor: Floor,
  { sent, key }: { sent: Sent; key: string | null },
): Promise<string> {
  const [question] = byKeys(floor.questions, key === null ? [] : [key]);
  if (question) return attachTo(turn, floor, { question, files: [sent] });
  if (floor.task.kind === "deliverable") return attachTo(turn, floor, { question: null, files: [sent] });
  const { held } = turn.memory;
  return hold(turn, floor, [...(held?.taskId === floor.task.id ? held.files : []), sent]);
}

const numbered = ({ questions }: Floor, no: number): Question | null =>
  questions.find((question) => question.no === no) ?? null;

/** Which question a file proves is never guessed: the likely ones are offered. A burst is held together. */
async function hold(turn: Turn, floor: Floor, files: Sent[]): Promise<string> {
  const { last, focus } = turn.memory;
  const keys = [...new Set([...(last?.taskId === floor.task.id ? [last.key] : []), ...(focus?.asked ?? [])])];
  const offer = byKeys(floor.questions, keys);
  const [only] = offer;
  if (offer.length === 1 && only && !turn.early) return attachTo(turn, floor, { question: only, files });
  turn.memory.held = { taskId: floor.task.id, files, offer: keys };
  return heldWords(turn, floor);
}

/** Asks which question the files prove that were sent. */
function heldWords(turn: Turn, floor: Floor): string {
  const { held } = turn.memory;
  const offer = byKeys(floor.questions, held?.offer ?? []);
  return lines(
    `收到${held?.files.length}份。放到哪一题?请回题号,如“第${offer[0]?.no ?? 1}题”:`,
    ...offer.map((question) => `· 第${question.no}题 ${question.question}`),
    "不要了就回“取消”。",
  );
}

/** A short word about files that still wait for a place; empty when none does. */
export const heldReminder = (turn: Turn): string =>
  turn.memory.held ? `(刚发的${turn.memory.held.files.length}份文件还没放:回“第几题”,或“取消”。)` : "";

interface Placement {
  question: Question | null;
  files: Sent[];
}

async function attachTo(turn: Turn, floor: Floor, { question, files }: Placement): Promise<string> {
  await attachFiles(turn.work, floor.task, question, files);
  const where = question ? `第${question.no}题` : `《${floor.task.title}》`;
  const count = await countAt(turn, floor.task, question);
  const name = files.at(-1)?.name;
  const done = question
    ? `✔ 已放到第${question.no}题作佐证,现有${count}份。`
    : `✔ 已收到“${name}”,${where}现有${count}份材料。`;
  return lines(done, await afterFile(turn, floor, question));
}

/** More of the burst may follow, unless something else is waited for that must not be forgotten. */
async function afterFile(turn: Turn, { task }: Floor, question: Question | null): Promise<string> {
  const { pending } = turn.memory;
  if (pending?.kind === "submit") return offerSubmission(turn, task);
  if (pending && pending.kind !== "evidence") return onTable(turn);
  turn.memory.pending = { kind: "evidence", taskId: task.id, key: question?.key ?? null };
  return question ? "还可以接着发,发完回“好了”。" : "还可以接着发,发完回“提交”。";
}

async function countAt(turn: Turn, task: Task, question: Question | null): Promise<number> {
  const { questions } = await questionnaireOf(turn.work, task);
  const answerId = questions.find((each) => each.key === question?.key)?.answer?.id ?? null;
  return (await listEvidence(turn.work, task.id)).filter((each) => each.answerId === answerId).length;
}

/** Puts held files where the person says. */
export async function place(turn: Turn, held: Held, no: number): Promise<string> {
  const floor = await taskInHand(turn.work, held.taskId);
  const question = numbered(floor, no);
  if (!question) return `没有第${no}题,#${floor.task.code} 共${floor.questions.length}题。请再回一次题号。`;
  turn.memory.held = null;
  return attachTo(turn, floor, { question, files: held.files });
}

/** Lets held files go. */
export async function letGo(turn: Turn): Promise<string> {
  turn.memory.held = null;
  return lines("好的,刚发的文件不要了。", await onTable(turn));
}

/** 好了: the burst is over. */
export async function proven(turn: Turn, pending: Evidence): Promise<string> {
  const floor = await taskInHand(turn.work, pending.taskId);
  const [question] = byKeys(floor.questions, pending.key ? [pending.key] : []);
  const missing = question && lackOf(question) === "缺佐证" && `第${question.no}题还没有收到佐证,以后要补。`;
  turn.memory.pending = null;
  const asked = byKeys(floor.questions, turn.memory.focus?.asked ?? []).filter((each) => !isAnswered(each));
  if (asked.length > 0) return lines(missing, putQuestions(turn, floor.task, floor.questions, asked));
  return lines(missing, await nextStep(turn, floor.task.id, question?.no));
}

/** 佐证: lists what was sent, by number. */
export async function listFiles(turn: Turn): Promise<string> {
  const floor = await focused(turn);
  if (!floor) return "请先回“待办”选一项任务。";
  const files = await listEvidence(turn.work, floor.task.id);
  if (files.length === 0) return `#${floor.task.code} 还没有收到佐证。`;
  const rows = files.map((file) => {
    const question = floor.questions.find((each) => each.answer?.id === file.answerId);
    return `${file.no}. ${question ? `第${question.no}题` : "材料"}:${file.name}`;
  });
  return lines(`#${floor.task.code} 已收到的佐证:`, ...rows, "要去掉哪一份,回“删除佐证1”;要换,删掉再发。");
}

/** 删除佐证2: takes one back. */
export async function dropFile(turn: Turn, no: number): Promise<string> {
  const floor = await focused(turn);
  if (!floor) return "请先回“待办”选一项任务。";
  const removed = await removeEvidence(turn.work, floor.task, no);
  return `已去掉“${removed.name}”。要换新的,直接发给我。`;
}
