import { expect } from "chai";
import type { QueryRunner } from "typeorm";
import type { Listener } from "../../bot/listen.ts";
import { openDatabase } from "../../ormconfig.ts";
import { openClockDoor } from "../../src/jobs/tick.ts";
import { timetable } from "../../src/jobs/timetable.ts";
import type { Letter } from "../../src/letter.ts";
import { at } from "../../src/workdays.ts";
import { useTestHouse } from "../support/house.ts";
import { expectNothingLost } from "../support/invariants.ts";
import { arriveAll, Complaints, earOf, message, mouthOf, someTalkers } from "../support/talkers.ts";

describe("bad weather", function () {
  this.timeout(30_000);
  const test = useTestHouse(20);
  let complaints: Complaints;
  let ear: Listener;
  beforeEach(() => {
    complaints = new Complaints();
    ear = earOf(test, test.house, complaints);
  });
  afterEach(() => expect(complaints.errors).to.deep.equal([]));

  const say = (address: string, text: string, by = ear): Promise<void> =>
    by.hear(message(test, address, text));
  const values = async (): Promise<string[]> =>
    (await test.db.query("SELECT value FROM answer WHERE state = 'confirmed' ORDER BY id")).map(
      ({ value }: { value: string }) => value,
    );
  const clockDoor = () =>
    openClockDoor({ house: test.house, clock: test.clock, timetable, log: complaints.log });

  /** Holds a row until it is let go. */
  async function hold(sql: string): Promise<() => Promise<void>> {
    const runner: QueryRunner = test.house.database.createQueryRunner();
    await runner.startTransaction();
    await runner.query(sql);
    return async () => {
      await runner.rollbackTransaction();
      await runner.release();
    };
  }

  /** Somebody waits for a lock. */
  async function untilSomebodyWaits(): Promise<void> {
    for (;;) {
      const waiting: unknown[] = await test.db.query(
        "SELECT 1 FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'",
      );
      if (waiting.length > 0) return;
      // The server answers with what it knew a tenth of a second ago, and goes on doing so for whoever asks sooner.
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
  }

  it("a row that somebody holds: the answer waits for it, and is recorded", async () => {
    const { talkers } = await someTalkers(test, { people: 1, questions: 3 });
    const [{ address, code } = { address: "", code: "" }] = talkers;
    await say(address, `#${code}`);
    await arriveAll(test);
    const letGo = await hold("SELECT id FROM person FOR UPDATE");
    const said = say(address, "是");
    await untilSomebodyWaits();
    await letGo();
    await said;
    expect(await values()).to.deep.equal(["是"]);
    await arriveAll(test);
    await expectNothingLost(test.db);
  });

  it("every connection taken: what was said is not taken within its patience, and is taken when it comes again", async () => {
    const { talkers } = await someTalkers(test, { people: 1, questions: 3 });
    const [{ address, code } = { address: "", code: "" }] = talkers;
    const database = await openDatabase(test.url, 2);
    const house = { ...test.house, database, patience: 50 };
    const narrow = earOf(test, house, complaints);
    await say(address, `#${code}`, narrow);
    await arriveAll(test);
    const letGo = await hold("SELECT id FROM contact FOR UPDATE");
    const others = [1, 2].map((no) => say(address, `第${no}题是`, earOf(test, house, complaints)));
    await untilSomebodyWaits();
    const refused = await say(address, "第3题是", earOf(test, house, complaints)).catch(
      (error: { code?: string }) => error.code,
    );
    expect(refused).to.equal("busy");
    await letGo();
    await Promise.all(others);
    await say(address, "第3题是", narrow);
    expect(await values()).to.deep.equal(["是", "是", "是"]);
    await arriveAll(test);
    await expectNothingLost(test.db);
    await database.destroy();
  });

  it("everybody at once, while the clock strikes and letters go out: nothing is lost, nothing waits in a circle", async () => {
    const people = 16;
    const { talkers } = await someTalkers(test, { people, questions: 6 });
    test.clock.moveTo(at("2018-08-24", "09:00"));
    for (const { address, code } of talkers) await say(address, `#${code}`);
    const sent: Letter[] = [];
    const mouth = mouthOf({ test, house: test.house, complaints }, sent);
    const numbers = [1, 2, 3, 4, 5, 6];
    await Promise.all([
      ...talkers.map(async ({ address }) => {
        for (const no of numbers) await say(address, `第${no}题是`);
      }),
      clockDoor().tick(),
      mouth.idle(),
    ]);
    await mouth.idle();
    await mouth.stop();
    expect(await values()).to.have.lengthOf(people * numbers.length);
    expect(new Set(sent.map(({ key }) => key)).size, "letters sent once").to.equal(sent.length);
    await expectNothingLost(test.db);
  });

  it("a clock that jumps a year ahead and back: everybody is reminded once a jump at most, and sends go on", async () => {
    await someTalkers(test, { people: 3, questions: 3, due: "2018-08-31" });
    const sent: Letter[] = [];
    const mouth = mouthOf({ test, house: test.house, complaints }, sent);
    const door = clockDoor();
    const reminded = async (day: string): Promise<number> => {
      const before = sent.length;
      test.clock.moveTo(at(day, "09:00"));
      await door.tick();
      await mouth.idle();
      return sent.slice(before).filter(({ text }) => text.startsWith("【督办提醒】")).length;
    };
    expect(await reminded("2018-08-24")).to.equal(3);
    expect(await reminded("2019-08-26"), "what fell due meanwhile comes once").to.be.greaterThan(0);
    expect(await reminded("2018-08-25"), "back again nobody hears it anew").to.equal(0);
    expect(await reminded("2019-08-26"), "and nothing is repeated").to.equal(0);
    expect(new Set(sent.map(({ key }) => key)).size).to.equal(sent.length);
    await mouth.stop();
    await expectNothingLost(test.db);
  });

  it("an account away for days: then replies go first, each person gets one reminder that holds now, and no more", async () => {
    const { talkers } = await someTalkers(test, { people: 12, questions: 3, due: "2018-08-31" });
    const door = clockDoor();
    for (const day of ["2018-08-24", "2018-08-28", "2018-08-30", "2018-08-31"]) {
      test.clock.moveTo(at(day, "09:00"));
      await door.tick();
    }
    const [{ address } = { address: "" }] = talkers;
    await say(address, "待办");
    const sent: Letter[] = [];
    const mouth = mouthOf({ test, house: test.house, complaints }, sent);
    await mouth.idle();
    await mouth.stop();
    expect(sent[0]?.key).to.match(/^reply:/);
    const reminders = sent.filter(({ text }) => text.startsWith("【督办提醒】"));
    expect(reminders.map((letter) => letter.address).sort()).to.deep.equal(
      talkers.map((each) => each.address).sort(),
    );
    for (const { text } of reminders) expect(text).to.include("今天截止");
    await expectNothingLost(test.db);
  });

  const odd: [name: string, text: string][] = [
    ["ten megabytes of words", "字".repeat(3_500_000)],
    ["ten thousand emoji", "😀".repeat(10_000)],
    ["NUL and other control characters", "有\0的\u0001\u001b[31m"],
    ["lone halves of surrogate pairs", "\ud83d有\ude00"],
    ["marks that turn the direction, and joiners", "\u202e是的\u200d\u200b\u2066"],
  ];
  for (const [name, text] of odd)
    it(`${name}: an answer of its own, and the next message is served`, async () => {
      const { talkers } = await someTalkers(test, { people: 1, questions: 3 });
      const [{ address, code } = { address: "", code: "" }] = talkers;
      await say(address, `#${code}`);
      await arriveAll(test);
      await say(address, text);
      await arriveAll(test);
      await say(address, "第2题没有");
      const [second] = await test.db.query(
        "SELECT a.value FROM answer a JOIN checklist_item i ON i.id = a.item_id WHERE i.no = 2",
      );
      expect(second.value).to.equal("否");
      await arriveAll(test);
      await expectNothingLost(test.db);
    });
});
