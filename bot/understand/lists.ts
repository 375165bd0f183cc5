import { readClause, type Subject } from "./clause.ts";
import type { Answers, AskMeaning, ItemMeaning, ListItem, Meaning, Value } from "./meaning.ts";
import { type Heard, plain, strip } from "./normalise.ts";
import { findGroups, type Group } from "./numbering.ts";
import { verdictOf } from "./value.ts";

const WHICH = "请写题号和答案,例如:1是2否3是。";
const EACH = "这几题有正有反,请逐题回答,例如:1是2否。";

const askBack = (text: string): AskMeaning => ({ intent: "ambiguous", ask: text });

const subjectOf = (item: ListItem | undefined): Subject => ({
  polarity: item?.polarity ?? "+",
  question: plain(item?.question ?? ""),
});

const valueIn = (phrase: string, item: ListItem | undefined): Value | undefined => {
  const body = strip(phrase.replace(/^[、.:,。;!\s=为]+/, "").replace(/[,。;!、\s]+$/, ""));
  for (const candidate of [body, body.split(/[,。;!\s]/)[0] ?? ""]) {
    const said = readClause(candidate, subjectOf(item));
    if (said?.value && !said.weak) return said.value;
    if (said?.doubt) return undefined;
  }
  return undefined;
};

const isMixed = (items: readonly ListItem[]): boolean => new Set(items.map((item) => item.polarity)).size > 1;

const EVERY =
  /^(?:以上|上面|上述|这些|这几|[这那]?[几一二三四五六七八九十\d]{0,2}[条项题个]|所有的?|每一?[条项题个]|统统|通通){0,5}(?:答案|问题|题目?|内容)?(?:都|全部?|均|全都|统统|通通|一律)(?=.)/;

/** "没一条有的", "一个都没有". */
const NOT_ONE = /^(?:没有?一[条个项题](?:是|有)?|一[条个项题](?:也|都)没有?)的?$/;

const answerAll = (heard: Heard, items: readonly ListItem[]): Meaning | undefined => {
  if (NOT_ONE.test(heard.bare)) return answerAll({ ...heard, bare: "都没有" }, items);
  if (!EVERY.test(heard.bare) || /\d|除/.test(heard.bare.replace(EVERY, ""))) return undefined;
  const rest = heard.bare.replace(EVERY, "");
  const values = new Set(items.map((item) => valueIn(rest, { no: item.no, polarity: item.polarity })));
  const value = [...values][0];
  if (values.size !== 1 || value === undefined) return isMixed(items) ? askBack(EACH) : undefined;
  if (isMixed(items)) return askBack(EACH);
  const verdict = verdictOf(value, items[0]?.polarity ?? "+");
  return { intent: "answers", items: {}, others: value, left: [], verdict, confirm: true };
};

const ONLY =
  /^(?:就|只有|仅|只|唯独|只是|就是)(?:有)?(.{1,20}?)(没有|没|否|不是|没弄|没做|没落实|没建|有|是|建了)$/;

const OPPOSITE: Partial<Record<Value, Value>> = { 是: "否", 否: "是" };
const EXCEPT =
  /^(?:除了?|除开|除去|不算|扣除)(.{1,30}?)(?:以外|之外|外)?[,、\s]*(?:(?:其他|其它|其余|别的|剩下|剩余|另外|余下)的?(?:几?[条项题个]|[几一二三四五六七八九十\d]{1,2}[条项题个])?)?的?(?:都|全部?|均|全都|统统)(.{1,12})$/;
const EXCEPT_AFTER =
  /^(?:其他|其它|其余|别的|剩下)?的?(?:都|全部?|均)(.{1,8}?)[,、\s]*(?:除了?|就|只有|但是?|只差)(?:第)?(.{1,16}?)(?:除外|以外|之外|外)?$/;

const exceptOf = (
  spec: string,
  common: Value,
  items: readonly ListItem[],
): Record<string, Value> | undefined => {
  const known = items.map((item) => item.no);
  const groups = findGroups(spec, known, true);
  const shared = valueIn(groups.at(-1)?.phrase ?? "", undefined) ?? OPPOSITE[common];
  const said = (phrase: string): boolean =>
    phrase.replace(/[条题项个号第、,和跟\s]|以外|之外|外/g, "") !== "";
  const values = groups.map(
    ({ phrase }) => valueIn(phrase, undefined) ?? (said(phrase) ? undefined : shared),
  );
  if (groups.length === 0 || values.some((value) => value === undefined || value === common))
    return undefined;
  return Object.fromEntries(
    groups.flatMap((group, at) => group.numbers.map((no) => [String(no), values[at] as Value])),
  );
};

const onlyThese = (bare: string): { spec: string; common: string } | undefined => {
  const [, spec, said = ""] = ONLY.exec(bare) ?? [];
  return spec === undefined ? undefined : { spec, common: /没|否|不/.test(said) ? "是" : "否" };
};

/** The items excepted and what is said of all others: "除了4都是", "都是,除了4", "只有4没有". */
const exception = (bare: string): { spec: string; common: string } | undefined => {
  const only = onlyThese(bare);
  if (only) return only;
  const [, spec, common] = EXCEPT.exec(bare) ?? [];
  if (spec !== undefined && common !== undefined) return { spec, common };
  const [, commonFirst, specAfter] = EXCEPT_AFTER.exec(bare) ?? [];
  return specAfter !== undefined && commonFirst !== undefined
    ? { spec: specAfter, common: commonFirst }
    : undefined;
};

const answerExcept = ({ bare }: Heard, items: readonly ListItem[]): Meaning | undefined => {
  const found = exception(bare);
  if (!found) return undefined;
  if (isMixed(items)) return askBack(EACH);
  const others = valueIn(found.common, items[0]);
  const except = others && exceptOf(found.spec, others, items);
  if (!others || !except) return bare.startsWith("除") ? askBack(WHICH) : undefined;
  const unknown = Object.keys(except).filter((no) => !items.some((item) => String(item.no) === no));
  if (unknown.length > 0) return askBack(`没有第${unknown.join("、")}题,请再看一下题号。`);
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
    return (compact.match(RUN) ?? []).map((word) => SHORT[word.charAt(0)] ?? valueIn(word, undefined));
  }
  if (/[\d第一二三四五六七八九十]/.test(bare)) return undefined;
  const pieces = bare.split(/[,、。;!/|\s]+/).filter((piece) => piece !== "");
  const values = pieces.map((piece) => valueIn(piece, undefined));
  return pieces.length > 1 && values.every((value) => value !== undefined) ? values : undefined;
};

const answerRun = (heard: Heard, items: readonly ListItem[]): Meaning | undefined => {
  const values = runValues(heard.bare);
  if (!values) return undefined;
  if (values.some((value) => value === undefined)) return askBack(WHICH);
  // "是否是" may be a question as well as three answers.
  if (values.length !== items.length && heard.bare.includes("是否")) return askBack(WHICH);
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
      const value = valueIn(group.phrase, undefined);
      if (value) collected.others = value;
      else collected.unclear.push(0);
      continue;
    }
    for (const no of group.numbers) {
      put(
        collected,
        no,
        valueIn(
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

/** A bare number asks for that item. */
const onlyNumber = (groups: readonly Group[]): number | undefined => {
  const [group, ...more] = groups;
  if (!group || more.length > 0) return undefined;
  const bare = group.phrase.replace(/[条题项个号、.\s]/g, "") === "";
  return bare && group.numbers.length === 1 ? group.numbers[0] : undefined;
};

/** One number with words that are no answer is about something else. */
const saysNothing = (groups: readonly Group[], { items, unclear, clash }: Collected): boolean =>
  groups.length === 1 && unclear.length > 0 && clash.length === 0 && Object.keys(items).length === 0;

const answerNumbered = (heard: Heard, items: readonly ListItem[]): Meaning | undefined => {
  const known = items.map((item) => item.no);
  const groups = findGroups(heard.bare, known, false);
  if (groups.every((group) => group.rest)) return undefined;
  const collected = collect(groups, items);
  const only = onlyNumber(groups);
  if (only !== undefined && known.includes(only)) return goTo(only);
  if (saysNothing(groups, collected)) return undefined;
  const problem = objection(collected);
  return problem ? { ...askBack(problem), items: collected.items } : whole(collected, groups, items);
};

const goTo = (no: number | undefined): ItemMeaning => ({ intent: "goto", item: no });

const whole = (
  collected: Collected,
  groups: readonly Group[],
  items: readonly ListItem[],
): Answers | AskMeaning => {
  if (collected.others !== undefined && isMixed(items)) return askBack(EACH);
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
