import { verdictOf } from "../answers/value.ts";
import type { Meaning, Value } from "../meaning.ts";
import { askBack, EACH, type Items, isMixed, type ListReader, WHICH } from "./list-asking.ts";
import { type ItemSaid, saidOf, valueIn } from "./list-judging.ts";
import type { Statement } from "./statements.ts";
import { type Swept, sweepingIn } from "./sweeping.ts";

/** "该有的都有,不该有的没有": every question is answered by its polarity. */
const AS_IT_SHOULD = /^该有的(?:都|全)?有了?[,、 ]?不该有的(?:都|一个|一样|一条|也)*没有?$/;

/** Answers each by its polarity where one says that all is as it should be. */
export const asItShould: ListReader = (text, items) =>
  AS_IT_SHOULD.test(text)
    ? {
        intent: "answers",
        items: Object.fromEntries(items.map(({ no, polarity }) => [no, polarity === "+" ? "是" : "否"])),
        left: [],
        confirm: true,
      }
    : undefined;

const clausesOf = (text: string): string[] =>
  text.split(/[,。;!\n]/).filter((clause) => clause.trim() !== "");

const namesItems = ({ kind, counted }: Statement): boolean => kind === "items" && !counted;

/** "都行" may be no more than politeness. */
const LOOSE = /^(?:行|可以|好的?|成|中|随便|ok)$/;

const EXCEPTING = /除|只有|就差/;

interface Spoken extends Swept {
  /** The clauses beside the one that speaks of all. */
  beside: string[];
}

/** What is said of all; undefined where items are named or excepted. */
const spokenOfAll = (text: string, statements: readonly Statement[]): Spoken | undefined => {
  const clauses = clausesOf(text);
  const at = clauses.findIndex((clause) => sweepingIn(clause));
  const swept = sweepingIn(clauses[at] ?? "");
  if (!swept || swept.count === 1 || statements.some(namesItems)) return undefined;
  const beside = clauses.toSpliced(at, 1);
  return [swept.rest, ...beside].some((clause) => EXCEPTING.test(clause)) ? undefined : { ...swept, beside };
};

/** The one value that is said of all; undefined when there is none, or not one for all. */
const sharedValue = (said: readonly ItemSaid[]): Value | undefined => {
  const [first] = said;
  return said.every(({ value }) => value === first?.value) ? first?.value : undefined;
};

/** "都没有,我们就一个班级群": one clause speaks of all, the others go with it. */
export const answerAll: ListReader = (text, items, statements) => {
  const spoken = spokenOfAll(text, statements);
  if (!spoken) return undefined;
  if (spoken.count !== undefined && spoken.count !== items.length)
    return askBack(`是哪${spoken.count}题?${WHICH}`);
  return LOOSE.test(spoken.rest) ? askFor(items) : givenToAll(spoken, items);
};

const askFor = (items: Items): Meaning => askBack(isMixed(items) ? EACH : WHICH);

const givenToAll = ({ rest, beside }: Spoken, items: Items): Meaning | undefined => {
  const said = items.map((item) => saidOf(rest, item));
  const value = sharedValue(said);
  if (value && !isMixed(items)) return withAll(value, said[0]?.note, beside, items);
  return said.some((one) => one.doubt !== undefined || one.value !== undefined) ? askFor(items) : undefined;
};

const withAll = (
  value: Value,
  noted: string | undefined,
  beside: readonly string[],
  items: Items,
): Meaning => {
  const [item] = items;
  const against = beside.map((clause) => valueIn(clause, item)).find((other) => other && other !== value);
  if (against && value !== "不涉及") return askBack(WHICH);
  const note = [...(noted ? [noted] : []), ...beside.filter((clause) => clause.length > 4)].join(",");
  return {
    intent: "answers",
    items: {},
    others: value,
    left: [],
    verdict: verdictOf(value, item?.polarity ?? "+"),
    note: note === "" ? undefined : note,
    confirm: true,
  };
};
