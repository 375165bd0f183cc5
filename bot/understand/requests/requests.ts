import { firstOf, type Rule } from "../rule.ts";
import { bind } from "./binding.ts";
import { extending } from "./extension.ts";
import { transfer } from "./handover.ts";
import { dispute } from "./responsibility.ts";

/** Requests for a later date, a successor, a binding, or to be let off. */
export const requests: Rule = firstOf([bind, transfer, dispute, extending]);
