import type { Assignment } from "../../entities/assignment.ts";
import type { Role } from "../../entities/post.ts";
import { once, together } from "../packets.ts";
import type { Statement } from "../statements.ts";
import type { Work } from "../work.ts";

/** A post that the actor holds at this moment. */
export interface HeldPost {
  id: number;
  personId: number;
  unitId: number;
  role: Role;
}

/** The actor's present posts; read once in a piece of work. */
export async function heldPosts(work: Work): Promise<HeldPost[]> {
  const { actor } = work;
  if (actor.kind !== "person") return [];
  const [sql, values] = postsHeld(work, [actor.personId]);
  return once(work, { name: `posts of ${actor.personId}`, tables: ["post"] }, () =>
    work.db.query(sql, values),
  );
}

/** What reads the present posts of people, with the `personId` of each. */
export const postsHeld = ({ now }: Pick<Work, "now">, personIds: number[]): Statement =>
  postsOf(["?", [personIds]], now);

const postsOf = ([person, values = []]: Statement, now: Date): Statement => [
  `SELECT id, person_id AS personId, unit_id AS unitId, role FROM post FORCE INDEX (person)
   WHERE person_id IN (${person}) AND from_at <= ? AND (until_at IS NULL OR until_at > ?)`,
  [...values, now, now],
];

/** A query that finds somebody: his row, with `personId`, and his person's id alone. */
export interface Search {
  row: Statement;
  person: Statement;
}

/**
 * Finds somebody; when `postsAt` is given, reads the posts that he holds at that moment in the same round trip, so that
 * heldPosts need not ask again.
 */
export async function findHolder<Row extends { personId: number | null }>(
  work: Work,
  { row, person: [sql, values = []] }: Search,
  postsAt?: Date,
): Promise<Row | undefined> {
  if (!postsAt) return ((await work.db.query(...row)) as Row[])[0];
  const posts = postsOf([sql, values], postsAt);
  const [[found], held] = (await together(work, [row, posts])) as [Row[], HeldPost[]];
  if (found?.personId) await keepPosts(work, found.personId, held);
  return found;
}

/** Keeps posts that were read along with something else, so that heldPosts need not ask again. */
export const keepPosts = (work: Work, personId: number, posts: HeldPost[]): Promise<HeldPost[]> =>
  once(work, { name: `posts of ${personId}`, tables: ["post"] }, async () => posts);

/** The program itself, through a job. */
export const theSystem = (work: Work): string | null =>
  work.actor.kind === "system" ? null : "这一步由系统自动完成";

/** The bureau's administrator or leader; the system too, which sets up the demo. */
export async function bureauOperator(work: Work): Promise<string | null> {
  if (work.actor.kind === "system") return null;
  const posts = await heldPosts(work);
  return posts.some((post) => post.role === "bureau-admin" || post.role === "bureau-leader")
    ? null
    : "只有教体局管理员可以这样做";
}

/** The bureau's leader. */
export async function bureauLeader(work: Work): Promise<string | null> {
  const posts = await heldPosts(work);
  return posts.some((post) => post.role === "bureau-leader") ? null : "只有教体局领导可以这样做";
}

/** The responsible person or the head of the unit whose work it is. */
export async function responsibleFor(work: Work, assignment: { unitId: number }): Promise<string | null> {
  const posts = await heldPosts(work);
  return posts.some((post) => post.unitId === assignment.unitId && answersForUnit(post.role))
    ? null
    : "这项任务不属于您的单位,不能代为办理";
}

const answersForUnit = (role: Role): boolean =>
  role === "responsible" || role === "unit-head" || role === "office-operator";

/** The head of the unit, or the bureau. */
export async function headOrBureau(work: Work, assignment: { unitId: number }): Promise<string | null> {
  const posts = await heldPosts(work);
  if (posts.some((post) => post.role === "unit-head" && post.unitId === assignment.unitId)) return null;
  return bureauOperator(work);
}

/** The office that the work goes to, or the bureau's administrator. */
export async function reviewerOf(
  work: Work,
  assignment: Pick<Assignment, "requirementId">,
): Promise<string | null> {
  const posts = await heldPosts(work);
  if (posts.some((post) => post.role === "bureau-admin")) return null;
  const [requirement] = (await work.db.query(
    "SELECT recipient_unit_id AS office FROM requirement WHERE id = ?",
    [assignment.requirementId],
  )) as { office: number | null }[];
  const mine = posts.some((post) => post.role === "office-operator" && post.unitId === requirement?.office);
  return mine ? null : "只有接收科室的审核人可以这样做";
}

/** The actor as a person's id, or null for the system. */
export const personOf = (work: Work): number | null =>
  work.actor.kind === "person" ? work.actor.personId : null;
