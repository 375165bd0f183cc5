import type { Role } from "../../entities/post.ts";
import type { Unit } from "../../entities/unit.ts";
import { forbidden, invalid, notFound } from "../errors.ts";
import { heldPosts, personOf } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { whyNoName } from "./county-names.ts";
import { type Condition, ofCounty, scopeOf, unitsBelow } from "./scope.ts";

/** Is it the bureau's administrator, or the program itself? */
export async function keepsCounty(work: Work): Promise<boolean> {
  if (work.actor.kind === "system") return true;
  return (await heldPosts(work)).some(({ role }) => role === "bureau-admin");
}

/** Holds the bureau's row until the end of the work: changes of units and of administrators take turns. */
export async function lockCounty(work: Work): Promise<void> {
  await work.db.query("SELECT id FROM unit WHERE kind = 'bureau' ORDER BY id FOR UPDATE");
}

/** A condition for the people whom the actor may see; `person` is the table's name in the query. */
export async function ofPeople(work: Work, person: string): Promise<Condition> {
  const scope = await scopeOf(work);
  const units = ofCounty(scope, "p.unit_id");
  if (units.sql === "TRUE") return units;
  const current = "(p.until_at IS NULL OR p.until_at > ?)";
  return {
    sql: `(${person}.id = ? OR EXISTS (SELECT 1 FROM post p WHERE p.person_id = ${person}.id AND ${units.sql}
      AND (${current} OR NOT EXISTS (SELECT 1 FROM post q WHERE q.person_id = ${person}.id
        AND (q.until_at IS NULL OR q.until_at > ?)))))`,
    values: [scope.person ?? 0, ...units.values, work.now, work.now],
  };
}

/** A condition for the units that the actor may see: his scope's, and the row of each unit where he holds a post. */
export async function ofSeenUnits(work: Work, column: string): Promise<Condition> {
  const units = ofCounty(await scopeOf(work), column);
  const own = (await heldPosts(work)).map(({ unitId }) => unitId);
  return { sql: `(${units.sql} OR ${column} IN (?))`, values: [...units.values, [0, ...own]] };
}

const atOwnUnit: Role[] = ["responsible", "staff"];
const below: Role[] = ["unit-head", "responsible", "staff"];

/** The roles that the actor may give and end at a unit; null stands for every role. */
export async function rolesInHand(work: Work, unitId: number): Promise<Role[] | null> {
  if (await keepsCounty(work)) return null;
  const posts = (await heldPosts(work)).filter(({ role }) => role === "unit-head" || role === "responsible");
  if (posts.some((post) => post.unitId === unitId && post.role === "unit-head")) return atOwnUnit;
  const centrals = await centralSchools(
    work,
    posts.map((post) => post.unitId),
  );
  if (centrals.includes(unitId)) return atOwnUnit;
  return (await unitsBelow(work, centrals)).includes(unitId) ? below : [];
}

async function centralSchools(work: Work, unitIds: number[]): Promise<number[]> {
  if (unitIds.length === 0) return [];
  const rows: { id: number }[] = await work.db.query(
    "SELECT id FROM unit WHERE id IN (?) AND kind = 'central-school'",
    [unitIds],
  );
  return rows.map(({ id }) => id);
}

/** A unit that the actor may see. Refuses with not-found. */
export async function seenUnit(work: Work, id: number): Promise<Pick<Unit, "id" | "kind" | "name" | "demo">> {
  const seen = await ofSeenUnits(work, "u.id");
  const [unit]: Pick<Unit, "id" | "kind" | "name" | "demo">[] = await work.db.query(
    `SELECT u.id, u.kind, u.name, u.demo FROM unit u WHERE u.id = ? AND ${seen.sql}`,
    [id, ...seen.values],
  );
  if (!unit) throw notFound("这个单位");
  return unit;
}

/** Refuses with not-found for people out of sight. */
export async function checkSeen(work: Work, personId: number): Promise<void> {
  const seen = await ofPeople(work, "n");
  const found: unknown[] = await work.db.query(`SELECT n.id FROM person n WHERE n.id = ? AND ${seen.sql}`, [
    personId,
    ...seen.values,
  ]);
  if (found.length === 0) throw notFound("这个人");
}

/**
 * Refuses with not-found for people out of sight, with forbidden unless the actor keeps the county or manages one of
 * the person's units, where the person holds none of the bureau's roles.
 */
export async function checkManages(work: Work, personId: number): Promise<void> {
  await checkSeen(work, personId);
  if (await keepsCounty(work)) return;
  const posts: { unitId: number; role: Role }[] = await work.db.query(
    "SELECT unit_id AS unitId, role FROM post WHERE person_id = ? AND (until_at IS NULL OR until_at > ?)",
    [personId, work.now],
  );
  const hands = await Promise.all(
    posts.map(async ({ unitId, role }) => (await rolesInHand(work, unitId))?.includes(role) ?? true),
  );
  const bureaus = posts.some(({ role }) => !below.includes(role));
  if (bureaus || !hands.some(Boolean) || personId === personOf(work))
    throw forbidden("您不能更改这个人的资料,请联系教体局管理员");
}

/** A name without surrounding spaces. Refuses with invalid when it is none. */
export function checkedName(name: string, field: string, most: number): string {
  const bare = name.normalize("NFKC").trim();
  const why = bare === "" ? "没有填写" : whyNoName(bare, most);
  if (why) throw invalid(`名称或姓名${why}`, [{ field, message: why }]);
  return bare;
}

/** The number of rows of a page. Refuses with invalid unless it is 1 to 200. */
export function pageLimit(limit = 50): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > 200)
    throw invalid("每页条数应是 1 到 200", [{ field: "limit", message: "应是 1 到 200" }]);
  return limit;
}

/** A text as LIKE finds it anywhere. */
export const anywhere = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;
