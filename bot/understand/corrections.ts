import { readClause, type Subject } from "./clause.ts";
import type { Context, ItemRef, Meaning, Value } from "./meaning.ts";
import { type Heard, strip } from "./normalise.ts";
import { readNumber } from "./numbers.ts";
import { firstOf, type Rule } from "./rule.ts";
import { verdictOf } from "./value.ts";

const UNDO =
  /^(?:请|帮我|麻烦|我要|把)?(?:撤销|撤回|撤消|回退|undo|反悔)(?:一下|掉)?(?:上一?(?:个|条|题|步)|刚才|前面|最后一?(?:个|条|题))?(?:的|那个|那条|那题|这个|操作|答案|回答){0,5}(?:吧|了)?$|^(?:刚才|刚刚|上一?(?:个|条|题)|前面)(?:那|的|那一|填的)?(?:个|条|题)?(?:答案|回答)?(?:不算|作废|当我没说|撤回|撤销|收回|取消|不要了)(?:了|吧)?$|^(?:当我没说|刚才的?不算|取消(?:上一?(?:个|题|条)|刚才)的?(?:答案|回答|操作)?)$/;

const NUMBERED =
  /(?:第 ?)?(\d{1,3}|[一二三四五六七八九十]{1,3})(?: ?[条题项号]|个(?!人)|(?= ?(?:改|填错|错了|应该|换|写错|答错)))/;
const LAST =
  /上一?(?:题|个|条|道题|项)|刚才|刚刚|前一?(?:题|个|条)|前面(?:那|的)?|上面(?:那|的)?|才(?:填|答)的/;
const WRONG =
  /(?:填|写|答|选|点|搞|弄|说|打|发|按|看|报|勾)(?:的)?错|错了|不对|有误|更正|修改|改一?下|要改|想改|改改|重填|重答|改(?=上|刚)|改(?:成|为|到|作|回|过来|是)|应该?(?:是|为|选|填)|换成|换为|修正|纠正|改[是否有没部不整]|弄反|填反|反了/;
const TO =
  /(?:改(?:成|为|到|作|回|过来|是)?|应该?(?:是|为|选|填)?|换(?:成|为)|实际上?是?|其实是?|更正(?:为|成)?|修正为)[:,]?(.{1,16})$/;
const TRAILING = /[,。;](.{1,12})$/;

const neutral: Subject = { polarity: "+", question: "" };

const plainValue = (phrase: string): Value | undefined => {
  const said = readClause(strip(phrase), neutral);
  return said?.weak ? undefined : said?.value;
};

const newValue = (bare: string): Value | undefined => {
  for (const found of [TO.exec(bare), TRAILING.exec(bare)]) {
    const phrase = strip(found?.[1] ?? "");
    const value = phrase === "" ? undefined : plainValue(phrase.replace(/^(?:是|成|为)(?=.)/, ""));
    if (value) return value;
  }
  return undefined;
};

/** Said while a remark is awaited, this changes the answer; anything else is the remark. */
const TO_VALUE = /^改(?:成|为)(?:是|否|有|没有|部分|整改中|不涉及)$/;

const AT_ONCE =
  /^(?:不对|错了|填错了?|写错了?|答错了?|选错了?|说错了?|搞错了?|点错了?|改(?:成|为|一下|下)|更正|修改|我?要改|不好意思)/;

/** The number of the answer that is named, but not a mere "一个". */
const numberedIn = (bare: string): number | undefined => {
  const [whole, figure] = NUMBERED.exec(bare) ?? [];
  return whole === undefined || whole.startsWith("一个") ? undefined : readNumber(figure ?? "");
};

const targetOf = (bare: string, context: Context): ItemRef | undefined => {
  if (LAST.test(bare)) return "last";
  const no = numberedIn(bare);
  if (no !== undefined) return no;
  if (context.kind === "remark") return TO_VALUE.test(bare) ? "cur" : undefined;
  return AT_ONCE.test(bare) ? "last" : undefined;
};

const undo: Rule = (heard) => (UNDO.test(heard.bare) ? { intent: "undo", item: "last" } : undefined);

const isEdit = ({ bare, asking }: Heard): boolean =>
  bare.length <= 40 && !asking && WRONG.test(bare) && !NOT_AN_EDIT.test(bare);

const isBeyond = (item: ItemRef, context: Context): boolean =>
  context.kind === "answered" && typeof item === "number" && item > context.of;

const edit: Rule = (heard, { context }) => {
  const item = isEdit(heard) ? targetOf(heard.bare, context) : undefined;
  return item === undefined ? undefined : corrected(heard.bare, item, context);
};

/** Another value for an answer that was given. */
export const corrected = (bare: string, named: ItemRef | undefined, context: Context): Meaning => {
  const item = named ?? targetOf(bare, context) ?? "last";
  if (isBeyond(item, context)) return { intent: "ambiguous", ask: `没有第${item}题,改哪一题?` };
  const value = newValue(bare);
  const verdict =
    value && context.kind === "question" && item === "cur" ? verdictOf(value, context.polarity) : undefined;
  return {
    intent: "edit",
    item,
    value,
    verdict,
    ask: value ? undefined : "改成什么?是、否、部分、整改中还是不涉及?",
  };
};

const NOT_AN_EDIT =
  /整改(?!中)|改好|改完|改了|责任人|负责人|期限|截止|台账|阶段|粉丝|改名|账号|帐号|手机|延期|\d月|换人|问题已|号问题/;

const NOTE =
  /^(?:(?:给|在|为)?(?:上一?[题条个]|刚才那[题条个]))?(?:(?:第 ?)?(\d{1,3}|[一二三四五六七八九十]{1,3}) ?[条题项号]?)?(?:我)?(?:再|要|想)?(?:补充(?:说明|一下|一点|一句|个?说明)?|备注(?:一下|说明)?|加个?(?:备注|说明)|添?加(?:一)?(?:条|个)?备注|另外说一?下|说明一下|补一?句|追加说明|备注上)[:,。 ]*(.{1,300})$/;

const note: Rule = ({ bare }, { context }) => {
  const text = (NOTE.exec(bare)?.[2] ?? "").replace(/^[:,。 ]+/, "");
  return text === "" || /^(?:好|可以|在哪|吗|[?])/.test(text) ? undefined : noted(bare, context);
};

/** What is to be kept beside an answer, with the number named or the answer at hand. */
export const noted = (bare: string, context: Context): Meaning => {
  const found = NOTE.exec(bare);
  const no = readNumber(found?.[1] ?? "") ?? numberedIn(bare);
  const item: ItemRef = no ?? (context.kind === "question" || context.kind === "remark" ? "cur" : "last");
  return { intent: "add-note", item, note: (found?.[2] ?? bare).replace(/^[:,。 ]+/, "") };
};

/** "第5题 没有", said after the question, changes its answer. */
const NAMED = /^第? ?(\d{1,3}|[一二三四五六七八九十]{1,3}) ?[题条项][:,、 ]*(?:答案)?(.{1,8})$/;

const named: Rule = ({ bare, asking }, { context }) => {
  const found = context.kind === "answered" && !asking ? NAMED.exec(bare) : null;
  const item = readNumber(found?.[1] ?? "");
  if (!found || item === undefined || isBeyond(item, context)) return undefined;
  const value = plainValue(found[2] ?? "");
  return value && { intent: "edit", item, value };
};

/** Changing, withdrawing or adding to what has been answered. */
export const corrections: Rule = firstOf([undo, note, edit, named]);
