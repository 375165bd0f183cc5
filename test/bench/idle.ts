import { openDelivery } from "../../src/jobs/deliver.ts";
import { openClockDoor } from "../../src/jobs/tick.ts";
import { timetable } from "../../src/jobs/timetable.ts";
import { at } from "../../src/workdays.ts";
import { aCounty, aRunningCampaign } from "../support/campaigns.ts";
import type { TestHouse } from "../support/house.ts";
import { atMost, type Bench, type BenchGroup, type Figure, median, secondsOf } from "./figure.ts";
import { nowhere } from "./outbox.ts";
import { aPostOffice, fill } from "./outbox-rows.ts";

const contacts = 1_000;
const ticks = 40;
/** A moment of every job in the timetable, in office hours. */
const moment = at("2018-08-15", "10:00");
const log = {
  info: () => undefined,
  warn: () => undefined,
  error: (facts: object) => process.stderr.write(`${JSON.stringify(facts)}\n`),
};
/** A whole tick with nothing to do, every job of the timetable and a look at the outbox, beside many rows and few. */
export const idle: BenchGroup = {
  name: "idle",
  async run(bench) {
    const few = await aQuietHouse(bench, 1_000);
    const many = await aQuietHouse(bench, bench.size("tick-idle", 1_000_000));
    try {
      return await compare(bench, { few, many });
    } finally {
      await few.close();
      await many.close();
    }
  },
};

interface Look {
  seconds: number;
  statements: number;
}

async function compare({ rounds }: Bench, houses: { few: TestHouse; many: TestHouse }): Promise<Figure[]> {
  const looks = { few: [] as Look[], many: [] as Look[] };
  const watch = { few: aWatch(houses.few), many: aWatch(houses.many) };
  for (let round = 0; round < ticks * rounds; round++) {
    for (const size of ["few", "many"] as const) {
      const found = await watch[size].look();
      if (round >= ticks) looks[size].push(found);
    }
  }
  for (const each of Object.values(watch)) await each.stop();
  const ms = (size: keyof typeof looks): number => 1_000 * median(looks[size].map(({ seconds }) => seconds));
  const [value, limit] = [ms("many"), ms("few")];
  const statements = median(looks.many.map((each) => each.statements));
  return [
    atMost(5, { name: "tick-idle", value: statements, unit: "statements" }),
    {
      name: "tick-idle-time",
      value,
      unit: "ms",
      limit,
      ratio: limit / value,
      goal: "no slower than with 1000 rows (10 % for noise)",
      ok: value <= 1.1 * limit,
    },
  ];
}

/** Looks each time with a clock door that has not looked yet. */
function aWatch({ house, clock, db }: TestHouse): { look(): Promise<Look>; stop(): Promise<void> } {
  clock.moveTo(moment);
  const delivery = openDelivery({ house, clock, log, channel: nowhere });
  const asked = async (): Promise<number> =>
    Number((await db.query("SHOW GLOBAL STATUS LIKE 'Questions'"))[0].Value);
  return {
    look: async () => {
      const door = openClockDoor({ house, clock, timetable, log });
      const before = await asked();
      const seconds = await secondsOf(async () => {
        await door.tick();
        await delivery.idle();
      });
      return { seconds, statements: (await asked()) - before - 1 };
    },
    stop: () => delivery.stop(),
  };
}

/** So many reminders and messages that are to come, and as many that are over. */
async function aQuietHouse(bench: Bench, rows: number): Promise<TestHouse> {
  const test = await aPostOffice(bench.url, contacts);
  const { selfCheck } = await aRunningCampaign(test, await aCounty(test), { rules: [] });
  const later = at("2018-08-31", "09:00");
  const each = Math.ceil(rows / contacts);
  await fill(test, "outbox", { each, dueAt: later, contacts });
  await fill(test, "outbox", { each, status: "sent", contacts });
  for (const [status, fireAt] of [
    ["pending", later],
    ["sent", at("2018-08-01", "09:00")],
  ]) {
    for (let no = 0; no < each; no++) {
      await test.db.query(
        `INSERT INTO reminder_fire (assignment_id, moment, days, audience, fire_at, status)
         SELECT ?, 'due', 0, 'responsible', ?, ? FROM contact ORDER BY id LIMIT ?`,
        [selfCheck.id, fireAt, status, contacts],
      );
    }
  }
  await test.db.query(
    "INSERT INTO reminder_share (fire_id, person_id, notice_id) SELECT id, 1, id FROM reminder_fire WHERE status = 'sent'",
  );
  await test.db.query(
    "INSERT IGNORE INTO event_seal (id, count, previous_hash, hash, sealed_at) VALUES (1, 0, '', '', NOW())",
  );
  await test.db.query("UPDATE event SET seal_id = 1");
  return test;
}
