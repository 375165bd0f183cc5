import { createHash } from "node:crypto";
import { Worker } from "node:worker_threads";
import { invalid } from "../errors.ts";
import { inspectArchive } from "./archive.ts";
import { readCsv } from "./csv.ts";
import type { Sheet } from "./table.ts";

/** Bytes in the largest file that is taken. */
export const largestUpload = 5 * 1024 * 1024;

/** Milliseconds and megabytes that reading a workbook may take. */
const patience = 20_000;
const memory = 256;

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
  const sheet = packed ? await readApart(bytes) : readCsv(bytes);
  if (sheet.rows.length === 0) throw invalid("表格里没有内容");
  const hash = createHash("sha256").update(bytes).digest("hex");
  return { name, kind: packed ? "xlsx" : "csv", hash, bytes, ...sheet };
}

/** A worker cannot load TypeScript by itself on every version of Node, so it is told how. */
const opening = `import("tsx/esm/api").then(({ tsImport }) => tsImport(${JSON.stringify(
  new URL("./worker.ts", import.meta.url).href,
)}, ${JSON.stringify(import.meta.url)}))`;

/** An archive that lied about its sizes ends with the worker's memory, not with the program's. */
async function readApart(bytes: Buffer): Promise<Sheet> {
  const worker = new Worker(opening, {
    eval: true,
    workerData: new Uint8Array(bytes),
    resourceLimits: { maxOldGenerationSizeMb: memory },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Sheet>((resolve, reject) => {
      timer = setTimeout(
        () => reject(invalid("这个表格太复杂,读了很久还没读完,请把名单复制到新的工作簿")),
        patience,
      );
      worker.once("message", resolve);
      worker.once("error", () => reject(invalid("这个表格读不出来,请在 Excel 里另存后再传")));
      worker.once("exit", () => reject(invalid("这个表格读不出来,请在 Excel 里另存后再传")));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
