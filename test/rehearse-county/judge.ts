import { nameOf } from "./diary.ts";
import { type Evidence, shown } from "./evidence.ts";
import type { ExpectedReminder } from "./model.ts";
import { judgeOtherLetters } from "./other-letters.ts";
import { dayOf, demandOf, isQuiet, timeOf } from "./plan.ts";
import type { Arrived } from "./stage.ts";

/** Tasks named in one message; the rest is counted. */
const mostNamed = 8;

/** Compares the letters that lie on the phones with those that the model says must lie there; differences in words. */
export function judgeLetters(evidence: Evidence): {
  differences: string[];
  reminders: number;
  letters: number;
} {
  const unasked = evidence.arrived.filter(({ key }) => !key.startsWith("reply:"));
  const quiet = unasked.filter(({ at }) => isQuiet(at)).map((letter) => `in quiet hours: ${shown(letter)}`);
  const reminders = unasked.filter(({ text }) => text.startsWith("【督办提醒】"));
  const others = unasked.filter(({ text }) => !text.startsWith("【督办提醒】"));
  const expected = evidence.model.reminders.filter(({ who, at }) => isReached(evidence, who, at));
  return {
    differences: [
      ...quiet,
      ...judgeReminders(evidence, expected, reminders),
      ...judgeOtherLetters(evidence, others),
    ],
    reminders: reminders.length,
    letters: others.length,
  };
}

function isReached({ dead, phonesOf }: Evidence, who: string, at: number): boolean {
  const phones = phonesOf(who, at);
  return phones !== null && !dead.has(phones.now);
}

function judgeReminders(evidence: Evidence, expected: ExpectedReminder[], actual: Arrived[]): string[] {
  const wanted = new Map<string, ExpectedReminder[]>();
  for (const one of expected)
    push(wanted, `${dayOf(one.at)} ${evidence.phonesOf(one.who, one.at)?.now}`, one);
  const differences: string[] = [];
  for (const letter of actual) {
    const key = `${dayOf(letter.at)} ${letter.phone}`;
    const one = wanted.get(key)?.shift();
    if (!one) differences.push(`a reminder too many: ${shown(letter)}`);
    else differences.push(...judgeReminder(evidence, one, letter));
  }
  for (const [key, missing] of wanted)
    for (const one of missing) differences.push(`no reminder: ${key} ${timeOf(one.at)} of ${listed(one)}`);
  return differences;
}

const listed = ({ own, others }: ExpectedReminder): string => `own ${own.join()} others ${others.join()}`;

function judgeReminder({ register }: Evidence, one: ExpectedReminder, letter: Arrived): string[] {
  const read = readReminder(letter.text);
  const named = (codes: string[]): string[] =>
    codes.map((code) => nameOf(register.pieces.get(code)?.piece ?? { place: "?", demand: code }));
  const faults = [
    fault("own", one.own, { named: named(read.own.codes), count: read.own.count }),
    fault("others", one.others, { named: named(read.others.codes), count: read.others.count }),
    fault("late", one.late, { named: named(read.late), count: read.late.length }),
    letter.at < one.at && "came too early",
  ].filter(Boolean);
  const titles = read.titles.filter(({ code, title }) => {
    const piece = register.pieces.get(code)?.piece;
    return !piece || !title.startsWith(demandOf(piece.demand).title);
  });
  if (titles.length > 0) faults.push(`wrong titles ${JSON.stringify(titles)}`);
  return faults.map((words) => `reminder ${words}: ${shown(letter)}`);
}

function fault(
  what: string,
  expected: string[],
  { named, count }: { named: string[]; count: number },
): string | null {
  const strangers = named.filter((name) => !expected.includes(name));
  const fits =
    count === expected.length && named.length === Math.min(count, what === "late" ? count : mostNamed);
  return fits && strangers.length === 0
    ? null
    : `${what}: expected ${expected.sort().join()}, read ${named.sort().join()} (${count})`;
}

interface Part {
  codes: string[];
  count: number;
}

/** A reminder as it is read on the phone. */
function readReminder(text: string): {
  own: Part;
  others: Part;
  late: string[];
  titles: { code: string; title: string }[];
} {
  const [ahead = "", after = ""] = text.split(/^(?=以下\d+项已经逾期)/mu);
  const hasOthers = after !== "";
  const whole = hasOthers ? after : ahead.startsWith("以下") ? ahead : "";
  const titles = [...text.matchAll(/^#(\w+) (.+)$/gmu)].map(([, code = "", title = ""]) => ({ code, title }));
  const late = [...(/另有\d+项早已逾期:(.+)。/u.exec(text)?.[1] ?? "").matchAll(/#(\w+)/gu)].map(
    ([, code = ""]) => code,
  );
  return {
    own: partOf(ahead, /您有(\d+)项任务要办/u),
    others: partOf(whole, /以下(\d+)项已经逾期/u),
    late,
    titles,
  };
}

function partOf(text: string, heading: RegExp): Part {
  const count = Number(heading.exec(text)?.[1] ?? 0);
  return { count, codes: count === 0 ? [] : [...text.matchAll(/^#(\w+) /gmu)].map(([, code = ""]) => code) };
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}
