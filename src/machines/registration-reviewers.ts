import type { Role } from "../../entities/post.ts";
import type { Work } from "../work.ts";
import { registrationRules } from "./registration-rules.ts";
import { personOf } from "./who.ts";

/** Something registered by a person at a unit. */
export interface Registered {
  holderId: number;
  unitId: number;
}

const desks = new WeakMap<Work, Map<string, Promise<number[]>>>();

/** A desk is read once in a piece of work: a list asks for the same ones again and again. */
function once(work: Work, desk: string, read: () => Promise<number[]>): Promise<number[]> {
  const known = desks.get(work) ?? new Map<string, Promise<number[]>>();
  desks.set(work, known);
  const people = known.get(desk) ?? read();
  known.set(desk, people);
  return people;
}

/**
 * Who looks at a registration for the unit: its head and responsible people, never the holder; where there is
 * nobody else, those of the central school above it, and at last those who do it for the bureau.
 */
export async function unitReviewers(work: Work, subject: Registered): Promise<number[]> {
  const { unitId, holderId } = subject;
  const roles: Role[] = ["unit-head", "responsible"];
  const own = await once(work, `unit ${unitId}`, () => heldBy(work, [unitId], roles));
  const others = own.filter((person) => person !== holderId);
  if (others.length > 0) return others;
  const above = await once(work, `above ${unitId}`, async () => {
    const central = await centralOf(work, unitId);
    return central === null ? [] : heldBy(work, [central], roles);
  });
  const higher = above.filter((person) => person !== holderId);
  return higher.length > 0 ? higher : bureauReviewers(work, subject);
}

/** Who looks at a registration for the bureau: its administrators and the registry offices' operators, never the holder. */
export async function bureauReviewers(
  work: Work,
  { holderId }: Pick<Registered, "holderId">,
): Promise<number[]> {
  const people = await once(work, "bureau", async () => {
    const bureaus = await unitsWhere(work, "kind = 'bureau'");
    const admins = await heldBy(work, bureaus, ["bureau-admin"]);
    const operators = await heldBy(work, await registryOffices(work), ["office-operator"]);
    return [...new Set([...admins, ...operators])];
  });
  return people.filter((person) => person !== holderId);
}

/** The offices that keep the register. */
export async function registryOffices(work: Work): Promise<number[]> {
  const { offices } = await registrationRules(work);
  return offices ?? unitsWhere(work, "kind = 'office' AND (name LIKE '%信息办%' OR name LIKE '%宣传科%')");
}

async function unitsWhere(work: Work, condition: string): Promise<number[]> {
  const rows: { id: number }[] = await work.db.query(`SELECT id FROM unit WHERE ${condition} ORDER BY id`);
  return rows.map((row) => row.id);
}

async function heldBy(work: Work, units: number[], roles: Role[]): Promise<number[]> {
  if (units.length === 0) return [];
  const rows: { person: number }[] = await work.db.query(
    `SELECT DISTINCT person_id AS person FROM post WHERE unit_id IN (?) AND role IN (?)
     AND from_at <= ? AND (until_at IS NULL OR until_at > ?) ORDER BY person_id`,
    [units, roles, work.now, work.now],
  );
  return rows.map((row) => row.person);
}

async function centralOf(work: Work, unitId: number): Promise<number | null> {
  const [row]: { id: number }[] = await work.db.query(
    `WITH RECURSIVE above (id, parent_id, kind, far) AS (
       SELECT id, parent_id, kind, 0 FROM unit WHERE id = ?
       UNION ALL SELECT u.id, u.parent_id, u.kind, a.far + 1 FROM unit u JOIN above a ON u.id = a.parent_id WHERE a.far < 20
     ) SELECT id FROM above WHERE kind = 'central-school' AND far > 0 ORDER BY far LIMIT 1`,
    [unitId],
  );
  return row?.id ?? null;
}

/** The holder himself: nobody acts for another. */
export const holder = (work: Work, subject: Registered): string | null =>
  personOf(work) === subject.holderId ? null : "只有登记人本人可以这样做";

/** The holder himself, or the program where he has left or withdrawn his consent. */
export const holderOrSystem = (work: Work, subject: Registered): string | null =>
  work.actor.kind === "system" ? null : holder(work, subject);

/** Somebody who looks at it for the unit. */
export async function unitReviewer(work: Work, subject: Registered): Promise<string | null> {
  const person = personOf(work);
  if (person === subject.holderId) return "不能审核自己的登记";
  const may = person !== null && (await unitReviewers(work, subject)).includes(person);
  return may ? null : "只有登记人所在单位的审核人可以这样做";
}

/** Somebody who looks at it for the bureau. */
export async function bureauReviewer(work: Work, subject: Registered): Promise<string | null> {
  const person = personOf(work);
  if (person === subject.holderId) return "不能审核自己的登记";
  const may = person !== null && (await bureauReviewers(work, subject)).includes(person);
  return may ? null : "只有教体局负责登记的人员可以这样做";
}

/** The program, or somebody who looks at it for the bureau. */
export const bureauReviewerOrSystem = async (work: Work, subject: Registered): Promise<string | null> =>
  work.actor.kind === "system" ? null : bureauReviewer(work, subject);

/** Somebody of the unit or of the bureau, the holder, or the program. */
export async function holderOrUnit(work: Work, subject: Registered): Promise<string | null> {
  if (holderOrSystem(work, subject) === null) return null;
  return (await unitReviewer(work, subject)) === null ? null : "只有登记人本人或其单位的审核人可以这样做";
}
