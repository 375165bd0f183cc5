import { dayOf, isoDay } from "./calendar.ts";
import { namedDay, readWhen, type When } from "./dates.ts";
import type { Context, Meaning } from "./meaning.ts";
import { readNumber } from "./numbers.ts";
import { readPhrase } from "./phrases.ts";
import { type Condition, firstOf, given, isAnswering, type Rule } from "./rule.ts";
import { readTarget, readTownship } from "./targets.ts";
import { usualTime } from "./times.ts";

const ON_ITEM = new Set(["skip", "repeat"]);

const phrase: Rule = (heard, { context }) => {
  const bare = heard.bare === "" ? heard.text : heard.bare;
  const intent = readPhrase(bare);
  if (intent === undefined) return undefined;
  if (intent === "submit")
    return isAnswering(context) && !SUBMITTING.test(bare) ? undefined : submit(context);
  return (ON_ITEM.has(intent) ? { intent, item: "cur" } : { intent }) as Meaning;
};
const SUBMITTING = /提交|交卷|submit|填完|答完/;

/** How many questions are still without an answer, where that is known. */
const unanswered = (context: Context): number => {
  if (context.kind === "answered") return context.of - context.answered;
  return context.kind === "paused" ? context.left : 0;
};

/** What handing in means where one is. */
export const submit = (context: Context): Meaning => {
  if (context.kind === "deliverable") return { intent: "submit-file", name: context.name };
  if (context.kind === "confirm" && context.of === "submission") return { intent: "confirm" };
  const left = unanswered(context);
  return { intent: "submit", confirm: true, warn: left > 0 ? `还有${left}题没有回答` : undefined };
};

const ONE_BY_ONE =
  /^(?:还是|请|能不能|麻烦|我想|我要|可以)?(?:一题一题|逐题|一个一个|一条一条|一题题|逐条|逐个|单题|一道一道|一次一(?:题|个|条|道)|每次一(?:题|个|条)|一题一问|一个个)(?:的|地)?(?:来|问|答|发|填|回答|慢慢来)?(?:吧|好了?|就行|行吗|可以吗){0,5}[?]?$/;
const FIVE =
  /^(?:还是|请|能不能|麻烦|我想|我要|可以)?(?:列表|一起问|一起|批量|批量(?:答|回答|填)|一次(?:问|发|来)?(?:五|5|几|多)(?:题|个|条|道)|每次(?:五|5|几)(?:题|个|条|道)|(?:五|5)(?:题|个|条)一(?:起|次|组)|一次性?(?:发|问|都发)(?:我|过来|完)?|打包|多题|列表(?:方式|模式|形式)?|一起发|全部一起发|多发几(?:题|个))(?:的)?(?:来|问|答|发|填|吧)?(?:吧|好了?|就行|行吗|可以吗){0,5}[?]?$/;

const pace: Rule = (heard) => {
  if (ONE_BY_ONE.test(heard.bare)) return { intent: "pace", size: 1 };
  return FIVE.test(heard.bare) ? { intent: "pace", size: 5 } : undefined;
};

const GOTO =
  /^(?:我?(?:想|要|先|再)?){0,5}(?:跳到|跳转到?|跳|回到|回|去到?|转到|到|看看?|返回|退到|打开|翻到|先答|先做|先填|直接到|从|重答|重填)第?(\d{1,3}|[一二三四五六七八九十百]{1,4})(?:题|条|项|个|号|道)?(?:题)?(?:去|看看|开始|问|吧|来|那里|继续){0,5}$|^第(\d{1,3}|[一二三四五六七八九十百]{1,4})(?:题|条|项|道|个)$|^(\d{1,3})(?:题|号题)$/;
const FIRST_OR_LAST = /^(?:跳到|回到|去|到|看|返回)(第一题|最前面|开头|最后一题|最后)$/;

const goTo: Rule = (heard) => {
  const found = GOTO.exec(heard.bare);
  const item = found ? readNumber(found[1] ?? found[2] ?? found[3] ?? "") : undefined;
  if (item !== undefined) return { intent: "goto", item };
  const end = FIRST_OR_LAST.exec(heard.bare);
  return end && /第一|前|开头/.test(end[1] ?? "") ? { intent: "goto", item: 1 } : undefined;
};

const LATER =
  /(?:再|继续|接着)(?:填|说|弄|答|来|做|搞|看|继续|回|报|处理|聊|搞定|整|写|回复|讲|问)|(?:再|接着)(?:继续)?$/;
const BUSY =
  /^(?:我|现在|正|正在|先|这会儿?|这边|马上|要|得|还){0,5}(?:去)?(?:在)?(?:上课|开会|忙|有事|有课|开车|出差|吃饭|监考|外面|有点忙|有点事|值班|没空|没时间|不方便|休息|走开|离开)(?:着|了|去了|去|中|一下|一会儿?|呢){0,5}(?:[,。 ].{0,20})?$/;
const STOP =
  /^(?:先|我先|那|就|今天|咱们?){0,5}(?:暂停|停(?:一下|一会儿?|停|下)?|打住|先(?:到|停在?)?(?:这|这儿|这里|这样)(?:吧|了)?|到(?:这|这儿|这里|此)(?:为止)?|不(?:填|弄|答|做|搞)了|休息(?:一下|一会儿?)?|歇(?:会|一会|会儿)|等(?:会|下|一下|一会儿?|会儿|等|我一?下|一等)|待会儿?|稍等|稍后|等等我|回头再?说|改天|晚点(?:再说)?|pause|stop|先不(?:填|弄|答|做|搞)了?|zanting|存一下|保存(?:一下)?)(?:吧|了|好吗|行吗|哈){0,5}$/;

const IN_A_WHILE = /等|晚|下课|会|回|空|以后|之后|后|忙|上午|下午|中午|早/;
const NOT_LATER = /提醒|不要|别|从头|重/;

const isPutOff = (bare: string, when: When | undefined): boolean =>
  LATER.test(bare) && !NOT_LATER.test(bare) && (when !== undefined || IN_A_WHILE.test(bare));

const pause: Rule = ({ bare, asking }, { now }) => {
  if (bare.length > 30 || asking) return undefined;
  const when = readWhen(bare, now);
  return isPutOff(bare, when) || BUSY.test(bare) || STOP.test(bare) ? putOff(bare, now) : undefined;
};

/** Until when work is put off, if that is said. */
export const putOff = (bare: string, now: Date): Meaning => {
  const when = readWhen(bare, now);
  return when?.kind === "day" ? { intent: "pause", date: when.date, at: when.at } : { intent: "pause" };
};

const REMIND_ME =
  /(?:提醒|叫|喊|通知|催|踢|敲|戳)(?:一?下)?(?:我|一下我|咱|我们)|(?:再|到时候?|记得|设(?:个|置)?|定个?|加个?)(?:提醒|闹钟|叫我)/;

const NO_REMINDER = /别|不要|不用|取消|为什么|怎么|没有?提醒|恢复|重新|开启/;

const setReminder: Rule = ({ bare }, { now }) =>
  REMIND_ME.test(bare) && !NO_REMINDER.test(bare) ? remindedAt(bare, now) : undefined;

/** When somebody wants to be reminded. */
export const remindedAt = (bare: string, now: Date): Meaning => {
  const soon = soonIn(bare, now);
  if (soon) return { intent: "set-reminder", date: soon.slice(0, 10), at: soon };
  const when = readWhen(bare, now);
  if (when?.kind === "day") return remindOn(when, bare);
  const error = when?.kind === "impossible" ? "没有这一天" : undefined;
  return { intent: "set-reminder", ask: "什么时候提醒您?例如:明天早上8点。", error };
};

const SOON = /(半|\d{1,3}|[一二两三四五六十]{1,3}) ?个?(小时|钟头|分钟)(?:之后|以后|后)/;
const MINUTE = 60_000;
const SHANGHAI = 8 * 60 * MINUTE;

/** "半小时后" as a moment in Asia/Shanghai. */
const soonIn = (bare: string, now: Date): string | undefined => {
  const [, figure = "", unit = ""] = SOON.exec(bare) ?? [];
  const count = figure === "半" ? 0.5 : readNumber(figure);
  if (count === undefined) return undefined;
  const at = now.getTime() + count * (unit === "分钟" ? 1 : 60) * MINUTE;
  return `${new Date(at + SHANGHAI).toISOString().slice(0, 19)}+08:00`;
};

/** An hour that was not named is the usual one, and is confirmed first. */
const remindOn = (when: Extract<When, { kind: "day" }>, bare: string): Meaning => {
  if (when.at) return { intent: "set-reminder", date: when.date, at: when.at };
  const at = `${when.date}T${usualTime(bare) ?? "08:00"}:00+08:00`;
  return { intent: "set-reminder", date: when.date, at, confirm: true };
};

const OUTSTANDING =
  /^待办|待办(?:事项|任务|清单|列表)?$|(?:还有|还剩|还差|有|剩下|剩|差)(?:哪些|什么|啥|哪几|几个|几项|多少|哪个|些什么|些啥)(?:东西|事情?|任务|工作|材料|表|题|项|报告|内容|个){0,5}(?:我们?|是|要|没|未|需要|该|得){0,5}(?:没|未|要|该|需)(?:有)?(?:交|报|填|做|完成|办|弄|上报|提交|处理|上交|答)|(?:我们?|我校|我们学校|本校|我们单位)(?:还)?(?:有)?(?:欠|差|没交|没报|没完成|未交)(?:的)?(?:哪些|什么|啥|几项|多少|材料|东西)|还(?:有)?(?:什么|啥)(?:要|得|该)(?:做|干|交|填|办|弄)|还(?:要|需要|得|该)(?:做|交|填|报|干|完成|办)(?:些|点)?(?:什么|啥|哪些)|(?:今天|明天|最近|这周|本周)?(?:我)?(?:有|还有)(?:什么|哪些|啥)(?:任务|要做|事要做|工作|待办|要交|没做|没办)|(?:我的|看看|查看|查一?下|看下)(?:待办|任务|未完成)|(?:我|我们|我校)(?:还)?(?:有)?(?:没(?:做|交|填|办|完成)的|未完成的|未交的)(?:有)?(?:哪些|什么|啥|吗)?|哪些(?:还)?(?:没|未)(?:交|填|做|完成|报|办)|还欠(?:什么|啥|哪些)|缺(?:什么|啥|哪些)(?:材料)?(?:没交)?$|(?:我|我们)(?:都)?(?:交|报|填)(?:齐|全|完)了(?:吗|没有?)/;
const WIDE = /谁|学校|单位|哪(?:几)?(?:家|所|个)(?:学校|单位)?|乡镇|中心校|各校|全县|下面|辖区|名单/;
const SELF = /我们|我校|本校|我单位|本单位|我们学校|我们单位|咱/;
const SUBMITTED =
  /(?:哪些|哪几|谁|多少|几)(?:个|家|所)?(?:学校|单位|人)?(?:已经?|都)?(?:交|报|提交|填|完成|上报|答)(?:了|完|好|齐)|已(?:经)?(?:交|报|提交|完成|上报)(?:了)?(?:的)?(?:有|是)?(?:名单|单位|学校|哪些|谁|多少|有几)|(?:交|报)(?:上来|了)(?:了)?(?:多少|几)(?:家|所|个)|(?:交|提交|上报|报)(?:了|上来)的(?:单位|学校|名单|有|都有|是)/;
const MISSING =
  /(?:哪些|哪几|谁|多少|几)(?:个|家|所)?(?:学校|单位|人|中心校)?(?:还|都)?(?:没|未|没有)(?:有)?(?:交|报|提交|填|完成|上报|答|动|回)|(?:没|未|没有)(?:交|报|提交|填|完成|上报|答)(?:的)?(?:有|是|都有)?(?:名单|单位|学校|哪些|谁|多少|有几)|未(?:交|报)名单/;

const NOT_BEGUN =
  /(?:谁|哪些|哪几|多少|几)(?:个|家|所)?(?:学校|单位|人|中心校)?(?:都|还)?(?:没|未|没有)(?:有)?(?:开始|动笔|动手)|(?:没|未|没有)(?:开始|动笔|动手)的?(?:有|是|都有)?(?:名单|单位|学校|哪些|谁|多少|有几)/;

const LISTERS = new Set(["administrator", "inspector", "central-school"]);

const isWide = (bare: string, context: Context): boolean =>
  bare !== "待办" && ((WIDE.test(bare) && !SELF.test(bare)) || LISTERS.has(context.role ?? ""));

const outstanding: Rule = ({ bare }, { context }) => {
  if (/催|提醒|通知/.test(bare)) return undefined;
  if (SUBMITTED.test(bare) && !/我/.test(bare)) return listed("list-submitted", bare);
  if (NOT_BEGUN.test(bare) && !SELF.test(bare)) return listed("list", bare);
  if (!MISSING.test(bare) && !OUTSTANDING.test(bare)) return undefined;
  return isWide(bare, context) ? listed("list", bare) : { intent: "query-outstanding", scope: "本单位" };
};

/** A list of others' work: of whose, and in which state. */
export const listed = (intent: "list" | "list-submitted", bare: string): Meaning => {
  const about = { target: readTarget(bare), township: readTownship(bare) };
  if (intent === "list-submitted") return { intent, scope: "已交", ...about };
  return { intent, scope: NOT_BEGUN.test(bare) ? "未开始" : "未交", ...about };
};

const DEADLINE =
  /^截止|截止(?:时间|日期|到|期|是|日)?(?:是)?(?:什么时候|啥时候|几号|哪天|多久|何时|到几号|什么时间|呢)?$|(?:啥时候|什么时候|什么时间|几号|哪天|何时|多久|几月几号|哪一天|多会儿|啥时间|几点)(?:之?前)?(?:是)?(?:要|得|该|必须|能|就)?(?:截止|交|到期|前交|之前交|要交|结束|上报|报送|提交|报|截至|完成|交齐)|(?:最晚|最迟|最后)(?:是)?(?:什么时候|啥时候|几号|哪天|期限|哪一天|到几号|一天是)|最后期限|(?:还|离截止)(?:还)?(?:有|剩|差)(?:几|多少)(?:天|时间|日)|deadline|ddl|(?:时间|期限|限期)(?:到|是)(?:什么时候|几号|哪天)|来得及吗|什么时候(?:要|用)|(?:交|报|报送|上报|提交)(?:的)?(?:时间|期限|日期)(?:是)?(?:什么时候|几号|哪天|多少|呢)?[?]?$|jiezhi/;

const deadline: Rule = (heard) =>
  DEADLINE.test(heard.bare) && heard.bare.length <= 30 && !/通知|群发|发给|延/.test(heard.bare)
    ? { intent: "query-deadline", scope: "本单位" }
    : undefined;

const DUTY =
  /(?:谁|哪(?:个|位|一位)|什么人|哪些人).{0,6}(?:值班|带班|当班|值守)|(?:值班|带班|当班)(?:的|人员?|领导|老师){0,5}(?:是)?(?:谁|哪位|哪个)|^(?:看|查|看看|查看|看一?下|发)?(?:今[天日]|本周|这周|下周)?的?(?:值班表|排班表|值班安排)/;

const duty: Rule = ({ bare }, { now }) =>
  DUTY.test(bare) && !/导出|上传|模板/.test(bare) ? onDuty(bare, now) : undefined;

/** The day whose duty is asked for, today when none is named. */
export const onDuty = (bare: string, now: Date): Meaning => ({
  intent: "query-duty",
  date: namedDay(readWhen(bare, now)) ?? isoDay(dayOf(now)),
});

const TEMPLATE =
  /(?:发|给|要|求|下载|需要|有没有|有|找|重发|再发|传|弄|来)(?:一?[份个张]|我|下|一下|一遍|过来){0,5}(?:.{0,8})(?:模板|表格|表样|空白表|空表|样表|范本|格式|样本|表|附件[12一二]?)(?:吗|发我|给我|看看|一下){0,5}[?]?$|(?:模板|表格|表样|空白表|空表|样表|范本|附件[12一二])(?:.{0,6})(?:在哪|哪里|哪儿|下载|发我|给我|怎么下|有吗|发一?下|呢|发一?份)|(?:用|按)(?:什么|哪个)(?:模板|格式|表)/;

const NO_TEMPLATE = /导出|汇总|发邮箱|(?:已经?|都)(?:发|交)|发了|给各|通知|值班/;

const wantsTemplate: Condition = ({ bare, asking }, { context }) =>
  TEMPLATE.test(bare) &&
  !NO_TEMPLATE.test(bare) &&
  bare.length <= 30 &&
  (!isAnswering(context) || asking || /发|给|下载|求/.test(bare));

const template: Rule = given(wantsTemplate, ({ bare }) => wanted(bare));

/** The paper whose form is wanted, if it is named. */
export const wanted = (bare: string): Meaning => {
  const paper = /[\p{Script=Han}]{0,8}(?:报告|台账|汇总表|登记表|自查表|审批表)/u;
  return { intent: "get-template", name: (/附件[12一二]/.exec(bare) ?? paper.exec(bare))?.[0] };
};

/** Phrases and the pace, which mean the same even where numbers are answers. */
export const plainCommands: Rule = firstOf([phrase, pace]);

/** Words that move about, ask about the work, or work everywhere. */
export const commands: Rule = firstOf([
  phrase,
  pace,
  setReminder,
  goTo,
  outstanding,
  deadline,
  duty,
  template,
  pause,
]);
