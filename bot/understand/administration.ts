import { namedDay, readWhen } from "./dates.ts";
import type { Context } from "./meaning.ts";
import type { Heard } from "./normalise.ts";
import { type Condition, firstOf, given, type Rule, restOf } from "./rule.ts";

const ORDINAL = "一二三四五六七八九十";
const UNIT = new RegExp(
  `([${ORDINAL}]{1,2}(?:小|中|幼)(?!学|心|校|时|午|型)|[\\p{Script=Han}]{1,10}?(?:小学|中学|幼儿园|中心校|完小|高中|职高|学校|教学点))`,
  "u",
);
const SHORT_UNIT: Readonly<Record<string, string>> = { 小: "小学", 中: "中学", 幼: "幼儿园" };
const LEADING =
  /^(?:.*?(?:批准|同意|驳回|拒绝|不批|催一?下|催|提醒|通知|发给|给|把|帮|替|导出|查看|看看|查|看|列出|准了?|通过)(?:一下)?)/;

/** The school named, with "一小" written out as "第一小学"; undefined when none is. */
export function readUnit(text: string): string | undefined {
  const found = UNIT.exec(
    text.replace(
      /(?:各|所有|全部|全县|每个|哪些|哪个|我们|本|其他|别的)(?:学校|小学|中学|中心校|幼儿园)/g,
      "",
    ),
  )?.[1];
  if (!found) return undefined;
  const short = new RegExp(`^([${ORDINAL}]{1,2})([小中幼])$`).exec(found);
  if (short) return `第${short[1]}${SHORT_UNIT[short[2] ?? ""]}`;
  return found.replace(LEADING, "").replace(/^(?:的|了|给|和|让|说|请)/, "") || undefined;
}

const GROUPS: readonly (readonly [RegExp, string])[] = [
  [/各?(?:乡镇)?(?:办)?中心校/, "中心校"],
  [/局属(?:各)?(?:学校|单位)/, "局属学校"],
  [/(?:各|所有|全部|全县)?幼儿园/, "幼儿园"],
  [/(?:各|所有|全部|全县)?(?:的)?小学/, "小学"],
  [/(?:各|所有|全部|全县)?(?:的)?(?:中学|初中|高中)/, "中学"],
  [/(?:各科室|机关|科室)/, "科室"],
  [/(?:没交|未交|没报|未报|没提交|未提交)(?:的)?(?:学校|单位|人)?/, "未交"],
  [
    /(?:各|所有|全部|全县|全体)(?:的)?(?:学校|单位|校长|校|负责人|人|责任人|老师)|大家|所有人|全体|各校|群发/,
    "全部",
  ],
];

const groupIn = (text: string): string | undefined => GROUPS.find(([pattern]) => pattern.test(text))?.[1];

const BROADCAST =
  /^(?:请|帮我|麻烦)?(?:给|向|通知|告诉|群发|发(?:个|一?条)?(?:通知|消息)?给?|广播|转告|跟|提醒)(.{0,16}?)(?:都)?(?:发(?:个|一?[条份]|一下)?(?:通知|消息|信息|公告|短信)?|群发|说(?:一下|一声)?|通知(?:一下)?)?[:,。 ]+(.{2,500})$/;
const ANNOUNCE =
  /^(?:群发|发(?:个|一?条)?通知|发公告|广播)(?:通知|消息|一下|给(?:各校|大家|所有人|全部|全体)){0,5}[:, ]*(.{0,500})$/;
const TELL =
  /^(?:通知|告诉|转告)((?:各|所有|全体|全部|全县)[\p{Script=Han}]{1,8}?(?:校|单位|人|学校|幼儿园|小学|中学|校长|老师|科室)|大家|所有人|各校)[,: ]?(.{2,500})$/u;

/** Who is told what; undefined when the message tells nobody anything. */
const dispatch = (bare: string): { whom: string; text: string } | undefined => {
  const ordered = BROADCAST.exec(bare);
  if (ordered?.[2] && groupIn((ordered[1] ?? "") + bare.slice(0, 3)))
    return { whom: ordered[1] ?? "", text: ordered[2] };
  const told = TELL.exec(bare);
  return told?.[2] ? { whom: told[1] ?? "", text: told[2] } : undefined;
};

const tell: Rule = (heard) => {
  const found = dispatch(heard.bare);
  const group = found && (groupIn(found.whom) ?? readUnit(found.whom));
  return found && group
    ? { intent: "broadcast", group, text: original(heard, found.text), confirm: true }
    : undefined;
};

const announce: Rule = (heard, { context }) => {
  const said = ANNOUNCE.exec(heard.bare)?.[1];
  if (said === undefined || !isAdministrator(context)) return undefined;
  const group = groupIn(heard.bare);
  if (said.replace(/给?(?:各|所有|全部)?(?:中心校|学校|单位|大家|所有人)/, "") === "") {
    return { intent: "broadcast", group, ask: "通知什么内容?", confirm: true };
  }
  return { intent: "broadcast", group, text: original(heard, said), confirm: true };
};

/** The words as typed where they can be found again, so that names and links keep their case. */
const original = (heard: Heard, text: string): string => {
  const at = heard.said.search(/[:：]/);
  const typed = at === -1 ? "" : heard.said.slice(at + 1).trim();
  return typed !== "" ? typed : text;
};

const isAdministrator = (context: Context): boolean =>
  context.role === undefined || context.role === "administrator" || context.role === "central-school";

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

const remind: Rule = (heard) => {
  const { bare } = heard;
  if (!REMIND.test(bare) || NOT_URGING.test(bare) || heard.asking) return undefined;
  const unit = readUnit(bare.replace(/催办|催促|催一下|催|提醒一下|提醒|督促/g, " ").trim());
  const group = groupIn(bare);
  if (!UNDONE.test(bare) && !unit && !group && !BARE_URGING.test(bare)) return undefined;
  return { intent: "remind", scope: scopeOf(bare, unit), unit, group: group === "未交" ? undefined : group };
};

const EXPORT =
  /(?:导出|导(?:一?下|个|一?份)|下载|打印(?!机)|生成(?:一?[份个张])?(?=.{0,10}(?:表|台账|excel|附件))|输出|导成)(?:一?下|一?[份张个]|所有|全部|我要){0,5}(.{0,24})$/;
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
  /^(?:请|帮我|给我|来|出|要|看|看看|写|做|生成|发){0,5}(?:一?[份个张下]|我){0,5}(?:今天|今日|本周|这周|本月|全县|整体|总体|各校|总的|目前|现在){0,5}(?:的)?(?:自查|整改|督查|工作|填报|报送)?(?:情况|进展|完成)?(?:的)?(?:通报|汇报材料|统计|汇总|总结(?:报告)?|日报|周报|月报|简报|情况报告|完成率|完成情况|整体进度|整体情况|总体进度|进展情况|统计表|工作总结|战报)(?:怎么样|如何|多少|是多少|发我|给我|一下|看看){0,5}$|(?:全县|各校|各乡镇|整体|总体)(?:的)?(?:进度|进展|完成率|完成情况|情况)(?:如何|怎么样|咋样|是?多少)?$/;

const report: Rule = (heard, { context }) =>
  REPORT.test(heard.bare) && context.kind !== "question"
    ? { intent: "report", name: /通报|日报|周报|月报|简报|总结|统计|汇总/.exec(heard.bare)?.[0] }
    : undefined;

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
  const unit = readUnit(bare);
  if (REFUSE.test(bare)) {
    const reason = restOf(bare);
    return { intent: "reject-extension", unit, reason, ask: reason ? undefined : "不同意的理由是什么?" };
  }
  const scope = /都|全部|所有/.test(bare) ? "全部" : undefined;
  return PASS.test(bare) ? { intent: "approve-extension", unit, scope, confirm: true } : undefined;
});

const PHASE = /((?:自查|整改|督查|清理整治|清理|总结|摸底|检查|验收)(?:阶段)?|第[一二三四五]阶段)/;
const MOVE = /(?:改(?:到|成|为)|延(?:长|期|到|至)|推迟|提前|调整|顺延|截止|结束|延后|挪到)/;

const isAboutPhase: Condition = (heard, { context }) =>
  MOVE.test(heard.bare) &&
  /阶段|截止|结束|时间|日期|期限/.test(heard.bare) &&
  !heard.asking &&
  isAdministrator(context) &&
  (context.role !== undefined || /阶段/.test(heard.bare));

const editPhase: Rule = given(isAboutPhase, ({ bare }, { now }) => {
  const name = PHASE.exec(bare)?.[1];
  if (!name) return undefined;
  const when = readWhen(bare, now);
  const date = namedDay(when);
  const to = when?.kind === "shift" ? `P${when.days}D` : date;
  return { intent: "edit-phase", name, date, to, ask: to ? undefined : "改到几月几号?", confirm: true };
});

/** What administrators order: telling, urging, tables, reports, extensions, phases. */
export const administration: Rule = firstOf([tell, announce, editPhase, decide, remind, exportTable, report]);
