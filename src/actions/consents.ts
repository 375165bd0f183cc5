import { Consent } from "../../entities/consent.ts";
import { ConsentNotice } from "../../entities/consent-notice.ts";
import { ZeroReport } from "../../entities/zero-report.ts";
import { forbidden, guardFailed, stale } from "../errors.ts";
import { record } from "../machines/event.ts";
import { bureauOperator, personOf } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { Complaints } from "./checking.ts";
import { currentNotice, myself } from "./consent-checks.ts";
import { endRegistrations } from "./registration-endings.ts";

export { currentNotice } from "./consent-checks.ts";

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

/**
 * Takes the actor's agreement back and ends what he registered; answers in sentences what was ended and what is kept.
 * Refuses with guard-failed when no agreement holds.
 */
export async function withdrawConsent(work: Work): Promise<string[]> {
  const person = myself(work);
  await work.db.query("SELECT id FROM person WHERE id = ? FOR UPDATE", [person]);
  const consent = await work.db.findOneBy(Consent, { livePersonId: person });
  if (!consent) throw guardFailed("您没有需要撤回的同意");
  const told = await endRegistrations(work, person, "本人撤回同意");
  await endConsent(work, consent);
  await work.db.delete(ZeroReport, { personId: person });
  return ["已撤回同意,今后不再收集您的账号和作品信息。", ...told];
}

/** Closes an agreement; that it was given, to which version and when, stays as proof. */
export async function endConsent(work: Work, consent: Consent): Promise<void> {
  await work.db.update(Consent, { id: consent.id }, { livePersonId: null, withdrawnAt: work.now });
  await record(work, { subject: "consent", subjectId: consent.id, command: "withdraw" });
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
