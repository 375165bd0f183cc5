import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { guardFailed } from "./errors.ts";

/** A key for personal data and the name under which values remember it. */
export interface DataKey {
  id: string;
  /** 32 bytes. */
  secret: Buffer;
}

/** A value as it is kept: nonce, tag and text in base64url, and which key reads it. */
export interface Sealed {
  keyId: string;
  cipher: string;
}

/** The keys cannot be read; the message is for whoever started the program. */
export class DataKeyProblem extends Error {
  override readonly name = "DataKeyProblem";
}

const nonceLength = 12;
const tagLength = 16;
const keyPattern = /^([a-z0-9-]{1,16}):([0-9a-f]{64})$/;

/** Reads keys written as 编号:64个十六进制字符, apart by commas or lines; null when the text is none. Newest first. */
export function readDataKeys(text: string): DataKey[] | null {
  const parts = text.split(/[\s,]+/).filter(Boolean);
  const keys = parts.flatMap((part) => {
    const [, id, secret] = keyPattern.exec(part) ?? [];
    return id && secret ? [{ id, secret: Buffer.from(secret, "hex") }] : [];
  });
  const distinct = new Set(keys.map(({ id }) => id)).size === keys.length;
  return keys.length > 0 && keys.length === parts.length && distinct ? keys : null;
}

/**
 * The keys in force, newest first: those given, then those in the folder's data.key, which stay readable. Where there
 * is neither, a key is made and written there for the owner's eyes alone. Throws DataKeyProblem for an unreadable file.
 */
export function openDataKeys(folder: string, given: DataKey[]): DataKey[] {
  const path = join(folder, "data.key");
  const kept = readKept(path) ?? (given.length === 0 ? makeKey(folder, path) : []);
  return [...given, ...kept.filter(({ id }) => given.every((key) => key.id !== id))];
}

function readKept(path: string): DataKey[] | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return null;
    throw new DataKeyProblem(`读不了密钥文件 ${path},请检查它的权限。`);
  }
  const keys = readDataKeys(text);
  if (!keys)
    throw new DataKeyProblem(`密钥文件 ${path} 已损坏,请从备份恢复;没有它,已登记的手机号等资料读不出来。`);
  return keys;
}

/** Linked into place whole, so that of two who make one at once both read the first. */
function makeKey(folder: string, path: string): DataKey[] {
  mkdirSync(folder, { recursive: true });
  const draft = `${path}.${process.pid}`;
  const id = `k${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, `${id}:${randomBytes(32).toString("hex")}\n`, { mode: 0o600, flag: "wx" });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as { code?: string }).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readKept(path) ?? [];
}

/** Encrypts a text with the newest key; `place`, such as the row, must be told again to read it. */
export function seal(keys: DataKey[], text: string, place: string): Sealed {
  const key = newest(keys);
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv("aes-256-gcm", derived(key, "seal"), nonce).setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return {
    keyId: key.id,
    cipher: Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url"),
  };
}

/** Reads a sealed text. Refuses with guard-failed when its key is not here, or is another, or the value was tampered with. */
export function unseal(keys: DataKey[], { keyId, cipher }: Sealed, place: string): string {
  const key = keys.find(({ id }) => id === keyId);
  if (!key) {
    throw guardFailed(
      `这份资料是用密钥“${keyId}”加密的,现在没有这把密钥,读不出来;请把它加回 DATA_KEY 或数据目录里的 data.key`,
    );
  }
  const bytes = Buffer.from(cipher, "base64url");
  const start = nonceLength + tagLength;
  try {
    const reader = createDecipheriv("aes-256-gcm", derived(key, "seal"), bytes.subarray(0, nonceLength));
    reader.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(nonceLength, start));
    return Buffer.concat([reader.update(bytes.subarray(start)), reader.final()]).toString("utf8");
  } catch {
    throw guardFailed(`密钥“${keyId}”与加密时用的不是同一把,资料读不出来;请从备份恢复 data.key`);
  }
}

/** What stands for a text in exact searches, one for each key, newest first. */
export const blindIndexes = (keys: DataKey[], text: string): string[] =>
  keys.map((key) => createHmac("sha256", derived(key, "search")).update(text).digest("hex"));

const derived = ({ secret }: DataKey, use: string): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, "", `duban ${use}`, 32));

function newest(keys: DataKey[]): DataKey {
  const [key] = keys;
  if (!key) throw new Error("the house has no data key");
  return key;
}
