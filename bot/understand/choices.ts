import type { Meaning, QuestionContext, Value } from "./meaning.ts";
import { type Heard, plain } from "./normalise.ts";
import { readNumber } from "./numbers.ts";
import { verdictOf } from "./value.ts";

const VALUES: ReadonlySet<string> = new Set(["是", "否", "部分", "整改中", "不涉及"]);

/** Whether the choices offered are the recorded values themselves. */
export function offersValues(choices: readonly string[] | undefined): boolean {
  return choices?.every((choice) => VALUES.has(choice)) ?? true;
}

const ORDINAL =
  /^(?:选|我选|选择|就选|答案?是?)?(?:第)?\(?([a-i]|\d{1,2}|[一二三四五六七八九十]{1,2})\)?(?:个|项|条|号|种|样)?(?:选项)?[、.)。]?(?:的)?(?:吧|就行|好了)?$/;
const FROM_END =
  /^(?:选|我选|就)?(?:最后|末尾|倒数第?([一二三四五1-5])?|最后那?)(?:一)?(?:个|项|条)?(?:吧)?$/;
const ALL =
  /^(?:都|全|全部|所有|统统|全都)(?:都)?(?:选|要|有|是|勾|选上|勾上|包括)?(?:了|吧)?$|^以上(?:都|全)(?:是|有|选)$|^[两三]个都(?:选|有|要|是)$/;

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

const byName = (bare: string, choices: readonly string[]): number[] => {
  const word = bare
    .replace(/^(?:选|我选|是|就是|应该选|要|有|由)(?=.{2})/, "")
    .replace(/(?:那个|这个|的|那一?项|吧|来?终?审|来?负责|来?把关)$/, "")
    .replace(ALIASED, (alias) => ALIASES[alias] ?? alias);
  if (word.length < 2) return [];
  const exact = choices.findIndex((choice) => plain(choice) === word);
  if (exact !== -1) return [exact];
  const part = choices.flatMap((choice, at) => (plain(choice).includes(word) ? [at] : []));
  if (part.length > 0 || /副|不|没|非|除/.test(word)) return part;
  return choices.flatMap((choice, at) => (choice.length >= 2 && word.includes(plain(choice)) ? [at] : []));
};

const pieces = (bare: string): string[] =>
  bare.split(/[、,，和跟与及&+/;\s]+|还有|以及/).filter((piece) => piece !== "");

const oneOf = (bare: string, choices: readonly string[]): number | "none" | "unclear" => {
  const place = placeOf(bare, choices.length);
  if (place !== undefined) return place >= 0 && place < choices.length ? place : "unclear";
  const named = byName(bare, choices);
  if (named.length === 1) return named[0] as number;
  return named.length > 1 ? "unclear" : "none";
};

/** The places chosen, in order; "unclear" when a choice is meant but not clear which; undefined when none is meant. */
export function readPlaces(bare: string, choices: readonly string[]): number[] | "unclear" | undefined {
  if (ALL.test(bare)) return choices.map((_, at) => at);
  const whole = oneOf(bare, choices);
  if (typeof whole === "number") return [whole];
  const parts = pieces(bare.replace(/(?:都|全)(?:选|有|要|是)?$/, ""));
  const read = parts.map((part) => oneOf(part, choices));
  if (parts.length > 1 && read.every((one) => typeof one === "number")) return [...new Set(read as number[])];
  const run = /^[a-h]{2,8}$/.test(bare) ? [...bare].map((sign) => sign.charCodeAt(0) - 97) : [];
  if (run.length > 0 && run.every((place) => place < choices.length)) return [...new Set(run)];
  return whole === "unclear" || read.includes("unclear") ? "unclear" : undefined;
}

const askWhich = (choices: readonly string[]): string =>
  `请选一项:${choices.map((choice, at) => `${at + 1} ${choice}`).join(",")}。`;

const chosen = (places: readonly number[], context: QuestionContext, choices: readonly string[]): Meaning => {
  const values = places.map((place) => choices[place] ?? "");
  const [first] = values;
  if (first !== undefined && values.length === 1 && VALUES.has(first)) {
    const value = first as Value;
    const ask = value === "不涉及" ? "为什么不涉及?" : value === "部分" ? "还差哪些?请简单说明。" : undefined;
    return { intent: "answer", item: "cur", value, verdict: verdictOf(value, context.polarity), ask };
  }
  return { intent: "answer", item: "cur", value: values.join("、"), values, choices: [...places] };
};

/** Questions that only one choice answers. */
const ONE_ONLY = /哪一[类个种项级]|属于哪|由谁|是谁|哪个/;

/** Recorded values are chosen here by their number only; their words are read with the question. */
const isChoosing = (heard: Heard, choices: readonly string[]): boolean => {
  if (choices.length === 0 || heard.asking || /^[?]|吗$/.test(heard.bare)) return false;
  return !offersValues(choices) || ORDINAL.test(heard.bare) || FROM_END.test(heard.bare);
};

/** Reads a choice among those offered with the question. */
export function readChoice(heard: Heard, context: QuestionContext): Meaning | undefined {
  const choices = context.choices ?? [];
  const places = isChoosing(heard, choices) ? readPlaces(heard.bare, choices) : undefined;
  if (places === undefined) return undefined;
  if (places === "unclear") return askChoice(choices);
  const tooMany = places.length > 1 && ONE_ONLY.test(context.question);
  return tooMany ? askChoice(choices) : chosen(places, context, choices);
}

/** What to ask when choices were offered and none was recognised. */
export function askChoice(choices: readonly string[]): Meaning {
  return { intent: "ambiguous", ask: askWhich(choices) };
}
