import type { DataSource } from "typeorm";
import type { Requirement } from "../../entities/requirement.ts";
import type { Work } from "../work.ts";

/** What a requirement says. Once its campaign is published, that never changes. */
export interface Demand {
  taskId: number;
  title: string;
  kind: Requirement["kind"];
  recipient: string;
  /** JSON. */
  form: string;
  campaign: string;
  versionId: number | null;
  publishedAt: Date | null;
}

const demands = new WeakMap<DataSource, Map<number, Demand>>();

/** What a requirement says; read once for all. */
export async function demandOf(work: Work, requirementId: number): Promise<Demand> {
  const known = demands.get(work.db.connection) ?? new Map<number, Demand>();
  demands.set(work.db.connection, known);
  const found = known.get(requirementId);
  if (found) return found;
  const [row]: (Demand & { state: string })[] = await work.db.query(
    `SELECT r.task_id AS taskId, r.title, r.kind, r.recipient, r.form, c.title AS campaign, c.state,
       v.id AS versionId, v.published_at AS publishedAt
     FROM requirement r JOIN campaign c ON c.id = r.campaign_id
     LEFT JOIN checklist_version v ON v.id = r.checklist_version_id WHERE r.id = ?`,
    [requirementId],
  );
  if (!row) throw new Error(`requirement ${requirementId} is gone`);
  const { state, ...demand } = row;
  if (state !== "draft") known.set(requirementId, demand);
  return demand;
}
