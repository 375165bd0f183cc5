import { forbidden, guardFailed, invalid, notFound } from "../errors.ts";
import { record } from "../machines/event.ts";
import { bureauOperator, personOf } from "../machines/who.ts";
import { hashPassword } from "../password.ts";
import { newWords } from "../secrets.ts";
import type { Actor, Work } from "../work.ts";

const namePattern = /^[a-z0-9._-]{2,40}$/;
const longestPage = 200;

/** An account as administrators see it. */
export interface AccountView {
  id: number;
  name: string;
  personId: number | null;
  personName: string | null;
  mustChange: boolean;
  disabled: boolean;
  secondFactor: boolean;
}

/**
 * Makes an account with a generated password, which is shown this once and must be changed at the first sign-in.
 * Refuses with forbidden unless a bureau administrator or the system asks, with invalid for a name that is not 2 to
 * 40 of a-z 0-9 . _ -, with not-found for an unknown person, with guard-failed for a name that is taken.
 */
export async function createAccount(
  work: Work,
  account: { name: string; personId: number | null },
): Promise<{ id: number; password: string }> {
  await onlyBureau(work);
  const name = account.name.trim().toLowerCase();
  if (!namePattern.test(name)) {
    throw invalid("登录名只能用字母、数字、点、横线,2 到 40 个", [
      { field: "name", message: "登录名不合要求" },
    ]);
  }
  if (account.personId !== null) await seePerson(work, account.personId);
  const password = newPassword();
  try {
    const { insertId: id }: { insertId: number } = await work.db.query(
      "INSERT INTO account (name, password_hash, person_id, must_change) VALUES (?, ?, ?, 1)",
      [name, await hashPassword(password), account.personId],
    );
    await note(work, id, "create", { name, personId: account.personId });
    return { id, password };
  } catch (error) {
    if ((error as { code?: string }).code === "ER_DUP_ENTRY") throw guardFailed(`登录名“${name}”已有人使用`);
    throw error;
  }
}

async function seePerson(work: Work, personId: number): Promise<void> {
  const rows: unknown[] = await work.db.query("SELECT id FROM person WHERE id = ?", [personId]);
  if (rows.length === 0) throw notFound("这个人");
}

/** Accounts by id, those after `after`, at most 200. Refuses with forbidden unless a bureau administrator asks. */
export async function listAccounts(
  work: Work,
  { after = 0, limit }: { after?: number; limit: number },
): Promise<AccountView[]> {
  await onlyBureau(work);
  return readAccounts(work, "a.id > ? ORDER BY a.id LIMIT ?", [after, Math.min(limit, longestPage)]);
}

/** One account. Refuses with forbidden unless a bureau administrator asks, with not-found for an unknown one. */
export async function accountView(work: Work, id: number): Promise<AccountView> {
  await onlyBureau(work);
  const [account] = await readAccounts(work, "a.id = ?", [id]);
  if (!account) throw notFound("这个账号");
  return account;
}

async function readAccounts(work: Work, where: string, values: unknown[]): Promise<AccountView[]> {
  const rows: AccountView[] = await work.db.query(
    `SELECT a.id, a.name, a.person_id AS personId, n.name AS personName, a.must_change AS mustChange,
       a.disabled_at IS NOT NULL AS disabled, f.confirmed_at IS NOT NULL AS secondFactor
     FROM account a LEFT JOIN person n ON n.id = a.person_id LEFT JOIN second_factor f ON f.account_id = a.id
     WHERE ${where}`,
    values,
  );
  return rows.map((row) => ({
    ...row,
    mustChange: Boolean(row.mustChange),
    disabled: Number(row.disabled) === 1,
    secondFactor: Number(row.secondFactor) === 1,
  }));
}

/**
 * Gives an account a new generated password, shown this once; it is signed out everywhere and its tokens end. Refuses
 * with forbidden unless a bureau administrator or the system asks, and for one's own; with not-found.
 */
export async function resetPassword(work: Work, accountId: number): Promise<{ password: string }> {
  await lockOthers(work, accountId);
  const password = newPassword();
  await work.db.query("UPDATE account SET password_hash = ?, must_change = 1 WHERE id = ?", [
    await hashPassword(password),
    accountId,
  ]);
  await endEverywhere(work, accountId);
  await note(work, accountId, "reset_password");
  return { password };
}

/** Closes an account, which is signed out everywhere; its tokens end. Refuses as resetPassword does. */
export async function disableAccount(work: Work, accountId: number): Promise<void> {
  await lockOthers(work, accountId);
  await work.db.query("UPDATE account SET disabled_at = COALESCE(disabled_at, ?) WHERE id = ?", [
    work.now,
    accountId,
  ]);
  await endEverywhere(work, accountId);
  await note(work, accountId, "disable");
}

/** Opens a closed account again, with the password it had. Refuses as resetPassword does. */
export async function enableAccount(work: Work, accountId: number): Promise<void> {
  await lockOthers(work, accountId);
  await work.db.query("UPDATE account SET disabled_at = NULL WHERE id = ?", [accountId]);
  await note(work, accountId, "enable");
}

/** Removes an account for good; what was done with it stays recorded. Refuses as resetPassword does. */
export async function removeAccount(work: Work, accountId: number): Promise<void> {
  const { name } = await lockOthers(work, accountId);
  await endEverywhere(work, accountId);
  for (const table of ["recovery_code", "second_factor"]) {
    await work.db.query(`DELETE FROM ${table} WHERE account_id = ?`, [accountId]);
  }
  await work.db.query("DELETE FROM account WHERE id = ?", [accountId]);
  await note(work, accountId, "remove", { name });
}

/** Nobody does these things to himself: a stolen session would be enough to keep the owner out. */
async function lockOthers(work: Work, accountId: number): Promise<{ name: string }> {
  await onlyBureau(work);
  const [account]: { name: string; personId: number | null }[] = await work.db.query(
    "SELECT name, person_id AS personId FROM account WHERE id = ? FOR UPDATE",
    [accountId],
  );
  if (!account) throw notFound("这个账号");
  if (account.personId !== null && account.personId === personOf(work))
    throw forbidden("不能这样处理自己的账号;换口令请用“改口令”,其他请另一位管理员来办");
  return account;
}

async function endEverywhere(work: Work, accountId: number): Promise<void> {
  for (const table of ["session", "api_token", "sign_in_ticket"]) {
    await work.db.query(`DELETE FROM ${table} WHERE account_id = ?`, [accountId]);
  }
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
export async function administratorOf(
  work: Work,
  { personId }: { personId: number | null },
): Promise<Actor | null> {
  const admins: { personId: number }[] = await work.db.query(
    `SELECT DISTINCT a.person_id AS personId FROM account a JOIN post p ON p.person_id = a.person_id
       JOIN unit u ON u.id = p.unit_id
     WHERE u.kind = 'bureau' AND p.role = 'bureau-admin' AND p.from_at <= ? AND (p.until_at IS NULL OR p.until_at > ?)`,
    [work.now, work.now],
  );
  if (personId === null) return admins.length === 0 ? { kind: "system", name: "first set-up" } : null;
  return admins.some((admin) => admin.personId === personId) ? { kind: "person", personId } : null;
}

async function onlyBureau(work: Work): Promise<void> {
  const whyNot = await bureauOperator(work);
  if (whyNot) throw forbidden(whyNot);
}

/** Some 79 bits. */
const newPassword = (): string => newWords(4, 4);

const note = (work: Work, accountId: number, command: string, payload?: object): Promise<void> =>
  record(work, { subject: "account", subjectId: accountId, command, payload });
