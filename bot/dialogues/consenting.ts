import { consentOf, currentNotice, giveConsent } from "../../src/actions/consents.ts";
import type { Meaning } from "../understand/meaning.ts";
import { putForm } from "./filling.ts";
import { notUnderstood } from "./helping.ts";
import type { Form, Pending, Sure } from "./memory.ts";
import { howToConsent, noticeBody, sureWords } from "./registry-prompts.ts";
import { lines, type Turn } from "./turn.ts";

type Waiting = Extract<Pending, { kind: "notice" }>;

/** Goes on at once for whoever has agreed to the current notice; others are shown it first, and go on afterwards. */
export async function afterConsent(turn: Turn, next: Form | Sure): Promise<string> {
  const consent = await consentOf(turn.work);
  if (next.kind === "form") turn.memory.laidAside = null;
  if (consent?.current) return goOn(turn, next);
  const notice = await currentNotice(turn.work);
  turn.memory.paused = false;
  turn.memory.pending = { kind: "notice", version: notice.version, next };
  return lines(consent ? "告知书有了新版本,请再看一遍。" : "登记前,请先看告知书:", noticeBody(notice));
}

const goOn = (turn: Turn, next: Form | Sure): Promise<string> | string =>
  next.kind === "form" ? putForm(turn, next) : putSure(turn, next);

/** Says what is about to be done, and waits for 确认. */
export function putSure(turn: Turn, sure: Sure): Promise<string> {
  turn.memory.pending = sure;
  turn.memory.paused = false;
  return sureWords(turn, sure);
}

/** 同意 is recorded and the form goes on; 不同意 ends it; a weak word is neither. */
export async function hearConsent(turn: Turn, pending: Waiting, meaning: Meaning): Promise<string | null> {
  if (meaning.intent === "consent") {
    await giveConsent(turn.work, pending.version);
    return lines("✔ 已记下您的同意,以后随时可以回“撤回同意”。", await goOn(turn, pending.next));
  }
  if (meaning.intent === "decline" || meaning.intent === "consent-withdraw") return declined(turn);
  const unclear = ["ambiguous", "ask", "ack", "unsure", "answer", "out-of-scope"].includes(meaning.intent);
  return unclear ? notUnderstood(turn, howToConsent) : null;
}

/** 不同意. */
export function declined(turn: Turn): string {
  turn.memory.pending = null;
  return "好的,什么都没有登记。以后想登记,回“登记账号”。";
}
