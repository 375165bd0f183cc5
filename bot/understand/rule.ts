import type { Context, Meaning } from "./meaning.ts";
import type { Heard } from "./normalise.ts";

/** The moment and the situation in which something is heard. */
export interface Scene {
  now: Date;
  context: Context;
}

/** One rule of the grammar: a meaning, or undefined when the message is about something else. */
export type Rule = (heard: Heard, scene: Scene) => Meaning | undefined;

/** The first meaning that one of the rules finds. */
export function firstOf(rules: readonly Rule[]): Rule {
  return (heard, scene) => {
    for (const rule of rules) {
      const meaning = rule(heard, scene);
      if (meaning) return meaning;
    }
    return undefined;
  };
}

/** The text of a title (校长, 主任 ...) or a short Chinese name, as alternatives of an expression. */
export const TITLES = "(?:老师|主任|校长|书记|园长|副校长|科长|局长|会计|干事|同志)";
