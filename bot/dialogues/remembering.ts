import { freshMemory, type Memory, type Pending } from "./memory.ts";

/** Reads stored memory; `forgotten` when this version does not know its like and the talk must start again politely. */
export function readMemory(stored: string | null): { memory: Memory; forgotten: boolean } {
  if (stored === null) return { memory: freshMemory(), forgotten: false };
  const read = parsed(stored);
  return isMemory(read) ? { memory: read, forgotten: false } : { memory: freshMemory(), forgotten: true };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

type Check = (value: unknown) => boolean;
const isNumber: Check = (value) => typeof value === "number";
const isWord: Check = (value) => typeof value === "string";
const isList: Check = (value) => Array.isArray(value);
const of =
  (fields: Record<string, Check>): Check =>
  (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(fields).every(([name, holds]) => holds((value as Record<string, unknown>)[name]));
const orNull =
  (holds: Check): Check =>
  (value) =>
    value === null || holds(value);

/** Everything that the bot may wait for, by its name; another version may know more. */
const awaitable: Record<Pending["kind"], true> = {
  batch: true,
  doubt: true,
  remark: true,
  evidence: true,
  inventory: true,
  "inventory-confirm": true,
  submit: true,
  "extension-task": true,
  "extension-date": true,
  "extension-reason": true,
  "extension-confirm": true,
  "handover-to": true,
  "handover-confirm": true,
  "broadcast-text": true,
  "broadcast-whom": true,
  "broadcast-confirm": true,
  "room-confirm": true,
  "urge-confirm": true,
  review: true,
  notice: true,
  form: true,
  sure: true,
  why: true,
  "registry-review": true,
};

/** What every turn relies on: a turn that broke over it would break at each message of this person. */
const shape = of({
  version: (value) => value === 2,
  focus: orNull(of({ taskId: isNumber, asked: isList })),
  pending: orNull(of({ kind: (value) => Object.hasOwn(awaitable, String(value)) })),
  held: orNull(of({ taskId: isNumber, files: isList, offer: isList })),
  promptKey: orNull(isWord),
  last: orNull(of({ taskId: isNumber, key: isWord })),
  skipped: isList,
  single: isList,
  shown: isList,
});

const isMemory = (value: unknown): value is Memory => shape(value);
