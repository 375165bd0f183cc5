import { type FindOperator, In } from "typeorm";
import type { Assignment } from "../../entities/assignment.ts";
import type { Work } from "../work.ts";
import { notify } from "./mail.ts";
import { type Holder, holders } from "./people.ts";

/** Work that somebody still has to do; with `more`, work in those states too. */
export const unfinished = (more: string[] = []): FindOperator<string> => In(["open", "returned", ...more]);

/** One message to each person concerned; the key names the occasion, the body says how many tasks it is about. */
export interface Telling {
  key: string;
  body(count: number): string;
}

/** Tells everybody who answers for these assignments once, whatever the number of tasks. */
export async function tellOnce(
  work: Work,
  assignments: Pick<Assignment, "unitId" | "postId">[],
  { key, body }: Telling,
): Promise<void> {
  for (const [personId, { length }] of await sharesOf(work, assignments))
    await notify(work, { personId, key: `${key}:${personId}`, kind: "decision", body: body(length) });
}

/**
 * Each person's share of these assignments: the holder of its post answers for one, else everybody who is responsible
 * at the unit, else the unit's head.
 */
export async function sharesOf<A extends Pick<Assignment, "unitId" | "postId">>(
  work: Work,
  assignments: A[],
): Promise<Map<number, A[]>> {
  const unitIds = [...new Set(assignments.map(({ unitId }) => unitId))];
  const people = await holders(work, unitIds, ["responsible", "office-operator", "unit-head"]);
  const shares = new Map<number, A[]>();
  for (const assignment of assignments) {
    for (const personId of concerned(assignment, people))
      shares.set(personId, [...(shares.get(personId) ?? []), assignment]);
  }
  return shares;
}

function concerned({ unitId, postId }: Pick<Assignment, "unitId" | "postId">, people: Holder[]): Set<number> {
  const there = people.filter((holder) => holder.unitId === unitId);
  const responsible = there.filter(({ role }) => role !== "unit-head");
  const named = responsible.filter((holder) => holder.postId === postId);
  const [first = []] = [named, responsible, there].filter(({ length }) => length > 0);
  return new Set(first.map(({ personId }) => personId));
}
