import { In } from "typeorm";
import { Campaign } from "../../entities/campaign.ts";
import { Phase } from "../../entities/phase.ts";
import { Requirement } from "../../entities/requirement.ts";
import { Task } from "../../entities/task.ts";
import { notFound } from "../errors.ts";
import type { Work } from "../work.ts";
import { type Finding, findingsOf } from "./findings.ts";
import { all, equal, type Page, rowsOf } from "./pages.ts";
import { type Condition, ofWork, scopeOf } from "./scope.ts";

/** The whole county sees drafts; everybody else the campaigns in which something is his. */
async function visible(work: Work): Promise<Condition> {
  const scope = await scopeOf(work);
  if (scope.everything) return { sql: "TRUE", values: [] };
  const mine = ofWork(scope, "a", "r");
  return {
    sql: `EXISTS (SELECT 1 FROM assignment a JOIN requirement r ON r.id = a.requirement_id
      WHERE a.campaign_id = c.id AND ${mine.sql})`,
    values: mine.values,
  };
}

/** Campaigns within the actor's scope, by id; of one state, or of any. */
export async function listCampaigns(
  work: Work,
  filters: Page & { state?: string } = {},
): Promise<Campaign[]> {
  const after = { sql: "c.id > ?", values: [filters.after ?? 0] };
  const where = all([await visible(work), after, ...equal([["c.state", filters.state]])]);
  const rows: { id: number }[] = await work.db.query(
    `SELECT c.id FROM campaign c WHERE ${where.sql} ORDER BY c.id LIMIT ?`,
    [...where.values, rowsOf(filters)],
  );
  return work.db.find(Campaign, { where: { id: In(rows.map(({ id }) => id)) }, order: { id: "ASC" } });
}

/** One campaign. Refuses with not-found what is not in the actor's scope; `what` is what he asked for. */
export async function seenCampaign(work: Work, id: number, what = "这项专项治理"): Promise<Campaign> {
  const where = all([await visible(work), { sql: "c.id = ?", values: [id] }]);
  const rows: unknown[] = await work.db.query(`SELECT c.id FROM campaign c WHERE ${where.sql}`, where.values);
  if (rows.length === 0) throw notFound(what);
  return work.db.findOneByOrFail(Campaign, { id });
}

/** A line of work with its phases and what units must do in it. */
export interface TaskDetail extends Task {
  phases: Phase[];
  requirements: Requirement[];
}

/** A campaign with all its parts; `counts` by state are of the assignments that the actor may see. */
export interface CampaignDetail {
  campaign: Campaign;
  tasks: TaskDetail[];
  counts: Record<string, number>;
  findings: Finding[];
}

/** One campaign with its parts, and what is odd about its dates. Refuses with not-found as seenCampaign does. */
export async function campaignDetail(work: Work, id: number): Promise<CampaignDetail> {
  const campaign = await seenCampaign(work, id);
  const tasks = await work.db.find(Task, { where: { campaignId: id }, order: { no: "ASC", id: "ASC" } });
  const phases = await work.db.find(Phase, {
    where: { taskId: In(tasks.map((task) => task.id)) },
    order: { no: "ASC", id: "ASC" },
  });
  const requirements = await work.db.find(Requirement, { where: { campaignId: id }, order: { id: "ASC" } });
  return {
    campaign,
    tasks: tasks.map((task) => ({
      ...task,
      phases: phases.filter((phase) => phase.taskId === task.id),
      requirements: requirements.filter((requirement) => requirement.taskId === task.id),
    })),
    counts: await countsOf(work, id),
    findings: findingsOf(phases, requirements),
  };
}

async function countsOf(work: Work, campaignId: number): Promise<Record<string, number>> {
  const mine = ofWork(await scopeOf(work), "a", "r");
  const rows: { state: string; count: string | number }[] = await work.db.query(
    `SELECT a.state, COUNT(*) AS count FROM assignment a JOIN requirement r ON r.id = a.requirement_id
     WHERE a.campaign_id = ? AND ${mine.sql} GROUP BY a.state`,
    [campaignId, ...mine.values],
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
}
