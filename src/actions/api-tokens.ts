import type { TokenScope } from "../../entities/api-token.ts";
import { invalid, notFound } from "../errors.ts";
import { record } from "../machines/event.ts";
import { findHolder, type Search } from "../machines/who.ts";
import { hashOf, newToken } from "../secrets.ts";
import type { Work } from "../work.ts";
import { dayOf } from "../workdays.ts";
import { asBrowser, type Caller } from "./callers.ts";

/** What every token begins with, so that one that went astray is recognised. */
const prefix = "duban_";
const longestLife = 366 * 24 * 3_600_000;
const longestName = 60;

/** A token as its owner sees it in the list; `lastUsedOn` is YYYY-MM-DD in Asia/Shanghai. */
export interface TokenView {
  id: number;
  name: string;
  scope: TokenScope;
  createdAt: Date;
  expiresAt: Date;
  lastUsedOn: string | null;
}

/** Does a secret look like a token of ours? */
export const isToken = (secret: string): boolean => secret.startsWith(prefix);

/**
 * Whom a token stands for: its account's person; null when it is unknown, over, or its account closed. Notes the day.
 * Reads the person's posts of the moment `postsAt` along.
 */
export async function tokenCaller(work: Work, token: string, postsAt?: Date): Promise<Caller | null> {
  const row = await findHolder<Found>(work, searchOf(hashOf(token), work.now), postsAt);
  if (!row) return null;
  const today = dayOf(work.now);
  if (row.lastUsedOn !== today) {
    await work.db.query("UPDATE api_token SET last_used_on = ? WHERE id = ?", [today, row.id]);
  }
  const { accountId, personId, name } = row;
  return {
    kind: "token",
    accountId,
    personId,
    contactId: null,
    csrf: null,
    mustChange: Boolean(row.mustChange),
    readOnly: row.scope === "read",
    name,
    id: String(row.id),
  };
}

const searchOf = (hash: string, now: Date): Search => ({
  row: [
    `SELECT t.id, t.scope, t.last_used_on AS lastUsedOn, a.id AS accountId, a.person_id AS personId, a.name,
       a.must_change AS mustChange
     FROM api_token t JOIN account a ON a.id = t.account_id
     WHERE t.hash = ? AND t.expires_at > ? AND a.disabled_at IS NULL`,
    [hash, now],
  ],
  person: [
    "SELECT a.person_id FROM api_token t JOIN account a ON a.id = t.account_id WHERE t.hash = ?",
    [hash],
  ],
});

interface Found {
  id: number;
  scope: TokenScope;
  lastUsedOn: string | null;
  accountId: number;
  personId: number | null;
  name: string;
  mustChange: number;
}

/**
 * Makes a token, which is shown this once. Refuses with forbidden unless a signed-in browser asks, with invalid for a
 * name that is empty or over 60 characters and an end that is past or over a year away.
 */
export async function createToken(
  work: Work,
  caller: Caller,
  wanted: { name: string; scope: TokenScope; expiresAt: Date },
): Promise<TokenView & { token: string }> {
  const { accountId } = asBrowser(caller);
  const { scope, expiresAt } = wanted;
  const name = wanted.name.trim();
  checkWanted(work, name, expiresAt);
  const token = `${prefix}${newToken()}`;
  const { insertId: id }: { insertId: number } = await work.db.query(
    "INSERT INTO api_token (account_id, name, hash, scope, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
    [accountId, name, hashOf(token), scope, work.now, expiresAt],
  );
  const payload = { tokenId: id, name, scope, expiresAt };
  await record(work, { subject: "account", subjectId: accountId, command: "create_token", payload });
  return { id, name, scope, createdAt: work.now, expiresAt, lastUsedOn: null, token };
}

function checkWanted(work: Work, name: string, expiresAt: Date): void {
  const wrong = (field: string, message: string) => invalid(message, [{ field, message }]);
  if (name === "") throw wrong("name", "请给访问令牌起个名字,写明给哪个程序用");
  if ([...name].length > longestName) throw wrong("name", `访问令牌的名字最多${longestName}个字`);
  const life = expiresAt.getTime() - work.now.getTime();
  if (!(life > 0)) throw wrong("expiresAt", "访问令牌的到期时间应在现在以后");
  if (life > longestLife) throw wrong("expiresAt", "访问令牌最长一年,到期后再做一个");
}

/** The caller's tokens, newest first; over ones too until they are swept. Refuses with forbidden unless a browser asks. */
export function listTokens(work: Work, caller: Caller): Promise<TokenView[]> {
  const { accountId } = asBrowser(caller);
  return work.db.query(
    `SELECT id, name, scope, created_at AS createdAt, expires_at AS expiresAt, last_used_on AS lastUsedOn
     FROM api_token WHERE account_id = ? ORDER BY id DESC`,
    [accountId],
  );
}

/** Ends a token at once. Refuses with forbidden unless a browser asks, with not-found for one that is not the caller's. */
export async function revokeToken(work: Work, caller: Caller, id: number): Promise<void> {
  const { accountId } = asBrowser(caller);
  const { affectedRows }: { affectedRows: number } = await work.db.query(
    "DELETE FROM api_token WHERE id = ? AND account_id = ?",
    [id, accountId],
  );
  if (affectedRows !== 1) throw notFound("这个访问令牌");
  const payload = { tokenId: id };
  await record(work, { subject: "account", subjectId: accountId, command: "revoke_token", payload });
}
