import { readPlaces } from "../answers/choices.ts";
import type { Context, Meaning } from "../meaning.ts";
import type { Rule } from "../rule.ts";
import { readNumber } from "../text/numbers.ts";
import { declared, isDeclaration } from "./declaring.ts";

const NOTHING =
  /^(?:都|全|全部|一个|一样|啥|什么|我们|我校|学校|本校|目前|暂时|这些|一概|统统|也){0,5}(?:都|也|全)?(?:没有?|无|没开|没有开办|没有开设|没有开通|没办|未开通|没设|不涉及|零|0|木有)(?:有|的|这些|任何|开通|设|办){0,5}$|^(?:零|0)报告$|^(?:以上)?(?:都|全)(?:没有?|无|不涉及)$/;
const LEFT_OUT =
  /^(?:除了?|没有?|无|就(?:是)?没有?|只差|不含|除去)(.{1,20}?)(?:以外|之外|外|没有)?[,、 ]?(?:其[他它余]|别的|剩下)?的?(?:都|全)(?:有|是|开了|办了|开通了?|弄了|注册了)$|^(?:其他|别的|其余|其它)?(?:都|全)有[,、]?(?:除了?|就|只)(?:是|差)?(?:没有?)?(.{1,20}?)(?:没有|以外|之外)?$/;

/** Where a unit may say unasked which media it has. */
const AT_REST = new Set<Context["kind"]>(["idle", "menu", "reminder", "deliverable", "answered", "paused"]);

/** Which of the media or platforms offered a unit has; what it names beside them is kept. */
export const inventory: Rule = (heard, { context }) => {
  if (heard.asking) return undefined;
  if (AT_REST.has(context.kind)) return isDeclaration(heard.bare) ? declared(heard) : undefined;
  if (context.kind !== "inventory") return undefined;
  const { bare } = heard;
  if (NOTHING.test(bare)) return { intent: "inventory", kinds: [], none: true, confirm: true };
  const except = LEFT_OUT.exec(bare);
  if (except) return allBut(except[1] ?? except[2] ?? "", context.kinds);
  const positive = withoutDenied(bare)
    .replace(
      /^(?:我们|我校|学校|本校|目前|现在|只|就|只是|一共|主要|大概|总共|单位|我们学校){0,5}(?:只|就)?(?:有|是|开了|办了|开通了|设了|用|选)?(?:了)?/,
      "",
    )
    .replace(
      /(?:都有|有|开了|就这些|这几个|这些|这?(?<!第)[两三四]个|没了|没有别的|别的没有|其他没有|其他的?没有?|吧|了){1,5}$/,
      "",
    );
  return positive === "" ? everything(bare, context.kinds) : listed(positive, context.kinds);
};

const DENYING = /^(.{0,20}?)(?:没有?|没开|无|未开通|停了|关了|不办了)(.{0,20})$/;

/** "校报没有", "有公众号没有抖音": only what is there is left; where two are counted they are parted. */
const withoutDenied = (bare: string): string =>
  bare
    .split(/[,。;!\n]/)
    .map((clause) => {
      const [, before = "", after] = DENYING.exec(clause) ?? [];
      if (after === undefined) return clause;
      return after.replace(/[的了过]/g, "") === "" ? "" : before;
    })
    .filter((clause) => clause !== "")
    .join("、")
    .replace(/(?<=(?!第)\p{Script=Han})(?=(?:[一两二三四五六七八九]|\d{1,2})个(?!$))/gu, "、");

type Kinds = readonly string[];

const everything = (bare: string, kinds: Kinds): Meaning | undefined =>
  /^(?:我们|学校|以上|这些|[两三四五]个|[几2-9]个){0,5}(?:都|全|全部|样样)(?:都)?(?:有|开了|办了)$/.test(bare)
    ? { intent: "inventory", kinds: [...kinds], confirm: true }
    : undefined;

const allBut = (named: string, kinds: Kinds): Meaning => {
  const places = readPlaces(named, kinds);
  if (!Array.isArray(places)) return askInventory(kinds);
  return { intent: "inventory", kinds: kinds.filter((_, at) => !places.includes(at)), confirm: true };
};

const askInventory = (kinds: Kinds): Meaning => ({
  intent: "ambiguous",
  ask: `请回复有哪几种的序号:${kinds.map((kind, at) => `${at + 1} ${kind}`).join(",")};都没有请回“零报告”。`,
});

const COUNTED =
  /^第|^(?:有|也有|还有)?(?:(?:[一两二三四五六七八九]|\d{1,2})(?:个|份|种))?|(?<=.{2})(?:[一两二三四五六七八九]|\d{1,2})(?:个|份|种)$/g;

/** "14" names the first and the fourth when there are no fourteen. */
const partsOf = (text: string, count: number): string[] => {
  const digits =
    /^\d{2,9}$/.test(text) && [...text].every((digit) => Number(digit) >= 1 && Number(digit) <= count);
  const parts = digits ? [...text] : text.split(/[、,;。\s+&/和跟与及]+|还有|以及/);
  return parts.map((part) => part.replace(COUNTED, "")).filter((part) => part !== "");
};

const isCustom = (part: string): boolean =>
  /^[\p{Script=Han}a-z]{2,10}$/u.test(part) && CUSTOM.test(part) && !/在|没|无|未|不|停/.test(part);

const placesOf = (part: string, kinds: Kinds): number[] | "unclear" | undefined => {
  const first = /^前([两二三四五2-5])(?:个|种|项)?$/.exec(part);
  if (first) return kinds.slice(0, readNumber(first[1] ?? "")).map((_, at) => at);
  return readPlaces(part.replace(/(?:号|个|条|项|有)$/, "") || part, kinds);
};

const listed = (text: string, kinds: Kinds): Meaning | undefined => {
  const parts = partsOf(text, kinds.length).map((part) => ({ part, places: placesOf(part, kinds) }));
  if (parts.some(({ places }) => places === "unclear")) return askInventory(kinds);
  const others = parts.filter(({ places }) => places === undefined).map(({ part }) => part);
  if (parts.length === 0 || !others.every(isCustom)) return undefined;
  const found = new Set(parts.flatMap(({ places }) => (Array.isArray(places) ? places : [])));
  return {
    intent: "inventory",
    kinds: kinds.filter((_, at) => found.has(at)),
    others: others.length > 0 ? others : undefined,
    confirm: true,
  };
};
const CUSTOM = /号|站|台|网|报|刊|博|书|app|群|吧|坛|栏|屏|端|程序|音|手|云|钉|平台|空间|直播/;
