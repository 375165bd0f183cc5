import { MediaAccount } from "../../entities/media-account.ts";
import { Publication } from "../../entities/publication.ts";
import { transition } from "../machines/machine.ts";
import { mediaAccountMachine } from "../machines/media-account.ts";
import { publicationMachine } from "../machines/publication.ts";
import type { Work } from "../work.ts";
import { retire } from "./account-life.ts";
import { deleteDraft, pointTo } from "./account-records.ts";
import { pointPublication } from "./publications.ts";
import { maskAccounts, maskPublications } from "./registration-masks.ts";
import { accountRevisions, asSystem, dropPending, publicationRevisions } from "./registration-revisions.ts";

/** What became of a person's registrations: how many of each. */
interface Ended {
  deleted: number;
  retired: number;
  abandoned: number;
  published: number;
}

const lock = { mode: "pessimistic_write" } as const;

/**
 * Ends everything that a person registered, by the program: records in effect are retired at once, drafts and what is
 * being looked at are deleted, unpublished works abandoned and blotted out; what is published stays filed. Answers in
 * sentences.
 */
export async function endRegistrations(work: Work, personId: number, reason: string): Promise<string[]> {
  const system = asSystem(work, "end-registrations");
  const ended: Ended = { deleted: 0, retired: 0, abandoned: 0, published: 0 };
  // Accounts before publications: the same order everywhere keeps two endings from waiting for each other.
  const accounts = await work.db.find(MediaAccount, {
    where: { holderId: personId },
    order: { id: "ASC" },
    lock,
  });
  const publications = await work.db.find(Publication, {
    where: { holderId: personId },
    order: { id: "ASC" },
    lock,
  });
  for (const publication of publications) await endPublication(system, publication, { reason, ended });
  for (const account of accounts) await endAccount(system, account, { reason, ended });
  return sentencesOf(ended);
}

interface Ending {
  reason: string;
  ended: Ended;
}

async function endAccount(work: Work, account: MediaAccount, { reason, ended }: Ending): Promise<void> {
  switch (account.state) {
    case "unit_review":
    case "bureau_review":
      await transition(work, mediaAccountMachine, account, {
        command: "return",
        reason,
        payload: { revision: account.pendingRevisionId },
        set: { liveKey: null },
      });
      await endDraft(work, account, { reason, ended });
      return;
    case "draft":
      await endDraft(work, account, { reason, ended });
      return;
    case "effective":
      await retire(work, account, reason);
      await retireNow(work, account);
      ended.retired += 1;
      return;
    case "retiring":
      await retireNow(work, account);
      ended.retired += 1;
      return;
    default:
      return;
  }
}

/** A draft that was in the register before keeps its number and dates, and nothing else. */
async function endDraft(work: Work, account: MediaAccount, { reason, ended }: Ending): Promise<void> {
  ended.deleted += 1;
  if (account.registrationNo === null) return deleteDraft(work, account);
  await dropPending(work, accountRevisions, account, reason);
  await pointTo(work, account, null);
  await maskAccounts(work, [account.id]);
}

async function retireNow(work: Work, account: MediaAccount): Promise<void> {
  const set = { liveKey: null, retiredAt: work.now };
  await transition(work, mediaAccountMachine, account, { command: "pass", set });
}

async function endPublication(
  work: Work,
  publication: Publication,
  { reason, ended }: Ending,
): Promise<void> {
  if (publication.state === "published") ended.published += 1;
  const way = waysOut[publication.state];
  if (!way) return dropAmendment(work, publication, reason);
  for (const command of way)
    await transition(work, publicationMachine, publication, {
      command,
      ...(command === "return" && { reason }),
    });
  await dropAmendment(work, publication, reason);
  await maskPublications(work, [publication.id]);
  ended.abandoned += 1;
}

/** The commands that lead from a state to the end without publishing. */
const waysOut: Record<string, string[]> = {
  draft: ["abandon"],
  unit_review: ["return", "abandon"],
  bureau_review: ["return", "abandon"],
  cleared: ["revise", "abandon"],
};

async function dropAmendment(work: Work, publication: Publication, reason: string): Promise<void> {
  if (publication.pendingRevisionId === null) return;
  await dropPending(work, publicationRevisions, publication, reason);
  await pointPublication(work, publication, { pendingRevisionId: null });
}

function sentencesOf({ deleted, retired, abandoned, published }: Ended): string[] {
  const sentences: string[] = [];
  if (deleted > 0) sentences.push(`没有登记完的${deleted}个账号已经删除。`);
  if (retired > 0)
    sentences.push(
      `已登记的${retired}个账号已经注销;登记号、日期和审核结果按档案要求保留,账号内容到期清除。`,
    );
  if (abandoned > 0) sentences.push(`还没有发布的${abandoned}件作品登记已经清除。`);
  if (published > 0)
    sentences.push(`已经发布的${published}件作品,备案记录按网络信息内容管理的要求保留到期满,不再变动。`);
  return sentences;
}
