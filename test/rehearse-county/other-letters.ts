import { nameOf, type Piece } from "./diary.ts";
import { type Evidence, shown } from "./evidence.ts";
import type { Expected } from "./model.ts";
import type { Register } from "./settle.ts";
import type { Arrived } from "./stage.ts";

/** Kinds of letters, how each is told, and what it is about. */
const kinds: [string, RegExp][] = [
  ["to-review", /^【待审核】[\s\S]*? #(\w+)《[\s\S]*?第(\d+)稿/u],
  ["accepted", /#(\w+)《.*》第(\d+)稿已审核通过/u],
  ["returned", /#(\w+)《.*》第(\d+)稿被退回/u],
  ["time-asked", /^【延期申请】[\s\S]*?#(\w+)《/u],
  ["time-given", /#(\w+)《.*》延期已批准/u],
  ["time-refused", /#(\w+)《.*》延期没有批准/u],
  ["waived", /^【免办】#(\w+)《/u],
  ["phase-moved", /^【改期通知】/u],
  ["handover-asked", /^【工作移交】/u],
  ["handover-granted", /^移交已批准/u],
  ["handover-welcome", /的督办工作从现在起由您负责/u],
  ["urged", /^【催办】/u],
  ["broadcast", /^【通知】/u],
  ["bound-anew", /^您的身份已改绑/u],
];

/** Every letter but reminders: each that must arrive is there once, and no other. */
export function judgeOtherLetters(evidence: Evidence, letters: Arrived[]): string[] {
  const wanted = new Map<string, number>();
  for (const one of evidence.model.letters) {
    const phone = phoneFor(evidence, one);
    if (phone) add(wanted, `${phone} ${one.kind} ${one.about}`, 1);
  }
  const strangers: string[] = [];
  for (const letter of letters) {
    const read = readLetter(evidence, letter.text);
    if (read) add(wanted, `${letter.phone} ${read}`, -1);
    else strangers.push(`a letter nobody knows: ${shown(letter)}`);
  }
  return [...strangers, ...[...wanted].filter(([, count]) => count !== 0).map(unbalanced)];
}

const unbalanced = ([key, count]: [string, number]): string =>
  `${count > 0 ? "missing" : "too many"} ${Math.abs(count)}: ${key}`;

/** Letters wait for the morning; what is sent then goes to the phone that somebody has then. */
function phoneFor(evidence: Evidence, { who, at, kind }: Expected): string | null {
  const phones = evidence.phonesOf(who, at);
  if (!phones || evidence.dead.has(phones.now)) return null;
  return kind === "bound-anew" ? (phones.ever.at(-2) ?? null) : phones.now;
}

/** The kind of a letter and the piece of work, with its revision, that it is about. */
function readLetter({ register }: Evidence, text: string): string | null {
  for (const [kind, pattern] of kinds) {
    const found = pattern.exec(text);
    if (found) return `${kind} ${aboutOf(register, found)}`;
  }
  return null;
}

function aboutOf({ pieces }: Register, [, code, revision]: RegExpExecArray): string {
  if (code === undefined) return "";
  const piece: Piece = pieces.get(code)?.piece ?? { place: "?", demand: code };
  return revision === undefined ? nameOf(piece) : `${nameOf(piece)} ${revision}`;
}

function add(map: Map<string, number>, key: string, by: number): void {
  map.set(key, (map.get(key) ?? 0) + by);
}
