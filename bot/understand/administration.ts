import { namedDay, readWhen } from "./dates.ts";
import type { AdministrationMeaning, Meaning } from "./meaning.ts";
import type { Heard } from "./normalise.ts";
import { type Condition, firstOf, given, type Rule, restOf } from "./rule.ts";
import { readTarget, readTownship } from "./targets.ts";
import { telling } from "./telling.ts";
import { groupIn, isAdministrator, readUnit } from "./whom.ts";

const REMIND =
  /^(?:请|帮我|麻烦|给我|再|去|快|统一){0,5}(?:把)?(?:.{0,14})?(?:催(?:办|一?催|促|一?下|交|报){0,5}|提醒(?:一?下)?|督促(?:一?下)?|催办)(.{0,24})$/;
const UNDONE = /没|未|还差|欠|逾期|超期|拖/;

const NOT_URGING =
  /(?:别|不要|不用|停止|取消|不再|恢复|没).{0,3}(?:催|提醒)|提醒我|提醒.{0,3}我$|叫我|催我|[:]/;
const BARE_URGING = /^(?:催一?下|催办|催|发催办|一键催办)$/;

const scopeOf = (bare: string, unit: string | undefined): string | undefined => {
  if (/逾期|超期/.test(bare)) return "逾期";
  return UNDONE.test(bare) || !unit ? "未交" : undefined;
};

const isUrging: Condition = ({ bare, asking }) => REMIND.test(bare) && !NOT_URGING.test(bare) && !asking;

const remind: Rule = given(isUrging, ({ bare }) => {
  const { unit, group, township, target } = urged(bare);
  const named = unit ?? group ?? township ?? target ?? (UNDONE.test(bare) ? "未交" : undefined);
  return named || BARE_URGING.test(bare) ? urged(bare) : undefined;
});

/** Who is to be urged. */
export const urged = (bare: string): AdministrationMeaning => {
  const unit = readUnit(bare.replace(/催办|催促|催一下|催|提醒一下|提醒|督促/g, " ").trim());
  const township = readTownship(bare);
  const target = readTarget(bare);
  const group = groupIn(bare);
  const among = group === "未交" ? undefined : group;
  return { intent: "remind", scope: scopeOf(bare, unit), unit, group: among, township, target };
};

const EXPORT =
  /(?:导出|导(?=excel|表|名单|台账)|导(?:一?下|个|一?份)|下载|打印(?!机)|生成(?:一?[份个张])?(?=.{0,10}(?:表|台账|excel|附件))|输出|导成)(?:一?下|一?[份张个]|所有|全部|我要){0,5}(.{0,24})$/;
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/附件 ?[二2]|平台.{0,6}(?:自查)?(?:汇总)?表|互联网信息平台/, "互联网信息平台自查汇总表"],
  [/附件 ?[一1]|媒体.{0,6}(?:自查)?(?:汇总)?表|媒体平台/, "媒体平台自查汇总表"],
  [/台账/, "问题台账"],
  [/未交|没交|未报/, "未交名单"],
  [/账号|自媒体|登记/, "个人账号登记表"],
];

const exportTable: Rule = (heard) => {
  const found = EXPORT.exec(heard.bare);
  if (!found || /我的(?:信息|数据|资料)|模板|空白?表/.test(heard.bare) || heard.asking) return undefined;
  return exported(heard);
};

/** The table that is wanted. */
export const exported = (heard: Heard): Meaning => {
  const found = EXPORT.exec(heard.bare) ?? [];
  const known = NAMES.find(([pattern]) => pattern.test(heard.bare))?.[1];
  const name =
    known ??
    (found[1] ?? "").replace(
      /^(?:的|我要|一下|给我)|(?:给我|出来|发我|一下|成?(?:excel|表格|word|pdf))$/g,
      "",
    );
  return {
    intent: "export",
    name: name || undefined,
    unit: readUnit(found[1] ?? ""),
    ask: name ? undefined : "导出哪张表?",
  };
};

const REPORT =
  /^(?:请|帮我|给我|来|出|要|看|看看|写|做|生成|发){0,5}(?:一?[份个张下]|我){0,5}(?:今天|今日|本周|这周|本月|全县|整体|总体|各校|各单位|各学校|各乡镇|总的|目前|现在){0,5}(?:的)?(?:自查|整改|督查|工作|填报|报送)?(?:情况|进展|完成)?(?:的)?(?:通报|汇报材料|统计|汇总|总结(?:报告)?|日报|周报|月报|简报|情况报告|完成率|完成情况|整体进度|整体情况|总体进度|进展情况|统计表|工作总结|战报)(?:怎么样|如何|多少|是多少|发我|给我|一下|看看){0,5}$|(?:全县|各校|各单位|各学校|各乡镇|各中心校|整体|总体)(?:的)?(?:进度|进展|完成率|完成情况|情况)(?:如何|怎么样|咋样|是?多少)?$/;

const report: Rule = (heard, { context }) =>
  REPORT.test(aboutAll(heard.bare)) && context.kind !== "question" ? reported(heard) : undefined;

/** The report that is wanted. */
export const reported = ({ bare }: Heard): Meaning => ({
  intent: "report",
  name: /通报|日报|周报|月报|简报|总结|统计|汇总/.exec(bare)?.[0],
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

const PHONES =
  /(?:打?电话|电话通知)的?(?:名单|清单)|(?:谁|哪些人?|哪几个)(?:没|没有|还没)(?:送到|收到|通知到|绑定)|(?:没|没有|未)(?:送到|收到|通知到|送达|绑定(?:微信)?)的?(?:人)?(?:有|都有|是)?(?:谁|哪些|哪几个|名单)|联系不上的(?:有)?(?:谁|哪些|人|名单)/;

const phoneList: Rule = ({ bare }) =>
  PHONES.test(bare) && bare.length <= 20 ? { intent: "phone-list" } : undefined;

const LATER = /延期|延长|展期|宽限|延|推迟/;
const PASS = /批准|同意|准了|通过|批了|准许|许可|可以延|给.{1,10}延|批一下/;
const REFUSE = /不批准?|不同意|驳回|拒绝|不准|不予|不行|不可以|退回|不通过/;

const REQUESTERS = new Set(["responsible", "staff", "unbound"]);

const isDecision: Condition = (heard, { context }) =>
  !REQUESTERS.has(context.role ?? "") &&
  !heard.asking &&
  context.kind !== "approve" &&
  LATER.test(heard.bare) &&
  heard.bare.length <= 50;

const decide: Rule = given(isDecision, ({ bare }) => {
  if (REFUSE.test(bare)) return refused(bare);
  return PASS.test(bare) ? approved(bare) : undefined;
});

/** A later deadline that is refused. */
export const refused = (bare: string): Meaning => {
  const reason = restOf(bare);
  const ask = reason ? undefined : "不同意的理由是什么?";
  return { intent: "reject-extension", unit: readUnit(bare), reason, ask };
};

/** A later deadline that is granted. */
export const approved = (bare: string): Meaning => ({
  intent: "approve-extension",
  unit: readUnit(bare),
  scope: /都|全部|所有/.test(bare) ? "全部" : undefined,
  confirm: true,
});

const PHASE = /((?:自查|整改|督查|清理整治|清理|总结|摸底|检查|验收)(?:阶段)?|第[一二三四五]阶段)/;
const MOVE = /(?:改(?:到|成|为)|延(?:长|期|到|至)|推迟|提前|调整|顺延|截止|结束|延后|挪到)/;

const isAboutPhase: Condition = (heard, { context }) =>
  MOVE.test(heard.bare) &&
  /阶段|截止|结束|时间|日期|期限/.test(heard.bare) &&
  !heard.asking &&
  isAdministrator(context) &&
  (context.role !== undefined || /阶段/.test(heard.bare));

const editPhase: Rule = given(isAboutPhase, ({ bare }, { now }) =>
  PHASE.test(bare) ? moved(bare, now) : undefined,
);

/** The phase that is to be moved, and where. */
export const moved = (bare: string, now: Date): Meaning => {
  const name = PHASE.exec(bare)?.[1];
  const when = readWhen(bare, now);
  const date = namedDay(when);
  const to = when?.kind === "shift" ? `P${when.days}D` : date;
  return { intent: "edit-phase", name, date, to, ask: to ? undefined : "改到几月几号?", confirm: true };
};

/** What administrators order: telling, urging, tables, reports, extensions, phases. */
export const administration: Rule = firstOf([
  telling,
  editPhase,
  decide,
  phoneList,
  remind,
  exportTable,
  report,
]);
