import { randomBytes } from "node:crypto";
import { Person } from "../../entities/person.ts";
import { Post, type Role } from "../../entities/post.ts";
import { Unit } from "../../entities/unit.ts";
import { record } from "../machines/event.ts";
import type { Work } from "../work.ts";
import { plain } from "./county-names.ts";
import type { CountyPlan, Present, PresentUnit } from "./county-register.ts";
import { keepPhone } from "./phones.ts";

/** Writes what was planned on a survey of the same work. Refuses with guard-failed when a number is taken meanwhile. */
export async function writeCounty(work: Work, plan: CountyPlan, present: Present): Promise<void> {
  const units = await writeUnits(work, plan.units, present);
  const ids = await writePosts(work, plan, units);
  for (const [place, { phone }] of plan.people.entries()) {
    const personId = ids[place];
    if (phone !== null && personId) await keepPhone(work, personId, phone);
  }
}

async function writeUnits(work: Work, fresh: CountyPlan["units"], present: Present): Promise<PresentUnit[]> {
  const units = [...present.units];
  const ids = new Map(units.map(({ id, name }) => [plain(name), id]));
  for (const { name, kind, parent } of fresh) {
    const row = { name, kind, parentId: ids.get(parent) ?? null, aliases: [], code: newCode(), demo: false };
    const { identifiers } = await work.db.insert(Unit, row);
    const id = Number(identifiers[0]?.id);
    ids.set(plain(name), id);
    units.push({ ...row, id });
    await note(work, "unit", id, { command: "create", name, kind, parentId: row.parentId });
  }
  return units;
}

const newCode = (): string => `unit-${randomBytes(6).toString("hex")}`;

/** Answers the ids of the plan's people, in their order. */
async function writePosts(
  work: Work,
  { posts, people }: CountyPlan,
  units: PresentUnit[],
): Promise<(number | null)[]> {
  const unitIds = new Map(units.map(({ id, name }) => [plain(name), id]));
  const ids = people.map(({ personId }) => personId);
  for (const { unit, person, role, who } of posts) {
    const unitId = unitIds.get(unit);
    if (unitId === undefined) throw new Error(`a post at ${unit}, which is not registered`);
    const personId = ids[who] ?? (await writePerson(work, person));
    ids[who] = personId;
    if (await holds(work, { unitId, personId, role })) continue;
    await work.db.insert(Post, { unitId, personId, role, fromAt: work.now, untilAt: null });
    // No name: the log is never cleared, a person's name may have to be.
    await note(work, "person", personId, { command: "take_post", unitId, role });
  }
  return ids;
}

async function writePerson(work: Work, name: string): Promise<number> {
  const { identifiers } = await work.db.insert(Person, { name, demo: false });
  const id = Number(identifiers[0]?.id);
  await note(work, "person", id, { command: "register" });
  return id;
}

async function holds(work: Work, post: { unitId: number; personId: number; role: Role }): Promise<boolean> {
  const [found]: unknown[] = await work.db.query(
    `SELECT id FROM post WHERE unit_id = ? AND person_id = ? AND role = ? AND (until_at IS NULL OR until_at > ?)`,
    [post.unitId, post.personId, post.role, work.now],
  );
  return found !== undefined;
}

const note = (
  work: Work,
  subject: string,
  subjectId: number,
  { command, ...payload }: { command: string } & Record<string, unknown>,
): Promise<void> => record(work, { subject, subjectId, command, payload });
