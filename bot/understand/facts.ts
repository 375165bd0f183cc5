import { corrected, noted } from "./lists/corrections.ts";
import type { Meaning } from "./meaning.ts";
import { approved, moved, refused, urged } from "./orders/administration.ts";
import { attached, contested, mended, newProblem, planned, rectified } from "./orders/ledger.ts";
import { exported, reported } from "./orders/tables.ts";
import { toldToMany } from "./orders/telling.ts";
import { closed, sentBack } from "./orders/verifying.ts";
import { declined } from "./registration/consent.ts";
import { declared } from "./registration/declaring.ts";
import { forSomebody } from "./registration/for-other.ts";
import { published } from "./registration/publication.ts";
import { changing, closing, owned } from "./registration/registration.ts";
import { introduced } from "./requests/binding.ts";
import { onDuty, putOff, submit } from "./requests/commands.ts";
import { extension } from "./requests/extension.ts";
import { handingOver } from "./requests/handover.ts";
import { listed } from "./requests/outstanding.ts";
import { paceOf } from "./requests/pacing.ts";
import { remindedAt } from "./requests/reminders.ts";
import { notMine } from "./requests/responsibility.ts";
import { happened, logged, proofread, reviewed, swapped } from "./requests/standing.ts";
import { wanted } from "./requests/templates.ts";
import type { Scene } from "./rule.ts";
import type { Heard } from "./text/normalise.ts";
import { readNumber } from "./text/numbers.ts";

/** The meaning with the facts that a message holds, once it is known what the message is. */
type Reader = (heard: Heard, scene: Scene) => Meaning;

/** A meaning that its name says in full. */
const plainly =
  (intent: string): Reader =>
  () =>
    ({ intent }) as Meaning;
const onItem =
  (intent: "skip" | "repeat" | "explain"): Reader =>
  () => ({ intent, item: "cur" });

const jump: Reader = ({ bare }) => {
  const figure = /(\d{1,3}|[一二三四五六七八九十百]{1,4})/.exec(bare)?.[1];
  const item = readNumber(figure ?? "");
  return item === undefined ? { intent: "ask", ask: "到第几题?" } : { intent: "goto", item };
};

const scopeOf = ({ context }: Scene): string => (context.role === "administrator" ? "全部" : "本单位");

/** What belongs to each intent that a message can be like. */
const READERS: Readonly<Record<string, Reader>> = {
  "add-note": ({ bare }, { context }) => noted(bare, context),
  "add-problem": ({ bare }) => newProblem(bare.replace(/^.{0,8}(?:问题|隐患|台账)[:, ]+/, "")),
  "approve-extension": ({ bare }, scene) => approved(bare, scene),
  attach: ({ bare }, { context }) => attached(bare, context),
  "bind-request": introduced,
  broadcast: toldToMany,
  decline: ({ bare }) => declined(bare),
  defer: ({ bare }) => ({ intent: "defer", item: "cur", note: bare }),
  deregister: closing,
  dispute: ({ bare }, { context }) => contested(bare, context),
  "dispute-responsibility": notMine,
  "duty-log": logged,
  "duty-swap": swapped,
  edit: ({ bare }, { context }) => corrected(bare, undefined, context),
  "edit-phase": ({ bare }, { now }) => moved(bare, now),
  "edit-problem": ({ bare }, scene) => mended(bare, scene),
  explain: onItem("explain"),
  export: exported,
  "extend-request": ({ bare }, { now, context }) => extension(bare, now, context),
  "get-template": ({ bare }) => wanted(bare),
  goto: jump,
  list: ({ bare }) => listed("list", bare),
  inventory: declared,
  "list-submitted": ({ bare }) => listed("list-submitted", bare),
  "out-of-scope": ({ said }) => ({ intent: "out-of-scope", text: said }),
  pace: ({ bare }) => paceOf(bare),
  pause: ({ bare }, { now }) => putOff(bare, now),
  proof: proofread,
  "query-deadline": () => ({ intent: "query-deadline", scope: "本单位" }),
  "query-duty": ({ bare }, { now }) => onDuty(bare, now),
  "query-outstanding": () => ({ intent: "query-outstanding", scope: "本单位" }),
  question: ({ said }) => ({ intent: "question", item: "cur", text: said }),
  "rectify-done": (heard, { context }) => rectified(heard, context),
  "rectify-plan": ({ bare }, scene) => planned(bare, scene),
  refuse: () => ({ intent: "refuse", ask: REFUSAL, reason: REFUSAL }),
  "register-account": owned,
  "register-for-other": forSomebody,
  "register-publication": published,
  "reject-extension": ({ bare }) => refused(bare),
  remind: ({ bare }) => urged(bare),
  repeat: onItem("repeat"),
  report: reported,
  "report-sensitive": happened,
  "review-chain": reviewed,
  "review-close": ({ bare }, { context }) => closed(bare, context),
  "review-reject": ({ bare }, { context }) => sentBack(bare, context),
  "set-reminder": ({ bare }, { now, context }) => remindedAt(bare, now, context),
  "show-problems": (_, scene) => ({ intent: "show-problems", scope: scopeOf(scene) }),
  skip: onItem("skip"),
  submit: (_, { context }) => submit(context),
  "submit-file": (_, { context }) => ({
    intent: "submit-file",
    name: context.kind === "deliverable" ? context.name : undefined,
  }),
  "transfer-request": handingOver,
  undo: () => ({ intent: "undo", item: "last" }),
  "update-account": changing,
};

const REFUSAL = "只能填报和查看自己单位的内容。";

/** Reads the facts of a message that is of this intent. */
export function factsOf(intent: string, heard: Heard, scene: Scene): Meaning {
  return (READERS[intent] ?? plainly(intent))(heard, scene);
}
