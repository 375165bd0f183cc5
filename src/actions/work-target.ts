import type { Assignment } from "../../entities/assignment.ts";
import type { WorkTarget } from "../../entities/broadcast.ts";
import { invalid, notFound } from "../errors.ts";
import type { Work } from "../work.ts";
import { type Condition, ofWork, type Scope } from "./scope.ts";

/** One unit's piece of the work in question. */
export interface Piece
  extends Pick<Assignment, "id" | "unitId" | "postId" | "state" | "startsAt" | "dueAt" | "requirementId"> {
  title: string;
}

/** The target as a condition on `r`, the requirement. Refuses with invalid unless exactly one id is named. */
export function ofTarget({ requirementId, taskId, campaignId }: WorkTarget): Condition {
  const named = [
    { sql: "r.id = ?", id: requirementId },
    { sql: "r.task_id = ?", id: taskId },
    { sql: "r.campaign_id = ?", id: campaignId },
  ].filter(({ id }) => id !== undefined);
  const [only] = named;
  if (!only || named.length > 1) throw invalid("请指定一项工作:某项要求、某个专项或整个治理活动,只能选一种");
  return { sql: only.sql, values: [only.id] };
}

/** Every piece of published work that the scope covers, whatever its state but void. Refuses with not-found when there is none. */
export async function piecesOf(work: Work, target: WorkTarget, scope: Scope): Promise<Piece[]> {
  const wanted = ofTarget(target);
  const seen = ofWork(scope, "a", "r");
  const rows: Piece[] = await work.db.query(
    `SELECT a.id, a.unit_id AS unitId, a.post_id AS postId, a.state, a.starts_at AS startsAt, a.due_at AS dueAt,
       a.requirement_id AS requirementId, r.title
     FROM assignment a JOIN requirement r ON r.id = a.requirement_id JOIN campaign c ON c.id = a.campaign_id
     WHERE ${wanted.sql} AND ${seen.sql} AND c.state IN ('active', 'closing') AND a.state <> 'void'
     ORDER BY a.due_at, a.id`,
    [...wanted.values, ...seen.values],
  );
  if (rows.length === 0) throw notFound("这项工作,或者它还没有发布");
  return rows;
}

/** Has it not been handed in, or was it returned? */
export const isUndone = ({ state }: Pick<Piece, "state">): boolean =>
  state === "open" || state === "returned";
