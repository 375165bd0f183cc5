import { dayOf, isoDay } from "../dates/calendar.ts";
import { namedDay, readWhen } from "../dates/dates.ts";
import type { Context, Meaning } from "../meaning.ts";
import { firstOf, isAnswering, type Rule } from "../rule.ts";
import { readNumber } from "../text/numbers.ts";
import { outstanding } from "./outstanding.ts";
import { pace } from "./pacing.ts";
import { readPhrase } from "./phrases.ts";
import { setReminder } from "./reminders.ts";
import { template } from "./templates.ts";

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

const LATER = /(?:再|继续|接着)(?:继续)?(?:填|说|弄|答|来|做|搞|看|继续|回|报|处理|聊|整|写|回复|讲|问)?$/;
const BUSY =
  /^(?:我|现在|正|正在|先|这会儿?|这边|马上|要|得|还){0,5}(?:去)?(?:在)?(?:上课|开会|忙|有事|有课|开车|出差|吃饭|监考|外面|有点忙|有点事|接(?:个|一下)?电话|没空|没时间|不方便|休息|走开|离开)(?:着|了|去了|去|中|一下|一会儿?|呢){0,5}(?:[,。 ](?!.*(?:转|换|交给)).{0,20})?$/;
const STOP =
  /^(?:先|我先|那|就|今天|咱们?){0,5}(?:暂停|停(?:一下|一会儿?|停|下)?|打住|先(?:到|停在?)?(?:这|这儿|这里|这样)(?:吧|了)?|到(?:这|这儿|这里|此)(?:为止)?|不(?:填|弄|答|做|搞)了|休息(?:一下|一会儿?)?|歇(?:会|一会|会儿)|等(?:会|下|一下|一会儿?|会儿|等|我一?下|一等)|待会儿?|稍等|稍后|等等我|回头再?说|改天|晚点(?:再说)?|pause|stop|先不(?:填|弄|答|做|搞)了?|zanting|存一下|保存(?:一下)?)(?:吧|了|好吗|行吗|哈){0,5}$/;
const NOT_LATER =
  /提醒|不要|别|从头|重|行|吗|可以|延|晚[几两一三]|回来|放学了|忙完|申请|了[, ]?(?:继续|接着)/;

/** "明天上午再填": the time stands before the work. */
const isPutOff = (bare: string, now: Date): boolean =>
  LATER.test(bare) && !NOT_LATER.test(bare) && readWhen(bare, now) !== undefined;

/** "剩下的让小周弄,我不弄了" hands the work over. */
const HANDED_ON =
  /(?:让|叫|由|交给)(?!我)[\p{Script=Han}]{1,4}?(?:来|去)?(?:弄|填|做|接|搞|负责|处理|答|管)/u;

const pause: Rule = ({ bare, asking }, { now, context }) => {
  if (bare.length > 30 || asking || context.kind === "confirm" || HANDED_ON.test(bare)) return undefined;
  const later = !isAnswering(context) && isPutOff(bare, now);
  return later || BUSY.test(bare) || STOP.test(bare) ? putOff(bare, now) : undefined;
};

/** Until when work is put off, if that is said. */
export const putOff = (bare: string, now: Date): Meaning => {
  const days = bare.split(/[,。;!]/).map((clause) => readWhen(clause, now));
  const when = days.findLast((one) => one?.kind === "day") ?? readWhen(bare, now);
  return when?.kind === "day" && (when.day > dayOf(now) || when.at)
    ? { intent: "pause", date: when.date, at: when.at }
    : { intent: "pause" };
};

const DEADLINE =
  /^(?:自查)?截止(?:时间|日期|日)?$|截止(?:时间|日期|到|期|是|日)?(?:是)?(?:什么时候|啥时候|几号|哪天|多久|何时|到几号|什么时间|呢)|(?:啥时候|什么时候|什么时间|几号|哪天|何时|多久|几月几号|哪一天|多会儿|啥时间|几点)(?:之?前)?(?:是)?(?:要|得|该|必须|能|就)?(?:截止|交|到期|前交|之前交|要交|上报|报送|提交|报(?!名)|截至|交齐)|(?:最晚|最迟|最后)(?:是)?(?:什么时候|啥时候|几号|哪天|期限|哪一天|到几号|一天是)|最后期限|(?:还|离截止)(?:还)?(?:有|剩|差)(?:几|多少)(?:天|时间|日)|deadline|ddl|(?:时间|期限|限期)(?:到|是)(?:什么时候|几号|哪天)|什么时候(?:要|用)|(?:交|报|报送|上报|提交)(?:的)?(?:时间|期限|日期)(?:是)?(?:什么时候|几号|哪天|多少|呢)?[?]?$|^jiezhi$/;

const deadline: Rule = (heard) =>
  DEADLINE.test(heard.bare) &&
  heard.bare.length <= 30 &&
  !/通知|群发|发给|延|改|提个?醒|报名|开学/.test(heard.bare)
    ? { intent: "query-deadline", scope: "本单位" }
    : undefined;

const DUTY =
  /(?:谁|哪(?:个|位|一位)|什么人|哪些人).{0,4}(?:值班|带班|当班|值守)|(?:值班|带班|当班)(?:的|人员?|领导|老师){0,5}(?:是)?(?:谁|哪位|哪个)|^(?:看|查|看看|查看|看一?下|发)?(?:今[天日]|明[天日]|本周|这周|下周)?的?(?:值班表|排班表|值班安排)(?:呢|看看|发我|给我|发一?下)?[?]?$/;

const duty: Rule = ({ bare }, { now }) =>
  DUTY.test(bare) && !/导出|上传|模板|看谁|没|未/.test(bare) ? onDuty(bare, now) : undefined;

/** The day whose duty is asked for, today when none is named. */
export const onDuty = (bare: string, now: Date): Meaning => ({
  intent: "query-duty",
  date: namedDay(readWhen(bare, now)) ?? isoDay(dayOf(now)),
});

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
