import { myOpenTasks, type Task } from "../../src/actions/assignments.ts";
import type { Meaning, RegistrationMeaning } from "../understand/meaning.ts";
import { addNote, answerMany, edit } from "./answering.ts";
import { answersOf, courseOf, stopBroadcast } from "./broadcast-course.ts";
import { wishBroadcast } from "./broadcasting.ts";
import { decideWithoutCode } from "./deciding.ts";
import { elsewhere, smallTalk } from "./elsewhere.ts";
import { wishExtension } from "./extending.ts";
import { wishToTellRoom } from "./group-talk.ts";
import { wishHandover } from "./handing-over.ts";
import { handOff, notUnderstood, passOn } from "./helping.ts";
import { deadlines, explain, move, outstanding, pause, progress, resume, show } from "./moving.ts";
import { whatIsStored, wishErasure, wishRetirement, wishWithdrawal, wishZero } from "./own-registry.ts";
import { onTable } from "./prompts.ts";
import { startPublication } from "./publishing.ts";
import { changeAccount, startAccount } from "./registering.ts";
import { lookFirst } from "./reviewing.ts";
import { offerSubmission } from "./submitting.ts";
import { acknowledge, answered, help, nothingToConfirm, oneByOne, reminders, setPace } from "./talking.ts";
import { focused, lines, type Turn } from "./turn.ts";
import { wishUrging } from "./urging.ts";
import { look, oversees, phones } from "./watching.ts";

type Intent = Meaning["intent"];
type WithIntent<M, I> = M extends { intent: infer J } ? (I extends J ? M : never) : never;
type Deed<I extends Intent> = (
  turn: Turn,
  meaning: WithIntent<Meaning, I>,
  addressed: Task | null,
) => Promise<string> | string;

const unclear = (turn: Turn, meaning: { ask?: string | undefined }): Promise<string> =>
  notUnderstood(turn, meaning.ask);
const decision = async (turn: Turn): Promise<string> =>
  (await decideWithoutCode(turn, turn.message.text)) ?? "现在没有等您决定的申请。";
const verdict = async (turn: Turn, meaning: Meaning): Promise<string> =>
  (await lookFirst(turn)) ?? elsewhere(turn, meaning);
const nothingToAgree = (): string => "现在没有要您同意的告知书。要登记账号,回“登记账号”。";
/** A bare 同意 when nothing is on the table, as after a refusal. */
const agreedToNothing = ({ message, memory: { pending, focus } }: Turn): string | null => {
  const isBare = /^(?:我)?同意了?[。!!]?$/u.test(message.text.trim());
  return isBare && !pending && !focus?.asked.length ? nothingToAgree() : null;
};
const forOther = (_turn: Turn, { people }: RegistrationMeaning): string =>
  `账号要由本人登记,不能代办。请${people?.[0] ?? "对方"}用自己绑定的微信给我发“登记账号”;还没有绑定的,请管理员给一个绑定码。`;
const passed = (turn: Turn): Promise<string> => passOn(turn, turn.message.text);

/** 进度 asks for one's own; whoever has nothing of his own to do asks for the others'. */
const progressOrCounty = async (turn: Turn): Promise<string> => {
  const own = turn.memory.focus !== null || (await myOpenTasks(turn.work)).length > 0;
  return own || !(await oversees(turn.work)) ? progress(turn) : look(turn, "progress", {});
};

/** What each meaning leads to when nothing in particular was awaited. The type keeps it complete. */
const deeds: { [I in Intent]: Deed<I> } = {
  answer: answered,
  answers: async (turn, meaning) => {
    const floor = await focused(turn);
    if (!floor || (turn.memory.focus?.asked.length ?? 0) === 0) return resume(turn);
    return meaning.ask ? notUnderstood(turn, meaning.ask) : answerMany(turn, floor, meaning);
  },
  edit: (turn, { ask, item, value, note }) =>
    ask ? notUnderstood(turn, ask) : edit(turn, { no: item, value, note }),
  undo: (turn, { item }) => edit(turn, { no: item ?? "last" }),
  "add-note": (turn, { ask, item, note }) => (note ? addNote(turn, item, note) : notUnderstood(turn, ask)),
  goto: (turn, { item }) => move(turn, "goto", item),
  next: (turn) => move(turn, "next"),
  prev: (turn) => move(turn, "prev"),
  skip: (turn) => move(turn, "skip"),
  repeat: (turn) => move(turn, "repeat"),
  restart: (turn) => move(turn, "goto", 1),
  defer: async (turn) => lines("好的,这题等您问清楚再答。", await move(turn, "skip")),
  explain: (turn, { item }) => explain(turn, item),
  question: passed,
  "dispute-responsibility": passed,
  pause: (turn, { date, at }) => pause(turn, date ?? at?.slice(0, 10)),
  "set-reminder": (turn, { date, at }) => pause(turn, date ?? at?.slice(0, 10)),
  resume,
  "show-answers": show,
  progress: progressOrCounty,
  pace: (turn, { size }) => setPace(turn, size),
  submit: (turn, _meaning, addressed) => offerSubmission(turn, addressed),
  "submit-file": (turn, _meaning, addressed) => offerSubmission(turn, addressed),
  "zero-report": (turn, _meaning, addressed) => offerSubmission(turn, addressed),
  "extend-request": (turn, meaning, addressed) => wishExtension(turn, addressed, meaning),
  "transfer-request": (turn, { to }) => wishHandover(turn, to, turn.message.text),
  "approve-extension": decision,
  "reject-extension": decision,
  "approve-handover": decision,
  "reject-handover": decision,
  confirm: nothingToConfirm,
  cancel: async (turn) => lines("好的。", await onTable(turn)),
  ack: acknowledge,
  help,
  handoff: (turn) => handOff(turn, turn.message.text),
  smalltalk: smallTalk,
  "query-outstanding": outstanding,
  list: (turn, meaning) => look(turn, meaning.scope === "未开始" ? "not-begun" : "undone", meaning),
  "list-submitted": (turn, meaning) => look(turn, "submitted", meaning),
  report: (turn, meaning) => look(turn, "progress", meaning),
  remind: wishUrging,
  broadcast: wishBroadcast,
  "broadcast-outcome": courseOf,
  "broadcast-replies": answersOf,
  "cancel-broadcast": stopBroadcast,
  "phone-list": phones,
  "query-deadline": deadlines,
  "reminders-off": (turn) => reminders(turn, true),
  "reminders-on": (turn) => reminders(turn, false),
  "bind-request": () => "您已经绑定过了,不用再绑。换了微信号,请管理员重新发一个绑定码。",
  ambiguous: async (turn, meaning) =>
    (await oneByOne(turn)) ?? agreedToNothing(turn) ?? unclear(turn, meaning),
  unsure: unclear,
  ask: unclear,
  "out-of-scope": unclear,
  refuse: (_turn, { ask }) => ask,
  "add-problem": elsewhere,
  attach: elsewhere,
  consent: nothingToAgree,
  "consent-withdraw": wishWithdrawal,
  "data-access-request": whatIsStored,
  "data-delete-request": wishErasure,
  decline: nothingToAgree,
  deregister: wishRetirement,
  dispute: elsewhere,
  "duty-log": elsewhere,
  "duty-swap": elsewhere,
  "edit-phase": elsewhere,
  "edit-problem": elsewhere,
  export: elsewhere,
  "get-template": elsewhere,
  inventory: elsewhere,
  proof: elsewhere,
  "query-duty": elsewhere,
  "rectify-done": elsewhere,
  "rectify-plan": elsewhere,
  "register-account": startAccount,
  "register-for-other": forOther,
  "register-none": wishZero,
  "register-publication": startPublication,
  "report-sensitive": elsewhere,
  "review-accept": verdict,
  "review-chain": elsewhere,
  "review-close": verdict,
  "review-reject": verdict,
  "show-problems": show,
  "tell-room": wishToTellRoom,
  "update-account": changeAccount,
};

/** Does the deed that a meaning asks for. */
export async function deedOf(turn: Turn, meaning: Meaning, addressed: Task | null): Promise<string> {
  const deed = deeds[meaning.intent] as Deed<Intent>;
  return deed(turn, meaning as never, addressed);
}
