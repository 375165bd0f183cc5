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
