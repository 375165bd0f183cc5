import { Contact } from "../../entities/contact.ts";
import { forbidden } from "../errors.ts";
import { findHolder, type Search } from "../machines/who.ts";
import { hashOf, newToken } from "../secrets.ts";
import type { Work } from "../work.ts";
import type { Caller } from "./callers.ts";
import { type Binding, bindContact, contactFor, looksLikeCode } from "./contacts.ts";

const day = 24 * 3_600_000;
const minute = 60_000;
/** How long a mini-program stays signed in, at most and without being used, in milliseconds. */
const longestLife = 30 * day;
const longestRest = 7 * day;

/** Takes a `wx.login` code for the one time that it may be used; false when it was taken before. */
export async function claimMiniCode(work: Work, code: string): Promise<boolean> {
  try {
    await work.db.query("INSERT INTO mini_code (hash, at) VALUES (?, ?)", [hashOf(code), work.now]);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === "ER_DUP_ENTRY") return false;
    throw error;
  }
}

/** Signs a mini-program in for its WeChat identity; until that is bound to a person it may do nothing but bind. */
export async function signInMini(work: Work, openid: string): Promise<{ token: string; bound: boolean }> {
  const contact = await contactFor(work, "mini", openid);
  const token = newToken();
  await work.db.query(
    "INSERT INTO mini_session (hash, contact_id, expires_at, seen_at) VALUES (?, ?, ?, ?)",
    [hashOf(token), contact.id, new Date(work.now.getTime() + longestLife), work.now],
  );
  return { token, bound: contact.personId !== null };
}

/** Whose mini-program has this token; null when nobody's, or no longer. Reads his posts of the moment `postsAt` along. */
export async function miniCaller(work: Work, token: string, postsAt?: Date): Promise<Caller | null> {
  const hash = hashOf(token);
  const row = await findHolder<Found>(work, searchOf(work, hash), postsAt);
  if (!row) return null;
  if (work.now.getTime() - row.seenAt.getTime() >= minute) {
    await work.db.query("UPDATE mini_session SET seen_at = ? WHERE hash = ?", [work.now, hash]);
  }
  const { contactId, personId } = row;
  return {
    kind: "mini",
    accountId: null,
    personId,
    contactId,
    csrf: null,
    mustChange: false,
    readOnly: false,
    name: row.name ?? "",
    id: hash.slice(0, 16),
  };
}

const searchOf = ({ now }: Work, hash: string): Search => ({
  row: [
    `SELECT k.id AS contactId, k.person_id AS personId, n.name, s.seen_at AS seenAt
     FROM mini_session s JOIN contact k ON k.id = s.contact_id LEFT JOIN person n ON n.id = k.person_id
     WHERE s.hash = ? AND s.expires_at > ? AND s.seen_at > ?`,
    [hash, now, new Date(now.getTime() - longestRest)],
  ],
  person: [
    "SELECT k.person_id FROM mini_session s JOIN contact k ON k.id = s.contact_id WHERE s.hash = ?",
    [hash],
  ],
});

interface Found {
  contactId: number;
  personId: number | null;
  name: string | null;
  seenAt: Date;
}

/** Binds the mini-program's identity with the same one-time code as in chat. Refuses other callers with forbidden. */
export async function bindMini(work: Work, caller: Caller, code: string): Promise<Binding> {
  if (caller.kind !== "mini" || caller.contactId === null) throw forbidden("只有小程序要这样绑定");
  const contact = await work.db.findOneByOrFail(Contact, { id: caller.contactId });
  return bindContact(work, contact, looksLikeCode(code) ?? code);
}

/** Signs a mini-program out; one that is out already is left so. */
export async function endMini(work: Work, token: string): Promise<void> {
  await work.db.query("DELETE FROM mini_session WHERE hash = ?", [hashOf(token)]);
}
