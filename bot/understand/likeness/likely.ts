import { countVerdict } from "../answers/counts.ts";
import { verdictOf } from "../answers/value.ts";
import { factsOf } from "../facts.ts";
import type { Context, Meaning, Value } from "../meaning.ts";
import type { Scene } from "../rule.ts";
import { type Heard, plainQuestion } from "../text/normalise.ts";
import { situationOf } from "./features.ts";
import { familiarity, type Like } from "./likeness.ts";

/** What is done at once, without being asked for again; it takes more to be believed. */
const BINDING: ReadonlySet<string> = new Set([
  "confirm",
  "consent",
  "review-close",
  "review-reject",
  "undo",
  "register-none",
]);
/** What only the grammar can read: a list of answers, a choice. */
const UNREADABLE: ReadonlySet<string> = new Set(["answers", "answer", "ask"]);

/** What a message is like, the likeliest first. */
export type Likes = readonly Like[];

const ENOUGH = { answer: 0.75, binding: 0.85, other: 0.4 };

/** A grammar's reading is given up for another only where it is as good as out of the question. */
const IMPOSSIBLE = 0.02;
const CERTAIN = 0.95;
/** On a question of the checklist the likeness has seen most, and less is needed to give a reading up. */
const DOUBTFUL = 0.05;
/** A value that fewer of the sentences like it carry than this is echoed before it is recorded. */
const BELIEVED = 0.4;
/** Where more was said than the value, the rest may say otherwise. */
const BELIEVED_BESIDE_MORE = 0.8;
/** A value that next to no sentence like it carries is asked for. */
const UNHEARD = 0.01;

/** What holds less than this of known signs is no answer, whatever else is in it. */
const FAMILIAR = 0.75;
/** Chinese, or Latin words with spaces between them. */
const WORDED = /\p{Script=Han}|^[a-z'/]{2,}(?:[ ,.]+[a-z\d'/]+)+$/u;

/** Whether a text is written in words at all. */
const isWorded = (heard: Heard): boolean => WORDED.test(heard.bare) && familiarity(heard) >= FAMILIAR;

const valueIn = (label: string): Value | undefined =>
  label.startsWith("answer:") ? (label.slice("answer:".length) as Value) : undefined;

const isEnough = ({ label, share }: Like): boolean => {
  if (valueIn(label)) return share >= ENOUGH.answer;
  return share >= (BINDING.has(label) ? ENOUGH.binding : ENOUGH.other);
};

/** An answer that is only like others is echoed before it is recorded. */
const alike = (value: Value, { context }: Scene, bare: string): Meaning => ({
  intent: "answer",
  item: "cur",
  value,
  verdict: context.kind === "question" ? verdictOf(value, context.polarity) : undefined,
  note: bare.length > (value === "部分" ? 4 : 8) ? bare : undefined,
  confirm: true,
});

/** What a message that no rule knows is like; undefined when it is like nothing, or like something that must be asked. */
export function likely([best]: Likes, heard: Heard, scene: Scene): Meaning | undefined {
  return best && isEnough(best) && !FIGURES.test(heard.bare) ? readAs(best, heard, scene) : undefined;
}

/** A short denial is no yes, whatever it is like. */
const DENYING = /^(?:还|都|也|就|并|从来?)?(?:不|没|未|尚未|无).{0,5}$/;

const asksForValue = (context: Context): boolean => /^question[+-]$/.test(situationOf(context));
/** Figures alone are like nothing: they choose from what was offered. */
const FIGURES = /^[\d\s,.、]+$/;

/** What tells how things are wishes to see nothing, whatever it speaks of. */
const TELLING = /(?:[着了过]呢?|[有在好]呢)$|^(?:还没|没|未|都|已)/;
const SHOWING = /^(?:query-|show-|get-)/;

/** "转的都写了转自哪儿". */
const ALL_DONE = /都.{1,4}了(?!些)(?!.*(?:吗|没|不|没有)$)/;

const onlyTells = (label: string, { bare, asking }: Heard, { context }: Scene): boolean => {
  if (context.kind !== "question" || asking) return false;
  return SHOWING.test(label) ? TELLING.test(bare) : label === "question" && ALL_DONE.test(bare);
};

/** The message read as what it is like; undefined where only the grammar could read it. */
const readAs = ({ label }: Like, heard: Heard, scene: Scene): Meaning | undefined => {
  if (UNREADABLE.has(label) || onlyTells(label, heard, scene)) return undefined;
  const value = valueIn(label);
  if (value && !(asksForValue(scene.context) && isWorded(heard))) return undefined;
  if (value === "是" && DENYING.test(heard.bare)) return undefined;
  return value ? alike(value, scene, heard.bare) : factsOf(label, heard, scene);
};

const labelOf = (meaning: Meaning, { context }: Scene): string =>
  meaning.intent === "answer" && context.kind === "question" && !("choices" in meaning)
    ? `answer:${meaning.value}`
    : meaning.intent;

/** Whether everything else speaks against a reading with this share. A hedge gives way to nothing less than certainty. */
const isOverruled = (meaning: Meaning, share: number, best: Like, { context }: Scene): boolean =>
  context.kind === "question" && meaning.intent !== "unsure"
    ? share <= DOUBTFUL && (meaning.intent === "answer" ? isEnough(best) : best.share >= ENOUGH.other)
    : share <= IMPOSSIBLE && best.share >= CERTAIN;

/** The answers themselves need no second witness. */
const UNMISTAKABLE =
  /^(?:是的?|不是|否|有的?|没有?的?|没有了|无|存在|不存在|部分|整改中|不涉及|不适用|[选第]?\d{1,2}个?)$/;

/** A plain answer, or a count that is held against the number demanded. */
const isFirm = ({ bare }: Heard, { context }: Scene): boolean =>
  UNMISTAKABLE.test(bare) ||
  (context.kind === "question" &&
    ["是", "否"].includes(countVerdict(bare, plainQuestion(context.question)) ?? ""));

/** The grammar's value with its second witness: plain where both agree, echoed or asked for where they do not. */
const witnessed = (meaning: Meaning, share: number, { context }: Scene): Meaning => {
  if (meaning.intent !== "answer" || meaning.confirm || context.kind !== "question") return meaning;
  if (share >= (meaning.note === undefined ? BELIEVED : BELIEVED_BESIDE_MORE)) return meaning;
  return share < UNHEARD ? UNCLEAR : { ...meaning, confirm: true };
};

/** Somebody is named to take over. */
const namesSuccessor = (meaning: Meaning): boolean =>
  meaning.intent === "transfer-request" && meaning.to !== undefined;

/** What no example speaks of: an answer that names its number, a question or a wish to go on beside an answer, and the answer of last time. */
const isBeside = (meaning: Meaning, { label }: Like, { context }: Scene): boolean =>
  meaning.intent === "answer" &&
  (typeof meaning.item === "number" ||
    label === "next" ||
    (meaning.question !== undefined && ASKING.test(label)) ||
    (meaning.confirm === true && context.kind === "question" && meaning.value === context.previousValue));

const ASKING = /^(?:question|explain|help|ask|get-template|query-.*|answer:.*)$/;

const UNCLEAR: Meaning = { intent: "ambiguous", ask: "没看明白。请答“是”或“否”,再说明情况。" };

/** The reading of the grammar, unless everything else speaks against it. */
export function checked(meaning: Meaning, likes: Likes, heard: Heard, scene: Scene): Meaning {
  const [best] = likes;
  const label = labelOf(meaning, scene);
  if (!best || isFirm(heard, scene) || namesSuccessor(meaning) || isBeside(meaning, best, scene))
    return meaning;
  const share = likes.find((like) => like.label === label)?.share ?? 0;
  if (label !== best.label && isOverruled(meaning, share, best, scene)) {
    const other = readAs(best, heard, scene);
    if (other) return other;
  }
  return witnessed(meaning, share, scene);
}
