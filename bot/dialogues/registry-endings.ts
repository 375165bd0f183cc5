import type { AccountRow, PublicationRow } from "../../src/actions/registration-lists.ts";
import type { Meaning } from "../understand/meaning.ts";
import { afterConsent, putSure } from "./consenting.ts";
import type { Why } from "./memory.ts";
import { whyAsk } from "./registry-prompts.ts";
import { rowLine } from "./registry-words.ts";
import { lines, type Turn } from "./turn.ts";

/** Takes up what ends a registration or takes it up again; asks for the reason, and for the proof, where they are missing. */
export async function endWith(turn: Turn, why: Why, proof?: string): Promise<string> {
  const { deed, id, reason } = why;
  if (reason !== null && (deed !== "retract" || proof)) {
    const sure = { kind: "sure" as const, deed, id, reason, ...(proof && { proof }) };
    return deed === "reinstate" ? afterConsent(turn, sure) : putSure(turn, sure);
  }
  turn.memory.pending = why;
  turn.memory.paused = false;
  return whyAsk(turn, why);
}

/** Takes the reason, or what shows that a work was taken down. */
export function hearReason(turn: Turn, why: Why, meaning: Meaning): Promise<string | null> | null {
  if (["help", "handoff", "query-outstanding", "query-deadline", "pause", "resume"].includes(meaning.intent))
    return null;
  const said = turn.message.text.trim();
  if (isWeak(said)) return whyAsk(turn, why);
  if (why.reason !== null) return endWith(turn, why, said.slice(0, 300));
  return endWith(turn, { ...why, reason: said.slice(0, 200) });
}

const isWeak = (said: string): boolean =>
  said.length < 2 || /^(?:嗯+|好的|是的|没有|收到|不知道|确认)[。!]?$/u.test(said);

/** 撤下: for what is published; of a draft nothing has appeared, so it is given up. */
export function takeDown(turn: Turn, row: PublicationRow, told: string): Promise<string> | string {
  if (row.state === "draft") return giveUp(turn, row);
  if (!row.allowed.includes("retract")) return lines(rowLine(row), "只有已发布的作品才要记撤下。");
  const [reason = "", proof = ""] = told.split(/[\s,,。;;]*(?:证明|凭证|撤下情况)(?:是|[::])\s*/u).map(plain);
  const why: Why = { kind: "why", deed: "retract", id: row.id, reason: isWeak(reason) ? null : reason };
  return endWith(turn, why, isWeak(proof) ? undefined : proof);
}

/** 不发了: a draft is given up. */
export function giveUp(turn: Turn, row: PublicationRow): Promise<string> | string {
  if (!row.allowed.includes("abandon")) return lines(rowLine(row), "只有没交或被退回的作品才能作废。");
  return putSure(turn, { kind: "sure", deed: "abandon", id: row.id, reason: null });
}

/** 恢复登记: a retired account becomes a draft again. */
export function takeUpAgain(turn: Turn, row: AccountRow, told: string): Promise<string> | string {
  if (!row.allowed.includes("reinstate")) return lines(rowLine(row), "只有已注销的账号才能恢复登记。");
  const reason = plain(told);
  return endWith(turn, {
    kind: "why",
    deed: "reinstate",
    id: row.id,
    reason: isWeak(reason) ? null : reason,
  });
}

/** Words without the marks and 因为 that lead to them. */
const plain = (told: string): string =>
  told
    .replace(/^[\s,,。::;;]*(?:因为|原因(?:是|[::])?)?[\s::]*/u, "")
    .replace(/[\s,,。]+$/u, "")
    .slice(0, 200);
