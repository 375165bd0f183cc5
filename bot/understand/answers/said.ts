import type { Polarity, Value } from "../meaning.ts";

/** What the speaker is asked about. */
export interface Subject {
  polarity: Polarity;
  /** The prepared text of the question; may be empty. */
  question: string;
}

/** Why a clause gives no value of its own. */
export type Doubt = "hedge" | "double" | "plan" | "question" | "judgement" | "weak";

/** What one clause says. */
export interface Said {
  value?: Value;
  doubt?: Doubt;
  /** A weak yes: recorded only after an echo. */
  weak?: boolean;
  /** The clause judges favourably or unfavourably without answering. */
  lacking?: boolean;
}
