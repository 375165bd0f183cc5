import { dueWords, myOpenTasks, progressOf, type Task } from "../../src/actions/assignments.ts";
import { isAnswered, type Question } from "../../src/actions/questions.ts";
import { dayOf, sayDay } from "../../src/workdays.ts";
import { questionFor } from "./answering.ts";
import { abandon, begin, nextStep, putQuestions } from "./checklist.ts";
import { onTable } from "./prompts.ts";
import { byKeys, type Floor, focused, lines, type Turn } from "./turn.ts";
import { summary, taskLine } from "./words.ts";

/** 继续: goes on with the task that has the floor, else with the most urgent one. */
export async function resume(turn: Turn): Promise<string> {
  turn.memory.paused = false;
  if (turn.memory.pending) return onTable(turn);
  const floor = await focused(turn);
  if (floor) {
    const asked = byKeys(floor.questions, turn.memory.focus?.asked ?? []).filter(
      (question) => !isAnswered(question),
    );
    return asked.length > 0
      ? putQuestions(turn, floor.task, floor.questions, asked)
      : nextStep(turn, floor.task.id);
  }
  const [first] = await myOpenTasks(turn.work);
  return first ? begin(turn, first) : "您现在没有待办的任务。";
}

/** 下一题, 上一题, 跳过, 第几题, 再说一遍, 重来. */
export async function move(
  turn: Turn,
  how: "next" | "prev" | "skip" | "goto" | "repeat",
  no?: number | "cur" | "last",
): Promise<string> {
  const floor = await focused(turn);
  if (how === "repeat") return (await onTable(turn)) || resume(turn);
  await abandon(turn);
  if (!floor || floor.questions.length === 0) return resume(turn);
  const asked = byKeys(floor.questions, turn.memory.focus?.asked ?? []);
  if (how === "prev") return before(turn, floor, asked);
  if (how === "goto") return goTo(turn, floor, no);
  return skip(turn, floor, asked);
}

async function skip(turn: Turn, { task }: Floor, asked: Question[]): Promise<string> {
  const open = asked.filter((question) => !isAnswered(question));
  turn.memory.skipped = [...new Set([...turn.memory.skipped, ...open.map((question) => question.key)])];
  const words =
    open.length > 0 ? `好的,第${open.map((question) => question.no).join("、")}题先放一放。` : null;
  return lines(words, await nextStep(turn, task.id, asked.at(-1)?.no));
}

function before(turn: Turn, { task, questions }: Floor, asked: Question[]): string {
  const place = asked[0]?.no ?? questions.length + 1;
  const previous = questions.find((question) => question.no === place - 1);
  if (!previous) return lines("已经是第一题了。", putQuestions(turn, task, questions, asked));
  return lines(
    previous.answer?.value && `上一题现在记的是“${previous.answer.value}”。不改就回“下一题”。`,
    putQuestions(turn, task, questions, [previous]),
  );
}

function goTo(turn: Turn, floor: Floor, no: number | "cur" | "last" | undefined): string {
  const question = questionFor(turn, floor, no);
  if (!question) return `没有这一题,#${floor.task.code} 共${floor.questions.length}题。`;
  return lines(
    question.answer?.value && `这一题现在记的是“${question.answer.value}”。`,
    putQuestions(turn, floor.task, floor.questions, [question]),
  );
}

/** 暂停, 明天再填: the talk rests where it is; a day named is said back, and reminders go on by their own plan. */
export async function pause(turn: Turn, date?: string): Promise<string> {
  turn.memory.paused = true;
  const floor = await focused(turn);
  const left = floor ? floor.questions.filter((question) => !isAnswered(question)).length : 0;
  const when = date ? `${sayDay(date, turn.work.now)}再接着填也行,` : "";
  return lines(
    `好的,先停在这里${left > 0 ? `,还剩${left}题` : ""}。${when}答过的都记下了,回“继续”就接着来。`,
    floor &&
      `截止日是${sayDay(dayOf(floor.task.dueAt), turn.work.now)},${dueWords(floor.task.dueAt, turn.work.now)}。`,
  );
}

/** 进度: how many are answered, in one line. */
export async function progress(turn: Turn): Promise<string> {
  const floor = await focused(turn);
  if (!floor || floor.questions.length === 0) return outstanding(turn);
  const done = floor.questions.filter(isAnswered).length;
  const left = floor.questions.length - done;
  const words = `#${floor.task.code} 共${floor.questions.length}题,已答${done}题,${left > 0 ? `还剩${left}题` : "都答完了"}。`;
  return lines(words, await onTable(turn));
}

/** 查看: what has been answered. */
export async function show(turn: Turn): Promise<string> {
  const floor = await focused(turn);
  if (!floor || floor.questions.length === 0) return outstanding(turn);
  return lines(`#${floor.task.code}《${floor.task.title}》目前的答案:`, summary(floor.questions));
}

/** 待办 and 进度: everything open, with codes. */
export async function outstanding(turn: Turn): Promise<string> {
  const tasks = await myOpenTasks(turn.work);
  if (tasks.length === 0) return "您现在没有待办的任务,辛苦了!";
  const rows: string[] = [];
  const unit = hasSeveralUnits(tasks);
  for (const task of tasks)
    rows.push(taskLine(task, turn.work.now, { progress: await progressOf(turn.work, task), unit }));
  return lines(`您有${tasks.length}项待办:`, ...rows, `回编号就可以开始,如“#${tasks[0]?.code}”。`);
}

const hasSeveralUnits = (tasks: Task[]): boolean => new Set(tasks.map((task) => task.unit)).size > 1;

/** 截止: the deadlines of everything open. */
export async function deadlines(turn: Turn): Promise<string> {
  const tasks = await myOpenTasks(turn.work);
  if (tasks.length === 0) return "您现在没有待办的任务,没有要赶的期限。";
  const unit = hasSeveralUnits(tasks);
  return lines(
    "各项截止日:",
    ...tasks.map(
      (task) =>
        `#${task.code} ${task.title}${unit ? `(${task.unit})` : ""}:${sayDay(dayOf(task.dueAt), turn.work.now)},${dueWords(task.dueAt, turn.work.now)}`,
    ),
  );
}

/** Explains the present question: what each answer means here, and the clause it comes from. */
export async function explain(turn: Turn, no: number | "cur" | "last" | undefined): Promise<string> {
  const floor = await focused(turn);
  const question = floor && questionFor(turn, floor, no);
  if (!floor || !question) return "请先回“待办”选一项任务,再问是哪一题。";
  const [item]: { basis: string }[] = await turn.work.db.query(
    "SELECT basis FROM checklist_item WHERE id = ?",
    [question.itemId],
  );
  const good =
    question.polarity === "+" ? "做到了回“是”,没做到回“否”" : "没有这种情况回“否”,有就回“是”(会记为问题)";
  return lines(
    `第${question.no}题问的是:${question.question}`,
    item?.basis && `依据:${item.basis}`,
    `${good};做到一部分回“部分”;正在改回“整改中”;确实没有这项业务回“不涉及”并写理由。`,
    `拿不准可以回“人工”,请${floor.task.recipient || "信息办"}的同志帮您看。`,
  );
}
