import type { ListItem } from "../meaning.ts";
import { calledIn, type Topics, topicsOf } from "./list-topics.ts";
import { type Mark, marksIn } from "./numbering.ts";

/** Whether words give a value of their own. */
export type IsValue = (words: string) => boolean;

const JOINED = /^(?:[、,和跟与及\s]|以及|还有|的|那个?|这个?|[条题块项])*$/;
const FILLER =
  /^(?:除了|除开|除|只有|唯独|然后|但是?|而且?|那|就|我们?|我校|学校|咱们?|俺们?|至于|关于|像|这|个|的|也|还有?|另外|平台|是|嗯|条|题|、|和|跟|与|及|以及)*$/;
const POINTED = /^(?:制度|机制|方面|工作)?的?(?:那|这)[条个题块项]/;

interface Piece {
  from: number;
  text: string;
}

const piecesOf = (text: string): Piece[] =>
  [...text.matchAll(/[^,。;!\n\s()]+/g)].map((found) => ({ from: found.index, text: found[0] }));

/** The marks of a clause that calls items by their words, where these words are its subject. */
const subjectsIn = (clause: string, topics: Topics, isValue: IsValue): Mark[] => {
  const marks = calledIn(clause, topics);
  const [first] = marks;
  if (!first) return [];
  const lead = clause.slice(0, first.from);
  const before = !FILLER.test(lead) && isValue(lead);
  const last = marks.at(-1) ?? first;
  if (before && marks.length === 1 && clause.slice(last.to).replace(/[的了过]/g, "") === "")
    return [{ ...first, from: 0, to: 0 }];
  if (!FILLER.test(lead)) return [];
  return marks.filter((mark, at) => {
    const between = clause.slice(marks[at - 1]?.to ?? mark.from, mark.from);
    return at === 0 || JOINED.test(between) || isValue(between);
  });
};

/** Beside numbers, words of a question name it only where they are pointed at or stand before a bare value. */
const standsAlone = (mark: Mark, { from, text }: Piece, isValue: IsValue): boolean => {
  const after = text.slice(mark.to - from);
  return POINTED.test(after) || (after.length <= 5 && isValue(after));
};

const calledMarks = (text: string, numbered: readonly Mark[], topics: Topics, isValue: IsValue): Mark[] =>
  piecesOf(text).flatMap((whole) => {
    const within = numbered.filter(
      (mark) => mark.from < whole.from + whole.text.length && mark.to > whole.from,
    );
    if (within.some(({ kind }) => kind === "items")) return [];
    const piece = {
      from: whole.from,
      text: text.slice(whole.from, within[0]?.from ?? whole.from + whole.text.length),
    };
    const marks = subjectsIn(piece.text, topics, isValue).map((mark) => ({
      ...mark,
      from: mark.from + piece.from,
      to: mark.to + piece.from,
    }));
    const numbers = numbered.some(({ kind }) => kind === "items");
    return numbers ? marks.filter((mark) => standsAlone(mark, piece, isValue)) : marks;
  });

/** "其他平台没管" speaks of the question about other platforms. */
const settleOthers = (mark: Mark, text: string, { ownersOf }: Topics): Mark => {
  const words = text.slice(mark.from, mark.to);
  if (mark.kind !== "rest" || !/^其[他它]$/.test(words)) return mark;
  const next = text.slice(mark.to, mark.to + 2);
  const [owner, ...more] = ownersOf("其他");
  const meant = owner !== undefined && more.length === 0 && ownersOf(next).includes(owner);
  return meant && next.length === 2 ? { ...mark, kind: "items", numbers: [owner] } : mark;
};

const isJoined = (one: Mark, next: Mark, text: string): boolean =>
  one.kind === "items" &&
  next.kind === "items" &&
  next.to > next.from &&
  JOINED.test(text.slice(one.to, next.from));

const merged = (marks: readonly Mark[], text: string): Mark[] => {
  const all: Mark[] = [];
  for (const mark of marks) {
    const last = all.at(-1);
    if (!last || !isJoined(last, mark, text)) all.push({ ...mark });
    else {
      last.to = mark.to;
      last.numbers = [...new Set([...last.numbers, ...mark.numbers])];
    }
  }
  return all;
};

/** Where a text names items of a list, by numbers and places or by words of their questions. */
export const marksOf = (text: string, items: readonly ListItem[], isValue: IsValue): Mark[] => {
  const topics = topicsOf(items);
  const numbered = marksIn(
    text,
    items.map((item) => item.no),
  );
  const called = calledMarks(text, numbered, topics, isValue);
  return merged(
    [...numbered.map((mark) => settleOthers(mark, text, topics)), ...called].toSorted(
      (one, other) => one.from - other.from,
    ),
    text,
  );
};
