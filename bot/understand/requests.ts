import { addMonths, dayOf, isoDay, readIsoDay } from "./calendar.ts";
import { readWhen, type When } from "./dates.ts";
import type { Context, Meaning, RequestMeaning } from "./meaning.ts";
import type { Heard } from "./normalise.ts";
import { type Condition, firstOf, given, isAnswering, type Rule, TITLES } from "./rule.ts";

const EXTEND =
  /延期|拖到|推到|拖一拖|延到|延至|延长|延后|延迟|宽限|宽裕|缓(?:交|几天|一缓|到|一下|两|\d|一)|推迟|推后|展期|顺延|(?:晚|迟)(?:几|两|一|二|三|四|五|十|\d|半)?(?:两|三|五)?(?:天|日|周|个?星期|点)?(?:再)?(?:交|报|提交)|(?:晚|迟)(?:几|两|一|三|五|\d)(?:三|五)?(?:天|日|周|个星期)|(?:多|再)给(?:我们?)?.{0,4}(?:天|周|星期|时间|日)|来不及|赶不上|赶不及|交不了|交不上|完不成|完成不了|弄不完|做不完|报不上|(?:时间)?(?:不够|太紧)|(?:能|可)(?:不能|不可以|以)?.{0,8}(?:再|晚).{0,3}(?:交|报)|宽两天|延(?:几|两|一|三|五|十|\d|半)|往后(?:推|延|拖)|拖(?:几|两|一|三|\d)/;
const BY_DAY =
  /(?:交|报|给你|弄好|完成|提交)(?:行|可以|好|成|中)?(?:吗|不|么)|(?:行|可以|成|中)(?:吗|不|么|[?])|再交|才能交|才交|给(?:你|您|你们)$/;
const REASON = /(?:因为|由于|原因是?|理由是?)(.{2,80})/;

const shifted = (due: number, when: Extract<When, { kind: "shift" }>): string =>
  isoDay(addMonths(due + when.days, when.months));

const byOf = (when: When | undefined): string | undefined =>
  when?.kind === "shift" ? (when.months > 0 ? `P${when.months}M` : `P${when.days}D`) : undefined;

const dueOf = (context: Context): string | undefined =>
  context.due ??
  (context.kind === "deliverable" ? context.due : context.kind === "ledger" ? context.until : undefined);

const target = (when: When | undefined, due: string | undefined): Partial<RequestMeaning> => {
  const dueDay = readIsoDay(due);
  if (when?.kind === "impossible") return { error: `没有${when.words}这一天`, ask: "没有这一天,延到哪天?" };
  if (when?.kind === "day") {
    return { to: when.date, warn: dueDay !== undefined && when.day <= dueDay ? "早于原截止日" : undefined };
  }
  if (when?.kind === "shift") {
    return dueDay === undefined
      ? { by: byOf(when), ask: "延到几月几号?" }
      : { by: byOf(when), to: shifted(dueDay, when) };
  }
  return { ask: "延到几月几号?" };
};

/** A request for a later deadline, counted from the deadline where days are named. */
export function extension(bare: string, now: Date, context: Context): Meaning {
  const when = readWhen(wishIn(bare, now), now);
  const found = target(when, dueOf(context));
  const reason = reasonOf(bare);
  const late = when?.kind === "day" && when.day < dayOf(now) ? "日期已过" : undefined;
  return { intent: "extend-request", ...found, reason, warn: found.warn ?? late };
}

/** The clause that wishes for a day: "15号是周六,周一交行不行" speaks of two. */
const wishIn = (bare: string, now: Date): string =>
  bare
    .split(/[,。;!]/)
    .findLast((clause) => (EXTEND.test(clause) || BY_DAY.test(clause)) && readWhen(clause, now)) ?? bare;

const reasonOf = (bare: string): string | undefined => {
  const given = REASON.exec(bare)?.[1];
  if (given)
    return given.replace(/[,。]?(?:想|申请|请|能不能|希望|可否|所以)?(?:再)?(?:延|宽限|推迟|缓).*$/, "");
  return bare
    .split(/[,。;!?]/)
    .find((one) => one.length >= 3 && !EXTEND.test(one) && !BY_DAY.test(one) && !COURTESY.test(one));
};
/** Said to be polite: no reason in it. */
const COURTESY =
  /^(?:您好|你好|老师|领导|麻烦|请问|谢|拜托|辛苦|(?:这样)?(?:可以|行|成|好)(?:吗|不|么)|对不起|不好意思)/;

const isExtension: Condition = ({ bare }, { context }) => {
  if (bare.length > 120 || !EXTEND.test(bare) || NOT_EXTEND.test(bare)) return false;
  if (isAnswering(context)) return OUTRIGHT.test(bare);
  return context.role !== "administrator" || !/批|同意|驳回|给.{2,10}(?:延|宽限)/.test(bare);
};

const extend: Rule = given(isExtension, ({ bare }, { now, context }) => extension(bare, now, context));
const OUTRIGHT =
  /缓到|拖到|推到|延长|推后|(?:能不能|可不可以|能否|可以|能)(?:再)?(?:缓|延|宽|拖)|延期|延到|延至|宽限|缓交|缓几天|推迟|展期|(?:晚|迟)(?:几|两|一|三|\d)天/;
const NOT_EXTEND =
  /(?:批准|同意|驳回|拒绝|不批).{0,8}(?:延|展)|校对|三校|审核人手|不(?:用|需要|想|必|申请)?延期|阶段|群发|通知/;

/** Whether a text is hardly more than its day: "8月25号前". */
const isOnlyDay = (bare: string, words: string): boolean =>
  bare.replace(words, "").replace(/[前之以\s,。吧的号日]|早上|上午|下午|晚上|下班/g, "").length <= 1;

const byDay: Rule = ({ bare }, { now, context }) => {
  const when = bare.length <= 40 ? readWhen(bare, now) : undefined;
  if (!when) return undefined;
  const asksFor = BY_DAY.test(bare);
  const meant =
    context.kind === "deliverable"
      ? asksFor || isOnlyDay(bare, when.words)
      : context.kind === "reminder" && asksFor && /再|晚|才|行|可以/.test(bare);
  return meant ? extension(bare, now, context) : undefined;
};

const PERSON = `((?!我|你|他们|谁)[\\p{Script=Han}]{1,4}?${TITLES}|(?!我|你|他们|谁)[\\p{Script=Han}]{2,3})`;
const HANDOVER = [
  new RegExp(
    `(?:以后|今后|之后|后面|往后|改)?(?:请|都|就|麻烦){0,5}(?:发给?|找|联系|通知|问|转给|转交给?|交给|移交给?|交接给|换成|改成|改由|改为|由|归)${PERSON}(?:来|去)?(?:负责|填|弄|接手?|对接|处理|管|做|吧|了|接管|联系)?(?:$|[,。;了])`,
    "u",
  ),
  new RegExp(
    `(?:让|请|由|换)${PERSON}(?:老师|主任|校长)?(?:来)?(?:负责|填|弄|接手?|对接|处理|管|做|接管|接替|答|回答)`,
    "u",
  ),
  new RegExp(
    `(?:这[事个块]|这项|工作|以后)?(?:现在)?(?:归|是)?${PERSON}(?:负责|接手|接替我|管|来负责|在负责)`,
    "u",
  ),
];
const LEAVING =
  /我(?:已经?|要|被|马上|下学期|下周|这学期|现在|快|刚){0,5}(?:调走|调离|调到|退休|离职|辞职|不(?:再)?(?:负责|管|干|分管)|请产假|休产假|产假|休假|不在(?:这个?)?(?:学校|单位)|换岗|轮岗|调动|调岗|援藏|支教)|换(?:个)?(?:人|负责人|责任人|联系人)|(?:更换|变更|换)(?:负责人|责任人|联系人|管理员)|不是我(?:负责|管)了|(?:工作|任务|这摊)?(?:移交|交接)|我?不(?:再)?负责(?:这个?|这项|这块)?(?:工作|事)?了/;

/** Who is to take over, as named; undefined when nobody is. */
export function readSuccessor(bare: string): string | undefined {
  for (const pattern of HANDOVER) {
    const name = pattern.exec(bare)?.[1];
    if (
      name &&
      !/^(?:人|负责|我们|别人|其他|责任|领导|学校|单位|一下|各|大家|这个|宣传科|信息办)/.test(name) &&
      !/[科办处股室局]$/.test(name)
    )
      return name;
  }
  return undefined;
}

const transfer: Rule = (heard) => {
  const { bare } = heard;
  if (bare.length > 60) return undefined;
  const leaving = LEAVING.test(bare);
  const passing =
    /(?:现在|已经?|改)(?:是|由|归).{1,4}(?:老师|主任|校长|书记)(?:在)?负责|^(?:以后|今后|之后|往后|后面).{0,4}(?:发|找|联系|通知|问)|转(?:交)?给|移交|交接|换成?.{2,5}(?:负责|来|填)|改由|(?:让|由).{2,6}(?:负责|填|接手|对接|来填|来答)/.test(
      bare,
    );
  if (!leaving && !passing) return undefined;
  return /值班|带班|换班/.test(bare) || /[?]$/.test(bare) ? undefined : handingOver(heard);
};

/** A wish that somebody else takes over. */
export const handingOver = ({ bare }: Heard): Meaning => {
  const to = readSuccessor(bare);
  const reason = LEAVING.exec(bare)?.[0];
  return { intent: "transfer-request", to, reason, ask: to ? undefined : "由哪位老师接手?请写姓名。" };
};

const OFFICE = "[\\p{Script=Han}]{1,6}(?:科|办|处|股|室|局|中心|部门|中心校)";
const OTHERS_JOB = [
  new RegExp(
    `(?:这|此|该)?(?:个|项|题|条|块|事|工作|件事|问题|应该|应|得|要|是){0,5}(?:归|属于|属|由|该|找|问|让)(${OFFICE}|别人|别的部门|其他部门|上级|教体局|局里|电教|总务处|政教处|德育处)(?:的|来)?(?:管|负责|填|答|做|的事|职责|分管|回答|弄|报)?`,
    "u",
  ),
  new RegExp(
    `(?:这|此|该)(?:个|项|题|条|块|事|件事){0,5}(?:应该|应)?是(${OFFICE})的(?:事|事情|职责|工作|活|任务)?`,
    "u",
  ),
];
const NOT_MINE =
  /(?:这|此|该)?(?:个|项|题|条|块|事)?(?:不归|不属于|不是)(?:我们?|我校|本校|我单位|咱们?|学校|我这|我这边)(?:学校)?(?:管|负责|的事|的职责|的工作|范围|填|的活|分管|的)|不该(?:我们?|我校|由我们?)(?:填|答|管|负责|做|交|报|弄|写)|不(?:由|是由)我们?(?:管|负责|填)|(?:与|跟|和)我们?(?:的)?(?:职责|工作)无关|不在我们?(?:职责|工作)?范围|我(?:不)?(?:管不了|管不着)|不是我(?:管|负责|的事|分管)(?:的)?$|找错人了|你?(?:找|问|发)错(?:人|学校|单位)了?/;

const dispute: Rule = (heard) => {
  const { bare } = heard;
  if (bare.length > 60 || heard.asking) return undefined;
  return officeNamed(bare) || NOT_MINE.test(bare) ? notMine(heard) : undefined;
};

/** The office whose work it is said to be. */
const officeNamed = (bare: string): string | undefined =>
  OTHERS_JOB.map((pattern) => pattern.exec(bare)?.[1]).find(
    (to) => to && /归|属|该|由.*(?:管|负责|填)|是.*的|找/.test(bare) && !/没|给各/.test(to),
  );

/** Somebody says that the work is not his. */
export const notMine = ({ bare }: Heard): Meaning => {
  const to = officeNamed(bare);
  return { intent: "dispute-responsibility", to, reason: to ? undefined : bare };
};

const UNIT =
  "[\\p{Script=Han}\\d]{1,14}?(?:小学|中学|幼儿园|学校|中心校|高中|初中|完小|教学点|职高|职校|[一二三四五六七八九十]小(?!学)|[一二三四五六七八九十]中(?!学|心)|[一二三四五六]幼(?!儿))";
const BIND = [
  new RegExp(
    `^我(?:是|叫)(${UNIT})(?:的|新来的|新任|新){0,5}(?:(?:校长|老师|主任|书记|园长|负责人|信息员|联络员|副校长|教务主任|办公室主任|德育主任)?[,的 ]*)?([\\p{Script=Han}]{2,4}?(?:校长|老师|主任|书记|园长)?)?$`,
    "u",
  ),
  new RegExp(`^(${UNIT})[ ,的]*([\\p{Script=Han}]{2,4})$`, "u"),
  new RegExp(
    `^我(?:是|叫)([\\p{Script=Han}]{2,4})[, ]*(?:是|来自|在)?(${UNIT})(?:的|的?校长|的?老师|的?主任|的?园长){0,5}$`,
    "u",
  ),
];

/** "我是石桥小学的,叫马国栋,咋进来". */
const INTRODUCED = new RegExp(
  `^我(?:是|来自|在)(${UNIT})(?:的|[语数英政史地物化生体音美]\\p{Script=Han}{0,2}老师)?,?(?:我?叫|姓名|名字叫?|(?<=老师))([\\p{Script=Han}]{2,4})(?:,.{0,12})?$`,
  "u",
);

const BINDING =
  /^(?:我要|请|帮我|申请|怎么)?(?:绑定|认证|身份认证|实名|关联)(?:一下|单位|学校|身份|账号|我的|手机号?|微信|我){0,5}(?:1\d{10})?$/;

/** Somebody wants to be known, without saying who he is. */
export const unnamed: Meaning = { intent: "bind-request", ask: "请写单位和姓名,例如:我是第一小学张三。" };

/** Who somebody says that he is. */
export const bind: Rule = (heard, { context }) => {
  const { bare } = heard;
  if (BINDING.test(bare)) return unnamed;
  const [, unit, name] = INTRODUCED.exec(bare) ?? [];
  if (unit) return { intent: "bind-request", unit, name };
  const [own, short, turned] = BIND.map((pattern) => pattern.exec(bare));
  if (own) return { intent: "bind-request", unit: own[1], name: own[2] };
  if (turned) return { intent: "bind-request", unit: turned[2], name: turned[1] };
  return short && context.role === "unbound"
    ? { intent: "bind-request", unit: short[1], name: short[2] }
    : undefined;
};

/** Requests for a later date, a successor, a binding, or to be let off. */
export const requests: Rule = firstOf([bind, dispute, transfer, extend, byDay]);
