import { calledIn, type Topics, topicsOf } from "./list-topics.ts";
import type { ListItem } from "./meaning.ts";
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

/** Whether words give a value of their own. */
type IsValue = (words: string) => boolean;

const SEPARATOR = /[,。;!\n\s()]/;
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

const merged = (marks: readonly Mark[], text: string): Mark[] =>
  marks.reduce<Mark[]>((all, mark) => {
    const last = all.at(-1);
    const joins =
      last?.kind === "items" &&
      mark.kind === "items" &&
      JOINED.test(text.slice(last.to, mark.from)) &&
      mark.to > mark.from;
    if (!last || !joins) return [...all, mark];
    return [
      ...all.slice(0, -1),
      { ...last, to: mark.to, numbers: [...new Set([...last.numbers, ...mark.numbers])] },
    ];
  }, []);

const marksOf = (text: string, items: readonly ListItem[], isValue: IsValue): Mark[] => {
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
