import { parentPort, workerData } from "node:worker_threads";
import exceljs from "@protobi/exceljs";
import { mostColumns, mostRows, type Sheet, type SheetRow } from "./table.ts";

/** Runs apart, with limits of memory and time: reads the first visible sheet that holds anything. */
async function read(bytes: Uint8Array): Promise<Sheet> {
  const book = new exceljs.Workbook();
  await book.xlsx.load(Buffer.from(bytes) as unknown as ArrayBuffer);
  const sheet = book.worksheets.find((each) => each.state === "visible" && each.actualRowCount > 0);
  const rows: SheetRow[] = [];
  sheet?.eachRow((row, line) => {
    if (line > mostRows) return;
    const width = Math.min(row.cellCount, mostColumns);
    const cells = Array.from({ length: width }, (_, place) => textOf(row.getCell(place + 1).value).trim());
    if (cells.some((cell) => cell !== "")) rows.push({ line, cells });
  });
  return { sheet: sheet?.name ?? "", rows };
}

/** A formula's value, never the formula. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value !== "object") return String(value);
  if ("richText" in value) return (value.richText as { text: string }[]).map(({ text }) => text).join("");
  if ("formula" in value || "sharedFormula" in value) return textOf((value as { result?: unknown }).result);
  return "text" in value ? textOf(value.text) : "";
}

parentPort?.postMessage(await read(workerData as Uint8Array));
