import { type Info, parse } from "csv-parse/sync";
import { invalid } from "../errors.ts";
import { type MarkedUpload, mostRows, reasonsOf, type Sheet, type SheetRow } from "./table.ts";
import { toCsv } from "./write.ts";

/** Reads csv in UTF-8, UTF-16 or GB18030, cut by comma, semicolon or tab. Refuses with invalid what is no text. */
export function readCsv(bytes: Uint8Array): Sheet {
  const rows = recordsOf(bytes).filter(({ cells }) => cells.some((cell) => cell !== ""));
  return { sheet: "", rows };
}

/** The same rows with a column of reasons; in UTF-8 and cut by commas, whatever they were. */
export function markCsv({ bytes, headerLine, marks }: MarkedUpload): Buffer {
  const records = recordsOf(bytes);
  const width = records.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const reasons = reasonsOf(marks);
  const [headings = [], ...rows] = records.map(({ line, cells }) => [
    ...cells,
    ...Array.from({ length: width - cells.length }, () => ""),
    line === headerLine ? "错误" : (reasons.get(line) ?? ""),
  ]);
  return toCsv({ title: "", headings, rows });
}

/** Every record, empty ones too, with the line on which it begins. */
function recordsOf(bytes: Uint8Array): SheetRow[] {
  const text = decode(bytes).replace(/\r\n?/g, "\n");
  if (text.includes("\0")) throw invalid("这个文件不是表格,请传 xlsx 或 csv");
  let records: { info: Info; record: string[] }[];
  try {
    records = parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      info: true,
      to: mostRows,
      max_record_size: 100_000,
    }) as unknown as typeof records;
  } catch {
    throw invalid("csv 的格式有误,常见的是引号没有成对,请检查后再传");
  }
  // The parser tells where a record ends.
  return records.map(({ info, record }) => ({
    line: info.lines - (record.join("").match(/\n/g)?.length ?? 0),
    cells: record.map((cell) => cell.trim()),
  }));
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

/** Whichever stands most often in the first lines: titles, which have none, may come before the header. */
function delimiterOf(text: string): string {
  const lines = text.split("\n", 15).join("\n");
  const counts = ["\t", ";", ","].map((sign) => ({ sign, count: lines.split(sign).length }));
  return counts.reduce((best, each) => (each.count >= best.count ? each : best)).sign;
}
