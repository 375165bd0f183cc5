import type { Context, Meaning } from "../meaning.ts";
import { readTarget, readTownship } from "../naming/targets.ts";
import { groupIn, readUnit } from "../naming/whom.ts";
import { isAnswering, type Rule } from "../rule.ts";

const WHAT = "(?:哪些|什么|啥|哪几|几个|几项|几样|多少|哪个|些什么|些啥)";
const UNDONE = "(?:没|未|要|该|需)(?:有)?(?:交|报|填|做|完成|办|弄|上报|提交|处理|上交|答)";
const OUTSTANDING = [
  /^(?:我的|看看|列一?下|查一?下)?待办(?:事项|任务|清单|列表)?$/,
  new RegExp(`(?:还有|还剩|还差|还欠|有|剩下|剩|差|欠)${WHAT}.{0,6}${UNDONE}`),
  new RegExp(`(?:还)?(?:欠|差|缺)${WHAT}(?:东西|材料|表)?$`),
  /还(?:有)?(?:什么|啥)(?:要|得|该)(?:做|干|交|填|办|弄)|还(?:要|需要|得|该)(?:做|交|填|报|干|完成|办)(?:些|点)?(?:什么|啥|哪些)/,
  /(?:还有|有)(?:什么|哪些|啥)(?:任务|要做|事要做|工作|待办|要交|没做|没办)|(?:没(?:做|交|填|办|完成)的|未完成的|未交的)(?:有)?(?:哪些|什么|啥)/,
  /哪些(?:还)?(?:没|未)(?:交|填|做|完成|报|办)|我们?(?:都)?(?:交|报|填)(?:齐|全|完)了(?:吗|没有?)/,
];
const WIDE =
  /谁|哪(?:几)?(?:家|所|个)|(?:哪些|几个|多少|其他)(?:学校|单位)|各校|全县|下面|辖区|名单|村小|[没未][交报](?:的)?(?:学校|单位)/;
const SELF = /我们|我校|本校|我单位|本单位|咱|我|自己|待办/;
const WHO = "(?:哪些|哪几|谁|多少|几)(?:个|家|所)?(?:学校|单位|人|中心校)?";
const OF_WHOM = "(?:有|是|都有)?(?:名单|单位|学校|哪些|谁|多少|有几)";
const SUBMITTED = [
  new RegExp(`${WHO}(?:已经?|都)?(?:交|报|提交|填|完成|上报|答)(?:了|完|好|齐)`),
  new RegExp(`已(?:经)?(?:交|报|提交|完成|上报)(?:了)?(?:的)?${OF_WHOM}`),
  new RegExp(`(?:交|提交|上报|报)(?:了|上来)的${OF_WHOM}|(?:交|报)(?:上来|了)(?:了)?(?:多少|几)(?:家|所|个)`),
];
const MISSING = [
  new RegExp(`${WHO}(?:还|都)?(?:没有?|未)(?:交|报|提交|填|完成|上报|答|动|回)`),
  new RegExp(`(?:没有?|未)(?:交|报|提交|填|完成|上报|答)(?:的)?${OF_WHOM}|未(?:交|报)名单`),
];
const NOT_BEGUN = [
  new RegExp(`${WHO}(?:都|还)?(?:没有?|未)(?:开始|动笔|动手)`),
  new RegExp(`(?:没有?|未)(?:开始|动笔|动手)的?${OF_WHOM}`),
];

const says = (patterns: readonly RegExp[], bare: string): boolean =>
  patterns.some((pattern) => pattern.test(bare));

const OVERSEERS = new Set(["administrator", "inspector"]);

const isWide = (bare: string, { role }: Context): boolean =>
  OVERSEERS.has(role ?? "")
    ? !SELF.test(bare.replace(/[发给]我/g, ""))
    : WIDE.test(bare) && !/我们?(?:学校|单位|校|自己)/.test(bare);

/** Whether others' work is spoken of in passing: an order, or an answer to a question. */
const isBeside = (bare: string, context: Context): boolean =>
  /催|提醒|通知|[题道]/.test(bare) || (isAnswering(context) && bare.length > 14);

/** What is still to be done: by oneself, or by others. */
export const outstanding: Rule = ({ bare }, { context }) => {
  if (isBeside(bare, context)) return undefined;
  if (says(SUBMITTED, bare) && !/我/.test(bare)) return listed("list-submitted", bare);
  if (says(NOT_BEGUN, bare) && !/我们|我校|本校|咱/.test(bare)) return listed("list", bare);
  if (!says(MISSING, bare) && !says(OUTSTANDING, bare)) return undefined;
  return isWide(bare, context) ? listed("list", bare) : { intent: "query-outstanding", scope: "本单位" };
};

/** In which state the listed work is; the first that fits. */
const STATES: readonly (readonly [RegExp, string])[] = [
  [/待批|(?:申请|没批|未批|等批|要批).{0,4}延期|延期.{0,4}(?:没批|未批|等批|申请)|等我批/, "待批"],
  [/待复查|等复查|未复查|没复查/, "待复查"],
  [/逾期|超期|过期/, "逾期"],
  ...NOT_BEGUN.map((pattern) => [pattern, "未开始"] as const),
  [/(?:没|未)(?:有)?(?:整改|销号|改完|改好|闭环)/, "未整改"],
];

/** A list of others' work: of whose, and in which state. */
export const listed = (intent: "list" | "list-submitted", bare: string): Meaning => {
  const group = groupIn(bare);
  const among = ["全部", "未交", "已交"].includes(group ?? "") ? undefined : group;
  const about = {
    target: readTarget(bare),
    township: readTownship(bare),
    group: among,
    unit: readUnit(bare),
  };
  if (intent === "list-submitted") return { intent, scope: "已交", ...about };
  return { intent, scope: STATES.find(([pattern]) => pattern.test(bare))?.[1] ?? "未交", ...about };
};
