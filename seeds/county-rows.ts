import { In } from "typeorm";
import { Contact } from "../entities/contact.ts";
import { Person } from "../entities/person.ts";
import { Post } from "../entities/post.ts";
import { Unit } from "../entities/unit.ts";
import { guardFailed } from "../src/errors.ts";
import type { Work } from "../src/work.ts";
import { countyUnits } from "./county.ts";
import { type CountyPerson, countyPeople } from "./county-people.ts";

/**
 * Writes the invented units and people that are missing. Units are known by code, people by name; somebody who is
 * there already keeps posts and contacts as they are now. Refuses with `guard-failed` where a real unit has one of
 * the codes.
 */
export async function writeCounty(work: Work): Promise<void> {
  const units = await writeUnits(work);
  await writePeople(work, units);
}

async function writeUnits(work: Work): Promise<Map<string, number>> {
  const codes = countyUnits.map(({ code }) => code);
  const present = await work.db.findBy(Unit, { code: In(codes) });
  const real = present.filter(({ demo }) => !demo);
  if (real.length > 0) {
    throw guardFailed("已有正式单位使用演示县的编码,不能放入演示数据", {
      codes: real.map(({ code }) => code),
    });
  }
  const ids = new Map(present.map(({ code, id }) => [code, id]));
  for (const { parent, ...unit } of countyUnits) {
    if (ids.has(unit.code)) continue;
    const parentId = parent === null ? null : (ids.get(parent) ?? null);
    const { identifiers } = await work.db.insert(Unit, { ...unit, parentId, demo: true });
    ids.set(unit.code, Number(identifiers[0]?.id));
  }
  return ids;
}

async function writePeople(work: Work, units: ReadonlyMap<string, number>): Promise<void> {
  const present = new Set((await work.db.findBy(Person, { demo: true })).map(({ name }) => name));
  const missing = countyPeople.filter(({ name }) => !present.has(name));
  if (missing.length === 0) return;
  const { identifiers } = await work.db.insert(
    Person,
    missing.map(({ name }) => ({ name, demo: true })),
  );
  const ids = new Map(missing.map(({ name }, place) => [name, Number(identifiers[place]?.id)]));
  const idOf = (person: CountyPerson): number => ids.get(person.name) ?? 0;
  await work.db.insert(
    Post,
    missing.flatMap((person) =>
      person.posts.map(({ unit, role }) => ({
        unitId: units.get(unit) ?? 0,
        personId: idOf(person),
        role,
        fromAt: work.now,
      })),
    ),
  );
  await bind(work, missing, idOf);
}

/** Contacts that are known already, from an earlier talk with the bot, are left alone. */
async function bind(
  work: Work,
  people: CountyPerson[],
  idOf: (person: CountyPerson) => number,
): Promise<void> {
  const addresses = people.map(({ address }) => address);
  const known = new Set(
    (await work.db.findBy(Contact, { channel: simulator, address: In(addresses) })).map(
      ({ address }) => address,
    ),
  );
  const rows = people
    .filter(({ bound, address }) => bound && !known.has(address))
    .map((person) => ({
      channel: simulator,
      address: person.address,
      personId: idOf(person),
      verifiedAt: work.now,
    }));
  if (rows.length > 0) await work.db.insert(Contact, rows);
}

const simulator = "simulator";
