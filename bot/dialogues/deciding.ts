import type { AskedExtension } from "../../src/actions/extensions.ts";
import { extensionsToDecide } from "../../src/actions/extensions.ts";
import { type AskedHandover, handoversToDecide } from "../../src/actions/handovers.ts";
import { dayOf } from "../../src/workdays.ts";
import { understand } from "../understand/understand.ts";
import { notUnderstood } from "./helping.ts";
import { decideOnExtension, decideOnHandover, extensionList } from "./reviewing.ts";
import { lines, type Turn } from "./turn.ts";

/** Decides on requests for more time; several at once must be told apart by their codes. */
export async function decide(turn: Turn, text: string, asked: AskedExtension[]): Promise<string> {
  const [first] = asked;
  if (!first) return "现在没有等您决定的延期申请。";
  const to = dayOf(first.extension.toDue);
  const meaning = understand(text, turn.work.now, {
    kind: "approve",
    of: "extension",
    to,
    count: asked.length,
  });
  if (meaning.intent !== "approve-extension" && meaning.intent !== "reject-extension") {
    return text === "" ? extensionList(turn, asked) : notUnderstood(turn, meaning.ask ?? "是批准还是不同意?");
  }
  const one = meantBy(text, asked);
  if (!one || !(await hasSeen(turn, `extension:${one.extension.id}`))) return extensionList(turn, asked);
  return decideOnExtension(turn, one, {
    granted: meaning.intent === "approve-extension",
    reason: meaning.reason,
  });
}

/** The only request, or the only one of the unit that is named. */
function meantBy(text: string, asked: AskedExtension[]): AskedExtension | undefined {
  const named = asked.length === 1 ? asked : asked.filter(({ task }) => text.includes(task.unit));
  return named.length === 1 ? named[0] : undefined;
}

/** Nobody can decide on a request that had not reached him when he wrote; one that the bot listed he has seen. */
async function hasSeen(turn: Turn, request: string): Promise<boolean> {
  if (turn.memory.shown.includes(request)) return true;
  turn.memory.shown = [...turn.memory.shown.slice(-9), request];
  const [told]: { sentAt: Date | null }[] = await turn.work.db.query(
    `SELECT o.sent_at AS sentAt FROM notice n JOIN outbox o ON o.id = n.outbox_id WHERE n.\`key\` = ?`,
    [`${request}:${turn.person.id}`],
  );
  return told?.sentAt !== null && told?.sentAt !== undefined && told.sentAt <= turn.message.sentAt;
}

/** 批准, 不同意 without a code: goes to the only request that waits, else asks which. */
export async function decideWithoutCode(turn: Turn, text: string): Promise<string | null> {
  const handovers = await handoversToDecide(turn.work);
  const meant = handovers.filter(({ handover }) => text.includes(handover.toName));
  if (meant.length > 0 || (text.includes("移交") && handovers.length > 0))
    return onHandover(turn, text, meant);
  const extensions = await extensionsToDecide(turn.work);
  if (extensions.length > 0) return decide(turn, text, extensions);
  return handovers.length > 0 ? onHandover(turn, text, handovers) : null;
}

/** 待批: every request for more time and every hand-over that waits for this person's decision. */
export async function toDecide(turn: Turn): Promise<string> {
  const extensions = await extensionsToDecide(turn.work);
  const handovers = await handoversToDecide(turn.work);
  if (extensions.length + handovers.length === 0) return "现在没有等您批的延期或移交申请。";
  const seen = [
    ...extensions.map(({ extension }) => `extension:${extension.id}`),
    ...handovers.map(({ handover }) => `handover:${handover.id}`),
  ];
  turn.memory.shown = [...new Set([...turn.memory.shown, ...seen])].slice(-20);
  return lines(
    extensions.length > 0 && extensionList(turn, extensions),
    handovers.length > 0 && `有${handovers.length}项移交申请等您决定:`,
    ...handovers.map(({ handover, unit, from }) => `${unit} ${from}移交给${handover.toName}`),
    handovers.length > 0 &&
      `请回“批准移交 ${handovers[0]?.handover.toName}”,或“不同意移交 ${handovers[0]?.handover.toName} 原因”。`,
  );
}

async function onHandover(turn: Turn, text: string, meant: AskedHandover[]): Promise<string> {
  const [one] = meant;
  if (one && !(await hasSeen(turn, `handover:${one.handover.id}`)))
    return `${one.unit} ${one.from}申请把工作移交给${one.handover.toName}。请回“批准移交 ${one.handover.toName}”,或“不同意移交 ${one.handover.toName} 原因”。`;
  if (!one || meant.length > 1) return "有几项移交申请,请带上接手人的名字,如“批准移交 王建国”。";
  const refused = /不同意|不批准|不行|驳回/u.exec(text);
  const reason = text
    .replace(/不同意|不批准|不行|驳回|移交/gu, "")
    .replace(one.handover.toName, "")
    .replace(/^[\s,,。::]+/u, "")
    .trim();
  return decideOnHandover(turn, one, refused ? { granted: false, reason } : { granted: true });
}
