import type { ListItem, Value } from "../meaning.ts";
import { type Collected, note, nothing, settle, type Told } from "./collected.ts";
import { type ItemSaid, saidOf, valueIn } from "./list-judging.ts";
import { runValues } from "./runs.ts";
import type { Statement } from "./statements.ts";

const OPPOSITE: Partial<Record<Value, Value>> = { 是: "否", 否: "是" };
/** "哎不对,2没有": what follows takes the place of what was said. */
const TAKEN_BACK =
  /[,。!、 ]*(?:哎|啊|哦|噢|不好意思)*[,]?(?:不对|错了|[说打写填发]错了?|口误|更正|手误|等等)+[,。!、: ]*$/;
const CORRECTED = /^(?:的)?(?:改(?:成|为)?|应该?(?:是|为)|更正为?|换成)(?=.)/;
const CHANGED = /^(?:的)?(?:改(?:成|为)|更正为?|换成)(?=.)/;

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
    else settle(into, no, value ? { value } : saidOf(told.phrase, item), told);
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

const sameOf = (said: readonly ItemSaid[]): Value | undefined => {
  const [first] = said;
  return said.every(({ value }) => value === first?.value) ? first?.value : undefined;
};

const isPutOff = ({ value, later, question }: ItemSaid): boolean =>
  value === undefined && (later === true || question !== undefined);

/** What is said of all that are not named. */
const takeRest = (into: Collected, free: readonly ListItem[], { phrase, size }: Statement): void => {
  const said = free.map((item) => saidOf(phrase, item));
  const [first] = said;
  if (!first) return;
  const value = size === undefined || size === free.length ? sameOf(said) : undefined;
  if (first.question) into.questions.push(first.question);
  if (value) {
    into.others = value;
    for (const { no } of free) note(into, no, first.note);
  } else if (said.every(isPutOff)) into.open.push(...free.map(({ no }) => no));
  else into.vague = true;
};

const numbersOf = (statements: readonly Statement[]): number[] =>
  statements.flatMap(({ kind, numbers }) => (kind === "items" ? numbers : []));

/** The numbers named last before a statement, or first after it. */
const nearTo = (statement: Statement, statements: readonly Statement[]): number[] => {
  const at = statements.indexOf(statement);
  const before = statements.slice(0, at).findLast(({ kind }) => kind === "items");
  return (before ?? statements.slice(at).find(({ kind }) => kind === "items"))?.numbers ?? [];
};

/** "前面的都有": a value for those meant, or else a word about those named beside it. */
const takeSide = (
  into: Collected,
  statement: Statement,
  meant: readonly ListItem[],
  near: readonly number[],
): void => {
  const [first] = meant;
  const { phrase } = statement;
  if (first && isSaid(saidOf(phrase, first))) {
    take(into, { ...statement, numbers: meant.map(({ no }) => no) }, meant, { phrase, instead: false });
    into.guessed = true;
  } else for (const no of near) if (no in into.items) note(into, no, phrase);
};

const takePlaces = (into: Collected, statements: readonly Statement[], items: readonly ListItem[]): void => {
  const known = items.map(({ no }) => no);
  const named = numbersOf(statements);
  const free = items.filter(({ no }) => !named.includes(no));
  for (const statement of statements.filter(({ kind }) => kind !== "items")) {
    const near = nearTo(statement, statements);
    const numbers = placed(statement, named, near, known);
    const meant = items.filter(({ no }) => numbers.includes(no));
    const all = meant.length === free.length && meant.some((item) => isSaid(saidOf(statement.phrase, item)));
    if (statement.kind === "rest" || all) takeRest(into, free, statement);
    else takeSide(into, statement, meant, near);
  }
};

const isBare = ({ phrase }: Statement): boolean => phrase.replace(/[条题项个号第、,.和跟。;!\s]/g, "") === "";

/** "除了3都有": the value of what is excepted follows from that of the rest. */
const takeExcepted = (into: Collected, numbers: readonly number[], known: readonly number[]): void => {
  const value = into.others && OPPOSITE[into.others];
  for (const no of numbers) {
    if (!known.includes(no)) into.unknown.push(no);
    else if (value) into.items[no] ??= value;
    else if (!(no in into.items)) into.unclear.push(no);
  }
};

const takeLacking = (into: Collected, numbers: readonly number[], known: readonly number[]): void => {
  for (const no of numbers) {
    if (known.includes(no)) into.items[no] ??= "否";
    else into.unknown.push(no);
  }
};

/** "只有3没有", "就差第3条": the value of the rest follows from that of the one. */
const takeOnly = (into: Collected, [one, ...more]: readonly Statement[]): void => {
  if (!one || more.length > 0 || into.others !== undefined) return;
  const value = into.items[one.numbers[0] ?? 0];
  if (value && one.role === "lack") into.others = "是";
  const opposite = value && one.role === "only" ? OPPOSITE[value] : undefined;
  if (opposite) into.others = opposite;
};

const takeRoles = (into: Collected, statements: readonly Statement[], items: readonly ListItem[]): void => {
  const known = items.map(({ no }) => no);
  const named = statements.filter(({ kind }) => kind === "items");
  for (const { role, numbers } of named.filter(isBare)) {
    if (role === "except") takeExcepted(into, numbers, known);
    if (role === "lack") takeLacking(into, numbers, known);
  }
  takeOnly(into, named);
};

/** Nothing is said of it by itself: its value follows from what is said of the others. */
const isImplied = (statement: Statement): boolean =>
  isBare(statement) && (statement.role === "except" || statement.role === "lack");

/** The words of a statement without what changes the former answer. */
const toldIn = (phrase: string, instead: boolean): Told => {
  const own = phrase.replace(/^[,:\s]+/, "");
  const changed = (instead ? CORRECTED : CHANGED).exec(own);
  return changed ? { phrase: own.slice(changed[0].length), instead: true } : { phrase, instead };
};

const takeNamed = (into: Collected, named: readonly Statement[], items: readonly ListItem[]): void => {
  let instead = false;
  for (const statement of named) {
    const kept = statement.phrase.replace(TAKEN_BACK, "");
    into.guessed ||= statement.guessed === true;
    if (!isImplied(statement)) {
      into.bare ||= isBare(statement);
      take(into, statement, items, toldIn(kept, instead));
    }
    instead = kept !== statement.phrase;
  }
};

/** Collects what the statements of a message say, item by item. */
export function collect(statements: readonly Statement[], items: readonly ListItem[]): Collected {
  const into = nothing();
  takeNamed(
    into,
    statements.filter(({ kind }) => kind === "items"),
    items,
  );
  takePlaces(into, statements, items);
  takeRoles(into, statements, items);
  return into;
}
