import { discardAnswer, expectAnswers } from "../../src/actions/answers.ts";
import type { Task } from "../../src/actions/assignments.ts";
import type { inventoryKinds } from "../../src/actions/inventories.ts";
import { isAnswered, lackOf, type Question } from "../../src/actions/questions.ts";
import { lacksOf } from "../../src/actions/submissions.ts";
import { taskInHand } from "../../src/actions/tasks-in-hand.ts";
import { dayOf, sayDay } from "../../src/workdays.ts";
import type { Pending, QuestionKey } from "./memory.ts";
import { inventoryWords, recipientOf } from "./prompts.ts";
import { byKeys, type Floor, isOpen, lines, type Turn } from "./turn.ts";
import { putWords, questionWords, remarkWanted } from "./words.ts";

/** Gives a task the floor and goes on where it stands. */
export async function begin(turn: Turn, task: Task): Promise<string> {
  await abandon(turn);
  turn.memory.focus = { taskId: task.id, asked: [] };
  turn.memory.skipped = [];
  turn.memory.single = [];
  turn.memory.paused = false;
  if (!isOpen(task)) return closedWords(task);
  return lines(`《${task.title}》(${task.unit})`, await nextStep(turn, task.id));
}

const closedWords = (task: Task): string =>
  task.state === "submitted"
    ? `#${task.code}《${task.title}》已经报送,正在等${recipientOf(task)}审核。要改可回“撤回”。`
    : `#${task.code}《${task.title}》已经办结,不用再填。`;

/**
 * The one place that decides what a task needs next: its inventory, an unanswered question, a missing note, a
 * missing file, or to be submitted. `after` is the question just dealt with.
 */
export async function nextStep(turn: Turn, taskId: number, after: number = 0): Promise<string> {
  return goOn(turn, await taskInHand(turn.work, taskId), after);
}

/** The same for a task already in hand. */
export async function goOn(
  turn: Turn,
  { task, questions, undeclared }: Floor,
  after: number,
): Promise<string> {
  turn.memory.focus = { taskId: task.id, asked: [] };
  turn.memory.pending = null;
  if (task.kind === "deliverable") return deliverableWords(turn, task);
  const [scope] = undeclared;
  if (scope && scope !== "unit") return askInventory(turn, task, scope);
  const open = questions.filter((question) => !isAnswered(question));
  if (open.length > 0) return askNext(turn, task, { questions, open, after });
  return askMissing(turn, task, { questions, after });
}

function askInventory(turn: Turn, task: Task, scope: keyof typeof inventoryKinds): string {
  turn.memory.pending = { kind: "inventory", taskId: task.id, scope };
  return inventoryWords(task, scope);
}

/** Drops what was echoed and not confirmed, before the talk turns elsewhere. */
export async function abandon(turn: Turn): Promise<void> {
  const { pending } = turn.memory;
  if (pending?.kind === "form") turn.memory.laidAside = pending;
  turn.memory.pending = null;
  const keys = proposedIn(pending);
  if (!pending || !("taskId" in pending) || keys.length === 0) return;
  const { task, questions } = await taskInHand(turn.work, pending.taskId);
  if (!isOpen(task)) return;
  for (const { answer } of byKeys(questions, keys)) if (answer) await discardAnswer(turn.work, answer);
}

function proposedIn(pending: Pending | null): QuestionKey[] {
  if (pending?.kind === "batch") return pending.keys;
  return pending?.kind === "doubt" || pending?.kind === "remark" ? [pending.key] : [];
}

interface Rest {
  questions: Question[];
  open: Question[];
  after: number;
}

function askNext(turn: Turn, task: Task, { questions, open, after }: Rest): string {
  const waiting = open.filter((question) => !turn.memory.skipped.includes(question.key));
  const again = waiting.length === 0;
  if (again) turn.memory.skipped = [];
  const candidates = again ? open : waiting;
  const first = candidates.find((question) => question.no > after) ?? candidates[0];
  if (!first) return "";
  const heading = again && after > 0 ? "前面跳过的还有这些:" : null;
  const size = turn.memory.single.includes(first.key) ? 1 : turn.person.listSize;
  return lines(heading, putQuestions(turn, task, questions, listFrom(candidates, first, size)));
}

/** Neighbours that speak of the same thing and were not sent back may be put together. */
function listFrom(candidates: Question[], first: Question, size: number): Question[] {
  const list: Question[] = [];
  for (const question of candidates.slice(candidates.indexOf(first))) {
    const fits = question.entryId === first.entryId && question.answer?.state !== "flagged";
    if (list.length >= size || (list.length > 0 && !fits)) break;
    list.push(question);
    if (question.answer?.state === "flagged") break;
  }
  return list;
}

/** Puts questions on the table. */
export function putQuestions(turn: Turn, task: Task, all: Question[], asked: Question[]): string {
  turn.memory.focus = { taskId: task.id, asked: asked.map((question) => question.key) };
  turn.memory.pending = null;
  turn.memory.paused = false;
  // All of them at the first question, none later on.
  if (asked.length > 0) expectAnswers(turn.work, task.id, all);
  return asked.length > 0 ? putWords(task, all, asked) : "";
}

interface Answered {
  questions: Question[];
  after: number;
}

function askMissing(turn: Turn, task: Task, { questions, after }: Answered): string {
  const lacks = questions.filter((question) => lackOf(question));
  const lacking = lacks.find((question) => question.no > after) ?? lacks[0];
  if (!lacking) return readyWords(task, questions);
  const value = lacking.answer?.value ?? "";
  turn.memory.last = { taskId: task.id, key: lacking.key };
  if (lackOf(lacking) === "缺佐证") {
    turn.memory.pending = { kind: "evidence", taskId: task.id, key: lacking.key };
    return lines(
      questionWords(task, lacking, questions.length),
      "这一题还差佐证:请发照片或文件,发完回“好了”;现在没有,回“暂停”,以后再补。",
    );
  }
  turn.memory.pending = { kind: "remark", taskId: task.id, key: lacking.key, value };
  return lines(questionWords(task, lacking, questions.length), `您答的是“${value}”。${remarkWanted(value)}`);
}

function readyWords(task: Task, questions: Question[]): string {
  const what = questions.length === 0 ? "零报告,没有要答的题" : `${questions.length}题都答完了`;
  return `#${task.code} ${what}。回“提交”报给${recipientOf(task)};想先核对,回“查看”。`;
}

async function deliverableWords(turn: Turn, task: Task): Promise<string> {
  const form = task.form.length > 0 ? `\n报送方式:${task.form.join(";")}。` : "";
  const lacks = await lacksOf(turn.work, task);
  const due = `${sayDay(dayOf(task.dueAt), turn.work.now)}前报${recipientOf(task)}`;
  if (lacks.length === 0)
    return `#${task.code}《${task.title}》材料已收到,还可以补充。回“提交”就正式报送(${due})。`;
  return `#${task.code}《${task.title}》${due}。${form}\n请把文件或照片直接发给我,发完回“提交”。`;
}
