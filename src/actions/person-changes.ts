import { Person } from "../../entities/person.ts";
import { guardFailed, stale } from "../errors.ts";
import { record } from "../machines/event.ts";
import type { Work } from "../work.ts";
import { checkedName, checkManages, seenUnit } from "./people-rights.ts";
import { type PersonRow, readPerson } from "./persons.ts";
import { keepPhone } from "./phones.ts";
import { type Appointment, place } from "./posts.ts";

/** Somebody with his first post; `namesake` says that he is another than those of his name at the unit. */
export interface NewPerson extends Omit<Appointment, "personId"> {
  name: string;
  phone?: string;
  namesake?: boolean;
}

/**
 * Registers somebody with his first post; warns of people of his name elsewhere. Refuses as appoint and setPhone do,
 * and with guard-failed, naming the ids in `duplicates`, when somebody of that name is at the unit already.
 */
export async function createPerson(
  work: Work,
  order: NewPerson,
): Promise<{ person: PersonRow; warnings: string[] }> {
  const name = checkedName(order.name, "name", 40);
  const unit = await seenUnit(work, order.unitId);
  // Two who register the same person at once take turns.
  await work.db.query("SELECT id FROM unit WHERE id = ? FOR UPDATE", [unit.id]);
  const namesakes: { id: number; here: string | number }[] = await work.db.query(
    `SELECT n.id, MAX(p.unit_id = ?) AS here FROM person n JOIN post p ON p.person_id = n.id
     WHERE n.name = ? AND (p.until_at IS NULL OR p.until_at > ?) GROUP BY n.id ORDER BY n.id`,
    [unit.id, name, work.now],
  );
  const duplicates = namesakes.filter(({ here }) => Number(here) === 1).map(({ id }) => id);
  if (duplicates.length > 0 && !order.namesake)
    throw guardFailed(`${unit.name}已经有一位${name};确实是同名的另一个人,请注明后再登记`, { duplicates });
  const { identifiers } = await work.db.insert(Person, { name, demo: Boolean(unit.demo) });
  const id = Number(identifiers[0]?.id);
  await record(work, { subject: "person", subjectId: id, command: "register" });
  await place(work, { ...order, personId: id });
  if (order.phone !== undefined) await keepPhone(work, id, order.phone);
  const elsewhere = namesakes.length > duplicates.length;
  const warnings = elsewhere ? [`别的单位也有叫${name}的,如果是同一个人,请改为给他增加岗位`] : [];
  return { person: await readPerson(work, id), warnings };
}

/** Puts a name right. Refuses with not-found, forbidden, invalid, and with stale when the version is not the present one. */
export async function renamePerson(
  work: Work,
  id: number,
  change: { name: string; rowVersion: number },
): Promise<PersonRow> {
  await checkManages(work, id);
  await writeName(work, id, { ...change, name: checkedName(change.name, "name", 40) });
  return readPerson(work, id);
}

async function writeName(
  work: Work,
  id: number,
  { name, rowVersion }: { name: string; rowVersion: number },
): Promise<void> {
  const { affectedRows }: { affectedRows: number } = await work.db.query(
    "UPDATE person SET name = ?, row_version = row_version + 1 WHERE id = ? AND row_version = ?",
    [name, id, rowVersion],
  );
  if (affectedRows !== 1) throw stale();
  // No name: the log is never cleared, a person's name may have to be.
  await record(work, { subject: "person", subjectId: id, command: "rename" });
}
