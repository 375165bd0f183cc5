import { Assignment } from "../../entities/assignment.ts";
import { Post, type Role } from "../../entities/post.ts";
import type { Unit } from "../../entities/unit.ts";
import { forbidden, guardFailed, invalid, notFound } from "../errors.ts";
import { assignmentMachine } from "../machines/assignment.ts";
import { record } from "../machines/event.ts";
import { transition } from "../machines/machine.ts";
import type { Work } from "../work.ts";
import { type Day, startOf } from "../workdays.ts";
import { checkSeen, lockCounty, rolesInHand, seenUnit } from "./people-rights.ts";
import { ofUnits, scopeOf } from "./scope.ts";

/** Who gets which post, from which day (today, unless told). */
export interface Appointment {
  personId: number;
  unitId: number;
  role: Role;
  from?: Day;
}

const fitting: Record<Unit["kind"], Role[]> = {
  bureau: ["bureau-leader", "bureau-admin", "staff", "auditor"],
  office: ["office-operator", "unit-head", "responsible", "staff", "auditor"],
  "central-school": ["unit-head", "responsible", "staff", "auditor"],
  school: ["unit-head", "responsible", "staff", "auditor"],
  affiliated: ["unit-head", "responsible", "staff", "auditor"],
};

/** Why a unit of this kind has no such role, or null. */
export const whyNoRole = (kind: Unit["kind"], role: Role): string | null =>
  fitting[kind].includes(role) ? null : "这类单位没有这个岗位";

const openStates = ["open", "returned", "submitted"];

/**
 * Gives somebody a post; open work that nobody answers for falls to him. Refuses with not-found, with forbidden for
 * roles out of the actor's hand, with invalid for a role that does not fit, with guard-failed when he has it already.
 */
export async function appoint(work: Work, order: Appointment): Promise<{ postId: number; taken: number }> {
  await checkSeen(work, order.personId);
  return place(work, order);
}

/** As appoint, for somebody whom the caller has just registered. */
export async function place(
  work: Work,
  { personId, unitId, role, from }: Appointment,
): Promise<{ postId: number; taken: number }> {
  const unit = await seenUnit(work, unitId);
  await checkInHand(work, unitId, role);
  const why = whyNoRole(unit.kind, role);
  if (why) throw invalid(why, [{ field: "role", message: why }]);
  // Of two who give the same post at once, the second sees the first's.
  await work.db.query("SELECT id FROM person WHERE id = ? FOR UPDATE", [personId]);
  const [held]: unknown[] = await work.db.query(
    `SELECT id FROM post WHERE person_id = ? AND unit_id = ? AND role = ? AND (until_at IS NULL OR until_at > ?)`,
    [personId, unitId, role, work.now],
  );
  if (held) throw guardFailed("这个人已经有这个岗位");
  const fromAt = from === undefined ? work.now : startOf(from);
  const { identifiers } = await work.db.insert(Post, { personId, unitId, role, fromAt, untilAt: null });
  const postId = Number(identifiers[0]?.id);
  await work.db.query("UPDATE person SET erased_at = NULL, row_version = row_version + 1 WHERE id = ?", [
    personId,
  ]);
  await record(work, {
    subject: "person",
    subjectId: personId,
    command: "take_post",
    payload: { postId, unitId, role, fromAt },
  });
  const answers = role === "responsible" || role === "office-operator";
  const taken = answers && fromAt <= work.now ? await takeUnattended(work, unitId, postId) : 0;
  return { postId, taken };
}

async function checkInHand(work: Work, unitId: number, role: Role): Promise<void> {
  const hand = await rolesInHand(work, unitId);
  if (hand !== null && !hand.includes(role)) throw forbidden("您不能任免这个岗位,请联系教体局管理员");
}

/**
 * Ends a post now. Its open work goes to another responsible person of the unit, else it stays listed as 无人负责;
 * hand-overs asked for it are void. Refuses with not-found, forbidden, with guard-failed for a post that is over
 * and for the last administrator's.
 */
export async function endPost(
  work: Work,
  postId: number,
  reason?: string,
): Promise<{ moved: number; unattended: number; postsLeft: number }> {
  await lockCounty(work);
  const [post]: Post[] = await work.db.query(
    `SELECT id, unit_id AS unitId, person_id AS personId, role, from_at AS fromAt, until_at AS untilAt
     FROM post WHERE id = ? FOR UPDATE`,
    [postId],
  );
  if (!post) throw notFound("这个岗位");
  await seenUnit(work, post.unitId).catch(() => {
    throw notFound("这个岗位");
  });
  await checkInHand(work, post.unitId, post.role);
  if (post.untilAt && post.untilAt <= work.now) throw guardFailed("这个岗位已经结束");
  if (post.role === "bureau-admin") await checkAnotherAdmin(work, post.id);
  await work.db.query("UPDATE post SET until_at = ? WHERE id = ?", [work.now, post.id]);
  await work.db.query("UPDATE handover SET state = 'void' WHERE post_id = ? AND state = 'asked'", [post.id]);
  await record(work, {
    subject: "person",
    subjectId: post.personId,
    command: "end_post",
    reason,
    payload: { postId, unitId: post.unitId, role: post.role },
  });
  const { moved, unattended } = await passOn(work, post);
  const [left]: { n: number }[] = await work.db.query(
    "SELECT COUNT(*) AS n FROM post WHERE person_id = ? AND (until_at IS NULL OR until_at > ?)",
    [post.personId, work.now],
  );
  return { moved, unattended, postsLeft: Number(left?.n) };
}

async function checkAnotherAdmin(work: Work, postId: number): Promise<void> {
  const [other]: unknown[] = await work.db.query(
    "SELECT id FROM post WHERE role = 'bureau-admin' AND id <> ? AND from_at <= ? AND until_at IS NULL LIMIT 1",
    [postId, work.now],
  );
  if (!other) throw guardFailed("这是最后一位教体局管理员,请先任命另一位,再结束这个岗位");
}

async function passOn(work: Work, post: Post): Promise<{ moved: number; unattended: number }> {
  const [other]: { id: number }[] = await work.db.query(
    `SELECT id FROM post WHERE unit_id = ? AND role IN ('responsible', 'office-operator') AND from_at <= ?
       AND (until_at IS NULL OR until_at > ?) ORDER BY id LIMIT 1`,
    [post.unitId, work.now, work.now],
  );
  const assignments = await work.db.findBy(Assignment, { postId: post.id });
  const open = assignments.filter(({ state }) => openStates.includes(state));
  await reassign(work, open, other?.id ?? null);
  return other ? { moved: open.length, unattended: 0 } : { moved: 0, unattended: open.length };
}

async function takeUnattended(work: Work, unitId: number, postId: number): Promise<number> {
  const loose: { id: number }[] = await work.db.query(
    `SELECT a.id FROM assignment a LEFT JOIN post p ON p.id = a.post_id
     WHERE a.unit_id = ? AND a.state IN (?) AND (a.post_id IS NULL OR p.until_at <= ?)`,
    [unitId, openStates, work.now],
  );
  const assignments = await Promise.all(loose.map(({ id }) => work.db.findOneByOrFail(Assignment, { id })));
  await reassign(work, assignments, postId);
  return assignments.length;
}

/** It follows from the change of posts, which was permitted: the program does it. */
async function reassign(work: Work, assignments: Assignment[], postId: number | null): Promise<void> {
  const program: Work = { ...work, actor: { kind: "system", name: "posts" } };
  for (const assignment of assignments) {
    await transition(program, assignmentMachine, assignment, {
      command: "reassign",
      set: { postId },
      payload: { fromPost: assignment.postId, toPost: postId },
    });
  }
}

/** Units of the actor's scope with open work for which nobody there answers, and how much. */
export async function unattendedWork(work: Work): Promise<{ unitId: number; unit: string; count: number }[]> {
  const units = ofUnits(await scopeOf(work), "u.id");
  const rows: { unitId: number; unit: string; count: number | string }[] = await work.db.query(
    `SELECT u.id AS unitId, u.name AS unit, COUNT(*) AS count FROM assignment a JOIN unit u ON u.id = a.unit_id
     WHERE a.state IN (?) AND ${units.sql} AND NOT EXISTS (SELECT 1 FROM post p WHERE p.unit_id = u.id
       AND p.role IN ('responsible', 'office-operator') AND p.from_at <= ? AND (p.until_at IS NULL OR p.until_at > ?))
     GROUP BY u.id, u.name ORDER BY u.id`,
    [openStates, ...units.values, work.now, work.now],
  );
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}
