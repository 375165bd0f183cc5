import { expect } from "chai";
import type { DataSource } from "typeorm";
import { type Listener, openListener } from "../../bot/listen.ts";
import { migrate, openDatabase } from "../../ormconfig.ts";
import { codeOf } from "../../src/actions/assignments.ts";
import { openDelivery } from "../../src/jobs/deliver.ts";
import { openClockDoor } from "../../src/jobs/tick.ts";
import { timetable } from "../../src/jobs/timetable.ts";
import type { Letter } from "../../src/letter.ts";
import type { Log } from "../../src/log.ts";
import { at } from "../../src/workdays.ts";
import { aCounty, aHolder, aRunningCampaign, type County } from "../support/campaigns.ts";
import { aUnit, openTestHouse, type TestHouse, usualRules } from "../support/house.ts";
import { expectNothingLost } from "../support/invariants.ts";
import { Wire } from "../support/wire.ts";

const troubles: unknown[] = [];
const log = {
  info: () => undefined,
  warn: () => undefined,
  error: (facts: object) => void troubles.push(facts),
};
const profile = {
  name: "simulator",
  gap: 0,
  jitter: 0,
  perPersonGap: 0,
  burst: 0,
  burstRest: 0,
  dailyLimit: 0,
  coolDown: 0,
  longestText: 2_000,
};
const questions = 12;

describe("several replicas on one database", function () {
  this.timeout(60_000);
  let test: TestHouse;
  let county: County;
  let databases: DataSource[];
  let address: string;
  let code: string;

  before(async () => {
    test = await openTestHouse(20);
    databases = await Promise.all(Array.from({ length: 8 }, () => openDatabase(test.url, 3)));
  });
  beforeEach(async () => {
    await test.clear();
    troubles.length = 0;
    county = await aCounty(test);
    for (const no of [1, 2, 3, 4, 5, 6]) {
      const school = await aUnit(test, { name: `第${no}小学`, parentId: county.central.id });
      await aHolder(test, school, "responsible", `老师${no}`);
    }
    const items = Array.from({ length: questions }, (_, no) => ({ question: `第${no + 1}项制度是否落实?` }));
    const { selfCheck } = await aRunningCampaign(test, county, { starts: "2018-08-14", items });
    const [wang] = await test.db.query(
      "SELECT c.address FROM contact c JOIN person p ON p.id = c.person_id WHERE p.name = '王秀兰'",
    );
    ({ address } = wang);
    code = codeOf(selfCheck.id);
  });
  afterEach(() => expect(troubles).to.deep.equal([]));
  after(async () => {
    await Promise.all(databases.map((database) => database.destroy()));
    await test.close();
  });

  const houseOf = (database: DataSource) => ({ database, rules: usualRules() });
  const earOf = (database: DataSource): Listener =>
    openListener({
      house: houseOf(database),
      clock: test.clock,
      poke: () => undefined,
      log: log as unknown as Log,
    });
  const says = (messageId: string, text: string) => ({
    channel: "simulator",
    address,
    messageId,
    text,
    sentAt: test.clock.now(),
  });
  const arrive = (): Promise<unknown> =>
    test.db.query("UPDATE outbox SET status = 'sent', sent_at = ? WHERE status = 'queued'", [
      test.clock.now(),
    ]);
  const revisions = (): Promise<{ no: number; value: string; seq: number }[]> =>
    test.db.query(
      `SELECT i.no, r.value, r.seq FROM answer_revision r JOIN answer a ON a.id = r.answer_id
       JOIN checklist_item i ON i.id = a.item_id WHERE r.kind = 'confirmed' ORDER BY i.no, r.seq`,
    );

  it("that all get 王秀兰's message in the same moment record it once and answer once", async () => {
    const ears = databases.map(earOf);
    await ears[0]?.hear(says("begin", `#${code}`));
    for (let no = 1; no <= questions; no++) {
      await arrive();
      await Promise.all(ears.map((ear) => ear.hear(says(`m${no}`, no % 2 ? "是" : "没有"))));
    }
    const expected = Array.from({ length: questions }, (_, no) => ({
      no: no + 1,
      value: no % 2 ? "否" : "是",
      seq: 1,
    }));
    expect(await revisions()).to.deep.equal(expected);
    await arrive();
    await expectNothingLost(test.db);
  });

  it("that get her messages by turns, several at once, each answer her own question", async () => {
    const [one, other] = databases.map(earOf) as [Listener, Listener];
    await one.hear(says("begin", `#${code}`));
    await arrive();
    const numbered = (no: number): string => `第${no}题${no % 3 ? "是" : "否"}`;
    const numbers = Array.from({ length: questions }, (_, no) => no + 1);
    await Promise.all(numbers.map((no) => (no % 2 ? one : other).hear(says(`m${no}`, numbered(no)))));
    expect((await revisions()).map(({ no, value }) => [no, value])).to.deep.equal(
      numbers.map((no) => [no, no % 3 ? "是" : "否"]),
    );
    await arrive();
    await expectNothingLost(test.db);
  });

  it("that tick at once remind everybody once, and send each letter once", async () => {
    test.clock.moveTo(at("2018-08-24", "09:00"));
    const doors = databases.map((database) =>
      openClockDoor({ house: houseOf(database), clock: test.clock, timetable, log }),
    );
    await Promise.all(doors.map((door) => door.tick()));
    const sent: Letter[] = [];
    const mouths = databases.map((database, no) =>
      openDelivery({
        house: houseOf(database),
        clock: test.clock,
        log,
        skipLocked: no % 2 === 0,
        channel: {
          profile,
          isOnline: () => true,
          send: async (letter) => {
            sent.push(letter);
            return { kind: "sent", messageId: letter.key };
          },
        },
      }),
    );
    await Promise.all(mouths.map((mouth) => mouth.idle()));
    await Promise.all(mouths.map((mouth) => mouth.stop()));

    // 王秀兰 and the six others, each once.
    expect(sent.map((letter) => letter.address).sort()).to.deep.equal(
      [...new Set(sent.map((each) => each.address))].sort(),
    );
    expect(sent).to.have.lengthOf(7);
    await expectNothingLost(test.db);
  });

  it("make the schema once, though five begin at once and others were cut off in the middle", async () => {
    const url = new URL(test.url);
    const name = `${url.pathname.slice(1)}_schema`;
    await test.db.query(`CREATE DATABASE ${name}`);
    url.pathname = `/${name}`;
    const wire = await Wire.open(url.href);
    for (const nth of [2, 9, 21, 34]) {
      const halfway = await openDatabase(wire.url, 2);
      wire.when(/^(?:CREATE|ALTER)/, (hit) => (nth % 2 ? hit.cut() : hit.loseAnswer()), nth);
      await migrate(halfway).catch(() => undefined);
      await halfway.destroy().catch(() => undefined);
    }
    expect(wire.unsprung).to.equal(0);
    const five = await Promise.all(Array.from({ length: 5 }, () => openDatabase(url.href, 2)));
    await Promise.all(five.map(migrate));
    const [own, whole] = await Promise.all(
      [name, new URL(test.url).pathname.slice(1)].map((schema) =>
        test.db.query(
          `SELECT table_name AS t, column_name AS c, column_type AS k FROM information_schema.columns
           WHERE table_schema = ? ORDER BY t, c`,
          [schema],
        ),
      ),
    );
    expect(own).to.deep.equal(whole);
    const done = await five[0]?.query(
      "SELECT name, COUNT(*) AS times FROM migrations GROUP BY name HAVING times > 1",
    );
    expect(done).to.deep.equal([]);
    await Promise.all(five.map((database) => database.destroy()));
    await wire.close();
    await test.db.query(`DROP DATABASE ${name}`);
  });
});
