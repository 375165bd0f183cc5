import type { Meaning } from "../meaning.ts";
import { readTarget, readTownship } from "../naming/targets.ts";
import { groupIn, readUnit } from "../naming/whom.ts";
import { firstOf, type Rule } from "../rule.ts";
import type { Heard } from "../text/normalise.ts";

const EXPORT =
  /(?:导出|导(?=excel|表|名单|台账)|导(?:一?下|个|一?份)|下载|打印(?!机|店|室|社|费)|生成(?:一?[份个张])?(?=.{0,10}(?:表|台账|excel|附件))|输出|导成)(?:一?下|一?[份张个]|所有|全部|我要){0,5}(.{0,24})$/;
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/附件 ?[一1]|(?<!自)媒体(?:平台)?.{0,6}(?:自查)?(?:汇总)?表|学校媒体/, "媒体平台自查汇总表"],
  [/附件 ?[二2]|平台.{0,6}(?:自查)?(?:汇总)?表|互联网信息平台/, "互联网信息平台自查汇总表"],
  [/延期.{0,4}(?:名单|表|记录|情况)|(?:申请|批了)延期/, "延期名单"],
  [/值班.{0,4}(?:记录|日志|表)/, "值班记录"],
  [/敏感.{0,6}(?:记录|表|信息)|舆情/, "敏感信息上报记录"],
  [/台[账帐]|(?:未|没)销号|问题(?:清单|汇总|列表)/, "问题台账"],
  [/未交|没交|未报|没报/, "未交名单"],
  [/已交|已报|交了的/, "已交名单"],
  [/账号|自媒体|备案表?|登记/, "个人账号登记表"],
  [/自查(?:汇总)?表/, "自查汇总表"],
];
const NO_ORDER =
  /我的?(?:信息|数据|资料|答案|登记|填的)|我填的|我答的|已经答|模板|空白?表|样表|登记信息|身份证|手机号|数据库|哪[里有]|在哪|边度|怎么|能不能|能.{0,6}吗|行不行|还是打印|提醒我|^(?:下载|给个下载|资料|表格?)/;
/** 材料正打印着, 打印出来了: told, not ordered. */
const TOLD = /(?:导|打印|下载)(?:出来|好|完|着)?(?:了|着|呢)|正打印|要打印|去打印/;

const exportTable: Rule = (heard) => {
  const { bare, asking } = heard;
  if (asking || !EXPORT.test(bare) || NO_ORDER.test(bare) || TOLD.test(bare)) return undefined;
  return exported(heard);
};

/** The tables known by name, each word counted once. */
const namesIn = (bare: string): string | undefined => {
  let rest = bare;
  const names = NAMES.filter(([pattern]) => {
    const found = pattern.exec(rest)?.[0];
    if (found !== undefined) rest = rest.replace(found, " ");
    return found !== undefined;
  });
  return names.map(([, name]) => name).join("、") || undefined;
};

const FILLING =
  /^(?:的|我要|一下|给我|帮我|把|请|那啥|也|再|来|那张)+|(?:给我|出来|发我|一?下|一份|给个?|成?(?:excel|表格|word|pdf)|的|也|都)+$/g;

/** The table that is wanted. */
export const exported = ({ bare }: Heard): Meaning => {
  const behind = EXPORT.exec(bare)?.[1];
  const known = namesIn(bare);
  const paper = /[\p{Script=Han}]{1,8}?(?:名单|汇总表|登记表|一览表|花名册|清单)/u.exec(bare)?.[0];
  const name = known ?? (paper ?? behind ?? "").replace(FILLING, "");
  return {
    intent: "export",
    name: name || undefined,
    unit: readUnit(bare),
    group: groupOf(bare),
    township: readTownship(bare),
    ask: name ? undefined : "导出哪张表?",
  };
};

const groupOf = (bare: string): string | undefined => {
  const group = groupIn(bare);
  return group === "未交" || group === "已交" ? undefined : group;
};

const REPORT =
  /^(?:请|帮我|给我|来|出|要|看|看看|写|做|生成|发){0,5}(?:一?[份个张下]|我){0,5}(?:今天|今日|本周|这周|本月|全县|整体|总体|各校|各单位|各学校|各乡镇|总的|目前|现在){0,5}(?:的)?(?:自查|整改|督查|工作|填报|报送)?(?:情况|进展|完成)?(?:的)?(?:通报|汇报材料|统计|汇总|总结(?:报告)?|日报|周报|月报|简报|情况报告|完成率|完成情况|整体进度|整体情况|总体进度|进展情况|统计表|工作总结|战报)(?:怎么样|如何|多少|是多少|发我|给我|一下|看看){0,5}$|(?:全县|各校|各单位|各学校|各乡镇|各中心校|整体|总体)(?:的)?(?:进度|进展|完成率|完成情况|情况)(?:如何|怎么样|咋样|是?多少)?$/;

const report: Rule = (heard, { context }) => {
  if (context.kind === "question" || context.kind === "confirm") return undefined;
  return REPORT.test(aboutAll(heard.bare)) ? reported(heard) : undefined;
};

const REPORTS =
  /(?:督查|整改|自查)?(?:通报|日报|周报|月报|简报|小结)|工作总结|总结(?:报告)?|(?:情况)?汇报(?:材料)?|(?:阶段性?|排查|督查|自查|整改)?(?:情况)?报告|统计|汇总|材料/;

/** The report that is wanted. */
export const reported = ({ bare }: Heard): Meaning => ({
  intent: "report",
  name: REPORTS.exec(bare)?.[0],
  unit: readUnit(bare),
  target: readTarget(bare),
  township: readTownship(bare),
});

/** "任务二各单位进度" asks what "各单位进度" asks, about less; "柳河镇进度" about fewer. */
const aboutAll = (bare: string): string => {
  const rest = bare.replace(
    /^(?:看看?|查看?)?(?:(?:任务|专项|附件) ?[一二三四五六七八九十\d]{1,2}|《[^》]*》)的?/,
    "",
  );
  const township = readTownship(rest);
  if (township) return rest.replace(township, "全县");
  return rest === "进度" && rest !== bare ? "全县进度" : rest;
};

/** Tables and reports that are wanted of the whole. */
export const tables: Rule = firstOf([exportTable, report]);
