import { forbidden, invalid } from "../errors.ts";
import { record } from "../machines/event.ts";
import { decoyHash, hashPassword, verifyPassword } from "../password.ts";
import { hashOf, newToken } from "../secrets.ts";
import type { Work } from "../work.ts";
import { asksSecondFactor, useCode } from "./second-factor.ts";
import { openSession, sessionOf } from "./sessions.ts";
import { type Turn, takeTurn } from "./sign-in-guard.ts";

/** How long the second step may take, in milliseconds, and how many wrong codes it forgives. */
const ticketLife = 5 * 60_000;
const mostWrongCodes = 5;
/** Characters of a password that a person chooses. */
const leastLength = 10;
const mostLength = 200;
const namePattern = /^[a-z0-9._-]{2,40}$/;

/** How an attempt to sign in ended; tokens and tickets are for the browser and kept nowhere else. */
export type SignIn =
  | { kind: "signed-in"; token: string; csrf: string; mustChange: boolean }
  | { kind: "second-factor"; ticket: string }
  | { kind: "wrong" }
  | { kind: "locked"; until: Date };

/** How a change of password ended. */
export type PasswordChange = { kind: "changed" } | { kind: "wrong" } | { kind: "locked"; until: Date };

/** Where an attempt comes from, and what the browser calls itself. */
interface Origin {
  address?: string;
  device?: string;
}

interface Known {
  id: number;
  name: string;
  passwordHash: string;
  mustChange: number;
  disabledAt: Date | null;
}

/**
 * Signs in with a name and a password, or asks for the second factor. Five failures of a name and thirty of an address
 * lock it for fifteen minutes. Unknown names and closed accounts are answered, counted and locked like wrong passwords
 * and take as long.
 */
export async function signIn(
  work: Work,
  given: Origin & { name: string; password: string },
): Promise<SignIn> {
  const name = given.name.trim().toLowerCase();
  const turn = await takeTurn(work, { name, address: given.address });
  if (turn.until) return { kind: "locked", until: turn.until };
  const { account, right } = await tryPassword(work, name, given.password);
  if (!right || !account) return fail(work, turn, account?.id ?? 0, "wrong_password");
  if (await asksSecondFactor(work, account.id)) return askFactor(work, account.id);
  return enter(work, turn, account, given.device);
}

/** Costs the same whether somebody has the name or not, and whether the account is closed. */
async function tryPassword(
  work: Work,
  name: string,
  password: string,
): Promise<{ account: Known | undefined; right: boolean }> {
  const decoy = await decoyHash();
  const account = await accountNamed(work, namePattern.test(name) ? name : "");
  const right = await verifyPassword(password, account?.passwordHash ?? decoy);
  return { account, right: right && !account?.disabledAt };
}

async function accountNamed(work: Work, name: string): Promise<Known | undefined> {
  const [account]: Known[] = await work.db.query(
    `SELECT id, name, password_hash AS passwordHash, must_change AS mustChange, disabled_at AS disabledAt
     FROM account WHERE name = ?`,
    [name],
  );
  return account;
}

async function askFactor(work: Work, accountId: number): Promise<SignIn> {
  const ticket = newToken();
  await work.db.query("DELETE FROM sign_in_ticket WHERE account_id = ? AND expires_at <= ?", [
    accountId,
    work.now,
  ]);
  await work.db.query("INSERT INTO sign_in_ticket (hash, account_id, expires_at) VALUES (?, ?, ?)", [
    hashOf(ticket),
    accountId,
    new Date(work.now.getTime() + ticketLife),
  ]);
  return { kind: "second-factor", ticket };
}

/** The second step: a code of the authenticator or a recovery code. `expired`: begin again with the password. */
export async function finishSignIn(
  work: Work,
  given: Origin & { ticket: string; code: string },
): Promise<SignIn | { kind: "expired" }> {
  const hash = hashOf(given.ticket);
  const asked = await accountAsked(work, hash);
  if (!asked) return { kind: "expired" };
  const turn = await takeTurn(work, { name: asked.name, address: given.address });
  if (turn.until) return { kind: "locked", until: turn.until };
  // Another attempt may have used the ticket while this one waited for its turn.
  const account = await accountAsked(work, hash);
  if (!account) return { kind: "expired" };
  if (await useCode(work, account.id, given.code)) {
    await work.db.query("DELETE FROM sign_in_ticket WHERE hash = ?", [hash]);
    return enter(work, turn, account, given.device);
  }
  await work.db.query("UPDATE sign_in_ticket SET failures = failures + 1 WHERE hash = ?", [hash]);
  return fail(work, turn, account.id, "wrong_code");
}

async function accountAsked(work: Work, hash: string): Promise<Known | undefined> {
  const [account]: Known[] = await work.db.query(
    `SELECT a.id, a.name, a.password_hash AS passwordHash, a.must_change AS mustChange, a.disabled_at AS disabledAt
     FROM sign_in_ticket t JOIN account a ON a.id = t.account_id
     WHERE t.hash = ? AND t.expires_at > ? AND t.failures < ? AND a.disabled_at IS NULL`,
    [hash, work.now, mostWrongCodes],
  );
  return account;
}

async function enter(work: Work, turn: Turn, account: Known, device = ""): Promise<SignIn> {
  await turn.passed();
  const session = await openSession(work, account.id, device);
  await note(work, account.id, "sign_in");
  return { kind: "signed-in", ...session, mustChange: Boolean(account.mustChange) };
}

type Failure = { kind: "wrong" } | { kind: "locked"; until: Date };

/** Account 0 stands for a name that nobody has: it is noted as well, so that it takes as long. */
async function fail(work: Work, turn: Turn, accountId: number, command: string): Promise<Failure> {
  const until = await turn.failed();
  await note(work, accountId, until ? "lock" : command);
  return until ? { kind: "locked", until } : { kind: "wrong" };
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
  const turn = await takeTurn(work, { name: session.name });
  if (turn.until) return { kind: "locked", until: turn.until };
  const account = await accountNamed(work, session.name);
  const right = await verifyPassword(change.old, account?.passwordHash ?? "");
  if (!right) return fail(work, turn, session.accountId, "wrong_password");
  await turn.passed();
  await work.db.query("UPDATE account SET password_hash = ?, must_change = 0 WHERE id = ?", [
    await hashPassword(change.fresh),
    session.accountId,
  ]);
  await work.db.query("DELETE FROM session WHERE account_id = ? AND hash <> ?", [
    session.accountId,
    hashOf(change.token),
  ]);
  await work.db.query("DELETE FROM sign_in_ticket WHERE account_id = ?", [session.accountId]);
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

const note = (work: Work, accountId: number, command: string): Promise<void> =>
  record(work, { subject: "account", subjectId: accountId, command });
