import { Checklist } from "../entities/checklist.ts";
import { ChecklistItem } from "../entities/checklist-item.ts";
import { ChecklistVersion } from "../entities/checklist-version.ts";
import type { Work } from "../src/work.ts";
import type { PlanChecklist } from "./plan.ts";

/**
 * Publishes checklists as version 1 where they are missing; a published version is never touched. Returns the id of
 * version 1 by checklist code. `offices` gives the bureau's own unit code for an office that answers.
 */
export async function publishChecklists(
  work: Work,
  checklists: PlanChecklist[],
  offices: ReadonlyMap<string, { code: string }>,
): Promise<Map<string, number>> {
  const versions = await firstVersions(work);
  for (const checklist of checklists) {
    if (versions.has(checklist.code)) continue;
    versions.set(checklist.code, await publish(work, checklist, offices));
  }
  return versions;
}

async function firstVersions(work: Work): Promise<Map<string, number>> {
  const rows: { code: string; id: number }[] = await work.db.query(
    "SELECT c.code, v.id FROM checklist c JOIN checklist_version v ON v.checklist_id = c.id AND v.version = 1",
  );
  return new Map(rows.map(({ code, id }) => [code, id]));
}

async function publish(
  work: Work,
  { code, title, items }: PlanChecklist,
  offices: ReadonlyMap<string, { code: string }>,
): Promise<number> {
  const checklist = await work.db.insert(Checklist, { code, title });
  const checklistId = Number(checklist.identifiers[0]?.id);
  const version = await work.db.insert(ChecklistVersion, { checklistId, version: 1, publishedAt: work.now });
  const versionId = Number(version.identifiers[0]?.id);
  await work.db.insert(
    ChecklistItem,
    items.map((item, place) => ({
      ...item,
      versionId,
      no: place + 1,
      answeredBy: offices.get(item.answeredBy)?.code ?? item.answeredBy,
    })),
  );
  return versionId;
}
