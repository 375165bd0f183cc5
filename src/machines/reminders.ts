import type { ReminderRule } from "../../entities/reminder-rule.ts";
import type { Work } from "../work.ts";
import { type PlannedFire, planReminders } from "./reminder-plan.ts";

/** Which assignments `a`: SQL with its values. */
interface Which {
  sql: string;
  values: unknown[];
}

/** Assignments that are reminded at the same moments: the number of groups depends on dates, not on units. */
interface Group {
  campaignId: number;
  startsAt: Date;
  dueAt: Date;
  startTold: 0 | 1;
}

/** Ids in one statement. */
const chunk = 5000;

/** Replans the reminders of these assignments, as replanWhere does. */
export async function replanReminders(work: Work, assignmentIds: number[]): Promise<void> {
  for (let from = 0; from < assignmentIds.length; from += chunk)
    await replanWhere(work, { sql: "a.id IN (?)", values: [assignmentIds.slice(from, from + chunk)] });
}

/**
 * Voids the pending reminders of the assignments `a` that a condition names, and writes what is now right, in the open
 * transaction. Only open and returned work of a running campaign is reminded.
 */
export async function replanWhere(work: Work, which: Which): Promise<void> {
  await work.db.query(
    `UPDATE reminder_fire f JOIN assignment a ON a.id = f.assignment_id SET f.status = 'void'
     WHERE f.status = 'pending' AND ${which.sql}`,
    which.values,
  );
  await plan(work, which, { mayBeTold: true });
}

/** Writes the reminders of assignments just made. */
export const planNew = (work: Work, which: Which): Promise<void> => plan(work, which, { mayBeTold: false });

/** Has anybody been reminded of it before? */
const told = `EXISTS (SELECT 1 FROM reminder_fire g WHERE g.assignment_id = a.id AND g.status IN ('sent', 'merged'))`;

/** Grouped in the order of an index, in which the server then leaps from group to group. */
async function plan(work: Work, which: Which, { mayBeTold }: { mayBeTold: boolean }): Promise<void> {
  const [startTold, grouped] = mayBeTold ? [`, ${told} AS startTold`, ", startTold"] : ["", ""];
  const groups: Group[] = await work.db.query(
    `SELECT DISTINCT g.campaignId, g.startsAt, g.dueAt, ${mayBeTold ? "g.startTold" : "0 AS startTold"}
     FROM (SELECT a.campaign_id AS campaignId, a.state, a.due_at AS dueAt, a.starts_at AS startsAt${startTold}
       FROM assignment a WHERE ${which.sql} AND ${reminded}
       GROUP BY a.campaign_id, a.state, a.due_at, a.starts_at${grouped}) g
     JOIN campaign c ON c.id = g.campaignId WHERE c.state IN ('active', 'closing')`,
    which.values,
  );
  const rules = await rulesOf(work, [...new Set(groups.map(({ campaignId }) => campaignId))]);
  for (const group of groups) {
    const fires = planReminders(
      { ...group, startTold: Number(group.startTold) === 1, now: work.now },
      rules.filter(({ campaignId }) => campaignId === group.campaignId),
      work.rules.workdays,
    );
    const members = membersOf(which, group, groups);
    for (const fire of fires) await insert(work, members, fire);
  }
}

const reminded = "a.state IN ('open', 'returned')";

async function rulesOf(work: Work, campaignIds: number[]): Promise<ReminderRule[]> {
  if (campaignIds.length === 0) return [];
  return work.db.query(
    `SELECT campaign_id AS campaignId, moment, days, audience, at FROM reminder_rule
     WHERE campaign_id IN (?) ORDER BY FIELD(moment, 'start', 'before', 'due', 'overdue'), CAST(days AS SIGNED) * IF(moment = 'before', -1, 1)`,
    [campaignIds],
  );
}

/** Which of the assignments are in a group; whether the start was told is asked only where it makes a difference. */
function membersOf(which: Which, group: Group, groups: Group[]): Which {
  const { campaignId, startsAt, dueAt, startTold } = group;
  const alike = groups.filter(
    (other) =>
      other.campaignId === campaignId &&
      other.startsAt.getTime() === startsAt.getTime() &&
      other.dueAt.getTime() === dueAt.getTime(),
  );
  const here = `${which.sql} AND ${reminded} AND a.campaign_id = ? AND a.starts_at = ? AND a.due_at = ?`;
  const values = [...which.values, campaignId, startsAt, dueAt];
  return alike.length === 1
    ? { sql: here, values }
    : { sql: `${here} AND ${told} = ?`, values: [...values, startTold] };
}

/** The database makes the rows: no assignment travels to and fro. */
async function insert(work: Work, members: Which, fire: PlannedFire): Promise<void> {
  await work.db.query(
    `INSERT INTO reminder_fire (assignment_id, moment, days, audience, fire_at, status)
     SELECT a.id, ?, ?, ?, ?, 'pending' FROM assignment a WHERE ${members.sql}`,
    [fire.moment, fire.days, fire.audience, fire.fireAt, ...members.values],
  );
}
