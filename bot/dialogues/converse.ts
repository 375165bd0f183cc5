import { assignmentOf, myOpenTasks, type Task } from "../../src/actions/assignments.ts";
import { extensionsToDecide } from "../../src/actions/extensions.ts";
import { questionnaireOf } from "../../src/actions/questions.ts";
import { taskById } from "../../src/actions/tasks-in-hand.ts";
import { Refusal } from "../../src/errors.ts";
import { heldPosts, responsibleFor, reviewerOf } from "../../src/machines/who.ts";
import type { Context, Meaning } from "../understand/meaning.ts";
import { understand } from "../understand/understand.ts";
import { type Address, addressOf } from "./address.ts";
import { replyToBroadcast } from "./broadcast-course.ts";
import { abandon, begin, putQuestions } from "./checklist.ts";
import { command } from "./commands.ts";
import { decide } from "./deciding.ts";
import { wishExtension } from "./extending.ts";
import { understood } from "./heard-before.ts";
import type { Pending } from "./memory.ts";
import { heldReminder, takeFile } from "./proving.ts";
import { atRegistration, registryOrder } from "./registry.ts";
import { respond } from "./respond.ts";
import { look } from "./reviewing.ts";
import { situationOf } from "./situation.ts";
import { focused, isOpen, lines, type Turn } from "./turn.ts";

/** One turn of a private talk with a person whom we know: what the bot says, after doing what was asked. */
export async function converse(turn: Turn): Promise<string> {
  const answered = await replyToBroadcast(turn, { idle: false });
  if (answered !== null) return answered;
  const registered = carriesFile(turn) ? null : await atRegistration(turn);
  return registered ?? converseOnTasks(turn);
}

async function converseOnTasks(turn: Turn): Promise<string> {
  const address = await addressIn(turn);
  const place = address.code ? await placeOf(turn, address.code) : null;
  if (address.code && !place) return `没有找到 #${address.code} 这项任务,请核对编号。回“待办”可以看全部。`;
  const mine = place?.mine ? place.task : null;
  if (carriesFile(turn)) return takeFile(turn, mine && { task: mine, no: address.no });
  if (place && !mine) return decideAt(turn, place.task, address.rest);
  return hearWords(turn, mine, address);
}

async function hearWords(turn: Turn, mine: Task | null, address: Address): Promise<string> {
  const hadFiles = turn.memory.held !== null;
  const opened = mine && (await turnTo(turn, mine, address));
  const words =
    opened ??
    (await registryOrder(turn, address.rest)) ??
    (await command(turn, address.rest, mine)) ??
    (await answer(turn, address.rest, mine));
  return lines(words, !hadFiles || !turn.memory.held ? null : heldReminder(turn));
}

/** A code without its # counts when it names open work of this person. TD is a word, and so are most runs of letters. */
async function addressIn(turn: Turn): Promise<Address> {
  const { text, quoted } = turn.message;
  const word = text.trim().toUpperCase();
  const bare = /^(?!TD$)(?:[A-Z]{2}|[A-Z](?=[A-Z]*\d)[2-9A-Z]{1,3})$/u.test(word) ? word : null;
  const id = bare && assignmentOf(bare);
  const known = id && (await myOpenTasks(turn.work)).some((task) => task.id === id);
  return known ? { code: bare, no: null, rest: "" } : addressOf(text, quoted);
}

const carriesFile = ({ message }: Turn): boolean => message.file !== null || message.fileProblem !== null;

interface Place {
  task: Task;
  mine: boolean;
}

/** The task that a code names, if the person has to do with it; foreign ones do not exist for him. */
async function placeOf(turn: Turn, code: string): Promise<Place | null> {
  const id = assignmentOf(code);
  const task = id === null ? null : await taskById(turn.work, id).catch(absent);
  if (!task) return null;
  const mine = (await responsibleFor(turn.work, task)) === null;
  if (mine) return { task, mine };
  return (await reviewerOf(turn.work, task)) === null ? { task, mine } : null;
}

const absent = (error: unknown): null => {
  if (error instanceof Refusal) return null;
  throw error;
};

/** A code gives its task the floor; a number, its question. Returns words when that was all there was to do. */
async function turnTo(turn: Turn, task: Task, { no, rest }: Address): Promise<string | null> {
  const { pending } = turn.memory;
  if (pending?.kind === "extension-task" && no === null) return wishFor(turn, task, pending);
  if (rest === "" && no === null) return begin(turn, task);
  if (turn.memory.focus?.taskId !== task.id) {
    await abandon(turn);
    turn.memory.focus = { taskId: task.id, asked: [] };
  }
  return no === null || !isOpen(task) ? null : turnToQuestion(turn, task, { no, rest });
}

async function turnToQuestion(
  turn: Turn,
  task: Task,
  { no, rest }: { no: number; rest: string },
): Promise<string | null> {
  const { questions } = await questionnaireOf(turn.work, task);
  const question = questions.find((each) => each.no === no);
  if (!question) return `#${task.code} 没有第${no}题,共${questions.length}题。`;
  await abandon(turn);
  turn.memory.focus = { taskId: task.id, asked: [question.key] };
  turn.memory.promptKey = null;
  turn.early = false;
  return rest === "" ? putQuestions(turn, task, questions, [question]) : null;
}

function wishFor(turn: Turn, task: Task, { to, reason }: Waiting): Promise<string> {
  return wishExtension(turn, task, { to: to ?? undefined, reason: reason ?? undefined });
}

type Waiting = Extract<Pending, { kind: "extension-task" }>;

/** Words to a task of another unit that waits for this person's decision. */
async function decideAt(turn: Turn, task: Task, rest: string): Promise<string> {
  const asked = (await extensionsToDecide(turn.work)).find((each) => each.task.id === task.id);
  if (asked) return decide(turn, rest, [asked]);
  if (task.state !== "submitted") return `#${task.code} ${task.unit}《${task.title}》现在没有要您处理的。`;
  const { pending } = turn.memory;
  const seen = pending?.kind === "review" && pending.taskId === task.id;
  if (!seen) return look(turn, task);
  return /^(看|查看|看看)?$/u.test(rest) ? look(turn, task) : answer(turn, rest, null);
}

async function answer(turn: Turn, text: string, addressed: Task | null): Promise<string> {
  const floor = await focused(turn);
  const posts = await heldPosts(turn.work);
  const bureau = posts.some((post) => post.role === "bureau-admin" || post.role === "bureau-leader");
  const role = bureau ? "administrator" : "responsible";
  const context: Context = situationOf(turn.memory, floor, role);
  const meaning = meaningOf(turn, text, context);
  return (await asReply(turn, meaning)) ?? respond(turn, meaning, addressed);
}

/** Words that ask for nothing: after a broadcast they answer it, when nothing else is on the table. */
const asksNothing: Meaning["intent"][] = [
  "ack",
  "add-note",
  "ambiguous",
  "answer",
  "answers",
  "ask",
  "out-of-scope",
  "question",
  "smalltalk",
  "unsure",
];

function asReply(turn: Turn, meaning: Meaning): Promise<string | null> | null {
  const { pending, focus, held } = turn.memory;
  const idle = !pending && !held && !focus?.asked.length;
  return idle && asksNothing.includes(meaning.intent) ? replyToBroadcast(turn, { idle }) : null;
}

/** Numbers of a date are no numbers of questions: a request is one beside a list, too. */
function meaningOf({ work }: Turn, text: string, context: Context): Meaning {
  const meaning = understood(text, work.now, context);
  if (context.kind !== "list" || meaning.intent !== "ambiguous") return meaning;
  const { role, due } = context;
  const request = understand(text, work.now, { kind: "idle", ...(role && { role }), ...(due && { due }) });
  return request.intent === "extend-request" || request.intent === "transfer-request" ? request : meaning;
}
