import { dayOf } from "./calendar.ts";
import { namedDay, readWhen, type When } from "./dates.ts";
import type { Context, LedgerMeaning, Meaning } from "./meaning.ts";
import { readNumber } from "./numbers.ts";
import {
  type Condition,
  firstOf,
  given,
  isAnswering,
  type Rule,
  restOf,
  type Scene,
  TITLES,
} from "./rule.ts";
import { MEDIA_MARKER } from "./signs.ts";

const NUMBERED =
  /(?:问题|第) ?(\d{1,4}|[一二三四五六七八九十]{1,3})(?: ?[号条项个])?|(?<![\d.月/])(\d{1,4}|[一二三四五六七八九十]{1,3}) ?(?:号|条|项|个)?问题|(?<![\d.月/])(\d{1,4}) ?号(?!之?前|以前|交|完|能|整)/;

/** The number of the problem meant: named, or the one on the table. */
const problemOf = (bare: string, context: Context): number | undefined => {
  const [, ...figures] = NUMBERED.exec(bare) ?? [];
  const named = readNumber(figures.find((figure) => figure !== undefined) ?? "");
  return named ?? (isProblemTalk(context) ? context.no : undefined);
};

const isProblemTalk = (context: Context): context is Extract<Context, { kind: "ledger" | "evidence" }> =>
  context.kind === "ledger" || context.kind === "evidence";

const concernsProblem = (bare: string, context: Context): boolean =>
  isProblemTalk(context) || /问题|整改|台账|隐患|销号/.test(bare);

/** A statement about a problem, not an answer to a question of the checklist. */
const isStatement: Condition = (heard, { context }) =>
  !heard.asking && !isAnswering(context) && concernsProblem(heard.bare, context);

const fromUnit: Condition = (heard, scene) => scene.context.role !== "inspector" && isStatement(heard, scene);

const which = (problem: number | undefined): string | undefined =>
  problem === undefined ? "是几号问题?" : undefined;

const DONE =
  /(?:已经?|都|全|全部|基本)?(?:整改|改正|改|处理|解决|弄|修|落实|补|完善|纠正|清理|修复|整治|办)(?:完成|完毕|到位|好|完|结束|妥|齐)(?:了)?|(?:整改|改正|解决|处理|纠正)了|已(?:经)?(?:整改|改正|解决|处理|纠正|完成|修复|补齐|落实|改)|搞定|完成了|整改完成/;
const UNDONE =
  /没(?:有)?(?:整改|改|处理|解决|弄)|未(?:整改|改|处理|解决)|还没|改不|怎么|不了|尚未|快(?:改|整改)?[好完]|正在|准备|部分|差一点|就差|还差/;

/** What is left of a text without the number of the problem, so that "2号" is no day. */
const withoutNumber = (bare: string): string => bare.replace(NUMBERED, "");

const TO_COME =
  /(?:前|之前|以前|内)(?:能|可以|会|保证|争取|一定)?(?:整改|改|完成|处理|弄)|(?:能|会|争取|保证|预计|打算|计划)(?:整改|改|完成|处理|弄)/;
const INTENDED = /预计|争取|力争|计划|打算|保证|尽量/;
const VERIFIED = /(?<!求|申请|请|可以)销号|复查(?:已)?通过|验收通过|题(?:填|答)|填完|答完/;

const isDone = (bare: string): boolean =>
  DONE.test(bare) &&
  !VERIFIED.test(bare) &&
  !TO_COME.test(bare) &&
  !INTENDED.test(bare) &&
  !UNDONE.test(bare.replace(/还?没(?:复查|验收)/g, ""));

const isAhead = (when: When | undefined, now: Date): boolean => when?.kind === "day" && when.day > dayOf(now);

const done: Rule = given(fromUnit, ({ bare }, { now, context }) => {
  if (!isDone(bare) || isAhead(readWhen(withoutNumber(bare), now), now)) return undefined;
  return rectified(bare, context);
});

/** A problem that is put right, as its unit says. */
export const rectified = (bare: string, context: Context): Meaning => {
  const problem = problemOf(bare, context);
  return { intent: "rectify-done", problem, ask: which(problem) ?? "请发整改佐证(照片或文件)。" };
};

const OWNER = new RegExp(
  `(?:责任人|负责人|由|让|归|交给|安排|整改人)(?:是|为|:|给)?([\\p{Script=Han}]{1,3}?${TITLES}|[\\p{Script=Han}]{2,3})(?:来|去)?(?:负责|整改|落实|弄|改|做|办|盯|牵头)?(?=$|[,。;、\\s]|负责|牵头|整改|落实|在|\\d|下周|本周|月底)`,
  "u",
);
const MEASURE = /(?:措施(?:是|为|:)?|打算|准备|计划|我们?(?:要|会|将)|通过|采取|拟)[:, ]?([^,。;]{3,60})/;
const PLAN =
  /(?:整改)?(?:措施|责任人|负责人|期限|时限|计划|方案)|(?:前|之前|底|以前|内|天)(?:能|可以|会|保证|争取|一定|全部|都|左右){0,5}(?:整改|改|完成|弄|处理|解决|到位|搞定|落实|建[好成]|配齐|补齐)|(?:整改|改|弄|处理|解决)(?:到|在)|(?:打算|准备|计划|预计|争取|保证|拟)|由.{2,6}(?:负责|整改|落实)/;

const isBareDay = (bare: string, when: When | undefined, context: Context): boolean =>
  context.kind === "ledger" && when !== undefined && bare.length <= when.words.length + 4;

const unclearDay = (when: When | undefined): string | undefined =>
  when && when.kind !== "day" ? "整改期限是几月几号?" : undefined;

const impossible = (when: When | undefined): string | undefined =>
  when?.kind === "impossible" ? "没有这一天" : undefined;

const plan: Rule = given(fromUnit, ({ bare }, { now, context }) => {
  if (bare.length > 200 || EXTENDING.test(bare)) return undefined;
  const when = readWhen(withoutNumber(bare), now);
  const owner = OWNER.exec(bare)?.[1];
  const measure = MEASURE.exec(bare)?.[1];
  const told = [when, owner, measure].some((detail) => detail !== undefined);
  return (told && PLAN.test(bare)) || isBareDay(bare, when, context)
    ? planned(bare, { now, context })
    : undefined;
});

/** How, by whom and until when a problem is to be put right. */
export const planned = (bare: string, { now, context }: Scene): Meaning => {
  const when = readWhen(withoutNumber(bare), now);
  const owner = OWNER.exec(bare)?.[1];
  const measure = MEASURE.exec(bare)?.[1];
  const problem = problemOf(bare, context);
  const ask = which(problem) ?? unclearDay(when);
  return {
    intent: "rectify-plan",
    problem,
    owner,
    measure,
    date: namedDay(when),
    error: impossible(when),
    ask,
  };
};

const EXTENDING = /延期|延到|宽限|推迟|延长|催|提醒|通知|截止/;

const SHOW =
  /(?:看|查|查看|列|列出|有|还有|显示|我们?|我校|打开)(?:一?下|看|一看|出){0,5}(?:我们?|我校|本校|学校)?(?:的)?(?:还有|有|存在|被查出)?(?:哪些|什么|几个|多少|啥|所有|全部)?(?:没(?:整改|改|销号|解决)的?|未(?:整改|销号|解决)的?|待整改的?)?(?:的)?(?:问题|台账|隐患|整改(?:问题|清单|台账))(?:清单|列表|台账|有哪些|没(?:整改|改|销号|解决)|未(?:整改|销号))?(?:的|吗|看看|给我看看|发我){0,5}$|^(?:问题|整改)(?:台账|清单|列表)$|(?:哪些|什么|几个|多少)(?:个)?问题(?:还)?(?:没|未)(?:有)?(?:整改|改|销号?|消|解决|处理)|^台账$/;
const show: Rule = (heard) =>
  SHOW.test(heard.bare) && !/导出|没有问题|没问题|有问题[?]?$/.test(heard.bare)
    ? { intent: "show-problems", scope: "本单位" }
    : undefined;

const ADD =
  /^(?:请|帮我|再|我要|我想){0,5}(?:新增|添加|加|增加|登记|录入|上报|补充|记录?|补报|发现)(?:一?[个条项下]|了|到|一个新的?){0,5}(?:新)?(?:的)?(?:问题|隐患|台账)(?:到台账)?[:, ]*(.{0,300})$|^(?:自查)?(?:又|还)?(?:发现|查出|查到)(?:了)?(?:一?[个条项]|新的?){0,5}问题[:, ]*(.{0,300})$/;
const add: Rule = (heard) => {
  const found = ADD.exec(heard.bare);
  return found && !heard.asking ? newProblem(found[1] ?? found[2] ?? "") : undefined;
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

const EDIT = /(?:(?<!整)改(?:成|为|一?下|到)|换成|换为|更正|修改|调整|变更)/;
const PARTS = /责任人|负责人|期限|时限|时间|措施|描述|原因|类别|日期|问题/;

const newOwner = (bare: string): string | undefined =>
  /责任人|负责人/.test(bare)
    ? /(?:改成|改为|换成|换为|是)([\p{Script=Han}]{2,5})/u.exec(bare)?.[1]
    : undefined;

const editProblem: Rule = given(isStatement, ({ bare }, { now, context }) => {
  if (!EDIT.test(bare) || !PARTS.test(bare) || /阶段|延期/.test(bare)) return undefined;
  return mended(bare, { now, context });
});

/** What is to be changed of a problem in the ledger. */
export const mended = (bare: string, { now, context }: Scene): Meaning => {
  const problem = problemOf(bare, context);
  const date = namedDay(readWhen(withoutNumber(bare), now));
  return { intent: "edit-problem", problem, owner: newOwner(bare), date, text: bare, ask: which(problem) };
};

const DISPUTE =
  /不(?:认可|认同|同意|服|属实|是问题|算问题|存在这个?问题|存在)|有异议|提异议|申诉|冤枉|搞错了|查错了|不是我们?(?:学校)?的(?:问题|号|账号|网站)|误(?:判|会|报)|弄错了|与事实不符|不符合事实|没有这个问题|(?:问题|扣分|结论)(?:有误|不对|不准确)/;
const isFinding: Condition = ({ bare }, { context }) =>
  context.kind === "ledger" ||
  (/问题|复查|通报|扣分|结论/.test(bare) && !isAnswering(context) && context.kind !== "consent");

const dispute: Rule = given(isFinding, ({ bare }, { context }) => {
  if (!DISPUTE.test(bare) || context.role === "inspector" || /销号|延期/.test(bare)) return undefined;
  return contested(bare, context);
});

/** A finding that its unit does not accept. */
export const contested = (bare: string, context: Context): Meaning => {
  const problem = problemOf(bare, context);
  const reason = restOf(bare);
  const ask = which(problem) ?? (reason ? undefined : "请说明理由。");
  return { intent: "dispute", problem, reason, text: bare, ask };
};

const CLOSE =
  /可以销了?$|(?:同意|可以|准予|予以|批准|给|申请|建议|确认)?(?:销号|销账|销掉|办结|关闭(?:问题)?|闭环)|复查(?:已)?(?:通过|合格|没问题|过了)|验收(?:通过|合格)|(?:整改)?(?:合格|到位),?(?:同意|可以|通过)|^(?:通过|合格|同意)$/;
const SEND_BACK =
  /退回|打回|退(?:回)?去|没(?:有)?通过|不(?:通过|合格|行|过关|予通过|同意|能销|可以)|重新?(?:整改|改|弄|做)|返工|驳回|没(?:改|整改)(?:好|到位|彻底|完)|不到位|未通过|还(?:是)?(?:没|不)|继续整改/;

/** What only a verifier says, whoever writes it. */
const FORMAL = /退回|打回|驳回|复查|验收|不通过|不合格/;
const VERIFIERS = new Set(["inspector", "administrator"]);

const isVerifying: Condition = (heard, { context }) => {
  if (heard.asking || isAnswering(context) || context.kind === "review" || context.kind === "approve")
    return false;
  const verifier =
    VERIFIERS.has(context.role ?? "") || (context.kind === "ledger" && context.role !== "responsible");
  return verifier && (context.role === "inspector" || concernsProblem(heard.bare, context));
};

const verify: Rule = given(isVerifying, ({ bare }, { context }) => {
  const formal = VERIFIERS.has(context.role ?? "") || FORMAL.test(bare);
  if (formal && SEND_BACK.test(bare) && !/延期/.test(bare)) return sentBack(bare, context);
  const closing = CLOSE.test(bare) && !/怎么|什么时候|能不能|没|不/.test(bare.replace("没问题", ""));
  return closing ? closed(bare, context) : undefined;
});

/** A problem that its verifier closes. */
export const closed = (bare: string, context: Context): Meaning => {
  const problem = problemOf(bare, context);
  return { intent: "review-close", problem, ask: which(problem) };
};

/** A rejected rectification; the reason is what stands beside the verdict. */
export const sentBack = (bare: string, context: Context): LedgerMeaning => {
  const problem = problemOf(bare, context);
  const reason = bare
    .split(/[,。;:]/)
    .filter(
      (clause) =>
        !/^(?:复查)?(?:没有?|未|不)?(?:通过|合格|行|同意)(?:销号)?$|退|打回|驳回|^问题?\d|^\d{1,3}号?(?:问题)?(?:不通过|不合格)?$/.test(
          clause.trim(),
        ),
    )
    .join(",");
  return {
    intent: "review-reject",
    problem,
    reason: reason || undefined,
    ask: which(problem) ?? (reason ? undefined : "退回的理由是什么?"),
  };
};

const ATTACH =
  /(?:照片|图片|图|佐证|材料|证据|截图|文件|视频|附件|扫描件|凭证|证明)(?:材料)?(?:都|也|已经?|刚|我|在这|这就){0,5}(?:发|传|上传|补|交|给|拍)(?:给|到|上|过)?(?:你|您|去|来|了|齐|好|上去|过去){0,5}|(?:发|传|上传|补充?|补发|提交|附上?|这是|给你|拍)(?:了|一?下|一?[张份个些]|你|您|的|整改|几张|两张){0,5}(?:整改)?(?:后)?(?:的)?(?:照片|图片|图|佐证|材料|证据|截图|文件|视频|附件)/;

const STILL_TO_COME = /没|怎么|能不能|要不要|不用|等|明天|再发|不会/;

const isEvidence: Condition = ({ bare, text, asking }, { context }) => {
  if (asking || STILL_TO_COME.test(bare)) return false;
  const about = isProblemTalk(context) || /问题|佐证|整改/.test(bare);
  return about && (MEDIA_MARKER.test(text) || ATTACH.test(bare));
};

const attach: Rule = given(isEvidence, ({ bare }, { context }) => attached(bare, context));

/** Evidence that came or is announced. */
export const attached = (bare: string, context: Context): Meaning => {
  const problem = problemOf(bare, context);
  const item = context.kind === "evidence" && typeof context.item === "number" ? context.item : undefined;
  const known = problem ?? item ?? (isProblemTalk(context) ? context.kind : undefined);
  return { intent: "attach", problem, item, ask: known === undefined ? "是几号问题的佐证?" : undefined };
};

/** The ledger of problems: plans, results, evidence, disputes, and verification by another person. */
export const ledger: Rule = (heard, scene): Meaning | undefined =>
  firstOf([attach, done, verify, dispute, editProblem, plan, show, add])(heard, scene);
