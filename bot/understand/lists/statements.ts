import type { ListItem } from "../meaning.ts";
import { type IsValue, marksOf } from "./calling.ts";
import { type Mark, marksIn } from "./numbering.ts";
import { sweepingIn } from "./sweeping.ts";

/** Some items of a list with what is said of them. */
export interface Statement {
  kind: Mark["kind"];
  numbers: number[];
  /** What is said of them. */
  phrase: string;
  /** "除了3": they are the exception; "只有3": nothing else is so; "只差3": nothing else is lacking. */
  role?: "except" | "only" | "lack";
  guessed?: true;
  size?: number;
  counted?: NonNullable<Mark["counted"]>;
}

const SEPARATOR = /[,。;!\n\s()]/;
const EXCEPT = /(?:除[了咯开去却]?|刨[除去]|撇开|不算|扣除|不包括|不含)(?:上面|前面|了)? ?$/;
const LACK = /(?:就|只|仅|还)(?:差|剩|缺)(?:下|了|个)? ?$/;
const ONLY = /(?:就只有|就只|只有|仅有?|只是|就是|唯独|惟独|独独|单单|就|只) ?$/;
const ROLES: readonly (readonly [NonNullable<Statement["role"]>, RegExp])[] = [
  ["except", EXCEPT],
  ["lack", LACK],
  ["only", ONLY],
];
/** "没有的是3和7", "否:3,5": the value stands before the items. */
const NAMED = /^(.{1,8}?)(?:的(?:题目?|条目|项目|几[条题项])?(?:是|有|为|就是|只有|就|:)*|:|=)[: ]*$/;

/** Nothing is said after the items. */
const AHEAD_BARE = /^[条题项个号]*(?:$|[,。;!\n\s、])/;
/** "只落实了1、2、3". */
const DEED = /^(?:我们?|我校|学校|目前|现在|已经?)*(只|仅仅?|就)?((?:没|未|不)?.{1,5})$/;

interface Before {
  kept: string;
  role?: NonNullable<Statement["role"]>;
  said?: string;
}

/** What at the end of the words before a mark belongs to the mark. */
const cutBefore = (words: string, free: boolean, ahead: string, isValue: IsValue): Before => {
  const start = words.split("").findLastIndex((sign) => SEPARATOR.test(sign)) + 1;
  const [, said] = AHEAD_BARE.test(ahead) ? (NAMED.exec(words.slice(start)) ?? []) : [];
  const kept = words.slice(0, start);
  if (said !== undefined && isValue(said) && (free || /\p{L}/u.test(kept)))
    return { kept, said, ...(/(?:只有|就)[: ]*$/.test(words) ? { role: "only" } : {}) };
  for (const [role, pattern] of ROLES) {
    const found = pattern.exec(words);
    if (found) return { kept: words.slice(0, found.index), role };
  }
  return { kept: words };
};

const deedBefore = (before: Before, ahead: string, isValue: IsValue): Before => {
  if (before.role || before.said || !AHEAD_BARE.test(ahead)) return before;
  const [, only, deed] = DEED.exec(before.kept) ?? [];
  if (deed === undefined || !isValue(deed)) return before;
  return { kept: "", said: deed, ...(only ? { role: "only" } : {}) };
};

const OUTSIDE = /^(?:那?[条题个])?(?:除外|以外|之外|例外|外(?![包面人校]))[,。;\s]*/;
const EXCEPTED =
  /^(.{0,30}?)(?:以外|之外|除外|外)?[,、。\s]*((?:我们|学校)?(?:都|全|均|皆|统统|通通|一律|一概).{1,40})$/;

/** "除了3有都没有": what is said of the exception, and of the rest. */
const splitExcept = (statement: Statement): Statement[] => {
  const [, own, others] = EXCEPTED.exec(statement.phrase) ?? [];
  if (own === undefined || others === undefined)
    return [
      { ...statement, phrase: statement.phrase.replace(/^(?:以外|之外|外)|(?:以外|之外|外)[,\s]*$/, "") },
    ];
  return [
    { ...statement, phrase: own },
    { kind: "rest", numbers: [], phrase: others },
  ];
};

const statementOf = (mark: Mark, phrase: string, before: Before): Statement => {
  const outside = OUTSIDE.exec(phrase);
  const role = outside ? "except" : before.role;
  const own = outside ? phrase.slice(outside[0].length) : phrase;
  return {
    kind: mark.kind,
    numbers: mark.numbers,
    phrase: before.said ?? own,
    ...(role ? { role } : {}),
    ...(mark.guessed ? { guessed: true } : {}),
    ...(mark.size === undefined ? {} : { size: mark.size }),
    ...(mark.counted ? { counted: mark.counted } : {}),
  };
};

const unnamed = (statements: readonly Statement[], items: readonly ListItem[]): number[] => {
  const named = new Set(statements.flatMap(({ numbers }) => numbers));
  return items.map(({ no }) => no).filter((no) => !named.has(no));
};

/** "建了,也发挥作用,学习有,巡查没有": when all but one are called by their words, the clause before them answers the one. */
const leftOver = (
  lead: string,
  statements: readonly Statement[],
  items: readonly ListItem[],
): Statement[] => {
  const left = unnamed(statements, items);
  const all = statements.length > 1 && statements.every(({ kind }) => kind === "items");
  return all && left.length === 1 ? [{ kind: "items", numbers: left, phrase: lead, guessed: true }] : [];
};

/** Words before the first items that speak of all: "都有,就第4条没有". */
const leading = (lead: string, statements: readonly Statement[], isValue: IsValue): Statement[] => {
  const [first] = statements;
  const said = lead.replace(/[,。;、\s]*(?:但是?|不过|可是)?[,\s]*$/, "");
  const swept = sweepingIn(said);
  if (!swept || !first || swept.count !== undefined || !isValue(swept.rest)) return [];
  return first.role !== undefined || said.length <= 6 ? [{ kind: "rest", numbers: [], phrase: said }] : [];
};

/** Cuts a message into items and what is said of each. */
export function statementsIn(text: string, items: readonly ListItem[], isValue: IsValue): Statement[] {
  const marks = marksOf(text, items, isValue);
  const found: Statement[] = [];
  const regionOf = (at: number): string => text.slice(marks[at]?.to ?? 0, marks[at + 1]?.from ?? text.length);
  let before = cutBefore(text.slice(0, marks[0]?.from ?? 0), true, regionOf(0), isValue);
  const lead = before.kept;
  if (marks.length === 1) before = deedBefore(before, regionOf(0), isValue);
  for (const [at, mark] of marks.entries()) {
    const region = regionOf(at);
    const free = before.said !== undefined;
    const next: Before =
      at + 1 < marks.length ? cutBefore(region, free, regionOf(at + 1), isValue) : { kept: region };
    found.push(statementOf(mark, next.kept, before));
    before = next;
  }
  const statements = found.flatMap((one) => (one.role === "except" ? splitExcept(one) : [one]));
  const called = !marksIn(
    text,
    items.map(({ no }) => no),
  ).some(({ kind }) => kind === "items");
  const over = called && isValue(lead) ? leftOver(lead, statements, items) : [];
  return [...(over.length > 0 ? over : leading(lead, statements, isValue)), ...statements];
}
