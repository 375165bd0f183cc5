import { expect } from "chai";
import type { DataSource } from "typeorm";
import { type Answer, openTestApi, type TestApi } from "../../support/api.ts";
import { aCounty, aHolder, aRunningCampaign, type Running } from "../../support/campaigns.ts";
import { aUnit, openTestHouse, type TestHouse } from "../../support/house.ts";

/** What mysql2 keeps of its connections. */
interface Pool {
  _allConnections: { length: number };
  _freeConnections: { length: number };
  _connectionQueue: { length: number };
}

/** Somebody who asks, and whose words he must never be told. */
interface Asker {
  token: string;
  never: string;
}

/** One request of the many. */
interface Wish {
  asker: Asker;
  method: string;
  path: string;
  body?: unknown;
  /** Endings that are in order. */
  fine: number[];
}

const poolSize = 10;

describe("two hundred requests at once", function () {
  this.timeout(60_000);
  let test: TestHouse;
  let api: TestApi;
  let running: Running;
  let admin: Asker;

  before(async () => {
    test = await openTestHouse(poolSize);
    api = await openTestApi(test);
  });
  after(async () => {
    await api.close();
    await test.close();
  });

  /** Units and people of a township bear its name, so that any word of it gives a leak away. */
  async function aTownship(name: string, bureauId: number, never: string) {
    const central = await aUnit(test, {
      kind: "central-school",
      name: `${name}镇中心校`,
      parentId: bureauId,
    });
    const school = await aUnit(test, { name: `${name}镇第一小学`, parentId: central.id });
    const head = await aHolder(test, central, "unit-head", `${name}校长`);
    const one = await aHolder(test, school, "responsible", `${name}甲`);
    const other = await aHolder(test, school, "responsible", `${name}乙`);
    const asker = async (id: number): Promise<Asker> => ({ token: await api.tokenFor(id), never });
    return {
      name,
      central,
      school,
      head: await asker(head.id),
      staff: [await asker(one.id), await asker(other.id)],
      people: [head, one, other],
    };
  }
  type Township = Awaited<ReturnType<typeof aTownship>> & { task?: number; question?: string };

  async function twoTownships(): Promise<[Township, Township]> {
    const county = await aCounty(test);
    admin = { token: await api.tokenFor(county.admin.id), never: "谁也没有的名字" };
    const townships: [Township, Township] = [
      await aTownship("东山", county.bureau.id, "西河"),
      await aTownship("西河", county.bureau.id, "东山"),
    ];
    running = await aRunningCampaign(test, county);
    for (const township of townships) {
      const [{ id }] = await test.db.query(
        "SELECT id FROM assignment WHERE unit_id = ? AND requirement_id = ?",
        [township.school.id, running.checklist.id],
      );
      township.task = id;
      const shown = await api.call("GET", `/assignments/${id}`, { token: township.head.token });
      township.question = shown.body.questions[0].key;
    }
    return townships;
  }

  /** Twenty requests of a township's people; `other` is the one that is none of their business. */
  function wishesOf(township: Township, other: Township, round: number): Wish[] {
    const [one, two] = township.staff as [Asker, Asker];
    const read = (asker: Asker, path: string, fine = [200]): Wish => ({ asker, method: "GET", path, fine });
    const write = (asker: Asker, path: string, body: unknown, fine: number[], method = "POST"): Wish => ({
      asker,
      method,
      path,
      body,
      fine,
    });
    const task = `/assignments/${township.task}`;
    const progress = `/progress?campaignId=${running.campaign.id}`;
    const answers = (value: string) => ({
      answers: [{ key: township.question, value, note: `${township.name}的说明` }],
    });
    return [
      ...["/units", "/people", "/assignments", "/submissions", progress, "/me/data"].map((path) =>
        read(township.head, path),
      ),
      read(one, task),
      read(two, `${task}/timeline`),
      read(one, `/assignments/${other.task}`, [404]),
      read(township.head, `/units/${other.school.id}`, [404]),
      read(two, "/extensions"),
      write(one, `${task}/answers`, answers("是"), [200]),
      write(two, `${task}/answers`, answers("部分"), [200]),
      write(one, `/assignments/${other.task}/answers`, answers("是"), [404]),
      write(one, `${task}/extensions`, { day: "2018-09-07", reason: `${township.name}停电` }, [201, 409]),
      write(two, `${task}/commands`, { command: "submit" }, [409]),
      write(township.head, "/people", newcomer(township, round), [201, 409]),
      write(one, `/people/${other.people[1]?.id}/phone`, { phone: null }, [404], "PUT"),
      write(one, "/units", { name: "x", kind: "school", parentId: other.central.id }, [403]),
      read(admin, `/units?below=${township.central.id}`),
    ];
  }
  const newcomer = ({ name, school }: Township, round: number) => ({
    name: `${name}新人${round}`,
    unitId: school.id,
    role: "staff",
    namesake: true,
  });

  const ask = async (wish: Wish): Promise<{ wish: Wish; answer: Answer }> => ({
    wish,
    answer: await api.call(wish.method, wish.path, {
      token: wish.asker.token,
      ...(wish.body ? { body: wish.body } : {}),
    }),
  });

  it("answer each within its asker's scope, end all in order, and leave no connection behind", async () => {
    const [east, west] = await twoTownships();
    const wishes = [1, 2, 3, 4, 5].flatMap((round) => {
      const [ours, theirs] = [wishesOf(east, west, round), wishesOf(west, east, round)];
      return ours.flatMap((wish, place) => [wish, theirs[place] as Wish]);
    });
    expect(wishes).to.have.length(200);
    const answers = await Promise.all(wishes.map(ask));
    for (const { wish, answer } of answers) {
      const words = JSON.stringify(answer.body);
      expect(answer.status, `${wish.method} ${wish.path} ${words}`).to.be.oneOf(wish.fine);
      expect(words, `${wish.method} ${wish.path}`).not.to.contain(wish.asker.never);
    }
    expect(api.bugs).to.deep.equal([]);
    await expectAtRest();
    await expectWritten([east, west]);
  });

  /** All connections are back in the pool, and none holds a transaction open. */
  async function expectAtRest(): Promise<void> {
    const { pool } = (test.db.connection as DataSource).driver as unknown as { pool: Pool };
    expect(pool._allConnections.length).to.be.within(1, poolSize);
    expect(pool._freeConnections.length).to.equal(pool._allConnections.length);
    expect(pool._connectionQueue.length).to.equal(0);
    const open = await test.db.query(
      `SELECT t.trx_id FROM information_schema.innodb_trx t
       JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id
       WHERE p.db = DATABASE() AND p.id <> CONNECTION_ID()`,
    );
    expect(open).to.deep.equal([]);
  }

  /** What was granted was done, once each. */
  async function expectWritten(townships: Township[]): Promise<void> {
    for (const { school, task } of townships) {
      const count = async (sql: string, value: unknown) => Number((await test.db.query(sql, [value]))[0].n);
      expect(
        await count("SELECT COUNT(*) AS n FROM extension WHERE state = 'asked' AND assignment_id = ?", task),
      ).to.equal(1);
      const hired = "SELECT COUNT(*) AS n FROM post WHERE role = 'staff' AND unit_id = ?";
      expect(await count(hired, school.id)).to.equal(5);
      const answered = "SELECT COUNT(*) AS n FROM answer WHERE value IS NOT NULL AND assignment_id = ?";
      expect(await count(answered, task)).to.equal(1);
    }
  }
});
