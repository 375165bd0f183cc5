import {
  confirmAnswer,
  discardAnswer,
  enterAnswer,
  enterInHand,
  proposeAnswer,
} from "../../src/actions/answers.ts";
import type { Task } from "../../src/actions/assignments.ts";
import { needsFile, needsNote, type Question } from "../../src/actions/questions.ts";
import { taskInHand } from "../../src/actions/tasks-in-hand.ts";
import type { Meaning } from "../understand/meaning.ts";
import { abandon, goOn, nextStep, putQuestions } from "./checklist.ts";
import type { Pending, QuestionKey } from "./memory.ts";
import { onTable } from "./prompts.ts";
import { byKeys, type Floor, focused, lines, type Turn } from "./turn.ts";
import { batchWords, echo } from "./words.ts";

type Said = { value: string; note?: string | undefined; confirm?: boolean | undefined };

/** Records one answer to one question, or proposes it when the words leave a doubt. */
export async function answerOne(
  turn: Turn,
  { task }: Pick<Floor, "task">,
  meant: Question,
  said: Said,
): Promise<string> {
  const { work, message, memory } = turn;
  const record = { value: said.value, note: said.note ?? null, said: message.text, inboxId: message.inboxId };
  if (memory.pending && !concerns(memory.pending, meant)) await abandon(turn);
  const floor = await taskInHand(work, task.id);
  const [question = meant] = byKeys(floor.questions, [meant.key]);
  memory.justSubmitted = null;
  memory.last = { taskId: task.id, key: question.key };
  const wanting = wantsFirst(memory.pending, question, said);
  if (wanting) {
    await proposeAnswer(work, task.id, question, record);
    memory.focus = { taskId: task.id, asked: [question.key] };
    memory.pending = { kind: wanting, taskId: task.id, key: question.key, value: said.value };
    return onTable(turn);
  }
  await enterInHand(work, floor, question, record);
  const done = echo(question, said.value, said.note ?? null);
  if (needsFile(question, said.value) && question.files === 0)
    return lines(done, askFile(turn, task, question));
  return lines(done, await goOn(turn, floor, question.no));
}

/** What must come before it counts: to be made sure of, or words with it. */
function wantsFirst(pending: Pending | null, { key }: Question, said: Said): "doubt" | "remark" | null {
  const echoed = pending?.kind === "doubt" && pending.key === key && pending.value === said.value;
  if (said.confirm && !echoed) return "doubt";
  return needsNote(said.value) && !said.note ? "remark" : null;
}

function askFile(turn: Turn, task: Task, question: Question): string {
  turn.memory.focus = { taskId: task.id, asked: [question.key] };
  turn.memory.pending = { kind: "evidence", taskId: task.id, key: question.key };
  return "这一题要有佐证:请发照片或文件,可以连发,发完回“好了”;现在没有,回“跳过”,以后再补。";
}

const isList = (asked: Question[]): boolean => asked.length > 1;

/** The questions that are meant with their values, and the numbers of which there are none. */
function meantBy(
  { items: named, others }: Extract<Meaning, { intent: "answers" }>,
  asked: Question[],
  all: Question[],
): { items: { question: Question; value: string }[]; strangers: string[] } {
  // Beside a list its own numbers count, lest the first of it be taken for the first of all.
  const within = isList(asked) ? asked : all;
  const items = within.flatMap((question) => {
    const value = named[String(question.no)] ?? (asked.includes(question) && others);
    return value ? [{ question, value }] : [];
  });
  const known = new Set(within.map(({ no }) => String(no)));
  return { items, strangers: Object.keys(named).filter((no) => !known.has(no)) };
}

/** Takes several answers at once: echoed item by item, recorded only on 确认. */
export async function answerMany(
  turn: Turn,
  { task, questions }: Floor,
  meaning: Extract<Meaning, { intent: "answers" }>,
): Promise<string> {
  const asked = byKeys(questions, turn.memory.focus?.asked ?? []);
  const { items, strangers } = meantBy(meaning, asked, questions);
  if (strangers.length > 0)
    return `这${isList(asked) ? "一组" : "张表"}里没有第${strangers.join("、")}题,请按题号再说一遍。`;
  if (items.length === 0) return `没有听明白,请按题号说,如“${asked[0]?.no}是”。`;
  turn.memory.misses = 0;
  for (const { question, value } of items) {
    await proposeAnswer(turn.work, task.id, question, {
      value,
      note: (meaning.notes ? meaning.notes[String(question.no)] : meaning.note) ?? null,
      said: turn.message.text,
      inboxId: turn.message.inboxId,
    });
  }
  turn.memory.pending = {
    kind: "batch",
    taskId: task.id,
    keys: items.map(({ question }) => question.key),
    values: items.map(({ value }) => value),
  };
  return batchWords(items);
}

/** What was echoed: questions and the value of each. */
interface Echoed {
  taskId: number;
  keys: QuestionKey[];
  values: string[];
}

/** Makes effective what was echoed; when somebody else has answered meanwhile, the questions are put again instead. */
export async function confirmProposed(turn: Turn, { taskId, keys, values }: Echoed): Promise<string> {
  const { task, questions } = await taskInHand(turn.work, taskId);
  const echoed = byKeys(questions, keys);
  if (!echoed.every(({ answer }, index) => isProposed(answer, values[index]))) {
    await abandon(turn);
    return lines("这几题刚才有人改过,请再看一遍:", putQuestions(turn, task, questions, echoed));
  }
  for (const { answer } of echoed) if (answer) await confirmAnswer(turn.work, answer, spokenBy(turn));
  const last = echoed.at(-1);
  turn.memory.last = last ? { taskId, key: last.key } : null;
  const [value = ""] = values;
  const words = echoed.length === 1 && last ? echo(last, value, null) : `✔ 已记下${echoed.length}题。`;
  return lines(words, await nextStep(turn, taskId, placeAfter(turn, questions, keys)));
}

const isProposed = (answer: Question["answer"], value: string | undefined): boolean =>
  answer?.state === "proposed" && answer.proposedValue === value;

/** The talk goes on with those of the list that are left, else after it. */
function placeAfter(turn: Turn, questions: Question[], keys: QuestionKey[]): number {
  const left = byKeys(questions, turn.memory.focus?.asked ?? []).find((each) => !keys.includes(each.key));
  return left ? left.no - 1 : (byKeys(questions, keys).at(-1)?.no ?? 0);
}

const spokenBy = (turn: Turn) => ({ said: turn.message.text, inboxId: turn.message.inboxId });

/** Drops an echoed batch and puts its questions again. */
export async function cancelProposed(
  turn: Turn,
  pending: Extract<Pending, { kind: "batch" }>,
): Promise<string> {
  const { task, questions } = await taskInHand(turn.work, pending.taskId);
  const batch = byKeys(questions, pending.keys);
  for (const { answer } of batch) if (answer) await discardAnswer(turn.work, answer);
  return lines("好的,这几题没有记。", putQuestions(turn, task, questions, batch));
}

/** Completes an answer that wanted words with it. */
export async function takeRemark(
  turn: Turn,
  pending: Extract<Pending, { kind: "remark" }>,
  note: string,
): Promise<string> {
  const floor = await taskInHand(turn.work, pending.taskId);
  const [question] = byKeys(floor.questions, [pending.key]);
  if (!question) return nextStep(turn, floor.task.id);
  turn.memory.pending = null;
  return answerOne(turn, floor, question, { value: pending.value, note });
}

/** Changes an answer by its number, the present one, or the last one; inside an echoed batch, the echo. */
export async function edit(
  turn: Turn,
  change: { no: number | "cur" | "last" | undefined; value?: string | undefined; note?: string | undefined },
): Promise<string> {
  const floor = (await focused(turn)) ?? (await lastFloor(turn));
  if (!floor) return "要改哪项任务的答案?请先回“待办”选一项。";
  if (floor.questions.length === 0)
    return `#${floor.task.code}《${floor.task.title}》是交材料的,没有题目。要看交了什么,回“佐证”。`;
  const question = questionFor(turn, floor, change.no);
  if (!question)
    return `没有这一题,#${floor.task.code} 共${floor.questions.length}题。请说“第几题改成什么”。`;
  return change.value
    ? editTo(turn, floor, question, { value: change.value, note: change.note })
    : putAgain(turn, floor, question);
}

async function putAgain(turn: Turn, { task, questions }: Floor, question: Question): Promise<string> {
  await abandon(turn);
  return lines(
    question.answer?.value && `第${question.no}题现在记的是“${question.answer.value}”。改成什么?`,
    putQuestions(turn, task, questions, [question]),
  );
}

function editTo(turn: Turn, floor: Floor, question: Question, said: Said): Promise<string> {
  turn.memory.paused = false;
  const { pending } = turn.memory;
  if (pending?.kind === "batch" && pending.keys.includes(question.key))
    return editBatch(turn, floor, { pending, question, value: said.value });
  if (!pending || concerns(pending, question)) return answerOne(turn, floor, question, said);
  return editBeside(turn, floor, { pending, question, said });
}

const concerns = (pending: Pending, { key }: Question): boolean =>
  pending.kind === "submit" || ("key" in pending && pending.key === key);

/** Another question than the one waited for is changed: the bot goes on waiting. */
async function editBeside(
  turn: Turn,
  floor: Floor,
  { pending, question, said }: { pending: Pending; question: Question; said: Said },
): Promise<string> {
  if (needsNote(said.value) && !said.note)
    return `第${question.no}题改成“${said.value}”要写一句说明,请连说明一起写,如“第${question.no}题改成${said.value},……”。`;
  const record = { value: said.value, note: said.note ?? null, ...spokenBy(turn) };
  await enterAnswer(turn.work, floor.task.id, question, record);
  turn.memory.pending = pending;
  return lines(echo(question, said.value, said.note ?? null), await onTable(turn));
}

async function lastFloor(turn: Turn): Promise<Floor | null> {
  if (!turn.memory.last) return null;
  return taskInHand(turn.work, turn.memory.last.taskId);
}

/** The question that a number, 这题 or 上一条 means. */
export function questionFor(
  turn: Turn,
  { questions }: Floor,
  no: number | "cur" | "last" | undefined,
): Question | undefined {
  if (typeof no === "number") return questions.find((question) => question.no === no);
  const [current] = byKeys(questions, turn.memory.focus?.asked ?? []);
  const [last] = byKeys(questions, turn.memory.last ? [turn.memory.last.key] : []);
  return no === "last" ? (last ?? current) : (current ?? last);
}

async function editBatch(
  turn: Turn,
  { task, questions }: Floor,
  change: { pending: Extract<Pending, { kind: "batch" }>; question: Question; value: string },
): Promise<string> {
  await proposeAnswer(turn.work, task.id, change.question, {
    value: change.value,
    said: turn.message.text,
    inboxId: turn.message.inboxId,
  });
  const items = byKeys(questions, change.pending.keys).map((question, index) => ({
    question,
    value: question.key === change.question.key ? change.value : (change.pending.values[index] ?? ""),
  }));
  turn.memory.pending = { ...change.pending, values: items.map(({ value }) => value) };
  return batchWords(items);
}

/** Adds words to the answer given last, or to a numbered one. */
export async function addNote(
  turn: Turn,
  no: number | "cur" | "last" | undefined,
  note: string,
): Promise<string> {
  const floor = await focused(turn);
  const question = floor && questionFor(turn, floor, no === "cur" || no === undefined ? "last" : no);
  if (!floor || !question?.answer?.value) return "这句说明加在哪一题上?请说“第几题补充:……”。";
  const joined = [question.answer.note, note].filter(Boolean).join(";");
  await enterAnswer(turn.work, floor.task.id, question, {
    value: question.answer.value,
    note: joined,
    ...spokenBy(turn),
  });
  return lines(`✔ 第${question.no}题的说明已补充:${joined}`, await onTable(turn));
}
