import type { Meaning, QuestionContext, Value } from "../meaning.ts";
import { type Heard, plainQuestion } from "../text/normalise.ts";
import { likeSounding } from "../text/slips.ts";
import { byExtent, DENYING, inARow, together } from "./choice-extent.ts";
import { FROM_END, ORDINAL, oneOf, pieces } from "./choice-names.ts";
import { verdictOf } from "./value.ts";

const VALUES: ReadonlySet<string> = new Set(["是", "否", "部分", "整改中", "不涉及"]);

/** Whether the choices offered are the recorded values themselves. */
export function offersValues(choices: readonly string[] | undefined): boolean {
  return choices?.every((choice) => VALUES.has(choice)) ?? true;
}

const ALL =
  /^(?:都|全|全部|所有|统统|全都)(?:都)?(?:选|要|有|是|勾|选上|勾上|包括)?(?:了|吧)?$|^以上(?:都|全)(?:是|有|选)$|^[两三]个都(?:选|有|要|是)$/;

const RIGHTED =
  /(?:^|,)(?:不对|不是|哦不|错了|说错了|点错了|选错了)[,、。 ]*(?:不对[,、。 ]*)?(?:应该|是|改)*/;
/** What stands after a correction of oneself. */
const righted = (bare: string): string => {
  const found = RIGHTED.exec(bare);
  const rest = found && found.index > 0 ? bare.slice(found.index + found[0].length) : "";
  return rest === "" ? bare : rest;
};

/** "就一个公众号,别的没有", "没有网站,就公众号": says no more than the rest. */
const REST_DENIED =
  /^(?:其[他它余]|别的|剩下|另外)(?:的|几个)?(?:都|全|也|统统)?(?:没有?|没得|无|不|未)|^(?:就|只有|只)这?(?:些|[两三几一]个|俩|仨)$|^没了$/;

const isName = (part: string, choices: readonly string[]): boolean =>
  choices.some((choice) => plainQuestion(choice) === part);

/** The pieces of a text that say which choice, without those that deny the rest. */
const telling = (bare: string, choices: readonly string[]): string[] => {
  const parts = pieces(bare.replace(/(?:都|全)(?:选|有|要|是|搞过?|做过?|开展过?)?(?:了|的)?$/, "")).filter(
    (part, at) => at === 0 || !REST_DENIED.test(part),
  );
  return parts.length > 1 ? parts.filter((part) => !DENYING.test(part) || isName(part, choices)) : parts;
};

/** Choices named piece by piece; "D 没定呢" names one twice where D is 未明确. */
const byPieces = (parts: readonly string[], choices: readonly string[]): number[] | "unclear" | undefined => {
  const read = parts.map((part) => oneOf(part, choices));
  const places = read.filter((one) => typeof one === "number");
  if (places.length > 0 && places.length === read.length) return [...new Set(places)];
  const [first] = read;
  if (typeof first === "number" && read.length === 2 && byExtent(parts[1] ?? "", choices)?.[0] === first)
    return [first];
  return read.includes("unclear") ? "unclear" : undefined;
};

/** The places chosen, in order; "unclear" when a choice is meant but not clear which; undefined when none is meant. */
export function readPlaces(bare: string, choices: readonly string[]): number[] | "unclear" | undefined {
  if (ALL.test(bare)) return choices.map((_, at) => at);
  const whole = oneOf(bare, choices);
  if (typeof whole === "number") return [whole];
  const counted = byExtent(bare, choices);
  if (counted) return counted;
  const named = byPieces(telling(bare, choices), choices);
  const places = Array.isArray(named) ? named : inARow(bare, choices);
  if (places) return together(places, choices);
  return whole === "unclear" ? "unclear" : named;
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

const HEDGED = /好像|可能|大概|也许|估计|不确定|似乎|[七八]成|说不准|还是.*(?:来着|呢)/;

/** Recorded values are chosen here by their number only; their words are read with the question. */
const isChoosing = (heard: Heard, choices: readonly string[]): boolean => {
  if (choices.length === 0 || heard.asking || HEDGED.test(heard.bare) || /^[?]|吗$/.test(heard.bare))
    return false;
  return !offersValues(choices) || ORDINAL.test(heard.bare) || FROM_END.test(heard.bare);
};

/** Reads a choice among those offered with the question. */
export function readChoice(heard: Heard, context: QuestionContext): Meaning | undefined {
  const choices = context.choices ?? [];
  const places = isChoosing(heard, choices)
    ? readPlaces(likeSounding(righted(heard.bare), choices), choices)
    : undefined;
  if (places === undefined) return undefined;
  if (places === "unclear") return askChoice(choices);
  const tooMany = places.length > 1 && ONE_ONLY.test(context.question);
  return tooMany ? askChoice(choices) : chosen(places, context, choices);
}

/** What to ask when choices were offered and none was recognised. */
export function askChoice(choices: readonly string[]): Meaning {
  return { intent: "ambiguous", ask: askWhich(choices) };
}
