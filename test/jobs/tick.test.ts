import { expect } from "chai";
import { openClockDoor } from "../../src/jobs/tick.ts";
import { type Job, timetable } from "../../src/jobs/timetable.ts";
import { record } from "../../src/machines/event.ts";
import type { House } from "../../src/work.ts";
import { at } from "../../src/workdays.ts";
import { openTestHouse, useTestHouse } from "../support/house.ts";

describe("the clock door", () => {
  const test = useTestHouse();
  const errors: string[] = [];
  beforeEach(() => {
    errors.length = 0;
  });

  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (_facts: object, words: string) => void errors.push(words),
  };
  const open = (jobs: Job[], house: House = test.house, more = {}) =>
    openClockDoor({ house, clock: test.clock, timetable: jobs, log, ...more });
  const runs = () => test.db.query("SELECT job, moment, failure FROM job_run ORDER BY id");

  /** A job that remembers its moments, and leaves an event that goes with its transaction. */
  const counting = (period = 60) => {
    const moments: Date[] = [];
    const run: Job["run"] = async (work) => {
      await record(work, { subject: "job", subjectId: 1, command: "count" });
      moments.push(work.now);
      return 1;
    };
    return { moments, job: { name: "count", period, run } };
  };
  const events = async () => Number((await test.db.query("SELECT COUNT(*) AS n FROM event"))[0].n);

  it("runs each job once for each of its moments", async () => {
    const { moments, job } = counting();
    const door = open([job]);
    await door.tick();
    test.clock.moveTo(at("2018-08-14", "09:00"));
    await door.tick();
    expect(moments).to.have.length(1);
    test.clock.moveTo(new Date(at("2018-08-14", "09:01").getTime() + 30_000));
    await door.tick();
    await door.tick();
    expect(moments).to.have.length(2);
    expect((await runs()).map((run: { moment: Date }) => run.moment)).to.deep.equal([
      at("2018-08-14", "09:00"),
      at("2018-08-14", "09:01"),
    ]);
  });

  it("runs once when several replicas strike at the same moment", async () => {
    const { moments, job } = counting();
    await Promise.all([1, 2, 3, 4, 5].map(() => open([job]).tick()));
    expect(moments).to.have.length(1);
    expect(await events()).to.equal(1);
  });

  it("runs once after three days away, not once for each minute", async () => {
    const { moments, job } = counting();
    const door = open([job]);
    await door.tick();
    test.clock.moveTo(at("2018-08-17", "09:00"));
    await door.tick();
    expect(moments).to.have.length(2);
  });

  it("does not ask the database twice for one moment", async () => {
    let asked = 0;
    const { database, rules } = test.house;
    const createQueryRunner = database.createQueryRunner.bind(database);
    database.createQueryRunner = (...args) => {
      asked += 1;
      return createQueryRunner(...args);
    };
    const { job } = counting(3600);
    const door = open([job], { database, rules });
    await door.tick();
    const first = asked;
    for (let n = 0; n < 50; n++) await door.tick();
    database.createQueryRunner = createQueryRunner;
    expect(first).to.equal(1);
    expect(asked).to.equal(1);
  });

  it("leaves nothing of a job that fails but the word that it did, and goes on with the others", async () => {
    const { moments, job } = counting();
    const failing: Job = {
      name: "fail",
      period: 60,
      run: async (work) => {
        await record(work, { subject: "job", subjectId: 1, command: "half" });
        throw new TypeError("a bug");
      },
    };
    const door = open([failing, job]);
    await door.tick();
    await door.tick();
    expect(moments).to.have.length(1);
    expect(await events()).to.equal(1);
    expect(errors).to.have.length(1);
    expect((await runs()).map((run: object) => ({ ...run, moment: 0 }))).to.deep.equal([
      { job: "fail", moment: 0, failure: "TypeError" },
      { job: "count", moment: 0, failure: null },
    ]);
    test.clock.moveTo(at("2018-08-14", "09:01"));
    await door.tick();
    expect(errors, "it comes again at its next moment").to.have.length(2);
  });

  it("tries again at the next tick what a database that was away did not let it do", async () => {
    const { moments, job } = counting();
    let away = true;
    const house: House = {
      rules: test.house.rules,
      database: new Proxy(test.house.database, {
        get(target, name) {
          if (name === "createQueryRunner" && away) throw new Error("away");
          return Reflect.get(target, name);
        },
      }),
    };
    const door = open([job], house);
    await door.tick();
    expect(door.age()).to.equal(Number.POSITIVE_INFINITY);
    away = false;
    await door.tick();
    expect(moments).to.have.length(1);
    expect(door.age()).to.be.below(60_000);
  });

  it("gives whoever asks during a tick the one after it", async () => {
    const order: string[] = [];
    let letGo: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const job: Job = {
      name: "slow",
      period: 60,
      run: async (work) => {
        order.push(`run ${work.now.toISOString()}`);
        if (order.length === 1) await gate;
        return 1;
      },
    };
    const door = open([job]);
    const first = door.tick();
    await Promise.resolve();
    test.clock.moveTo(at("2018-08-15", "09:00"));
    const second = door.tick();
    expect(door.tick(), "a third shares it").to.equal(second);
    letGo();
    await first;
    await second;
    expect(order).to.deep.equal(["run 2018-08-14T01:00:00.000Z", "run 2018-08-15T01:00:00.000Z"]);
  });

  it("says when a job did something, and only then", async () => {
    let done = 0;
    const onDone = () => void done++;
    const idle: Job = { name: "idle", period: 60, run: async () => 0 };
    await open([idle], test.house, { onDone }).tick();
    expect(done).to.equal(0);
    await open([counting().job], test.house, { onDone }).tick();
    expect(done).to.equal(1);
  });

  it("beats by itself between start and stop", async () => {
    const { moments, job } = counting();
    const door = open([job]);
    door.start();
    await door.stop();
    expect(moments).to.have.length(1);
  });

  it("runs everything in the timetable where there is something to do", async () => {
    test.clock.moveTo(at("2018-08-14", "10:00"));
    await open(timetable.map(({ name, period, run }) => ({ name, period, run }))).tick();
    expect(errors).to.deep.equal([]);
    const ran = (await runs()).map((run: { job: string }) => run.job);
    expect(ran).to.deep.equal(timetable.map(({ name }) => name));
    expect(ran).to.include.members(["remind", "broadcasts", "fill-webhooks", "seal-events", "sweep"]);
  });

  describe("looks first whether there is anything to do", () => {
    const due = () => ({ sql: "EXISTS (SELECT 1 FROM event WHERE seal_id IS NULL)", values: [] });
    const happen = () =>
      test.act((work) => record(work, { subject: "job", subjectId: 1, command: "happen" }));

    it("and leaves an empty house alone", async () => {
      for (const time of ["03:00", "10:00"]) {
        test.clock.moveTo(at("2018-08-14", time));
        await open(timetable).tick();
      }
      expect(errors).to.deep.equal([]);
      expect(await runs()).to.deep.equal([]);
    });

    it("in five statements at most for the whole timetable", async () => {
      const alone = await openTestHouse(2);
      const idle = alone.house.database.createQueryRunner();
      await idle.connect();
      const door = openClockDoor({ house: alone.house, clock: alone.clock, timetable, log });
      // The one connection that is left is the one that counts.
      const count = async () =>
        Number((await alone.db.query("SHOW SESSION STATUS LIKE 'Questions'"))[0].Value);
      const before = await count();
      await door.tick();
      const after = await count();
      await idle.release();
      await alone.close();
      expect(after - before - 1).to.be.within(1, 5);
    }).timeout(20_000);

    it("runs a job at the moment at which something has come", async () => {
      const { moments, job } = counting();
      const door = open([{ ...job, due }]);
      await door.tick();
      await happen();
      await door.tick();
      expect(moments, "its moment has been").to.have.length(0);
      test.clock.moveTo(at("2018-08-14", "09:01"));
      await door.tick();
      expect(moments).to.have.length(1);
    });

    it("and again between the pieces of a long run, so that other jobs get their turn", async () => {
      const order: string[] = [];
      const long: Job = {
        name: "long",
        period: 60,
        due,
        inPieces: true,
        run: async (work) => {
          order.push("piece");
          await work.db.query("UPDATE event SET seal_id = 1 WHERE seal_id IS NULL LIMIT 1");
          if (order.length === 1) test.clock.moveTo(at("2018-08-14", "09:01"));
          return 1;
        },
      };
      const short: Job = { name: "short", period: 60, run: async () => order.push("short") };
      for (let n = 0; n < 3; n++) await happen();
      await open([long, short]).tick();
      expect(order).to.deep.equal(["piece", "short", "piece", "short", "piece"]);
      const rows = (await runs()).map((run: { job: string }) => run.job);
      expect(rows).to.deep.equal(["long", "short", "short"]);
    });

    it("marks a run that breaks off between two pieces", async () => {
      let pieces = 0;
      const long: Job = {
        name: "long",
        period: 60,
        due,
        inPieces: true,
        run: async () => {
          if (++pieces === 2) throw new TypeError("a bug");
          return 1;
        },
      };
      await happen();
      await open([long]).tick();
      expect(pieces).to.equal(2);
      expect((await runs()).map((run: { failure: string }) => run.failure)).to.deep.equal(["TypeError"]);
    });

    it("and looks again at the next tick when the database was away", async () => {
      const { moments, job } = counting();
      await happen();
      let away = true;
      const house: House = {
        rules: test.house.rules,
        database: new Proxy(test.house.database, {
          get(target, name) {
            if (name === "createQueryRunner" && away) throw new Error("away");
            return Reflect.get(target, name);
          },
        }),
      };
      const door = open([{ ...job, due }], house);
      await door.tick();
      expect(door.age()).to.equal(Number.POSITIVE_INFINITY);
      away = false;
      await door.tick();
      expect(moments).to.have.length(1);
    });
  });
});
