import { expect } from "chai";
import { type Delivery, openDelivery } from "../../src/jobs/deliver.ts";
import { openClockDoor } from "../../src/jobs/tick.ts";
import { timetable } from "../../src/jobs/timetable.ts";
import type { ChannelProfile } from "../../src/letter.ts";
import { planNew } from "../../src/machines/reminders.ts";
import { at } from "../../src/workdays.ts";
import { aProvince, type Province } from "../bench/province.ts";
import { testDatabaseUrl } from "../support/database.ts";
import { expectNothingLost } from "../support/invariants.ts";
import { Complaints, earOf, message } from "../support/talkers.ts";

/** How many are reminded while the channel is away: a province is 500 000, which takes a quarter of an hour. */
const people = Number(process.env.FAULTS_PEOPLE ?? 100_000);
/** Of whom so many are reminded a day later, and so many of these have handed in by then. */
const later = 2_000;
const done = 500;
/** Those who write while the channel is away. */
const writers = 20;

/** An ordinary account, as it must be treated. */
const profile: ChannelProfile = {
  name: "simulator",
  gap: 3_000,
  jitter: 0,
  perPersonGap: 60_000,
  burst: 40,
  burstRest: 300_000,
  dailyLimit: 200,
  coolDown: 7_200_000,
  longestText: 2_000,
};
const megabytes = (): number => process.memoryUsage().rss / 2 ** 20;

describe(`a channel that is away for a day while ${people} people are to be reminded`, function () {
  this.timeout(1_800_000);
  let province: Province;
  let mouth: Delivery;
  const complaints = new Complaints();
  const sent: { at: number; key: string; address: string }[] = [];
  let online = false;
  before(async () => {
    province = await aProvince(testDatabaseUrl(), people, [
      { moment: "before", days: 1, audience: "responsible" },
    ]);
    const { test } = province;
    mouth = openDelivery({
      house: test.house,
      clock: test.clock,
      log: complaints.log,
      skipLocked: true,
      channel: {
        profile,
        isOnline: () => online,
        send: async ({ key, address }) => {
          sent.push({ at: test.clock.now().getTime(), key, address });
          return { kind: "sent", messageId: key };
        },
      },
    });
  });
  after(async () => {
    await mouth.stop();
    await province.test.close();
  });

  const count = async (sql: string): Promise<number> =>
    Number((await province.test.db.query(`SELECT COUNT(*) AS n FROM ${sql}`))[0].n);
  const tick = (): Promise<void> => {
    const { house, clock } = province.test;
    return openClockDoor({ house, clock, timetable, log: complaints.log }).tick();
  };
  const reminders = (): typeof sent => sent.filter(({ key }) => key.startsWith("notice:"));

  it("meanwhile everybody's reminder is queued once, and who writes is answered, all without a send", async () => {
    const { test, plan } = province;
    await test.db.query(
      "UPDATE assignment SET due_at = ?, original_due_at = due_at WHERE campaign_id = ? ORDER BY id LIMIT ?",
      [at("2018-09-01", "23:59"), plan.campaign.id, later],
    );
    await test.act((work) => planNew(work, { sql: "a.campaign_id = ?", values: [plan.campaign.id] }));
    test.clock.moveTo(at("2018-08-30", "09:00"));
    await tick();
    expect(await count("outbox WHERE status = 'queued' AND priority = 1")).to.equal(people - later);
    const ear = earOf(test, test.house, complaints);
    const rows = await test.db.query("SELECT address FROM contact ORDER BY id DESC LIMIT ?", [writers]);
    for (const { address } of rows as { address: string }[]) await ear.hear(message(test, address, "待办"));
    await mouth.idle();
    expect(sent).to.deep.equal([]);
  });

  it("back again: replies go first, one at a time, and not one reminder that is too late", async () => {
    const { test } = province;
    const before = megabytes();
    online = true;
    for (let second = 0; sent.length < writers; second += 3) {
      test.clock.moveTo(new Date(at("2018-08-31", "08:45").getTime() + second * 1_000));
      await mouth.idle();
    }
    test.clock.moveTo(at("2018-08-31", "08:58"));
    await mouth.idle();
    expect(sent.map(({ key }) => key.split(":")[0])).to.deep.equal(Array(writers).fill("reply"));
    expect(await count("outbox WHERE status = 'expired'")).to.equal(people - later);
    expect(await count("outbox WHERE status = 'queued'")).to.equal(0);
    expect(megabytes() - before, "megabytes more").to.be.lessThan(300);
  });

  it("then reminders that hold now go at the usual pace, none of them to people who are done", async () => {
    const { test, plan } = province;
    // Nothing may leave between the queueing and the handing in.
    online = false;
    test.clock.moveTo(at("2018-08-31", "09:00"));
    await tick();
    expect(await count("outbox WHERE status = 'queued'")).to.equal(later);
    await test.db.query(
      "UPDATE assignment SET state = 'submitted' WHERE campaign_id = ? ORDER BY id LIMIT ?",
      [plan.campaign.id, done],
    );
    online = true;
    for (let second = 0; second < 7_200; second += 3) {
      test.clock.moveTo(new Date(at("2018-08-31", "09:00").getTime() + second * 1_000));
      await mouth.idle();
    }
    const moments = reminders().map(({ at: moment }) => moment);
    expect(moments).to.have.lengthOf(profile.dailyLimit);
    for (const [index, moment] of moments.entries()) {
      expect(moment - (moments[index - 1] ?? 0), "gap").to.be.at.least(profile.gap);
      expect(moment - (moments[index - profile.burst] ?? 0), "rest").to.be.at.least(profile.burstRest);
    }
    expect(new Set(reminders().map(({ address }) => address)).size).to.equal(profile.dailyLimit);
    const toTheDone = await test.db.query(
      `SELECT o.id FROM outbox o JOIN contact c ON c.id = o.contact_id JOIN post p ON p.person_id = c.person_id
       JOIN assignment a ON a.unit_id = p.unit_id AND a.state = 'submitted' WHERE o.status = 'sent' AND o.priority = 1`,
    );
    expect(toTheDone).to.deep.equal([]);
    expect(await count("outbox WHERE status = 'suppressed'")).to.equal(done);
  });

  it("and what the day has no room for is cancelled before the next one", async () => {
    province.test.clock.moveTo(at("2018-09-01", "09:00"));
    await mouth.idle();
    expect(reminders()).to.have.lengthOf(profile.dailyLimit);
    expect(complaints.errors).to.deep.equal([]);
    await expectNothingLost(province.test.db);
  });
});
