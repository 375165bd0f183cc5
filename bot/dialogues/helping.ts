import { type Task, taskById } from "../../src/actions/assignments.ts";
import { notify } from "../../src/actions/mail.ts";
import { administrators, type Holder, reviewers } from "../../src/actions/people.ts";
import { record } from "../../src/machines/event.ts";
import { current } from "./answering.ts";
import { focused, lines, type Turn } from "./turn.ts";
import { howToAnswer, menu } from "./words.ts";

/** 人工: tells the people in charge, with the person's own words, and says whom. */
export async function handOff(turn: Turn, words: string): Promise<string> {
  const task = turn.memory.focus ? await taskById(turn.work, turn.memory.focus.taskId) : null;
  const told = await tellPeople(turn, task, words);
  await record(turn.work, { subject: "person", subjectId: turn.person.id, command: "ask-for-help" });
  const who = told[0] ? `${told[0].unit}的${told[0].name}` : "管理员";
  return `已经转告${who},会有人与您联系。您也可以接着填别的题。`;
}

async function tellPeople(turn: Turn, task: Task | null, words: string): Promise<Holder[]> {
  const office = task ? await reviewers(turn.work, task.requirementId) : await administrators(turn.work);
  const people = office.filter((holder) => holder.personId !== turn.person.id).slice(0, 1);
  for (const holder of people) {
    await notify(turn.work, {
      personId: holder.personId,
      key: `help:${turn.message.inboxId}`,
      kind: "help",
      body: `【请求帮助】${task ? `${task.unit} ` : ""}${turn.person.name}${task ? `在填 #${task.code}《${task.title}》时` : ""}说:“${words.slice(0, 200)}”。请与本人联系。`,
    });
  }
  return people;
}

/** A question asked along the way goes to the office; nothing is recorded as an answer. */
export async function passOn(turn: Turn, words: string): Promise<string> {
  const floor = await focused(turn);
  const passed = await handOff(turn, words);
  return lines(passed, floor && "这一题还没有记答案。", floor && current(turn, floor));
}

/** Words that were not understood: asked again, then explained with choices, then handed to a person. */
export async function notUnderstood(turn: Turn, ask?: string): Promise<string> {
  turn.memory.misses += 1;
  const { misses } = turn.memory;
  if (misses >= 3) {
    turn.memory.misses = 0;
    return handOff(turn, turn.message.text);
  }
  const question = ask ?? "这句我没听明白。";
  if (misses === 1) return question;
  const floor = await focused(turn);
  const onTable = floor ? current(turn, floor) : "";
  return onTable ? lines(question, onTable, howToAnswer, "也可以回“跳过”“人工”。") : lines(question, menu);
}
