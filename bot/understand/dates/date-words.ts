/** Weekdays by the sign after 周. */
export const WEEKDAYS: Readonly<Record<string, number>> = {
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  日: 7,
  天: 7,
  "1": 1,
  "2": 2,
  "3": 3,
  "4": 4,
  "5": 5,
  "6": 6,
  "7": 7,
};

/** Names of days and how far they are from today. */
export const DAY_NAMES: Readonly<Record<string, number>> = {
  大前天: -3,
  前天: -2,
  前日: -2,
  前儿个: -2,
  前儿: -2,
  前晚: -2,
  昨天: -1,
  昨日: -1,
  昨晚: -1,
  昨儿个: -1,
  昨儿: -1,
  今天: 0,
  今日: 0,
  今晚: 0,
  今早: 0,
  今儿个: 0,
  今儿: 0,
  明天: 1,
  明日: 1,
  明早: 1,
  明晚: 1,
  明晨: 1,
  明儿个: 1,
  明儿: 1,
  翌日: 1,
  后天: 2,
  后日: 2,
  后儿个: 2,
  后儿: 2,
  大后天: 3,
  大后日: 3,
  大后儿个: 3,
  大后儿: 3,
};

/** Names of today when something has happened; ahead they name no day. */
export const JUST_NOW = ["当天", "刚刚", "刚才"] as const;

/** How many weeks away the week is that is named so. */
export const WEEKS: readonly (readonly [string, number])[] = [
  ["下下", 2],
  ["上上", -2],
  ["下", 1],
  ["上", -1],
];

const UNIT = "(?:个)?(?:天|日|周|星期|礼拜|月)";
/** Numbers that nobody can count with: 两三, 十几, 三五. */
const SOME =
  "(?:一两|一二|两三|二三|三两|三四|三五|四五|五六|六七|七八|八九|十来|十多|十几|[二三四五]十[来多几]|\\d{1,2}[来多]|好几|若干|有些)";

/** Times that name no day: they are asked for, never invented. */
export const VAGUE_TIMES: readonly RegExp[] = [
  /\d{1,2}[、~-]\d{1,2} ?[号日](?![问题条项])|明后[天日]/g,
  new RegExp(`${SOME}${UNIT}(?:之后|以后|后|之内|以内|内)?`, "g"),
  /过几天|(?<![有剩差这前])几天(?:以?后|之后)?|过两天|(?<!再)等两天/g,
  /改天|改日|回头(?=再|$)|过段时间|过一段|过一?阵子?|一段时间|缓一阵/g,
  /(?:等|到)?开学(?:以?后|之后|之?前|时|的时候|了)?|放假(?:以?后|之?前|了)?|(?:暑假|寒假|假期)(?:之?前|以?后|里|结束)?|下学期|期[中末](?:之?前|以?后)?/g,
  /下(?:个)?(?:周|星期|礼拜)|(?:这|本)(?:周|星期|礼拜)内?|下个?月|这个?月内?|本月内?/g,
  /(?<!\p{Script=Han})(?:上|中|下)旬|月初|月中(?!午)/gu,
  /(?:周|星期|礼拜)末/g,
  /(?<![\d个])(?:\d{1,2}|十[一二]?|[一二三四五六七八九])月份?/g,
];

/** Times that say no more than "soon" or "later". */
export const WEAK_TIMES =
  /尽快|有空|抽空|晚点|晚些|稍后|一会儿?|等会|待会|以后再|后面再|工作日|散会后?|下课后?|放学后?|忙完/g;
