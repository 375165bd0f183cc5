import { blindIndexes, seal, unseal } from "../data-keys.ts";
import { forbidden, guardFailed, invalid } from "../errors.ts";
import { record } from "../machines/event.ts";
import { heldPosts, personOf } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { logExport } from "./exports.ts";
import { checkedName, checkManages, checkSeen, keepsCounty } from "./people-rights.ts";
import { type Condition, unitsBelow } from "./scope.ts";

/** A mobile number of China as eleven digits, however it was written; null when it is none. */
export function normalisePhone(text: string): string | null {
  const digits = text
    .normalize("NFKC")
    .replace(/[\s\p{Dash}()]/gu, "")
    .replace(/^(\+86|0086|86(?=1\d{10}$))/, "");
  return /^1[3-9]\d{9}$/.test(digits) ? digits : null;
}

/** 138****1234. */
export const maskPhone = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`;

const placeOf = (personId: number): string => `phone:${personId}`;

/**
 * Keeps a person's number, or with null forgets it; answers the mask. A person may set his own. Refuses with
 * not-found, forbidden, with invalid for a number that is none, with guard-failed when it is somebody else's.
 */
export async function setPhone(work: Work, personId: number, phone: string | null): Promise<string | null> {
  await (personId === personOf(work) ? checkSeen(work, personId) : checkManages(work, personId));
  return keepPhone(work, personId, phone);
}

/** As setPhone, for callers that have checked the right to do so. */
export async function keepPhone(work: Work, personId: number, phone: string | null): Promise<string | null> {
  await work.db.query("SELECT id FROM person WHERE id = ? FOR UPDATE", [personId]);
  const digits = phone === null ? null : normalisePhone(phone);
  if (phone !== null && digits === null)
    throw invalid("手机号应是 11 位数字,以 1 开头", [{ field: "phone", message: "不是有效的手机号" }]);
  if (digits === null) {
    await work.db.query("DELETE FROM phone WHERE person_id = ?", [personId]);
  } else {
    await write(work, personId, digits);
  }
  await work.db.query("UPDATE person SET row_version = row_version + 1 WHERE id = ?", [personId]);
  const command = digits === null ? "clear_phone" : "set_phone";
  await record(work, { subject: "person", subjectId: personId, command });
  return digits === null ? null : maskPhone(digits);
}

async function write(work: Work, personId: number, digits: string): Promise<void> {
  const indexes = blindIndexes(work.rules.dataKeys, digits);
  const taken = guardFailed("这个手机号已登记在另一个人名下,请核对");
  const [other]: unknown[] = await work.db.query(
    "SELECT person_id FROM phone WHERE blind_index IN (?) AND person_id <> ? LIMIT 1",
    [indexes, personId],
  );
  if (other) throw taken;
  const { cipher, keyId } = seal(work.rules.dataKeys, digits, placeOf(personId));
  try {
    await work.db.query("DELETE FROM phone WHERE person_id = ?", [personId]);
    await work.db.query(
      "INSERT INTO phone (person_id, cipher, key_id, blind_index, mask, updated_at) VALUES (?, ?, ?, ?, ?, ?)",
      [personId, cipher, keyId, indexes[0], maskPhone(digits), work.now],
    );
  } catch (error) {
    if ((error as { code?: string }).code === "ER_DUP_ENTRY") throw taken;
    throw error;
  }
}

/** A full number, for somebody who must telephone. */
export interface ShownPhone {
  personId: number;
  name: string;
  phone: string | null;
}

/**
 * Full numbers of at most 200 people, for the bureau's administrator and heads of central schools; logged as an
 * export with its purpose. Refuses with not-found, forbidden, invalid, with guard-failed when a key is missing.
 */
export async function revealPhones(work: Work, personIds: number[], purpose: string): Promise<ShownPhone[]> {
  const ids = [...new Set(personIds)];
  const why = checkedName(purpose, "purpose", 100);
  if (ids.length === 0 || ids.length > 200)
    throw invalid("一次查看 1 到 200 人的手机号", [{ field: "personIds", message: "1 到 200 人" }]);
  for (const id of ids) await checkMayRead(work, id);
  const rows: (Omit<ShownPhone, "phone"> & { cipher: string | null; keyId: string })[] = await work.db.query(
    `SELECT n.id AS personId, n.name, h.cipher, h.key_id AS keyId FROM person n
     LEFT JOIN phone h ON h.person_id = n.id WHERE n.id IN (?) ORDER BY n.id`,
    [ids],
  );
  const shown = rows.map(({ personId, name, cipher, keyId }) => ({
    personId,
    name,
    phone: cipher ? unseal(work.rules.dataKeys, { cipher, keyId }, placeOf(personId)) : null,
  }));
  await logExport(work, { what: "phones", filter: { purpose: why }, count: shown.length, personIds: ids });
  return shown;
}

async function checkMayRead(work: Work, personId: number): Promise<void> {
  await checkSeen(work, personId);
  if (await keepsCounty(work)) return;
  const heads = (await heldPosts(work)).filter(({ role }) => role === "unit-head");
  const units: { id: number }[] = await work.db.query(
    "SELECT id FROM unit WHERE kind = 'central-school' AND id IN (?)",
    [[0, ...heads.map(({ unitId }) => unitId)]],
  );
  const roots = units.map(({ id }) => id);
  const held: unknown[] = await work.db.query(
    `SELECT id FROM post WHERE person_id = ? AND unit_id IN (?) AND from_at <= ?
       AND (until_at IS NULL OR until_at > ?)`,
    [personId, [0, ...(await unitsBelow(work, roots))], work.now, work.now],
  );
  if (held.length === 0) throw forbidden("只有教体局管理员和中心校负责人可以查看完整手机号");
}

/** Is there a number under an older key? */
export function phonesToRotate({ rules }: Pick<Work, "rules">): Condition {
  const older = rules.dataKeys.slice(1).map(({ id }) => id);
  if (older.length === 0) return { sql: "FALSE", values: [] };
  return { sql: "EXISTS (SELECT 1 FROM phone WHERE key_id IN (?))", values: [older] };
}

/** Encrypts up to 500 numbers of older keys anew with the newest; answers how many. Only the program does this. */
export async function rotatePhones(work: Work): Promise<number> {
  if (work.actor.kind !== "system") throw forbidden("更换密钥由系统自动完成");
  const keys = work.rules.dataKeys;
  const rows: { personId: number; cipher: string; keyId: string }[] = await work.db.query(
    `SELECT person_id AS personId, cipher, key_id AS keyId FROM phone
     WHERE key_id <> ? AND key_id IN (?) ORDER BY person_id LIMIT 500 FOR UPDATE`,
    [keys[0]?.id, keys.map(({ id }) => id)],
  );
  for (const row of rows) {
    const digits = unseal(keys, row, placeOf(row.personId));
    const { cipher, keyId } = seal(keys, digits, placeOf(row.personId));
    await work.db.query("UPDATE phone SET cipher = ?, key_id = ?, blind_index = ? WHERE person_id = ?", [
      cipher,
      keyId,
      blindIndexes(keys, digits)[0],
      row.personId,
    ]);
  }
  return rows.length;
}
