import { Campaign } from "../../entities/campaign.ts";
import type { Requirement } from "../../entities/requirement.ts";
import { notFound } from "../errors.ts";
import { campaignMachine } from "../machines/campaign.ts";
import { record } from "../machines/event.ts";
import { transition } from "../machines/machine.ts";
import { planNew } from "../machines/reminders.ts";
import type { Work } from "../work.ts";

/** Publishes a plan: every unit of each requirement's audience gets its assignment, with reminders. Returns how many. */
export async function publishCampaign(work: Work, campaignId: number): Promise<number> {
  const campaign = await campaignById(work, campaignId);
  await transition(work, campaignMachine, campaign, { command: "publish" });
  return materialise(work, campaignId);
}

/** Adds the assignments that new units or requirements lack; never removes any. Returns how many. */
export async function extendScope(work: Work, campaignId: number): Promise<number> {
  const campaign = await campaignById(work, campaignId);
  await transition(work, campaignMachine, campaign, { command: "extend_scope" });
  return materialise(work, campaignId);
}

async function campaignById(work: Work, id: number): Promise<Campaign> {
  const campaign = await work.db.findOneBy(Campaign, { id });
  if (!campaign) throw notFound("这项专项治理");
  return campaign;
}

/** Gives every unit of each requirement's audience the assignment that it lacks, with reminders; nothing in a skipped phase. Returns how many. */
export async function materialise(work: Work, campaignId: number): Promise<number> {
  const requirements: Requirement[] = await work.db.query(
    `SELECT r.id, r.starts_at AS startsAt, r.due_at AS dueAt, r.audience
     FROM requirement r LEFT JOIN phase p ON p.id = r.phase_id
     WHERE r.campaign_id = ? AND (p.id IS NULL OR p.state <> 'skipped') ORDER BY r.due_at, r.id`,
    [campaignId],
  );
  const [newest]: { id: number | null }[] = await work.db.query("SELECT MAX(id) AS id FROM assignment");
  for (const requirement of requirements) await assign(work, campaignId, requirement);
  const made = { sql: "a.campaign_id = ? AND a.id > ?", values: [campaignId, newest?.id ?? 0] };
  await planNew(work, made);
  const [{ count } = { count: 0 }]: { count: number }[] = await work.db.query(
    `SELECT COUNT(*) AS count FROM assignment a WHERE ${made.sql}`,
    made.values,
  );
  await record(work, {
    subject: "campaign",
    subjectId: campaignId,
    command: "assign",
    payload: { assignments: Number(count) },
  });
  return Number(count);
}

/** The database makes the rows; (requirement, unit) is unique, so a second run adds only what is missing. */
async function assign(work: Work, campaignId: number, requirement: Requirement): Promise<void> {
  const audience = JSON.parse(requirement.audience as unknown as string) as Requirement["audience"];
  await work.db.query(
    `INSERT IGNORE INTO assignment
       (campaign_id, requirement_id, unit_id, post_id, state, starts_at, due_at, original_due_at)
     SELECT ?, ?, u.id,
       (SELECT MIN(p.id) FROM post p WHERE p.unit_id = u.id AND p.role IN ('responsible', 'office-operator')
          AND p.from_at <= ? AND (p.until_at IS NULL OR p.until_at > ?)),
       'open', ?, ?, ?
     FROM unit u
     WHERE (u.kind IN (?) OR u.code IN (?))
       AND u.demo = (SELECT c.demo FROM campaign c WHERE c.id = ?) ORDER BY u.id`,
    [
      campaignId,
      requirement.id,
      work.now,
      work.now,
      requirement.startsAt ?? work.now,
      requirement.dueAt,
      requirement.dueAt,
      audience.kinds.length > 0 ? audience.kinds : [""],
      audience.codes.length > 0 ? audience.codes : [""],
      campaignId,
    ],
  );
}
