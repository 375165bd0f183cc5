import { dayOf } from "../dates/calendar.ts";
import { namedDay, readWhen, type When } from "../dates/dates.ts";
import type { Context, Meaning } from "../meaning.ts";
import { type Condition, firstOf, given, isAnswering, type Rule, type Scene } from "../rule.ts";
import type { Heard } from "../text/normalise.ts";
import { MEDIA_MARKER } from "../text/signs.ts";
import { reasonBeside } from "./beside.ts";
import { measureIn, ownerIn } from "./plans.ts";
import {
  askWhich,
  concernsProblem,
  isProblemTalk,
  itemIn,
  problemsIn,
  whichProblem,
  withoutProblems,
} from "./problems.ts";
import { verify } from "./verifying.ts";

/** A statement about a problem, not an answer to a question of the checklist. */
const isStatement: Condition = (heard, { context }) =>
  !heard.asking && !isAnswering(context) && concernsProblem(heard.bare, context);

/** Those who verify or administer report no rectification of their own, unless it is on the table. */
const fromUnit: Condition = (heard, scene) => {
  const { role } = scene.context;
  const own = role !== "inspector" && (role !== "administrator" || isProblemTalk(scene.context));
  return own && isStatement(heard, scene);
};

const DONE =
  /(?:申请|请求|麻烦|请)(?:予以)?(?:销号|复查|验收)|(?:已经?|都|全|全部|基本)?(?:整改|改正|改|处理|解决|弄|修|落实|补|完善|纠正|清理|修复|整治|办)(?:完成|完毕|到位|好|完|结束|妥|齐)(?:了)?|(?:整改|改正|解决|处理|纠正)了|已(?:经)?(?:整改|改正|解决|处理|纠正|完成|修复|补齐|落实|改|删|撤|拆|关停|停用|换|补上|下架|清退|解除|注销)|搞定|完成了|整改完成/;
const UNDONE =
  /没(?:有)?(?:整改|改|处理|解决|弄)|未(?:整改|改|处理|解决)|还没|改不|怎么|不了|尚未|快(?:改|整改)?[好完]|正在|准备|部分|差一点|就差|还差/;

const TO_COME =
  /(?:前|之前|以前|内)(?:能|可以|会|保证|争取|一定)?(?:整改|改|完成|处理|弄)|(?:能|会|争取|保证|预计|打算|计划)(?:整改|改|完成|处理|弄)/;
const INTENDED = /预计|争取|力争|计划|打算|保证|尽量/;
const VERIFIED = /(?<!求|申请|请|可以|麻烦|予以)销号|复查(?:已)?通过|验收通过|题(?:填|答)|填完|答完/;

const isDone = (bare: string): boolean =>
  DONE.test(bare) &&
  !VERIFIED.test(bare) &&
  !TO_COME.test(bare) &&
  !INTENDED.test(bare) &&
  !UNDONE.test(bare.replace(/还?没(?:复查|验收)/g, ""));

const HEDGED = /应该|好像|可能|大概|也许|估计|差不多|似乎|算是|应当|基本/;
const UNFINISHED = /快(?:要)?(?:整改|改|弄|处理)?[好完]|正在|还没|没(?:改|弄|整改)|一半|就差|还差|尚未/;
const STILL_OPEN: Meaning = { intent: "ask", ask: "是已经整改完了,还是还没有?" };
/** Only half done, or only perhaps: not to be written down as done. */
const isOpen = (bare: string): boolean =>
  HEDGED.test(bare) || UNFINISHED.test(bare.replace(/还?没(?:复查|验收)/g, ""));
const ASKED = /[好完了]没有?$|吗|多久|哪|以后|还是|要不要|怎么|什么|说错|撤回/;

const isAhead = (when: When | undefined, now: Date): boolean => when?.kind === "day" && when.day > dayOf(now);

const done: Rule = given(fromUnit, ({ bare }, { now, context }) => {
  if (!isDone(bare) || DISPUTE.test(bare) || ASKED.test(bare)) return undefined;
  if (!/已/.test(bare) && isAhead(readWhen(withoutProblems(bare), now), now)) return undefined;
  return rectified({ bare, asking: false }, context);
});

/** A problem that is put right, as its unit says; what it asks along the way is kept. */
export const rectified = ({ bare, asking }: Pick<Heard, "bare" | "asking">, context: Context): Meaning => {
  if (isOpen(bare)) return STILL_OPEN;
  const which = whichProblem(bare, context);
  const question = asking ? bare.split(/[,。;!]/).at(-1) : undefined;
  return {
    intent: "rectify-done",
    ...which,
    question,
    ask: askWhich(which) ?? "请发整改佐证(照片或文件)。",
  };
};

const PLAN =
  /(?:前|底)(?:能)?完$|(?:整改)?(?:措施|责任人|负责人|期限|时限|计划|方案)|(?:前|之前|底|以前|内|天)(?:能|可以|会|保证|争取|一定|全部|都|左右){0,5}(?:整改|改|完成|弄|处理|解决|到位|搞定|落实|建[好成]|配齐|补齐)|(?:整改|改|弄|处理|解决)(?:到|在)|(?:打算|准备|计划|预计|争取|保证|拟)|由.{2,6}(?:负责|整改|落实)/;

const isBareDay = (bare: string, when: When | undefined, context: Context): boolean =>
  context.kind === "ledger" && when !== undefined && bare.length <= when.words.length + 4;

/** 估计周五前后, 尽快: a day that nobody can be held to. */
const isUncertain = (bare: string, when: When | undefined): boolean =>
  when?.kind === "vague" || (when?.kind === "day" && /估计|大概|可能|也许|前后/.test(bare));

const unclearDay = (when: When | undefined): string | undefined =>
  when && when.kind !== "day" ? "整改期限是几月几号?" : undefined;

const impossible = (when: When | undefined): string | undefined =>
  when?.kind === "impossible" ? "没有这一天" : undefined;

/** Words behind which stands what is to be done. */
const HOW = /(?:措施(?:是|为|:)?|打算|准备|计划|我们?(?:要|会|将)|通过|采取|拟)[:, ]?[^,。;]{3}/;

const plan: Rule = given(fromUnit, ({ bare }, { now, context }) => {
  if (bare.length > 200 || NO_PLAN.test(bare)) return undefined;
  const when = readWhen(withoutProblems(bare), now);
  const told = when !== undefined || ownerIn(bare) !== undefined || HOW.test(bare);
  return (told && PLAN.test(bare)) || isBareDay(bare, when, context)
    ? planned(bare, { now, context })
    : undefined;
});

/** "2号:…;3号:…": the plans of several problems in one message. */
const eachPlan = (bare: string): string[] => {
  const parts = bare.split(/;|。/).filter((part) => part.trim() !== "");
  return parts.filter((part) => problemsIn(part).length > 0).length > 1 ? parts : [];
};

/** How, by whom and until when a problem is to be put right. */
export const planned = (bare: string, { now, context }: Scene): Meaning => {
  const which = whichProblem(bare, context);
  const parts = eachPlan(bare);
  const own = parts[0] ?? bare;
  const when = readWhen(withoutProblems(own), now);
  const owner = ownerIn(own);
  const measure = measureIn(own, now);
  if (!owner && !measure && isUncertain(own, when)) return { intent: "ask", ask: "整改期限是几月几号?" };
  return {
    intent: "rectify-plan",
    ...which,
    owner,
    measure,
    date: namedDay(when),
    error: impossible(when),
    ask: parts.length > 1 ? "一次报一个问题的计划,请分开发。" : (askWhich(which) ?? unclearDay(when)),
  };
};

/** Wishes for more time, questions, what is put off or taken back: no plan. */
const NO_PLAN =
  /延期|延到|宽限|推迟|延长|延后|通融|再[拖给缓]|往后[移推挪]|晚几天|催|提醒|通知|截止|能不能|能否|[行中好要]不[行中好得]?$|没想好|还没定|空着|填错|取消|撤回|以后怎么|多少|回头|先到这|明早再来|改天|要不要|怎么|[啥哪谁]|吗|么$|还是|咨询|再报|列给|登上|写整改中|再定/;

const SHOW =
  /(?:看|查|查看|列|列出|有|还有|显示|我们?|我校|打开)(?:一?下|看|一看|出){0,5}(?:我们?|我校|本校|学校)?(?:的)?(?:还有|有|存在|被查出)?(?:哪些|什么|几个|多少|啥|所有|全部)?(?:没(?:整改|改|销号|解决)的?|未(?:整改|销号|解决)的?|待整改的?)?(?:的)?(?:问题|台账|隐患|整改(?:问题|清单|台账))(?:清单|列表|台账|有哪些|没(?:整改|改|销号|解决)|未(?:整改|销号))?(?:的|吗|看看|给我看看|发我){0,5}$|^(?:问题|整改)(?:台账|清单|列表)$|(?:哪些|什么|几个|多少)(?:个)?问题(?:还)?(?:没|未)(?:有)?(?:整改|改|销号?|消|解决|处理)|^台账$/;
const show: Rule = (heard) =>
  SHOW.test(heard.bare) && !/导出|没有问题|没问题|有问题[?]?$/.test(heard.bare)
    ? { intent: "show-problems", scope: "本单位" }
    : undefined;

const ADD =
  /^(?:请|帮我|再|我要|我想){0,5}(?:新增|添加|加|增加|登记|录入|上报|补充|记录?|补报|发现)(?:一?[个条项下]|了|到|一个新的?){0,5}(?:新)?(?:的)?(?:问题|隐患|台账)(?:到台账)?[:, ]*(.{0,300})$|^(?:自查)?(?:又|还)?(?:发现|查出|查到)(?:了)?(?:一?[个条项]|新的?){0,5}问题[:, ]*(.{0,300})$|^(?:又|还)(?:发现|查出|查到|有)了?一?[个条项处](?:新的)?[:, ](.{2,300})$/;
const add: Rule = (heard) => {
  const found = ADD.exec(heard.bare);
  return found && !heard.asking ? newProblem(found[1] ?? found[2] ?? found[3] ?? "") : undefined;
};

/** A problem to be put into the ledger. */
export const newProblem = (said: string): Meaning => {
  const text = said.trim();
  return {
    intent: "add-problem",
    text: text || undefined,
    ask: text ? undefined : "是什么问题?请写一句话。",
  };
};

const EDIT = /写错|打错|错字|文字要改|更正|(?:(?<!整)改(?:成|为|一?下|到)|换成|换为|更正|修改|调整|变更)/;
const PARTS = /文字|标题|名称|名字|人名|责任人|负责人|期限|时限|时间|措施|描述|原因|类别|日期|问题/;

const newOwner = (bare: string): string | undefined =>
  /责任人|负责人/.test(bare) ? ownerIn(bare) : undefined;

const editProblem: Rule = given(isStatement, ({ bare }, { now, context }) => {
  if (!EDIT.test(bare) || !PARTS.test(bare) || /阶段|延期/.test(bare)) return undefined;
  return mended(bare, { now, context });
});

/** What is to be changed of a problem in the ledger. */
export const mended = (bare: string, { now, context }: Scene): Meaning => {
  const which = whichProblem(bare, context);
  const date = namedDay(readWhen(withoutProblems(bare), now));
  return { intent: "edit-problem", ...which, owner: newOwner(bare), date, text: bare, ask: askWhich(which) };
};

const DISPUTE =
  /不(?:认可|认同|同意|服|属实|是问题|算问题|存在这个?问题|存在(?!了))|有异议|提异议|申诉|冤枉|搞错了|查错了|不是我们?(?:学校)?的(?:问题|号|账号|网站)|误(?:判|会|报)|弄错了|与事实不符|不符合事实|没有这个问题|(?:问题|扣分|结论)(?:有误|不对|不准确)/;
const isFinding: Condition = ({ bare }, { context }) =>
  context.kind === "ledger" ||
  (/问题|复查|通报|扣分|结论/.test(bare) && !isAnswering(context) && context.kind !== "consent");

const dispute: Rule = given(isFinding, ({ bare }, { context }) => {
  if (!DISPUTE.test(bare) || context.role === "inspector" || /销号|延期/.test(bare)) return undefined;
  return contested(bare, context);
});

/** A finding that its unit does not accept. */
export const contested = (bare: string, context: Context): Meaning => {
  const which = whichProblem(bare, context);
  const reason = reasonBeside(withoutProblems(bare));
  const ask = askWhich(which) ?? (reason ? undefined : "请说明理由。");
  return { intent: "dispute", ...which, reason, text: bare, ask };
};

const ATTACH =
  /(?:照片|图片|图|佐证|材料|证据|截图|文件|视频|附件|扫描件|凭证|证明)(?:材料)?(?:都|也|已经?|刚|我|在这|这就){0,5}(?:发|传|上传|补|交|给|拍)(?:给|到|上|过)?(?:你|您|去|来|了|齐|好|上去|过去){0,5}|(?:发|传|上传|补充?|补发|提交|附上?|这是|给你|拍)(?:了|一?下|一?[张份个些]|你|您|的|整改|几张|两张){0,5}(?:整改)?(?:后)?(?:的)?(?:照片|图片|图|佐证|材料|证据|截图|文件|视频|附件)/;

const STILL_TO_COME =
  /吗$|作废|发错|拿错|给我看|抄一份|宽限|退给|修好|没|怎么|能不能|要不要|不用|等|明天|再发|不会/;

const isEvidence: Condition = ({ bare, text, asking }, { context }) => {
  if (asking || STILL_TO_COME.test(bare)) return false;
  const about = isProblemTalk(context) || /问题|佐证|整改/.test(bare);
  return about && (MEDIA_MARKER.test(text) || ATTACH.test(bare));
};

const attach: Rule = given(isEvidence, ({ bare }, { context }) => attached(bare, context));

/** Evidence that came or is announced. */
export const attached = (bare: string, context: Context): Meaning => {
  const asked = context.kind === "evidence" && typeof context.item === "number" ? context.item : undefined;
  const item = itemIn(bare) ?? asked;
  const which =
    item !== undefined && problemsIn(bare).length === 0
      ? { problem: undefined }
      : whichProblem(bare, context);
  const known = which.problem ?? item ?? (isProblemTalk(context) ? context.kind : undefined);
  return { intent: "attach", ...which, item, ask: known === undefined ? "是几号问题的佐证?" : undefined };
};

/** The ledger of problems: plans, results, evidence, disputes, and verification by another person. */
export const ledger: Rule = (heard, scene): Meaning | undefined =>
  firstOf([attach, done, verify, dispute, editProblem, plan, show, add])(heard, scene);
