import { Unit } from "../../entities/unit.ts";
import { invalid } from "../errors.ts";
import { record } from "../machines/event.ts";
import type { Work } from "../work.ts";
import type { Problem } from "./county-headings.ts";
import { type CountyLine, readCountyLines } from "./county-lines.ts";
import { plain, whyNoName } from "./county-names.ts";
import { planCounty } from "./county-plan.ts";
import type { CountyPlan, PresentUnit } from "./county-register.ts";
import { lockBureau, mayKeepCounty, surveyCounty } from "./county-survey.ts";
import { writeCounty } from "./county-write.ts";

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
  if (affectedRows === 1)
    await record(work, { subject: "unit", subjectId: bureau.id, command: "create", payload: { name } });
  else if (bureau.name !== name) await rename(work, bureau, name);
  if (administrator === undefined) return { bureauId: bureau.id, personId: null };
  const line: CountyLine = { ...lineOf(bureau.name, 1), person: administrator, role: "bureau-admin" };
  const present = await surveyCounty(work, []);
  await writeCounty(work, planCounty([line], present).plan, present);
  return { bureauId: bureau.id, personId: await personHolding(work, bureau.id, administrator) };
}

/** Registers offices by name; those that are there stay. Answers how many are new; refuses as a table would. */
export async function addOffices(work: Work, names: string[]): Promise<number> {
  await mayKeepCounty(work);
  for (const name of names) checkName("offices", name, "科室名称", 80);
  const lines = names.map((name, place): CountyLine => ({ ...lineOf(name, place + 1), kind: "office" }));
  const present = await surveyCounty(work, lines);
  const { plan, problems } = planCounty(lines, present);
  const first = problems[0];
  if (first) throw invalid(first.message, [{ field: "offices", message: first.message }]);
  await writeCounty(work, plan, present);
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
  const read = readCountyLines(text);
  const present = await surveyCounty(work, read.lines);
  const { plan, problems } = planCounty(read.lines, present);
  const all = withoutEchoes([...read.problems, ...problems]);
  if (all.length > 0) return { kind: "wrong", problems: all };
  if (dryRun) return { kind: "planned", ...plan };
  await writeCounty(work, plan, present);
  return { kind: "written", ...plan };
}

const lineOf = (unit: string, line: number): CountyLine => ({
  line,
  unit: unit.trim(),
  parent: "",
  kind: null,
  person: "",
  role: null,
  phone: null,
});

/** A cell that could not be read is told once, not again for what followed from it. */
export function withoutEchoes(problems: Problem[]): Problem[] {
  const first = new Map<string, Problem>();
  for (const problem of problems) {
    const place = `${problem.line}|${problem.column}`;
    if (!first.has(place)) first.set(place, problem);
  }
  return [...first.values()].toSorted((a, b) => a.line - b.line);
}

function checkName(field: string, name: string, title: string, most: number): void {
  const why = name.trim() === "" ? "没有填写" : whyNoName(name.trim(), most);
  if (why) throw invalid(`${title}:${why}`, [{ field, message: why }]);
}

async function rename(work: Work, bureau: PresentUnit, name: string): Promise<void> {
  await work.db.update(Unit, bureau.id, { name });
  await record(work, {
    subject: "unit",
    subjectId: bureau.id,
    command: "rename",
    payload: {
      from: bureau.name,
      name,
    },
  });
  bureau.name = name;
}

async function personHolding(work: Work, unitId: number, name: string): Promise<number | null> {
  const rows: { personId: number; name: string }[] = await work.db.query(
    `SELECT n.id AS personId, n.name FROM post p JOIN person n ON n.id = p.person_id
     WHERE p.unit_id = ? AND p.role = 'bureau-admin' AND (p.until_at IS NULL OR p.until_at > ?) ORDER BY p.id`,
    [unitId, work.now],
  );
  return rows.find((row) => plain(row.name) === plain(name))?.personId ?? null;
}
