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
  昨天: -1,
  昨日: -1,
  昨晚: -1,
  昨儿: -1,
  今天: 0,
  今日: 0,
  今晚: 0,
  今早: 0,
  今儿: 0,
  当天: 0,
  刚刚: 0,
  刚才: 0,
  明天: 1,
  明日: 1,
  明早: 1,
  明晚: 1,
  明儿: 1,
  翌日: 1,
  后天: 2,
  后日: 2,
  大后天: 3,
};

/** Feasts of the solar calendar; "before" a holiday means the day before it begins. */
export const FEASTS: Readonly<Record<string, { month: number; date: number; holiday: boolean }>> = {
  国庆: { month: 10, date: 1, holiday: true },
  十一: { month: 10, date: 1, holiday: true },
  元旦: { month: 1, date: 1, holiday: true },
  教师节: { month: 9, date: 10, holiday: false },
  五一: { month: 5, date: 1, holiday: true },
  六一: { month: 6, date: 1, holiday: false },
};

/** Times that name no day: they are asked for, never invented. */
export const VAGUE_TIMES =
  /过几天|几天(?:后|以后|之后)?|[过等]两天|(?:两三|三四|三五|四五|五六|六七|七八|八九|一两|二三|一二)(?:天|日|周|个?星期|个?礼拜|个?月)|改天|改日|回头(?=再|$)|过段时间|过一段|过阵子|过一阵|一段时间|开学[前后时]?|放假[前后]?|(?:暑假|寒假|假期)(?:前|后|里|结束)?|期[中末](?:前|后)?|(?:国庆|元旦|五一|十一)(?:节)?(?:之后|以后|过后|后(?!天)|期间)|下(?:个)?(?:周|星期|礼拜)(?![一二三四五六日天末1-7])|下个?月(?![底末初中上下\d一二三四五六七八九十的])|下学期|尽快|有空|抽空|晚点|晚些|稍后|等会|待会|以后再|(?:中秋|端午|清明|春节|过年|除夕)节?前?|工作日/;
