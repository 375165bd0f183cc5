import type { Value } from "../meaning.ts";
import { type ItemSaid, isPlanned } from "./list-judging.ts";

/** What a message says of the items of a list, item by item. */
export interface Collected {
  items: Record<string, Value>;
  /** The value of all that are not named. */
  others?: Value;
  notes: Record<string, string>;
  questions: string[];
  /** Items that are asked about or left for later. */
  open: number[];
  /** Items of which something unclear is said, and why. */
  unclear: number[];
  doubts: ItemSaid["doubt"][];
  unknown: number[];
  clash: number[];
  /** Items named with nothing said of them. */
  bare: boolean;
  /** "其余" with words that give no value. */
  vague: boolean;
  guessed: boolean;
}

/** Nothing is said yet. */
export const nothing = (): Collected => ({
  items: {},
  notes: {},
  questions: [],
  open: [],
  unclear: [],
  doubts: [],
  unknown: [],
  clash: [],
  bare: false,
  vague: false,
  guessed: false,
});

/** Keeps words beside the value of an item. */
export function note(into: Collected, no: number, text: string | undefined): void {
  if (!text) return;
  const before = into.notes[no];
  into.notes[no] = before === undefined ? text : `${before},${text}`;
}

/** The words said of an item, and whether they take the place of what was said of it before. */
export interface Told {
  phrase: string;
  instead: boolean;
}

const unclear = (into: Collected, no: number, { doubt }: ItemSaid): void => {
  into.unclear.push(no);
  into.doubts.push(doubt);
};

const trimmed = (phrase: string): string => phrase.replace(/^[、.:,。;\s]+|[,。;\s]+$/g, "");

/** An item that is named again with no other answer: its plan, its reason, a question about it. */
const addTo = (into: Collected, no: number, said: ItemSaid, phrase: string): void => {
  if (said.question) into.questions.push(said.question);
  else if (said.doubt === "hedge") unclear(into, no, said);
  else note(into, no, trimmed(phrase));
};

const giveValue = (
  into: Collected,
  no: number,
  said: ItemSaid & { value: Value },
  instead: boolean,
): void => {
  const before = into.items[no];
  if (before !== undefined && before !== said.value && !instead) into.clash.push(no);
  else into.items[no] = said.value;
  if (said.question) into.questions.push(said.question);
  note(into, no, said.note);
  into.guessed ||= said.weak === true;
};

const isAddition = (before: Value, { value }: ItemSaid, { phrase, instead }: Told): boolean =>
  !instead && (value === undefined || (value !== before && isPlanned(phrase)));

/** An item without a value: to be answered later, asked about, or not understood. */
const leaveOpen = (into: Collected, no: number, said: ItemSaid): void => {
  if (said.question) into.questions.push(`第${no}题:${said.question}`);
  if (said.question || said.later) into.open.push(no);
  else unclear(into, no, said);
};

/** Takes what is said of one item. */
export function settle(into: Collected, no: number, said: ItemSaid, told: Told): void {
  const before = into.items[no];
  const { value } = said;
  if (before !== undefined && isAddition(before, said, told)) addTo(into, no, said, told.phrase);
  else if (value) giveValue(into, no, { ...said, value }, told.instead);
  else leaveOpen(into, no, said);
}
