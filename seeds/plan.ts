import type { ChecklistItem, Scope } from "../entities/checklist-item.ts";
import type { Audience } from "../entities/requirement.ts";
import { type Day, daysBetween, plusDays } from "../src/workdays.ts";

/** From when to when, as days; the plan's own dates stay beside those in force. */
export interface Span {
  /** Null where the plan names no first day (即日起). */
  from: Day | null;
  due: Day;
  originalFrom: Day | null;
  originalDue: Day;
}

/** A stretch of a task, with the plan's own words for its dates. */
export interface PlanPhase extends Span {
  code: string;
  title: string;
  wording: string;
}

/** One line of work; `offices` as the plan names them. */
export interface PlanTask {
  code: string;
  title: string;
  offices: string[];
  phases: PlanPhase[];
}

/** One question of the plan. */
export interface PlanItem {
  key: string;
  question: string;
  polarity: ChecklistItem["polarity"];
  scope: Scope;
  answeredBy: string;
  evidence: ChecklistItem["evidence"];
  basis: string;
}

/** Questions that are answered together. */
export interface PlanChecklist {
  code: string;
  title: string;
  items: PlanItem[];
}

/** What units must do: answer a checklist or hand something in. */
export interface PlanRequirement extends Span {
  code: string;
  title: string;
  task: string;
  phase: string | null;
  /** Null for a deliverable. */
  checklist: string | null;
  wording: string;
  /** The recipient as the plan names it, and the code of that office where the bureau has it. */
  recipient: string;
  office: string | null;
  form: string[];
  audience: Audience;
}

/** An office that a plan speaks of, by all its names. */
export interface PlanOffice {
  code: string;
  names: string[];
}

/** A work plan as data. */
export interface Plan {
  title: string;
  /** The first deadline of all. */
  firstDue: Day;
  offices: PlanOffice[];
  tasks: PlanTask[];
  checklists: PlanChecklist[];
  requirements: PlanRequirement[];
  /** Oddities that an administrator should know. */
  warnings: string[];
}

/** A span that has not been moved. */
export const span = (from: Day | null, due: Day): Span => ({
  from,
  due,
  originalFrom: from,
  originalDue: due,
});

function moved<T extends Span>(dated: T, days: number): T {
  return {
    ...dated,
    from: dated.from === null ? null : plusDays(dated.from, days),
    due: plusDays(dated.due, days),
  };
}

/** The same plan with every date some whole days later, or earlier when negative; the original dates stay. */
export function shiftPlan(plan: Plan, days: number): Plan {
  return {
    ...plan,
    firstDue: plusDays(plan.firstDue, days),
    tasks: plan.tasks.map((task) => ({ ...task, phases: task.phases.map((phase) => moved(phase, days)) })),
    requirements: plan.requirements.map((requirement) => moved(requirement, days)),
  };
}

/** Days from today to the first deadline at the least; whole weeks make it up to six more. */
const leastDaysAhead = 2;

/**
 * How many days to move a plan so that today lies a few days (2 to 8) before its first deadline.
 * Whole weeks, so that every date keeps its weekday.
 */
export function shiftFor(today: Day, plan: Plan): number {
  return 7 * Math.ceil((daysBetween(plan.firstDue, today) + leastDaysAhead) / 7);
}

/** How many days to move a plan to about the same dates of another year; whole weeks, so that weekdays stay. */
export function shiftToYear(year: number, plan: Plan): number {
  return 7 * Math.round(daysBetween(plan.firstDue, `${year}${plan.firstDue.slice(4)}`) / 7);
}
