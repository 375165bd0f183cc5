import { parentPort, workerData } from "node:worker_threads";
import exceljs, { type Cell, type Workbook, type Worksheet } from "@protobi/exceljs";
import { Refusal } from "../errors.ts";
import type { Errand, Report } from "./apart.ts";
import { unpackArchive } from "./archive.ts";
import { type Mark, mostColumns, mostRows, reasonsOf, type Sheet, type SheetRow } from "./table.ts";

/** Runs apart, with limits of memory and time. */
async function run({ bytes, marking }: Errand): Promise<Report> {
  const buffer = Buffer.from(bytes);
  await unpackArchive(buffer);
  const book = new exceljs.Workbook();
  await book.xlsx.load(buffer as unknown as ArrayBuffer);
  const sheet = firstFilled(book);
  if (!marking) return { sheet: sheet ? read(sheet) : { sheet: "", rows: [] } };
  if (sheet) mark(sheet, marking);
  return { bytes: new Uint8Array(await book.xlsx.writeBuffer()) };
}

/** The first visible sheet that holds anything. */
const firstFilled = (book: Workbook): Worksheet | undefined =>
  book.worksheets.find((each) => each.state === "visible" && each.actualRowCount > 0);

function read(sheet: Worksheet): Sheet {
  const rows: SheetRow[] = [];
  sheet.eachRow((row, line) => {
    if (line > mostRows) return;
    const width = Math.min(row.cellCount, mostColumns);
    const cells = Array.from({ length: width }, (_, place) => textOf(row.getCell(place + 1).value).trim());
    if (cells.some((cell) => cell !== "")) rows.push({ line, cells });
  });
  return { sheet: sheet.name, rows };
}

/** A formula's value, never the formula; a cell that is merged into another has the other's. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString().slice(0, 10);
  if (typeof value !== "object") return `${value as string | number | boolean}`;
  if ("richText" in value) return (value.richText as { text: string }[]).map(({ text }) => text).join("");
  if ("formula" in value || "sharedFormula" in value) return textOf((value as { result?: unknown }).result);
  return "text" in value ? textOf(value.text) : "";
}

function mark(sheet: Worksheet, { headerLine, marks }: { headerLine: number | null; marks: Mark[] }): void {
  const column = errorColumn(sheet, headerLine);
  if (headerLine !== null) {
    const heading = sheet.getCell(headerLine, column);
    heading.value = "错误";
    heading.style = { ...sheet.getCell(headerLine, Math.max(1, column - 1)).style };
  }
  for (const [line, reason] of reasonsOf(marks)) {
    const cell = sheet.getCell(line, column);
    cell.value = reason;
    paint(cell);
  }
  for (const { line, place } of marks) if (place !== null) paint(sheet.getCell(line, place + 1));
  sheet.getColumn(column).width = 60;
}

/** The first free column; that of an earlier report is emptied and taken again. */
function errorColumn(sheet: Worksheet, headerLine: number | null): number {
  const cells: { line: number; place: number; text: string }[] = [];
  sheet.eachRow((row, line) => {
    row.eachCell((cell, place) => {
      if (place <= mostColumns) cells.push({ line, place, text: textOf(cell.value) });
    });
  });
  const earlier = cells.find(({ line, text }) => line === headerLine && text === "错误")?.place;
  if (earlier === undefined)
    return cells.reduce((last, { place, text }) => (text === "" ? last : Math.max(last, place)), 0) + 1;
  for (const { line, place } of cells) {
    if (place === earlier && line > (headerLine ?? 0)) sheet.getCell(line, place).value = null;
  }
  return earlier;
}

/** Cells that look alike share their style, so this one gets its own. */
function paint(cell: Cell): void {
  cell.style = {
    ...cell.style,
    fill: { type: "pattern", pattern: "solid", fgColor: { argb: "FFFFC7CE" } },
    alignment: { ...cell.style.alignment, wrapText: true },
  };
}

const report = await run(workerData as Errand).catch((error: unknown): Report => {
  if (error instanceof Refusal) return { refusal: error.message };
  throw error;
});
parentPort?.postMessage(report);
