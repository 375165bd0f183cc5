import type { Work } from "../src/work.ts";
import type { Day } from "../src/workdays.ts";
import { dayOf } from "../src/workdays.ts";
import { countyPeople } from "./county-people.ts";
import { writeCounty } from "./county-rows.ts";
import { rememberDemo } from "./demo-setting.ts";
import { draftCampaign } from "./draft-campaign.ts";
import { shiftFor, shiftToYear } from "./plan.ts";
import { plan2018 } from "./plan-2018.ts";
import { seedRegistrations } from "./registrations.ts";

/**
 * Writes the invented county and the 2018 plan as a draft campaign, issued today and moved by whole weeks so that
 * its first deadline is a few days off. A second run changes nothing. Publishing is left to the caller. Refuses with
 * `guard-failed` where a real unit has one of the demo's codes.
 */
export async function seedDemo(work: Work): Promise<void> {
  await writeCounty(work);
  const today = dayOf(work.now);
  await draftCampaign(work, plan2018, {
    title: `${plan2018.title}(演示)`,
    issuedOn: today,
    shiftDays: shiftFor(today, plan2018),
    demo: true,
    offlineUnits: unreachable(),
  });
  await seedRegistrations(work);
  await rememberDemo(work, "present");
}

/** Units whose responsible person has no contact yet are told on paper. */
const unreachable = (): string[] =>
  countyPeople.filter(({ bound }) => !bound).flatMap(({ posts }) => posts.map(({ unit }) => unit));

/** How a real bureau wants the 2018 plan. */
export interface PlanOrder {
  title?: string;
  /** The day the document was issued: what 即日起 means. */
  issuedOn?: Day;
  /** Moves the plan to about the same dates of this year, by whole weeks. `shiftDays` goes before it. */
  year?: number;
  shiftDays?: number;
}

/**
 * Writes the 2018 plan as a draft campaign for the bureau's own offices, with its own dates unless told to move
 * them. Returns the campaign's id; one of the same title that is there already stays as it is.
 */
export async function seedPlan(work: Work, order: PlanOrder): Promise<number> {
  const yearShift = order.year === undefined ? 0 : shiftToYear(order.year, plan2018);
  return await draftCampaign(work, plan2018, {
    title: order.title ?? plan2018.title,
    issuedOn: order.issuedOn ?? null,
    shiftDays: order.shiftDays ?? yearShift,
    demo: false,
    offlineUnits: [],
  });
}
