import { verdictOf } from "../answers/value.ts";
import type { Context, ItemRef, Meaning } from "../meaning.ts";
import { firstOf, type Rule } from "../rule.ts";
import type { Heard } from "../text/normalise.ts";
import { readNumber } from "../text/numbers.ts";
import { readSpelled } from "../text/spelled.ts";
import { readNewValue } from "./changed-value.ts";
import { readList } from "./lists.ts";
import { type Mark, marksIn, numbersIn } from "./numbering.ts";

const UNDO =
  /^(?:请|帮我|麻烦|我要|把)?(?:撤销|撤回|撤消|回退|undo|反悔)(?:一下|掉)?(?:上一?(?:个|条|题|步)|刚才|前面|最后一?(?:个|条|题))?(?:的|那个|那条|那题|这个|操作|答案|回答){0,5}(?:吧|了)?$|^(?:刚才|刚刚|刚|上一?(?:个|条|题)|前面)(?:那|的|那一|填的|答的)?(?:个|条|题)?(?:答案|回答)?(?:不算数?|作废|当我没说|撤回|撤销|撤|收回|取消|不要|别记|不作数)(?:了|吧)?$|^(?:当我没说|刚才的?不算数?|(?:取消|撤了?|收回)(?:上一?(?:个|题|条)|刚才)的?(?:那[个条题])?(?:答案|回答|操作|话)?)$/;

const NUMBERED =
  /(?:第 ?)?(\d{1,3}|(?<![最后前头])[一二三四五六七八九十]{1,3})(?: ?[条题项号]|个(?!人)|(?= ?(?:改|填错|错了|应该|换|写错|答错|不是)))/;
const ORDINAL = /第 ?(?:\d{1,3}|[一二三四五六七八九十]{1,3})/;
const LAST =
  /上一?(?:题|个(?!月|学期|星期|礼拜|周)|条|道题|项)|刚才|刚刚|前一?(?:题|个(?!月)|条)|前面(?:那|的)|上面(?:那|的)|才(?:填|答)的/;
const BEFORE_LAST = /上上一?(?:题|个(?!月|星期|周)|条)/;
const SLIP = "手[滑快误抖]|口误|[看记][错反岔混]|[选写按点填说答]快|[搞弄]混";
const WRONG = new RegExp(
  `(?:填|写|答|选|点|搞|弄|说|打|发|按|看|报|勾)(?:的)?错|错了|不对|有误|更正|修改(?!中)|改一?下|要改|想改|改改|重填|重答|改(?=上|刚)|(?<!整)改(?:成|为|到|作|回|过来|是)|应该?(?:是|为|选|填)|换成|换为|修正|纠正|(?<!整)改[是否有没部不整]|弄反|[填答]反|反了|不是[^,。]{1,4}[,。 ]*是|${SLIP}`,
);
const AT_ONCE = new RegExp(
  `^(?:哎[呀哟]?|啊|哦|噢|呃)?[, ]*(?:不对|错了|填错了?|写错了?|答错了?|选错了?|说错了?|搞错了?|[点按]错了?|改(?:成|为|一下|下)|更正|修改(?!中)|我?要改|不好意思|${SLIP})`,
);

/** What speaks of other changes than those of an answer, or asks about changing. */
const NOT_AN_EDIT =
  /(?<!正在|在|改成|改为)整改(?!中)|改好|改完|改了|改到位|责任人|联系人|负责|期限|截止|台账|阶段|粉丝|改名|账号|帐号|手机|延期|\d月|号交|换人|问题已|号问题|怎么|咋|[能可还](?:以|不能)?(?:再)?改[吗不么]|还能|什么|回到?上一|(?<!第)[一二三四五六七八九十\d][条篇款]改成[一二三四五六七八九十\d]|错了?[^,。]{0,3}字/;

/** Said while a remark is awaited, this changes the answer; anything else is the remark. */
const TO_VALUE = /^改(?:成|为)(?:是|否|有|没有|部分|整改中|不涉及)$/;

/** Where answers are at hand, so that a bare "填错了" means one of them. */
const AT_ANSWERS = new Set<Context["kind"]>(["question", "list", "answered", "paused", "remark"]);

const hasAnswers = (context: Context): boolean => {
  if (context.kind === "confirm") return context.of === "batch" || context.of === "submission";
  return AT_ANSWERS.has(context.kind);
};

const isBatch = (context: Context): boolean => context.kind === "confirm" && context.of === "batch";

/** The number of the answer that is named, but not a mere "一个" or "这一条". */
const numberedIn = (bare: string): number | undefined => {
  const [whole, figure] = NUMBERED.exec(bare.replace(/[这那]一[条题项个]/g, "")) ?? [];
  return whole === undefined || whole.startsWith("一个") ? undefined : readNumber(figure ?? "");
};

/** Several figures, and that they be changed. */
const SEVERAL_CHANGED =
  /^[\d、,.和跟与及 ]+[两俩仨几三四]?[条题项个]?(?:都|全)?(?:是?[填写答选弄搞]错|错|要?改|应该?|不是|换)/;

/** All the numbers that are named; a figure alone counts where answers are being confirmed, several where they are to be changed. */
const numbersNamed = (bare: string, context: Context): number[] => {
  const named = marksIn(bare, []).filter(({ kind, guessed }) => kind === "items" && !guessed);
  const numbers = [...new Set(named.flatMap((mark) => mark.numbers))];
  const first = numberedIn(bare);
  if (first === undefined) return isBatch(context) || SEVERAL_CHANGED.test(bare) ? numbers : [];
  return numbers.includes(first) ? numbers : [first];
};

const beforeLast = (context: Context): number | undefined =>
  context.kind === "answered" && context.last ? context.last.item - 1 : undefined;

const targetsOf = (bare: string, context: Context): ItemRef[] => {
  if (BEFORE_LAST.test(bare)) return [beforeLast(context) ?? Number.NaN];
  if (LAST.test(bare) && !ORDINAL.test(bare)) return ["last"];
  const numbers = numbersNamed(bare, context);
  if (numbers.length > 0) return numbers;
  if (context.kind === "remark") return TO_VALUE.test(bare) ? ["cur"] : [];
  return AT_ONCE.test(bare) ? ["last"] : [];
};

const undo: Rule = ({ bare }) => (UNDO.test(bare) ? { intent: "undo", item: "last" } : undefined);

const isEdit = ({ bare, asking }: Heard): boolean =>
  bare.length <= 40 && !asking && WRONG.test(bare) && !NOT_AN_EDIT.test(bare);

const isBeyond = (item: ItemRef, context: Context): boolean =>
  (context.kind === "answered" && typeof item === "number" && item > context.of) || Number.isNaN(item);

const edit: Rule = (heard, { context }) => {
  const bare = readSpelled(heard.bare);
  const [item] = isEdit({ ...heard, bare }) ? targetsOf(bare, context) : [];
  if (item === undefined) return undefined;
  const meaning = corrected(bare, item, context);
  const vague = meaning.intent === "edit" && meaning.value === undefined;
  return vague && !hasAnswers(context) ? undefined : meaning;
};

const WHICH: Meaning = { intent: "ambiguous", ask: "要改哪里?请说清楚改什么、改成什么。" };
const WHAT = "改成什么?“是”“否”“部分”“整改中”还是“不涉及”?";

/** Several answers are changed at once and echoed, or one after the other where no value is named. */
const changedTogether = (numbers: readonly number[], bare: string): Meaning => {
  const value = readNewValue(bare)?.value;
  if (value) {
    const items = Object.fromEntries(numbers.map((no) => [String(no), value]));
    return { intent: "answers", items, confirm: true };
  }
  return { intent: "edit", item: numbers[0], ask: `请一题一题改,第${numbers[0]}题${WHAT}` };
};

/** Another value for an answer that was given. */
export const corrected = (said: string, named: ItemRef | undefined, context: Context): Meaning => {
  const bare = readSpelled(said);
  const item = named ?? targetsOf(bare, context)[0] ?? "last";
  if (named === undefined && context.kind === "registered") return WHICH;
  const numbers = numbersNamed(bare, context);
  if (typeof item === "number" && numbers.length > 1) return changedTogether(numbers, bare);
  if (isBeyond(item, context)) return { intent: "ambiguous", ask: `没有第${item}题,改哪一题?` };
  return isBatch(context) ? changedInBatch(item, bare) : changed(item, bare, context);
};

/** Of what was echoed, only a number says which is meant, and nothing is dropped before its value is known. */
const changedInBatch = (item: ItemRef, bare: string): Meaning => {
  if (typeof item !== "number") return { intent: "ask", ask: "改第几题?例如:第2题改成否。" };
  const read = readNewValue(bare);
  return read ? { intent: "edit", item, ...read } : { intent: "ask", ask: `第${item}题${WHAT}` };
};

const changed = (item: ItemRef, bare: string, context: Context): Meaning => {
  const { value, note } = readNewValue(bare) ?? {};
  const verdict =
    value && context.kind === "question" && item === "cur" ? verdictOf(value, context.polarity) : undefined;
  return { intent: "edit", item, value, verdict, note, ask: value ? undefined : WHAT };
};

const NOTE =
  /^(?:(?:给|在|为)?(?:上一?[题条个]|刚才那[题条个]))?(?:(?:给|在|为)?(?:第 ?)?(\d{1,3}|[一二三四五六七八九十]{1,3}) ?[条题项号]?)?(?:我|再|要|想)*(?:补充(?:说明|一下|一点|一句|个?说明|(?=[:,。 第\d]))|备注(?:一下|说明)?|注明(?:一下)?|[加补]个?(?:备注|说明)|添?加(?:一)?(?:条|个)?备注|另外说一?下|说明一下|补一?[句条]|追加说明|备注上)(?:第 ?(\d{1,3}|[一二三四五六七八九十]{1,3}) ?[条题项号]?)?(?:再交)?[:,。 ]*(.{1,300})$/;

const note: Rule = ({ bare }, { context }) => {
  if (!hasAnswers(context)) return undefined;
  const text = (NOTE.exec(bare)?.[3] ?? "").replace(/^[:,。 ]+/, "");
  return text === "" || /^(?:好|可以|在哪|吗|[?])/.test(text) ? undefined : noted(bare, context);
};

/** What is to be kept beside an answer, with the number named or the answer at hand. */
export const noted = (bare: string, context: Context): Meaning => {
  const [, before, after, text] = NOTE.exec(bare) ?? [];
  const no = readNumber(before ?? after ?? "") ?? numberedIn(bare);
  const item: ItemRef = no ?? (context.kind === "question" || context.kind === "remark" ? "cur" : "last");
  return { intent: "add-note", item, note: (text ?? bare).replace(/^[:,。 ]+/, "") };
};

/** The answers that were echoed, said once more. */
const anew = (bare: string): Meaning | undefined => {
  const items = numbersIn(bare, []).map((no) => ({ no, polarity: "+" as const }));
  const meaning = readList(bare, items);
  return meaning?.intent === "answers" && meaning.others === undefined ? meaning : undefined;
};

/** Several items by their numbers with their values, echoed as the questions are not on the table. */
const severally = (bare: string): Meaning | undefined => {
  const meaning = anew(bare);
  return meaning?.intent === "answers" ? { ...meaning, confirm: true } : undefined;
};

/** The one item that a message begins with; bare figures count only where answers were echoed. */
const leadingItem = (marks: readonly Mark[], bare: string, context: Context): number | undefined => {
  const [mark, ...more] = marks;
  const [item, ...others] = mark?.numbers ?? [];
  if (!mark || mark.from > 0 || mark.counted === "words" || more.length + others.length > 0) return undefined;
  return isBatch(context) || /[题条项]/.test(bare.slice(0, mark.to)) ? item : undefined;
};

/** Nothing but a number and a value: while a remark is awaited, anything more is the remark. */
const NUMBER_AND_VALUE = /^第.{1,4}[题条项]?[:,。 ]*(?:是的?|否|有|没有|部分|整改中|不涉及)[。了]?$/;

const namesAnswers = (bare: string, context: Context): boolean =>
  context.kind === "remark"
    ? NUMBER_AND_VALUE.test(bare)
    : context.kind === "answered" || context.kind === "paused" || isBatch(context);

/** "第5题 没有", said after the question or of what was echoed, changes its answer. */
const named: Rule = ({ bare, asking }, { context }) => {
  if (asking || bare.length > 24 || !namesAnswers(bare, context)) return undefined;
  const marks = marksIn(bare, []).filter(({ kind, guessed }) => kind === "items" && !guessed);
  if (marks.length > 1) return isBatch(context) ? anew(bare) : severally(bare);
  const item = leadingItem(marks, bare, context);
  const read = item === undefined || isBeyond(item, context) ? undefined : readNewValue(bare);
  return read && { intent: "edit", item, ...read };
};

/** "前面校对那题,改成没有": which one it was is not known by its words. */
const CALLED = /^(?:之前|前头|前面)|(?<!刚才|刚刚|上面)[\p{Script=Han}]{2}那[题条]/u;

const RENAMED = /改成|改为|换成|应该?是|错/;

const called: Rule = (heard, { context }) =>
  (context.kind === "question" || context.kind === "answered") &&
  heard.bare.length <= 24 &&
  isEdit(heard) &&
  CALLED.test(heard.bare) &&
  RENAMED.test(heard.bare)
    ? { intent: "edit", ask: "改的是第几题?例如:第2题改成否。" }
    : undefined;

/** Changing, withdrawing or adding to what has been answered. */
export const corrections: Rule = firstOf([undo, note, edit, called, named]);
