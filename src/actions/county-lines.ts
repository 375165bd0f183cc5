import type { Role } from "../../entities/post.ts";
import type { Unit } from "../../entities/unit.ts";
import { readTable, type TableRow } from "./county-table.ts";

/** The columns of the table of units and people, in the order in which they stand without a header. */
export const columns = ["单位", "上级单位", "类别", "姓名", "岗位"] as const;

/** One of them. */
export type Column = (typeof columns)[number];

/** What is wrong, where, in words for the person who pasted it. */
export interface Problem {
  line: number;
  column: Column | "整行";
  message: string;
}

/** One line that makes sense by itself; empty words were left out. */
export interface CountyLine {
  line: number;
  unit: string;
  parent: string;
  kind: Unit["kind"] | null;
  person: string;
  role: Role | null;
}

const otherNames: Record<string, Column> = {
  单位名称: "单位",
  学校: "单位",
  "学校(单位)": "单位",
  上级: "上级单位",
  主管单位: "上级单位",
  类型: "类别",
  单位类别: "类别",
  人员: "姓名",
  名字: "姓名",
  职务: "岗位",
  角色: "岗位",
};

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

/** A name without the differences that nobody means: width of letters, spaces, kinds of brackets. */
export const plain = (name: string): string => name.normalize("NFKC").replace(/\s+/g, "").toLowerCase();

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

/** Which column stands where; null when the row is no header, a problem when a heading is not known. */
function headerOf(row: TableRow): { order: Column[] } | Problem | null {
  const { line } = row;
  const cells = row.cells.slice(0, row.cells.findLastIndex((cell) => cell !== "") + 1);
  const names = cells.map(columnCalled);
  if (names[0] !== "单位" && names.filter((name) => name !== undefined).length < 2) return null;
  const unknown = cells.find((cell, place) => names[place] === undefined && cell !== "");
  const order = names.map((name) => name ?? "单位");
  if (unknown !== undefined) return { line, column: "整行", message: unknownHeading(unknown) };
  if (new Set(order).size !== order.length || !order.includes("单位")) {
    return { line, column: "整行", message: "表头里要有“单位”,每个栏目只能出现一次" };
  }
  return { order };
}

const columnCalled = (heading: string): Column | undefined => {
  const name = plain(heading);
  const other = Object.keys(otherNames).find((each) => plain(each) === name);
  return columns.find((column) => column === name) ?? otherNames[other ?? ""];
};

const unknownHeading = (heading: string): string =>
  `不认识表头“${shorten(heading)}”,只需要这几栏:${columns.join("、")}`;

function readRows(rows: TableRow[], order: Column[]): { lines: CountyLine[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const lines = rows.map((row) => readRow(row, order, problems));
  return { lines, problems };
}

type Complain = (column: Problem["column"], message: string) => void;

function readRow({ line, cells }: TableRow, order: Column[], problems: Problem[]): CountyLine {
  const complain: Complain = (column, message) => void problems.push({ line, column, message });
  const cell = (column: Column): string => joined(cells[order.indexOf(column)] ?? "");
  const row = { unit: cell("单位"), parent: cell("上级单位"), person: cell("姓名") };
  checkShape(cells, order, complain);
  checkNames(row, complain);
  if (row.unit === "") complain("单位", "没有写单位名称");
  if (row.person !== "" && cell("岗位") === "")
    complain("岗位", `没有写${shorten(row.person)}的岗位,应是${oneOf(roles)}`);
  if (row.person === "" && cell("岗位") !== "") complain("姓名", "写了岗位,没有写姓名");
  return {
    line,
    ...row,
    kind: choose(kinds, cell("类别"), (message) => complain("类别", message)),
    role: choose(roles, cell("岗位"), (message) => complain("岗位", message)),
  };
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

/** Why a name cannot be one, or null. Numbers of identity cards and telephones are never kept, so they must not slip in. */
export function whyNoName(name: string, most: number): string | null {
  if ([...name].length > most) return `太长了,最多${most}个字`;
  if (/\d{11}/.test(plain(name))) return "像是身份证号或电话号码,请不要填写";
  return /\p{Cc}/u.test(name) ? "中间有换行或看不见的符号" : null;
}

function choose<T>(known: Record<string, T>, word: string, complain: (message: string) => void): T | null {
  if (word === "") return null;
  const names = Object.keys(known);
  const name = names.find((each) => plain(each) === plain(word));
  if (name !== undefined) return known[name] ?? null;
  complain(`不认识“${shorten(word)}”,应是${oneOf(known)}`);
  return null;
}

const oneOf = (known: Record<string, unknown>): string => Object.keys(known).join("、");

const shorten = (word: string): string =>
  [...word].length > 20 ? `${[...word].slice(0, 20).join("")}…` : word;
