import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileTypeFromBuffer } from "file-type";
import { invalid } from "../errors.ts";
import type { Work } from "../work.ts";

/** A file on disk, named by its content. `size` in bytes; `mime` judged by content. */
export interface KeptFile {
  hash: string;
  size: number;
  mime: string;
}

/** Bytes in the largest file that is taken. */
export const largestFile = 20 * 1024 * 1024;

const accepted = new Set(["jpg", "png", "webp", "heic", "pdf", "docx", "xlsx", "zip"]);

/** The path of a file in its folder. */
export const pathOf = (folder: string, hash: string): string => join(folder, hash.slice(0, 2), hash);

/**
 * Writes a file under its SHA-256, once, before any row speaks of it. Refuses what is empty, larger than 20 MB or
 * of another kind than jpg, png, webp, heic, pdf, docx, xlsx and zip, judged by content whatever its name.
 */
export async function keepFile(folder: string, bytes: Uint8Array): Promise<KeptFile> {
  if (bytes.byteLength === 0) throw invalid("这个文件是空的,请重新发送");
  if (bytes.byteLength > largestFile) throw invalid("文件超过20MB,请压缩或分开后再发");
  const type = await fileTypeFromBuffer(bytes);
  if (!type || !accepted.has(type.ext)) {
    throw invalid("这种文件收不了,请发照片(jpg、png、webp、heic)或 pdf、docx、xlsx、zip 文件");
  }
  const hash = createHash("sha256").update(bytes).digest("hex");
  const path = pathOf(folder, hash);
  if (!(await exists(path))) await writeWhole(path, bytes);
  return { hash, size: bytes.byteLength, mime: type.mime };
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** A crash leaves either the whole file or none under its name. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(join(path, ".."), { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, "w");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

/** Makes a kept file known to the database. */
export async function registerFile(work: Work, file: KeptFile): Promise<void> {
  await work.db.query("INSERT IGNORE INTO stored_file (hash, size, mime, added_at) VALUES (?, ?, ?, ?)", [
    file.hash,
    file.size,
    file.mime,
    work.now,
  ]);
}
