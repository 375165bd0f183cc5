import type { Unit } from "../../entities/unit.ts";
import { notFound } from "../errors.ts";
import type { Work } from "../work.ts";
import { anywhere, ofSeenUnits, pageLimit } from "./people-rights.ts";
import { unitsBelow } from "./scope.ts";

/** A unit as it is listed, with the name of the one above. */
export interface UnitRow extends Unit {
  parent: string | null;
}

/** Which units; `parentId` right below, `below` anywhere below, itself too; `text` in a name or another name. */
export interface UnitFilter {
  kind?: Unit["kind"];
  parentId?: number;
  below?: number;
  text?: string;
  after?: number;
  limit?: number;
}

const columns = `u.id, u.code, u.name, u.kind, u.parent_id AS parentId, a.name AS parent, u.aliases,
  u.row_version AS rowVersion, u.demo`;

/** The units that the actor may see, by id, at most 200; `next` goes on after the page, null at the end. */
export async function listUnits(
  work: Work,
  filter: UnitFilter,
): Promise<{ units: UnitRow[]; next: number | null }> {
  const limit = pageLimit(filter.limit);
  const seen = await ofSeenUnits(work, "u.id");
  const where = [seen.sql, "u.id > ?"];
  const values = [...seen.values, filter.after ?? 0];
  const narrow = (sql: string, ...more: unknown[]): void => {
    where.push(sql);
    values.push(...more);
  };
  if (filter.kind !== undefined) narrow("u.kind = ?", filter.kind);
  if (filter.parentId !== undefined) narrow("u.parent_id = ?", filter.parentId);
  if (filter.below !== undefined) narrow("u.id IN (?)", [0, ...(await unitsBelow(work, [filter.below]))]);
  if (filter.text?.trim()) {
    const text = filter.text.trim();
    narrow(
      "(u.name LIKE ? OR u.aliases LIKE ?)",
      anywhere(text),
      anywhere(JSON.stringify(text).slice(1, -1)),
    );
  }
  const rows: (UnitRow & { aliases: unknown })[] = await work.db.query(
    `SELECT ${columns} FROM unit u LEFT JOIN unit a ON a.id = u.parent_id
     WHERE ${where.join(" AND ")} ORDER BY u.id LIMIT ${limit + 1}`,
    values,
  );
  const units = rows.slice(0, limit).map(asRow);
  return { units, next: rows.length > limit ? (units.at(-1)?.id ?? null) : null };
}

/** One unit. Refuses with not-found when it is not there or not the actor's to see. */
export async function readUnit(work: Work, id: number): Promise<UnitRow> {
  const seen = await ofSeenUnits(work, "u.id");
  const [row]: UnitRow[] = await work.db.query(
    `SELECT ${columns} FROM unit u LEFT JOIN unit a ON a.id = u.parent_id WHERE u.id = ? AND ${seen.sql}`,
    [id, ...seen.values],
  );
  if (!row) throw notFound("这个单位");
  return asRow(row);
}

const asRow = (row: UnitRow): UnitRow => ({
  ...row,
  aliases: JSON.parse(String(row.aliases)) as string[],
  demo: Boolean(row.demo),
});
