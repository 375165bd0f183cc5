import { forbidden } from "../errors.ts";
import { heldPosts } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { type Condition, type Scope, unitsBelow } from "./scope.ts";

/**
 * Whom the actor may address unasked: the bureau everybody, an office the units with work for it, a central school its
 * own subtree. Refuses everybody else with forbidden.
 */
export async function reachOf(work: Work): Promise<Scope> {
  if (work.actor.kind === "system") return { everything: true, units: [], offices: [], person: null };
  const posts = await heldPosts(work);
  const everything = posts.some(({ role }) => role === "bureau-admin" || role === "bureau-leader");
  const offices = posts.filter(({ role }) => role === "office-operator").map(({ unitId }) => unitId);
  const answered = posts.filter(({ role }) => role === "unit-head" || role === "responsible");
  const units = everything ? [] : await centralsBelow(work, [0, ...answered.map(({ unitId }) => unitId)]);
  if (!everything && offices.length + units.length === 0)
    throw forbidden("只有教体局管理员、科室审核人和中心校负责人可以群发通知或催办");
  return { everything, units, offices, person: work.actor.personId };
}

async function centralsBelow(work: Work, unitIds: number[]): Promise<number[]> {
  const centrals: { id: number }[] = await work.db.query(
    "SELECT id FROM unit WHERE id IN (?) AND kind = 'central-school'",
    [unitIds],
  );
  return unitsBelow(
    work,
    centrals.map(({ id }) => id),
  );
}

/** Units that may be addressed, by the column that holds their id. */
export function addressable(reach: Scope, column: string): Condition {
  if (reach.everything) return { sql: "TRUE", values: [] };
  return {
    sql: `(${column} IN (?) OR ${column} IN (
      SELECT x.unit_id FROM assignment x JOIN requirement y ON y.id = x.requirement_id
      JOIN campaign z ON z.id = x.campaign_id
      WHERE y.recipient_unit_id IN (?) AND z.state IN ('active', 'closing') AND x.state <> 'void'))`,
    values: [
      [0, ...reach.units],
      [0, ...reach.offices],
    ],
  };
}
