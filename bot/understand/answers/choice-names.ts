import { plainQuestion } from "../text/normalise.ts";
import { readNumber } from "../text/numbers.ts";

/** A message that is nothing but the place of a choice: "第二个", "B". */
export const ORDINAL =
  /^(?:选|我选|选择|就选|答案?是?)?(?:第)?\(?([a-i]|\d{1,2}|[一二三四五六七八九十]{1,2})\)?(?:个|项|条|号|种|样)?(?:选项)?[、.)。]?(?:的)?(?:吧|就行|好了)?$/;
/** The place counted from the end: "最后一个". */
export const FROM_END =
  /^(?:选|我选|就)?(?:最后|末尾|倒数第?([一二三四五1-5])?|最后那?)(?:一)?(?:个|项|条)?(?:吧)?$/;
const placeOf = (bare: string, count: number): number | undefined => {
  const end = FROM_END.exec(bare);
  if (end) return count - (end[1] ? (readNumber(end[1]) ?? 1) : 1);
  const sign = ORDINAL.exec(bare)?.[1];
  if (sign === undefined) return undefined;
  return /[a-i]/.test(sign) ? sign.charCodeAt(0) - 97 : (readNumber(sign) ?? 0) - 1;
};

/** Other names of what is often offered. */
const ALIASES: Readonly<Record<string, string>> = {
  公众号: "公众账号",
  公号: "公众账号",
  app: "应用程序",
  微信群: "即时通信工具",
  qq群: "即时通信工具",
};
const ALIASED = new RegExp(`^(?:${Object.keys(ALIASES).join("|")})$`);

/** Words before and after a chosen name that choose nothing. */
const BEFORE_NAME =
  /^(?:我们|我校|学校|目前|现在|这边|都?是|就是|就有|只有|就|只|仅|选|我选|应该选|要|有|由|开了?|用|一个|一?个|分管的?|两个是){1,4}(?=.{2})/;
const AFTER_NAME =
  /(?:那个|这个|的|那一?项|来?终?审|来?负责|来?把关|来?担任|兼|在管|管|开展过?|搞过?|做过?|有|都有|没定|各?一个){1,2}$/;

/** The places of the choices that a text names. */
export const byName = (bare: string, choices: readonly string[]): number[] => {
  const word = bare.replace(BEFORE_NAME, "").replace(AFTER_NAME, "");
  const found = word.length < 2 ? [] : named(word, bare, choices);
  const alias = word.replace(ALIASED, (known) => ALIASES[known] ?? known);
  return found.length > 0 || alias === word ? found : named(alias, bare, choices);
};

const named = (word: string, bare: string, choices: readonly string[]): number[] => {
  const exact = choices.findIndex((choice) =>
    [word, word.replace(/^没(?!有)/, "没有")].includes(plainQuestion(choice)),
  );
  if (exact !== -1) return [exact];
  const part = choices.flatMap((choice, at) => (plainQuestion(choice).includes(word) ? [at] : []));
  if (part.length > 0 || /副|不|没|非|除/.test(word) || pieces(bare).length > 1) return part;
  return choices.flatMap((choice, at) =>
    choice.length >= 2 && word.includes(plainQuestion(choice)) ? [at] : [],
  );
};

/** The pieces of a text that may each name a choice. */
export const pieces = (bare: string): string[] =>
  bare.split(/[、,，和跟与及&+/;\s]+|还有|以及|外加|再加/).filter((piece) => piece !== "");

/** The place of the one choice that a text names or counts. */
export const oneOf = (bare: string, choices: readonly string[]): number | "none" | "unclear" => {
  const place = placeOf(bare, choices.length);
  if (place !== undefined) return place >= 0 && place < choices.length ? place : "unclear";
  const meant = byName(bare, choices);
  if (meant.length === 1) return meant[0] as number;
  return meant.length > 1 ? "unclear" : "none";
};
