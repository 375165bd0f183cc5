import { expect } from "chai";
import { Person } from "../entities/person.ts";
import { invalid } from "../src/errors.ts";
import { laterSurely } from "../src/packets.ts";
import { type House, transact, type Work } from "../src/work.ts";
import { at } from "../src/workdays.ts";
import { aPerson, useTestHouse } from "./support/house.ts";
import { aGate, aMeeting } from "./support/meeting.ts";
import { refusalOf } from "./support/refusal.ts";

const poolSize = 3;
const everyPlace = Array.from({ length: poolSize }, (_, index) => index);
const withCode = (code: string) => Object.assign(new Error(code), { code });

describe("work in one transaction", () => {
  const test = useTestHouse(poolSize);

  const run = <T>(
    act: (work: Work) => Promise<T>,
    more: { harmless?: boolean; house?: Partial<House> } = {},
  ) =>
    transact(
      { ...test.house, ...more.house },
      { now: test.clock.now(), actor: { kind: "system", name: "test" }, harmless: more.harmless ?? false },
      act,
    );
  const rename = (work: Work, { id }: { id: number }, name: string) =>
    work.db.query("UPDATE person SET name = CONCAT(name, ?) WHERE id = ?", [name, id]);
  const nameOf = async ({ id }: { id: number }) => (await test.db.findOneByOrFail(Person, { id })).name;
  const connectionOf = async (work: Work): Promise<number> =>
    Number((await work.db.query("SELECT CONNECTION_ID() AS id"))[0].id);
  const add = (work: Work, name: string) => work.db.query("INSERT INTO person (name) VALUES (?)", [name]);

  /** As many pieces of work as there are connections, all open at once. */
  async function expectEveryPlaceFree(): Promise<void> {
    const meet = aMeeting(poolSize);
    const ids = await Promise.all(
      everyPlace.map(() =>
        run(async (work) => {
          const id = await connectionOf(work);
          await meet();
          return id;
        }),
      ),
    );
    expect(new Set(ids).size).to.equal(poolSize);
  }

  it("is told the moment, the actor and the rules, and gives its result back", async () => {
    const result = await run(async (work) => {
      expect(work.now).to.deep.equal(test.clock.now());
      expect(work.actor).to.deep.equal({ kind: "system", name: "test" });
      expect(work.rules).to.equal(test.house.rules);
      await add(work, "王秀兰");
      expect(await test.db.count(Person), "nobody sees it before the end").to.equal(0);
      return "done";
    });
    expect(result).to.equal("done");
    expect(await test.db.countBy(Person, { name: "王秀兰" })).to.equal(1);
  });

  it("leaves nothing behind when it fails, and the failure is told as it is", async () => {
    const bug = new Error("出错");
    const ending = await run(async (work) => {
      await add(work, "王秀兰");
      throw bug;
    }).catch((error: unknown) => error);
    expect(ending).to.equal(bug);
    expect(await test.db.count(Person)).to.equal(0);
    await expectEveryPlaceFree();
  });

  it("is refused with stale when a change finds other rows than it must, even if somebody catches that", async () => {
    const wang = await aPerson(test, { name: "王" });
    const ending = await refusalOf(
      run(async (work) => {
        await add(work, "孙");
        laterSurely(work, 2, "UPDATE person SET name = '李' WHERE id = ?", [wang.id]);
        await add(work, "赵").catch(() => undefined);
      }),
    );
    expect(ending.code).to.equal("stale");
    expect(await nameOf(wang)).to.equal("王");
    expect(await test.db.count(Person)).to.equal(1);
    await expectEveryPlaceFree();
  });

  it("lets a change stand that finds as many rows as it must, whether anything follows or not", async () => {
    const wang = await aPerson(test, { name: "王" });
    await run(async (work) => laterSurely(work, 1, "UPDATE person SET name = '李?' WHERE id = ?", [wang.id]));
    expect(await nameOf(wang)).to.equal("李?");
  });

  describe("is run again", () => {
    it("after a deadlock, so that both of two have their way", async () => {
      const [wang, sun] = [await aPerson(test, { name: "王" }), await aPerson(test, { name: "孙" })];
      const meet = aMeeting(2);
      let runs = 0;
      const both = (first: Person, second: Person, mark: string) =>
        run(async (work) => {
          runs++;
          await rename(work, first, mark);
          await meet();
          await rename(work, second, mark);
        });
      await Promise.all([both(wang, sun, "1"), both(sun, wang, "2")]);
      expect(runs).to.equal(3);
      expect([...(await nameOf(wang))].sort().join("")).to.equal("12王");
      expect([...(await nameOf(sun))].sort().join("")).to.equal("12孙");
    });

    it("after a lock was waited for too long, with what it wrote before undone", async function () {
      this.timeout(10_000);
      const wang = await aPerson(test, { name: "王" });
      const [held, mayEnd] = [aGate(), aGate()];
      const holder = run(async (work) => {
        await rename(work, wang, "1");
        held.open();
        await mayEnd.passed;
      });
      await held.passed;
      let runs = 0;
      await run(async (work) => {
        await work.db.query(`SET SESSION innodb_lock_wait_timeout = ${++runs === 1 ? 1 : 4}`);
        await add(work, `第${runs}次`);
        if (runs === 2) mayEnd.open();
        await rename(work, wang, "2");
      });
      await holder;
      expect(runs).to.equal(2);
      expect(await nameOf(wang)).to.equal("王12");
      expect(await test.db.countBy(Person, { name: "第1次" })).to.equal(0);
      expect(await test.db.countBy(Person, { name: "第2次" })).to.equal(1);
    });

    for (const code of ["ER_LOCK_DEADLOCK", "ER_LOCK_WAIT_TIMEOUT", "ER_CHECKREAD"]) {
      it(`after ${code}, five times at most`, async () => {
        let runs = 0;
        const ending = await run(async (work) => {
          runs++;
          await add(work, "王秀兰");
          throw withCode(code);
        }).catch((error: { code: string }) => error.code);
        expect(ending).to.equal(code);
        expect(runs).to.equal(5);
        expect(await test.db.count(Person)).to.equal(0);
      });
    }

    for (const [when, told] of [
      ["asked next", false],
      ["told by the network", true],
    ] as const) {
      it(`after its connection was lost, noticed when ${when}, when a second run does no harm`, async () => {
        let runs = 0;
        await run(
          async (work) => {
            await add(work, `第${++runs}次`);
            if (runs === 1) await lose(work, told);
          },
          { harmless: true },
        );
        expect((await test.db.find(Person)).map((person) => person.name)).to.deep.equal(["第2次"]);
      });
    }
  });

  /** Ends the connection from the server's side, and asks it something before or after its end has been heard. */
  const lose = async (work: Work, told = false) => {
    const connection = await work.db.queryRunner?.connect();
    const closed = new Promise((resolve) => connection.stream.once("close", resolve));
    const id = await connectionOf(work);
    const kill = test.db.query(`KILL ${id}`);
    if (told) await Promise.all([kill, closed]);
    else await kill;
    await work.db.query("SELECT 1");
  };

  describe("is run once only", () => {
    const count = async (act: (work: Work) => Promise<unknown>) => {
      let runs = 0;
      await run((work) => {
        runs++;
        return act(work);
      }).catch(() => undefined);
      return runs;
    };

    it("when it is refused", async () => {
      expect(await count(() => Promise.reject(invalid("请写明原因")))).to.equal(1);
    });

    it("when it has a bug", async () => {
      expect(await count(() => Promise.reject(new TypeError("undefined is not a function")))).to.equal(1);
      expect(await count((work) => work.db.query("SELECT * FROM nowhere"))).to.equal(1);
    });

    it("when its connection was lost and a second run might do harm", async () => {
      expect(await count((work) => lose(work))).to.equal(1);
      await expectEveryPlaceFree();
    });
  });

  describe("never gives a connection on", () => {
    it("whose commit failed, even if it could be rolled back", async () => {
      let spoilt = 0;
      const ending = await run(async (work) => {
        spoilt = await connectionOf(work);
        await add(work, "王秀兰");
        const runner = work.db.queryRunner;
        if (runner) runner.commitTransaction = () => Promise.reject(new Error("commit failed"));
      }).catch((error: Error) => error.message);
      expect(ending).to.equal("commit failed");
      expect(await test.db.count(Person)).to.equal(0);
      await expectGone(spoilt);
    });

    it("that broke while it was committed", async () => {
      let spoilt = 0;
      const ending = run(async (work) => {
        spoilt = await connectionOf(work);
        await add(work, "王秀兰");
        await test.db.query(`KILL ${spoilt}`);
      });
      expect(await ending.catch((error: unknown) => error)).to.be.instanceOf(Error);
      expect(await test.db.count(Person)).to.equal(0);
      await expectGone(spoilt);
    });

    async function expectGone(connection: number): Promise<void> {
      const meet = aMeeting(poolSize);
      const ids = await Promise.all(
        everyPlace.map(() =>
          run(async (work) => {
            await meet();
            return connectionOf(work);
          }),
        ),
      );
      expect(ids).not.to.include(connection);
    }
  });

  describe("when every connection is taken", () => {
    /** Takes every connection until they are given back, one or all. */
    async function fill() {
      const gates = everyPlace.map(aGate);
      const taken = aMeeting(poolSize + 1);
      const holders = gates.map((gate) => run(() => taken().then(() => gate.passed)));
      await taken();
      const open = () => {
        for (const gate of gates) gate.open();
      };
      return { openOne: () => gates[0]?.open(), open, ended: Promise.all(holders) };
    }

    it("is refused as busy after a while, without having begun", async () => {
      const full = await fill();
      let begun = false;
      const late = run(
        async () => {
          begun = true;
        },
        { house: { patience: 1 } },
      );
      expect(await refusalOf(late)).to.include({ code: "busy", status: 503 });
      expect(begun).to.equal(false);
      full.open();
      await full.ended;
      await expectEveryPlaceFree();
    });

    it("waits its turn, first come first served", async () => {
      const full = await fill();
      const order: number[] = [];
      const waiting = [1, 2, 3, 4, 5].map((each) => run(async () => void order.push(each)));
      full.openOne();
      await Promise.all(waiting);
      full.open();
      await full.ended;
      expect(order).to.deep.equal([1, 2, 3, 4, 5]);
      await expectEveryPlaceFree();
    });

    it("comes in again after it was refused", async () => {
      const full = await fill();
      const early = run(async () => "early", { house: { patience: 1 } });
      const patient = run(async () => "patient");
      expect((await refusalOf(early)).code).to.equal("busy");
      full.open();
      expect(await patient).to.equal("patient");
      expect(await run(async () => "again")).to.equal("again");
    });
  });

  it("finds every connection told the rules of the house", async () => {
    const meet = aMeeting(poolSize);
    const rules = await Promise.all(
      everyPlace.map(() =>
        run(async (work) => {
          await meet();
          const rows: { Variable_name: string; Value: string }[] = await work.db.query(
            `SHOW SESSION VARIABLES WHERE Variable_name IN
             ('tx_isolation', 'transaction_isolation', 'time_zone', 'innodb_lock_wait_timeout', 'collation_connection')`,
          );
          return Object.fromEntries(
            rows.map((row) => [row.Variable_name.replace(/^tx_/, "transaction_"), row.Value]),
          );
        }),
      ),
    );
    for (const each of rules) {
      expect(each).to.deep.equal({
        transaction_isolation: "READ-COMMITTED",
        time_zone: "+00:00",
        innodb_lock_wait_timeout: "4",
        collation_connection: "utf8mb4_unicode_520_ci",
      });
    }
  });

  it("sees what others have committed since it began", async () => {
    await run(async (work) => {
      expect(await work.db.count(Person)).to.equal(0);
      await aPerson(test);
      expect(await work.db.count(Person)).to.equal(1);
    });
  });

  it("keeps a moment to the millisecond, in UTC, whatever the time zone here", async () => {
    const moment = new Date(at("2018-08-31", "23:59").getTime() + 59_999);
    const [row] = await run((work) =>
      work.db.query(
        "SELECT CAST(? AS DATETIME(3)) AS moment, DATE_FORMAT(?, '%Y-%m-%d %H:%i:%s.%f') AS words",
        [moment, moment],
      ),
    );
    expect(row.moment).to.deep.equal(moment);
    expect(row.words).to.match(/^2018-08-31 15:59:59.999/);
  });
});
