import { Secret, TOTP } from "otpauth";
import { toString as drawQr } from "qrcode";
import { seal, unseal } from "../data-keys.ts";
import { forbidden, guardFailed, notFound } from "../errors.ts";
import { record } from "../machines/event.ts";
import { bureauOperator, personOf } from "../machines/who.ts";
import { verifyPassword } from "../password.ts";
import { hashOf, newWords } from "../secrets.ts";
import type { Work } from "../work.ts";
import { asBrowser, type BrowserCaller, type Caller } from "./callers.ts";
import { takeTurn } from "./sign-in-guard.ts";

const period = 30;
const recoveryCodes = 10;

/** Not yet: the code or the password is wrong, or nothing may be tried before `until`. */
export type NotYet = { kind: "wrong" } | { kind: "locked"; until: Date };

interface Kept {
  cipher: string;
  keyId: string;
  confirmedAt: Date | null;
  usedStep: number;
}

/** Is a second factor asked at the caller's sign-in, and how many recovery codes are left? Browsers only, else forbidden. */
export async function secondFactorOf(
  work: Work,
  caller: Caller,
): Promise<{ on: boolean; recoveryCodesLeft: number }> {
  const { accountId } = asBrowser(caller);
  const [left]: { n: number }[] = await work.db.query(
    "SELECT COUNT(*) AS n FROM recovery_code WHERE account_id = ?",
    [accountId],
  );
  return { on: await asksSecondFactor(work, accountId), recoveryCodesLeft: Number(left?.n) };
}

/** Is a second factor asked when this account signs in? */
export async function asksSecondFactor(work: Work, accountId: number): Promise<boolean> {
  const rows: unknown[] = await work.db.query(
    "SELECT account_id FROM second_factor WHERE account_id = ? AND confirmed_at IS NOT NULL",
    [accountId],
  );
  return rows.length > 0;
}

/**
 * Makes a secret for an authenticator, shown this once as text, as address and as a picture (SVG); it counts from its
 * first right code on. Refuses with forbidden unless a browser asks, with guard-failed while another is on.
 */
export async function enrolSecondFactor(
  work: Work,
  caller: Caller,
): Promise<{ secret: string; uri: string; qr: string }> {
  const { accountId, name } = asBrowser(caller);
  if (await asksSecondFactor(work, accountId)) throw guardFailed("动态码已经开着;要换手机,请先关掉再开");
  const secret = new Secret({ size: 20 });
  const { cipher, keyId } = seal(work.rules.dataKeys, secret.base32, placeOf(accountId));
  await work.db.query(
    `INSERT INTO second_factor (account_id, cipher, key_id, used_step) VALUES (?, ?, ?, 0)
     ON DUPLICATE KEY UPDATE cipher = VALUES(cipher), key_id = VALUES(key_id), used_step = 0`,
    [accountId, cipher, keyId],
  );
  const uri = new TOTP({ issuer: "督办", label: name, secret, period }).toString();
  return { secret: secret.base32, uri, qr: await drawQr(uri, { type: "svg" }) };
}

/**
 * Turns the second factor on with a code of the authenticator; ten recovery codes are shown this once. Refuses with
 * forbidden unless a browser asks, with guard-failed when none was made or it is on already.
 */
export async function confirmSecondFactor(
  work: Work,
  caller: Caller,
  code: string,
): Promise<{ kind: "on"; recoveryCodes: string[] } | NotYet> {
  const { accountId, name } = asBrowser(caller);
  const turn = await takeTurn(work, { name });
  if (turn.until) return { kind: "locked", until: turn.until };
  const kept = await lockFactor(work, accountId);
  if (!kept || kept.confirmedAt) throw guardFailed(kept ? "动态码已经开着" : "请先取得二维码,用手机扫一扫");
  if (!(await useTotp(work, accountId, kept, code))) return notYet(await turn.failed());
  await work.db.query("UPDATE second_factor SET confirmed_at = ? WHERE account_id = ?", [
    work.now,
    accountId,
  ]);
  const codes = Array.from({ length: recoveryCodes }, () => newWords(2, 5));
  await work.db.query("DELETE FROM recovery_code WHERE account_id = ?", [accountId]);
  await work.db.query("INSERT INTO recovery_code (hash, account_id) VALUES ?", [
    codes.map((each) => [recoveryHash(accountId, each), accountId]),
  ]);
  await note(work, accountId, "second_factor_on");
  return { kind: "on", recoveryCodes: codes };
}

/** Turns the second factor off with password and code. Refuses with forbidden unless a browser asks. */
export async function disableSecondFactor(
  work: Work,
  caller: Caller,
  { password, code }: { password: string; code: string },
): Promise<{ kind: "off" } | NotYet> {
  const browser = asBrowser(caller);
  const turn = await takeTurn(work, { name: browser.name });
  if (turn.until) return { kind: "locked", until: turn.until };
  const right =
    (await ownPassword(work, browser, password)) && (await useCode(work, browser.accountId, code));
  if (!right) return notYet(await turn.failed());
  await turn.passed();
  await removeFactor(work, browser.accountId);
  await note(work, browser.accountId, "second_factor_off");
  return { kind: "off" };
}

/**
 * Takes the second factor from another's account, whose telephone is lost. Refuses with forbidden unless a bureau
 * administrator or the system asks, and for one's own; with not-found for an unknown account.
 */
export async function resetSecondFactor(work: Work, accountId: number): Promise<void> {
  const whyNot = await bureauOperator(work);
  if (whyNot) throw forbidden(whyNot);
  const [account]: { personId: number | null }[] = await work.db.query(
    "SELECT person_id AS personId FROM account WHERE id = ?",
    [accountId],
  );
  if (!account) throw notFound("这个账号");
  if (account.personId !== null && account.personId === personOf(work))
    throw forbidden("自己的动态码请用口令和动态码关掉");
  await removeFactor(work, accountId);
  await note(work, accountId, "second_factor_reset");
}

/** Uses a code of the authenticator or a recovery code; each is taken once, and of two at once one is. */
export async function useCode(work: Work, accountId: number, code: string): Promise<boolean> {
  const kept = await lockFactor(work, accountId);
  if (!kept?.confirmedAt) return false;
  if (await useTotp(work, accountId, kept, code)) return true;
  const { affectedRows }: { affectedRows: number } = await work.db.query(
    "DELETE FROM recovery_code WHERE hash = ? AND account_id = ?",
    [recoveryHash(accountId, code), accountId],
  );
  if (affectedRows === 1) await note(work, accountId, "use_recovery_code");
  return affectedRows === 1;
}

/** The row is locked, so that one code at the same moment is taken once. */
async function lockFactor(work: Work, accountId: number): Promise<Kept | undefined> {
  const [kept]: Kept[] = await work.db.query(
    `SELECT cipher, key_id AS keyId, confirmed_at AS confirmedAt, used_step AS usedStep
     FROM second_factor WHERE account_id = ? FOR UPDATE`,
    [accountId],
  );
  return kept;
}

async function useTotp(work: Work, accountId: number, kept: Kept, code: string): Promise<boolean> {
  const token = code.normalize("NFKC").replace(/\s/g, "");
  if (!/^\d{6}$/.test(token)) return false;
  const secret = Secret.fromBase32(unseal(work.rules.dataKeys, kept, placeOf(accountId)));
  const timestamp = work.now.getTime();
  const delta = new TOTP({ secret, period }).validate({ token, timestamp, window: 1 });
  if (delta === null) return false;
  const step = Math.floor(timestamp / (period * 1000)) + delta;
  if (step <= kept.usedStep) return false;
  await work.db.query("UPDATE second_factor SET used_step = ? WHERE account_id = ?", [step, accountId]);
  return true;
}

async function ownPassword(work: Work, { accountId }: BrowserCaller, password: string): Promise<boolean> {
  const [account]: { kept: string }[] = await work.db.query(
    "SELECT password_hash AS kept FROM account WHERE id = ?",
    [accountId],
  );
  return verifyPassword(password, account?.kept ?? "");
}

async function removeFactor(work: Work, accountId: number): Promise<void> {
  for (const table of ["recovery_code", "second_factor", "sign_in_ticket"]) {
    await work.db.query(`DELETE FROM ${table} WHERE account_id = ?`, [accountId]);
  }
}

const placeOf = (accountId: number): string => `second-factor ${accountId}`;

const recoveryHash = (accountId: number, code: string): string =>
  hashOf(
    `${accountId} ${code
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[^a-z0-9]/g, "")}`,
  );

const notYet = (until: Date | null): NotYet => (until ? { kind: "locked", until } : { kind: "wrong" });

const note = (work: Work, accountId: number, command: string): Promise<void> =>
  record(work, { subject: "account", subjectId: accountId, command });
