import type { WorkTarget } from "../../entities/broadcast.ts";
import { phoneList } from "../../src/actions/phone-list.ts";
import { notBegun, progressByUnit, type UnitProgress } from "../../src/actions/progress.ts";
import { scopeOf } from "../../src/actions/scope.ts";
import type { Work } from "../../src/work.ts";
import { aimAt, unitsMeant, type Wish } from "./aiming.ts";
import type { More } from "./memory.ts";
import { lines, type Turn } from "./turn.ts";

const onePage = 15;

/** Who may look at others' work: the bureau, offices, central schools, auditors. */
export async function oversees(work: Work): Promise<boolean> {
  const scope = await scopeOf(work);
  return scope.everything || scope.offices.length > 0 || scope.units.length > 1;
}

const notYours = "只有管理员、科室和中心校能看各单位的情况。回“待办”看您自己的任务。";

/** 各单位进度, 还有谁没交, 谁还没开始, 谁交了: by unit, as far as the asker may see. */
export async function look(turn: Turn, view: More["view"], wish: Wish): Promise<string> {
  if (!(await oversees(turn.work))) return notYours;
  const aim = await aimAt(turn.work, wish.target);
  if (typeof aim === "string") return aim;
  const unitIds = await unitsMeant(turn.work, wish);
  if (typeof unitIds === "string") return unitIds;
  const where = wish.unit ?? wish.township;
  const title = where ? `${where},${aim.title}` : aim.title;
  return page(turn, { view, target: aim.target, unitIds, title, shown: 0 });
}

/** 打电话名单: names, units and what to tell; a number never. */
export async function phones(turn: Turn): Promise<string> {
  if (!(await oversees(turn.work))) return notYours;
  return page(turn, { view: "phones", target: null, unitIds: null, title: "", shown: 0 });
}

/** 更多; null when no list was cut. */
export async function more(turn: Turn): Promise<string | null> {
  return turn.memory.more ? page(turn, turn.memory.more) : null;
}

async function page(turn: Turn, list: More): Promise<string> {
  const { heading, rows, empty, ending } = await contents(turn.work, list);
  const part = rows.slice(list.shown, list.shown + onePage);
  const shown = list.shown + part.length;
  turn.memory.more = shown < rows.length ? { ...list, shown } : null;
  if (rows.length === 0) return empty;
  return lines(
    list.shown === 0 ? heading : `接着看(${list.shown + 1}—${shown},共${rows.length}):`,
    ...part,
    shown < rows.length ? `还有${rows.length - shown}个,回“更多”接着看。` : ending,
  );
}

interface Contents {
  heading: string;
  rows: string[];
  empty: string;
  ending?: string;
}

async function contents(work: Work, list: More): Promise<Contents> {
  if (list.view === "phones" || !list.target) return phoneRows(work);
  if (list.view === "not-begun") return notBegunRows(work, list.target, list);
  const all = await progressIn(work, list.target, list.unitIds);
  const named = { title: list.title };
  if (list.view === "undone") return undoneRows(all.filter(isUndone), named);
  return list.view === "submitted" ? submittedRows(all.filter(isDone), named) : progressRows(all, named);
}

const everyRow = 200;

/** Each unit's progress, as far as the actor may see. */
async function progressIn(work: Work, target: WorkTarget, unitIds: number[] | null): Promise<UnitProgress[]> {
  const found: UnitProgress[] = [];
  for (let after: number | undefined; ; after = found.at(-1)?.unitId) {
    const { rows } = await progressByUnit(work, target, { limit: everyRow, ...(after && { after }) });
    found.push(...rows);
    if (rows.length < everyRow) break;
  }
  return unitIds ? found.filter(({ unitId }) => unitIds.includes(unitId)) : found;
}

const doneOf = ({ submitted, accepted }: UnitProgress): number => submitted + accepted;
const isDone = (row: UnitProgress): boolean => doneOf(row) === row.total;
const isUndone = (row: UnitProgress): boolean => doneOf(row) < row.total;

/** Units that have not handed in all of it. */
export const undoneUnits = async (
  work: Work,
  target: WorkTarget,
  unitIds: number[] | null,
): Promise<UnitProgress[]> => (await progressIn(work, target, unitIds)).filter(isUndone);

const lateWords = ({ overdue }: UnitProgress): string => (overdue > 0 ? `,逾期${overdue}项` : "");

function progressRows(rows: UnitProgress[], { title }: { title: string }): Contents {
  const done = rows.reduce((sum, row) => sum + doneOf(row), 0);
  const total = rows.reduce((sum, row) => sum + row.total, 0);
  const finished = rows.filter(isDone).length;
  return {
    heading: `${title}:${rows.length}个单位共${total}项,已交${done}项;${finished}个单位交齐,${rows.length - finished}个没交齐。`,
    rows: rows.map((row) => `${row.unit}:交${doneOf(row)}/${row.total}项${lateWords(row)}`),
    empty: `${title}:没有您能看的单位。`,
  };
}

function undoneRows(rows: UnitProgress[], { title }: { title: string }): Contents {
  return {
    heading: `${title},还有${rows.length}个单位没交齐:`,
    rows: rows.map((row) => `${row.unit}:差${row.total - doneOf(row)}项(共${row.total}项)${lateWords(row)}`),
    empty: `${title}:都交齐了。`,
    ending: "要催他们,回“催一下没交的”。",
  };
}

function submittedRows(rows: UnitProgress[], { title }: { title: string }): Contents {
  return {
    heading: `${title},交齐的有${rows.length}个单位:`,
    rows: rows.map(
      ({ unit, total, accepted }) =>
        `${unit}:${total}项${accepted < total ? `,其中${total - accepted}项待审` : ""}`,
    ),
    empty: `${title}:还没有单位交齐。`,
  };
}

async function notBegunRows(work: Work, target: WorkTarget, { title, unitIds }: More): Promise<Contents> {
  const all = await notBegunIn(work, target, unitIds);
  const units = new Map<string, number>();
  for (const { unit } of all) units.set(unit, (units.get(unit) ?? 0) + 1);
  return {
    heading: `${title},有${units.size}个单位共${all.length}项还没开始:`,
    rows: [...units].map(([unit, count]) => `${unit}:${count}项`),
    empty: `${title}:都已经开始了。`,
  };
}

async function notBegunIn(work: Work, target: WorkTarget, unitIds: number[] | null) {
  const found: Awaited<ReturnType<typeof notBegun>> = [];
  for (let after: number | undefined; ; after = found.at(-1)?.assignmentId) {
    const rows = await notBegun(work, target, { limit: everyRow, ...(after && { after }) });
    found.push(...rows);
    if (rows.length < everyRow) break;
  }
  return unitIds ? found.filter(({ unitId }) => unitIds.includes(unitId)) : found;
}

/** The heart of a message: no greeting, no list below it. */
const inShort = (matter: string): string => {
  const [first = ""] = matter.replace(/^【[^】]*】(?:[^,。!]{2,8},您好[!!])?/u, "").split("\n");
  return first.length > 30 ? `${first.slice(0, 30)}……` : first.replace(/[::]$/u, "");
};

async function phoneRows(work: Work): Promise<Contents> {
  const people = await phoneList(work, { limit: everyRow });
  return {
    heading: `有${people.length}人微信通知不到,请打电话:`,
    rows: people.map(
      ({ unit, name, why, matters }) =>
        `${unit} ${name}(${why}):${matters.map(inShort).slice(0, 2).join(";")}`,
    ),
    empty: "现在没有要打电话通知的人。",
    ending: "电话号码不在微信里说,请在管理网页上查看或导出。",
  };
}
