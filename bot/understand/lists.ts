import { type Collected, collect } from "./collecting.ts";
import { saidOf, valueIn } from "./list-judging.ts";
import type { Answers, AskMeaning, ListItem, Meaning, Value } from "./meaning.ts";
import type { Heard } from "./normalise.ts";
import { numbersIn } from "./numbering.ts";
import { runValues } from "./runs.ts";
import { readSpelled } from "./spelled.ts";
import { type Statement, statementsIn } from "./statements.ts";
import { sweepingIn } from "./sweeping.ts";
import { verdictOf } from "./value.ts";

const WHICH = "请写题号和答案,例如:1是2否3是。";
const EACH = "这几题有正有反,请逐题回答,例如:1是2否。";

const askBack = (text: string): AskMeaning => ({ intent: "ambiguous", ask: text });

const isMixed = (items: readonly ListItem[]): boolean => new Set(items.map((item) => item.polarity)).size > 1;

type Items = readonly ListItem[];
type Reader = (text: string, items: Items, statements: readonly Statement[]) => Meaning | undefined;

/** "该有的都有,不该有的没有": every question is answered by its polarity. */
const AS_IT_SHOULD = /^该有的(?:都|全)?有了?[,、 ]?不该有的(?:都|一个|一样|一条|也)*没有?$/;

const asItShould: Reader = (text, items) =>
  AS_IT_SHOULD.test(text)
    ? {
        intent: "answers",
        items: Object.fromEntries(items.map(({ no, polarity }) => [no, polarity === "+" ? "是" : "否"])),
        left: [],
        confirm: true,
      }
    : undefined;

const isValue = (words: string): boolean => valueIn(words) !== undefined;

const clausesOf = (text: string): string[] =>
  text.split(/[,。;!\n]/).filter((clause) => clause.trim() !== "");

const namesItems = ({ kind, counted }: Statement): boolean => kind === "items" && !counted;

/** "都行" may be no more than politeness. */
const LOOSE = /^(?:行|可以|好的?|成|中|随便|ok)$/;

/** "都没有,我们就一个班级群": one clause speaks of all, the others go with it. */
const answerAll: Reader = (text, items, statements) => {
  if (statements.some(namesItems)) return undefined;
  const clauses = clausesOf(text);
  const at = clauses.findIndex((clause) => sweepingIn(clause));
  const swept = sweepingIn(clauses[at] ?? "");
  if (!swept || swept.count === 1) return undefined;
  const others = clauses.toSpliced(at, 1);
  if ([swept.rest, ...others].some((clause) => /除|只有|就差/.test(clause))) return undefined;
  if (swept.count !== undefined && swept.count !== items.length)
    return askBack(`是哪${swept.count}题?${WHICH}`);
  if (LOOSE.test(swept.rest)) return askBack(isMixed(items) ? EACH : WHICH);
  const said = items.map((item) => saidOf(swept.rest, item));
  const values = new Set(said.map(({ value }) => value));
  const [value] = values;
  const doubted = said.some(({ doubt, value }) => doubt !== undefined || value !== undefined);
  if (values.size !== 1 || value === undefined || isMixed(items))
    return doubted ? (isMixed(items) ? askBack(EACH) : askBack(WHICH)) : undefined;
  return withAll(value, others, said[0]?.note, items);
};

const withAll = (
  value: Value,
  beside: readonly string[],
  noted: string | undefined,
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

/** "大部分有,个别没有" tells of some and others. */
const SOME = /大部分|大多|多数|个别|少数|有些|部分有|几[条个项]/;

const answerRun: Reader = (text, items, statements) => {
  if (statements.some(({ kind }) => kind === "items" || kind === "rest")) return undefined;
  const values = runValues(text, (words) => valueIn(words));
  if (!values) return undefined;
  if (values.some((value) => value === undefined)) return askBack(WHICH);
  // "是否是" may be a question as well as three answers.
  if (values.length !== items.length && text.includes("是否")) return askBack(WHICH);
  if (values.length !== items.length && SOME.test(text)) return askBack(WHICH);
  if (values.length === 1 && items.length > 1) return askBack(`您的回答指第几题?${WHICH}`);
  if (values.length > items.length)
    return askBack(`收到${values.length}个答案,但只有${items.length}题。${WHICH}`);
  const pairs = items
    .slice(0, values.length)
    .map((item, at) => [String(item.no), values[at] as Value] as const);
  const left = items.slice(values.length).map((item) => item.no);
  const confirm = left.length > 0 ? true : undefined;
  return { intent: "answers", items: Object.fromEntries(pairs), left, confirm };
};

const listed = (numbers: readonly number[]): string => [...new Set(numbers)].join("、");

const objection = ({
  clash,
  unclear,
  doubts,
  unknown,
  items,
  others,
  vague,
}: Collected): string | undefined => {
  if (clash.length > 0) return `第${listed(clash)}题有两个不同的答案,以哪个为准?`;
  const given = Object.keys(items).length > 0 || others !== undefined;
  if (unknown.length > 0 && !given) return `没有第${listed(unknown)}题,请再看一下题号。`;
  const hedged = doubts.includes("hedge") || Object.keys(items).length <= unclear.length;
  if (unclear.length > 0 && hedged) return `第${listed(unclear)}题没看明白,是“是”还是“否”?`;
  return vague ? WHICH : undefined;
};

/** A bare number asks for that item. */
const onlyNumber = (statements: readonly Statement[]): number | undefined => {
  const [one, ...more] = statements;
  if (!one || more.length > 0 || one.kind !== "items" || one.guessed || one.role) return undefined;
  return one.phrase.replace(/[条题项个号、.\s]/g, "") === "" && one.numbers.length === 1
    ? one.numbers[0]
    : undefined;
};

/** "三条没有" may speak of the third or of three, "3条有2条没有" of three and two. */
const isCount = (statements: readonly Statement[], { length }: Items): boolean => {
  const named = statements.filter(({ kind }) => kind === "items");
  const [one, ...more] = named;
  if (more.length === 0) return one?.counted === "words";
  const sum = named.reduce((all, { numbers: [no = 0] }) => all + no, 0);
  return named.every(({ counted }) => counted !== undefined) && sum === length;
};

const saysNothing = ({ items, others, clash, unknown }: Collected): boolean =>
  Object.keys(items).length === 0 && others === undefined && clash.length === 0 && unknown.length === 0;

const answerNumbered: Reader = (_, items, statements) => {
  if (statements.every(({ kind }) => kind !== "items")) return undefined;
  const only = onlyNumber(statements);
  if (only !== undefined && items.some(({ no }) => no === only)) return { intent: "goto", item: only };
  const collected = collect(statements, items);
  if (saysNothing(collected)) return collected.bare ? askBack(WHICH) : undefined;
  if (isCount(statements, items)) return askBack(`是第几题?${WHICH}`);
  const problem = objection(collected);
  return problem ? { ...askBack(problem), items: collected.items } : whole(collected, items);
};

const joined = (texts: readonly string[]): string | undefined =>
  texts.length > 0 ? texts.join(";") : undefined;

const remarks = (about: Readonly<Record<string, string>>): string | undefined =>
  joined(Object.entries(about).map(([no, text]) => `第${no}题:${text}`));

const warningOf = ({ unknown, unclear }: Collected): string | undefined => {
  if (unknown.length > 0) return `没有第${listed(unknown)}题`;
  return unclear.length > 0 ? `第${listed(unclear)}题没看明白` : undefined;
};

const whole = (collected: Collected, items: Items): Answers | AskMeaning => {
  const { others } = collected;
  const open = [...collected.open, ...collected.unclear];
  const rest = items.filter(({ no }) => !(no in collected.items) && !open.includes(no));
  if (others !== undefined && isMixed(rest)) return askBack(EACH);
  // What waits for an answer is no part of the others.
  const expanded = others !== undefined && (open.length > 0 || rest.length === 0);
  const given = expanded
    ? { ...collected.items, ...Object.fromEntries(rest.map(({ no }) => [String(no), others])) }
    : collected.items;
  const sweeping = others !== undefined || collected.guessed || collected.unknown.length > 0;
  return {
    intent: "answers",
    items: given,
    others: expanded ? undefined : others,
    left: others === undefined || expanded ? items.map(({ no }) => no).filter((no) => !(no in given)) : [],
    note: remarks(collected.notes),
    notes: Object.keys(collected.notes).length > 0 ? collected.notes : undefined,
    question: joined(collected.questions),
    warn: warningOf(collected),
    confirm: sweeping || collected.unclear.length > 0 ? true : undefined,
  };
};

const ABOUT_ONE = new Set<Meaning["intent"]>(["explain", "skip", "defer", "question", "repeat"]);
const POINTED = /第 ?(?:\d{1,3}|[一二三四五六七八九十]{1,3}) ?[条题项个]?|^\d{1,3}(?=[^\d])/;

/** "第3条是什么意思": what concerns the question on the table concerns the one that is named instead. */
export function aboutNamed(meaning: Meaning, { bare }: Heard): Meaning {
  if (!ABOUT_ONE.has(meaning.intent) || !("item" in meaning) || meaning.item !== "cur") return meaning;
  const [item, ...more] = POINTED.test(bare) ? numbersIn(bare, []) : [];
  return item === undefined || more.length > 0 ? meaning : ({ ...meaning, item } as Meaning);
}

const READERS: readonly Reader[] = [asItShould, answerAll, answerRun, answerNumbered];

/** Reads answers to several questions put at once; undefined when the message is about something else. */
export function readList(bare: string, items: Items): Meaning | undefined {
  const text = readSpelled(bare);
  const statements = statementsIn(text, items, isValue);
  for (const read of READERS) {
    const meaning = read(text, items, statements);
    if (meaning) return meaning;
  }
  return undefined;
}
