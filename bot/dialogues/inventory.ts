import { taskById } from "../../src/actions/assignments.ts";
import { declareInventory, inventoryKinds } from "../../src/actions/inventories.ts";
import { nextStep } from "./checklist.ts";
import type { Pending } from "./memory.ts";
import { lines, type Turn } from "./turn.ts";

type Waiting = Extract<Pending, { kind: "inventory" | "inventory-confirm" }>;

/** Echoes the media or platforms that a unit named, to be confirmed before questions are made from them. */
export function hearInventory(turn: Turn, pending: Waiting, names: string[]): string {
  const { title } = inventoryKinds[pending.scope];
  turn.memory.misses = 0;
  turn.memory.pending = { kind: "inventory-confirm", taskId: pending.taskId, scope: pending.scope, names };
  if (names.length === 0) return `记为零报告:本单位没有${title}。对就回“确认”,不对请直接说有哪些。`;
  return `本单位有${names.length}种${title}:${names.join("、")}。对就回“确认”,不对请重新说一遍。`;
}

/** Declares the echoed list and goes on with the questions about it. */
export async function confirmInventory(
  turn: Turn,
  pending: Extract<Pending, { kind: "inventory-confirm" }>,
): Promise<string> {
  const task = await taskById(turn.work, pending.taskId);
  await declareInventory(turn.work, task, pending.scope, pending.names);
  const { title } = inventoryKinds[pending.scope];
  const words =
    pending.names.length === 0
      ? `✔ 已记零报告:没有${title}。`
      : `✔ 已登记${title}:${pending.names.join("、")}。`;
  return lines(words, await nextStep(turn, task.id));
}

/** Asks again which media or platforms there are, when the list was wrong. */
export function askAgain(turn: Turn, pending: Waiting): string {
  const { kinds, title } = inventoryKinds[pending.scope];
  turn.memory.pending = { kind: "inventory", taskId: pending.taskId, scope: pending.scope };
  return lines(
    `好的,请再说一遍有哪些${title}:`,
    kinds.map((kind, index) => `${index + 1}. ${kind}`).join("\n"),
    "一种都没有就回“零报告”。",
  );
}
