import { taskById } from "../../src/actions/assignments.ts";
import { inventoryKinds } from "../../src/actions/inventories.ts";
import { dayOf } from "../../src/workdays.ts";
import type { Meaning } from "../understand/meaning.ts";
import { understand } from "../understand/understand.ts";
import { cancelProposed, confirmProposed, takeRemark } from "./answering.ts";
import { putQuestions } from "./checklist.ts";
import { confirmExtension, takeDate, takeReason } from "./extending.ts";
import { confirmHandover, takeSuccessor } from "./handing-over.ts";
import { askAgain, confirmInventory, hearInventory } from "./inventory.ts";
import type { Pending } from "./memory.ts";
import { proven } from "./proving.ts";
import { accept, sendBack } from "./reviewing.ts";
import { confirmSubmission } from "./submitting.ts";
import { byKeys, focused, lines, type Turn } from "./turn.ts";

type Kind = Pending["kind"];
type Awaited<K extends Kind> = Extract<Pending, { kind: K }>;
type Words = Promise<string | null> | string | null;

/** What counts as fulfilling each thing that the bot may wait for, and what 确认 does to it. */
type Expectations = {
  [K in Kind]: {
    hear?: (turn: Turn, pending: Awaited<K>, meaning: Meaning) => Words;
    confirm?: (turn: Turn, pending: Awaited<K>) => Words;
  };
};

const expectations: Expectations = {
  batch: { confirm: (turn, { taskId, keys }) => confirmProposed(turn, taskId, keys) },
  remark: {
    hear: (turn, pending, meaning) =>
      meaning.intent === "add-note" && meaning.note ? takeRemark(turn, pending, meaning.note) : null,
  },
  evidence: {
    hear: doneSending,
    confirm: (turn, pending) => (pending.key === null ? null : proven(turn, pending)),
  },
  place: {},
  inventory: { hear: inventory },
  "inventory-confirm": { hear: inventory, confirm: confirmInventory },
  submit: { confirm: confirmSubmission },
  "extension-task": {},
  "extension-date": { hear: dateFor },
  "extension-reason": { hear: reasonFor },
  "extension-confirm": { hear: dateFor, confirm: confirmExtension },
  "handover-to": { hear: successor },
  "handover-confirm": { confirm: confirmHandover },
  review: { hear: review },
};

/** What the bot was waiting for, when this is it; null lets the words mean what they mean anywhere. */
export async function awaited(turn: Turn, pending: Pending, meaning: Meaning): Promise<string | null> {
  const expectation = expectations[pending.kind] as Expectations[Kind];
  if (meaning.intent === "confirm") {
    turn.memory.misses = 0;
    return (await expectation.confirm?.(turn, pending as never)) ?? null;
  }
  const refused = meaning.intent === "answer" && meaning.value === "否" && expectation.confirm !== undefined;
  if (meaning.intent === "cancel" || (refused && pending.kind !== "evidence"))
    return cancelled(turn, pending);
  return (await expectation.hear?.(turn, pending as never, meaning)) ?? null;
}

async function cancelled(turn: Turn, pending: Pending): Promise<string> {
  turn.memory.misses = 0;
  if (pending.kind === "batch") return cancelProposed(turn, pending);
  if (pending.kind === "inventory-confirm") return askAgain(turn, pending);
  turn.memory.pending = null;
  const floor = await focused(turn);
  const words =
    pending.kind === "submit" ? "好的,先不报送。要改哪题请直接说,改好再回“提交”。" : "好的,已取消。";
  const asked = floor ? byKeys(floor.questions, turn.memory.focus?.asked ?? []) : [];
  return lines(words, floor && asked.length > 0 && putQuestions(turn, floor.task, floor.questions, asked));
}

function inventory(
  turn: Turn,
  pending: Awaited<"inventory"> | Awaited<"inventory-confirm">,
  meaning: Meaning,
): string | null {
  if (meaning.intent === "zero-report" || meaning.intent === "register-none")
    return hearInventory(turn, pending, []);
  const { kinds, of } = inventoryKinds[pending.scope];
  const list =
    meaning.intent === "inventory"
      ? meaning
      : understand(turn.message.text, turn.work.now, { kind: "inventory", of, kinds });
  if (list.intent !== "inventory") return null;
  return hearInventory(turn, pending, list.none ? [] : [...list.kinds, ...(list.others ?? [])]);
}

async function dateFor(
  turn: Turn,
  pending: Extract<Pending, { kind: "extension-date" | "extension-confirm" }>,
  meaning: Meaning,
): Promise<string | null> {
  if (meaning.intent === "extend-request" && (meaning.to || meaning.by))
    return takeDate(turn, pending, meaning);
  const task = await taskById(turn.work, pending.taskId);
  const wish = understand(`延到${turn.message.text}`, turn.work.now, {
    kind: "idle",
    due: dayOf(task.dueAt),
  });
  if (wish.intent === "extend-request" && (wish.to || wish.by)) return takeDate(turn, pending, wish);
  return pending.kind === "extension-date" && !isMovement(meaning)
    ? (wish.ask ?? "请说一个日期,如“8月31号”或“下周五”;不延了就回“取消”。")
    : null;
}

async function reasonFor(
  turn: Turn,
  pending: Extract<Pending, { kind: "extension-reason" }>,
  meaning: Meaning,
): Promise<string | null> {
  if (meaning.intent === "extend-request" && (meaning.to || meaning.by))
    return takeDate(turn, pending, meaning);
  if (isMovement(meaning)) return null;
  const reason = ("reason" in meaning && meaning.reason) || turn.message.text;
  return takeReason(turn, pending, reason);
}

function successor(
  turn: Turn,
  pending: Extract<Pending, { kind: "handover-to" }>,
  meaning: Meaning,
): string | null {
  if (isMovement(meaning)) return null;
  const name = meaning.intent === "transfer-request" && meaning.to ? meaning.to : turn.message.text.trim();
  return takeSuccessor(turn, pending, name);
}

async function review(
  turn: Turn,
  pending: Extract<Pending, { kind: "review" }>,
  meaning: Meaning,
): Promise<string | null> {
  if (meaning.intent === "review-accept") return accept(turn, pending);
  if (meaning.intent === "review-reject") {
    return sendBack(turn, pending, { items: meaning.items ?? [], reason: meaning.reason });
  }
  return null;
}

/** Words that always work, whatever the bot waits for. */
const isMovement = (meaning: Meaning): boolean =>
  [
    "help",
    "resume",
    "prev",
    "next",
    "skip",
    "pause",
    "query-outstanding",
    "query-deadline",
    "handoff",
    "reminders-off",
    "submit",
    "show-answers",
  ].includes(meaning.intent);

function doneSending(turn: Turn, pending: Awaited<"evidence">, meaning: Meaning): Words {
  return meaning.intent === "ack" && pending.key !== null ? proven(turn, pending) : null;
}
