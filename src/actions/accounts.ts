import { createHash, randomBytes, randomInt } from "node:crypto";
import type { Account } from "../../entities/account.ts";
import { forbidden, guardFailed, invalid } from "../errors.ts";
import { record } from "../machines/event.ts";
import { bureauOperator } from "../machines/who.ts";
import { hashPassword, verifyPassword } from "../password.ts";
import type { Actor, Work } from "../work.ts";

/** Wrong passwords in a row after which an account is locked, and for how many milliseconds. */
const mostFailures = 5;
const lockTime = 15 * 60_000;
/** How long a sign-in lasts, in milliseconds. */
const sessionLife = 12 * 3_600_000;
/** Characters of a password that a person chooses. */
const leastLength = 10;
const mostLength = 200;
const namePattern = /^[a-z0-9._-]{2,40}$/;
/** Without letters and digits that are mistaken for each other. */
const alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

/** How an attempt to sign in ended; the token is for the browser's cookie and is kept nowhere else. */
export type SignIn =
  | { kind: "signed-in"; token: string; csrf: string; mustChange: boolean }
  | { kind: "wrong" }
  | { kind: "locked"; until: Date };

/** A browser that is signed in. */
export interface SignedIn {
  accountId: number;
  name: string;
  personId: number | null;
  csrf: string;
  mustChange: boolean;
}

/** How a change of password ended. */
export type PasswordChange = { kind: "changed" } | { kind: "wrong" } | { kind: "locked"; until: Date };

/**
 * Signs in with a name and a password. Five wrong passwords in a row lock the account for fifteen minutes; an
 * unknown name takes as long as a wrong password. A session lasts twelve hours; only its hash is kept.
 */
export async function signIn(work: Work, given: { name: string; password: string }): Promise<SignIn> {
  const name = given.name.trim().toLowerCase();
  const account = namePattern.test(name) ? await lockAccount(work, "name", name) : undefined;
  const outcome = await tryPassword(work, account, given.password);
  if (outcome.kind !== "right") return outcome;
  const token = randomBytes(32).toString("base64url");
  const csrf = randomBytes(32).toString("base64url");
  const { id, mustChange } = outcome.account;
  await work.db.query("DELETE FROM session WHERE account_id = ? AND expires_at <= ?", [id, work.now]);
  await work.db.query("INSERT INTO session (hash, account_id, csrf, expires_at) VALUES (?, ?, ?, ?)", [
    hashOf(token),
    id,
    csrf,
    new Date(work.now.getTime() + sessionLife),
  ]);
  await note(work, id, "sign_in");
  return { kind: "signed-in", token, csrf, mustChange: Boolean(mustChange) };
}

/** Who is signed in with this token; null when nobody is, or no longer. */
export async function sessionOf(work: Work, token: string): Promise<SignedIn | null> {
  const [row]: SignedIn[] = await work.db.query(
    `SELECT a.id AS accountId, a.name, a.person_id AS personId, s.csrf, a.must_change AS mustChange
     FROM session s JOIN account a ON a.id = s.account_id WHERE s.hash = ? AND s.expires_at > ?`,
    [hashOf(token), work.now],
  );
  return row ? { ...row, mustChange: Boolean(row.mustChange) } : null;
}

/**
 * Replaces a password; every other browser of the account is signed out. Wrong old passwords count as at sign-in.
 * Refuses with invalid when the new one is shorter than ten characters, too long, or the old one.
 */
export async function changePassword(
  work: Work,
  change: { token: string; old: string; fresh: string },
): Promise<PasswordChange> {
  const session = await sessionOf(work, change.token);
  if (!session) throw forbidden("请先登录");
  checkFresh(change);
  const account = await lockAccount(work, "id", session.accountId);
  const outcome = await tryPassword(work, account, change.old);
  if (outcome.kind !== "right") return outcome;
  await work.db.query("UPDATE account SET password_hash = ?, must_change = 0 WHERE id = ?", [
    await hashPassword(change.fresh),
    session.accountId,
  ]);
  await work.db.query("DELETE FROM session WHERE account_id = ? AND hash <> ?", [
    session.accountId,
    hashOf(change.token),
  ]);
  await note(work, session.accountId, "change_password");
  return { kind: "changed" };
}

function checkFresh({ old, fresh }: { old: string; fresh: string }): void {
  const length = [...fresh].length;
  const wrong = (message: string) => invalid(message, [{ field: "fresh", message }]);
  if (length < leastLength) throw wrong(`新口令至少要${leastLength}个字符`);
  if (length > mostLength) throw wrong(`新口令最多${mostLength}个字符`);
  if (fresh === old) throw wrong("新口令不能与旧口令相同");
}

/** Ends a session; one that is over already is left so. */
export async function signOut(work: Work, token: string): Promise<void> {
  const session = await sessionOf(work, token);
  await work.db.query("DELETE FROM session WHERE hash = ?", [hashOf(token)]);
  if (session) await note(work, session.accountId, "sign_out");
}

/**
 * Makes an account with a generated password, which is shown this once and must be changed at the first sign-in.
 * Refuses with forbidden unless a bureau administrator or the system asks, with invalid for a name that is not 2 to
 * 40 of a-z 0-9 . _ -, with guard-failed for one that is taken.
 */
export async function createAccount(
  work: Work,
  account: { name: string; personId: number | null },
): Promise<{ password: string }> {
  const whyNot = await bureauOperator(work);
  if (whyNot) throw forbidden(whyNot);
  const name = account.name.trim().toLowerCase();
  if (!namePattern.test(name)) {
    throw invalid("登录名只能用字母、数字、点、横线,2 到 40 个", [
      { field: "name", message: "登录名不合要求" },
    ]);
  }
  const password = newPassword();
  try {
    const { insertId }: { insertId: number } = await work.db.query(
      "INSERT INTO account (name, password_hash, person_id, must_change) VALUES (?, ?, ?, 1)",
      [name, await hashPassword(password), account.personId],
    );
    await note(work, insertId, "create", { name, personId: account.personId });
  } catch (error) {
    if ((error as { code?: string }).code === "ER_DUP_ENTRY") throw guardFailed(`登录名“${name}”已有人使用`);
    throw error;
  }
  return { password };
}

/**
 * Says whose account it is, once, at first set-up. Refuses with forbidden unless the system asks, with guard-failed
 * when it is somebody's already.
 */
export async function linkAccount(work: Work, accountId: number, personId: number): Promise<void> {
  if (work.actor.kind !== "system") throw forbidden("账号只在首次设置时对应到人");
  const { affectedRows }: { affectedRows: number } = await work.db.query(
    "UPDATE account SET person_id = ? WHERE id = ? AND person_id IS NULL",
    [personId, accountId],
  );
  if (affectedRows !== 1) throw guardFailed("这个账号已经对应到人");
  await note(work, accountId, "link", { personId });
}

/**
 * As whom a signed-in account may use the administrators' pages: the person, while he is the bureau's administrator;
 * the system, while nobody who is has an account yet (first set-up) and the account is nobody's; else null.
 */
export async function administratorOf(work: Work, account: SignedIn): Promise<Actor | null> {
  const admins: { personId: number }[] = await work.db.query(
    `SELECT DISTINCT a.person_id AS personId FROM account a JOIN post p ON p.person_id = a.person_id
       JOIN unit u ON u.id = p.unit_id
     WHERE u.kind = 'bureau' AND p.role = 'bureau-admin' AND p.from_at <= ? AND (p.until_at IS NULL OR p.until_at > ?)`,
    [work.now, work.now],
  );
  const { personId } = account;
  if (personId === null) return admins.length === 0 ? { kind: "system", name: "first set-up" } : null;
  return admins.some((admin) => admin.personId === personId) ? { kind: "person", personId } : null;
}

type Attempt = { kind: "right"; account: Account } | { kind: "wrong" } | { kind: "locked"; until: Date };

/** The row is locked, so that attempts on one account take turns and a burst cannot slip under the limit. */
async function lockAccount(
  work: Work,
  by: "id" | "name",
  value: string | number,
): Promise<Account | undefined> {
  const [account]: Account[] = await work.db.query(
    `SELECT id, name, password_hash AS passwordHash, person_id AS personId, must_change AS mustChange, failures,
       locked_until AS lockedUntil FROM account WHERE ${by} = ? FOR UPDATE`,
    [value],
  );
  return account;
}

async function tryPassword(work: Work, account: Account | undefined, password: string): Promise<Attempt> {
  const decoy = await decoyHash();
  if (account?.lockedUntil && account.lockedUntil > work.now)
    return { kind: "locked", until: account.lockedUntil };
  const right = await verifyPassword(password, account?.passwordHash ?? decoy);
  if (!account) return { kind: "wrong" };
  if (!right) return countFailure(work, account);
  await work.db.query("UPDATE account SET failures = 0, locked_until = NULL WHERE id = ?", [account.id]);
  return { kind: "right", account };
}

async function countFailure(work: Work, account: Account): Promise<Attempt> {
  const failures = account.failures + 1;
  if (failures < mostFailures) {
    await work.db.query("UPDATE account SET failures = ? WHERE id = ?", [failures, account.id]);
    await note(work, account.id, "wrong_password");
    return { kind: "wrong" };
  }
  const until = new Date(work.now.getTime() + lockTime);
  await work.db.query("UPDATE account SET failures = 0, locked_until = ? WHERE id = ?", [until, account.id]);
  await note(work, account.id, "lock");
  return { kind: "locked", until };
}

let decoy: Promise<string> | undefined;

/** Made with the same cost as real ones; verifying against it never succeeds. */
function decoyHash(): Promise<string> {
  decoy ??= hashPassword(randomBytes(32).toString("hex"));
  return decoy;
}

/** Four groups of four; some 79 bits. */
function newPassword(): string {
  const group = (): string => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join("");
  return [group(), group(), group(), group()].join("-");
}

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

const note = (work: Work, accountId: number, command: string, payload?: object): Promise<void> =>
  record(work, { subject: "account", subjectId: accountId, command, payload });
