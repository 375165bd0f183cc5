import { type ItemSaid, isPlanned, saidOf, valueIn } from "./list-judging.ts";
import type { ListItem, Value } from "./meaning.ts";
import { runValues } from "./runs.ts";
import type { Statement } from "./statements.ts";

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

const nothing = (): Collected => ({
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

const OPPOSITE: Partial<Record<Value, Value>> = { 是: "否", 否: "是" };
/** "哎不对,2没有": what follows takes the place of what was said. */
const TAKEN_BACK =
  /[,。!、 ]*(?:哎|啊|哦|噢|不好意思)*[,]?(?:不对|错了|[说打写填发]错了?|口误|更正|手误|等等)+[,。!、: ]*$/;
const CORRECTED = /^(?:的)?(?:改(?:成|为)?|应该?(?:是|为)|更正为?|换成)(?=.)/;
const CHANGED = /^(?:的)?(?:改(?:成|为)|更正为?|换成)(?=.)/;

const note = (into: Collected, no: number, text: string | undefined): void => {
  if (!text) return;
  const before = into.notes[no];
  into.notes[no] = before === undefined ? text : `${before},${text}`;
};

interface Told {
  phrase: string;
  /** What was said of the item before no longer holds. */
  instead: boolean;
}

const unclear = (into: Collected, no: number, { doubt }: ItemSaid): void => {
  into.unclear.push(no);
  into.doubts.push(doubt);
};

const settle = (into: Collected, item: ListItem, said: ItemSaid, told: Told): void => {
  const { no } = item;
  const before = into.items[no];
  if (
    before !== undefined &&
    !told.instead &&
    (!said.value || (said.value !== before && isPlanned(told.phrase)))
  ) {
    if (said.question) into.questions.push(said.question);
    else if (said.doubt === "hedge") unclear(into, no, said);
    else note(into, no, told.phrase.replace(/^[、.:,。;\s]+|[,。;\s]+$/g, ""));
    return;
  }
  if (said.question) into.questions.push(said.value ? said.question : `第${no}题:${said.question}`);
  if (said.value) {
    if (before !== undefined && before !== said.value && !told.instead) into.clash.push(no);
    else into.items[no] = said.value;
    note(into, no, said.note);
    into.guessed ||= said.weak === true;
  } else if (said.question || said.later) into.open.push(no);
  else unclear(into, no, said);
};

/** "1234:是是否是": one value for each. */
const dealt = ({ phrase, numbers }: Statement): Value[] | undefined => {
  if (numbers.length < 2 || /^[:,\s]*是否$/.test(phrase)) return undefined;
  const values = runValues(phrase.replace(/^[:,、\s]+/, ""), (words) => valueIn(words));
  return values?.length === numbers.length && values.every((value) => value !== undefined)
    ? (values as Value[])
    : undefined;
};

const take = (into: Collected, statement: Statement, items: readonly ListItem[], told: Told): void => {
  const values = dealt({ ...statement, phrase: told.phrase });
  for (const [at, no] of statement.numbers.entries()) {
    const item = items.find((one) => one.no === no);
    const value = values?.[at];
    if (!item) into.unknown.push(no);
    else settle(into, item, value ? { value } : saidOf(told.phrase, item), told);
  }
};

/** The items meant by "前面的", "中间的": those that are not named, on that side of those named before. */
const placed = (
  { kind }: Statement,
  named: readonly number[],
  near: readonly number[],
  known: readonly number[],
): number[] => {
  const free = known.filter((no) => !named.includes(no));
  const at = (no: number): number => known.indexOf(no);
  const [first, last] = [Math.min(...near.map(at)), Math.max(...near.map(at))];
  const whole = named.map(at);
  if (kind === "before") return free.filter((no) => at(no) < first);
  if (kind === "after") return free.filter((no) => at(no) > last);
  return free.filter((no) => at(no) > Math.min(...whole) && at(no) < Math.max(...whole));
};

const isSaid = ({ value, later, question }: ItemSaid): boolean =>
  value !== undefined || later === true || question !== undefined;

/** What is said of all that are not named. */
const takeRest = (into: Collected, free: readonly ListItem[], { phrase, size }: Statement): void => {
  if (size !== undefined && size !== free.length) {
    into.vague = true;
    return;
  }
  const said = free.map((item) => saidOf(phrase, item));
  const [first] = said;
  if (!first) return;
  if (first.value && said.every(({ value }) => value === first.value)) {
    into.others = first.value;
    if (first.note) for (const { no } of free) note(into, no, first.note);
    if (first.question) into.questions.push(first.question);
  } else if (said.some(({ value }) => value)) into.vague = true;
  else if (first.later || first.question) {
    if (first.question) into.questions.push(first.question);
    into.open.push(...free.map(({ no }) => no));
  } else into.vague = true;
};

const nameless = (statements: readonly Statement[]): number[] =>
  statements.flatMap(({ kind, numbers }) => (kind === "items" ? numbers : []));

const takePlaces = (into: Collected, statements: readonly Statement[], items: readonly ListItem[]): void => {
  const known = items.map(({ no }) => no);
  const named = nameless(statements);
  for (const [at, statement] of statements.entries()) {
    if (statement.kind === "items") continue;
    const before = statements.slice(0, at).findLast(({ kind }) => kind === "items");
    const near = before ?? statements.slice(at).find(({ kind }) => kind === "items");
    const free = known.filter((no) => !named.includes(no));
    const meant = statement.kind === "rest" ? free : placed(statement, named, near?.numbers ?? [], known);
    const wanted = items.filter(({ no }) => meant.includes(no));
    const [item] = wanted;
    if (statement.kind !== "rest" && !(item && isSaid(saidOf(statement.phrase, item)))) {
      for (const no of near?.numbers ?? []) if (no in into.items) note(into, no, statement.phrase);
    } else if (meant.length === free.length) takeRest(into, wanted, statement);
    else {
      take(into, { ...statement, numbers: meant }, items, { phrase: statement.phrase, instead: false });
      into.guessed = true;
    }
  }
};

const isBare = ({ phrase }: Statement): boolean => phrase.replace(/[条题项个号第、,.和跟。;!\s]/g, "") === "";

/** "除了3都有", "就差第3条": the value of what is excepted follows from the rest, or the other way round. */
const takeRoles = (into: Collected, statements: readonly Statement[], items: readonly ListItem[]): void => {
  const named = statements.filter(({ kind }) => kind === "items");
  for (const { numbers } of named.filter((one) => one.role === "except" && isBare(one))) {
    const value = into.others && OPPOSITE[into.others];
    for (const no of numbers) {
      if (!items.some((item) => item.no === no)) into.unknown.push(no);
      else if (value && !(no in into.items)) into.items[no] = value;
      else if (!(no in into.items)) into.unclear.push(no);
    }
  }
  for (const one of named)
    if (one.role === "lack" && isBare(one)) for (const no of one.numbers) into.items[no] ??= "否";
  const [one, ...more] = named;
  if (!one || more.length > 0 || into.others !== undefined || !(one.role === "only" || one.role === "lack"))
    return;
  const value = into.items[one.numbers[0] ?? 0];
  const opposite = value && (one.role === "lack" ? "是" : OPPOSITE[value]);
  if (opposite) into.others = opposite;
};

/** Nothing is said of it by itself: its value follows from what is said of the others. */
const isImplied = (statement: Statement): boolean =>
  isBare(statement) && (statement.role === "except" || statement.role === "lack");

/** Collects what the statements of a message say, item by item. */
export function collect(statements: readonly Statement[], items: readonly ListItem[]): Collected {
  const into = nothing();
  let instead = false;
  for (const statement of statements) {
    if (statement.kind !== "items") continue;
    const { phrase, guessed } = statement;
    const kept = phrase.replace(TAKEN_BACK, "");
    const own = kept.replace(/^[,:\s]+/, "");
    const changed = (instead ? CORRECTED : CHANGED).exec(own);
    const words = changed ? own.slice(changed[0].length) : kept;
    if (guessed) into.guessed = true;
    if (isBare(statement) && !isImplied(statement)) into.bare = true;
    if (!isImplied(statement))
      take(into, statement, items, { phrase: words, instead: instead || changed !== null });
    instead = kept !== phrase;
  }
  takePlaces(into, statements, items);
  takeRoles(into, statements, items);
  return into;
}
