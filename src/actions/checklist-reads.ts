import { In } from "typeorm";
import { Checklist } from "../../entities/checklist.ts";
import { ChecklistItem } from "../../entities/checklist-item.ts";
import { ChecklistVersion } from "../../entities/checklist-version.ts";
import { notFound } from "../errors.ts";
import type { Work } from "../work.ts";
import { type Condition, ofWork, scopeOf } from "./scope.ts";

/** A checklist with its versions, newest last. */
export interface ChecklistDetail extends Checklist {
  versions: ChecklistVersion[];
}

/** A version with its items, and the checklist that it is of. */
export interface VersionDetail extends ChecklistVersion {
  checklist: Checklist;
  items: ChecklistItem[];
}

/** The whole county sees every version; everybody else those that his work asks. */
async function visible(work: Work): Promise<Condition> {
  const scope = await scopeOf(work);
  if (scope.everything) return { sql: "TRUE", values: [] };
  const mine = ofWork(scope, "a", "r");
  return {
    sql: `EXISTS (SELECT 1 FROM requirement r JOIN assignment a ON a.requirement_id = r.id
      WHERE r.checklist_version_id = v.id AND ${mine.sql})`,
    values: mine.values,
  };
}

/** Checklists with the versions that the actor may see, by code. */
export async function listChecklists(work: Work): Promise<ChecklistDetail[]> {
  const where = await visible(work);
  const rows: { id: number }[] = await work.db.query(
    `SELECT v.id FROM checklist_version v WHERE ${where.sql}`,
    where.values,
  );
  const versions = await work.db.find(ChecklistVersion, {
    where: { id: In(rows.map(({ id }) => id)) },
    order: { version: "ASC" },
  });
  const checklists = await work.db.find(Checklist, {
    where: { id: In(versions.map(({ checklistId }) => checklistId)) },
    order: { code: "ASC" },
  });
  return checklists.map((checklist) => ({
    ...checklist,
    versions: versions.filter(({ checklistId }) => checklistId === checklist.id),
  }));
}

/** One version with its items. Refuses with not-found what is not in the actor's scope. */
export async function versionDetail(work: Work, id: number): Promise<VersionDetail> {
  const where = await visible(work);
  const found: unknown[] = await work.db.query(
    `SELECT v.id FROM checklist_version v WHERE v.id = ? AND ${where.sql}`,
    [id, ...where.values],
  );
  if (found.length === 0) throw notFound("自查表的这个版本");
  const version = await work.db.findOneByOrFail(ChecklistVersion, { id });
  return {
    ...version,
    checklist: await work.db.findOneByOrFail(Checklist, { id: version.checklistId }),
    items: await work.db.find(ChecklistItem, { where: { versionId: id }, order: { no: "ASC" } }),
  };
}
