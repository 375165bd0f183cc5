import type { Context } from "../meaning.ts";
import { readNumber } from "../text/numbers.ts";

const FIGURE = "\\d{1,3}|[一二三四五六七八九十]{1,3}";
/** Behind a number with 号 these speak of a day: "28号能弄完", "26号之前". */
const OF_A_DAY =
  "之?前|以[前后]|之?后|[上下]午|[早晚中]|那天|当天|左右|底|交|能|可以|会|开始|起|执行|止|截|到|至|-|弄[完好](?!了)|完成(?!了)|下班|(?:整改|改|弄|办)[好完](?!了|毕|咯|啦)|再|去|来|开会|就能|争取|预计|必须|的?班|值班|开学|是周|周|星期|之?内|(?=[,。]|$)";
/** Before it too: "8月3号", "改到5号". */
const BEFORE_DAY =
  "[\\d.月/点:]|[到至延推于在定前后今明周每才等从按错应该以]|改[成为]|填成?|写成?|截止|期限|时间|日期|时限|最[迟晚]|争取|预计|大概|估计|本月|下个?月|上个?月|[和跟、,]\\d{1,2}号到";
/** Behind a number in order these are counted, not problems: 第十二页, 第8期. */
const COUNTED =
  "[页张期版次周遍章节幼届季天份行栏楼年回部封题批组]|中学|小学|学期|阶段|[一二三四五六七八九十]|中心|[小中](?!的)|月|三方|\\d";

const FORMS: readonly RegExp[] = [
  new RegExp(`问题 ?(${FIGURE})(?!个|条|项|[月.\\d]|号?(?:${OF_A_DAY}))`, "gu"),
  new RegExp(`(?<![\\d.月/])(${FIGURE}) ?(?:号|条|项|个|#)?(?:那个)?的?问题`, "gu"),
  new RegExp(`第 ?(${FIGURE}) ?(?:[号条项个点件桩]|(?=的|,|:|$))(?!${COUNTED})`, "gu"),
  /(?:编号|序号|no\.?|#) ?(\d{1,3})(?![\d月.])/gu,
  new RegExp(`(?<!${BEFORE_DAY})(${FIGURE}) ?号(?!${OF_A_DAY}|[楼线院店])`, "gu"),
  /(?:^|[,。 ])(\d{1,2})(?= ?(?:已经?|都)?(?:改|整改|弄|搞|处理|解决)[好完定了掉])/gu,
];
/** "1、4、6都整改好了", "2号和4号". */
const SEVERAL = new RegExp(
  `(?<![\\d.月/第])(?:第?(?:${FIGURE})[号条项个]?(?:[、和跟与及,]| (?=\\d))){1,8}第?(?:${FIGURE})(?:[号条项个](?!${OF_A_DAY})(?:问题)?|(?=这|那|都|全|均|已|也|一起|问题|改|整))`,
  "gu",
);
const FIRST_ONE = /头一[条个项]|第一[条个项]/;
/** "除了第3条,别的全改完了": the one named is the one not meant. */
const EXCEPT = /(?<=^|[,。 ])(?:除了?|除开)[^,。]{1,20}(?:,|外|以外|之外|别的|其他)/g;
const ITEM = /第 ?(\d{1,3}|[一二三四五六七八九十]{1,3}) ?题/;

interface Found {
  at: number;
  words: string;
  numbers: number[];
}

const numbersIn = (words: string): number[] =>
  (words.match(new RegExp(FIGURE, "g")) ?? []).flatMap((figure) => readNumber(figure) ?? []);

const severalIn = (text: string): Found[] =>
  [...text.matchAll(SEVERAL)].map((found) => ({
    at: found.index,
    words: found[0],
    numbers: numbersIn(found[0]),
  }));

const singleIn = (text: string): Found[] =>
  FORMS.flatMap((form) =>
    [...text.matchAll(form)].flatMap((found) => {
      const number = readNumber(found[1] ?? "");
      return number === undefined || number === 0
        ? []
        : [{ at: found.index, words: found[0], numbers: [number] }];
    }),
  );

const foundIn = (bare: string): Found[] => {
  const text = bare.replace(EXCEPT, (words) => " ".repeat(words.length));
  const several = severalIn(text);
  const rest = several.reduce(
    (left, { words }) => left.replace(words, " ".repeat(words.length)),
    FIRST_ONE.test(text) ? text.replace("头一", "第一") : text,
  );
  return [...several, ...singleIn(rest)].toSorted((one, other) => one.at - other.at);
};

/** The numbers of the problems named, in order, each once; days are none of them. */
export function problemsIn(bare: string): number[] {
  return [...new Set(foundIn(bare).flatMap(({ numbers }) => numbers))];
}

/** What is left of a text without the numbers of problems, so that "2号" is no day. */
export function withoutProblems(bare: string): string {
  const blanked = foundIn(bare).reduce(
    (left, { at, words }) =>
      `${left.slice(0, at)}${" ".repeat(words.length)}${left.slice(at + words.length)}`,
    bare,
  );
  return blanked.replace(/ {2,}/g, " ");
}

/** Problems or evidence are being talked about. */
export const isProblemTalk = (
  context: Context,
): context is Extract<Context, { kind: "ledger" | "evidence" }> =>
  context.kind === "ledger" || context.kind === "evidence";

/** Whether a message is about problems at all. */
export const concernsProblem = (bare: string, context: Context): boolean =>
  isProblemTalk(context) || /问题|整改|台账|隐患|销号/.test(bare);

/** The problem meant, and all where several are named; the one on the table when none is. */
export interface Which {
  problem?: number | undefined;
  problems?: number[] | undefined;
}

/** A higher number than a unit's problems usually reach: "15号已经弄好了" tells the day while another is on the table. */
const FEW = 12;
const isBareDay = (bare: string, number: number): boolean =>
  new RegExp(`(?<!第|问题)${number}号(?!问题)`).test(bare);

/** Which problems a message is about. */
export function whichProblem(bare: string, context: Context): Which {
  const onTable = isProblemTalk(context) && context.no !== undefined;
  const named = problemsIn(bare).filter((one) => !onTable || one <= FEW || !isBareDay(bare, one));
  if (named.length > 1) return { problem: named[0], problems: named };
  const excepted = bare.search(EXCEPT) !== -1;
  return { problem: named[0] ?? (isProblemTalk(context) && !excepted ? context.no : undefined) };
}

/** What must be asked when nobody knows which problem is meant. */
export const askWhich = ({ problem }: Which): string | undefined =>
  problem === undefined ? "是几号问题?" : undefined;

/** The question of the checklist that is named: 第5题. */
export const itemIn = (bare: string): number | undefined => readNumber(ITEM.exec(bare)?.[1] ?? "");
