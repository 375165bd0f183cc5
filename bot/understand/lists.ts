import { readClause, type Subject } from "./clause.ts";
import type { Answers, AskMeaning, ItemMeaning, ListItem, Meaning, Value } from "./meaning.ts";
import { type Heard, plain, strip } from "./normalise.ts";
import { findGroups, type Group } from "./numbering.ts";
import { verdictOf } from "./value.ts";

const WHICH = "请写题号和答案,例如:1是2否3是。";
const EACH = "这几题有正有反,请逐题回答,例如:1是2否。";

const ask = (text: string): AskMeaning => ({ intent: "ambiguous", ask: text });

const subjectOf = (item: ListItem | undefined): Subject => ({
  polarity: item?.polarity ?? "+",
  question: plain(item?.question ?? ""),
});

const valueOf = (phrase: string, item: ListItem | undefined): Value | undefined => {
  const body = strip(phrase.replace(/^[、.:,。;!\s=为]+/, "").replace(/[,。;!、\s]+$/, ""));
  for (const candidate of [body, body.split(/[,。;!\s]/)[0] ?? ""]) {
    const said = readClause(candidate, subjectOf(item));
    if (said?.value && !said.weak) return said.value;
    if (said?.doubt) return undefined;
  }
  return undefined;
};

const isMixed = (items: readonly ListItem[]): boolean => new Set(items.map((item) => item.polarity)).size > 1;

const ALL =
  /^(?:以上|上面|上述|这些|这几|[这那]?[几一-十\d]{0,2}[条项题个]|所有的?|每一?[条项题个]|统统|通通){0,5}(?:答案|问题|题目?|内容)?(?:都|全部?|均|全都|统统|通通|一律)(?=.)/;

const answerAll = (heard: Heard, items: readonly ListItem[]): Meaning | undefined => {
  if (!ALL.test(heard.bare) || /\d|除/.test(heard.bare.replace(ALL, ""))) return undefined;
  const rest = heard.bare.replace(ALL, "");
  const values = new Set(items.map((item) => valueOf(rest, { no: item.no, polarity: item.polarity })));
  const value = [...values][0];
  if (values.size !== 1 || value === undefined) return isMixed(items) ? ask(EACH) : undefined;
  if (isMixed(items)) return ask(EACH);
  const verdict = verdictOf(value, items[0]?.polarity ?? "+");
  return { intent: "answers", items: {}, others: value, left: [], verdict, confirm: true };
};

const ONLY = /^(?:就|只有|仅|只|唯独|只是|就是)(?:有)?(.{1,20}?)(没有|没|否|不是|没弄|没做|没落实|没建)$/;

const OPPOSITE: Partial<Record<Value, Value>> = { 是: "否", 否: "是" };
const EXCEPT =
  /^(?:除了?|除开|除去|不算|扣除)(.{1,30}?)(?:以外|之外|外)?[,、\s]*(?:其他|其它|其余|别的|剩下|剩余|另外|余下)?的?(?:几?[条项题个]|[几一-十\d]{1,2}[条项题个])?(?:都|全部?|均|全都|统统)(.{1,12})$/;
const EXCEPT_AFTER =
  /^(?:其他|其它|其余|别的|剩下)?的?(?:都|全部?|均)(.{1,8}?)[,、\s]*(?:除了?|就|只有|但是?|只差)(?:第)?(.{1,16}?)(?:除外|以外|之外|外)?$/;

const exceptOf = (
  spec: string,
  common: Value,
  items: readonly ListItem[],
): Record<string, Value> | undefined => {
  const groups = findGroups(
    spec,
    items.map((item) => item.no),
    true,
  );
  const result: Record<string, Value> = {};
  for (const group of groups) {
    const own =
      valueOf(group.phrase, undefined) ??
      (groups.at(-1) ? valueOf(groups.at(-1)?.phrase ?? "", undefined) : undefined);
    const value = own ?? OPPOSITE[common];
    if (value === undefined || value === common) return undefined;
    for (const no of group.numbers) result[String(no)] = value;
  }
  return Object.keys(result).length > 0 ? result : undefined;
};

const answerExcept = (heard: Heard, items: readonly ListItem[]): Meaning | undefined => {
  const found = EXCEPT.exec(heard.bare);
  const after = found ? undefined : EXCEPT_AFTER.exec(heard.bare);
  const [spec, phrase] = found ? [found[1], found[2]] : [after?.[2], after?.[1]];
  const only = ONLY.exec(heard.bare);
  if (only) return answerExcept({ ...heard, bare: `除了${only[1]}都是` }, items);
  if (spec === undefined || phrase === undefined) return undefined;
  if (isMixed(items)) return ask(EACH);
  const others = valueOf(phrase, items[0]);
  const except = others && exceptOf(spec, others, items);
  if (!others || !except) return found ? ask(WHICH) : undefined;
  const unknown = Object.keys(except).filter((no) => !items.some((item) => String(item.no) === no));
  if (unknown.length > 0) return ask(`没有第${unknown.join("、")}题,请再看一下题号。`);
  return { intent: "answers", items: except, others, left: [], confirm: true };
};

const SHORT: Readonly<Record<string, Value>> = {
  是: "是",
  有: "是",
  对: "是",
  否: "否",
  无: "否",
  没: "否",
  错: "否",
  y: "是",
  n: "否",
  "✓": "是",
  "✗": "否",
};
const RUN = /没有|不是|部分|整改中|不涉及|是的?|有的?|否|无|没|对|错|y(?:es)?|no?|✓|✗/g;

const runValues = (bare: string): (Value | undefined)[] | undefined => {
  const compact = bare.replace(/[,、。;!/|\s]+/g, "");
  if (compact.replace(RUN, "") === "") {
    return (compact.match(RUN) ?? []).map((word) => SHORT[word.charAt(0)] ?? valueOf(word, undefined));
  }
  if (/[\d第一二三四五六七八九十]/.test(bare)) return undefined;
  const pieces = bare.split(/[,、。;!/|\s]+/).filter((piece) => piece !== "");
  const values = pieces.map((piece) => valueOf(piece, undefined));
  return pieces.length > 1 && values.every((value) => value !== undefined) ? values : undefined;
};

const answerRun = (heard: Heard, items: readonly ListItem[]): Meaning | undefined => {
  const values = runValues(heard.bare);
  if (!values) return undefined;
  if (values.some((value) => value === undefined)) return ask(WHICH);
  if (values.length === 1 && items.length > 1) return ask(`您的回答指第几题?${WHICH}`);
  if (values.length > items.length)
    return ask(`收到${values.length}个答案,但只有${items.length}题。${WHICH}`);
  const pairs = items
    .slice(0, values.length)
    .map((item, at) => [String(item.no), values[at] as Value] as const);
  const left = items.slice(values.length).map((item) => item.no);
  const confirm = left.length > 0 ? true : undefined;
  return { intent: "answers", items: Object.fromEntries(pairs), left, confirm };
};

interface Collected {
  items: Record<string, Value>;
  others?: Value;
  unclear: number[];
  unknown: number[];
  clash: number[];
}

const put = (
  collected: Collected,
  no: number,
  value: Value | undefined,
  known: ReadonlySet<number>,
): void => {
  if (!known.has(no)) collected.unknown.push(no);
  else if (value === undefined) collected.unclear.push(no);
  else if (collected.items[no] !== undefined && collected.items[no] !== value) collected.clash.push(no);
  else collected.items[no] = value;
};

const collect = (groups: readonly Group[], items: readonly ListItem[]): Collected => {
  const known = new Set(items.map((item) => item.no));
  const collected: Collected = { items: {}, unclear: [], unknown: [], clash: [] };
  for (const group of groups) {
    if (group.rest) {
      const value = valueOf(group.phrase, undefined);
      if (value) collected.others = value;
      else collected.unclear.push(0);
      continue;
    }
    for (const no of group.numbers) {
      put(
        collected,
        no,
        valueOf(
          group.phrase,
          items.find((item) => item.no === no),
        ),
        known,
      );
    }
  }
  return collected;
};

const objection = ({ clash, unclear, unknown, items, others }: Collected): string | undefined => {
  if (clash.length > 0) return `第${[...new Set(clash)].join("、")}题有两个不同的答案,以哪个为准?`;
  const given = Object.keys(items).length > 0 || others !== undefined;
  if (unknown.length > 0 && !given) return `没有第${unknown.join("、")}题,请再看一下题号。`;
  if (unclear.length === 0) return undefined;
  return unclear[0] === 0 ? WHICH : `第${unclear.join("、")}题没看明白,是“是”还是“否”?`;
};

const answerNumbered = (heard: Heard, items: readonly ListItem[]): Meaning | undefined => {
  const groups = findGroups(
    heard.bare,
    items.map((item) => item.no),
    false,
  );
  if (groups.length === 0 || groups.every((group) => group.rest)) return undefined;
  const collected = collect(groups, items);
  const only = groups[0];
  if (
    groups.length === 1 &&
    only?.numbers.length === 1 &&
    only.phrase.replace(/[条题项个号、.\s]/g, "") === ""
  ) {
    return collected.unknown.length > 0 ? ask(objection(collected) ?? WHICH) : goTo(only.numbers[0]);
  }
  if (
    Object.keys(collected.items).length === 0 &&
    collected.unclear.length > 0 &&
    collected.clash.length === 0 &&
    groups.length === 1
  ) {
    return undefined;
  }
  const problem = objection(collected);
  return problem ? { ...ask(problem), items: collected.items } : whole(collected, groups, items);
};

const goTo = (no: number | undefined): ItemMeaning => ({ intent: "goto", item: no });

const whole = (
  collected: Collected,
  groups: readonly Group[],
  items: readonly ListItem[],
): Answers | AskMeaning => {
  if (collected.others !== undefined && isMixed(items)) return ask(EACH);
  const left =
    collected.others === undefined
      ? items.map((item) => item.no).filter((no) => !(no in collected.items))
      : [];
  const sweeping = collected.others !== undefined || groups.some((group) => group.guessed);
  return {
    intent: "answers",
    items: collected.items,
    others: collected.others,
    left,
    warn: collected.unknown.length > 0 ? `没有第${collected.unknown.join("、")}题` : undefined,
    confirm: sweeping || collected.unknown.length > 0 ? true : undefined,
  };
};

/** Reads answers to several questions put at once; undefined when the message is about something else. */
export function readList(heard: Heard, items: readonly ListItem[]): Meaning | undefined {
  return (
    answerExcept(heard, items) ??
    answerAll(heard, items) ??
    answerRun(heard, items) ??
    answerNumbered(heard, items)
  );
}
