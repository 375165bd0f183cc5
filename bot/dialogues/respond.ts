import type { Task } from "../../src/actions/assignments.ts";
import type { Meaning } from "../understand/meaning.ts";
import { awaited } from "./awaiting.ts";
import { deedOf } from "./deeds.ts";
import { handOff } from "./helping.ts";
import type { Pending } from "./memory.ts";
import { onTable } from "./prompts.ts";
import { letGo } from "./proving.ts";
import { lines, type Turn } from "./turn.ts";

const tooEarly = "这句话是在我问下面这些之前发出的,怕记错,没有记。请看着下面再回一次:";

/** Does what was meant and says what was done with it. */
export async function respond(turn: Turn, meaning: Meaning, addressed: Task | null): Promise<string> {
  if (turn.early && leansOnPrompt(meaning, turn.memory.pending)) return lines(tooEarly, await onTable(turn));
  const { misses } = turn.memory;
  const words = await done(turn, meaning, addressed);
  // Whatever was understood ends a row of misses.
  if (turn.memory.misses === misses) turn.memory.misses = 0;
  return words;
}

async function done(turn: Turn, meaning: Meaning, addressed: Task | null): Promise<string> {
  const { held, paused } = turn.memory;
  const pending = paused ? null : turn.memory.pending;
  if (held && meaning.intent === "cancel") return letGo(turn);
  const waited = pending ? await awaited(turn, pending, meaning) : null;
  if (waited !== null) return waited;
  const said = await deedOf(turn, meaning, addressed);
  if (meaning.intent !== "answer" || !meaning.question) return said;
  return lines(said, `您问的“${meaning.question}”,${await handOff(turn, meaning.question)}`);
}

/** Short words that mean something only beside what was asked. */
const bare: Meaning["intent"][] = ["ambiguous", "unsure", "ask", "out-of-scope", "submit"];

/** What each thing waited for would take for its own. */
const taken: Partial<Record<Pending["kind"], Meaning["intent"][]>> = {
  doubt: bare,
  submit: bare,
  remark: ["add-note", ...bare],
  "extension-date": ["extend-request", ...bare],
  inventory: ["inventory", "zero-report", "register-none"],
  "inventory-confirm": ["inventory", "zero-report", "register-none"],
  "extension-reason": ["extend-request"],
  "extension-confirm": ["extend-request", ...bare],
  "handover-to": ["transfer-request", ...bare],
  review: ["review-accept", "review-reject"],
  notice: ["consent", "decline", ...bare],
  form: ["skip", "prev", "register-none", "update-account", ...bare],
  why: bare,
  sure: bare,
  "registry-review": ["review-accept", "review-reject"],
  "broadcast-text": bare,
  "broadcast-whom": bare,
  "broadcast-confirm": bare,
  "room-confirm": bare,
  "urge-confirm": bare,
};

/** Would these words go to whatever was asked last? Those that name their question do not. */
function leansOnPrompt(meaning: Meaning, pending: Pending | null): boolean {
  if (meaning.intent === "answer") return typeof meaning.item !== "number";
  if (["answers", "confirm", "cancel"].includes(meaning.intent)) return true;
  return pending !== null && (taken[pending.kind]?.includes(meaning.intent) ?? false);
}
