import { randomBytes } from "node:crypto";
import { Person } from "../../entities/person.ts";
import { Post, type Role } from "../../entities/post.ts";
import { Unit } from "../../entities/unit.ts";
import { forbidden, guardFailed, invalid } from "../errors.ts";
import { record } from "../machines/event.ts";
import { heldPosts } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { type CountyLine, type Problem, plain, readCountyLines, whyNoName } from "./county-lines.ts";
import { type CountyPlan, houseOf, type Present, type PresentUnit, planCounty } from "./county-plan.ts";

/** What became of a pasted table. `wrong` and `planned` wrote nothing. */
export type CountyOutcome =
  | { kind: "wrong"; problems: Problem[] }
  | ({ kind: "planned" | "written" } & CountyPlan);

/**
 * Gives the bureau its name, at first or anew, and registers its administrator when one is named. Answers their ids.
 * Refuses with forbidden, with invalid for names that are none, with guard-failed beside the demo.
 */
export async function nameBureau(
  work: Work,
  order: { name: string; administrator?: string },
): Promise<{ bureauId: number; personId: number | null }> {
  await mayKeepCounty(work);
  const name = order.name.trim();
  const administrator = order.administrator?.trim();
  checkName("name", name, "教体局名称", 80);
  if (administrator !== undefined) checkName("administrator", administrator, "管理员姓名", 40);
  // A bureau's code is taken once, so that two who begin at once name the same one.
  const { affectedRows }: { affectedRows: number } = await work.db.query(
    "INSERT IGNORE INTO unit (parent_id, code, name, kind, aliases, demo) VALUES (NULL, 'bureau', ?, 'bureau', '[]', 0)",
    [name],
  );
  const bureau = await lockBureau(work);
  if (affectedRows === 1) await note(work, "unit", bureau.id, { command: "create", name });
  else if (bureau.name !== name) await rename(work, bureau, name);
  if (administrator === undefined) return { bureauId: bureau.id, personId: null };
  const unit = plain(bureau.name);
  const present = await presentCounty(work, bureau);
  await writePosts(work, [{ unit, person: administrator, role: "bureau-admin" }], present);
  return { bureauId: bureau.id, personId: await personHolding(work, bureau.id, administrator) };
}

/** Registers offices by name; those that are there stay. Answers how many are new; refuses as a table would. */
export async function addOffices(work: Work, names: string[]): Promise<number> {
  await mayKeepCounty(work);
  for (const name of names) checkName("offices", name, "科室名称", 80);
  const lines = names.map(
    (unit, place): CountyLine => ({
      line: place + 1,
      unit: unit.trim(),
      parent: "",
      kind: "office",
      person: "",
      role: null,
    }),
  );
  const present = await presentCounty(work, await lockBureau(work));
  const { plan, problems } = planCounty(lines, present);
  const first = problems[0];
  if (first) throw invalid(first.message, [{ field: "offices", message: first.message }]);
  await writeUnits(work, plan.units, present);
  return plan.units.length;
}

/**
 * Reads units and people from pasted lines or csv (单位, 上级单位, 类别, 姓名, 岗位) and registers what is not there yet.
 * With any problem, or as a dry run, nothing is written. Refuses with forbidden, and with guard-failed beside the
 * demo or before the bureau has its name.
 */
export async function addUnitsAndPeople(
  work: Work,
  text: string,
  { dryRun }: { dryRun: boolean },
): Promise<CountyOutcome> {
  await mayKeepCounty(work);
  const present = await presentCounty(work, await lockBureau(work));
  const read = readCountyLines(text);
  const { plan, problems } = planCounty(read.lines, present);
  const all = withoutEchoes([...read.problems, ...problems]);
  if (all.length > 0) return { kind: "wrong", problems: all };
  if (dryRun) return { kind: "planned", ...plan };
  const units = await writeUnits(work, plan.units, present);
  await writePosts(work, plan.posts, { ...present, units });
  return { kind: "written", ...plan };
}

/** A cell that could not be read is told once, not again for what followed from it. */
function withoutEchoes(problems: Problem[]): Problem[] {
  const first = new Map<string, Problem>();
  for (const problem of problems) {
    const place = `${problem.line}|${problem.column}`;
    if (!first.has(place)) first.set(place, problem);
  }
  return [...first.values()].toSorted((a, b) => a.line - b.line);
}

/** The bureau's administrator, or the system at first set-up. */
async function mayKeepCounty(work: Work): Promise<void> {
  const posts = await heldPosts(work);
  if (work.actor.kind !== "system" && !posts.some(({ role }) => role === "bureau-admin"))
    throw forbidden("只有教体局管理员可以登记单位和人员");
  const [demo]: unknown[] = await work.db.query("SELECT id FROM unit WHERE demo = 1 LIMIT 1");
  if (demo) throw guardFailed("现在放的是演示数据,请先移除演示,再登记本县的单位");
}

function checkName(field: string, name: string, title: string, most: number): void {
  const why = name.trim() === "" ? "没有填写" : whyNoName(name.trim(), most);
  if (why) throw invalid(`${title}:${why}`, [{ field, message: why }]);
}

/** Whoever keeps the county holds this row, so that the same table pasted twice at once is written once. */
async function lockBureau(work: Work): Promise<PresentUnit> {
  const [row]: PresentUnit[] = await work.db.query(
    "SELECT id, parent_id AS parentId, name, kind FROM unit WHERE kind = 'bureau' AND demo = 0 FOR UPDATE",
  );
  if (!row) throw guardFailed("请先登记教体局");
  return { ...row, aliases: [] };
}

async function rename(work: Work, bureau: PresentUnit, name: string): Promise<void> {
  await work.db.update(Unit, bureau.id, { name });
  await note(work, "unit", bureau.id, { command: "rename", from: bureau.name, name });
  bureau.name = name;
}

async function presentCounty(work: Work, bureau: PresentUnit): Promise<Present> {
  const units = await work.db.find(Unit, { where: { demo: false }, order: { id: "ASC" } });
  const posts: Present["posts"] = await work.db.query(
    `SELECT p.unit_id AS unitId, n.name AS person, p.role FROM post p JOIN person n ON n.id = p.person_id
       JOIN unit u ON u.id = p.unit_id
     WHERE u.demo = 0 AND p.from_at <= ? AND (p.until_at IS NULL OR p.until_at > ?) ORDER BY p.id`,
    [work.now, work.now],
  );
  return { bureau, units, posts };
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

async function writePosts(work: Work, posts: CountyPlan["posts"], present: Present): Promise<void> {
  const units = new Map(present.units.map((unit) => [plain(unit.name), unit]));
  const people = await peopleByHouse(work, present);
  for (const { unit: key, person, role } of posts) {
    const unit = units.get(key);
    if (!unit) throw new Error(`a post at ${key}, which is not registered`);
    const house = `${houseOf(unit, String(unit.id))}|${plain(person)}`;
    const personId = people.get(house) ?? (await writePerson(work, person));
    people.set(house, personId);
    if (await holds(work, { unitId: unit.id, personId, role })) continue;
    await work.db.insert(Post, { unitId: unit.id, personId, role, fromAt: work.now, untilAt: null });
    // No name: the log is never cleared, a person's name may have to be.
    await note(work, "person", personId, { command: "take_post", unitId: unit.id, role });
  }
}

async function peopleByHouse(work: Work, { units }: Present): Promise<Map<string, number>> {
  const kinds = new Map(units.map((unit) => [unit.id, unit]));
  const rows: { unitId: number; personId: number; name: string }[] = await work.db.query(
    `SELECT p.unit_id AS unitId, n.id AS personId, n.name FROM post p JOIN person n ON n.id = p.person_id
     WHERE n.demo = 0 AND (p.until_at IS NULL OR p.until_at > ?) ORDER BY p.id DESC`,
    [work.now],
  );
  return new Map(
    rows.map(({ unitId, personId, name }) => [
      `${houseOf(kinds.get(unitId) ?? { kind: null }, String(unitId))}|${plain(name)}`,
      personId,
    ]),
  );
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

async function personHolding(work: Work, unitId: number, name: string): Promise<number | null> {
  const rows: { personId: number; name: string }[] = await work.db.query(
    `SELECT n.id AS personId, n.name FROM post p JOIN person n ON n.id = p.person_id
     WHERE p.unit_id = ? AND p.role = 'bureau-admin' AND (p.until_at IS NULL OR p.until_at > ?) ORDER BY p.id`,
    [unitId, work.now],
  );
  return rows.find((row) => plain(row.name) === plain(name))?.personId ?? null;
}

const note = (
  work: Work,
  subject: string,
  subjectId: number,
  { command, ...payload }: { command: string } & Record<string, unknown>,
): Promise<void> => record(work, { subject, subjectId, command, payload });
