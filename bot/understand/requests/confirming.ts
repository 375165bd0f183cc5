import { readWhen } from "../dates/dates.ts";
import type { Context, Meaning } from "../meaning.ts";
import { firstOf, type Rule } from "../rule.ts";
import { extension } from "./extension.ts";

type Confirm = Extract<Context, { kind: "confirm" }>;

const ASSENT =
  /^(?:我|[一二三四五六七八九十\d]{1,3}[条题个]|都|全){0,2}(?:确认|确定|确认提交|确定提交|确认无误|核对无误|无误|属实|情况属实|提交|提交吧|交吧|发吧|发送|确认发送|确定发送|同意|同意提交|是|是的|对|对的|没错|正确|都对|全对|yes|y|✓|queren|confirm|确认申请|确定延期|确认延期|没问题,?(?:提交|确认|发)|(?:好的?|可以|行|嗯|ok|没问题|对|是的|是)[,。! ]*(?:确认|确定|提交|发送|发吧|提交吧|交吧|申请|没错)|可以(?:提交|发|发送|交)|确认了|已确认|确认没问题)(?:吧|了|的)?$/;
/** "就这么交", "按这个报": said of what was echoed. */
const AS_IT_IS =
  /^(?:那|就|都|全|照|按|请){0,4}(?:这样|这么|这个|此|那样|这)(?:子)?(?:提交|交|报|上报|发|记|录|存|办|定|来|写|延|弄|着)?(?:上|下|上去|出去)?(?:吧|了)?$/;
const LOOKED =
  /^(?:我|已经?|都|又|校长|领导|主任|老师){0,3}(?:核对|检查|核实|看|查|审)(?:过|完|好)(?:了|一遍)?,?(?:都|全)?(?:没有?(?:问题|错|毛病)|无误|对的?|正确|属实)$/;
const WEAK =
  /^(?:嗯+|恩+|哦+|噢+|好|好的|好滴|好吧|行|行吧|行了|可以|可以吧|ok|okay|👌|👍|🙏|收到|知道了|明白|随便|都行|应该|没有?问题|没毛病|差不多|应该可以|可以了|成|中|妥|得|是吧|对吧|应该没问题|大概|看着办|你看着办|1)$/;
const REJECT =
  /^(?:否|不|不是|不对|不行|不要|no|n|✗|先不|等等|等一下|不要|别发?|别交|不发|先不发|不交|先不交|先别发?|不确认|别确认|先等等|不可以|没|还没好?|没好|错了|有错|不同意|再等等|慢着|停|打住|撤回|撤销|撤了|取消|取消(?:发送|提交|延期|申请|群发)|先?搁着|缓一缓(?:再.)?|算了(?:,?不(?:要|发|交|延|记|弄)了?)?|(?:先|暂时?|还是)?(?:不|别|莫|甭|不是)(?:用|要|想|需要|急着)?(?:延|交|发|报|提交|推送|群发|发送|上报|记|弄|了)(?:期|了|吧)?)$/;

/** What is told to do says yes to it. */
const DOING: Readonly<Record<Confirm["of"], RegExp>> = {
  submission: /^(?:请|麻烦|都|全|就|先|可以)?(?:交|提交|报|上报|报送)(?:了|上去|上去吧|吧|了吧)?$/,
  batch: /^(?:请|都|全|就)?(?:这样)?(?:记|录|存)(?:上|下|入)?(?:了|吧)?$/,
  extension:
    /^(?:请|就|同意)?(?:提交|报)(?:延期)?(?:申请)?(?:吧|上去)?$|^(?:就|同意|确认|确定)?延(?:期)?(?:到|至)?(?:那天|这天|那一天)?(?:吧|了)?$/,
  broadcast: /^(?:请|就|都|可以)?(?:发|群发|推送|发送|发布)(?:出去|出|下去|了)?(?:吧|了)?$/,
};
const HARMLESS =
  /核对|检查过|看过|无误|属实|谢|辛苦|快点|快一?点|不改了|(?:回头|以后|再)改|上课|老师|^冲$|理由|没毛病|没有?问题/;
const RESERVED = /但|不过|只是|还[得要有没]|先|等|除了|[?吗]|怎么|谁|吧[,。]|改成|应该|第|\d/;
const MISSING = /^(?:不对|不是|错了|不)[,。 ]*(?:还有|还差|少了|漏了|多了)/;
const NO_DELAY =
  /不(?:用|要|想|需要|同意|必)?(?:再)?延(?:期|了|$)|没(?:要|想|说).{0,3}延|不是要延|按时(?:能)?交|按原来的?(?:日子|时间)|^取消延/;

const clausesOf = (bare: string): string[] => bare.split(/[,。;! ]+/).filter((clause) => clause !== "");

const isStrong = (clause: string, of: Confirm["of"]): boolean =>
  ASSENT.test(clause) || AS_IT_IS.test(clause) || LOOKED.test(clause) || DOING[of].test(clause);

/** Every clause agrees or does no harm, and one of them says more than a weak yes. */
const isAssent = (bare: string, { of }: Confirm): boolean => {
  if (isStrong(bare, of)) return true;
  const clauses = clausesOf(bare);
  const strong = clauses.filter((clause) => isStrong(clause, of));
  const rest = clauses.filter((clause) => !strong.includes(clause));
  if (clauses.length < 2 || strong.length === 0) return false;
  return rest.every((clause) => WEAK.test(clause) || (HARMLESS.test(clause) && !RESERVED.test(clause)));
};

/** What is said last, or of the delay itself, refuses whatever day is named beside it. */
const isRefusedAtLast = (bare: string, { of }: Confirm): boolean =>
  (of === "extension" && NO_DELAY.test(bare)) || REJECT.test(clausesOf(bare).at(-1) ?? "");

const isRefusal = (bare: string): boolean => {
  if (REJECT.test(bare)) return true;
  const [first = "", ...rest] = clausesOf(bare);
  const other = rest.join(",");
  return (
    rest.length > 0 &&
    (REJECT.test(first) || REJECT.test(rest.at(-1) ?? "")) &&
    !/第|\d|改成|应该|是[有否没]/.test(other)
  );
};

const dayIn = (clause: string, from: Date): string | undefined => {
  const when = readWhen(clause, from);
  return when?.kind === "day" ? when.date : undefined;
};

/** "25号周六没人上班,推到周一": a weekday is counted from the day that was echoed. */
const countedFrom = (clause: string, now: Date, { to, due }: Confirm): Date => {
  const day = dayIn(clause, now);
  const early = day !== undefined && due !== undefined && day <= due && /周|星期|礼拜/.test(clause);
  return early && to !== undefined ? new Date(`${to}T09:00:00+08:00`) : now;
};

const DENIED_DAY = /不是|不用|不要/;
const NAMES_A_DAY =
  /^(?:不|不对|错了|记错了?|说错了?|写错了?|不行|是|就|那就?|还是|应该是?|改(?:到|成|为)?|推(?:到|迟到)?|延(?:到|至)?|到|换(?:成|到)?|要不|对|好|最好|至少|定|定在|算){0,4}/;

/** The clause that names a day, where hardly more is said; undefined when there is none. */
const dayClause = (bare: string, now: Date): string | undefined => {
  const clause = bare
    .split(/[,。;!]/)
    .findLast((one) => !DENIED_DAY.test(one) && dayIn(one, now) !== undefined);
  if (clause === undefined) return undefined;
  const words = readWhen(clause, now)?.words ?? "";
  return clause.replace(words, "").replace(NAMES_A_DAY, "").length > 6 ? undefined : clause;
};

/** Another day than the one that was echoed, or the same again. */
const otherDay: Rule = ({ bare }, { context, now }) => {
  if (context.kind !== "confirm" || context.of !== "extension" || bare.length > 40) return undefined;
  if (isRefusedAtLast(bare, context)) return { intent: "cancel" };
  const clause = dayClause(bare, now);
  if (clause === undefined) return undefined;
  const from = countedFrom(clause, now, context);
  if (dayIn(clause, from) !== context.to) return { ...extension(clause, from, context), reason: undefined };
  return /不(?!改|变)|别|没(?!错|问题|毛病)/.test(bare) ? undefined : { intent: "confirm" };
};

const yesOrNo: Rule = ({ bare }, { context }) => {
  if (context.kind !== "confirm") return undefined;
  if (context.of !== "batch" && MISSING.test(bare)) return { intent: "cancel", note: bare };
  if (isRefusal(bare)) return { intent: "cancel" };
  return isAssent(bare, context) ? { intent: "confirm" } : undefined;
};

const ASK: Meaning = { intent: "ambiguous", ask: "请回复“确认”或“取消”。" };

const weakYes: Rule = ({ bare }, { context }) => {
  if (context.kind !== "confirm" || !WEAK.test(bare)) return undefined;
  const mild = context.of === "extension" && /^(?:好的?|行|可以|ok|没问题)$/.test(bare);
  return mild ? { intent: "confirm" } : ASK;
};

/** Yes or no to what was echoed, or another day for it; a weak yes is asked again. */
export const confirmation: Rule = (heard, scene) =>
  heard.asking ? undefined : firstOf([otherDay, yesOrNo, weakYes])(heard, scene);
