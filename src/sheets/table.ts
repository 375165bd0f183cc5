/** One row of a sheet; `line` as the reader of the sheet counts it, from 1. */
export interface SheetRow {
  line: number;
  cells: string[];
}

/** A sheet as text: formulas as their values, dates as YYYY-MM-DD. */
export interface Sheet {
  /** The sheet's own name; empty for csv. */
  sheet: string;
  rows: SheetRow[];
}

/** Rows and columns beyond which nothing is read. */
export const mostRows = 20_000;
/** Columns beyond which nothing is read. */
export const mostColumns = 60;

/** What is wrong at a place; `place` counts columns from 0, null for the whole row. */
export interface Mark {
  line: number;
  place: number | null;
  message: string;
}

/** An uploaded file with what is wrong in it; `headerLine` null where there is no header. */
export interface MarkedUpload {
  name: string;
  kind: "xlsx" | "csv";
  bytes: Buffer;
  headerLine: number | null;
  marks: Mark[];
}

/** What is wrong in each line, in one sentence after another. */
export function reasonsOf(marks: Mark[]): Map<number, string> {
  const reasons = new Map<number, string>();
  for (const { line, message } of marks) {
    const before = reasons.get(line);
    reasons.set(line, before ? `${before};${message}` : message);
  }
  return reasons;
}
