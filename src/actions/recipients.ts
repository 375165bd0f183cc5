import type { Selection } from "../../entities/broadcast.ts";
import { notFound } from "../errors.ts";
import type { Work } from "../work.ts";
import { dayOf, sayDay } from "../workdays.ts";
import { codeOf } from "./assignments.ts";
import { type Holder, holders } from "./people.ts";
import { addressable, reachOf } from "./reach.ts";
import { type Condition, type Scope, unitsBelow } from "./scope.ts";
import { isUndone, type Piece, piecesOf } from "./work-target.ts";

/** Somebody whom a selection means. */
export interface Found {
  personId: number;
  name: string;
  /** Null for a person named singly without a post. */
  unitId: number | null;
  unit: string;
  /** Has he a verified contact? */
  reachable: boolean;
  /** Has unsubscribed from reminders; a broadcast goes to him all the same. */
  optedOut: boolean;
  /** What he is reminded of. */
  reminder: string | null;
}

/** Why somebody is left out. */
export type Exclusion = "unbound" | "left" | "finished" | "vacant";

/** Somebody, or a unit without anybody, that gets nothing. */
export interface Excluded {
  /** Null: the unit has nobody. */
  personId: number | null;
  name: string;
  unit: string;
  reason: Exclusion;
}

/** Why somebody is left out, in words. */
export const exclusionWords: Record<Exclusion, string> = {
  unbound: "没有绑定微信,请电话通知",
  left: "已离岗",
  finished: "已办完",
  vacant: "单位没有负责人",
};

/** Everybody whom a selection means, each once, and who is left out already. */
export interface Recipients {
  people: Found[];
  excluded: Excluded[];
}

type Person = Omit<Found, "reachable" | "optedOut" | "reminder">;
type Place = { id: number; name: string };

/** Finds a selection's people as they stand now. Refuses with not-found what the actor may not address. */
export async function findRecipients(
  work: Work,
  selection: Selection,
  requirementId: number | null,
): Promise<Recipients> {
  const reach = await reachOf(work);
  const places = await placesOf(work, selection, reach);
  const { wanted, finished } = await byWork(work, selection, { places, reach });
  const standing = await standingAt(work, wanted, selection.roles);
  const single = await singlePeople(work, selection.people ?? [], reach);
  const found = [...standing.people, ...single.people];
  const people = once(found);
  const done = finished.length === 0 ? [] : (await standingAt(work, finished, selection.roles)).people;
  const among = new Set(people.map(({ personId }) => personId));
  const excluded: Excluded[] = [
    ...single.left,
    ...once(done)
      .filter(({ personId }) => !among.has(personId))
      .map(({ personId, name, unit }) => ({ personId, name, unit, reason: "finished" as const })),
    ...standing.vacant.map((unit) => ({ personId: null, name: "", unit, reason: "vacant" as const })),
  ];
  const pieces = requirementId === null ? [] : await piecesOf(work, { requirementId }, reach);
  return { people: await completed(work, people, remindersOf(work, pieces, found)), excluded };
}

/** Sorted by person, so that every run sees the same. */
function once(people: Person[]): Person[] {
  const byId = new Map<number, Person>();
  for (const person of people) if (!byId.has(person.personId)) byId.set(person.personId, person);
  return [...byId.values()].sort((a, b) => a.personId - b.personId);
}

/** Kinds within townships, and single units besides; every unit when neither places nor people are named. */
async function placesOf(work: Work, selection: Selection, reach: Scope): Promise<Place[]> {
  const { townships = [], units = [] } = selection;
  if (meansPeopleOnly(selection)) return [];
  await mustAddress(work, [...townships, ...units], reach);
  const may = addressable(reach, "u.id");
  const area = await areaOf(work, selection);
  return work.db.query(
    `SELECT u.id, u.name FROM unit u WHERE (${area.sql} OR u.id IN (?)) AND ${may.sql} ORDER BY u.id`,
    [...area.values, [0, ...units], ...may.values],
  );
}

const meansPeopleOnly = ({ people = [], ...rest }: Selection): boolean =>
  people.length > 0 &&
  Object.values(rest).every((wish) => wish === undefined || (Array.isArray(wish) && wish.length === 0));

async function areaOf(work: Work, { kinds = [], townships = [], units = [] }: Selection): Promise<Condition> {
  if (kinds.length + townships.length === 0) return { sql: units.length > 0 ? "FALSE" : "TRUE", values: [] };
  const kind = kinds.length > 0 ? { sql: "u.kind IN (?)", values: [kinds] } : null;
  const below = townships.length > 0 ? await unitsBelow(work, townships) : null;
  const parts = [kind, below && { sql: "u.id IN (?)", values: [below] }].filter((part) => part !== null);
  return {
    sql: `(${parts.map(({ sql }) => sql).join(" AND ")})`,
    values: parts.flatMap(({ values }) => values as unknown[]),
  };
}

async function mustAddress(work: Work, ids: number[], reach: Scope): Promise<void> {
  const wanted = new Set(ids);
  if (wanted.size === 0) return;
  const may = addressable(reach, "u.id");
  const found: unknown[] = await work.db.query(`SELECT u.id FROM unit u WHERE u.id IN (?) AND ${may.sql}`, [
    [...wanted],
    ...may.values,
  ]);
  if (found.length < wanted.size) throw notFound("所选的单位");
}

/** Keeps the places that have the work; `finished` are those that have handed all of it in. */
async function byWork(
  work: Work,
  { assigned, undone }: Selection,
  { places, reach }: { places: Place[]; reach: Scope },
): Promise<{ wanted: Place[]; finished: Place[] }> {
  const has = assigned && new Set((await piecesOf(work, assigned, reach)).map(({ unitId }) => unitId));
  const within = has ? places.filter(({ id }) => has.has(id)) : places;
  if (!undone) return { wanted: within, finished: [] };
  const pieces = await piecesOf(work, undone, reach);
  const involved = new Set(pieces.map(({ unitId }) => unitId));
  const open = new Set(pieces.filter(isUndone).map(({ unitId }) => unitId));
  return {
    wanted: within.filter(({ id }) => open.has(id)),
    finished: within.filter(({ id }) => involved.has(id) && !open.has(id)),
  };
}

const usualRoles: NonNullable<Selection["roles"]> = ["responsible", "office-operator"];

async function standingAt(
  work: Work,
  places: Place[],
  roles: Selection["roles"] = [],
): Promise<{ people: Holder[]; vacant: string[] }> {
  const ids = places.map(({ id }) => id);
  const usual = roles.length === 0;
  const people = await holders(work, ids, usual ? usualRoles : roles);
  const manned = new Set(people.map(({ unitId }) => unitId));
  const without = ids.filter((id) => !manned.has(id));
  const heads = usual ? await holders(work, without, ["unit-head"]) : [];
  for (const { unitId } of heads) manned.add(unitId);
  // Only somebody asked for by role may be absent: that is no gap in the unit.
  const vacant = usual ? places.filter(({ id }) => !manned.has(id)).map(({ name }) => name) : [];
  return { people: [...people, ...heads], vacant };
}

async function singlePeople(
  work: Work,
  ids: number[],
  reach: Scope,
): Promise<{ people: Person[]; left: Excluded[] }> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return { people: [], left: [] };
  const may = addressable(reach, "u.id");
  const rows: (Person & { present: number })[] = await work.db.query(
    `SELECT n.id AS personId, n.name, u.id AS unitId, COALESCE(u.name, '') AS unit,
       p.until_at IS NULL OR p.until_at > ? AS present
     FROM person n LEFT JOIN post p ON p.person_id = n.id AND p.from_at <= ? LEFT JOIN unit u ON u.id = p.unit_id
     WHERE n.id IN (?) AND ${may.sql} ORDER BY n.id, present DESC, p.id`,
    [work.now, work.now, wanted, ...may.values],
  );
  const first = new Map<number, Person & { present: number }>();
  for (const row of rows) if (!first.has(row.personId)) first.set(row.personId, row);
  if (first.size < wanted.length) throw notFound("所选的人");
  const all = [...first.values()];
  const here = ({ unitId, present }: Person & { present: number }): boolean =>
    unitId !== null && Number(present) === 1;
  const plain = ({ personId, name, unitId, unit }: Person): Person => ({ personId, name, unitId, unit });
  return {
    people: all.filter(here).map(plain),
    left: all
      .filter((row) => !here(row))
      .map(({ personId, name, unit }) => ({ personId, name, unit, reason: "left" })),
  };
}

/** What each person is reminded of: the undone piece of every unit for which he was found. */
function remindersOf(work: Work, pieces: Piece[], found: Person[]): Map<number, string> {
  const reminders = new Map<number, string[]>();
  for (const piece of pieces.filter(isUndone)) {
    const words = `《${piece.title}》${sayDay(dayOf(piece.dueAt), work.now)}截止,回“#${codeOf(piece.id)}”就可以办理`;
    const people = new Set(
      found.filter(({ unitId }) => unitId === piece.unitId).map((each) => each.personId),
    );
    for (const id of people) reminders.set(id, [...(reminders.get(id) ?? []), words]);
  }
  return new Map([...reminders].map(([id, words]) => [id, words.slice(0, mostReminders).join("\n")]));
}

/** Pieces named to one person. */
const mostReminders = 5;

async function completed(work: Work, people: Person[], reminders: Map<number, string>): Promise<Found[]> {
  if (people.length === 0) return [];
  const rows: { id: number; off: number; bound: number }[] = await work.db.query(
    `SELECT n.id, n.reminders_off AS off, EXISTS (SELECT 1 FROM contact k WHERE k.person_id = n.id
       AND k.verified_at IS NOT NULL AND k.superseded_at IS NULL AND k.channel <> 'mini') AS bound FROM person n WHERE n.id IN (?)`,
    [people.map(({ personId }) => personId)],
  );
  const facts = new Map(rows.map((row) => [row.id, row]));
  return people.map(({ personId, name, unitId, unit }) => ({
    personId,
    name,
    unitId,
    unit,
    reachable: Number(facts.get(personId)?.bound) === 1,
    optedOut: Number(facts.get(personId)?.off) === 1,
    reminder: reminders.get(personId) ?? null,
  }));
}
