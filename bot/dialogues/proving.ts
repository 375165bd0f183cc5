import { type Task, taskById } from "../../src/actions/assignments.ts";
import { attachFiles, listEvidence, removeEvidence } from "../../src/actions/evidence.ts";
import { type Question, questionnaireOf } from "../../src/actions/questions.ts";
import { current } from "./answering.ts";
import { nextStep } from "./checklist.ts";
import type { Pending } from "./memory.ts";
import { byKeys, type Floor, focused, lines, type Turn } from "./turn.ts";

type Sent = { hash: string; name: string; inboxId: number };

/** A photo or file: to the question that waits for one, to a deliverable, or held until the person says where. */
export async function takeFile(
  turn: Turn,
  addressed: { task: Task; no: number | null } | null,
): Promise<string> {
  const { file, fileProblem, inboxId } = turn.message;
  if (fileProblem || !file) return `${fileProblem ?? "这个文件没有收到"}。`;
  const sent = { ...file, inboxId };
  const floor = addressed ? await floorOf(turn, addressed.task) : await focused(turn);
  if (!floor) return "文件收到了,但不知道是哪项任务的。请先回“待办”选一项,再发一次。";
  if (addressed?.no) return attachTo(turn, floor, { question: numbered(floor, addressed.no), files: [sent] });
  return takeHere(turn, floor, sent);
}

function takeHere(turn: Turn, floor: Floor, sent: Sent): Promise<string> | string {
  const { pending } = turn.memory;
  if (pending?.kind === "place") return hold(turn, floor, [...pending.files, sent]);
  const awaitedFor =
    pending?.kind === "evidence" ? byKeys(floor.questions, pending.key ? [pending.key] : []) : null;
  if (awaitedFor) return attachTo(turn, floor, { question: awaitedFor[0] ?? null, files: [sent] });
  if (floor.task.kind === "deliverable") return attachTo(turn, floor, { question: null, files: [sent] });
  return hold(turn, floor, [sent]);
}

const floorOf = async (turn: Turn, task: Task): Promise<Floor> => ({
  task,
  questions: (await questionnaireOf(turn.work, task)).questions,
});

const numbered = ({ questions }: Floor, no: number): Question | null =>
  questions.find((question) => question.no === no) ?? null;

/** Which question a file proves is never guessed: the likely ones are offered. A burst is held together. */
async function hold(turn: Turn, floor: Floor, files: Sent[]): Promise<string> {
  const { last, focus } = turn.memory;
  const keys = [...new Set([...(last?.taskId === floor.task.id ? [last.key] : []), ...(focus?.asked ?? [])])];
  const offer = byKeys(floor.questions, keys);
  const [only] = offer;
  if (offer.length === 1 && only) return attachTo(turn, floor, { question: only, files });
  turn.memory.pending = { kind: "place", taskId: floor.task.id, files, offer: keys };
  const options = offer.map((question) => `· 第${question.no}题 ${question.question}`);
  return lines(
    `收到${files.length}份。放到哪一题?请回题号,如“第${offer[0]?.no ?? 1}题”:`,
    ...options,
    "不要了就回“取消”。",
  );
}

interface Placement {
  question: Question | null;
  files: Sent[];
}

async function attachTo(turn: Turn, floor: Floor, { question, files }: Placement): Promise<string> {
  await attachFiles(turn.work, floor.task, question, files);
  const where = question ? `第${question.no}题` : `《${floor.task.title}》`;
  const count = await countAt(turn, floor.task, question);
  turn.memory.pending = { kind: "evidence", taskId: floor.task.id, key: question?.key ?? null };
  if (!question)
    return `✔ 已收到“${files.at(-1)?.name}”,${where}现有${count}份材料。还可以接着发,发完回“提交”。`;
  return `✔ 已放到${where}作佐证,现有${count}份。还可以接着发,发完回“好了”。`;
}

async function countAt(turn: Turn, task: Task, question: Question | null): Promise<number> {
  const { questions } = await questionnaireOf(turn.work, task);
  const answerId = questions.find((each) => each.key === question?.key)?.answer?.id ?? null;
  return (await listEvidence(turn.work, task.id)).filter((each) => each.answerId === answerId).length;
}

/** Puts held files where the person says. */
export async function place(
  turn: Turn,
  pending: Extract<Pending, { kind: "place" }>,
  no: number | null,
): Promise<string> {
  const floor = await floorOf(turn, await taskById(turn.work, pending.taskId));
  const question = no === null ? null : numbered(floor, no);
  if (!question)
    return `请回题号,如“第${byKeys(floor.questions, pending.offer)[0]?.no ?? 1}题”;不要了就回“取消”。`;
  return attachTo(turn, floor, { question, files: pending.files });
}

/** 好了: the burst is over. */
export async function proven(turn: Turn, pending: Extract<Pending, { kind: "evidence" }>): Promise<string> {
  const task = await taskById(turn.work, pending.taskId);
  const { questions } = await questionnaireOf(turn.work, task);
  const [question] = byKeys(questions, pending.key ? [pending.key] : []);
  turn.memory.pending = null;
  const asked = byKeys(questions, turn.memory.focus?.asked ?? []).filter((each) => !each.answer?.value);
  if (asked.length > 0) return current(turn, { task, questions });
  return nextStep(turn, task.id, question?.no);
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
