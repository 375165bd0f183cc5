import type { Value } from "../meaning.ts";
import { readNumber } from "../text/numbers.ts";

const FIGURE = "(\\d{1,3}|[零一二两三四五六七八九十]{1,3})";
const MEASURE =
  "(?:个?校次|道校对|次校对|遍校对|个?环节|校(?![长园报内外区刊方车规训门级办务医史服徽])|遍|次|轮|道|回|审(?![核批稿阅查]))";
const REQUIRED = new RegExp(`(?:不低于|不少于|至少|达到|满足|不得少于)?${FIGURE}${MEASURE}`);
const COUNTED = new RegExp(
  `(?<!第)((?:没有|没得|没|无|未)(?=[三四3-9])|不到|不足|少于|低于|未满|没到|未到|做不到|达不到|没做到|没达到|保证不了|最多|至多|顶多|仅|只有?|就|才|不止|超过|多于|至少|不少于|不低于|起码|有时候?)?[^\\d一二两三四五六七八九十零]{0,6}?${FIGURE}${MEASURE}(以上|以内|以下|不到|多|都不止|不止|都不到|都没有|也没有|没有|没得|没做到|做不到|没达到|没执行|左右)?`,
  "g",
);
const RANGE =
  /(?:一两|两三|二三|三四|一二|三五)(?:个?校次|遍|次|轮|道|回|校)|[一二两三四五1-9](?:到|-|至|或者?)[一二两三四五1-9](?:个?校次|遍|次|轮|道|回|校)/;
const SAME_PERSON =
  /^(?:就|都|全|只有|基本|一直|平时){0,5}是?(?:我|他|她)?(?:就|都是)?(?:同?一个人|一人|同一人|同一个老师|一肩挑|我自己|我一个人|我一人|一个老师|一手)(?:弄|做|干|管|负责|包办|审|兼|兼任|全包|搞|完成|在弄|在做|在管|操作|发|弄公众号|弄的|审的){0,5}(?:公众号|的|了){0,5}$/;
const DIFFERENT =
  /^(?:都|全|各环节|每个环节|分别){0,5}(?:是|由|有){0,5}(?:不同的?人|不是(?:同)?一个人|不是同一人|分开的?|各是各的?|[二两三3]个人|[三3]人分别|不同人|专人专岗|不同的?老师|分开)(?:负责|审|做|担任|的|来){0,5}$/;

const BELOW = /不到|不足|少于|低于|未满|没到|未到|做不到|达不到|没做到|没达到|保证不了/;
const AT_MOST = /最多|至多|顶多|以内|以下/;
const AT_LEAST = /至少|不少于|不低于|起码|以上/;
const MORE = /不止|超过|多于/;

type Counted = Value | "unclear";

/** "没有三次"; "没有三次以下的" denies the contrary and is asked about. */
const DENIED = /^(?:没有|没得|没|无|未)(?![到满做达])/;

const BOUNDS: readonly (readonly [RegExp, (count: number, required: number) => Counted])[] = [
  [/^(?:没|无|未).*以[下内]/, () => "unclear"],
  [DENIED, (count, required) => (count <= required ? "否" : "unclear")],
  [/都没有|也没有|没有$|没得|没做到$|做不到$|没达到$|没执行/, () => "否"],
  [AT_LEAST, (count, required) => (count >= required ? "是" : "unclear")],
  [BELOW, (count, required) => (count <= required ? "否" : "unclear")],
  [AT_MOST, (count, required) => (count < required ? "否" : "unclear")],
  [MORE, (count, required) => (count >= required - 1 ? "是" : "unclear")],
];

const judge = (count: number, required: number, bound: string): Counted => {
  if (Number.isNaN(count)) return "unclear";
  const rule = BOUNDS.find(([words]) => words.test(bound));
  if (rule) return rule[1](count, required);
  return count >= required ? "是" : "否";
};

const personVerdict = (clause: string, question: string): Counted | undefined => {
  if (!/同一人|同一个人/.test(question)) return undefined;
  const asksForDifferent = /不(?:是|能|得)?由|不是|不同/.test(question);
  if (DIFFERENT.test(clause)) return asksForDifferent ? "是" : "否";
  if (!SAME_PERSON.test(clause)) return undefined;
  return asksForDifferent ? "否" : "是";
};

/** What the question demands; undefined when it demands no number of rounds. */
const requiredBy = (question: string): number | undefined => {
  const required = readNumber(REQUIRED.exec(question)?.[1] ?? "");
  return required !== undefined && required >= 2 && /校|审|次|遍/.test(question) ? required : undefined;
};

const BOUND_WORDS =
  /(?:没有|没得|没|无|未)(?=[三四3-9])|不到|不足|不止|不少于|不低于|做不到|达不到|没到|未到|没做到|没达到|未满|保证不了|都没有|也没有|没少于/g;

/** A denial, a doubt or a shortfall beside the count. */
const isNegated = (clause: string): boolean =>
  /不|没|未|无|负|哪|咋|怎|省|缺|难/.test(clause.replace(BOUND_WORDS, ""));

/** "一校二校三校" counts the rounds by naming them. */
const NAMED_ROUNDS = /[一初][校审][、,和 ]?二[校审](?:[、,和 ]?([三四])[校审])?/;

/** "一校老师" names one round and counts none, unless it is all there is. */
const NTH_ROUND = /(?<![只就仅才多]有?是?)[一二12][校审](?![长园报内外核批稿阅查])/;

/** "四五遍" is four at least. */
const APPROXIMATE = new RegExp(`([二两三四五六七八])[三四五六七八九](?=${MEASURE})`);

/** The clause with the rounds it names, or guesses at, as one number. */
const countable = (clause: string): string =>
  clause
    .replace(NAMED_ROUNDS, (_, last: string | undefined) => `${last ?? "二"}遍`)
    .replace(APPROXIMATE, "至少$1");

const agree = (verdicts: ReadonlySet<Counted>, clause: string): Counted | undefined => {
  if (verdicts.has("unclear")) return "unclear";
  const [first] = verdicts;
  if (verdicts.size > 1) return "部分";
  if (first === "否" && /有时|偶尔|个别|有的/.test(clause)) return "部分";
  return isNegated(clause) ? "unclear" : first;
};

/** Judges a count ("两遍", "3次以上") against the number the question demands; undefined when none is given. */
export function countVerdict(clause: string, question: string): Counted | undefined {
  const person = personVerdict(clause, question);
  if (person) return person;
  const required = requiredBy(question);
  if (required === undefined) return undefined;
  const countedIn = countable(clause);
  if (NTH_ROUND.test(countedIn) && !/只|就|仅|才|最多|顶多|没/.test(countedIn) && countedIn.length > 3)
    return "unclear";
  if (RANGE.test(countedIn)) return "unclear";
  const counts = [...countedIn.matchAll(COUNTED)].slice(0, 4);
  if (counts.length === 0) return undefined;
  if (/应该|可能|大概|估计|[?吗吧]/.test(clause)) return "unclear";
  const verdicts = counts.map(([, before = "", figure = "", after = ""]) =>
    judge(readNumber(figure) ?? Number.NaN, required, `${before}${after}`),
  );
  const reached = agree(new Set(verdicts), countedIn);
  return FALLING_SHORT.test(question) ? opposite(reached) : reached;
}

/** Questions that ask whether something falls short of the number. */
const FALLING_SHORT =
  /(?<!不)(?:低于|少于)|不足|不到|[没未](?:有)?(?:走完|走满|达到|做到|完成|经过|执行|落实)/;

const opposite = (reached: Counted | undefined): Counted | undefined => {
  if (reached === "是") return "否";
  return reached === "否" ? "是" : reached;
};
