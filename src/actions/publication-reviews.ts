import type { Publication } from "../../entities/publication.ts";
import type { PublicationRevision } from "../../entities/publication-revision.ts";
import { record } from "../machines/event.ts";
import { transition } from "../machines/machine.ts";
import { publicationMachine } from "../machines/publication.ts";
import { bureauReviewers } from "../machines/registration-reviewers.ts";
import { personOf } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { startOf } from "../workdays.ts";
import { lockedPublication } from "./held-registrations.ts";
import { notify } from "./mail.ts";
import { askedAmendment, pointPublication, publicationMirror, spokenPublication } from "./publications.ts";
import { lookAt, pendingRevision, publicationRevisions, supersede } from "./registration-revisions.ts";
import { askReviewers, tellHolder } from "./registration-words.ts";

/** What passing a revision comes to. */
type Passing = "pass" | "escalate" | "file";

/** At the unit ordinary matter is passed, key matter goes on to the bureau, and what has appeared is filed. */
function passingOf(publication: Publication, revision: PublicationRevision | null): Passing {
  if (revision?.state !== "unit_review") return "pass";
  if (publication.state === "unit_review" && publication.postHoc) return "file";
  return revision.content.kind === "ordinary" ? "pass" : "escalate";
}

/**
 * Passes the revision that the reviewer saw: clears, files, or hands on to the bureau, as its kind asks. Refuses with
 * stale another revision than the one that waits, and as the machines do.
 */
export async function passPublication(work: Work, id: number, revisionId: number): Promise<Publication> {
  const publication = await lockedPublication(work, id);
  const passing = passingOf(publication, await pendingRevision(work, publicationRevisions, publication));
  const command = passing === "escalate" ? "pass" : "approve";
  const revision = await lookAt(work, publicationRevisions, publication, { revisionId, command });
  if (publication.state === "published") await passAmendment(work, publication, revision);
  else await passFirst(work, publication, { passing, revision });
  return publication;
}

async function passFirst(
  work: Work,
  publication: Publication,
  { passing, revision }: { passing: Passing; revision: PublicationRevision },
): Promise<void> {
  const { day, kind } = revision.content;
  const settled = { effectiveRevisionId: revision.id, pendingRevisionId: null };
  const set = {
    ...(passing !== "escalate" && settled),
    ...(passing === "file" && day && { publishedAt: startOf(day) }),
  };
  const payload = { revision: revision.id };
  await transition(work, publicationMachine, publication, { command: passing, payload, set });
  const spoken = spokenPublication(publication, revision.id);
  if (passing === "escalate") return askReviewers(work, spoken, "bureau", personOf(work));
  await tellHolder(
    work,
    spoken,
    passing === "file" ? "已备案。" : "审核通过,可以发布。发布后请把链接和日期告诉我。",
  );
  if (passing === "file" && kind !== "ordinary") await tellBureau(work, publication, revision.id);
}

/** Key matter that appeared without clearance cannot be cleared any more; the bureau is told. */
async function tellBureau(work: Work, publication: Publication, revisionId: number): Promise<void> {
  const { code, title } = spokenPublication(publication);
  for (const personId of await bureauReviewers(work, publication)) {
    if (personId === personOf(work)) continue;
    await notify(work, {
      personId,
      key: `registration:${code}:${revisionId}:filed:${personId}`,
      kind: "decision",
      body: `【事后备案】${title}(#${code})属重点或敏感内容,发布前没有送审,现由单位备案。`,
    });
  }
}

async function passAmendment(
  work: Work,
  publication: Publication,
  revision: PublicationRevision,
): Promise<void> {
  const spoken = spokenPublication(publication, revision.id);
  if (revision.state !== "approved")
    return askReviewers(work, askedAmendment(publication, revision), "bureau", personOf(work));
  const earlier = publication.effectiveRevisionId;
  await pointPublication(work, publication, {
    ...publicationMirror(revision.content),
    effectiveRevisionId: revision.id,
    pendingRevisionId: null,
    rowVersion: publication.rowVersion + 1,
    ...(revision.content.day && { publishedAt: startOf(revision.content.day) }),
  });
  await record(work, {
    subject: "publication",
    subjectId: publication.id,
    command: "amended",
    payload: { revision: revision.id },
  });
  await supersede(work, publicationRevisions, earlier);
  await tellHolder(work, spoken, "更正已通过。");
}

/** Returns the revision that the reviewer saw, with the reason; what is published stays as it is shown. */
export async function returnPublication(
  work: Work,
  id: number,
  { revisionId, reason }: { revisionId: number; reason: string },
): Promise<Publication> {
  const publication = await lockedPublication(work, id);
  const revision = await lookAt(work, publicationRevisions, publication, {
    revisionId,
    command: "return",
    reason,
  });
  if (publication.state !== "published") {
    const payload = { revision: revision.id };
    await transition(work, publicationMachine, publication, { command: "return", reason, payload });
  }
  const spoken = spokenPublication(publication, revision.id);
  await tellHolder(work, spoken, `被退回。原因:${reason.trim()}。改好后可以再提交。`);
  return publication;
}
