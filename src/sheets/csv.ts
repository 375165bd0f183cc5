import { type Info, parse } from "csv-parse/sync";
import { invalid } from "../errors.ts";
import { mostRows, type Sheet } from "./table.ts";

/** Reads csv in UTF-8, UTF-16 or GB18030, cut by comma, semicolon or tab. Refuses with invalid what is no text. */
export function readCsv(bytes: Uint8Array): Sheet {
  const text = decode(bytes);
  if (text.includes("\0")) throw invalid("这个文件不是表格,请传 xlsx 或 csv");
  let records: { info: Info; record: string[] }[];
  try {
    records = parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
      to: mostRows,
      max_record_size: 100_000,
    }) as unknown as typeof records;
  } catch {
    throw invalid("csv 的格式有误,常见的是引号没有成对,请检查后再传");
  }
  return {
    sheet: "",
    rows: records.map(({ record }, place) => ({ line: place + 1, cells: record.map((cell) => cell.trim()) })),
  };
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

/** Whichever stands most often in the first line. */
function delimiterOf(text: string): string {
  const line = text.split(/[\r\n]/, 1)[0] ?? "";
  const counts = ["\t", ";", ","].map((sign) => ({ sign, count: line.split(sign).length }));
  return counts.reduce((best, each) => (each.count >= best.count ? each : best)).sign;
}
