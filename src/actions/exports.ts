import { forbidden } from "../errors.ts";
import { record } from "../machines/event.ts";
import { personOf } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { pageLimit } from "./people-rights.ts";
import { scopeOf } from "./scope.ts";

/** Data about to leave: what, by which filter, how many rows, and whom they are about beyond the name. */
export interface ExportOrder {
  /** ASCII, at most 40 characters. */
  what: string;
  /** Never the data themselves. */
  filter: Record<string, unknown>;
  count: number;
  personIds?: number[];
}

/** An export as auditors see it. */
export interface ExportRow {
  id: number;
  at: Date;
  personId: number | null;
  person: string | null;
  what: string;
  filter: Record<string, unknown>;
  count: number;
}

/** Notes an export in the same work that makes it; answers its number. */
export async function logExport(work: Work, order: ExportOrder): Promise<number> {
  const { insertId }: { insertId: number } = await work.db.query(
    "INSERT INTO data_export (`at`, person_id, what, `filter`, `count`) VALUES (?, ?, ?, ?, ?)",
    [work.now, personOf(work), order.what, JSON.stringify(order.filter), order.count],
  );
  const people = [...new Set(order.personIds)];
  if (people.length > 0) {
    await work.db.query("INSERT INTO data_export_person (export_id, person_id) VALUES ?", [
      people.map((personId) => [insertId, personId]),
    ]);
  }
  const payload = { what: order.what, count: order.count };
  await record(work, { subject: "data_export", subjectId: insertId, command: "export", payload });
  return insertId;
}

/** What was exported, newest first, at most 200; refuses with forbidden unless the actor sees the whole county. */
export async function listExports(
  work: Work,
  page: { after?: number; limit?: number },
): Promise<{ exports: ExportRow[]; next: number | null }> {
  if (!(await scopeOf(work)).everything)
    throw forbidden("只有教体局的管理员、领导和审计人员可以查看导出记录");
  const limit = pageLimit(page.limit);
  const rows: (Omit<ExportRow, "filter"> & { filter: string })[] = await work.db.query(
    `SELECT e.id, e.at, e.person_id AS personId, n.name AS person, e.what, e.filter, e.count
     FROM data_export e LEFT JOIN person n ON n.id = e.person_id
     WHERE ? = 0 OR e.id < ? ORDER BY e.id DESC LIMIT ${limit + 1}`,
    [page.after ?? 0, page.after ?? 0],
  );
  const exports = rows.slice(0, limit).map((row) => ({
    ...row,
    filter: JSON.parse(row.filter) as Record<string, unknown>,
  }));
  return { exports, next: rows.length > limit ? (exports.at(-1)?.id ?? null) : null };
}
