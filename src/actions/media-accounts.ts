import { MediaAccount } from "../../entities/media-account.ts";
import type { AccountContent } from "../../entities/media-account-revision.ts";
import { guardFailed } from "../errors.ts";
import { record } from "../machines/event.ts";
import { transition } from "../machines/machine.ts";
import { mediaAccountMachine } from "../machines/media-account.ts";
import { registrationRules } from "../machines/registration-rules.ts";
import type { Work } from "../work.ts";
import { dayOf, daysBetween } from "../workdays.ts";
import { checkedAccount } from "./account-content.ts";
import { alone, askedAccount, deleteDraft, mirrorOf, pointTo } from "./account-records.ts";
import { myself, requireConsent } from "./consent-checks.ts";
import { ownAccount, postToRegister } from "./held-registrations.ts";
import {
  accountRevisions,
  dropPending,
  pendingRevision,
  rewriteRevision,
  writeRevision,
} from "./registration-revisions.ts";
import { askReviewers } from "./registration-words.ts";
import { replaceZeroReport } from "./zero-reports.ts";

/**
 * Begins the actor's registration of an account of his own, as a draft. Refuses with guard-failed before he has
 * agreed to the notice, with invalid, and with forbidden who has no post (at the unit named).
 */
export async function draftAccount(
  work: Work,
  input: AccountContent,
  unitId?: number,
): Promise<MediaAccount> {
  const holderId = myself(work);
  const consent = await requireConsent(work);
  const content = checkedAccount(work, input);
  const post = await postToRegister(work, unitId);
  const account = await work.db.save(
    work.db.create(MediaAccount, {
      ...mirrorOf(content),
      holderId,
      unitId: post.unitId,
      role: post.role,
      state: mediaAccountMachine.initial,
      rowVersion: 1,
      consentId: consent.id,
      liveKey: null,
      registrationNo: null,
      effectiveRevisionId: null,
      pendingRevisionId: null,
      late: false,
      createdAt: work.now,
      effectiveAt: null,
      confirmedAt: null,
      retiredAt: null,
      maskedAt: null,
    }),
  );
  await pointTo(work, account, await writeRevision(work, accountRevisions, account, content));
  await record(work, { subject: "media_account", subjectId: account.id, command: "draft" });
  await replaceZeroReport(work, holderId);
  return account;
}

/** Rewrites what is not handed in yet, or was returned. Refuses as rewriteRevision does. */
export async function editDraft(work: Work, id: number, input: AccountContent): Promise<MediaAccount> {
  const account = await ownAccount(work, id);
  const content = checkedAccount(work, input);
  if (account.pendingRevisionId === null) throw guardFailed("没有正在填写的内容,要改请提交变更");
  await pointTo(work, account, await rewriteRevision(work, accountRevisions, account, content));
  if (account.effectiveRevisionId === null) {
    Object.assign(account, mirrorOf(content));
    await work.db.update(MediaAccount, { id }, mirrorOf(content));
  }
  return account;
}

/**
 * Hands in the pending revision, of a new record or of a change, and asks its reviewers. Refuses with guard-failed
 * when another live record has the same platform and account id.
 */
export async function submitAccount(work: Work, id: number): Promise<MediaAccount> {
  const account = await ownAccount(work, id);
  const revision = await pendingRevision(work, accountRevisions, account);
  if (!revision) throw guardFailed("没有可以提交的内容");
  const set = { submittedAt: work.now, unitDecidedBy: null, unitDecidedAt: null, reason: null };
  await transition(work, accountRevisions.machine, revision, { command: "submit", set });
  const payload = { revision: revision.id };
  await alone(work, account, revision.content, async (liveKey) => {
    if (account.state === "effective") {
      await transition(work, mediaAccountMachine, account, { command: "propose_change", payload });
      return;
    }
    const late = account.registrationNo === null && (await isLate(work, revision.content));
    await transition(work, mediaAccountMachine, account, {
      command: "submit",
      payload,
      set: { liveKey, late },
    });
  });
  await askReviewers(work, askedAccount(account, revision), "unit");
  return account;
}

async function isLate(work: Work, { openedOn }: AccountContent): Promise<boolean> {
  const { lateDays } = await registrationRules(work);
  return openedOn !== null && daysBetween(openedOn, dayOf(work.now)) > lateDays;
}

/** Drafts and hands in at once. Refuses as both do. */
export async function registerAccount(
  work: Work,
  content: AccountContent,
  unitId?: number,
): Promise<MediaAccount> {
  const account = await draftAccount(work, content, unitId);
  return submitAccount(work, account.id);
}

/** Hands in a change of a record in effect, which stays as it was until the change is approved. */
export async function proposeChange(work: Work, id: number, input: AccountContent): Promise<MediaAccount> {
  const account = await ownAccount(work, id);
  await requireConsent(work);
  if (account.state !== "effective") throw guardFailed("登记生效以后才能提交变更");
  const content = checkedAccount(work, input);
  await pointTo(work, account, await rewriteRevision(work, accountRevisions, account, content));
  return submitAccount(work, id);
}

/** Takes back what the unit has not decided on yet. */
export async function recallAccount(work: Work, id: number): Promise<MediaAccount> {
  const account = await ownAccount(work, id);
  const revision = await pendingRevision(work, accountRevisions, account);
  if (!revision) throw guardFailed("没有正在审核的内容");
  await transition(work, accountRevisions.machine, revision, { command: "recall" });
  if (account.state !== "effective")
    await transition(work, mediaAccountMachine, account, { command: "recall", set: { liveKey: null } });
  return account;
}

/** Deletes a draft that never took effect, or gives up a change. Refuses with guard-failed anything else. */
export async function discardDraft(work: Work, id: number): Promise<void> {
  const account = await ownAccount(work, id);
  const revision = await pendingRevision(work, accountRevisions, account);
  if (revision?.state !== "draft") throw guardFailed("没有可以放弃的草稿;正在审核的请先撤回");
  if (account.registrationNo === null) return deleteDraft(work, account);
  if (account.state !== "effective") throw guardFailed("恢复登记的草稿不能放弃,请提交或联系信息办");
  await dropPending(work, accountRevisions, account, "登记人放弃变更");
  await pointTo(work, account, null);
}
