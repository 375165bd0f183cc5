import exceljs from "@protobi/exceljs";

/** What a cell may hold; numbers stay numbers. */
export type Cell = string | number | null;

/** A table to hand out; `title` names the sheet. */
export interface Table {
  title: string;
  headings: string[];
  rows: Cell[][];
}

/**
 * Words that a spreadsheet could take for a formula get an apostrophe before them, in xlsx as in csv: a workbook
 * that is saved as csv later stays safe. Full-width signs count, and signs after spaces.
 */
const safe = (cell: Cell): Cell =>
  typeof cell === "string" && /^(?:[\t\r\n]|\s*[=+\-@])/u.test(cell.normalize("NFKC")) ? `'${cell}` : cell;

/** A workbook with one sheet for each table: bold heading that stays in sight, columns as wide as their words. */
export async function toWorkbook(tables: Table[]): Promise<Buffer> {
  const book = new exceljs.Workbook();
  for (const { title, headings, rows } of tables) {
    const sheet = book.addWorksheet(title.replace(/[\\/?*[\]:]/g, " ").slice(0, 31), {
      views: [{ state: "frozen", ySplit: 1 }],
    });
    sheet.addRow(headings.map(safe)).font = { name: "黑体", size: 11, bold: true };
    for (const row of rows) sheet.addRow(row.map(safe)).font = { name: "宋体", size: 11 };
    headings.forEach((heading, place) => {
      const widths = [heading, ...rows.map((row) => row[place])].map((cell) => widthOf(String(cell ?? "")));
      const widest = widths.reduce((most, width) => Math.max(most, width), 6);
      sheet.getColumn(place + 1).width = Math.min(widest + 2, 60);
    });
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** Han takes two places. */
const widthOf = (words: string): number => words.length + (words.match(/[^\p{ASCII}]/gu)?.length ?? 0);

/** The table as csv, with the mark by which Excel knows UTF-8. */
export function toCsv({ headings, rows }: Table): Buffer {
  const line = (cells: Cell[]): string =>
    cells.map((cell) => `"${String(safe(cell) ?? "").replaceAll('"', '""')}"`).join(",");
  return Buffer.from(`\uFEFF${[headings, ...rows].map(line).join("\r\n")}\r\n`);
}
