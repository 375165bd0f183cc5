import { Consent } from "../../entities/consent.ts";
import { ConsentNotice } from "../../entities/consent-notice.ts";
import { forbidden, guardFailed, stale } from "../errors.ts";
import { record } from "../machines/event.ts";
import { bureauOperator, personOf } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { Complaints } from "./checking.ts";

/** The notice that holds now. Refuses with guard-failed while there is none. */
export async function currentNotice(work: Work): Promise<ConsentNotice> {
  const notice = await work.db.findOne(ConsentNotice, { where: {}, order: { version: "DESC" } });
  if (!notice) throw guardFailed("还没有发布个人信息告知书,暂时不能登记,请联系信息办");
  return notice;
}

/** What somebody agreed to: which version, when, and whether that is still the newest. */
export interface GivenConsent {
  version: number;
  agreedAt: Date;
  current: boolean;
}

/** The actor's agreement that holds; null without one. */
export async function consentOf(work: Work): Promise<GivenConsent | null> {
  const [row]: { version: number; agreedAt: Date; newest: number }[] = await work.db.query(
    `SELECT n.version, c.agreed_at AS agreedAt, (SELECT MAX(version) FROM consent_notice) AS newest
     FROM consent c JOIN consent_notice n ON n.id = c.notice_id WHERE c.live_person_id = ?`,
    [personOf(work)],
  );
  return row
    ? { version: row.version, agreedAt: row.agreedAt, current: row.version === Number(row.newest) }
    : null;
}

/** The actor, a person. Refuses the program with forbidden. */
export function myself(work: Work): number {
  const person = personOf(work);
  if (person === null) throw forbidden("这件事要由本人办理");
  return person;
}

/**
 * Keeps that the actor agrees to the notice of this version; saying so twice changes nothing. Refuses with stale any
 * version but the present one.
 */
export async function giveConsent(work: Work, version: number): Promise<Consent> {
  const person = myself(work);
  // Of two messages at once the second waits here and finds what the first wrote.
  await work.db.query("SELECT id FROM person WHERE id = ? FOR UPDATE", [person]);
  const notice = await currentNotice(work);
  if (notice.version !== version) throw stale("告知书已有新的一版,请看过新版再同意");
  const before = await work.db.findOneBy(Consent, { livePersonId: person });
  if (before?.noticeId === notice.id) return before;
  if (before) await work.db.update(Consent, { id: before.id }, { livePersonId: null });
  const consent = await work.db.save(Consent, {
    personId: person,
    noticeId: notice.id,
    livePersonId: person,
    agreedAt: work.now,
    withdrawnAt: null,
  });
  await work.db.query(
    `UPDATE media_account SET consent_id = ? WHERE holder_id = ? AND state NOT IN ('retired', 'voided')`,
    [consent.id, person],
  );
  await record(work, { subject: "consent", subjectId: consent.id, command: "give", payload: { version } });
  return consent;
}

/** The actor's agreement to the present notice. Refuses with guard-failed, naming the version to agree to. */
export async function requireConsent(work: Work): Promise<Consent> {
  const person = myself(work);
  const notice = await currentNotice(work);
  const consent = await work.db.findOneBy(Consent, { livePersonId: person, noticeId: notice.id });
  if (!consent) throw guardFailed("登记之前请先看过个人信息告知书,并回复同意", { notice: notice.version });
  return consent;
}

/** Publishes the next version of the notice; whoever registers from now on is asked anew. For the bureau's administrator. */
export async function publishNotice(
  work: Work,
  input: { title: string; body: string },
): Promise<ConsentNotice> {
  const whyNot = await bureauOperator(work);
  if (whyNot) throw forbidden(whyNot);
  const complaints = new Complaints();
  const title = complaints.words("title", input.title, 80);
  const body = complaints.words("body", input.body, 5000);
  complaints.settle();
  const [newest]: { version: number | null }[] = await work.db.query(
    "SELECT MAX(version) AS version FROM consent_notice FOR UPDATE",
  );
  const version = Number(newest?.version ?? 0) + 1;
  const notice = await work.db.save(ConsentNotice, { version, title, body, publishedAt: work.now });
  await record(work, {
    subject: "consent_notice",
    subjectId: notice.id,
    command: "publish",
    payload: { version },
  });
  return notice;
}
