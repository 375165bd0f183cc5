import type { Meaning } from "../meaning.ts";
import { type Condition, given, isAnswering, type Rule } from "../rule.ts";

const FORM = "(?:模[板版]|表样|空白表|空表|样表|范[本文]|样本|样子|表格)";
const TEMPLATE = new RegExp(
  `${FORM}(?:吗|么|没|发我|给我|看看|一下){0,3}[?]?$|${FORM}.{0,6}(?:在哪|哪里|哪儿|下载|发我|给我|怎么下|有吗|有没有|发一?下|呢|发一?份)|(?:发|给|要|求|重发|再发|传|来)(?:一?[份个张]|我|下|一下|一遍){0,3}.{0,6}(?:${FORM}|格式|附件[12一二])|附件[12一二].{0,6}(?:在哪|下载|发我|给我|发一?下|发一?份)|(?:登记表|汇总表|自查表|审批表|备案表).{0,2}(?:发我|给我|在哪|发一?份)|(?:用|按)(?:什么|哪个)(?:模[板版]|格式|表)`,
);
const NO_TEMPLATE =
  /^(?:还没|没有?(?:[,。]|$))|等(?:你们?|您|上面|上级|局里|县里|中心校).{0,4}(?:发|给)|导出|汇总(?!表)|发邮箱|(?:已经?|都)(?:发|交)|发了|给各|通知|值班|给你|给您|来交|要填|要交|不用|改|填好|报送|查收|更新|明天|延|拖|打出来|全县|[我本]们?[镇乡]/;

const wantsTemplate: Condition = ({ bare, asking }, { context }) =>
  bare.length <= 30 &&
  context.role !== "administrator" &&
  TEMPLATE.test(bare) &&
  !NO_TEMPLATE.test(bare) &&
  (!isAnswering(context) || asking || /发|给|下载|求|吗$/.test(bare));

/** A wish for the form of a paper. */
export const template: Rule = given(wantsTemplate, ({ bare }) => wanted(bare));

const ANNEX = /附件[12一二]/;
const PAPER = /[\p{Script=Han}]{0,10}?(?:报告|台账|汇总表|登记表|备案表|自查表|审批表|审核表|汇总|总结)/u;
const LEADING =
  /^.*(?:发|给|要|求|下载|有没有|有|找|传|来|我|一[份个张]|那[个张份]|这[个张份]|下|的(?=.{3})|按|写|填|把|用)(?=.{2})/;

/** The paper whose form is wanted, if it is named. */
export const wanted = (bare: string): Meaning => {
  const annex = ANNEX.exec(bare)?.[0];
  const paper = PAPER.exec(bare)?.[0].replace(LEADING, "");
  return { intent: "get-template", name: annex ?? (paper || undefined) };
};
