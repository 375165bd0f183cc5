import { decideRetirement } from "../../src/actions/account-life.ts";
import { passAccount, returnAccount } from "../../src/actions/account-reviews.ts";
import { passPublication, returnPublication } from "../../src/actions/publication-reviews.ts";
import {
  type AccountRow,
  accountById,
  accountsToReview,
  type PublicationRow,
  publicationById,
  publicationsToReview,
} from "../../src/actions/registration-lists.ts";
import type { Meaning } from "../understand/meaning.ts";
import { sayPlatform } from "./account-fields.ts";
import { notUnderstood } from "./helping.ts";
import type { Pending } from "./memory.ts";
import { howToDecide } from "./registry-prompts.ts";
import { contentRows } from "./registry-words.ts";
import { lines, type Turn } from "./turn.ts";

type Looking = Extract<Pending, { kind: "registry-review" }>;

/** Registrations that wait for this reviewer, a line each. */
export async function registryToReview(turn: Turn): Promise<string[]> {
  const accounts = await accountsToReview(turn.work);
  const publications = await publicationsToReview(turn.work);
  return [
    ...accounts.map(
      (row) =>
        `#${row.code} ${row.unit} ${row.holder}的${sayPlatform(row.platform)}账号“${row.name}”${phase(row)}`,
    ),
    ...publications.map((row) => `#${row.code} ${row.unit} ${row.holder}的作品《${row.title}》`),
  ];
}

const phase = (row: AccountRow): string => {
  if (row.state === "retiring") return "(申请注销)";
  return row.state === "effective" ? "(变更)" : "";
};

/** Shows what was registered; the decision that follows binds to exactly this version. */
export function lookAt(turn: Turn, of: Looking["of"], row: AccountRow | PublicationRow): string {
  const revisionId = row.state === "retiring" ? null : row.pendingRevisionId;
  turn.memory.pending = { kind: "registry-review", of, id: row.id, revisionId };
  turn.memory.paused = false;
  const what = of === "account" ? "的自媒体账号" : "的作品";
  const retiring = row.state === "retiring" && "本人申请注销这个账号。同意就回“通过”,不同意回“退回”加原因。";
  return lines(
    `#${row.code} ${row.unit} ${row.holder}${what}:`,
    ...contentRows(of, row),
    retiring || howToDecide,
  );
}

/** Does a registration wait for this person's decision? */
export async function waitsForMe(turn: Turn, of: Looking["of"], id: number): Promise<boolean> {
  const rows = of === "account" ? await accountsToReview(turn.work) : await publicationsToReview(turn.work);
  return rows.some((row) => row.id === id);
}

const back =
  /^(?:#?\w+\s*)?(?:退回|打回|驳回|不通过|不同意|不行)(?:去|吧|了)?[\s,,。::]*(?:因为|原因是?[::]?)?(.*)$/su;

/** 通过, or 退回 with a reason, on exactly the version that was shown. */
export async function hearRegistryReview(
  turn: Turn,
  pending: Looking,
  meaning: Meaning,
): Promise<string | null> {
  const text = turn.message.text.trim();
  const returned = back.exec(text);
  if (returned) return sendBack(turn, pending, returned[1]?.trim() ?? "");
  if (meaning.intent === "review-accept") return pass(turn, pending);
  const unclear = ["ambiguous", "ask", "ack", "unsure", "confirm", "review-reject"].includes(meaning.intent);
  return unclear ? notUnderstood(turn, howToDecide) : null;
}

async function pass(turn: Turn, { of, id, revisionId }: Looking): Promise<string> {
  const { work } = turn;
  if (of === "account") {
    const row = await accountById(work, id);
    if (revisionId === null) await decideRetirement(work, id, { granted: true });
    else await passAccount(work, id, revisionId);
    const after = await accountById(work, id);
    const further = [after.state, after.pending].includes("bureau_review") ? "接着由教体局审" : "已告知本人";
    return ended(turn, `✔ 已通过 #${row.code} ${row.holder}的账号“${row.name}”,${further}。`);
  }
  const row = await publicationById(work, id);
  const after = await passPublication(work, id, revisionId ?? 0);
  const further = after.state === "bureau_review" ? "这是重点或敏感内容,接着由教体局审" : "已告知本人";
  return ended(turn, `✔ 已通过 #${row.code} ${row.holder}的作品《${row.title}》,${further}。`);
}

async function sendBack(turn: Turn, { of, id, revisionId }: Looking, reason: string): Promise<string> {
  if (reason.length < 2) return "退回要写原因,如“退回 标题太夸张”。";
  const { work } = turn;
  if (of === "account") {
    const row = await accountById(work, id);
    if (revisionId === null) await decideRetirement(work, id, { granted: false, reason });
    else await returnAccount(work, id, { revisionId, reason });
    return ended(turn, `✔ 已退回 #${row.code} ${row.holder}的账号“${row.name}”,已告知本人。`);
  }
  const row = await publicationById(work, id);
  await returnPublication(work, id, { revisionId: revisionId ?? 0, reason });
  return ended(turn, `✔ 已退回 #${row.code} ${row.holder}的作品《${row.title}》,已告知本人。`);
}

async function ended(turn: Turn, words: string): Promise<string> {
  turn.memory.pending = null;
  const left = await registryToReview(turn);
  return lines(words, left.length > 0 && `还有${left.length}件登记待审,回“待审”查看。`);
}
