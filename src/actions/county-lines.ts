import type { Role } from "../../entities/post.ts";
import type { Unit } from "../../entities/unit.ts";
import {
  type Column,
  columns,
  findHeader,
  headerOf,
  type Problem,
  type SheetColumn,
  type SheetHeader,
} from "./county-headings.ts";
import { plain, shorten, whyNoName } from "./county-names.ts";
import { readTable, type TableRow } from "./county-table.ts";
import { normalisePhone } from "./phones.ts";

/** One line that makes sense by itself; empty words were left out. */
export interface CountyLine {
  line: number;
  unit: string;
  parent: string;
  kind: Unit["kind"] | null;
  person: string;
  role: Role | null;
  /** Eleven digits; null where none is told. */
  phone: string | null;
}

const kinds: Record<string, Unit["kind"]> = {
  中心校: "central-school",
  学校: "school",
  局属学校: "affiliated",
  局属单位: "affiliated",
  "局属学校(单位)": "affiliated",
  科室: "office",
};

const roles: Record<string, Role> = {
  责任人: "responsible",
  负责人: "unit-head",
  管理员: "bureau-admin",
  科室经办人: "office-operator",
  教职工: "staff",
};

const mostRows = 5_000;

/** Reads a pasted table; the header may be missing. What is wrong is told for every line and column at once. */
export function readCountyLines(text: string): { lines: CountyLine[]; problems: Problem[] } {
  const rows = readTable(text);
  const first = rows[0];
  if (!first) return { lines: [], problems: [{ line: 1, column: "整行", message: "还没有粘贴内容" }] };
  if (rows.length > mostRows) {
    const message = `一次最多${mostRows}行,这里有${rows.length}行,请分几次`;
    return { lines: [], problems: [{ line: 1, column: "整行", message }] };
  }
  const header = headerOf(first);
  if (header === null) return readRows(rows, [...columns]);
  if ("message" in header) return { lines: [], problems: [header] };
  return readRows(rows.slice(1), header.order);
}

function readRows(rows: TableRow[], order: Column[]): { lines: CountyLine[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const lines = rows.map((row) => {
    checkShape(
      row.cells,
      order,
      (column, message) => void problems.push({ line: row.line, column, message }),
    );
    return readRow(row, order, problems);
  });
  return { lines, problems };
}

/** What was read of a workbook; `header` null with a problem that says why. */
export interface CountySheet {
  header: SheetHeader | null;
  lines: CountyLine[];
  problems: Problem[];
}

/** Reads the rows of a workbook: titles above the header are passed over, columns that are not known are not read. */
export function readCountyRows(rows: TableRow[]): CountySheet {
  const header = findHeader(rows);
  if (header === null) return nothing(rows, "没有找到表头:要有一行写着“单位”和“姓名”“岗位”等栏目名");
  if ("message" in header) return nothing(rows, header.message, header.line);
  const filled = rows
    .filter(({ line }) => line > header.line)
    .filter(({ cells }) =>
      cells.some((cell, place) => cell !== "" && (header.order[place] ?? null) !== null),
    );
  if (filled.length > mostRows)
    return nothing(rows, `一次最多${mostRows}行,这里有${filled.length}行,请分几次`);
  if (filled.length === 0) return nothing(rows, "表头下面没有内容", header.line);
  const problems: Problem[] = [];
  const lines = filled.map((row) => readRow(row, header.order, problems));
  return { header, lines, problems };
}

const nothing = (rows: TableRow[], message: string, line = rows[0]?.line ?? 1): CountySheet => ({
  header: null,
  lines: [],
  problems: [{ line, column: "整行", message }],
});

type Complain = (column: Problem["column"], message: string) => void;

function readRow({ line, cells }: TableRow, order: (SheetColumn | null)[], problems: Problem[]): CountyLine {
  const complain: Complain = (column, message) => void problems.push({ line, column, message });
  const cell = (column: SheetColumn): string => joined(cells[order.indexOf(column)] ?? "");
  const row = { unit: cell("单位"), parent: cell("上级单位"), person: cell("姓名") };
  checkNames(row, complain);
  if (row.unit === "") complain("单位", "没有写单位名称");
  checkTogether(row.person, cell("岗位"), complain);
  return {
    line,
    ...row,
    kind: choose(kinds, cell("类别"), (message) => complain("类别", message)),
    role: choose(roles, cell("岗位"), (message) => complain("岗位", message)),
    phone: phoneIn(cell("手机号"), row.person, complain),
  };
}

function checkTogether(person: string, role: string, complain: Complain): void {
  if (person !== "" && role === "") complain("岗位", `没有写${shorten(person)}的岗位,应是${oneOf(roles)}`);
  if (person === "" && role !== "") complain("姓名", "写了岗位,没有写姓名");
}

/** Many write a stroke where there is nothing. */
function phoneIn(cell: string, person: string, complain: Complain): string | null {
  if (/^[\p{Dash}/无]*$/u.test(cell)) return null;
  const phone = normalisePhone(cell);
  if (phone === null) complain("手机号", "手机号应是 11 位数字,以 1 开头,一格只写一个");
  else if (person === "") complain("姓名", "写了手机号,没有写姓名");
  return phone;
}

function checkShape(cells: string[], order: Column[], complain: Complain): void {
  if (cells.length === 1 && (cells[0] ?? "").split(/\s+/).length >= 3)
    complain("整行", "这一行没有分成几栏:请从表格里复制,或用逗号分开");
  const extra = cells.slice(order.length).find((each) => each !== "");
  if (extra !== undefined) complain("整行", `多出一栏“${shorten(extra)}”,只需要${order.join("、")}`);
}

function checkNames(row: { unit: string; parent: string; person: string }, complain: Complain): void {
  const names: [Column, string, number][] = [
    ["单位", row.unit, 80],
    ["上级单位", row.parent, 80],
    ["姓名", row.person, 40],
  ];
  for (const [column, name, most] of names) {
    const why = whyNoName(name, most);
    if (why) complain(column, why);
  }
}

/** Short names are often padded with spaces to the width of longer ones: 王 芳. */
const joined = (name: string): string => name.replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, "");

function choose<T>(known: Record<string, T>, word: string, complain: (message: string) => void): T | null {
  if (word === "") return null;
  const names = Object.keys(known);
  const name = names.find((each) => plain(each) === plain(word));
  if (name !== undefined) return known[name] ?? null;
  complain(`不认识“${shorten(word)}”,应是${oneOf(known)}`);
  return null;
}

const oneOf = (known: Record<string, unknown>): string => Object.keys(known).join("、");
