import { declareInventory, inventoryKinds } from "../../src/actions/inventories.ts";
import { taskById } from "../../src/actions/tasks-in-hand.ts";
import type { Inventory, Meaning } from "../understand/meaning.ts";
import { understand } from "../understand/understand.ts";
import { nextStep } from "./checklist.ts";
import type { Pending } from "./memory.ts";
import { inventoryEcho, inventoryWords } from "./prompts.ts";
import { lines, type Turn } from "./turn.ts";

type Waiting = Extract<Pending, { kind: "inventory" | "inventory-confirm" }>;

/** "不对,还有广播站": what comes after is the list, or what it lacks. */
const corrected = /^(?:(?:不对|不是|错了)[,,。\s]*|不[,,。\s]+)?(还有|再加上?|加上|漏了)?(.+)$/u;

/** The media or platforms that a message names, with those named before when it adds to them; null when it names none. */
export function namesIn(turn: Turn, pending: Waiting, meaning: Meaning): string[] | null {
  if (meaning.intent === "zero-report" || meaning.intent === "register-none") return [];
  if (meaning.intent === "inventory") return listed(meaning);
  const { kinds, of } = inventoryKinds[pending.scope];
  const [, adding, rest] = corrected.exec(turn.message.text.trim()) ?? [];
  const list = understand(rest ?? "", turn.work.now, { kind: "inventory", of, kinds });
  if (list.intent !== "inventory") return null;
  const before = adding && pending.kind === "inventory-confirm" ? pending.names : [];
  return [...new Set([...before, ...listed(list)])];
}

const listed = ({ none, kinds, others }: Inventory): string[] => (none ? [] : [...kinds, ...(others ?? [])]);

/** Echoes the media or platforms that a unit named, to be confirmed before questions are made from them. */
export function hearInventory(turn: Turn, pending: Waiting, names: string[]): string {
  turn.memory.misses = 0;
  turn.memory.pending = { kind: "inventory-confirm", taskId: pending.taskId, scope: pending.scope, names };
  return inventoryEcho(pending.scope, names);
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
export async function askAgain(turn: Turn, pending: Waiting): Promise<string> {
  turn.memory.pending = { kind: "inventory", taskId: pending.taskId, scope: pending.scope };
  return inventoryWords(await taskById(turn.work, pending.taskId), pending.scope);
}
