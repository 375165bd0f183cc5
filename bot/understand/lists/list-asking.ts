import type { AskMeaning, ListItem, Meaning } from "../meaning.ts";
import type { Statement } from "./statements.ts";

/** The questions that were put together. */
export type Items = readonly ListItem[];

/** One way to read a message that answers them; `statements` is what the message says of which items. */
export type ListReader = (
  text: string,
  items: Items,
  statements: readonly Statement[],
) => Meaning | undefined;

/** Asks for numbers and answers. */
export const WHICH = "请写题号和答案,例如:1是2否3是。";
/** Asks for an answer to each, where one word would mean good of some and bad of others. */
export const EACH = "这几题有正有反,请逐题回答,例如:1是2否。";

/** A question back instead of answers. */
export const askBack = (text: string): AskMeaning => ({ intent: "ambiguous", ask: text });

/** Whether 是 means good of some and bad of others. */
export const isMixed = (items: Items): boolean => new Set(items.map((item) => item.polarity)).size > 1;
