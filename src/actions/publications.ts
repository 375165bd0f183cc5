import { MediaAccount } from "../../entities/media-account.ts";
import { Publication } from "../../entities/publication.ts";
import { type PublicationContent, PublicationRevision } from "../../entities/publication-revision.ts";
import { guardFailed, notFound } from "../errors.ts";
import { record } from "../machines/event.ts";
import { transition } from "../machines/machine.ts";
import { publicationMachine } from "../machines/publication.ts";
import { registrationRules } from "../machines/registration-rules.ts";
import type { Work } from "../work.ts";
import { dayOf, daysBetween, startOf } from "../workdays.ts";
import { checkedLink } from "./account-content.ts";
import { Complaints } from "./checking.ts";
import { myself, requireConsent } from "./consent-checks.ts";
import { lockedPublication, ownPublication } from "./held-registrations.ts";
import { publicationCode } from "./registration-codes.ts";
import {
  dropPending,
  pendingRevision,
  publicationRevisions,
  rewriteRevision,
  writeRevision,
} from "./registration-revisions.ts";
import { askReviewers, renamed, type Spoken } from "./registration-words.ts";

/** How carefully a publication is looked at, in words. */
const publicationKinds: Record<PublicationContent["kind"], string> = {
  ordinary: "一般",
  key: "重点",
  sensitive: "敏感",
};

/** Trims and checks what is said of a publication; the keys come out in one order. Refuses with invalid, field by field. */
function checkedPublication(input: PublicationContent): PublicationContent {
  const complaints = new Complaints();
  complaints.oneOf("kind", input.kind, Object.keys(publicationKinds));
  if (input.day !== null) complaints.day("day", input.day);
  const source = input.original ? null : complaints.words("source", input.source ?? "", 160);
  const content: PublicationContent = {
    title: complaints.words("title", input.title, 160),
    mediaAccountId: input.mediaAccountId,
    kind: input.kind,
    original: input.original,
    source,
    showsStudents: input.showsStudents,
    url: checkedLink(complaints, "url", input.url),
    day: input.day,
  };
  complaints.settle();
  return content;
}

/** The actor's own account in effect, which he publishes over. */
async function ownEffective(work: Work, id: number): Promise<MediaAccount> {
  const account = await work.db.findOneBy(MediaAccount, { id, holderId: myself(work) });
  if (!account) throw notFound("您的这个账号");
  if (account.state !== "effective") throw guardFailed("这个账号还没有登记生效,请先登记账号");
  return account;
}

/** What a record shows of its content without its revisions. */
export const publicationMirror = ({
  title,
  kind,
  url,
  mediaAccountId,
}: PublicationContent): Pick<Publication, "title" | "kind" | "url" | "mediaAccountId"> => ({
  title,
  kind,
  url,
  mediaAccountId,
});

/**
 * Begins the registration of a work of the actor's own, as a draft. Refuses with guard-failed before consent and
 * without an account in effect, and with invalid.
 */
async function draftPublication(work: Work, input: PublicationContent): Promise<Publication> {
  const holderId = myself(work);
  await requireConsent(work);
  const content = checkedPublication(input);
  const account = await ownEffective(work, content.mediaAccountId);
  const publication = await work.db.save(
    work.db.create(Publication, {
      ...publicationMirror(content),
      holderId,
      unitId: account.unitId,
      state: publicationMachine.initial,
      rowVersion: 1,
      postHoc: false,
      late: false,
      effectiveRevisionId: null,
      pendingRevisionId: null,
      createdAt: work.now,
      publishedAt: null,
      proof: null,
      maskedAt: null,
    }),
  );
  await pointPublication(work, publication, {
    pendingRevisionId: await writeRevision(work, publicationRevisions, publication, content),
  });
  await record(work, { subject: "publication", subjectId: publication.id, command: "draft" });
  return publication;
}

/** Writes columns of a record that its machine does not move. */
export async function pointPublication(
  work: Work,
  publication: Publication,
  set: Partial<Publication>,
): Promise<void> {
  Object.assign(publication, set);
  await work.db.update(Publication, { id: publication.id }, set);
}

/** Rewrites what is not handed in yet, or was returned. Refuses as rewriteRevision does. */
export async function editPublication(
  work: Work,
  id: number,
  input: PublicationContent,
): Promise<Publication> {
  const publication = await ownPublication(work, id);
  if (publication.pendingRevisionId === null) throw guardFailed("没有正在填写的内容");
  const content = checkedPublication(input);
  await ownEffective(work, content.mediaAccountId);
  await rewrite(work, publication, content);
  return publication;
}

async function rewrite(work: Work, publication: Publication, content: PublicationContent): Promise<void> {
  const pendingRevisionId = await rewriteRevision(work, publicationRevisions, publication, content);
  const shown = publication.state === "published" ? {} : publicationMirror(content);
  await pointPublication(work, publication, { pendingRevisionId, ...shown });
}

/** Hands in a work before it is published. */
export const submitPublication = (work: Work, id: number): Promise<Publication> => handIn(work, id, "submit");

/** Hands in a work that has appeared already: link and day must be given. */
export const filePostHoc = (work: Work, id: number): Promise<Publication> =>
  handIn(work, id, "file_post_hoc");

async function handIn(work: Work, id: number, command: "submit" | "file_post_hoc"): Promise<Publication> {
  const publication = await ownPublication(work, id);
  const revision = await submitRevision(work, publication);
  const set = { postHoc: command === "file_post_hoc", late: false };
  if (set.postHoc) set.late = await isLate(work, revision.content);
  else if (publication.postHoc) await pointPublication(work, publication, { postHoc: false });
  await transition(work, publicationMachine, publication, {
    command,
    payload: { revision: revision.id },
    set,
  });
  await askReviewers(work, spokenPublication(publication, revision.id), "unit");
  return publication;
}

async function submitRevision(work: Work, publication: Publication): Promise<PublicationRevision> {
  const revision = await pendingRevision(work, publicationRevisions, publication);
  if (!revision) throw guardFailed("没有可以提交的内容");
  return transition(work, publicationRevisions.machine, revision, {
    command: "submit",
    set: { submittedAt: work.now, unitDecidedBy: null, unitDecidedAt: null, reason: null },
  });
}

async function isLate(work: Work, { kind, day }: PublicationContent): Promise<boolean> {
  if (day === null) return false;
  if (day > dayOf(work.now)) throw guardFailed("发布日期还没有到,还没发布的作品请送审");
  const { filingDays } = await registrationRules(work);
  return kind !== "ordinary" || daysBetween(day, dayOf(work.now)) > filingDays;
}

/** A publication as messages name it. */
export const spokenPublication = (publication: Publication, revisionId = 0): Spoken => ({
  code: publicationCode(publication.id),
  title: `作品《${publication.title}》`,
  holderId: publication.holderId,
  unitId: publication.unitId,
  revisionId,
  rowVersion: publication.rowVersion,
});

/** Drafts and hands in at once, before publishing or after it. */
export async function registerPublication(
  work: Work,
  content: PublicationContent,
  { published }: { published: boolean },
): Promise<Publication> {
  const { id } = await draftPublication(work, content);
  return handIn(work, id, published ? "file_post_hoc" : "submit");
}

/** Where and when a cleared work appeared, and what of it is not as it was cleared. */
export interface Appearance {
  url: string;
  day: string;
  changes?: Partial<PublicationContent>;
}

/** Says that a cleared work has appeared. Refuses with guard-failed when its content is not what was cleared. */
export async function publishPublication(
  work: Work,
  id: number,
  { url, day, changes = {} }: Appearance,
): Promise<Publication> {
  const publication = await ownPublication(work, id);
  const { effectiveRevisionId } = publication;
  const revision = await work.db.findOneOrFail(PublicationRevision, {
    where: effectiveRevisionId === null ? { publicationId: id } : { id: effectiveRevisionId },
    order: { id: "DESC" },
  });
  const content = checkedPublication({ ...revision.content, ...changes, url, day });
  if (day > dayOf(work.now)) throw guardFailed("发布日期还没有到");
  return transition(work, publicationMachine, publication, {
    command: "publish",
    payload: { hash: publicationRevisions.hashOf(content), url: content.url, day },
    set: { url: content.url, publishedAt: startOf(day) },
  });
}

/** Changes a cleared work: its clearance is void and it is a draft again. */
export async function revisePublication(
  work: Work,
  id: number,
  input: PublicationContent,
): Promise<Publication> {
  const publication = await ownPublication(work, id);
  const content = checkedPublication(input);
  await ownEffective(work, content.mediaAccountId);
  await transition(work, publicationMachine, publication, {
    command: "revise",
    set: { effectiveRevisionId: null },
  });
  await rewrite(work, publication, content);
  return publication;
}

/** Hands in a correction of what is published; the old version is shown until it is approved. */
export async function amendPublication(
  work: Work,
  id: number,
  input: PublicationContent,
): Promise<Publication> {
  const publication = await ownPublication(work, id);
  const content = checkedPublication(input);
  if (publication.state === "published") await rewrite(work, publication, content);
  await transition(work, publicationMachine, publication, { command: "amend" });
  const revision = await submitRevision(work, publication);
  await askReviewers(work, askedAmendment(publication, revision), "unit");
  return publication;
}

/** A correction of what is published, as its reviewers are asked for it. */
export function askedAmendment(publication: Publication, revision: PublicationRevision): Spoken {
  const spoken = spokenPublication(publication, revision.id);
  return { ...spoken, wish: `申请更正${renamed(spoken.title, `作品《${revision.content.title}》`)}` };
}

/** Says that a published work was taken down, with what shows it. For its author and for the bureau. */
export async function retractPublication(
  work: Work,
  id: number,
  { reason, proof }: { reason: string; proof: string },
): Promise<Publication> {
  const publication = await lockedPublication(work, id);
  const complaints = new Complaints();
  const shown = complaints.words("proof", proof, 300);
  complaints.settle();
  const set = { proof: shown };
  await transition(work, publicationMachine, publication, { command: "retract", reason, set });
  await dropPending(work, publicationRevisions, publication, reason);
  await pointPublication(work, publication, { pendingRevisionId: null });
  return publication;
}

/** Gives a draft up. */
export async function abandonPublication(work: Work, id: number): Promise<Publication> {
  const publication = await ownPublication(work, id);
  await transition(work, publicationMachine, publication, { command: "abandon" });
  await dropPending(work, publicationRevisions, publication, "作者放弃");
  await pointPublication(work, publication, { pendingRevisionId: null });
  return publication;
}
