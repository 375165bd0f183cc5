import type { Meaning } from "../meaning.ts";
import type { Rule } from "../rule.ts";

const ASKED = "(?:还是|请|能不能|麻烦|我想|我要|可以|慢慢来|就|先)?";
const END = "(?:吧|好了?|就行|就好|行吗|可以吗){0,5}[?]?";
const ONE_BY_ONE = new RegExp(
  `^${ASKED}(?:一题一题|逐题|一个一个|一条一条|一题题|一条条|逐条|逐个|单题|一道一道|(?:一|每)次(?:问|发|来)?(?:我)?一(?:题|个|条|道)|一题一问|一个个)(?:的|地)?(?:来|问我?|答|发我?|填|回答|慢慢来)?${END}$`,
);
const FIVE = new RegExp(
  `^${ASKED}(?:列表|一起问|一起|批量|批量(?:答|回答|填)|(?:一|每)次(?:问|发|来)?我?(?:五|5|几|多)(?:题|个|条|道)|(?:五|5)(?:题|个|条|道)(?:一(?:起|次|组)|(?:五|5)(?:题|个|条|道))|一次性?(?:把题)?(?:发|问|都发)(?:我|过来|来|完)?|打包|多题|列表(?:方式|模式|形式)?|一起发(?:给?我)?|全部一起发|多(?:发|问|来)几(?:题|个|条|道)(?:一起|一块)?)(?:的)?(?:来|问|答|发|填|吧)?${END}$`,
);
const LEAD = /^(?:后面|剩下|接下来)(?:的题?)?/;

const LONGEST = 30;

const sizeIn = (clause: string): 1 | 5 | undefined => {
  const words = clause.replace(LEAD, "");
  if (ONE_BY_ONE.test(words)) return 1;
  return FIVE.test(words) ? 5 : undefined;
};

/** "一题一题太慢了,一次发五个吧": what is said last of how many at a time. */
export const pace: Rule = ({ bare }) => {
  const clauses = bare.split(/[,。;! ]+/).filter((clause) => clause !== "");
  if (bare.length > LONGEST || clauses.length > 3 || /\d[是否有没]|第\d/.test(bare)) return undefined;
  const size = clauses.map(sizeIn).findLast((found) => found !== undefined);
  return size && { intent: "pace", size };
};

const MANY = /[五5]|一起|批量|列表|一次性|打包|几[题个条道]|多[发问来题]/;

/** How many questions at a time a wish about the pace is for. */
export const paceOf = (bare: string): Meaning => {
  const wish =
    bare.split(/[,。;!]/).findLast((clause) => /题|个|条|道|逐|一起|列表|批量/.test(clause)) ?? bare;
  return { intent: "pace", size: MANY.test(wish) ? 5 : 1 };
};
