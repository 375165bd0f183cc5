import { MediaAccount } from "../../entities/media-account.ts";
import {
  type AccountContent,
  MediaAccountRevision,
  type Platform,
} from "../../entities/media-account-revision.ts";
import { guardFailed } from "../errors.ts";
import { record } from "../machines/event.ts";
import type { Work } from "../work.ts";
import { dayOf } from "../workdays.ts";
import { liveKeyOf, platforms, platformTitle } from "./account-content.ts";
import { accountCode } from "./registration-codes.ts";
import { renamed, type Spoken } from "./registration-words.ts";

/** What a record shows of its content without its revisions. */
export const mirrorOf = ({
  platform,
  name,
  handle,
}: AccountContent): Pick<MediaAccount, "platform" | "name" | "handle"> => ({ platform, name, handle });

/** Names the revision that is being written or looked at. */
export async function pointTo(
  work: Work,
  account: MediaAccount,
  pendingRevisionId: number | null,
): Promise<void> {
  account.pendingRevisionId = pendingRevisionId;
  await work.db.update(MediaAccount, { id: account.id }, { pendingRevisionId });
}

/** Does what needs the account to be the only live record of its platform and id; the database has the last word. */
export async function alone(
  work: Work,
  account: MediaAccount,
  content: AccountContent,
  act: (liveKey: string) => Promise<void>,
): Promise<void> {
  const liveKey = liveKeyOf(content);
  const taken = guardFailed(`这个${platformTitle(content)}账号已经有人登记;确实是您的,请联系信息办核对`);
  const [other]: unknown[] = await work.db.query(
    "SELECT id FROM media_account WHERE live_key = ? AND id <> ?",
    [liveKey, account.id],
  );
  if (other) throw taken;
  try {
    await act(liveKey);
  } catch (error) {
    throw (error as { code?: string }).code === "ER_DUP_ENTRY" ? taken : error;
  }
}

const titleOf = (platform: Platform, name: string): string => `${platforms[platform]}账号“${name}”`;

/** An account as messages name it; `revisionId` is the revision they are about. */
export const spokenAccount = (account: MediaAccount, revisionId = 0): Spoken => ({
  code: accountCode(account.id),
  title: titleOf(account.platform, account.name),
  holderId: account.holderId,
  unitId: account.unitId,
  revisionId,
  rowVersion: account.rowVersion,
});

/** What the reviewers of a revision are asked: a first registration, or a change of what is in effect. */
export function askedAccount(account: MediaAccount, revision: MediaAccountRevision): Spoken {
  const spoken = spokenAccount(account, revision.id);
  if (account.state !== "effective") return spoken;
  const { platform, name } = revision.content;
  return { ...spoken, wish: `申请变更${renamed(spoken.title, titleOf(platform, name))}` };
}

/** 登记号: the year of its first effect, and the record's number. */
export const registrationNo = (work: Work, id: number): string =>
  `ZMT${dayOf(work.now).slice(0, 4)}-${String(id).padStart(5, "0")}`;

/** Deletes a record that never took effect, with all its revisions; only that it was there stays in the log. */
export async function deleteDraft(work: Work, account: MediaAccount): Promise<void> {
  await work.db.delete(MediaAccountRevision, { mediaAccountId: account.id });
  await work.db.delete(MediaAccount, { id: account.id });
  await record(work, { subject: "media_account", subjectId: account.id, command: "discard" });
}
