import { createHash } from "node:crypto";
import { invalid } from "../errors.ts";
import { runApart } from "./apart.ts";
import { inspectArchive } from "./archive.ts";
import { markCsv, readCsv } from "./csv.ts";
import type { MarkedUpload, Sheet } from "./table.ts";

/** Bytes in the largest file that is taken. */
export const largestUpload = 5 * 1024 * 1024;

/** A file that was read; `hash` is its SHA-256, hexadecimal. */
export interface Upload extends Sheet {
  name: string;
  kind: "xlsx" | "csv";
  hash: string;
  bytes: Buffer;
}

/**
 * Reads an uploaded xlsx or csv, judged by content whatever its name. Refuses with invalid what is empty, larger
 * than 5 MB, hostile, encrypted, an old xls, or takes too long.
 */
export async function openUpload({ name, bytes }: { name: string; bytes: Buffer }): Promise<Upload> {
  if (bytes.length === 0) throw invalid("这个文件是空的,请重新选择");
  if (bytes.length > largestUpload) throw invalid("文件超过5MB,请删去图片和多余的工作表,或分成几份");
  if (bytes.readUInt16BE(0) === 0xd0cf)
    throw invalid("这是旧版 xls 或加了密码的表格,请另存为没有密码的 xlsx");
  const packed = bytes.subarray(0, 2).toString("latin1") === "PK";
  if (packed) await inspectArchive(bytes);
  const sheet = packed ? await readBook(bytes) : readCsv(bytes);
  if (sheet.rows.length === 0) throw invalid("表格里没有内容");
  const hash = createHash("sha256").update(bytes).digest("hex");
  return { name, kind: packed ? "xlsx" : "csv", hash, bytes, ...sheet };
}

async function readBook(bytes: Buffer): Promise<Sheet> {
  const { sheet } = await runApart({ bytes });
  if (!sheet) throw new Error("a workbook was read and nothing came of it");
  return sheet;
}

/**
 * The same file with a column of reasons and, in a workbook, the wrong cells painted; sheet, rows, values and looks stay.
 * The file is one that was opened before.
 */
export async function markUpload(
  marked: MarkedUpload,
): Promise<{ name: string; mime: string; bytes: Uint8Array }> {
  const base = marked.name.replace(/\.(xlsx|xlsm|csv)$/i, "");
  if (marked.kind === "csv")
    return { name: `${base}-错误.csv`, mime: "text/csv; charset=utf-8", bytes: markCsv(marked) };
  const { headerLine, marks } = marked;
  const { bytes } = await runApart({ bytes: marked.bytes, marking: { headerLine, marks } });
  if (!bytes) throw new Error("a workbook was marked and nothing came of it");
  return { name: `${base}-错误.xlsx`, mime: workbookType, bytes };
}

/** The media type of a workbook. */
export const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
