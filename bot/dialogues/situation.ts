import type { Task } from "../../src/actions/assignments.ts";
import { inventoryKinds } from "../../src/actions/inventories.ts";
import type { Question } from "../../src/actions/questions.ts";
import { dayOf } from "../../src/workdays.ts";
import type { Context, Value } from "../understand/meaning.ts";
import type { Memory, Pending } from "./memory.ts";
import { byKeys } from "./turn.ts";

/** What is on the table, for the understanding: what the bot waits for, else the questions put, else nothing. */
export function situationOf(
  memory: Memory,
  floor: { task: Task; questions: Question[] } | null,
  role: "administrator" | "responsible",
): Context {
  const due = floor ? { due: dayOf(floor.task.dueAt) } : {};
  const offered = floor ? { offered: offeredOf(floor.questions) } : {};
  const awaited = memory.pending && !memory.paused ? awaitedContext(memory.pending, floor) : null;
  return { ...(awaited ?? openContext(memory, floor)), role, ...due, ...offered };
}

const offeredOf = (questions: Question[]): Record<string, string> =>
  Object.fromEntries(questions.map((question) => [String(question.no), question.question]));

function awaitedContext(pending: Pending, floor: { questions: Question[] } | null): Context | null {
  return isRegistering(pending) ? registryContext(pending) : taskContext(pending, floor);
}

function taskContext(
  pending: Exclude<Pending, Registering>,
  floor: { questions: Question[] } | null,
): Context | null {
  switch (pending.kind) {
    case "batch":
    case "inventory-confirm":
    case "handover-confirm":
      return { kind: "confirm", of: "batch" };
    case "submit":
      return { kind: "confirm", of: "submission" };
    case "extension-confirm":
      return { kind: "confirm", of: "extension", to: pending.to };
    case "remark":
      return { kind: "remark", value: pending.value as Value, ...numberOf(pending.key, floor) };
    case "evidence":
      return pending.key === null ? null : { kind: "evidence", ...numberOf(pending.key, floor) };
    case "inventory":
      return inventoryContext(pending.scope);
    case "extension-reason":
      return { kind: "extend-reason", to: pending.to };
    case "handover-to":
      return { kind: "handover-to" };
    case "broadcast-confirm":
    case "room-confirm":
    case "urge-confirm":
      return { kind: "confirm", of: "broadcast" };
    case "broadcast-text":
    case "broadcast-whom":
      return { kind: "idle" };
    case "review":
      return { kind: "review", count: pending.count };
    case "doubt":
    case "extension-task":
    case "extension-date":
      return null;
  }
}

function inventoryContext(scope: keyof typeof inventoryKinds): Context {
  const { of, kinds } = inventoryKinds[scope];
  return { kind: "inventory", of, kinds };
}

type Registering = Extract<Pending, { kind: "notice" | "form" | "sure" | "registry-review" | "why" }>;

const isRegistering = (pending: Pending): pending is Registering =>
  ["notice", "form", "sure", "registry-review", "why"].includes(pending.kind);

/** What is on the table in registering accounts and publications. */
function registryContext(pending: Registering): Context {
  if (pending.kind === "notice") return { kind: "consent" };
  if (pending.kind === "registry-review") return { kind: "review", count: 0 };
  if (pending.kind === "why") return { kind: "idle" };
  if (pending.kind === "sure" || pending.at === null) return { kind: "confirm", of: "submission" };
  return { kind: pending.of === "account" ? "register-account" : "register-publication" };
}

function numberOf(key: string, floor: { questions: Question[] } | null): { item?: number } {
  const question = floor?.questions.find((each) => each.key === key);
  return question ? { item: question.no } : {};
}

function openContext(memory: Memory, floor: { task: Task; questions: Question[] } | null): Context {
  if (!floor) return { kind: "idle" };
  if (floor.task.kind === "deliverable") {
    return { kind: "deliverable", due: dayOf(floor.task.dueAt), name: floor.task.title };
  }
  const asked = byKeys(floor.questions, memory.focus?.asked ?? []);
  const [only] = asked;
  if (memory.paused)
    return { kind: "paused", left: floor.questions.filter((each) => !each.answer?.value).length };
  if (asked.length === 1 && only) return questionContext(only);
  if (asked.length > 1) {
    return { kind: "list", items: asked.map(({ no, polarity, question }) => ({ no, polarity, question })) };
  }
  const answered = floor.questions.filter((each) => each.answer?.state === "confirmed").length;
  return { kind: "answered", answered, of: floor.questions.length };
}

function questionContext(question: Question): Context {
  const previous = question.answer?.value;
  return {
    kind: "question",
    item: question.no,
    polarity: question.polarity,
    question: question.question,
    ...(previous ? { previousValue: previous as Value } : {}),
  };
}
