import { notFound } from "../errors.ts";
import { record } from "../machines/event.ts";
import { findHolder, type Search } from "../machines/who.ts";
import { hashOf, newToken } from "../secrets.ts";
import type { Work } from "../work.ts";
import { isToken, tokenCaller } from "./api-tokens.ts";
import { asBrowser, type Caller } from "./callers.ts";
import { miniCaller } from "./mini-program.ts";

export type { Caller } from "./callers.ts";

const minute = 60_000;
/** How long a sign-in lasts, at most and without being used, in milliseconds. */
const longestLife = 12 * 60 * minute;
const longestRest = 2 * 60 * minute;
const longestDevice = 120;

/** What a request shows of itself; `bearer` without the word Bearer. */
export interface Credentials {
  cookie?: string | undefined;
  bearer?: string | undefined;
}

/** A browser that is signed in. */
export interface SignedIn {
  accountId: number;
  name: string;
  personId: number | null;
  csrf: string;
  mustChange: boolean;
}

/** A session as its owner sees it in the list; `id` is no secret. */
export interface SessionView {
  id: string;
  device: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  current: boolean;
}

/**
 * Who asks; null when the credentials are nobody's, or no longer. With a bearer the cookie is not looked at. Reads the
 * person's posts of the moment `postsAt` along.
 */
export async function callerOf(
  work: Work,
  { cookie, bearer }: Credentials,
  postsAt?: Date,
): Promise<Caller | null> {
  if (bearer !== undefined)
    return isToken(bearer) ? tokenCaller(work, bearer, postsAt) : miniCaller(work, bearer, postsAt);
  if (cookie === undefined) return null;
  const session = await sessionOf(work, cookie, postsAt);
  if (!session) return null;
  return { kind: "session", ...session, contactId: null, readOnly: false, id: handleOf(hashOf(cookie)) };
}

/** Opens a session of twelve hours at most, two unused; only the hash of its token is kept. */
export async function openSession(
  work: Work,
  accountId: number,
  device = "",
): Promise<{ token: string; csrf: string }> {
  const [token, csrf] = [newToken(), newToken()];
  await work.db.query("DELETE FROM session WHERE account_id = ? AND (expires_at <= ? OR seen_at <= ?)", [
    accountId,
    work.now,
    restedSince(work),
  ]);
  await work.db.query(
    "INSERT INTO session (hash, account_id, csrf, expires_at, device, created_at, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
    [
      hashOf(token),
      accountId,
      csrf,
      new Date(work.now.getTime() + longestLife),
      [...device].slice(0, longestDevice).join(""),
      work.now,
      work.now,
    ],
  );
  return { token, csrf };
}

/** Who is signed in with this token; null when nobody is, or no longer. Reads his posts of the moment `postsAt` along. */
export async function sessionOf(work: Work, token: string, postsAt?: Date): Promise<SignedIn | null> {
  const hash = hashOf(token);
  const row = await findHolder<SignedIn & { seenAt: Date }>(work, searchOf(work, hash), postsAt);
  if (!row) return null;
  const { seenAt, ...session } = row;
  if (work.now.getTime() - seenAt.getTime() >= minute) {
    await work.db.query("UPDATE session SET seen_at = ? WHERE hash = ?", [work.now, hash]);
  }
  return { ...session, mustChange: Boolean(session.mustChange) };
}

const searchOf = (work: Work, hash: string): Search => ({
  row: [
    `SELECT a.id AS accountId, a.name, a.person_id AS personId, s.csrf, a.must_change AS mustChange,
       s.seen_at AS seenAt
     FROM session s JOIN account a ON a.id = s.account_id
     WHERE s.hash = ? AND s.expires_at > ? AND s.seen_at > ? AND a.disabled_at IS NULL`,
    [hash, work.now, restedSince(work)],
  ],
  person: [
    "SELECT a.person_id FROM session s JOIN account a ON a.id = s.account_id WHERE s.hash = ?",
    [hash],
  ],
});

const restedSince = (work: Work): Date => new Date(work.now.getTime() - longestRest);

/** Enough of the hash to tell one's sessions apart. */
const handleOf = (hash: string): string => hash.slice(0, 16);

/** Where the caller's account is signed in, newest first. Refuses with forbidden unless a browser asks. */
export async function listSessions(work: Work, caller: Caller): Promise<SessionView[]> {
  const { accountId, id: mine } = asBrowser(caller);
  const rows: Omit<SessionView, "current">[] = await work.db.query(
    `SELECT LEFT(hash, 16) AS id, device, created_at AS createdAt, seen_at AS lastSeenAt, expires_at AS expiresAt
     FROM session WHERE account_id = ? AND expires_at > ? AND seen_at > ? ORDER BY created_at DESC, hash`,
    [accountId, work.now, restedSince(work)],
  );
  return rows.map((row) => ({ ...row, current: row.id === mine }));
}

/** Signs one of the caller's browsers out. Refuses with forbidden unless a browser asks, with not-found for others'. */
export async function endSession(work: Work, caller: Caller, id: string): Promise<void> {
  const { accountId } = asBrowser(caller);
  if (!/^[0-9a-f]{16}$/.test(id)) throw notFound("这个登录");
  const { affectedRows }: { affectedRows: number } = await work.db.query(
    "DELETE FROM session WHERE account_id = ? AND LEFT(hash, 16) = ?",
    [accountId, id],
  );
  if (affectedRows === 0) throw notFound("这个登录");
  await record(work, { subject: "account", subjectId: accountId, command: "end_session" });
}

/** Signs all of the caller's browsers out, this one too; answers how many. Refuses with forbidden unless a browser asks. */
export async function endSessions(work: Work, caller: Caller): Promise<number> {
  const { accountId } = asBrowser(caller);
  const { affectedRows }: { affectedRows: number } = await work.db.query(
    "DELETE FROM session WHERE account_id = ?",
    [accountId],
  );
  await record(work, { subject: "account", subjectId: accountId, command: "end_sessions" });
  return affectedRows;
}

/** Ends a session; one that is over already is left so. */
export async function signOut(work: Work, token: string): Promise<void> {
  const session = await sessionOf(work, token);
  await work.db.query("DELETE FROM session WHERE hash = ?", [hashOf(token)]);
  if (session) await record(work, { subject: "account", subjectId: session.accountId, command: "sign_out" });
}
