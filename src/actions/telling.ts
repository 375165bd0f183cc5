import { type FindOperator, In } from "typeorm";
import type { Assignment } from "../../entities/assignment.ts";
import type { Work } from "../work.ts";
import { notify } from "./mail.ts";
import type { Holder } from "./people.ts";

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
  const counts = new Map<number, number>();
  const holders = await holdersAt(work, [...new Set(assignments.map(({ unitId }) => unitId))]);
  for (const assignment of assignments) {
    for (const personId of concerned(assignment, holders))
      counts.set(personId, (counts.get(personId) ?? 0) + 1);
  }
  for (const [personId, count] of counts)
    await notify(work, { personId, key: `${key}:${personId}`, kind: "decision", body: body(count) });
}

type Answering = Pick<Holder, "personId" | "postId" | "unitId">;

/** Who is responsible at these units now, read at once. */
async function holdersAt(work: Work, unitIds: number[]): Promise<Answering[]> {
  if (unitIds.length === 0) return [];
  return work.db.query(
    `SELECT person_id AS personId, id AS postId, unit_id AS unitId FROM post
     WHERE unit_id IN (?) AND role IN ('responsible', 'office-operator') AND from_at <= ?
       AND (until_at IS NULL OR until_at > ?) ORDER BY id`,
    [unitIds, work.now, work.now],
  );
}

/** The holder of its post, else everybody who is responsible at the unit. */
function concerned(assignment: Pick<Assignment, "unitId" | "postId">, holders: Answering[]): number[] {
  const there = holders.filter(({ unitId }) => unitId === assignment.unitId);
  const named = there.filter(({ postId }) => postId === assignment.postId);
  return [...new Set((named.length > 0 ? named : there).map(({ personId }) => personId))];
}
