import type { Answers, AskMeaning, Meaning, Value } from "../meaning.ts";
import type { Heard } from "../text/normalise.ts";
import { readSpelled } from "../text/spelled.ts";
import { answerAll, asItShould } from "./answer-all.ts";
import type { Collected } from "./collected.ts";
import { collect } from "./collecting.ts";
import { askBack, EACH, type Items, isMixed, type ListReader, WHICH } from "./list-asking.ts";
import { valueIn } from "./list-judging.ts";
import { numbersIn } from "./numbering.ts";
import { runValues } from "./runs.ts";
import { type Statement, statementsIn } from "./statements.ts";

const isValue = (words: string): boolean => valueIn(words) !== undefined;

/** "大部分有,个别没有" tells of some and others. */
const SOME = /大部分|大多|多数|个别|少数|有些|部分有|几[条个项]/;

/** What speaks against taking so many values one after the other for the questions. */
const miscount = (values: readonly unknown[], items: Items, text: string): string | undefined => {
  if (values.length === items.length) return undefined;
  // "是否是" may be a question as well as three answers.
  if (text.includes("是否") || SOME.test(text)) return WHICH;
  if (values.length === 1) return `您的回答指第几题?${WHICH}`;
  return values.length > items.length
    ? `收到${values.length}个答案,但只有${items.length}题。${WHICH}`
    : undefined;
};

const inOrder = (values: readonly (Value | undefined)[], items: Items): Answers => {
  const pairs = items
    .slice(0, values.length)
    .map((item, at) => [String(item.no), values[at] as Value] as const);
  const left = items.slice(values.length).map((item) => item.no);
  const confirm = left.length > 0 ? true : undefined;
  return { intent: "answers", items: Object.fromEntries(pairs), left, confirm };
};

const answerRun: ListReader = (text, items, statements) => {
  if (statements.some(({ kind }) => kind === "items" || kind === "rest")) return undefined;
  const values = runValues(text, (words) => valueIn(words));
  if (!values) return undefined;
  const objected = values.includes(undefined) ? WHICH : miscount(values, items, text);
  return objected ? askBack(objected) : inOrder(values, items);
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

const answerNumbered: ListReader = (_, items, statements) => {
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

/** What waits for an answer is no part of the others: then each of them is given the value. */
const expanded = ({ others, items: given, open, unclear }: Collected, items: Items): Answers["items"] => {
  const free = items.filter(({ no }) => !(no in given) && !open.includes(no) && !unclear.includes(no));
  return others ? { ...given, ...Object.fromEntries(free.map(({ no }) => [String(no), others])) } : given;
};

const beside = ({ notes, questions }: Collected): Partial<Answers> => ({
  note: remarks(notes),
  notes: Object.keys(notes).length > 0 ? notes : undefined,
  question: joined(questions),
});

const isCareful = ({ others, guessed, unknown, unclear }: Collected): boolean =>
  others !== undefined || guessed || unknown.length + unclear.length > 0;

const whole = (collected: Collected, items: Items): Answers | AskMeaning => {
  const all = expanded(collected, items);
  const rest = items.filter(({ no }) => no in all && !(no in collected.items));
  if (isMixed(rest)) return askBack(EACH);
  const left = items.map(({ no }) => no).filter((no) => !(no in all));
  const swept = left.length === 0 && rest.length > 0;
  return {
    intent: "answers",
    items: swept ? collected.items : all,
    others: swept ? collected.others : undefined,
    left,
    ...beside(collected),
    warn: warningOf(collected),
    confirm: isCareful(collected) ? true : undefined,
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

const READERS: readonly ListReader[] = [asItShould, answerAll, answerRun, answerNumbered];

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
