import { MediaAccount } from "../../entities/media-account.ts";
import { MediaAccountRevision } from "../../entities/media-account-revision.ts";
import { Publication } from "../../entities/publication.ts";
import { PublicationRevision } from "../../entities/publication-revision.ts";
import { record } from "../machines/event.ts";
import type { Work } from "../work.ts";

/** The first sign of a word, and stars for the rest. */
const masked = (word: string): string => (word === "" ? "" : `${[...word][0]}***`);

/**
 * Blots out names, ids and links of accounts in all their revisions; number, dates, states and decisions stay. The
 * hashes stay as well: they show that what was decided on has not been exchanged, and tell nothing else.
 */
export async function maskAccounts(work: Work, ids: number[]): Promise<void> {
  for (const mediaAccountId of ids) {
    for (const { id, content } of await work.db.findBy(MediaAccountRevision, { mediaAccountId })) {
      await work.db.update(
        MediaAccountRevision,
        { id },
        {
          content: {
            ...content,
            name: masked(content.name),
            handle: masked(content.handle),
            link: null,
            topics: "",
          },
          reason: null,
        },
      );
    }
    const account = await work.db.findOneByOrFail(MediaAccount, { id: mediaAccountId });
    await work.db.update(
      MediaAccount,
      { id: mediaAccountId },
      { name: masked(account.name), handle: masked(account.handle), maskedAt: work.now },
    );
    await record(work, { subject: "media_account", subjectId: mediaAccountId, command: "mask" });
  }
}

/** Blots out titles, sources and links of publications in all their revisions. */
export async function maskPublications(work: Work, ids: number[]): Promise<void> {
  for (const publicationId of ids) {
    for (const { id, content } of await work.db.findBy(PublicationRevision, { publicationId })) {
      const source = content.source === null ? null : masked(content.source);
      const blotted = { ...content, title: masked(content.title), source, url: null };
      await work.db.update(PublicationRevision, { id }, { content: blotted, reason: null });
    }
    const publication = await work.db.findOneByOrFail(Publication, { id: publicationId });
    await work.db.update(
      Publication,
      { id: publicationId },
      { title: masked(publication.title), url: null, proof: null, maskedAt: work.now },
    );
    await record(work, { subject: "publication", subjectId: publicationId, command: "mask" });
  }
}
