import { namedDay, readWhen } from "../dates/dates.ts";
import type { AdministrationMeaning, Context, Meaning } from "../meaning.ts";
import { readTarget, readTownship } from "../naming/targets.ts";
import { groupIn, isAdministrator, readUnit, unitsIn } from "../naming/whom.ts";
import { type Condition, firstOf, given, type Rule, type Scene } from "../rule.ts";
import { isVerdict, reasonBeside } from "./beside.ts";
import { tables } from "./tables.ts";
import { telling } from "./telling.ts";

const REMIND =
  /^(?:请|帮我|麻烦|给我|再|去|快|统一){0,5}(?:把)?(?:.{0,20})?(?:催(?:办|一?催|促|一?下|交|报){0,5}|(?:提醒|督促|敲打|叮|戳)(?:一?下)?|提个?醒)(.{0,24})$/;
const UNDONE = /没|未|还差|欠|逾期|超期|拖/;

const NOT_URGING =
  /(?:别|不要|不用|停止|取消|不再|恢复|没|谁|怎么|被).{0,3}(?:催|提醒)|(?:催|提醒)(?:着|得|了[几两三多]|债|命|我)|催.{0,6}(?:来着|过[没吗])|催[过的](?!.{0,3}(?:单位|学校))|催了(?:没|吗)|提醒.{0,3}我$|叫我|[:]/;
const BARE_URGING = /^(?:催一?下|催办|催|发催办|一键催办|催一催|催催)$/;
/** They order nobody about. */
const UNDER_ORDERS = new Set(["staff", "unbound", "duty-officer"]);

const scopeOf = (bare: string, unit: string | undefined): string | undefined => {
  if (/逾期|超期/.test(bare)) return "逾期";
  if (/(?:没|未).{0,3}(?:开始|动笔|动静)/.test(bare)) return "未开始";
  if (/整改|销号/.test(bare) && UNDONE.test(bare)) return "未整改";
  if (/今[天日]到期|快到期|即将到期/.test(bare)) return "到期";
  return UNDONE.test(bare) || !unit ? "未交" : undefined;
};

const isUrging: Condition = ({ bare, asking }) => REMIND.test(bare) && !NOT_URGING.test(bare) && !asking;

const namesSomebody = (bare: string): boolean => {
  const { unit, group, township, target } = urged(bare);
  return (unit ?? group ?? township ?? target) !== undefined || UNDONE.test(bare);
};

const remind: Rule = given(isUrging, ({ bare }, { context }) => {
  const named = namesSomebody(bare);
  if (!named && !BARE_URGING.test(bare)) return undefined;
  if (UNDER_ORDERS.has(context.role ?? "")) return { intent: "refuse", ask: NOT_YOURS, reason: NOT_YOURS };
  return !named && context.role === "responsible" ? { intent: "ask", ask: "催谁?" } : urged(bare);
});
const NOT_YOURS = "催办由管理员来做。";

/** Who is to be urged. */
export const urged = (bare: string): AdministrationMeaning => {
  const units = unitsIn(bare);
  const group = groupIn(bare);
  const among = group === "未交" || group === "已交" ? undefined : group;
  return {
    intent: "remind",
    scope: scopeOf(bare, units[0]),
    unit: among ? undefined : units[0],
    whom: units.length > 1 ? units.join("、") : undefined,
    group: among,
    township: units.length > 0 ? undefined : readTownship(bare),
    target: readTarget(bare),
  };
};

const PHONES =
  /(?:名单|清单|列(?:个|一?下)).{0,4}打电话|(?:打?电话|电话通知)的?(?:名单|清单)|(?:谁|哪些人?|哪几个)(?:没|没有|还没)(?:送到|收到|通知到|绑定)|(?:没|没有|未)(?:送到|收到|通知到|送达|绑定(?:微信)?)的?(?:人)?(?:有|都有|是)?(?:谁|哪些|哪几个|名单)|联系不上的(?:有)?(?:谁|哪些|人|名单)/;

const phoneList: Rule = ({ bare }) =>
  PHONES.test(bare) && bare.length <= 20 ? { intent: "phone-list" } : undefined;

const LATER = /延期|延长|展期|宽限|延|推迟/;
const PASS = /批准|同意|准了|通过|批了|准许|许可|可以延|给.{0,10}延|批一下|[都就]准/;
const REFUSE =
  /不批准?|没批|不同意|驳回|驳掉|驳|拒绝|不准|不许|不给|不予|不行|不可以|不能|退回|打回|不通过|否了|不延/;

const REQUESTERS = new Set(["responsible", "staff", "unbound"]);
/** Who writes so wants it himself, or asks about it. */
const WISHING = /[给让]我|我们|我校|我的|俺|本校|请.{0,3}批|能不能|能否|行不|可以吗|可不可以|吗$|哪些|批了没/;

const isDecision: Condition = ({ bare, asking }, { context }) =>
  !REQUESTERS.has(context.role ?? "") &&
  !asking &&
  context.kind !== "approve" &&
  context.kind !== "confirm" &&
  LATER.test(bare) &&
  bare.length <= 50 &&
  (context.role === "administrator" || (!WISHING.test(bare) && context.kind !== "reminder"));

/** 批准 alone, when nothing is on the table. */
const bareVerdict: Rule = ({ bare }, { context }) =>
  context.role === "administrator" && OPEN.has(context.kind) && /^(?:批准|批了|准了?|驳回|不批)$/.test(bare)
    ? { intent: "ask", ask: "是哪个单位的申请?" }
    : undefined;
const OPEN = new Set(["idle", "menu", "reminder"]);

const decide: Rule = given(isDecision, ({ bare }, scene) => {
  if (REFUSE.test(bare)) return refused(bare);
  return PASS.test(bare) ? approved(bare, scene) : undefined;
});
/** A clause that says whose extension it is, and no reason. */
const isAboutExtension = (clause: string): boolean =>
  clause.length <= 18 &&
  /延|宽限|展期|拖|晚/.test(clause) &&
  (REFUSE.test(clause) || /申请|延期/.test(clause) || whoseIn(clause) !== undefined) &&
  !/因|已延|延过/.test(clause);

/** A later deadline that is refused. */
export const refused = (bare: string): Meaning => {
  const reason = reasonBeside(bare, (clause) => isVerdict(clause) || isAboutExtension(clause));
  const ask = reason ? undefined : "不同意的理由是什么?";
  const unit = whoseIn(bare);
  return { intent: "reject-extension", unit, scope: unit ? undefined : allIn(bare), reason, ask };
};

/** 柳河镇的延期 names a unit by its town. */
const whoseIn = (bare: string): string | undefined => readUnit(bare) ?? readTownship(bare);
const allIn = (bare: string): string | undefined =>
  /都|全部|所有|一律|统统/.test(bare) ? "全部" : undefined;

/** A later deadline that is granted. */
export const approved = (bare: string, { now }: Pick<Scene, "now">): Meaning => ({
  intent: "approve-extension",
  unit: whoseIn(bare),
  whom: unitsIn(bare).length > 1 ? unitsIn(bare).join("、") : undefined,
  scope: whoseIn(bare) ? undefined : allIn(bare),
  to: namedDay(readWhen(bare, now)),
  confirm: true,
});

const PHASE = /((?:自查|整改|督查|清理整治|清理|总结|摸底|检查|验收|排查)(?:阶段)?|第[一二三四五]阶段)/;
const MOVE =
  /修改|(?:改(?:到|成|为)|延(?:长|期|到|至)|推迟|提前|调整|调成|调到|顺延|截止|结束|延后|挪到?|(?:推|放宽|设|定|拖)(?:到|至|成|为)|往后(?:推|挪|拖))/;
const WHEN_ASKED = /哪天|什么时候|啥时候|几号|多久|何时|为什么|怎么|吗$/;

/** "督查顺延一周", "自查延到25号": of an administrator, about everybody's phase. */
const isMoved = (bare: string, { role }: Context): boolean =>
  role === "administrator" && PHASE_MOVED.test(bare);
const PHASE_MOVED =
  /^(?:把)?(?:自查|整改|督查|清理整治|总结|摸底|排查)(?:阶段|那块|这块|的?时间)?(?:统一|再|都)?(?:给)?(?:延|顺延|推迟|推到|往后|改到|改成|挪|放宽|拖到|提前)/;

const DEADLINE_MOVED =
  /(?:修改|改|调整)(?:一下|总的)?截止|(?:截止|deadline)(?:日期?|时间)?(?:改|设|定|推|延|挪)/;

const isAboutPhase: Condition = ({ bare, asking }, { context }) =>
  MOVE.test(bare) &&
  (/阶段|截止|结束|时间|日期|期限|deadline/.test(bare) || isMoved(bare, context)) &&
  !asking &&
  !WHEN_ASKED.test(bare) &&
  context.kind !== "confirm" &&
  isAdministrator(context) &&
  (context.role !== undefined || /阶段/.test(bare));

const editPhase: Rule = given(isAboutPhase, ({ bare }, { now }) =>
  PHASE.test(bare) || DEADLINE_MOVED.test(bare) ? moved(bare, now) : undefined,
);

/** The phase that is to be moved, and where. */
export const moved = (bare: string, now: Date): Meaning => {
  const name = PHASE.exec(bare)?.[1];
  const when = readWhen(bare, now);
  if (when?.kind === "impossible")
    return { intent: "ask", ask: "没有这一天,改到几月几号?", error: "没有这一天" };
  if (when?.kind === "vague") return { intent: "ask", ask: "改到几月几号?" };
  const date = namedDay(when);
  const to = when?.kind === "shift" ? `P${when.days}D` : date;
  return { intent: "edit-phase", name, date, to, ask: to ? undefined : "改到几月几号?", confirm: true };
};

/** What administrators order: telling, urging, tables, reports, extensions, phases. */
export const administration: Rule = firstOf([
  telling,
  editPhase,
  decide,
  bareVerdict,
  phoneList,
  remind,
  tables,
]);
