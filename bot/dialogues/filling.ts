import type { Meaning } from "../understand/meaning.ts";
import { notUnderstood } from "./helping.ts";
import type { Draft, Form } from "./memory.ts";
import { fieldsOf, formWords } from "./registry-prompts.ts";
import type { Field } from "./registry-reading.ts";
import { lines, type Turn } from "./turn.ts";

const isOpen = (field: Field, draft: Draft): boolean =>
  draft[field.key] === undefined || (draft[field.key] === null && !field.optional);

/** Puts the first item that is missing on the table, or the echo of all when none is. */
export function putForm(turn: Turn, form: Form): string {
  const missing = fieldsOf(form).find((field) => isOpen(field, form.draft));
  const next: Form = { ...form, at: missing?.key ?? null };
  turn.memory.pending = next;
  turn.memory.paused = false;
  return formWords(next);
}

/** Meanings that are heeded at any item of a form, whatever it asks. */
const always: Meaning["intent"][] = [
  "help",
  "handoff",
  "query-outstanding",
  "query-deadline",
  "pause",
  "resume",
  "reminders-off",
  "reminders-on",
  "progress",
];

/** Takes what was said for the item on the table; facts that came with it are kept. Null lets the words go their way. */
export async function hearForm(
  turn: Turn,
  form: Form,
  meaning: Meaning,
  facts: Draft,
): Promise<string | null> {
  const text = turn.message.text.trim();
  if (always.includes(meaning.intent) && text.length <= 12) return null;
  if (meaning.intent === "repeat") return formWords(form);
  if (form.at === null) return hearEcho(turn, form, facts);
  if (meaning.intent === "prev") return stepBack(turn, form);
  const field = fieldsOf(form).find((each) => each.key === form.at);
  if (!field) return putForm(turn, form);
  if (meaning.intent === "skip") return skip(turn, form, field);
  return take(turn, form, field, facts);
}

async function take(turn: Turn, form: Form, field: Field, told: Draft): Promise<string> {
  // One fact alone may be a word of the answer itself.
  const several = Object.keys(told).length > 1 || (told.link ?? told.url) !== undefined;
  const facts = several ? told : {};
  const value = facts[field.key] ?? field.read(turn.message.text, turn.work.now);
  const isTaken = value !== undefined && fits(field, value);
  if (!isTaken && !several) return notUnderstood(turn, `${failed(field)}${field.ask}`);
  turn.memory.misses = 0;
  const own = isTaken ? { [field.key]: value } : {};
  return putForm(turn, { ...form, draft: { ...form.draft, ...missingOf(form.draft, facts), ...own } });
}

const fits = (field: Field, value: Draft[string]): boolean => value !== null || field.optional === true;

const missingOf = (draft: Draft, facts: Draft): Draft =>
  Object.fromEntries(Object.entries(facts).filter(([key]) => draft[key] === undefined));

const failed = ({ label }: Field): string => `“${label}”没听明白。`;

function skip(turn: Turn, form: Form, field: Field): string {
  if (!field.optional) return lines(`“${field.label}”要填,不能跳过。想先停一停,回“暂停”。`, formWords(form));
  return putForm(turn, { ...form, draft: { ...form.draft, [field.key]: null } });
}

function stepBack(turn: Turn, form: Form): string {
  const fields = fieldsOf(form);
  const place = fields.findIndex((field) => field.key === form.at);
  const before = fields[place - 1];
  if (!before) return lines("已经是第一项了。", formWords(form));
  const { [before.key]: _dropped, ...draft } = form.draft;
  return putForm(turn, { ...form, draft });
}

const byNumber =
  /^(?:改|修改)?第?(\d{1,2})(?:项|条|个)?(?:不对|错了|要改)?[\s,,。::]*(?:改成|改为|改|应该是|是)?[\s::]*(.*)$/su;

/** Beside the echo an item is named by its number or its name, with or without what it should be. */
async function hearEcho(turn: Turn, form: Form, facts: Draft): Promise<string> {
  const text = turn.message.text.trim();
  const fields = fieldsOf(form);
  const [, no, rest = ""] = byNumber.exec(text) ?? [];
  const named = no ? { field: fields[Number(no) - 1], rest } : byLabel(fields, text);
  if (named?.field) return change(turn, form, named.field, named.rest.trim());
  if (Object.keys(facts).length > 0 && /改|换|是|叫|涨/u.test(text))
    return putForm(turn, { ...form, draft: { ...form.draft, ...facts } });
  if (/^(?:不对|错了|有错|不是|有问题)[。!]?$/u.test(text)) return "哪一项不对?请回它的序号。";
  return notUnderstood(turn, "都对请回“确认”;要改哪项回它的序号;不办了回“取消”。");
}

function byLabel(fields: Field[], text: string): { field: Field; rest: string } | undefined {
  const field = fields.find(({ label }) => text.includes(label));
  const rest = field && /(?:改成|改为|应该是|是|[::])\s*(.+)$/su.exec(text)?.[1];
  return field ? { field, rest: rest ?? "" } : undefined;
}

function change(turn: Turn, form: Form, field: Field, words: string): string {
  turn.memory.misses = 0;
  const value = words === "" ? undefined : field.read(words, turn.work.now);
  const { [field.key]: _old, ...draft } = form.draft;
  const isKnown = value !== undefined && fits(field, value);
  return putForm(turn, { ...form, draft: isKnown ? { ...draft, [field.key]: value } : draft });
}
