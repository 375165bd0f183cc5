import { Consent } from "../../entities/consent.ts";
import { ConsentNotice } from "../../entities/consent-notice.ts";
import { forbidden, guardFailed } from "../errors.ts";
import { personOf } from "../machines/who.ts";
import type { Work } from "../work.ts";

/** The notice that holds now. Refuses with guard-failed while there is none. */
export async function currentNotice(work: Work): Promise<ConsentNotice> {
  const notice = await work.db.findOne(ConsentNotice, { where: {}, order: { version: "DESC" } });
  if (!notice) throw guardFailed("还没有发布个人信息告知书,暂时不能登记,请联系信息办");
  return notice;
}

/** The actor, a person. Refuses the program with forbidden. */
export function myself(work: Work): number {
  const person = personOf(work);
  if (person === null) throw forbidden("这件事要由本人办理");
  return person;
}

/** The actor's agreement to the present notice. Refuses with guard-failed, naming the version to agree to. */
export async function requireConsent(work: Work): Promise<Consent> {
  const person = myself(work);
  const notice = await currentNotice(work);
  const consent = await work.db.findOneBy(Consent, { livePersonId: person, noticeId: notice.id });
  if (!consent) throw guardFailed("登记之前请先看过个人信息告知书,并回复同意", { notice: notice.version });
  return consent;
}
