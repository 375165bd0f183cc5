import { readNumber } from "../text/numbers.ts";

/** What may stand before 都 without naming anything. */
const LEAD =
  /^(?:我校|我们?|咱们?|俺们?|本校|我园|学校|单位|目前|现在|暂时|这|那|以上|上面|上述|所有|的|几|些|每|条|题目?|项|个|样|问题|内容|情况|老师|其实|确实|也|就|嗯|,|、){0,8}/;
const COUNT = /^(?:([一二三四五六七八九十两\d]{1,3}) ?[条题项个样道]|([俩仨]))(?:题|问题)?(?:我们)?/;
const ALL =
  /^(?:都|全部?|均|全都|统统|通通|一律|一概|皆|样样|条条|个个|哪[条样个项]也?都|啥(?:都|也)|什么(?:都|也)|一[条个样项题](?:也|都))(?:都|也)?(?:是(?=否$|没|无|不|部分|整改|未|[是有]$))?(?=.)/;
/** "没一条有的", "没有一个落实". */
const NOT_ONE = /^没有?(?:任何)?一[条个项题样](?:是|能)?(.{1,8})$/;

/** How much a clause speaks of: everything, or so many. */
export interface Swept {
  /** What is said of them. */
  rest: string;
  /** "三条都有": of how many it is said; undefined when of all. */
  count?: number;
}

const withoutLead = (clause: string): string => clause.replace(LEAD, "");

/** "三条我校都有": the words after the number of items, and the number. */
const countedIn = (body: string): { spoken: string; count: number | undefined } => {
  const [counted = "", figure, few] = COUNT.exec(body) ?? [];
  if (counted === "" || body.startsWith("一")) return { spoken: body, count: undefined };
  return { spoken: withoutLead(body.slice(counted.length)), count: readNumber(figure ?? few ?? "") };
};

/** Reads "都有", "这几条我们统统没有", "三条都落实了"; undefined when a clause does not speak of all. */
export function sweepingIn(clause: string): Swept | undefined {
  const body = withoutLead(clause);
  const [, denied] = NOT_ONE.exec(body) ?? [];
  if (denied !== undefined) return { rest: `没${denied}` };
  const { spoken, count } = countedIn(body);
  const [every] = ALL.exec(spoken) ?? [];
  if (every === undefined) return undefined;
  const rest = spoken.slice(every.length);
  return count === undefined ? { rest } : { rest, count };
}
