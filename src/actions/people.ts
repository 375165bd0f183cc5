import type { Assignment } from "../../entities/assignment.ts";
import type { Role } from "../../entities/post.ts";
import type { ReminderAudience } from "../../entities/reminder-rule.ts";
import type { Unit } from "../../entities/unit.ts";
import type { Work } from "../work.ts";

/** Somebody who holds a post, with the unit it is at. */
export interface Holder {
  personId: number;
  postId: number;
  name: string;
  unitId: number;
  unit: string;
  role: Role;
}

/** Who holds one of these roles at one of these units at the moment of the work. */
export async function holders(work: Work, unitIds: number[], roles: Role[]): Promise<Holder[]> {
  if (unitIds.length === 0) return [];
  return work.db.query(
    `SELECT p.person_id AS personId, p.id AS postId, n.name, p.unit_id AS unitId, u.name AS unit, p.role
     FROM post p JOIN person n ON n.id = p.person_id JOIN unit u ON u.id = p.unit_id
     WHERE p.unit_id IN (?) AND p.role IN (?) AND p.from_at <= ? AND (p.until_at IS NULL OR p.until_at > ?)
     ORDER BY p.id`,
    [unitIds, roles, work.now, work.now],
  );
}

/** A unit and those above it, nearest first. */
async function unitPath(work: Work, unitId: number): Promise<Pick<Unit, "id" | "kind" | "name">[]> {
  const path: Pick<Unit, "id" | "kind" | "name">[] = [];
  let next: number | null = unitId;
  while (next !== null) {
    const [unit]: (Pick<Unit, "id" | "kind" | "name"> & { parentId: number | null })[] = await work.db.query(
      "SELECT id, kind, name, parent_id AS parentId FROM unit WHERE id = ?",
      [next],
    );
    if (!unit || path.some((each) => each.id === unit.id)) break;
    path.push(unit);
    next = unit.parentId;
  }
  return path;
}

/** The bureau's administrators. */
export async function administrators(work: Work): Promise<Holder[]> {
  const bureaus: { id: number }[] = await work.db.query("SELECT id FROM unit WHERE kind = 'bureau'");
  return holders(
    work,
    bureaus.map((unit) => unit.id),
    ["bureau-admin"],
  );
}

/** Whom a reminder of an assignment goes to; a step of the ladder that nobody stands on is passed over upwards. */
export async function audienceOf(
  work: Work,
  assignment: Pick<Assignment, "unitId" | "postId">,
  audience: ReminderAudience,
): Promise<Holder[]> {
  switch (audience) {
    case "responsible": {
      const people = await responsiblePeople(work, assignment);
      return people.length > 0 ? people : audienceOf(work, assignment, "head");
    }
    case "head": {
      const people = await holders(work, [assignment.unitId], ["unit-head"]);
      return people.length > 0 ? people : audienceOf(work, assignment, "central");
    }
    case "central": {
      const path = await unitPath(work, assignment.unitId);
      const central = path.find((unit) => unit.kind === "central-school" && unit.id !== assignment.unitId);
      const people = central ? await headsFirst(work, central.id) : [];
      return people.length > 0 ? people : audienceOf(work, assignment, "bureau");
    }
    case "bureau":
      return administrators(work);
  }
}

async function headsFirst(work: Work, unitId: number): Promise<Holder[]> {
  const heads = await holders(work, [unitId], ["unit-head"]);
  return heads.length > 0 ? heads : holders(work, [unitId], ["responsible"]);
}

/** Who answers for an assignment: the holder of its post, or whoever is responsible at the unit. */
export async function responsiblePeople(
  work: Work,
  assignment: Pick<Assignment, "unitId" | "postId">,
): Promise<Holder[]> {
  const people = await holders(work, [assignment.unitId], ["responsible", "office-operator"]);
  const named = people.filter((person) => person.postId === assignment.postId);
  return named.length > 0 ? named : people;
}

/** Who accepts a requirement's work and decides on more time: its office, else the administrators. */
export async function reviewers(work: Work, requirementId: number): Promise<Holder[]> {
  const [requirement]: { office: number | null }[] = await work.db.query(
    "SELECT recipient_unit_id AS office FROM requirement WHERE id = ?",
    [requirementId],
  );
  const people = requirement?.office ? await holders(work, [requirement.office], ["office-operator"]) : [];
  return people.length > 0 ? people : administrators(work);
}

/** A person's name. */
export async function nameOf(work: Work, personId: number | null): Promise<string> {
  if (personId === null) return "系统";
  const [person]: { name: string }[] = await work.db.query("SELECT name FROM person WHERE id = ?", [
    personId,
  ]);
  return person?.name ?? "";
}
