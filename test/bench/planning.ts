import type { Pool } from "mysql2/promise";
import { fireReminders } from "../../src/actions/reminders.ts";
import { planNew, replanWhere } from "../../src/machines/reminders.ts";
import { at } from "../../src/workdays.ts";
import { atLeast, atMost, type Bench, type BenchGroup, type Figure, inTurns, secondsOf } from "./figure.ts";
import { aProvince, forgetReminders, type Province } from "./province.ts";
import { rawPool } from "./raw.ts";

/** Each person is reminded once, on the day. */
const onTheDay = [{ moment: "due" as const, days: 0, audience: "responsible" as const }];
const fireAt = at("2018-08-31", "09:00");

/** Reminders for a whole province: planned, planned anew, and fired. */
export const planning: BenchGroup = {
  name: "planning",
  async run(bench) {
    const people = bench.size("plan-500k", 500_000);
    const province = await aProvince(bench.url, people, onTheDay);
    const pool = rawPool(province.test.url, 1);
    try {
      const figures = await plan(bench, { province, pool, people });
      return [...figures, ...(await fire(province, people))];
    } finally {
      await pool.end();
      await province.test.close();
    }
  },
};

async function plan(
  bench: Bench,
  { province, pool, people }: { province: Province; pool: Pool; people: number },
): Promise<Figure[]> {
  const { test, plan: draft } = province;
  const which = { sql: "a.campaign_id = ?", values: [draft.campaign.id] };
  const fresh = async (work: () => Promise<unknown>): Promise<number> => {
    await forgetReminders(province);
    return people / (await secondsOf(work));
  };
  const rates = await inTurns(Math.min(bench.rounds, 5), {
    ours: () => fresh(() => test.act((work) => planNew(work, which))),
    raw: () => fresh(() => insertRows(pool, people)),
  });
  await forgetReminders(province);
  await test.act((work) => planNew(work, which));
  const again = await secondsOf(() => test.act((work) => replanWhere(work, which)));
  return [
    atLeast(1.5, {
      name: "plan-500k",
      value: rates.ours,
      unit: "reminders/s",
      limit: rates.raw,
      ratio: rates.ours / rates.raw,
      of: "raw inserts of 1000",
    }),
    atMost(10, { name: "plan-500k-time", value: people / rates.ours, unit: "s" }),
    atMost(60, { name: "plan-500k-anew", value: again, unit: "s" }),
  ];
}

/** The same rows as a program writes them that makes them itself: 1 000 in a statement, all in one transaction. */
async function insertRows(pool: Pool, people: number): Promise<void> {
  const connection = await pool.getConnection();
  try {
    const [rows] = await connection.query("SELECT MIN(id) AS first FROM assignment");
    const { first } = (rows as { first: number }[])[0] ?? { first: 1 };
    await connection.beginTransaction();
    for (let from = 0; from < people; from += 1_000) {
      const values = Array.from({ length: Math.min(1_000, people - from) }, (_, index) => [
        first + from + index,
        "due",
        0,
        "responsible",
        fireAt,
        "pending",
      ]);
      await connection.query(
        "INSERT INTO reminder_fire (assignment_id, moment, days, audience, fire_at, status) VALUES ?",
        [values],
      );
    }
    await connection.commit();
  } finally {
    connection.release();
  }
}

/** From the first piece until nothing is due: everybody has his message in the outbox. */
async function fire({ test }: Province, people: number): Promise<Figure[]> {
  test.clock.moveTo(fireAt);
  let told = 0;
  let longest = 0;
  const seconds = await secondsOf(async () => {
    while (told < people) {
      longest = Math.max(
        longest,
        await secondsOf(async () => {
          told += await test.act((work) => fireReminders(work));
        }),
      );
    }
  });
  return [
    atMost(300, { name: "fire-500k", value: seconds, unit: "s" }),
    atMost(4, { name: "fire-500k-longest", value: longest, unit: "s in one transaction" }),
  ];
}
