import type { Task } from "../../src/actions/assignments.ts";
import type { Question } from "../../src/actions/questions.ts";
import { type TaskInHand, taskInHand } from "../../src/actions/tasks-in-hand.ts";
import { Refusal } from "../../src/errors.ts";
import type { Work } from "../../src/work.ts";
import type { Memory } from "./memory.ts";

/** One stored message, as a dialogue hears it. */
export interface Message {
  inboxId: number;
  text: string;
  quoted: string | null;
  file: { hash: string; name: string } | null;
  /** Why a file could not be taken, in words. */
  fileProblem: string | null;
  sentAt: Date;
}

/** One turn of a talk: what a dialogue may read, and the memory that it may change. */
export interface Turn {
  work: Work;
  person: { id: number; name: string; listSize: number };
  message: Message;
  memory: Memory;
  /** Was this written before the question on the table had left the house? */
  early: boolean;
}

/** A task with its questions. */
export type Floor = TaskInHand;

/** The task that has the floor, with its questions; null when none has, or it is done. */
export async function focused(turn: Turn): Promise<Floor | null> {
  const { focus } = turn.memory;
  if (!focus) return null;
  const floor = await taskInHand(turn.work, focus.taskId).catch(whenGone);
  // Removed meanwhile: there is nothing left to wait for.
  if (floor === null) Object.assign(turn.memory, { focus: null, pending: null });
  return floor && isOpen(floor.task) ? floor : null;
}

function whenGone(error: unknown): null {
  if (error instanceof Refusal && error.code === "not-found") return null;
  throw error;
}

/** May its answers still change? */
export const isOpen = (task: Pick<Task, "state">): boolean =>
  task.state === "open" || task.state === "returned";

/** Those questions of a list that bear these keys, in the keys' order. */
export function byKeys(questions: Question[], keys: string[]): Question[] {
  return keys.flatMap((key) => questions.find((question) => question.key === key) ?? []);
}

/** Parts of one reply, empty ones left out. */
export const lines = (...parts: (string | null | undefined | false)[]): string =>
  parts.filter(Boolean).join("\n");
