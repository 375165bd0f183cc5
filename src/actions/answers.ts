import { Answer } from "../../entities/answer.ts";
import { answerMachine, contentChanged } from "../machines/answer.ts";
import { transition } from "../machines/machine.ts";
import { personOf } from "../machines/who.ts";
import { later, laterForEach } from "../packets.ts";
import type { Work } from "../work.ts";
import type { Question } from "./questions.ts";
import type { TaskInHand } from "./tasks-in-hand.ts";

/** What was said to one question, and the words and message that said it. */
export interface Said {
  value: string;
  note?: string | null;
  said?: string | null;
  inboxId?: number | null;
}

/** Records an answer that leaves no doubt, in place of any proposal. Refuses when the work is not the actor's or already submitted. */
export async function enterAnswer(
  work: Work,
  assignmentId: number,
  question: Pick<Question, "itemId" | "entryId">,
  said: Said,
): Promise<Answer> {
  const answer = await answerRow(work, assignmentId, question);
  await enter(work, answer, said);
  return answer;
}

/** The same for a question of a task in hand, which is brought up to date. */
export async function enterInHand(
  work: Work,
  { task }: Pick<TaskInHand, "task">,
  question: Question,
  said: Said,
): Promise<void> {
  const isNew = question.answer === null;
  const answer = question.answer ?? (await blankAnswer(work, task.id, question));
  question.answer = answer;
  const before = answer.rowVersion;
  await enter(work, answer, said);
  // As many changes as the assignment has counted: with any other, it is read again.
  task.contentVersion += answer.rowVersion - before + (isNew ? 1 : 0);
}

async function enter(work: Work, answer: Answer, said: Said): Promise<void> {
  if (answer.state === "proposed") {
    await propose(work, answer, said);
    await confirmAnswer(work, answer, said);
    return;
  }
  await transition(work, answerMachine, answer, {
    command: "enter",
    set: {
      value: said.value,
      note: said.note ?? null,
      proposedValue: null,
      proposedNote: null,
      flagReason: null,
    },
    payload: { value: said.value },
  });
  keepRevision(work, answer, "confirmed", said);
}

/** Keeps an answer as a proposal, to be echoed and confirmed; what was effective before stays so until then. */
export async function proposeAnswer(
  work: Work,
  assignmentId: number,
  question: Pick<Question, "itemId" | "entryId">,
  said: Said,
): Promise<Answer> {
  const answer = await answerRow(work, assignmentId, question);
  await propose(work, answer, said);
  return answer;
}

async function propose(work: Work, answer: Answer, said: Said): Promise<void> {
  await transition(work, answerMachine, answer, {
    command: "say",
    set: { proposedValue: said.value, proposedNote: said.note ?? null },
    payload: { value: said.value },
  });
  keepRevision(work, answer, "proposed", said);
}

/** Makes a proposal effective. */
export async function confirmAnswer(work: Work, answer: Answer, said?: Partial<Said>): Promise<void> {
  const value = answer.proposedValue;
  if (answer.state !== "proposed" || value === null) return;
  const note = said?.note ?? answer.proposedNote;
  await transition(work, answerMachine, answer, {
    command: "confirm",
    set: { value, note, proposedValue: null, proposedNote: null, flagReason: null },
    payload: { value },
  });
  keepRevision(work, answer, "confirmed", { ...said, value, note });
}

/** Drops a proposal. An earlier effective answer takes its place again, unless a reviewer had sent it back. */
export async function discardAnswer(work: Work, answer: Answer): Promise<void> {
  if (answer.state !== "proposed") return;
  const { value, note, flagReason } = answer;
  await transition(work, answerMachine, answer, {
    command: "discard",
    set: { proposedValue: null, proposedNote: null },
  });
  if (value === null || flagReason !== null) return;
  await transition(work, answerMachine, answer, {
    command: "enter",
    set: { value, note },
    payload: { value },
  });
}

/** Sends one answer back with the reason. For the reviewer. */
export async function flagAnswer(work: Work, answer: Answer, reason: string): Promise<void> {
  await transition(work, answerMachine, answer, { command: "flag", reason, set: { flagReason: reason } });
}

/**
 * The row of a question's answer, locked; a blank one is made at first touch. The assignment is locked first, so that
 * nobody submits it while an answer changes.
 */
export async function answerRow(
  work: Work,
  assignmentId: number,
  { itemId, entryId }: Pick<Question, "itemId" | "entryId">,
): Promise<Answer> {
  const where = { assignmentId, itemId, entryId };
  const lock = { mode: "pessimistic_write" } as const;
  await work.db.query("SELECT id FROM assignment WHERE id = ? FOR UPDATE", [assignmentId]);
  const found = await work.db.findOne(Answer, { where, lock });
  if (found) return found;
  await work.db.query(
    "INSERT IGNORE INTO answer (assignment_id, item_id, entry_id, state) VALUES (?, ?, ?, 'blank')",
    [assignmentId, itemId, entryId],
  );
  contentChanged(work, [assignmentId]);
  return work.db.findOneOrFail(Answer, { where, lock });
}

/** Makes the rows of questions that are put now, so that their answers find them. Nothing counts as answered by it. */
export function expectAnswers(work: Work, assignmentId: number, questions: Question[]): void {
  const rows = questions.flatMap(({ answer, itemId, entryId }) =>
    answer ? [] : [[assignmentId, itemId, entryId, "blank"]],
  );
  if (rows.length === 0) return;
  laterForEach(work, ["INSERT IGNORE INTO answer (assignment_id, item_id, entry_id, state) VALUES ?"], rows);
  contentChanged(work, [assignmentId]);
}

/** The row of a question that nobody has touched; for a task in hand, where nobody else can make it meanwhile. */
async function blankAnswer(
  work: Work,
  assignmentId: number,
  { itemId, entryId }: Pick<Question, "itemId" | "entryId">,
): Promise<Answer> {
  const blank = { assignmentId, itemId, entryId, state: "blank", rowVersion: 1 };
  const { insertId: id }: { insertId: number } = await work.db.query(
    "INSERT INTO answer (assignment_id, item_id, entry_id, state) VALUES (?, ?, ?, 'blank')",
    [assignmentId, itemId, entryId],
  );
  contentChanged(work, [assignmentId]);
  const empty = { value: null, note: null, proposedValue: null, proposedNote: null, flagReason: null };
  return Object.assign(new Answer(), { id, ...blank, ...empty });
}

/** Of an answer that has moved. The first move of all makes the first revision, which need not be counted. */
function keepRevision(work: Work, answer: Answer, kind: "proposed" | "confirmed", said: Said): void {
  const { value, note = null, said: words = null, inboxId = null } = said;
  const content = [answer.id, kind, value, note, words, inboxId, personOf(work), work.now];
  const into =
    "INSERT INTO answer_revision (answer_id, kind, value, note, said, inbox_id, person_id, at, seq)";
  if (answer.rowVersion === firstMoved) laterForEach(work, [`${into} VALUES ?`], [[...content, 1]]);
  else
    later(
      work,
      `${into} SELECT ?, ?, ?, ?, ?, ?, ?, ?, COALESCE(MAX(seq), 0) + 1 FROM answer_revision WHERE answer_id = ?`,
      [...content, answer.id],
    );
}

/** The version of a row that has moved once. */
const firstMoved = 2;
