import { notFound } from "../errors.ts";
import { type Registered, registryOffices, unitReviewers } from "../machines/registration-reviewers.ts";
import { heldPosts, personOf } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { type Condition, scopeOf } from "./scope.ts";

/** Does the actor keep the register for the bureau? */
async function keepsRegister(work: Work): Promise<boolean> {
  const posts = await heldPosts(work);
  const operated = posts.filter((post) => post.role === "office-operator").map((post) => post.unitId);
  if (operated.length === 0) return false;
  const offices = await registryOffices(work);
  return operated.some((office) => offices.includes(office));
}

/** Registrations `r` that the actor may see: the register's keepers all, reviewers their subtree, everybody his own. */
export async function ofRegister(work: Work): Promise<Condition> {
  const scope = await scopeOf(work);
  if (scope.everything || (await keepsRegister(work))) return { sql: "TRUE", values: [] };
  return {
    sql: "(r.holder_id = ? OR r.unit_id IN (?))",
    values: [scope.person ?? 0, [0, ...scope.units]],
  };
}

/** Refuses with not-found whoever may neither see a registration nor has to look at it. */
export async function checkSeen(work: Work, subject: Registered, what: string): Promise<void> {
  const scope = await scopeOf(work);
  if (scope.everything || scope.person === subject.holderId || scope.units.includes(subject.unitId)) return;
  if (await keepsRegister(work)) return;
  const person = personOf(work);
  if (person !== null && (await unitReviewers(work, subject)).includes(person)) return;
  throw notFound(what);
}
