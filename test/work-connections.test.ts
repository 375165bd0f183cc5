import { expect } from "chai";
import { Person } from "../entities/person.ts";
import { aGate, aMeeting } from "./support/meeting.ts";
import { refusalOf } from "./support/refusal.ts";
import { connectionOf, useWorkbench } from "./support/workbench.ts";

describe("work on one connection", () => {
  const { test, places, run, runInEveryPlace, expectEveryPlaceFree, add } = useWorkbench();

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
      expect(await runInEveryPlace(connectionOf)).not.to.include(connection);
    }
  });

  describe("when every connection is taken", () => {
    /** Takes every connection until they are given back, one or all. */
    async function fill() {
      const gates = Array.from({ length: places }, aGate);
      const taken = aMeeting(places + 1);
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
    const rules = await runInEveryPlace(async (work) => {
      const rows: { Variable_name: string; Value: string }[] = await work.db.query(
        `SHOW SESSION VARIABLES WHERE Variable_name IN
         ('tx_isolation', 'transaction_isolation', 'time_zone', 'innodb_lock_wait_timeout', 'collation_connection')`,
      );
      return Object.fromEntries(
        rows.map((row) => [row.Variable_name.replace(/^tx_/, "transaction_"), row.Value]),
      );
    });
    for (const each of rules) {
      expect(each).to.deep.equal({
        transaction_isolation: "READ-COMMITTED",
        time_zone: "+00:00",
        innodb_lock_wait_timeout: "4",
        collation_connection: "utf8mb4_unicode_520_ci",
      });
    }
  });
});
