import { In } from "typeorm";
import { Extension } from "../../entities/extension.ts";
import { Handover } from "../../entities/handover.ts";
import { Submission } from "../../entities/submission.ts";
import { notFound } from "../errors.ts";
import type { Work } from "../work.ts";
import { all, equal, type Page, rowsOf } from "./pages.ts";
import { type Condition, ofUnits, ofWork, scopeOf } from "./scope.ts";

/** What hangs on work: all of it, or one assignment's; in one state, or any. */
export interface OnWork extends Page {
  assignmentId?: number;
  state?: string;
}

/** Requests for more time within the actor's scope, by id. */
export async function listExtensions(work: Work, filters: OnWork = {}): Promise<Extension[]> {
  return work.db.find(Extension, wanted(await idsOnWork(work, "extension", filters)));
}

/** One request for more time. Refuses with not-found what is not in the actor's scope. */
export async function seenExtension(work: Work, id: number): Promise<Extension> {
  await onWork(work, "extension", id, "这项延期申请");
  return work.db.findOneByOrFail(Extension, { id });
}

/** Handed-in revisions within the actor's scope, by id. */
export async function listSubmissions(work: Work, filters: OnWork = {}): Promise<Submission[]> {
  return work.db.find(Submission, wanted(await idsOnWork(work, "submission", filters)));
}

/** One handed-in revision. Refuses with not-found what is not in the actor's scope. */
export async function seenSubmission(work: Work, id: number): Promise<Submission> {
  await onWork(work, "submission", id, "这份报送材料");
  return work.db.findOneByOrFail(Submission, { id });
}

/** Hand-overs of posts at the actor's units, and those that he asked for, by id. */
export async function listHandovers(
  work: Work,
  filters: Page & { state?: string } = {},
): Promise<Handover[]> {
  const conditions = [...equal([["h.state", filters.state]]), after("h", filters)];
  const where = all([await ofHandovers(work), ...conditions]);
  const rows: { id: number }[] = await work.db.query(
    `SELECT h.id FROM handover h JOIN post p ON p.id = h.post_id WHERE ${where.sql} ORDER BY h.id LIMIT ?`,
    [...where.values, rowsOf(filters)],
  );
  return work.db.find(Handover, wanted(rows.map(({ id }) => id)));
}

/** One hand-over. Refuses with not-found what is not in the actor's scope. */
export async function seenHandover(work: Work, id: number): Promise<Handover> {
  const where = all([await ofHandovers(work), { sql: "h.id = ?", values: [id] }]);
  const rows: unknown[] = await work.db.query(
    `SELECT h.id FROM handover h JOIN post p ON p.id = h.post_id WHERE ${where.sql}`,
    where.values,
  );
  if (rows.length === 0) throw notFound("这项移交申请");
  return work.db.findOneByOrFail(Handover, { id });
}

const wanted = (ids: number[]) => ({ where: { id: In(ids) }, order: { id: "ASC" as const } });

const after = (table: string, page: Page): Condition => ({
  sql: `${table}.id > ?`,
  values: [page.after ?? 0],
});

async function ofHandovers(work: Work): Promise<Condition> {
  const scope = await scopeOf(work);
  const units = ofUnits(scope, "p.unit_id");
  return { sql: `(${units.sql} OR h.asked_by = ?)`, values: [...units.values, scope.person ?? 0] };
}

const joined = (table: "extension" | "submission"): string =>
  `${table} x JOIN assignment a ON a.id = x.assignment_id JOIN requirement r ON r.id = a.requirement_id`;

async function idsOnWork(work: Work, table: "extension" | "submission", filters: OnWork): Promise<number[]> {
  const where = all([
    ofWork(await scopeOf(work), "a", "r"),
    after("x", filters),
    ...equal([
      ["x.assignment_id", filters.assignmentId],
      ["x.state", filters.state],
    ]),
  ]);
  const rows: { id: number }[] = await work.db.query(
    `SELECT x.id FROM ${joined(table)} WHERE ${where.sql} ORDER BY x.id LIMIT ?`,
    [...where.values, rowsOf(filters)],
  );
  return rows.map(({ id }) => id);
}

async function onWork(
  work: Work,
  table: "extension" | "submission",
  id: number,
  what: string,
): Promise<void> {
  const where = all([ofWork(await scopeOf(work), "a", "r"), { sql: "x.id = ?", values: [id] }]);
  const rows: unknown[] = await work.db.query(
    `SELECT x.id FROM ${joined(table)} WHERE ${where.sql}`,
    where.values,
  );
  if (rows.length === 0) throw notFound(what);
}
