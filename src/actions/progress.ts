import type { WorkTarget } from "../../entities/broadcast.ts";
import { notFound } from "../errors.ts";
import type { Work } from "../work.ts";
import { codeOf } from "./assignments.ts";
import { type Page, sizeOf } from "./broadcast-log.ts";
import { ofWork, scopeOf } from "./scope.ts";
import { ofTarget } from "./work-target.ts";

/** How much work stands where; overdue work is counted a second time by its own state. */
export interface Counts {
  total: number;
  notBegun: number;
  inHand: number;
  submitted: number;
  accepted: number;
  returned: number;
  overdue: number;
}

/** One unit's share. */
export interface UnitProgress extends Counts {
  unitId: number;
  unit: string;
}

const tables = `assignment a JOIN requirement r ON r.id = a.requirement_id JOIN campaign c ON c.id = a.campaign_id
  JOIN unit u ON u.id = a.unit_id`;
const published = "c.state IN ('active', 'closing', 'closed') AND a.state NOT IN ('void', 'waived')";
const begun = `(a.inventory_at IS NOT NULL OR EXISTS (SELECT 1 FROM answer w WHERE w.assignment_id = a.id AND w.state <> 'blank')
  OR EXISTS (SELECT 1 FROM evidence e WHERE e.assignment_id = a.id AND e.removed_at IS NULL))`;
const untouched = `a.state = 'open' AND NOT ${begun}`;
const handedIn = "a.state IN ('submitted', 'accepted')";
const sums = `COUNT(a.id) AS total, COALESCE(SUM(${untouched}), 0) AS notBegun,
  COALESCE(SUM(a.state = 'open' AND ${begun}), 0) AS inHand, COALESCE(SUM(a.state = 'submitted'), 0) AS submitted,
  COALESCE(SUM(a.state = 'accepted'), 0) AS accepted, COALESCE(SUM(a.state = 'returned'), 0) AS returned,
  COALESCE(SUM(a.state IN ('open', 'returned') AND a.due_at < ?), 0) AS overdue`;

/** What the actor may see of the work, as a WHERE. */
async function seen(work: Work, target: WorkTarget): Promise<{ sql: string; values: unknown[] }> {
  const wanted = ofTarget(target);
  const mine = ofWork(await scopeOf(work), "a", "r");
  return {
    sql: `${wanted.sql} AND ${mine.sql} AND ${published}`,
    values: [...wanted.values, ...mine.values],
  };
}

/** The driver gives sums as text. */
const counted = <R extends Counts>(row: R): R => ({
  ...row,
  total: Number(row.total),
  notBegun: Number(row.notBegun),
  inHand: Number(row.inHand),
  submitted: Number(row.submitted),
  accepted: Number(row.accepted),
  returned: Number(row.returned),
  overdue: Number(row.overdue),
});

/** How far each unit is with a piece of work, by unit id, and all of them together, as far as the actor may see. */
export async function progressByUnit(
  work: Work,
  target: WorkTarget,
  page: Page = {},
): Promise<{ rows: UnitProgress[]; totals: Counts }> {
  const { sql, values } = await seen(work, target);
  const rows: UnitProgress[] = await work.db.query(
    `SELECT u.id AS unitId, u.name AS unit, ${sums} FROM ${tables} WHERE ${sql} AND u.id > ?
     GROUP BY u.id, u.name ORDER BY u.id LIMIT ?`,
    [work.now, ...values, page.after ?? 0, sizeOf(page)],
  );
  const [totals]: Counts[] = await work.db.query(`SELECT ${sums} FROM ${tables} WHERE ${sql}`, [
    work.now,
    ...values,
  ]);
  if (!totals || Number(totals.total) === 0) throw notFound("这项工作");
  return { rows: rows.map(counted), totals: counted(totals) };
}

/** One unit's piece of work in a list. */
export interface ListedWork {
  assignmentId: number;
  code: string;
  unitId: number;
  unit: string;
  title: string;
  dueAt: Date;
}

async function listed(
  work: Work,
  target: WorkTarget,
  { state, page }: { state: string; page: Page },
): Promise<ListedWork[]> {
  const { sql, values } = await seen(work, target);
  const rows: Omit<ListedWork, "code">[] = await work.db.query(
    `SELECT a.id AS assignmentId, u.id AS unitId, u.name AS unit, r.title, a.due_at AS dueAt FROM ${tables}
     WHERE ${sql} AND ${state} AND a.id > ? ORDER BY a.id LIMIT ?`,
    [...values, page.after ?? 0, sizeOf(page)],
  );
  return rows.map((row) => ({ ...row, code: codeOf(row.assignmentId) }));
}

/** Work of which nothing has been answered or sent, page by page by assignment id. */
export const notBegun = (work: Work, target: WorkTarget, page: Page = {}): Promise<ListedWork[]> =>
  listed(work, target, { state: untouched, page });

/** Work that is handed in, accepted or not, page by page by assignment id. */
export const submitted = (work: Work, target: WorkTarget, page: Page = {}): Promise<ListedWork[]> =>
  listed(work, target, { state: handedIn, page });

/** A campaign's figures for a group: numbers of units and pieces of work, no names. */
export interface PublicFigures {
  title: string;
  groups: { kind: string; label: string; units: number; done: number; total: number }[];
  units: number;
  done: number;
  total: number;
}

const labels: Record<string, string> = {
  school: "学校",
  "central-school": "中心校",
  affiliated: "局属单位",
  office: "科室",
  bureau: "教体局",
};

/** How many pieces of work of a campaign are handed in, by group of units. For those who see the whole county; others are refused with not-found. */
export async function publicFigures(work: Work, campaignId: number): Promise<PublicFigures> {
  const [campaign]: { title: string }[] = await work.db.query("SELECT title FROM campaign WHERE id = ?", [
    campaignId,
  ]);
  const { everything } = await scopeOf(work);
  if (!campaign || !everything) throw notFound("这项专项治理");
  const rows: { kind: string; units: number; done: number; total: number }[] = await work.db.query(
    `SELECT u.kind, COUNT(DISTINCT u.id) AS units, SUM(${handedIn}) AS done, COUNT(*) AS total FROM ${tables}
     WHERE a.campaign_id = ? AND ${published} GROUP BY u.kind ORDER BY u.kind`,
    [campaignId],
  );
  const groups = rows.map(({ kind, units, done, total }) => ({
    kind,
    label: labels[kind] ?? kind,
    units: Number(units),
    done: Number(done),
    total: Number(total),
  }));
  const sum = (column: "units" | "done" | "total"): number =>
    groups.reduce((total, group) => total + group[column], 0);
  return { title: campaign.title, groups, units: sum("units"), done: sum("done"), total: sum("total") };
}
