import type { Context, Meaning } from "./meaning.ts";
import type { Heard } from "./text/normalise.ts";

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

/** Something that is so or not of a message in its scene. */
export type Condition = (heard: Heard, scene: Scene) => boolean;

/** The rule, looked at only where the condition holds. */
export function given(condition: Condition, rule: Rule): Rule {
  return (heard, scene) => (condition(heard, scene) ? rule(heard, scene) : undefined);
}

/** Whether questions of the checklist are on the table. */
export function isAnswering(context: Context): boolean {
  return context.kind === "question" || context.kind === "list";
}

/** The text of a title (校长, 主任 ...) or a short Chinese name, as alternatives of an expression. */
export const TITLES = "(?:老师|主任|校长|书记|园长|副校长|科长|局长|会计|干事|同志)";
