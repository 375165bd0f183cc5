import type { DataSource, DeepPartial, EntityManager, EntityTarget, ObjectLiteral } from "typeorm";
import { Contact } from "../../entities/contact.ts";
import { Person } from "../../entities/person.ts";
import { Post } from "../../entities/post.ts";
import { Unit } from "../../entities/unit.ts";
import { migrate, openDatabase } from "../../ormconfig.ts";
import { MovableClock } from "../../src/clock.ts";
import { type Actor, type House, transact, type Work } from "../../src/work.ts";
import { at, Workdays } from "../../src/workdays.ts";
import { testDatabaseUrl } from "./database.ts";

/** A house for tests: a migrated database of its own, a clock that stands still, and the usual rules. */
export interface TestHouse {
  house: House;
  /** For a process of its own that works on the same database. */
  url: string;
  /** Stands at 2018-08-14 09:00 in Shanghai, a Tuesday, until it is moved. */
  clock: MovableClock;
  db: EntityManager;
  /** Runs one piece of work now, for the system or the actor given, and commits it. */
  act<T>(work: (work: Work) => Promise<T>, actor?: Actor): Promise<T>;
  /** Empties every table and puts the clock and the rules back: call it before each test. */
  clear(): Promise<void>;
  /** Drops the database. */
  close(): Promise<void>;
}

const morning = at("2018-08-14", "09:00");

/** Rules that tests keep to unless they set others. */
export const usualRules = (): House["rules"] => ({
  workdays: new Workdays(),
  quiet: { from: "20:30", to: "07:30" },
  remindAt: "09:00",
  filesFolder: "/nonexistent",
  dataKeys: [{ id: "test", secret: Buffer.alloc(32, 7) }],
});

/** Opens a house on a fresh database of the run's server, unless another is named; `poolSize` connections at most. */
export async function openTestHouse(poolSize = 10, server = testDatabaseUrl()): Promise<TestHouse> {
  const { database, url, drop } = await freshDatabase(poolSize, server);
  const house: House = { database, rules: usualRules() };
  const clock = new MovableClock(0, { now: () => morning });
  const tables = (await database.query("SHOW TABLES")).map((row: object) => String(Object.values(row)[0]));
  return {
    house,
    url,
    clock,
    db: database.manager,
    act: (work, actor = { kind: "system", name: "test" }) =>
      transact(house, { now: clock.now(), actor }, work),
    async clear() {
      clock.moveTo(morning);
      Object.assign(house.rules, usualRules());
      await empty(database, tables);
    },
    async close() {
      await drop();
    },
  };
}

/** A house for the tests of the suite that calls this: opened before the first, emptied before each, gone after the last. */
export function useTestHouse(poolSize?: number): TestHouse {
  const test = {} as TestHouse;
  before(async () => {
    Object.assign(test, await openTestHouse(poolSize));
  });
  beforeEach(() => test.clear());
  after(() => test.close());
  return test;
}

let count = 0;

/** A database beside the run's own, so that two houses never meet; needs the right to create one. */
async function freshDatabase(
  poolSize: number,
  server: string,
): Promise<{ database: DataSource; url: string; drop(): Promise<void> }> {
  const url = new URL(server);
  const name = `${url.pathname.slice(1)}_test_${process.pid}_${++count}`;
  const porter = await openDatabase(url.href, 1);
  await porter.query(`CREATE DATABASE ${name}`);
  await porter.destroy();
  url.pathname = `/${name}`;
  const database = await openDatabase(url.href, poolSize);
  await migrate(database);
  return {
    database,
    url: url.href,
    async drop() {
      await database.query(`DROP DATABASE ${name}`);
      await database.destroy();
    },
  };
}

/** Deletes only where something is: much quicker than truncating some forty tables. */
async function empty(database: DataSource, tables: string[]): Promise<void> {
  const looks = tables
    .filter((table) => table !== "migrations")
    .map((table) => `SELECT '${table}' AS name FROM DUAL WHERE EXISTS (SELECT 1 FROM \`${table}\`)`);
  const filled: { name: string }[] = await database.query(looks.join(" UNION ALL "));
  const runner = database.createQueryRunner();
  try {
    await runner.query("SET FOREIGN_KEY_CHECKS = 0");
    for (const { name } of filled) await runner.query(`DELETE FROM \`${name}\``);
    await runner.query("SET FOREIGN_KEY_CHECKS = 1");
  } finally {
    await runner.release();
  }
}

let number = 0;
const next = (): number => ++number;

/** A school, unless told otherwise. */
export const aUnit = (test: TestHouse, set: Partial<Unit> = {}): Promise<Unit> => {
  const no = next();
  return keep(test, Unit, {
    parentId: null,
    code: `unit-${no}`,
    name: `第${no}小学`,
    kind: "school",
    aliases: [],
    demo: false,
    ...set,
  });
};

/** Somebody without a post. */
export const aPerson = (test: TestHouse, set: Partial<Person> = {}): Promise<Person> =>
  keep(test, Person, { name: `张${next()}`, listSize: 1, remindersOff: false, demo: false, ...set });

/** A post held since long ago; responsible, unless told otherwise. Unit and person are made when not given. */
export const aPost = async (test: TestHouse, set: Partial<Post> = {}): Promise<Post> =>
  keep(test, Post, {
    unitId: set.unitId ?? (await aUnit(test)).id,
    personId: set.personId ?? (await aPerson(test)).id,
    role: "responsible",
    fromAt: at("2018-01-01", "00:00"),
    untilAt: null,
    ...set,
  });

/** A contact on the simulator; bound and verified when a person is given. */
export const aContact = (test: TestHouse, set: Partial<Contact> = {}): Promise<Contact> =>
  keep(test, Contact, {
    channel: "simulator",
    address: `wx-${next()}`,
    personId: null,
    verifiedAt: set.personId ? at("2018-08-01", "09:00") : null,
    supersededAt: null,
    ...set,
  });

async function keep<E extends ObjectLiteral>(
  { db }: TestHouse,
  entity: EntityTarget<E>,
  row: Partial<E>,
): Promise<E> {
  return (await db.save(entity, row as DeepPartial<E>)) as E;
}
