/** One row of a pasted table. */
export interface TableRow {
  /** The line on which it begins, counted from 1. */
  line: number;
  cells: string[];
}

/** What separates two cells, and what ends a cell that is not in quotes. */
interface Cut {
  separator: RegExp;
  end: RegExp;
}

const byTabs: Cut = { separator: /^\t/, end: /[\t\n]/ };
const byCommas: Cut = { separator: /^[,\uFF0C]/, end: /[,\uFF0C\n]/ };

/** Cuts pasted lines or csv into rows without the empty ones: by tabs where there is one, else by commas. */
export function readTable(text: string): TableRow[] {
  const rows: TableRow[] = [];
  let rest = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const cut = rest.includes("\t") ? byTabs : byCommas;
  let line = 1;
  let row: TableRow = { line, cells: [] };
  for (;;) {
    const { value, length } = cellAt(rest, cut);
    row.cells.push(value.trim());
    line += rest.slice(0, length).split("\n").length - 1;
    rest = rest.slice(length);
    const goesOn = cut.separator.test(rest);
    if (!goesOn && row.cells.some((cell) => cell !== "")) rows.push(row);
    if (rest === "") return rows;
    rest = rest.slice(1);
    if (goesOn) continue;
    line += 1;
    row = { line, cells: [] };
  }
}

/** A cell in quotes may hold separators, line ends and doubled quotes; after it the row must go on or end. */
function cellAt(rest: string, { separator, end }: Cut): { value: string; length: number } {
  const quoted = /^ *"((?:[^"]|"")*)" */.exec(rest);
  const after = quoted ? rest.slice(quoted[0].length) : "";
  if (quoted && (after === "" || after.startsWith("\n") || separator.test(after))) {
    return { value: (quoted[1] ?? "").replaceAll('""', '"'), length: quoted[0].length };
  }
  const at = rest.search(end);
  const length = at < 0 ? rest.length : at;
  return { value: rest.slice(0, length), length };
}
