import { expect } from "chai";
import { Person } from "../entities/person.ts";
import { invalid } from "../src/errors.ts";
import type { Work } from "../src/work.ts";
import { aPerson } from "./support/house.ts";
import { aGate, aMeeting } from "./support/meeting.ts";
import { connectionOf, useWorkbench } from "./support/workbench.ts";

const withCode = (code: string) => Object.assign(new Error(code), { code });

describe("work that fails", () => {
  const { test, run, expectEveryPlaceFree, add, nameOf } = useWorkbench();

  const rename = (work: Work, { id }: { id: number }, name: string) =>
    work.db.query("UPDATE person SET name = CONCAT(name, ?) WHERE id = ?", [name, id]);

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
});
