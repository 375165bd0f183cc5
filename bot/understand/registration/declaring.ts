import type { Meaning } from "../meaning.ts";
import { readPlatforms } from "../naming/platforms.ts";
import { type Heard, strip } from "../text/normalise.ts";

/** Media of a school beside the platforms, and what people call them. */
const MEDIA: readonly (readonly [string, string])[] = [
  ["校园电视台", "校园电视台"],
  ["校园电视台", "电视台"],
  ["广播站", "校园广播站"],
  ["广播站", "广播站"],
  ["广播站", "广播台"],
  ["广播站", "校园广播"],
  ["校园网", "校园网"],
  ["校园网", "校网"],
  ["网站", "网站"],
  ["网站", "官网"],
  ["网站", "网页"],
  ["校报", "校报"],
  ["校刊", "校刊"],
  ["校刊", "内刊"],
  ["应用程序", "客户端"],
  ["应用程序", "app"],
  ["小程序", "小程序"],
  ["QQ群", "qq群"],
  ["微信群", "微信群"],
  ["贴吧", "贴吧"],
  ["论坛", "论坛"],
];

/** The kinds that a part of a sentence names, in order. */
const namedIn = (text: string): string[] => {
  const found: { at: number; name: string }[] = [];
  let rest = text;
  for (const [name, word] of MEDIA) {
    const at = rest.indexOf(word);
    if (at === -1) continue;
    rest = rest.replaceAll(word, "\u0000".repeat(word.length));
    found.push({ at, name });
  }
  const platforms = readPlatforms(rest).map((name) => (name === "微博" ? "微博客" : name));
  if (!platforms.includes("微信公众号") && /微信(?!群|号|公众)/.test(rest)) platforms.push("微信公众号");
  return [...platforms, ...found.toSorted((one, other) => one.at - other.at).map(({ name }) => name)];
};

const DENIED = /没有?|无(?!线)|未|停了|停办|关[了掉停]|注销|撤了|不[用办]了/;
const LEFT = /^除/;

/** What one clause says that there is: what follows a denial is not there, nor what stands alone before it. */
const hadIn = (clause: string): string[] => {
  const denial = DENIED.exec(clause);
  if (!denial) return namedIn(clause);
  const before = clause.slice(0, denial.index);
  const denied = namedIn(clause.slice(denial.index));
  return denied.length > 0 || LEFT.test(clause)
    ? namedIn(before).filter((name) => !denied.includes(name))
    : [];
};

const inOrder = (text: string, kinds: readonly string[]): string[] => {
  const order = text.split(/[、,。;和及]|还有|以及/).flatMap(namedIn);
  return [...new Set(kinds)].toSorted((one, other) => order.indexOf(one) - order.indexOf(other));
};

/** Which media and platforms a unit says that it has. */
export const declared = ({ bare }: Pick<Heard, "bare">): Meaning => {
  const clauses = bare.split(/[,。;!\n]/);
  const kinds = inOrder(bare, clauses.flatMap(hadIn));
  return {
    intent: "inventory",
    kinds,
    none: kinds.length === 0 && DENIED.test(bare) ? true : undefined,
    confirm: true,
  };
};

const DECLARING =
  /^(?:报一下|汇报一下|媒体|平台|情况|[:, ]){0,4}(?:我们?|咱们?|俺们?|本)?(?:校|学校|园|幼儿园|单位|中心校)(?:里|目前|现在|现|共|一共|总共|就|只|仅|开设|开通|办|设|上报){0,4}(?:有|了|着|的是?){1,3}/;
const COUNTS =
  /[一二两三四五六七八九十\d]{1,3}[个份种]|都|各|就|还|也|自己|没有?|无|别的|其他|有|一概|任何|[、,。;:和及跟与个 ]/g;

/** Whether a message does nothing but say which media there are. */
export const isDeclaration = (bare: string): boolean => {
  const lead = DECLARING.exec(bare)?.[0];
  if (lead === undefined) return false;
  const said = bare.slice(lead.length);
  const names = namedIn(said);
  const words = [
    ...MEDIA.map(([, word]) => word),
    ...names,
    "公众号",
    "微博",
    "头条号",
    "抖音号",
    "快手号",
    "微信",
  ]
    .toSorted((one, other) => other.length - one.length)
    .reduce((rest, word) => rest.replaceAll(word.toLowerCase(), ""), said);
  return names.length > 0 && strip(words.replace(COUNTS, "")).length <= 3;
};
