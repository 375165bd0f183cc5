import { Campaign } from "../entities/campaign.ts";
import { Phase } from "../entities/phase.ts";
import { Requirement } from "../entities/requirement.ts";
import { Task } from "../entities/task.ts";
import { Unit } from "../entities/unit.ts";
import { writeReminderRules } from "../src/actions/campaign-drafts.ts";
import type { Work } from "../src/work.ts";
import { type Day, endOf, startOf } from "../src/workdays.ts";
import { publishChecklists } from "./checklists.ts";
import { type Plan, type PlanRequirement, type Span, shiftPlan } from "./plan.ts";

/** How a plan becomes a campaign. */
export interface Draft {
  title: string;
  /** The day the document was issued: what 即日起 means. Null leaves such beginnings without a date. */
  issuedOn: Day | null;
  shiftDays: number;
  demo: boolean;
  /** Codes of units that are told on paper. */
  offlineUnits: string[];
}

/**
 * Writes a plan as a campaign in state "draft", with its dates moved, and publishes its checklists. Offices are
 * looked up by code, name or alias; one that is missing is left open and named in the warnings. Returns the
 * campaign's id; a campaign of this title that is there already stays as it is.
 */
export async function draftCampaign(work: Work, plan: Plan, draft: Draft): Promise<number> {
  const { title, demo } = draft;
  const found = await work.db.findOneBy(Campaign, { title, demo });
  if (found) return found.id;
  const shifted = shiftPlan(plan, draft.shiftDays);
  const offices = await findOffices(work, plan, demo);
  const campaign = {
    title,
    demo,
    state: "draft",
    shiftDays: draft.shiftDays,
    warnings: [...shiftTold(draft.shiftDays), ...plan.warnings, ...missingOffices(plan, offices)],
    offlineUnits: draft.offlineUnits,
    createdAt: work.now,
  };
  const { identifiers } = await work.db.insert(Campaign, campaign);
  const campaignId = idOf(identifiers[0]);
  await writeRequirements(work, shifted, {
    campaignId,
    issuedOn: draft.issuedOn,
    offices,
    ...(await writeTasks(work, shifted, campaignId, draft.issuedOn)),
    versions: await publishChecklists(work, plan.checklists, offices),
  });
  await writeReminderRules(work, campaignId);
  return campaignId;
}

type Ids = Map<string, number>;

interface Places {
  campaignId: number;
  issuedOn: Day | null;
  offices: Offices;
  tasks: Ids;
  phases: Ids;
  versions: Ids;
}

/** The bureau's own unit for each of the plan's office codes. */
type Offices = Map<string, { id: number; code: string }>;

const idOf = (identifier: { id?: unknown } | undefined): number => Number(identifier?.id);

async function findOffices(work: Work, plan: Plan, demo: boolean): Promise<Offices> {
  const units = await work.db.findBy(Unit, { kind: "office", demo });
  const offices: Offices = new Map();
  for (const { code, names } of plan.offices) {
    const called = (unit: Unit): boolean => [unit.name, ...unit.aliases].some((name) => names.includes(name));
    const unit = units.find((candidate) => candidate.code === code) ?? units.find(called);
    if (unit) offices.set(code, { id: unit.id, code: unit.code });
  }
  return offices;
}

const shiftTold = (days: number): string[] =>
  days === 0 ? [] : [`全部日期已整体平移${days}天,原文日期另存备查。以下说明里的日期都是原文日期。`];

const missingOffices = (plan: Plan, offices: Offices): string[] =>
  plan.offices
    .filter(({ code }) => !offices.has(code))
    .map(({ names }) => `没有找到“${names[0]}”,请先建立该科室,或另行指定收件科室。`);

/** The first instant of a span: of its own first day, else of the day of issue where that is known. */
function beginning(dated: Span, issuedOn: Day | null): Date | null {
  const day = dated.from ?? issuedOn;
  return day === null ? null : startOf(day);
}

async function writeTasks(
  work: Work,
  plan: Plan,
  campaignId: number,
  issuedOn: Day | null,
): Promise<{ tasks: Ids; phases: Ids }> {
  const tasks: Ids = new Map();
  const rows = plan.tasks.map(({ code, title, offices }, place) => ({
    campaignId,
    no: place + 1,
    code,
    title,
    offices,
  }));
  const { identifiers } = await work.db.insert(Task, rows);
  for (const [place, row] of rows.entries()) tasks.set(row.code, idOf(identifiers[place]));
  const phaseRows = plan.tasks.flatMap((task) =>
    task.phases.map((phase, place) => ({
      taskId: tasks.get(task.code) ?? 0,
      no: place + 1,
      code: phase.code,
      title: phase.title,
      wording: phase.wording,
      startsAt: beginning(phase, issuedOn),
      dueAt: endOf(phase.due),
      originalStartsAt: phase.originalFrom === null ? null : startOf(phase.originalFrom),
      originalDueAt: endOf(phase.originalDue),
      state: "scheduled",
    })),
  );
  const written = await work.db.insert(Phase, phaseRows);
  const phases: Ids = new Map(phaseRows.map(({ code }, place) => [code, idOf(written.identifiers[place])]));
  return { tasks, phases };
}

async function writeRequirements(work: Work, plan: Plan, places: Places): Promise<void> {
  await work.db.insert(
    Requirement,
    plan.requirements.map((requirement) => requirementRow(requirement, places)),
  );
}

function requirementRow(requirement: PlanRequirement, places: Places) {
  const { code, title, wording, recipient, form, audience } = requirement;
  const recipientUnit = requirement.office === null ? undefined : places.offices.get(requirement.office);
  return {
    campaignId: places.campaignId,
    taskId: places.tasks.get(requirement.task) ?? 0,
    phaseId: requirement.phase === null ? null : (places.phases.get(requirement.phase) ?? 0),
    code,
    title,
    kind: requirement.checklist === null ? ("deliverable" as const) : ("checklist" as const),
    checklistVersionId:
      requirement.checklist === null ? null : (places.versions.get(requirement.checklist) ?? 0),
    startsAt: beginning(requirement, places.issuedOn),
    dueAt: endOf(requirement.due),
    originalDueAt: endOf(requirement.originalDue),
    wording,
    recipientUnitId: recipientUnit?.id ?? null,
    recipient,
    form,
    audience: {
      kinds: audience.kinds,
      codes: audience.codes.map((unit) => places.offices.get(unit)?.code ?? unit),
    },
  };
}
