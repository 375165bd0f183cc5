import { factsOf } from "../facts.ts";
import type { Meaning, Value } from "../meaning.ts";
import type { Heard } from "../normalise.ts";
import type { Scene } from "../rule.ts";
import { verdictOf } from "../value.ts";
import { type Like, likenesses } from "./likeness.ts";

/** What is written down or set going at once; it takes more to be believed. */
const BINDING: ReadonlySet<string> = new Set([
  "confirm",
  "cancel",
  "consent",
  "decline",
  "register-none",
  "review-close",
  "review-reject",
  "submit",
  "undo",
  "restart",
  "consent-withdraw",
  "data-delete-request",
]);
/** What only the grammar can read: a list of answers, a choice, a list of media. */
const UNREADABLE: ReadonlySet<string> = new Set(["answers", "answer", "inventory", "ask"]);

const ENOUGH = { answer: 0.85, binding: 0.85, other: 0.45 };

/** A grammar's reading is given up for another only where it is as good as out of the question. */
const IMPOSSIBLE = 0.02;
const CERTAIN = 0.95;

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
  note: bare.length > 8 ? bare : undefined,
  confirm: true,
});

/** What a message that no rule knows is like; undefined when it is like nothing, or like something that must be asked. */
export function likely(heard: Heard, scene: Scene): Meaning | undefined {
  const [best] = likenesses(heard, scene.context);
  if (!best || UNREADABLE.has(best.label) || !isEnough(best)) return undefined;
  const value = valueIn(best.label);
  return value ? alike(value, scene, heard.bare) : factsOf(best.label, heard, scene);
}

const labelOf = (meaning: Meaning, { context }: Scene): string =>
  meaning.intent === "answer" && context.kind === "question" && !("choices" in meaning)
    ? `answer:${meaning.value}`
    : meaning.intent;

/** The reading of the grammar, unless everything else speaks against it. */
export function checked(meaning: Meaning, heard: Heard, scene: Scene): Meaning {
  const likes = likenesses(heard, scene.context);
  const [best] = likes;
  if (!best || best.share < CERTAIN) return meaning;
  const label = labelOf(meaning, scene);
  const share = likes.find((like) => like.label === label)?.share ?? 0;
  if (label === best.label || share > IMPOSSIBLE || UNREADABLE.has(best.label)) return meaning;
  return likely(heard, scene) ?? meaning;
}
