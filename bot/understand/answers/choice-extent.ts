import { plainQuestion } from "../text/normalise.ts";
import { readNumber } from "../text/numbers.ts";
import { byName } from "./choice-names.ts";

/** The places of the choices that a text means by how many or how often; undefined when it speaks of neither. */
type Extent = (bare: string, choices: readonly string[]) => number[] | undefined;

const EVERY =
  /^(?:全部?|都|(?:[两三四五六2-6]|几|每)[个样种项类](?:都|全)?|前[面头]?[两三四五2-5][个样种项](?:都|全)?|样样)(?:都|全)?(?:有|是|选|要|搞|做|弄|开|开展|留|存|保存)(?:过|了|着|的)*$/;
const ALL_THE_REST =
  /^(.{2,8}?)(?:没有?|没得)(?:搞|做|开展|开|弄|办)?(?:过|了)?,?(?:其[他余它]|别的|剩下|另外)(?:的|[一二三四五两几]?[个样种项]){0,2}(?:都|全)?(?:有|搞|做|开|弄)/;
const FIRST_FEW = /^前[面头]?([两二三四五2-5])[个样种项]/;
const EXCEPT = /^除了?(.{2,8}?)(?:以外|之外|外)?,?(?:其[他余]|别的|剩下)?(?:的)?(?:都|全)/;
const NONE_AT_ALL =
  /^(?:(?:啥|什么|哪[个样种]|一[个样种次回条])?(?:都|也)?(?:没有?|没得|无|不存在)(?:过|的|了|任何)?|(?:还|从来?|从)?(?:没|未)(?:搞|做|开展|弄|办|建|开|有|存|保存|明确|定|安排)(?:过|了)?(?:一[回次])?|零|以上(?:都|全)?(?:没有?|不是))$/;
/** A choice, or a piece of a text, that says that there is none. */
export const DENYING = /^(?:都|以上都|全)?(?:没有?|无|未|从未|不)/;

/** The choice that says that there is none, and the others. */
const dividedBy = (choices: readonly string[]): { denying: number; offered: number[] } => {
  const denying = choices.findIndex((choice) => DENYING.test(choice));
  return { denying, offered: choices.map((_, at) => at).filter((at) => at !== denying) };
};

const noneOf: Extent = (bare, choices) => {
  const { denying } = dividedBy(choices);
  return NONE_AT_ALL.test(bare) && denying !== -1 ? [denying] : undefined;
};

const firstFew: Extent = (bare, choices) => {
  const { offered } = dividedBy(choices);
  const few = readNumber(FIRST_FEW.exec(bare)?.[1] ?? "");
  return few !== undefined && few <= offered.length ? offered.slice(0, few) : undefined;
};

const allBut: Extent = (bare, choices) => {
  const without = (EXCEPT.exec(bare) ?? ALL_THE_REST.exec(bare))?.[1];
  const left = without === undefined ? [] : byName(without, choices);
  return left.length === 1 ? dividedBy(choices).offered.filter((at) => at !== left[0]) : undefined;
};

const everyOne: Extent = (bare, choices) => {
  if (!EVERY.test(bare)) return undefined;
  const joined = choices.findIndex((choice) => /[和与及]/.test(choice));
  return joined === -1 ? dividedBy(choices).offered : [joined];
};

const RHYTHMS: readonly (readonly [RegExp, RegExp])[] = [
  [/(?:每|一)?个?(?:周|星期|礼拜)/, /^每周/],
  [/(?:每|一)个?月|月月|按月/, /^每月/],
  [/(?:每|一)?个?学期|半年/, /^每学期/],
  [/(?:每|一)年|年年|一学年/, /^每年/],
  [/天天|(?:每|一)天|每日/, /^每[天日]/],
];
const ONE_TIME =
  /^(?:基本|一般|平均|我们)?(?:是|都)?[^,\d]{0,2}?(?:每|一)?个?(?:周|星期|礼拜|月|学期|年|天|日)(?:都|就)?(?:搞|开展|开|评|弄|来|做)?(?:一|1)?(?:次|回|遍|趟)?$/;

/** "一个月一回" is 每月 where that is offered. */
const byRhythm: Extent = (bare, choices) => {
  const rhythm = ONE_TIME.test(bare) ? RHYTHMS.find(([said]) => said.test(bare))?.[1] : undefined;
  const at = rhythm ? choices.findIndex((choice) => rhythm.test(choice)) : -1;
  return at === -1 ? undefined : [at];
};

/** "学习培训", "纸质的电子的都有": the names and nothing else. */
const tiled: Extent = (bare, choices) => {
  const places = choices.flatMap((choice, at) =>
    bare.includes(plainQuestion(choice)) && !DENYING.test(choice) ? [at] : [],
  );
  const rest = places.reduce((text, at) => text.replace(plainQuestion(choices[at] ?? ""), ""), bare);
  return places.length > 1 && /^[的都全有和跟、,搞做过了]*$/.test(rest) ? places : undefined;
};

/** Several names where one choice names them together. */
export const together = (places: readonly number[], choices: readonly string[]): number[] => {
  const wanted = places
    .map((at) => choices[at] ?? "")
    .toSorted()
    .join();
  const one = choices.findIndex(
    (choice) =>
      choice
        .split(/[和与及]/)
        .toSorted()
        .join() === wanted,
  );
  return one === -1 || places.length < 2 ? [...places] : [one];
};

const FIGURES = "123456789";
/** "abd", "134", "一二三": a run of rising signs that each choose one. */
const runOf: Extent = (bare, choices) => {
  if (!/^(?:[a-h]{2,8}|[1-8]{2,8}|[一二三四五六七八]{2,8})$/.test(bare)) return undefined;
  const places = [...bare].map((sign) =>
    /[a-h]/.test(sign) ? sign.charCodeAt(0) - 97 : FIGURES.indexOf(String(readNumber(sign))),
  );
  const rising = places.every((place, at) => at === 0 || place > (places[at - 1] ?? 0));
  const single = rising || /[a-h]/.test(bare);
  return single && places.every((place) => place < choices.length) ? [...new Set(places)] : undefined;
};

const firstExtent =
  (extents: readonly Extent[]): Extent =>
  (bare, choices) => {
    for (const extent of extents) {
      const places = extent(bare, choices);
      if (places) return places;
    }
    return undefined;
  };

/** Choices meant by how many they are (all of them, all but one, the first two, none) or by how often. */
export const byExtent: Extent = firstExtent([noneOf, firstFew, allBut, everyOne, byRhythm]);
/** Choices written one after the other. */
export const inARow: Extent = firstExtent([tiled, runOf]);
