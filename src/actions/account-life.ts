import type { MediaAccount } from "../../entities/media-account.ts";
import { MediaAccountRevision } from "../../entities/media-account-revision.ts";
import { guardFailed } from "../errors.ts";
import { transition } from "../machines/machine.ts";
import { mediaAccountMachine } from "../machines/media-account.ts";
import type { Work } from "../work.ts";
import { pointTo, spokenAccount } from "./account-records.ts";
import { requireConsent } from "./consent-checks.ts";
import { lockedAccount, ownAccount, postToRegister } from "./held-registrations.ts";
import { accountRevisions, dropPending, writeRevision } from "./registration-revisions.ts";
import { askReviewers, tellHolder } from "./registration-words.ts";

/** Says that all of it still holds; the record follows its holder to his present unit. */
export async function reconfirmAccount(work: Work, id: number): Promise<MediaAccount> {
  const account = await ownAccount(work, id);
  const posts = await postToRegister(work, account.unitId).catch(() => postToRegister(work));
  return transition(work, mediaAccountMachine, account, {
    command: "reconfirm",
    set: { confirmedAt: work.now, unitId: posts.unitId, role: posts.role },
  });
}

/** Asks for a record to be taken out of the register; a change that waits is given up. */
export async function requestRetirement(work: Work, id: number, reason: string): Promise<MediaAccount> {
  const account = await lockedAccount(work, id);
  await retire(work, account, reason);
  const spoken = spokenAccount(account);
  await askReviewers(work, { ...spoken, wish: `申请注销${spoken.title}` }, "bureau");
  return account;
}

/** Moves a record in effect to its end, without telling anybody. */
export async function retire(work: Work, account: MediaAccount, reason: string): Promise<void> {
  await transition(work, mediaAccountMachine, account, { command: "request_retire", reason });
  await dropPending(work, accountRevisions, account, reason);
  await pointTo(work, account, null);
}

/** Takes a retired record up again, as a draft with what it last said. Refuses with guard-failed once it is masked. */
export async function reinstateAccount(work: Work, id: number, reason: string): Promise<MediaAccount> {
  const account = await ownAccount(work, id);
  const consent = await requireConsent(work);
  if (account.maskedAt) throw guardFailed("原来的登记内容已经按规定清除,请重新登记");
  const last = await work.db.findOneBy(MediaAccountRevision, { id: account.effectiveRevisionId ?? 0 });
  if (!last) throw guardFailed("没有可以恢复的登记内容");
  const pendingRevisionId = await writeRevision(work, accountRevisions, account, last.content);
  return transition(work, mediaAccountMachine, account, {
    command: "reinstate",
    reason,
    set: { pendingRevisionId, consentId: consent.id, retiredAt: null },
  });
}

/** Strikes out a false registration. For the bureau's leader. */
export async function voidAccount(work: Work, id: number, reason: string): Promise<MediaAccount> {
  const account = await lockedAccount(work, id);
  await transition(work, mediaAccountMachine, account, {
    command: "void",
    reason,
    set: { liveKey: null, retiredAt: work.now },
    payload: { clue: "false-registration" },
  });
  await dropPending(work, accountRevisions, account, reason);
  await pointTo(work, account, null);
  return account;
}

/** Grants or refuses that a record is retired. Refuses with guard-failed when nobody asked for it. */
export async function decideRetirement(
  work: Work,
  id: number,
  { granted, reason = "" }: { granted: boolean; reason?: string },
): Promise<MediaAccount> {
  const account = await lockedAccount(work, id);
  if (account.state !== "retiring") throw guardFailed("这个账号没有正在审核的注销申请");
  if (granted) {
    const set = { liveKey: null, retiredAt: work.now };
    await transition(work, mediaAccountMachine, account, { command: "pass", set });
  } else await transition(work, mediaAccountMachine, account, { command: "return", reason });
  const spoken = spokenAccount(account);
  await tellHolder(work, spoken, granted ? "已注销登记。" : `的注销申请没有同意。原因:${reason.trim()}。`);
  return account;
}
