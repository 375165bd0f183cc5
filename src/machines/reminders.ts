import type { ReminderRule } from "../../entities/reminder-rule.ts";
import type { Work } from "../work.ts";
import { type PlannedFire, planReminders } from "./reminder-plan.ts";

interface Planned {
  id: number;
  campaignId: number;
  state: string;
  startsAt: Date;
  dueAt: Date;
  startTold: 0 | 1;
  campaignState: string;
}

/** Rows in one INSERT. */
const chunk = 1000;

/**
 * Voids the pending reminders of these assignments and writes what is now right, in the open transaction.
 * Only open and returned work of a running campaign is reminded.
 */
export async function replanReminders(work: Work, assignmentIds: number[]): Promise<void> {
  if (assignmentIds.length === 0) return;
  await work.db.query(
    "UPDATE reminder_fire SET status = 'void' WHERE assignment_id IN (?) AND status = 'pending'",
    [assignmentIds],
  );
  const rows: Planned[] = await work.db.query(
    `SELECT a.id, a.campaign_id AS campaignId, a.state, a.starts_at AS startsAt, a.due_at AS dueAt,
            c.state AS campaignState,
            EXISTS (SELECT 1 FROM reminder_fire f WHERE f.assignment_id = a.id
                    AND f.status IN ('sent', 'merged')) AS startTold
     FROM assignment a JOIN campaign c ON c.id = a.campaign_id WHERE a.id IN (?)`,
    [assignmentIds],
  );
  const live = rows.filter(isReminded);
  const rules = await rulesOf(work, [...new Set(live.map((row) => row.campaignId))]);
  const fires = live.flatMap((row) =>
    planReminders(
      { ...row, startTold: Number(row.startTold) === 1, now: work.now },
      rules.filter((rule) => rule.campaignId === row.campaignId),
      work.rules.workdays,
    ).map((fire) => ({ assignmentId: row.id, ...fire })),
  );
  await insert(work, fires);
}

const isReminded = (row: Planned): boolean =>
  (row.state === "open" || row.state === "returned") &&
  (row.campaignState === "active" || row.campaignState === "closing");

async function rulesOf(work: Work, campaignIds: number[]): Promise<ReminderRule[]> {
  if (campaignIds.length === 0) return [];
  return work.db.query(
    `SELECT campaign_id AS campaignId, moment, days, audience, at FROM reminder_rule
     WHERE campaign_id IN (?) ORDER BY FIELD(moment, 'start', 'before', 'due', 'overdue'), CAST(days AS SIGNED) * IF(moment = 'before', -1, 1)`,
    [campaignIds],
  );
}

async function insert(work: Work, fires: ({ assignmentId: number } & PlannedFire)[]): Promise<void> {
  for (let from = 0; from < fires.length; from += chunk) {
    const rows = fires
      .slice(from, from + chunk)
      .map((fire) => [fire.assignmentId, fire.moment, fire.days, fire.audience, fire.fireAt, "pending"]);
    await work.db.query(
      "INSERT INTO reminder_fire (assignment_id, moment, days, audience, fire_at, status) VALUES ?",
      [rows],
    );
  }
}
