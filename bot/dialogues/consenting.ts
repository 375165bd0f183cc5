import { consentOf, currentNotice, giveConsent } from "../../src/actions/consents.ts";
import type { Meaning } from "../understand/meaning.ts";
import { putForm } from "./filling.ts";
import { notUnderstood } from "./helping.ts";
import type { Form, Pending } from "./memory.ts";
import { howToConsent, noticeBody } from "./registry-prompts.ts";
import { lines, type Turn } from "./turn.ts";

type Waiting = Extract<Pending, { kind: "notice" }>;

/** Begins a form; whoever has not agreed to the current notice is shown it first, and goes on afterwards where he was. */
export async function beginForm(turn: Turn, form: Form): Promise<string> {
  const consent = await consentOf(turn.work);
  turn.memory.laidAside = null;
  if (consent?.current) return putForm(turn, form);
  const notice = await currentNotice(turn.work);
  turn.memory.paused = false;
  turn.memory.pending = { kind: "notice", version: notice.version, form };
  const again = consent ? "告知书有了新版本,请再看一遍。" : "登记前,请先看告知书:";
  return lines(again, noticeBody(notice));
}

/** 同意 is recorded and the form goes on; 不同意 ends it; a weak word is neither. */
export async function hearConsent(turn: Turn, pending: Waiting, meaning: Meaning): Promise<string | null> {
  if (meaning.intent === "consent") {
    await giveConsent(turn.work, pending.version);
    return lines("✔ 已记下您的同意,以后随时可以回“撤回同意”。", putForm(turn, pending.form));
  }
  if (meaning.intent === "decline" || meaning.intent === "consent-withdraw") return declined(turn);
  const unclear = ["ambiguous", "ask", "ack", "unsure", "answer", "out-of-scope"].includes(meaning.intent);
  return unclear ? notUnderstood(turn, howToConsent) : null;
}

/** 不同意. */
export function declined(turn: Turn): string {
  turn.memory.pending = null;
  return "好的,没有登记,您刚才说的也没有保存。以后想登记,回“登记账号”。";
}
