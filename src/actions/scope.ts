import type { Role } from "../../entities/post.ts";
import { heldPosts, personOf } from "../machines/who.ts";
import type { Work } from "../work.ts";

/** What the actor may see. Everything that is in none of these parts does not exist for him. */
export interface Scope {
  /** The bureau's administrators, leaders and auditors, and the program itself. */
  everything: boolean;
  /** The units at which he answers or audits, and all below them. */
  units: number[];
  /** The offices for which he takes in work. */
  offices: number[];
  /** He himself, as a person. */
  person: number | null;
}

const countyWide: Role[] = ["bureau-leader", "bureau-admin"];
const unitWide: Role[] = ["unit-head", "responsible", "auditor"];

const scopes = new WeakMap<Work, Promise<Scope>>();

/** The actor's scope; worked out once in a piece of work. */
export function scopeOf(work: Work): Promise<Scope> {
  let scope = scopes.get(work);
  if (!scope) {
    scope = readScope(work);
    scopes.set(work, scope);
  }
  return scope;
}

async function readScope(work: Work): Promise<Scope> {
  if (work.actor.kind === "system") return { everything: true, units: [], offices: [], person: null };
  const posts = await heldPosts(work);
  const roots = posts.filter((post) => unitWide.includes(post.role)).map((post) => post.unitId);
  const offices = posts.filter((post) => post.role === "office-operator").map((post) => post.unitId);
  const everything = posts.some((post) => countyWide.includes(post.role)) || (await auditsBureau(work));
  const units = everything ? [] : await unitsBelow(work, [...roots, ...offices]);
  return { everything, units, offices, person: personOf(work) };
}

async function auditsBureau(work: Work): Promise<boolean> {
  const audited = (await heldPosts(work))
    .filter((post) => post.role === "auditor")
    .map((post) => post.unitId);
  if (audited.length === 0) return false;
  const bureaus: unknown[] = await work.db.query("SELECT id FROM unit WHERE id IN (?) AND kind = 'bureau'", [
    audited,
  ]);
  return bureaus.length > 0;
}

/** These units and every unit below them. */
export async function unitsBelow(work: Work, roots: number[]): Promise<number[]> {
  if (roots.length === 0) return [];
  const rows: { id: number }[] = await work.db.query(
    `WITH RECURSIVE below (id) AS (
       SELECT id FROM unit WHERE id IN (?) UNION SELECT u.id FROM unit u JOIN below b ON u.parent_id = b.id
     ) SELECT id FROM below ORDER BY id`,
    [roots],
  );
  return rows.map((row) => row.id);
}

/** A condition for a query, with its values: to be put into a WHERE as it is. */
export interface Condition {
  sql: string;
  values: unknown[];
}

const always: Condition = { sql: "TRUE", values: [] };

/** Rows of a unit's own, by the column that holds its id. */
export const ofUnits = (scope: Scope, column: string): Condition =>
  scope.everything ? always : { sql: `${column} IN (?)`, values: [[0, ...scope.units]] };

/** Units, and the people at them, as far as names go: an office sees the whole county. */
export const ofCounty = (scope: Scope, column: string): Condition =>
  scope.offices.length > 0 ? always : ofUnits(scope, column);

/** Work: of the actor's units, or going to his offices; `assignment` and `requirement` are the tables' names in the query. */
export function ofWork(scope: Scope, assignment: string, requirement: string): Condition {
  if (scope.everything) return always;
  return {
    sql: `(${assignment}.unit_id IN (?) OR ${requirement}.recipient_unit_id IN (?))`,
    values: [
      [0, ...scope.units],
      [0, ...scope.offices],
    ],
  };
}
