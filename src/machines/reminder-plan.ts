import type { ReminderAudience, ReminderRule } from "../../entities/reminder-rule.ts";
import { at, type Day, dayOf, plusDays, type Workdays } from "../workdays.ts";

/** What a plan depends on: the assignment's dates, the moment, and whether its start was told before. */
export interface Occasion {
  startsAt: Date;
  dueAt: Date;
  now: Date;
  startTold: boolean;
}

/** One reminder to come. */
export interface PlannedFire {
  moment: ReminderRule["moment"];
  days: number;
  audience: ReminderAudience;
  fireAt: Date;
}

type Rule = Pick<ReminderRule, "moment" | "days" | "audience" | "at">;

/**
 * When an open assignment will be reminded. Sends fall on working days: those before the deadline move back, the
 * others forward; the deadline itself never moves. Past moments are left out, except a start not yet told. Two
 * that fall on one day for one audience become the later kind.
 */
export function planReminders(occasion: Occasion, rules: Rule[], workdays: Workdays): PlannedFire[] {
  const byDay = new Map<string, PlannedFire>();
  for (const rule of rules) {
    const fireAt = momentOf(rule, occasion, workdays);
    if (!fireAt) continue;
    byDay.set(`${dayOf(fireAt)} ${rule.audience}`, {
      moment: rule.moment,
      days: rule.days,
      audience: rule.audience,
      fireAt,
    });
  }
  return [...byDay.values()].sort((a, b) => a.fireAt.getTime() - b.fireAt.getTime());
}

function momentOf(rule: Rule, occasion: Occasion, workdays: Workdays): Date | null {
  if (rule.moment === "start") return startOfWork(rule, occasion, workdays);
  const fireAt = at(dayFor(rule, dayOf(occasion.dueAt), workdays), rule.at);
  const { startsAt, dueAt, now } = occasion;
  const pointless = rule.moment !== "overdue" && (fireAt < startsAt || fireAt > dueAt);
  return fireAt <= now || pointless ? null : fireAt;
}

function startOfWork(rule: Rule, { startsAt, now, startTold }: Occasion, workdays: Workdays): Date | null {
  if (startTold) return null;
  const fireAt = at(workdays.onOrAfter(dayOf(startsAt)), rule.at);
  if (fireAt > now) return fireAt;
  const today = dayOf(now);
  return workdays.isWorkday(today) ? now : at(workdays.onOrAfter(today), rule.at);
}

function dayFor(rule: Rule, due: Day, workdays: Workdays): Day {
  if (rule.moment === "overdue") return workdays.after(due, rule.days);
  return workdays.onOrBefore(plusDays(due, -rule.days));
}
