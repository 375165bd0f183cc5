import { addMonths, type Day, dayOf, isoDay, readIsoDay } from "../dates/calendar.ts";
import { readWhen, type When, whensIn } from "../dates/dates.ts";
import { SPAN } from "../dates/spans.ts";
import { wishIn } from "../dates/wish.ts";
import type { Context, Meaning, RequestMeaning } from "../meaning.ts";
import { type Condition, firstOf, given, isAnswering, type Rule } from "../rule.ts";

/** Words that ask for more time. */
const EXTEND = new RegExp(
  `延期|延[到至]|延长|延后|延迟|宽限|宽[两一三几]天|缓[交到几]|推迟|推后|推[到至]|展期|顺延|拖[到至]|拖一拖|往后[推延拖挪]|(?:晚|迟|缓|延|拖|推|再给|多给)(?:上|我们?|俺们?)?(?:几天|${SPAN})|(?:晚|迟)(?:两三|一两|三五|几)?(?:天|日|周|点)(?:再)?(?:交|报|提交)|(?:多|再)给(?:我们?)?.{0,3}时间|来不及|赶不上|交不[了上]|完不成|[弄做]不完|时间(?:不够|太紧|紧)`,
);
/** Of those words the ones that are no answer to a question either. */
const OUTRIGHT =
  /延期|延[到至]|宽限|缓[交到]|推[到迟]|展期|(?:能不能|可不可以|能否|可以|能)(?:再)?(?:缓|延|宽|拖)|(?:晚|迟)(?:几|两|一|三|\d)天/;
const NOT_EXTEND =
  /(?:批准|同意|驳回|拒绝|不批|准了).{0,8}(?:延|展)|校对|三校|审核人手|不(?:用|需要|想|必|是要|申请)?延期|没要延|阶段|群发|通知|申请(?:了|过)延|(?:延|展)期.{0,4}(?:谁批|影响|扣分|书面|最多|几次|能延几|批了没|批下来|通过了?[吗没]|回音|看了吗|要不要|得多[长久])|批延期|最多.{0,3}几天|哪天|同意了|你们?看着|能延几/;
const BY_DAY =
  /(?:交|报|给你|弄好|完成|提交|上来|送到|补上)(?:来|上来)?(?:行|可以|好|成|中|可)?(?:吗|不|么|否)|(?:行|可以|成|中|可)(?:吗|不|么|否|吧|[?])|再交|再报|才能交|才交|给(?:你|您|你们)$/;

const REASON = /(?:因为|由于|原因是?|理由是?|理由写)[:为是写]?(.{2,80})/;
const WISH_AFTER =
  /[,。]?(?:所以)?(?:想|申请|请|能不能|希望|可否|能否|我校|故)?(?:再)?(?:延|宽限|推迟|缓|拟).*$/;
/** Said to be polite: no reason in it. */
const COURTESY =
  /^(?:您好|你好|老师(?:好|您|$)|领导(?:好|您|$)|麻烦|请问|请(?:批准|批示|领导|予)|谢|拜托|辛苦|妥否|收到|好的|知道了?|明白|请示|(?:这样)?(?:可以|行|成|好)(?:吗|不|么)|对不起|不好意思|就.{1,3}天)/;
const ONE_BREATH =
  /^(?:我跟你说|是这样|那个|喂){0,2}[啊,]*(.{4,60}?)(?:,|所以|因此|你看|您看|想(?!办法)|能不能|能否|可不可以|可否|申请|看看?能)/;

const isWish = (clause: string, when: When | undefined): boolean =>
  EXTEND.test(clause) ||
  /^(?:原定|本来|原来|截止)/.test(clause) ||
  BY_DAY.test(clause) ||
  (when !== undefined && clause.includes(when.words));

/** Why, in the clauses that wish for nothing. */
const reasonOf = (bare: string, when: When | undefined): string | undefined => {
  const given = REASON.exec(bare)?.[1];
  if (given) return given.replace(WISH_AFTER, "");
  const reasons = bare
    .split(/[,。;!?\n ]/)
    .filter((clause) => clause.length >= 3 && !isWish(clause, when) && !COURTESY.test(clause));
  return reasons.join(",") || (bare.length > 24 ? ONE_BREATH.exec(bare)?.[1] : undefined);
};

const shifted = (due: Day, when: Extract<When, { kind: "shift" }>): string =>
  isoDay(addMonths(due + when.days, when.months));

const byOf = ({ days, months }: Extract<When, { kind: "shift" }>): string =>
  `P${months > 0 ? `${months}M` : ""}${days > 0 ? `${days}D` : ""}`;

const dueOf = (context: Context): Day | undefined =>
  readIsoDay(context.due ?? (context.kind === "ledger" ? context.until : undefined));

const WHICH_DAY = "延到几月几号?";

/** A day that is over is no wish. */
const toDay = (
  { day, date }: Extract<When, { kind: "day" }>,
  due: Day | undefined,
  today: Day,
): Partial<RequestMeaning> =>
  day < today
    ? { warn: "日期已过", ask: "这一天已经过了,延到几月几号?" }
    : { to: date, warn: due !== undefined && day <= due ? "早于原截止日" : undefined };

/** The day that is wished for, or what must be asked instead. */
const target = (when: When | undefined, due: Day | undefined, today: Day): Partial<RequestMeaning> => {
  if (when?.kind === "impossible") return { error: `没有${when.words}这一天`, ask: "没有这一天,延到哪天?" };
  if (when?.kind === "day") return toDay(when, due, today);
  if (when?.kind !== "shift") return { ask: WHICH_DAY };
  return due === undefined ? { by: byOf(when), ask: WHICH_DAY } : { by: byOf(when), to: shifted(due, when) };
};

/** A request for a later deadline, counted from the deadline where days are named. */
export function extension(bare: string, now: Date, context: Context): Meaning {
  const due = dueOf(context);
  const when = wishIn(bare, now);
  return { intent: "extend-request", ...target(when, due, dayOf(now)), reason: reasonOf(bare, when) };
}

/** Who says yes to a day that is not known here asks for no other. */
const ASSENTING = /^(?:没错|可以|定了|是的?|嗯|确认|对|没问题|好)/;

/** The day that was echoed is not asked for again. */
const isNews = (bare: string, now: Date, context: Context): boolean => {
  if (context.kind !== "confirm") return true;
  if (context.to === undefined && ASSENTING.test(bare)) return false;
  const when = wishIn(bare, now);
  return when?.kind === "shift" || (when?.kind === "day" && when.date !== context.to);
};

const OVERSEERS = new Set(["administrator", "inspector"]);
/** Where an overseer too speaks of a deadline of his own. */
const AT_A_DEADLINE = new Set<Context["kind"]>(["reminder", "deliverable", "ledger", "extend-reason"]);

/** Whether an overseer speaks of other people's deadlines. */
const isOthers = (bare: string, { role, kind }: Context): boolean =>
  OVERSEERS.has(role ?? "") && !AT_A_DEADLINE.has(kind) && !/我[们校]|俺|咱|本[校单]/.test(bare);

const isExtension: Condition = ({ bare }, { now, context }) => {
  if (bare.length > 120 || !EXTEND.test(bare) || NOT_EXTEND.test(bare)) return false;
  if (isOthers(bare, context)) return false;
  return isAnswering(context) ? OUTRIGHT.test(bare) : isNews(bare, now, context);
};

const extend: Rule = given(isExtension, ({ bare }, { now, context }) => extension(bare, now, context));

/** Whether a text is hardly more than its days: "8月25号前", "29号或者30号". */
const isOnlyDay = (bare: string, now: Date): boolean =>
  whensIn(bare, now)
    .reduce((rest, { when }) => rest.replace(when.words, ""), bare)
    .replace(
      /[前之以\s,。吧的号日]|早上|上午|下午|晚上|下班|或者?|还是|要么|最[晚迟]|不是|是|那就|都|行|可以|给你|给您|送过去|上报|报|交/g,
      "",
    ).length <= 1;

/** Where a day was echoed, another day. */
const otherDay: Rule = ({ bare, asking }, { now, context }) => {
  if (context.kind !== "confirm" || context.of !== "extension" || asking || bare.length > 30)
    return undefined;
  if (/不(?:用|想|要)?延|算了|取消|^可能|^应该/.test(bare)) return undefined;
  const when = wishIn(bare, now);
  return when?.kind === "day" && isNews(bare, now, context) ? extension(bare, now, context) : undefined;
};

const byDay: Rule = ({ bare }, { now, context }) => {
  const when = bare.length <= 40 ? readWhen(bare, now) : undefined;
  if (!when || (when.kind === "vague" && when.weak)) return undefined;
  const asksFor = BY_DAY.test(bare);
  const meant =
    context.kind === "deliverable"
      ? asksFor || isOnlyDay(bare, now)
      : context.kind === "reminder" && asksFor && /再|晚|才|行|可|成|中/.test(bare);
  return meant ? extension(bare, now, context) : undefined;
};

/** Requests for a later deadline, in so many words or by the day on which it will be done. */
export const extending: Rule = firstOf([extend, byDay, otherDay]);
