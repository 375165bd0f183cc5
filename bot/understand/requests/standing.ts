import { dayOf, isoDay } from "../dates/calendar.ts";
import { namedDay, readWhen } from "../dates/dates.ts";
import type { Meaning, StandingMeaning } from "../meaning.ts";
import { NAME, peopleIn } from "../naming/people.ts";
import { PROOF, REVIEW, seatsIn } from "../naming/seats.ts";
import { type Condition, firstOf, given, isAnswering, type Rule, type Scene } from "../rule.ts";
import type { Heard } from "../text/normalise.ts";

const EVENT =
  /举报|投诉|失实|曝光|舆情|舆论|网暴|谣言|造谣|传言|闹事?|打架|受伤|死亡|跳楼|自杀|坠楼|食物中毒|中毒|欺凌|霸凌|上吐下泻|呕吐|晕倒|堵门|假消息|体罚|猥亵|性侵|泄露|泄密|被黑|被盗号|盗号|黑客|篡改|入侵|上热搜|热搜|记者|媒体(?:来|要|采访)|围堵|上访|维权|不当言论|敏感|负面|反动|涉政|辱骂|骂老师|骂学校|影响很坏|影响恶劣|发酵|刷屏|炸锅|火灾|着火|事故|出事了|突发|评论区(?!没)|有害信息|横幅|失联|走失|溺水/;
const SENSITIVE =
  /发现|打电话|有人|家长|学生|老师|群里|网上|抖音|微博|公众号|网站|评论|记者|媒体|我校|学校|紧急|报告|刚刚?|出现|发生|被|上了|在传|上报/;
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/被黑|被盗|盗用|盗号|密码被|黑客|篡改|入侵|泄露|泄密/, "网络安全"],
  [/打架|受伤|死亡|跳楼|自杀|坠楼|中毒|火灾|着火|溺水|失联|走失|欺凌|霸凌|体罚|猥亵|性侵|事故/, "安全事件"],
];

const ORDER =
  /^(?:我要|我想|需要|请)?(?:上报|报告|反映|汇报|报)(?:一?[个件起]|一下){0,5}(?:敏感|突发|紧急|重大|舆情)(?:事件|情况|信息|事项|舆情|问题){0,5}$|^(?:出事了|有舆情|紧急情况|突发事件|突发情况|敏感事件)$/;
const NOTHING_HAPPENED =
  /如果|要不要|算舆情|谁举报|防溺水|安全教育|报谁|打谁|吗$|制度|是否|没有|不存在|未发生|无|^(?:是|有|否)[,。]/;

const isTold: Condition = ({ bare, asking }, { context }) =>
  EVENT.test(bare) &&
  SENSITIVE.test(bare) &&
  bare.length >= 6 &&
  !asking &&
  !isAnswering(context) &&
  !NOTHING_HAPPENED.test(bare);

const sensitive: Rule = (heard, scene) => {
  return ORDER.test(heard.bare) || isTold(heard, scene) ? happened(heard) : undefined;
};

/** A sensitive matter that is reported. */
export const happened = (heard: Heard): Meaning => {
  const ordered = ORDER.test(heard.bare);
  const topic = KINDS.find(([pattern]) => pattern.test(heard.bare))?.[1] ?? "舆情";
  const ask = ordered ? "什么时候、在哪里、发生了什么?" : undefined;
  return { intent: "report-sensitive", topic, text: heard.said, ask };
};

/** Not in the middle of the checklist, where the same words are answers or notes. */
const isOutside: Condition = (heard, { context }) =>
  !heard.asking && !isAnswering(context) && context.kind !== "remark";

const LOG =
  /^(?:今[天日晚]|昨[天晚]|本班|当班|白班|夜班|上午|下午)?(?:的)?(?:值班|带班|巡查|值守)(?:情况|记录|日志)?[:, ]*(?:一切)?(?:正常|无异常|没事|平安|无事|良好|没有异常|没(?:什么)?情况|无情况|没发现(?:问题|异常)|发现.{2,80}|.{0,20}(?:正常|无异常))$|^(?:今[天日晚]|昨[天晚]|本班|当班|白班|夜班)?(?:一切|全天|均|都)?(?:正常|无异常|没有异常|平安无事|平安|无事|没事|没什么事|无情况|没有情况|没有?发现(?:问题|异常|情况))$|^(?:填|写|记|登记|报)(?:一?下)?值班(?:记录|日志|情况)?[:, ]*(.{0,200})$|^值班(?:记录|日志|情况)[:, ]*(.{0,200})$|^(?:交接班|已交班|交班|接班|到岗|已到岗|签到|在岗|已接班)了?$/;

const ASKING = /怎么|咋|谁|几次|要不要|多少|吗$|还能|没定|也许|听说|模板/;
const HAPPENING = /发现|巡查|检查|处置|删除|转报|电话|接到|\d{1,2}[点:]/;

const isLog: Condition = ({ bare }, { context }) => {
  const own = context.kind === "duty" || context.role === "duty-officer" || /值班|值守|带班|巡查/.test(bare);
  if (ASKING.test(bare)) return false;
  if (own && LOG.test(bare)) return true;
  return context.kind === "duty" && HAPPENING.test(bare) && bare.length > 5;
};

const log: Rule = given(isLog, (heard, scene) => logged(heard, scene));

/** An entry in the log of the duty. */
export const logged = (heard: Heard, { now }: Scene): Meaning => {
  const date = namedDay(readWhen(heard.bare, now, "past")) ?? isoDay(dayOf(now));
  return { intent: "duty-log", date, text: heard.said };
};

const SWAP =
  /换成?[\p{Script=Han}]{2,4}(?:值|来|上|带)|让给|[帮替]我(?:值|顶|代|带)|值不了班|班换给|换(?:个|一?下)?(?:班|值班)|调(?:个|一下)?班|替(?:我|个|一下)?(?:值)?(?:个)?班|顶(?:我|一下|个)?(?:的)?班|代(?:我|个)?(?:值)?班|值班.{0,10}(?:换|调|替)|(?:换|调|替).{0,14}值班|跟.{2,6}换一?下|和.{2,6}(?:换|对调)/u;
const WITH = new RegExp(
  `(?:让给|交给|跟|和|与|让|由|请|给|换成?|找|叫|改[成为由])(${NAME}|(?!我|你|他|人|别人|谁|给|个|一下|班|时间|到|[周上下本]|[一二三四五六日天])[\\p{Script=Han}]{2,3}?(?=换|调|替|顶|对|代|来值|$|[,。]))`,
  "u",
);

const STANDING_IN = new RegExp(`(${NAME})(?:来)?(?:替|顶|代|值|帮我)`, "u");

/** Who takes the turn, and everybody named beside the speaker. */
const turnOf = (bare: string): { to?: string | undefined; people?: string[] | undefined } => {
  const to = WITH.exec(bare)?.[1] ?? STANDING_IN.exec(bare)?.[1];
  const people = [...new Set([...(to ? [to] : []), ...peopleIn(bare)])];
  return { to: to ?? people[0], people: people.length > 0 ? people : undefined };
};

const missingFrom = (to: string | undefined, date: string | undefined): string | undefined => {
  if (!to) return "和哪位老师换班?";
  return date ? undefined : "换哪一天的班?";
};

const isSwap: Condition = ({ bare }, { context }) =>
  SWAP.test(bare) &&
  (context.kind === "duty" || /班|值/.test(bare)) &&
  !/机制|制度|换班人|要谁批|咋|怎么|还能|没定|也许|听说/.test(bare);

const swap: Rule = given(isSwap, (heard, scene) => swapped(heard, scene));

/** A turn of duty that somebody else is to take. */
export const swapped = ({ bare }: Heard, { now }: Scene): Meaning => {
  const { to, people } = turnOf(bare);
  const date = namedDay(readWhen(bare, now));
  return { intent: "duty-swap", to, people, date, ask: missingFrom(to, date) };
};

const CHAIN_STEP = /三审(?:人|流程|记录)|(?:送|报|走)(?:初|复|终|三)审|(?:初|复|终)审(?:通过|完)/;
/** 三审三校 is the name of a rule; what is asked or regretted is no chain. */
const NO_CHAIN =
  /三审三校|什么|空白|没人|缺|造|要不要|能不能|算不算|吗$|么$|咋|哪|怎么|谁|同一个人|流程单|审单/;
const OF_REVIEW = /[初复终一二三]审|审[稿核签]/;

const chain: Rule = (heard, { context }) => {
  if (NO_CHAIN.test(heard.bare) || context.kind === "ledger") return undefined;
  if (!OF_REVIEW.test(heard.bare)) return undefined;
  const meaning = reviewed(heard);
  return meaning.people?.length || CHAIN_STEP.test(heard.bare) ? meaning : undefined;
};

/** Who reviews a manuscript, and in which step. */
export const reviewed = (heard: Heard): StandingMeaning => ({
  intent: "review-chain",
  ...seatsIn(heard.bare, REVIEW),
  text: heard.said,
});

const proof: Rule = (heard, { context }) => {
  if (NO_CHAIN.test(heard.bare) || context.kind === "ledger") return undefined;
  const meaning = proofread(heard);
  if (!/[一二三]校|校对/.test(heard.bare)) return undefined;
  return meaning.people?.length || /(?:一校|二校|三校|校对)(?:已)?(?:完|好|通过|完成)/.test(heard.bare)
    ? meaning
    : undefined;
};

/** Who has proofread a manuscript, and which time. */
export const proofread = (heard: Heard): StandingMeaning => ({
  intent: "proof",
  ...seatsIn(heard.bare, PROOF),
  text: heard.said,
});

/** Standing work: sensitive matters, duty, and who reviewed and proofread a manuscript. */
export const standing: Rule = firstOf([sensitive, swap, given(isOutside, firstOf([log, chain, proof]))]);
