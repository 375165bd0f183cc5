import type { PlanPreview, PlanOrder as Wish } from "../src/http/admin/door.ts";
import type { PlanTask, Span } from "./plan.ts";
import { shiftPlan, shiftToYear } from "./plan.ts";
import { plan2018 } from "./plan-2018.ts";

/** What `seedPlan` would make of the 2018 plan with this order: every date beside the plan's own; nothing is written. */
export function previewPlan({ year, shiftDays, issuedOn }: Wish): PlanPreview {
  const days = shiftDays ?? (year === undefined ? 0 : shiftToYear(year, plan2018));
  const plan = shiftPlan(plan2018, days);
  const dates = ({ from, due, originalFrom, originalDue }: Span) => ({
    from: from ?? issuedOn ?? null,
    due,
    originalFrom,
    originalDue,
  });
  const steps = (task: PlanTask): PlanPreview["steps"] => [
    ...task.phases.map(({ title, wording, ...span }) => ({
      kind: "phase" as const,
      task: task.title,
      title,
      wording,
      ...dates(span),
    })),
    ...plan.requirements
      .filter((requirement) => requirement.task === task.code)
      .map(({ title, wording, ...span }) => ({
        kind: "requirement" as const,
        task: task.title,
        title,
        wording,
        ...dates(span),
        from: null,
        originalFrom: null,
      })),
  ];
  return { title: plan.title, shiftDays: days, steps: plan.tasks.flatMap(steps), warnings: plan.warnings };
}
