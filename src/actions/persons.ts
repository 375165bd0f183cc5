import type { Role } from "../../entities/post.ts";
import { blindIndexes } from "../data-keys.ts";
import { invalid, notFound } from "../errors.ts";
import type { Work } from "../work.ts";
import { anywhere, ofPeople, ofSeenUnits, pageLimit } from "./people-rights.ts";
import { normalisePhone } from "./phones.ts";
import { type Condition, unitsBelow } from "./scope.ts";

/** A post that somebody holds or will hold. */
export interface PostRow {
  id: number;
  unitId: number;
  unit: string;
  role: Role;
  from: Date;
  until: Date | null;
}

/** Somebody as he is listed; the number is masked, posts out of the actor's sight are left out. */
export interface PersonRow {
  id: number;
  name: string;
  rowVersion: number;
  demo: boolean;
  bound: boolean;
  phone: string | null;
  posts: PostRow[];
}

/** Which people; `below` at that unit or under it, `bound` whether a contact of theirs is verified. */
export interface PersonFilter {
  unitId?: number;
  below?: number;
  role?: Role;
  text?: string;
  bound?: boolean;
  after?: number;
  limit?: number;
}

const boundSql = `EXISTS (SELECT 1 FROM contact k WHERE k.person_id = n.id AND k.verified_at IS NOT NULL
  AND k.superseded_at IS NULL AND k.channel <> 'mini')`;
const columns = `n.id, n.name, n.row_version AS rowVersion, n.demo, ${boundSql} AS bound, h.mask AS phone`;

/** The people whom the actor may see, by id, at most 200; `next` goes on after the page, null at the end. */
export async function listPeople(
  work: Work,
  filter: PersonFilter,
): Promise<{ people: PersonRow[]; next: number | null }> {
  const limit = pageLimit(filter.limit);
  const conditions = await conditionsOf(work, filter);
  const where = conditions.map(({ sql }) => sql);
  const values = conditions.flatMap((condition) => condition.values);
  const rows: Omit<PersonRow, "posts">[] = await work.db.query(
    `SELECT ${columns} FROM person n LEFT JOIN phone h ON h.person_id = n.id
     WHERE ${where.join(" AND ")} ORDER BY n.id LIMIT ${limit + 1}`,
    values,
  );
  const people = await withPosts(work, rows.slice(0, limit));
  return { people, next: rows.length > limit ? (people.at(-1)?.id ?? null) : null };
}

async function conditionsOf(work: Work, filter: PersonFilter): Promise<Condition[]> {
  const posts = await postFilter(work, filter);
  const text = filter.text?.trim();
  return [
    await ofPeople(work, "n"),
    { sql: "n.id > ?", values: [filter.after ?? 0] },
    ...(posts ? [posts] : []),
    ...(text ? [{ sql: "n.name LIKE ?", values: [anywhere(text)] }] : []),
    ...(filter.bound === undefined ? [] : [{ sql: filter.bound ? boundSql : `NOT ${boundSql}`, values: [] }]),
  ];
}

async function postFilter(work: Work, { unitId, below, role }: PersonFilter): Promise<Condition | null> {
  if (unitId === undefined && below === undefined && role === undefined) return null;
  const seen = await ofSeenUnits(work, "f.unit_id");
  const where = ["f.person_id = n.id", "(f.until_at IS NULL OR f.until_at > ?)", seen.sql];
  const values: unknown[] = [work.now, ...seen.values];
  const narrow = (sql: string, value: unknown): void => {
    where.push(sql);
    values.push(value);
  };
  if (unitId !== undefined) narrow("f.unit_id = ?", unitId);
  if (below !== undefined) narrow("f.unit_id IN (?)", [0, ...(await unitsBelow(work, [below]))]);
  if (role !== undefined) narrow("f.role = ?", role);
  return { sql: `EXISTS (SELECT 1 FROM post f WHERE ${where.join(" AND ")})`, values };
}

/** One person. Refuses with not-found when he is not there or not the actor's to see. */
export async function readPerson(work: Work, id: number): Promise<PersonRow> {
  const person = await onePerson(work, "n.id = ?", id);
  if (!person) throw notFound("这个人");
  return person;
}

/** Whoever has this number, if the actor may see him; refuses with invalid for a number that is none. */
export async function personByPhone(work: Work, phone: string): Promise<PersonRow | null> {
  const digits = normalisePhone(phone);
  if (!digits)
    throw invalid("手机号应是 11 位数字,以 1 开头", [{ field: "phone", message: "不是有效的手机号" }]);
  return onePerson(work, "h.blind_index IN (?)", blindIndexes(work.rules.dataKeys, digits));
}

async function onePerson(work: Work, sql: string, value: unknown): Promise<PersonRow | null> {
  const seen = await ofPeople(work, "n");
  const rows: Omit<PersonRow, "posts">[] = await work.db.query(
    `SELECT ${columns} FROM person n LEFT JOIN phone h ON h.person_id = n.id WHERE ${sql} AND ${seen.sql}`,
    [value, ...seen.values],
  );
  return (await withPosts(work, rows))[0] ?? null;
}

async function withPosts(work: Work, rows: Omit<PersonRow, "posts">[]): Promise<PersonRow[]> {
  if (rows.length === 0) return [];
  const seen = await ofSeenUnits(work, "u.id");
  const posts: (PostRow & { personId: number })[] = await work.db.query(
    `SELECT p.id, p.person_id AS personId, p.unit_id AS unitId, u.name AS unit, p.role, p.from_at AS \`from\`,
       p.until_at AS until FROM post p JOIN unit u ON u.id = p.unit_id
     WHERE p.person_id IN (?) AND (p.until_at IS NULL OR p.until_at > ?) AND ${seen.sql} ORDER BY p.id`,
    [rows.map(({ id }) => id), work.now, ...seen.values],
  );
  return rows.map((row) => ({
    ...row,
    demo: Boolean(row.demo),
    bound: Number(row.bound) === 1,
    posts: posts
      .filter(({ personId }) => personId === row.id)
      .map(({ id, unitId, unit, role, from, until }) => ({ id, unitId, unit, role, from, until })),
  }));
}
