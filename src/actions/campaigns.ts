import { Campaign } from "../../entities/campaign.ts";
import { Phase } from "../../entities/phase.ts";
import type { Requirement } from "../../entities/requirement.ts";
import { notFound } from "../errors.ts";
import { campaignMachine } from "../machines/campaign.ts";
import { record } from "../machines/event.ts";
import { transition } from "../machines/machine.ts";
import { phaseMachine } from "../machines/phase.ts";
import { replanReminders } from "../machines/reminders.ts";
import type { Work } from "../work.ts";
import { dayOf, endOf, sayDay } from "../workdays.ts";
import { notify } from "./mail.ts";
import { responsiblePeople } from "./people.ts";

/** Assignments whose reminders are planned in one go. */
const chunk = 500;

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

/**
 * Moves a phase's last day. Requirements that fell due with it move too, and so do their unfinished assignments unless
 * an extension already goes further; reminders are written anew and each person with work to do is told once.
 */
export async function reschedulePhase(
  work: Work,
  phaseId: number,
  change: { day: string; reason: string; expectedVersion?: number },
): Promise<void> {
  const phase = await work.db.findOneBy(Phase, { id: phaseId });
  if (!phase) throw notFound("这个阶段");
  const before = phase.dueAt;
  const dueAt = endOf(change.day);
  await transition(work, phaseMachine, phase, {
    command: "reschedule",
    reason: change.reason,
    set: { dueAt },
    payload: { from: before, to: dueAt },
    ...(change.expectedVersion === undefined ? {} : { expectedVersion: change.expectedVersion }),
  });
  await work.db.query("UPDATE requirement SET due_at = ? WHERE phase_id = ? AND due_at = ?", [
    dueAt,
    phaseId,
    before,
  ]);
  const moved: Moved[] = await work.db.query(
    `SELECT a.id, a.unit_id AS unitId, a.post_id AS postId, a.state, r.title
     FROM assignment a JOIN requirement r ON r.id = a.requirement_id
     WHERE r.phase_id = ? AND r.due_at = ? AND (a.due_at = ? OR a.due_at < ?)
       AND a.state IN ('open', 'returned', 'submitted') FOR UPDATE`,
    [phaseId, dueAt, before, dueAt],
  );
  const ids = moved.map((row) => row.id);
  if (ids.length === 0) return;
  await work.db.query("UPDATE assignment SET due_at = ?, row_version = row_version + 1 WHERE id IN (?)", [
    dueAt,
    ids,
  ]);
  await replanReminders(work, ids);
  const undone = moved.filter((row) => row.state !== "submitted");
  await tellMoved(work, phase, undone, change.reason);
}

interface Moved {
  id: number;
  unitId: number;
  postId: number | null;
  state: string;
  title: string;
}

async function tellMoved(work: Work, phase: Phase, moved: Moved[], reason: string): Promise<void> {
  const titles = new Map<number, Set<string>>();
  for (const row of moved) {
    for (const person of await responsiblePeople(work, row)) {
      titles.set(person.personId, (titles.get(person.personId) ?? new Set()).add(row.title));
    }
  }
  for (const [personId, names] of titles) {
    await notify(work, {
      personId,
      key: `phase:${phase.id}:${phase.rowVersion}:${personId}`,
      kind: "reschedule",
      body: `【改期通知】${[...names].map((name) => `《${name}》`).join("")}改为${sayDay(dayOf(phase.dueAt), work.now)}截止。原因:${reason}`,
    });
  }
}

async function campaignById(work: Work, id: number): Promise<Campaign> {
  const campaign = await work.db.findOneBy(Campaign, { id });
  if (!campaign) throw notFound("这项专项治理");
  return campaign;
}

async function materialise(work: Work, campaignId: number): Promise<number> {
  const requirements: Requirement[] = await work.db.query(
    "SELECT id, starts_at AS startsAt, due_at AS dueAt, audience FROM requirement WHERE campaign_id = ? ORDER BY due_at, id",
    [campaignId],
  );
  const [newest]: { id: number | null }[] = await work.db.query("SELECT MAX(id) AS id FROM assignment");
  for (const requirement of requirements) await assign(work, campaignId, requirement);
  const made: { id: number }[] = await work.db.query(
    "SELECT id FROM assignment WHERE campaign_id = ? AND id > ? ORDER BY id",
    [campaignId, newest?.id ?? 0],
  );
  for (let from = 0; from < made.length; from += chunk) {
    await replanReminders(
      work,
      made.slice(from, from + chunk).map((row) => row.id),
    );
  }
  await record(work, {
    subject: "campaign",
    subjectId: campaignId,
    command: "assign",
    payload: { assignments: made.length },
  });
  return made.length;
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
