import { myOpenTasks } from "../../src/actions/assignments.ts";
import { needsNote, type Question } from "../../src/actions/questions.ts";
import { record } from "../../src/machines/event.ts";
import type { Answer, ItemRef } from "../understand/meaning.ts";
import { answerOne, confirmProposed, questionFor } from "./answering.ts";
import { nextStep, putQuestions } from "./checklist.ts";
import { notUnderstood } from "./helping.ts";
import { resume } from "./moving.ts";
import { byKeys, type Floor, focused, lines, type Turn } from "./turn.ts";
import { menu } from "./words.ts";

/** An answer: to the question on the table, or to the one that it names. Never to a question that was not put. */
export async function answered(
  turn: Turn,
  meaning: Pick<Answer, "item" | "note" | "confirm" | "ask"> & { value: string },
): Promise<string> {
  const floor = await focused(turn);
  const asked = floor ? byKeys(floor.questions, turn.memory.focus?.asked ?? []) : [];
  if (!floor || asked.length === 0) return lines("您想回答哪一题?", await resume(turn));
  const question = meantBy(turn, floor, meaning.item, asked);
  const wantsMore = meaning.ask && !needsNote(meaning.value);
  if (!question || wantsMore) return notUnderstood(turn, meaning.ask ?? "这几题请按题号回答,如“1是2否”。");
  return answerOne(turn, floor, question, {
    value: meaning.value,
    note: meaning.note,
    confirm: meaning.confirm,
  });
}

/** Without a number an answer is for the one question on the table; for a list of several it is for none. */
function meantBy(turn: Turn, floor: Floor, item: ItemRef, asked: Question[]): Question | undefined {
  if (typeof item === "number") return questionFor(turn, floor, item);
  return asked.length === 1 ? asked[0] : undefined;
}

/** 确认 when no echo waits: makes what was proposed for the question on the table effective. */
export async function nothingToConfirm(turn: Turn): Promise<string> {
  const floor = await focused(turn);
  const asked = turn.memory.focus?.asked ?? [];
  const waiting = floor
    ? byKeys(floor.questions, asked).filter((each) => each.answer?.state === "proposed")
    : [];
  if (floor && waiting.length > 0) return confirmProposed(turn, floor.task.id, asked);
  return lines("现在没有要确认的内容。", floor && (await nextStep(turn, floor.task.id)));
}

/** 收到, 👍. */
export async function acknowledge(turn: Turn): Promise<string> {
  const [first] = await myOpenTasks(turn.work);
  return first ? `好的。方便时回“#${first.code}”或“继续”就可以填。` : "好的。";
}

/** 菜单 and 帮助. */
export async function help(turn: Turn): Promise<string> {
  const floor = await focused(turn);
  const asked = floor ? byKeys(floor.questions, turn.memory.focus?.asked ?? []) : [];
  return lines(menu, floor && asked.length > 0 && putQuestions(turn, floor.task, floor.questions, asked));
}

/** How many questions are put at a time. */
export async function setPace(turn: Turn, size: number): Promise<string> {
  turn.person.listSize = size;
  await turn.work.db.query("UPDATE person SET list_size = ? WHERE id = ?", [size, turn.person.id]);
  const words = size > 1 ? `好的,以后一次问${size}题。` : "好的,以后一题一题地问。";
  turn.memory.pending = null;
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
