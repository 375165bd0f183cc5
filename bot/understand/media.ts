import { readPlatforms } from "./platforms.ts";
import type { Rule } from "./rule.ts";

/** Media that are no platform of the internet, by the words for them. */
const MEDIA: readonly (readonly [string, RegExp])[] = [
  ["校报", /校报|报纸/],
  ["校刊", /校刊|期刊|内刊|杂志/],
  ["广播站", /广播(?:站|台|室)?/],
  ["校园电视台", /电视台/],
  ["校园网", /校园网站?|学校网站|官网/],
];
/** As the plan writes it. */
const KINDS: Readonly<Record<string, string>> = { 微博: "微博客" };

const DENIED = /没有?|无|未开|不涉及|木有/;
/** Only names and figures, or that the school has them. */
const HAVING =
  /(?:我们?|我校|俺们?|学校|本校|单位|一共|目前|现在)?.{0,4}(?:只|就|都)?(?:有|开设|开通|办|开了|一个|\d个|就.{0,2}个)|^(?:平台|媒体|信息平台)[:有]/;
const OTHERWISE =
  /[?]|吗|怎么|咋|哪|要不要|算不算|登记|注册|交|报(?!纸|告)|延|号主|整改|问题|问|不归|不是我们|模板|表/;

const namedIn = (text: string): string[] => {
  const media = MEDIA.filter(([, words]) => words.test(text)).map(([name]) => name);
  const rest = MEDIA.reduce((left, [, words]) => left.replace(words, ""), text);
  return [...media, ...readPlatforms(rest).map((name) => KINDS[name] ?? name)];
};

/** Beside a paper that is due: which media and platforms there are; what is denied is not among them. */
export const mediaHad: Rule = ({ bare }, { context }) => {
  if (context.kind !== "deliverable" || bare.length > 60 || OTHERWISE.test(bare.replaceAll("校报", "")))
    return undefined;
  const had = bare.split(/[,。;]/).filter((clause) => !DENIED.test(clause));
  const kinds = [...new Set(had.flatMap(namedIn))];
  const listing = HAVING.test(bare) || kinds.length > 1;
  return kinds.length > 0 && listing ? { intent: "inventory", kinds, confirm: true } : undefined;
};
