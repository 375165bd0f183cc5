import { Consent } from "../../entities/consent.ts";
import { MediaAccount } from "../../entities/media-account.ts";
import { type AccountContent, MediaAccountRevision } from "../../entities/media-account-revision.ts";
import { Publication } from "../../entities/publication.ts";
import { type PublicationContent, PublicationRevision } from "../../entities/publication-revision.ts";
import { ZeroReport } from "../../entities/zero-report.ts";
import { notFound } from "../errors.ts";
import { mediaAccountMachine } from "../machines/media-account.ts";
import { publicationMachine } from "../machines/publication.ts";
import { bureauOperator, personOf } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { endConsent } from "./consents.ts";
import { accountCode, publicationCode } from "./registration-codes.ts";
import { endRegistrations } from "./registration-endings.ts";
import { maskAccounts, maskPublications } from "./registration-masks.ts";

/** Everything of one person that the register holds. States are in words. */
export interface PersonalRegistrations {
  accounts: {
    code: string;
    state: string;
    registrationNo: string | null;
    createdAt: Date;
    revisions: AccountContent[];
  }[];
  publications: { code: string; state: string; createdAt: Date; revisions: PublicationContent[] }[];
  consents: { version: number; agreedAt: Date; withdrawnAt: Date | null }[];
  zeroReports: { reportedAt: Date; replacedAt: Date | null }[];
}

/** The person himself, or the bureau for him; anybody else is told that there is nobody. */
async function checkPerson(work: Work, personId: number): Promise<void> {
  if (personOf(work) === personId) return;
  if ((await bureauOperator(work)) !== null) throw notFound("这个人");
}

/** What the register holds of a person. Refuses with not-found whoever is neither he nor the bureau. */
export async function registrationsOf(work: Work, personId: number): Promise<PersonalRegistrations> {
  await checkPerson(work, personId);
  const consents: PersonalRegistrations["consents"] = await work.db.query(
    `SELECT n.version, c.agreed_at AS agreedAt, c.withdrawn_at AS withdrawnAt
     FROM consent c JOIN consent_notice n ON n.id = c.notice_id WHERE c.person_id = ? ORDER BY c.id`,
    [personId],
  );
  const reports = await work.db.find(ZeroReport, { where: { personId }, order: { id: "ASC" } });
  return {
    accounts: await accountsOf(work, personId),
    publications: await publicationsOf(work, personId),
    consents,
    zeroReports: reports.map(({ reportedAt, replacedAt }) => ({ reportedAt, replacedAt })),
  };
}

async function accountsOf(work: Work, holderId: number): Promise<PersonalRegistrations["accounts"]> {
  const accounts = await work.db.find(MediaAccount, { where: { holderId }, order: { id: "ASC" } });
  const revisions = await work.db.find(MediaAccountRevision, { where: { holderId }, order: { id: "ASC" } });
  return accounts.map((account) => ({
    code: accountCode(account.id),
    state: mediaAccountMachine.states[account.state] ?? account.state,
    registrationNo: account.registrationNo,
    createdAt: account.createdAt,
    revisions: revisions.filter((each) => each.mediaAccountId === account.id).map((each) => each.content),
  }));
}

async function publicationsOf(work: Work, holderId: number): Promise<PersonalRegistrations["publications"]> {
  const publications = await work.db.find(Publication, { where: { holderId }, order: { id: "ASC" } });
  const revisions = await work.db.find(PublicationRevision, { where: { holderId }, order: { id: "ASC" } });
  return publications.map((publication) => ({
    code: publicationCode(publication.id),
    state: publicationMachine.states[publication.state] ?? publication.state,
    createdAt: publication.createdAt,
    revisions: revisions.filter((each) => each.publicationId === publication.id).map((each) => each.content),
  }));
}

/**
 * Deletes what the register holds of a person, and blots out what must be kept. Answers in sentences what was deleted
 * and what is kept and why. Refuses with not-found whoever is neither he nor the bureau.
 */
export async function eraseRegistrations(
  work: Work,
  personId: number,
): Promise<{ done: string[]; kept: string[] }> {
  await checkPerson(work, personId);
  await work.db.query("SELECT id FROM person WHERE id = ? FOR UPDATE", [personId]);
  const done = await endRegistrations(work, personId, "本人要求删除");
  const accounts = await work.db.findBy(MediaAccount, { holderId: personId });
  const publications = await work.db.findBy(Publication, { holderId: personId });
  await maskAccounts(
    work,
    accounts.filter((each) => each.maskedAt === null).map((each) => each.id),
  );
  await maskPublications(
    work,
    publications.filter((each) => each.maskedAt === null).map((each) => each.id),
  );
  await work.db.delete(ZeroReport, { personId });
  const consent = await work.db.findOneBy(Consent, { livePersonId: personId });
  if (consent) await endConsent(work, consent);
  return { done, kept: keptSentences(accounts.length + publications.length, consent !== null) };
}

function keptSentences(registrations: number, consented: boolean): string[] {
  const sentences: string[] = [];
  if (registrations > 0)
    sentences.push(
      "账号名称、账号、链接和作品标题、链接已经抹去;登记号、日期、状态和审核结论按网络信息内容管理的备案要求保留。",
    );
  if (consented) sentences.push("您同意过哪一版告知书、何时同意和撤回,作为依法处理的证明保留。");
  return sentences;
}
