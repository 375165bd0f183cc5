import type { Task } from "../../src/actions/assignments.ts";
import { notify } from "../../src/actions/mail.ts";
import { administrators, type Holder, reviewers } from "../../src/actions/people.ts";
import { taskById } from "../../src/actions/tasks-in-hand.ts";
import { keepUnknown, type Unknown } from "../../src/actions/unknown-phrases.ts";
import { record } from "../../src/machines/event.ts";
import type { Pending } from "./memory.ts";
import { onTable, restingWords } from "./prompts.ts";
import { byKeys, focused, lines, type Turn } from "./turn.ts";
import { howToAnswer, menu } from "./words.ts";

/** 人工: tells somebody in charge, with the person's own words, and says whom. */
export async function handOff(turn: Turn, words: string): Promise<string> {
  const task = turn.memory.focus ? await taskById(turn.work, turn.memory.focus.taskId) : null;
  const told = await tellSomebody(turn, task, words);
  await record(turn.work, { subject: "person", subjectId: turn.person.id, command: "ask-for-help" });
  if (!told) return "已经记下,但负责的同志还没有绑定微信,请直接打电话给教体局。";
  return `已经转告${told.unit}的${told.name},会有人与您联系。`;
}

/** The first of those in charge whom a message reaches; null when it reaches none. */
async function tellSomebody(turn: Turn, task: Task | null, words: string): Promise<Holder | null> {
  const office = task ? await reviewers(turn.work, task.requirementId) : [];
  const people = [...office, ...(await administrators(turn.work))];
  for (const holder of people.filter(({ personId }) => personId !== turn.person.id)) {
    const outcome = await notify(turn.work, {
      personId: holder.personId,
      key: `help:${turn.message.inboxId}:${holder.personId}`,
      kind: "help",
      body: `【请求帮助】${where(turn, task)}说:“${words.slice(0, 200)}”。请与本人联系。`,
    });
    if (outcome !== "unreachable") return holder;
  }
  return null;
}

const where = (turn: Turn, task: Task | null): string =>
  task ? `${task.unit} ${turn.person.name}在填 #${task.code}《${task.title}》时` : turn.person.name;

/** A question asked along the way goes to the office; nothing is recorded as an answer. */
export async function passOn(turn: Turn, words: string): Promise<string> {
  const passed = await handOff(turn, words);
  const waiting = await onTable(turn);
  return lines(passed, waiting && "这里先不记答案。您可以先答别的题,也可以等答复:", waiting);
}

/** Words that were not understood: asked again, then explained with choices, then handed to a person. */
export async function notUnderstood(turn: Turn, ask?: string): Promise<string> {
  turn.memory.misses += 1;
  await keepUnknown(turn.work, await situationNow(turn));
  const { misses } = turn.memory;
  if (misses >= 3) {
    turn.memory.misses = 0;
    return lines("这几句我都没听明白。", await handOff(turn, turn.message.text));
  }
  const question = ask ? await withNumbers(turn, ask) : "这句我没听明白,请换个说法。";
  if (turn.memory.paused) return lines(question, restingWords);
  if (misses === 1) return question;
  const waiting = await onTable(turn);
  if (!waiting) return lines(question, menu);
  const hint = turn.memory.pending ? "也可以回“取消”或“人工”。" : `${howToAnswer}。也可以回“跳过”或“人工”。`;
  return lines(question !== waiting && question, waiting, hint);
}

/** What was said, and what was on the table. */
async function situationNow(turn: Turn): Promise<Unknown> {
  const { pending, paused, focus } = turn.memory;
  const unknown = { words: turn.message.text, question: "" };
  if (paused) return { ...unknown, situation: "paused" };
  if (pending) return { ...unknown, situation: waits[pending.kind] ?? "other" };
  const [one, another] = byKeys((await focused(turn))?.questions ?? [], focus?.asked ?? []);
  if (another) return { ...unknown, situation: "list" };
  return one
    ? { ...unknown, situation: "question", question: one.question }
    : { ...unknown, situation: "idle" };
}

const waits: Partial<Record<Pending["kind"], string>> = {
  form: "form",
  notice: "form",
  review: "review",
  "registry-review": "review",
  batch: "confirm",
  submit: "confirm",
  "inventory-confirm": "confirm",
  "extension-confirm": "confirm",
  "broadcast-confirm": "confirm",
};

/** An example with the numbers that are really on the table. */
async function withNumbers(turn: Turn, ask: string): Promise<string> {
  const floor = turn.memory.pending ? null : await focused(turn);
  const [one, two] = byKeys(floor?.questions ?? [], turn.memory.focus?.asked ?? []);
  return one && two ? ask.replace(/例如:.*$/u, `例如:${one.no}是${two.no}否。`) : ask;
}
