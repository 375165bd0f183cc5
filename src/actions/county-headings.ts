import { plain, shorten } from "./county-names.ts";
import type { TableRow } from "./county-table.ts";

/** The columns of the table of units and people, in the order in which they stand without a header. */
export const columns = ["单位", "上级单位", "类别", "姓名", "岗位"] as const;

/** One of them. */
export type Column = (typeof columns)[number];

/** One of a workbook's, which may tell telephones too. */
export type SheetColumn = Column | "手机号";

/** What is wrong, where, in words for the person whose table it is. */
export interface Problem {
  line: number;
  column: SheetColumn | "整行";
  message: string;
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

/** Workbooks that are kept for other purposes call things by more names. */
const sheetNames: Record<string, SheetColumn> = {
  ...otherNames,
  学校名称: "单位",
  所在单位: "单位",
  所在学校: "单位",
  工作单位: "单位",
  "单位(学校)": "单位",
  上级部门: "上级单位",
  主管部门: "上级单位",
  所属中心校: "上级单位",
  隶属单位: "上级单位",
  单位类型: "类别",
  单位性质: "类别",
  学校类别: "类别",
  人员姓名: "姓名",
  教师姓名: "姓名",
  责任人姓名: "姓名",
  岗位名称: "岗位",
  岗位职责: "岗位",
  人员类别: "岗位",
  手机: "手机号",
  手机号: "手机号",
  手机号码: "手机号",
  电话: "手机号",
  电话号码: "手机号",
  联系电话: "手机号",
  联系方式: "手机号",
  移动电话: "手机号",
};

const named = <C extends SheetColumn>(names: Record<string, C>, heading: string): C | Column | undefined => {
  const name = plain(heading);
  const other = Object.keys(names).find((each) => plain(each) === name);
  return columns.find((column) => column === name) ?? names[other ?? ""];
};

/** Which column of a pasted table stands where; null when the row is no header, a problem when a heading is not known. */
export function headerOf(row: TableRow): { order: Column[] } | Problem | null {
  const { line } = row;
  const cells = row.cells.slice(0, row.cells.findLastIndex((cell) => cell !== "") + 1);
  const names = cells.map((cell) => named(otherNames, cell));
  if (names[0] !== "单位" && names.filter((name) => name !== undefined).length < 2) return null;
  const unknown = cells.find((cell, place) => names[place] === undefined && cell !== "");
  const order = names.map((name) => name ?? "单位");
  if (unknown !== undefined) return { line, column: "整行", message: unknownHeading(unknown) };
  if (new Set(order).size !== order.length || !order.includes("单位")) {
    return { line, column: "整行", message: "表头里要有“单位”,每个栏目只能出现一次" };
  }
  return { order };
}

const unknownHeading = (heading: string): string =>
  `不认识表头“${shorten(heading)}”,只需要这几栏:${columns.join("、")}`;

/** The header of a workbook: which column stands where, null for those that are not read. */
export interface SheetHeader {
  line: number;
  order: (SheetColumn | null)[];
  /** Headings of columns that are not read. */
  ignored: string[];
}

/** Titles and remarks may stand above the header, but not more rows than this. */
const farthest = 15;

/**
 * Finds the header below titles; of a header in two rows the lower one, where merged cells repeat the upper. A heading
 * merged over several columns counts once. Null when no row has 单位 and another column; a problem when one stands twice.
 */
export function findHeader(rows: TableRow[]): SheetHeader | Problem | null {
  const first = rows.slice(0, farthest).findIndex(isHeader);
  if (first < 0) return null;
  let lowest = first;
  while (lowest < first + 2 && isHeader(rows[lowest + 1] ?? { line: 0, cells: [] })) lowest++;
  const row = rows[lowest];
  return row ? headerIn(row) : null;
}

const isHeader = ({ cells }: TableRow): boolean => {
  const found = new Set(cells.map((cell) => named(sheetNames, cell)));
  found.delete(undefined);
  return found.has("单位") && found.size > 1;
};

function headerIn({ line, cells }: TableRow): SheetHeader | Problem {
  // A heading merged over several columns stands in each of them.
  const headings = cells.map((cell, place) => (cell === cells[place - 1] ? "" : cell));
  const order = headings.map((heading) => named(sheetNames, heading) ?? null);
  const twice = order.find((column, place) => column !== null && order.indexOf(column) !== place);
  if (twice) return { line, column: "整行", message: `“${twice}”这一栏出现了两次,请只留一栏` };
  const ignored = headings.filter((heading, place) => heading !== "" && order[place] === null);
  return { line, order, ignored: ignored.map(shorten) };
}
