import { aboutQuestion, answerFirst, toChoices, toQuestion, unclearAnswer } from "./answers/question.ts";
import { corrections } from "./lists/corrections.ts";
import type { Context, Meaning } from "./meaning.ts";
import { administration } from "./orders/administration.ts";
import { ledger } from "./orders/ledger.ts";
import { registration } from "./registration/registration.ts";
import { commands, plainCommands } from "./requests/commands.ts";
import { freeText } from "./requests/free-text.ts";
import { acknowledgement, manners } from "./requests/manners.ts";
import { requests } from "./requests/requests.ts";
import { standing } from "./requests/standing.ts";
import { firstOf, given, type Rule, type Scene } from "./rule.ts";
import { severalAnswers, situations } from "./situations.ts";
import type { Heard } from "./text/normalise.ts";

/** What can be said at any time, in the order in which it is tried. */
const anytime: Rule = firstOf([
  corrections,
  administration,
  commands,
  ledger,
  requests,
  standing,
  registration,
]);

const acknowledge: Rule = (heard, scene) => {
  const kind = scene.context.kind;
  const passive = [
    "reminder",
    "idle",
    "menu",
    "answered",
    "paused",
    "registered",
    "deliverable",
    "ledger",
    "duty",
    "evidence",
  ].includes(kind);
  return passive ? acknowledgement(heard, scene) : undefined;
};

const QUESTION: Rule = firstOf([
  toChoices,
  answerFirst,
  aboutQuestion,
  corrections,
  commands,
  requests,
  manners,
  toQuestion,
  standing,
  registration,
  unclearAnswer,
]);
const PUTTING_OFF = /^(?:能不能|能否|想|申请|请|我想|可以)?(?:再)?(?:延|缓|宽限|推迟)/;
const LIST: Rule = firstOf([
  plainCommands,
  severalAnswers,
  corrections,
  given(({ bare }) => PUTTING_OFF.test(bare), requests),
  situations,
  commands,
  requests,
  manners,
  standing,
  aboutQuestion,
]);
const REGISTERING: Rule = firstOf([
  registration,
  commands,
  corrections,
  requests,
  standing,
  manners,
  acknowledge,
]);
const ASKED: Rule = firstOf([situations, corrections, commands, manners, freeText]);
const OPEN: Rule = firstOf([manners, situations, anytime, acknowledge]);

const RULES: Readonly<Record<Context["kind"], Rule>> = {
  question: QUESTION,
  list: LIST,
  confirm: firstOf([situations, corrections, commands, requests, manners, anytime]),
  consent: REGISTERING,
  "register-account": REGISTERING,
  registered: firstOf([registration, OPEN]),
  "register-publication": REGISTERING,
  remark: ASKED,
  "extend-reason": ASKED,
  "handover-to": ASKED,
  inventory: firstOf([situations, commands, corrections, requests, manners]),
  review: firstOf([situations, commands, manners, anytime]),
  approve: firstOf([situations, commands, manners, anytime]),
  answered: OPEN,
  paused: OPEN,
  reminder: firstOf([acknowledge, OPEN]),
  menu: OPEN,
  idle: OPEN,
  deliverable: OPEN,
  ledger: firstOf([ledger, OPEN]),
  duty: firstOf([standing, OPEN]),
  evidence: firstOf([ledger, OPEN]),
};

/** What the rules make of a message; undefined when none of them knows it, a question back when one only half does. */
export function byRules(heard: Heard, scene: Scene): Meaning | undefined {
  return RULES[scene.context.kind](heard, scene);
}
