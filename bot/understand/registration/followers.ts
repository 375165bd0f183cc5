import { mentionsIn } from "../naming/platforms.ts";
import { readAmount } from "../text/numbers.ts";

const AMOUNT =
  "(?<!(?<![丝人粉注总])数)(?<![几第\\d.零〇一二两俩三四五六七八九十百千万])(?:\\d{1,9}(?:,\\d{3}){0,3}(?:\\.\\d{1,4})? ?(?:[多来余]?[万w千k百]\\d?(?!\\d))?|[一二两俩三四五六七八九十百千万][零〇一二两三四五六七八九十百千万]{0,9}(?:[多来余][万千百])?)(?!位数|几[万千百])";
const OLD = `(?:从|由|原来|原先|以前|之前|上月|上次|不是)(?:的|是|写的?)?${AMOUNT}(?:多)?个?[,，]?`;
const FILLERS = `(?:量|数量?|者|人数|的人|的话|总数|目前|现在|如今|已经?|大概|大约|约|差不多|也就|就|应该|一共|总共|只有|才|有|个|是|为|到|了|的|达|涨|升|变|掉|成|刚刚?|好|不到|不足|快到?|将近|接近|差一?点|超过?|[过破上][千万百](?=了? ?\\d)|过|破|上(?=[百千万])|不多|少点|少|翻倍|翻番|写错|填错|错|不准|改|更新|下|一下|啦|吧|呢|[:：=~ -]|[,，](?! ?\\d{1,4}个?(?:视频|作品|条|篇|岁|年))|${OLD}){0,9}`;
const WORDS = "(?:粉丝|粉絲|(?<!涨)粉(?!丝|絲|笔|红|色|刷)|关注(?:者|量|人数|数|的人)|听众|订阅者?)";

const AFTER_WORD = new RegExp(
  `${WORDS}(${FILLERS})(${AMOUNT})(?:[多余来]?个?(?:变成?|涨到|升到|到|→)(${AMOUNT}))?`,
);
const BEFORE_WORD = new RegExp(
  `(${AMOUNT})[多来几余把]?(?:左右)?[个位名人]?的?(?:真|活)? ?(?:${WORDS}|人?(?:关注|订阅))(?! ?[:：]? ?[\\d一二两三四五六七八九十]{1,9}(?![\\d一二两三四五六七八九十、]|\\.(?!\\d)))`,
  "g",
);
/** On a pasted page other counts stand before the word: "关注 112 粉丝 1.3万". */
const OTHER_COUNT = /(?:关注|获赞|点赞|赞|收藏|作品|视频|微博|动态)(?:数|量)?[:： ]{0,3}$/;
const FOLLOWED = /关注(?:量|的)?[:： ]{0,2}(?:大概|大约|有|约|才|差不多){0,2}/;
const FOLLOWED_BY = new RegExp(`${FOLLOWED.source}(${AMOUNT})`);

const BY_ITSELF =
  /^(?:现在|目前|如今|这月|本月|大概|大约|有|差不多|才|刚过?){0,3}(\d{1,6}(?:\.\d{1,3})?[万wk千]|[一二两三四五六七八九十百]{1,4}[百千万][零一二三四五六七八九百千]{0,4})(?:多|来|左右|了|个|人){0,3}$/;
const PIECES = /[\s,，;；。、!！/|｜]+/;

const isBelow = (before: string): boolean => /(?:不到|不足|快到?|将近|接近|差点?)[^\d]{0,2}$/.test(before);

/** "不到一千" is below the thousand; how far below is not said, so that a round bound is left to be asked. */
const certain = (amount: number | undefined, before: string): number | undefined =>
  amount !== undefined && amount >= 1000 && isBelow(before) && /^10*$/.test(String(amount))
    ? undefined
    : amount;

const attached = (text: string): number | undefined => {
  for (const found of text.matchAll(BEFORE_WORD)) {
    const before = text.slice(Math.max(0, found.index - 8), found.index);
    if (OTHER_COUNT.test(before)) continue;
    if (found[1] === "一" && /^(?:都|也)?没/.test(text.slice(found.index + found[0].length))) continue;
    return certain(readAmount(found[1] ?? ""), before);
  }
  return undefined;
};

const following = (text: string): number | undefined => {
  const found = AFTER_WORD.exec(text);
  if (!found) return undefined;
  const [, before = "", first = "", then] = found;
  return certain(readAmount(then ?? first), then ? "" : before);
};

const byItself = (text: string): number | undefined => {
  for (const piece of text.split(PIECES)) {
    const [mention] = mentionsIn(piece);
    const left = mention?.at === 0 ? piece.slice(mention.end) : piece;
    const [, amount] = BY_ITSELF.exec(left) ?? [];
    if (amount !== undefined) return readAmount(amount);
  }
  return undefined;
};

const watched = (text: string): number | undefined => {
  const [, amount] = /粉/.test(text) ? [] : (FOLLOWED_BY.exec(text) ?? []);
  return amount === undefined ? undefined : readAmount(amount);
};

/** How many followers a prepared text tells of; "没几个" and "几百" tell no number. */
export function followersIn(text: string): number | undefined {
  return attached(text) ?? following(text) ?? watched(text) ?? byItself(text);
}
