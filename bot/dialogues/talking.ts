import { myOpenTasks } from "../../src/actions/assignments.ts";
import { needsNote, type Question } from "../../src/actions/questions.ts";
import { record } from "../../src/machines/event.ts";
import type { Answer, ItemRef } from "../understand/meaning.ts";
import { answerOne, questionFor } from "./answering.ts";
import { abandon, nextStep, putQuestions } from "./checklist.ts";
import { notUnderstood } from "./helping.ts";
import { resume } from "./moving.ts";
import { onTable } from "./prompts.ts";
import { byKeys, type Floor, focused, lines, type Turn } from "./turn.ts";
import { menu } from "./words.ts";

/** An answer: to the question on the table, or to the one that it names. Never to a question that was not put. */
export async function answered(
  turn: Turn,
  meaning: Pick<Answer, "item" | "note" | "confirm" | "ask"> & { value: string },
): Promise<string> {
  const floor = await focused(turn);
  const asked = byKeys(floor?.questions ?? [], turn.memory.focus?.asked ?? []);
  const question = floor && meantBy(turn, floor, meaning.item, asked);
  if (!floor || !question) return unplaced(turn, asked.length > 0);
  if (meaning.ask && !needsNote(meaning.value)) return notUnderstood(turn, meaning.ask);
  return answerOne(turn, floor, question, {
    value: meaning.value,
    note: meaning.note,
    confirm: meaning.confirm,
  });
}

const unplaced = async (turn: Turn, several: boolean): Promise<string> =>
  several
    ? notUnderstood(turn, "请带上题号回答,例如:1是2否。")
    : lines("您想回答哪一题?", await resume(turn));

/** Without a number an answer is for the one question on the table; for a list of several it is for none. */
function meantBy(turn: Turn, floor: Floor, item: ItemRef, asked: Question[]): Question | undefined {
  if (typeof item === "number") return questionFor(turn, floor, item);
  return asked.length === 1 ? asked[0] : undefined;
}

/** 确认 when no echo waits. */
export async function nothingToConfirm(turn: Turn): Promise<string> {
  const waiting = await onTable(turn);
  return lines("现在没有要确认的内容。", waiting || (await resume(turn)));
}

/** 收到, 👍. */
export async function acknowledge(turn: Turn): Promise<string> {
  const waiting = await onTable(turn);
  if (waiting) return lines("好的。", waiting);
  const [first] = await myOpenTasks(turn.work);
  return first ? `好的。方便时回“#${first.code}”或“继续”就可以填。` : "好的。";
}

/** 菜单 and 帮助. */
export async function help(turn: Turn): Promise<string> {
  const waiting = await onTable(turn);
  return lines(menu, waiting && "────", waiting);
}

const sweeping = /^(?:以上|上面|这几题|这些)?(?:都|全|全部|统统|一律)/u;

/** 都是 to a list in which 是 is good for some questions and bad for others: they are put one by one. */
export async function oneByOne(turn: Turn): Promise<string | null> {
  const floor = await focused(turn);
  const asked = byKeys(floor?.questions ?? [], turn.memory.focus?.asked ?? []);
  const mixed = new Set(asked.map((question) => question.polarity)).size > 1;
  if (!floor || turn.memory.pending || !mixed || !sweeping.test(turn.message.text.trim())) return null;
  turn.memory.single = asked.map((question) => question.key);
  return lines(
    "这几题有的答“是”好,有的答“否”好,不能一起答。我们一题一题来:",
    putQuestions(turn, floor.task, floor.questions, asked.slice(0, 1)),
  );
}

/** How many questions are put at a time. */
export async function setPace(turn: Turn, size: number): Promise<string> {
  turn.person.listSize = size;
  await turn.work.db.query("UPDATE person SET list_size = ? WHERE id = ?", [size, turn.person.id]);
  const words = size > 1 ? `好的,以后一次问${size}题。` : "好的,以后一题一题地问。";
  await abandon(turn);
  if (turn.memory.focus) turn.memory.focus = { ...turn.memory.focus, asked: [] };
  return turn.memory.focus ? lines(words, await nextStep(turn, turn.memory.focus.taskId)) : words;
}

/** 退订 and its return; escalation to the unit goes on. */
export async function reminders(turn: Turn, off: boolean): Promise<string> {
  await turn.work.db.query("UPDATE person SET reminders_off = ? WHERE id = ?", [off, turn.person.id]);
  await record(turn.work, {
    subject: "person",
    subjectId: turn.person.id,
    command: off ? "reminders-off" : "reminders-on",
  });
  return off
    ? "好的,不再给您发提醒。任务和期限不变,逾期会告知单位负责人。想恢复,回“恢复提醒”。"
    : "好的,恢复提醒。";
}
