import { type Day, dayOf, isoDay } from "./calendar.ts";
import { type Mention, type When, whensIn } from "./dates.ts";
import { SPAN, spanOf } from "./spans.ts";

const HOUR = "(?:早上|上午|中午|下午|晚上|下班|一早|当天|那天)?(?:[\\d:点半一二三四五六七八九十两]{0,6})";
/** After a day on which it cannot be, or on which something else is. */
const HINDERED = new RegExp(
  `^(?:的)?${HOUR}(?:之?前|以前)?(?:我们?|俺们?|学校|校长|老师|他|她|章|公章){0,2}(?:就|都|又|也|还|肯定|实在|确实|怕是?|恐怕|可能|估计|真的?|根本|全|正好?){0,3}(?:[交报弄做完办填赶补]不|来不及|不行|不成|不够|够呛|太|没(?!问题|事)|不在|回来?|出差|住院|外出|培训|(?<!还)是(?:个)?(?:周|星期|礼拜|休|放|假|法定|截止|节)|要?(?:上课|开会|停电|放假|开学|截止|到期|返校|上班(?!就|前|后|再|给|交))|才(?!能?(?:交|报|给|弄|完|送|提|做|补)))`,
);
const NOT_WANTED =
  /(?:不是|不要|别|原定|原来(?:是|的)?|本来(?:是|该|要)?|截止(?:日期|时间)?(?:是|到)?|规定|要求|通知(?:说|是)?)$/;
const WANTED =
  /(?:到|至|延|推|缓|拖|放|改|挪|移|得|那就|要不就?|还是|最晚|最迟|争取|保证|于|拟|定|等)(?:在|于|到|至|成|为)?$/;
const DONE_BY = new RegExp(
  `^(?:的)?${HOUR}(?:之?前|以前)?(?:我|我们|俺)?(?:一定|保证|肯定|再|就|才能|统一|能)?(?:交|报|给|补[交上齐报]|送|发|上报|提交|弄[完好]|完成|做好|行|可以|成|中|吧|好|ok|没问题)`,
);
const EITHER = /^[^,。;]{0,4}(?:或者?|要么|要不|还是|[/、~-])[^,。;]{0,2}$/;

interface Scored {
  mention: Mention;
  score: number;
}

/** What is wished for counts most; a day ahead that is only named more than a shift, and that more than no day. */
const scoreOf = (when: When, wanted: boolean, today: Day): number => {
  if (when.kind === "vague") return when.weak ? 0 : 1;
  if (when.kind === "shift") return 2;
  if (wanted) return 4;
  return when.kind === "day" && when.day <= today ? -1 : 3;
};

/** How much a time is wished for; below nothing when it is ruled out. */
const scored = (mention: Mention, bare: string, today: Day): Scored => {
  const [before, after] = [bare.slice(0, mention.from), bare.slice(mention.to)];
  const led = WANTED.test(before);
  if (NOT_WANTED.test(before) || (HINDERED.test(after) && !led)) return { mention, score: -1 };
  return { mention, score: scoreOf(mention.when, led || DONE_BY.test(after), today) };
};

/** "28号或者29号" wishes for no day. */
const isEither = (one: Mention, other: Mention, bare: string): boolean =>
  one.when.kind === "day" &&
  other.when.kind === "day" &&
  one.when.day !== other.when.day &&
  EITHER.test(bare.slice(one.to, other.from));

/** Who puts something off to a weekday means none that is today. */
const notToday = (when: When, today: Day): When => {
  if (when.kind !== "day" || !when.loose || when.day > today) return when;
  const day = when.day + 7;
  const at = when.at && `${isoDay(day)}${when.at.slice(10)}`;
  return { ...when, day, date: isoDay(day), ...(at ? { at } : {}) };
};

/** "至少得三天": a length of time that stands by itself. */
const ALONE = new RegExp(
  `(?:^|[,。;]|至少|最少|最多|大概|大约|就|得|要|给我?|差|只要|宽.)${SPAN}(?=吧|呗|嘛|行|可以|好|成|中|就|够|左右|$|[,。;])`,
);

const alone = (bare: string): When | undefined => {
  const [words = "", figure = "", unit = ""] = ALONE.exec(bare) ?? [];
  const span = spanOf(figure, unit);
  return span && { kind: "shift", ...span, words };
};

/** The time that somebody who asks for more time wishes for: the last he settles on, and none that he rules out. */
export function wishIn(bare: string, now: Date): When | undefined {
  const today = dayOf(now);
  const named = whensIn(bare, now);
  if (named.some((one, at) => at > 0 && isEither(named[at - 1] ?? one, one, bare)))
    return { kind: "vague", words: bare };
  const mentions = named.map((mention) => scored(mention, bare, today)).filter(({ score }) => score >= 0);
  const most = Math.max(...mentions.map(({ score }) => score));
  const best = mentions.findLast(({ score }) => score === most);
  return best ? notToday(best.mention.when, today) : alone(bare);
}
