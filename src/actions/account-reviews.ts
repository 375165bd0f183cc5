import { MediaAccount } from "../../entities/media-account.ts";
import type { MediaAccountRevision } from "../../entities/media-account-revision.ts";
import { record } from "../machines/event.ts";
import { transition } from "../machines/machine.ts";
import { mediaAccountMachine } from "../machines/media-account.ts";
import { personOf } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { alone, askedAccount, mirrorOf, registrationNo, spokenAccount } from "./account-records.ts";
import { lockedAccount } from "./held-registrations.ts";
import { accountRevisions, lookAt, pendingRevision, supersede } from "./registration-revisions.ts";
import { askReviewers, tellHolder } from "./registration-words.ts";

/**
 * Passes the revision that the reviewer saw: the unit's to the bureau, the bureau's into effect. Refuses with stale
 * another revision than the one that waits, and as the machines do.
 */
export async function passAccount(work: Work, id: number, revisionId: number): Promise<MediaAccount> {
  const account = await lockedAccount(work, id);
  const pending = await pendingRevision(work, accountRevisions, account);
  const first = pending?.state !== "bureau_review";
  const command = first ? "pass" : "approve";
  const revision = await lookAt(work, accountRevisions, account, { revisionId, command });
  if (first) await passOn(work, account, revision);
  else await takeEffect(work, account, revision);
  return account;
}

async function passOn(work: Work, account: MediaAccount, revision: MediaAccountRevision): Promise<void> {
  if (account.state !== "effective")
    await transition(work, mediaAccountMachine, account, {
      command: "pass",
      payload: { revision: revision.id },
    });
  await askReviewers(work, askedAccount(account, revision), "bureau", personOf(work));
}

async function takeEffect(work: Work, account: MediaAccount, revision: MediaAccountRevision): Promise<void> {
  const earlier = account.effectiveRevisionId;
  const change = account.state === "effective";
  await alone(work, account, revision.content, async (liveKey) => {
    const set = {
      ...mirrorOf(revision.content),
      liveKey,
      registrationNo: account.registrationNo ?? registrationNo(work, account.id),
      effectiveRevisionId: revision.id,
      pendingRevisionId: null,
      effectiveAt: account.effectiveAt ?? work.now,
      confirmedAt: work.now,
    };
    if (change) await replace(work, account, set);
    else
      await transition(work, mediaAccountMachine, account, {
        command: "pass",
        payload: { revision: revision.id },
        set,
      });
  });
  await supersede(work, accountRevisions, earlier);
  const outcome = change ? "变更已通过。" : `已登记,登记号${account.registrationNo}。`;
  await tellHolder(work, spokenAccount(account, revision.id), outcome);
}

async function replace(work: Work, account: MediaAccount, set: Partial<MediaAccount>): Promise<void> {
  const rowVersion = account.rowVersion + 1;
  await work.db.update(MediaAccount, { id: account.id }, { ...set, rowVersion });
  Object.assign(account, set, { rowVersion });
  await record(work, {
    subject: "media_account",
    subjectId: account.id,
    command: "change",
    payload: { revision: set.effectiveRevisionId },
  });
}

/** Returns the revision that the reviewer saw, with the reason; a record in effect stays so. */
export async function returnAccount(
  work: Work,
  id: number,
  { revisionId, reason }: { revisionId: number; reason: string },
): Promise<MediaAccount> {
  const account = await lockedAccount(work, id);
  const revision = await lookAt(work, accountRevisions, account, { revisionId, command: "return", reason });
  if (account.state !== "effective")
    await transition(work, mediaAccountMachine, account, {
      command: "return",
      reason,
      payload: { revision: revision.id },
      set: { liveKey: null },
    });
  const kept = account.state === "effective" ? "原登记仍然有效。" : "";
  await tellHolder(
    work,
    spokenAccount(account, revision.id),
    `被退回。原因:${reason.trim()}。${kept}改好后可以再提交。`,
  );
  return account;
}
