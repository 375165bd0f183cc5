import type { Piece } from "./diary.ts";
import {
  addDays,
  type Day,
  dayOf,
  demandOf,
  endOf,
  instant,
  isWorked,
  type Rule,
  type Rung,
  remindAt,
  rules,
  worked,
  workingDaysAfter,
} from "./plan.ts";

/** How a piece of work stands, as the plan and the diary say. Moments in milliseconds. */
export interface Standing {
  piece: Piece;
  state: "open" | "submitted" | "returned" | "accepted" | "waived";
  starts: number;
  due: number;
  seat: number | null;
  handedInBy: string | null;
  /** Times it was handed in. */
  revision: number;
  /** Was anybody told of it yet? */
  told: boolean;
  /** When its dates or its state last changed: what lay before was for the state before. */
  since: number;
}

/** A piece of work as the plan begins it. */
export function blankStanding(piece: Piece, issued: Day): Standing {
  const { from, due } = demandOf(piece.demand);
  return {
    piece,
    state: "open",
    starts: instant(from ?? issued, "00:00"),
    due: endOf(due),
    seat: null,
    handedInBy: null,
    revision: 0,
    told: false,
    since: 0,
  };
}

/** Has it not been handed in, or was it sent back? */
export const isUndone = ({ state }: Standing): boolean => state === "open" || state === "returned";

/** Not accepted and not waived. */
export const isUndecided = (standing: Standing): boolean =>
  isUndone(standing) || standing.state === "submitted";

/** The rungs of the ladder that are told of a piece of work after one moment and up to another. */
export function rungsBetween(standing: Standing, after: number, upTo: number): Set<Rung> {
  const due = rules.filter((rule) => {
    const moment = momentOf(rule, standing);
    return moment !== null && moment > after && moment <= upTo;
  });
  return new Set(due.map(({ rung }) => rung));
}

/** When a rule reminds of it; null when it does not, or did so before the last change. */
function momentOf(rule: Rule, standing: Standing): number | null {
  if (rule.when === "start") return startOf(standing);
  const moment = instant(dayFor(rule, dayOf(standing.due)), remindAt);
  if (moment <= standing.since || (rule.when === "before" && moment < standing.starts)) return null;
  return moment;
}

const dayFor = (rule: Rule, due: Day): Day =>
  rule.when === "overdue" ? workingDaysAfter(due, rule.days) : worked(addDays(due, -rule.days), -1);

/** The start is told once: on the first working day, or as soon as there is something to be told late. */
function startOf({ starts, since, told }: Standing): number | null {
  if (told) return null;
  const moment = instant(worked(dayOf(starts), 1), remindAt);
  if (moment > since) return moment;
  return isWorked(dayOf(since)) ? since : instant(worked(dayOf(since), 1), remindAt);
}
