import { randomUUID } from "node:crypto";
import { take } from "../../src/actions/delivery.ts";
import { hasDue } from "../../src/actions/lanes.ts";
import { openDelivery } from "../../src/jobs/deliver.ts";
import type { TestHouse } from "../support/house.ts";
import { atMost, type Bench, type BenchGroup, type Figure, inTurns, secondsOf } from "./figure.ts";
import { dispatchAll, log, nowhere } from "./outbox.ts";
import { aPostOffice, fill, sweepOut } from "./outbox-rows.ts";

const batch = 20;
const hour = 3_600_000;

/** The outbox when very much is in it that cannot be sent now, and when very much can. */
export const outboxCrowd: BenchGroup = {
  name: "outbox-crowd",
  async run(bench) {
    return [...(await blocked(bench)), ...(await idle(bench)), await memory(bench)];
  },
};

const ms = async (times: number, one: () => Promise<unknown>): Promise<number> =>
  (1_000 *
    (await secondsOf(async () => {
      for (let no = 0; no < times; no++) await one();
    }))) /
  times;

/** Taking twenty messages, with nothing else there and behind very many that must wait. */
async function blocked(bench: Bench): Promise<Figure[]> {
  const many = bench.size("claim-blocked", 100_000);
  const houses = {
    empty: await aPostOffice(bench.url, 4_000),
    behind: await aPostOffice(bench.url, 4_000),
    resting: await aPostOffice(bench.url, many + 4_000),
  };
  await fill(houses.behind, "outbox", { contacts: 1, priority: 0 });
  await takeSome(houses.behind);
  await pileUp(houses.behind, many);
  await fill(houses.resting, "outbox", { contacts: many });
  await houses.resting.db.query("UPDATE lane SET rests_until = ?, reminder_due = ?", [
    soon(houses.resting),
    soon(houses.resting),
  ]);
  for (const test of Object.values(houses)) await fresh(test, 4_000);
  const times = Math.floor(4_000 / batch / (bench.rounds + 1));
  const found = await inTurns(bench.rounds, {
    empty: () => ms(times, () => takeSome(houses.empty)),
    behind: () => ms(times, () => takeSome(houses.behind)),
    resting: () => ms(times, () => takeSome(houses.resting)),
  });
  for (const test of Object.values(houses)) await test.close();
  return (["behind", "resting"] as const).map((name) => ({
    name: `claim-blocked-${name}`,
    value: found[name],
    unit: "ms",
    limit: found.empty,
    ratio: found[name] / found.empty,
    goal: "<= 3 x empty",
    ok: found[name] <= 3 * found.empty,
  }));
}

const soon = (test: TestHouse): Date => new Date(test.clock.now().getTime() + hour);

async function takeSome(test: TestHouse): Promise<number> {
  const order = { channel: "simulator", most: batch, token: randomUUID() };
  return (await test.act((work) => take(work, order))).taken.length;
}

/** Very many messages for the first contact alone. */
async function pileUp(test: TestHouse, count: number): Promise<void> {
  for (let have = 0; have < count; have += 4_000) {
    await test.db.query(
      `INSERT INTO outbox (\`key\`, contact_id, priority, body, status, due_at, created_at)
       SELECT CONCAT('p', ?, '-', id), (SELECT MIN(id) FROM contact), 0, '等', 'queued', ?, ? FROM contact
       ORDER BY id LIMIT 4000`,
      [have, test.clock.now(), test.clock.now()],
    );
  }
}

/** Messages for those contacts that came last. */
async function fresh(test: TestHouse, count: number): Promise<void> {
  const contacts = "SELECT id, channel FROM contact ORDER BY id DESC LIMIT ?";
  await test.db.query(
    `INSERT INTO outbox (\`key\`, contact_id, priority, body, status, due_at, created_at)
     SELECT CONCAT('f', id), id, 1, '新', 'queued', ?, ? FROM (${contacts}) c`,
    [test.clock.now(), test.clock.now(), count - 1],
  );
  await test.db.query(
    `INSERT INTO lane (contact_id, channel, reminder_due) SELECT id, channel, ? FROM (${contacts}) c
     ON DUPLICATE KEY UPDATE reminder_due = VALUES(reminder_due)`,
    [test.clock.now(), count - 1],
  );
}

/** A look at the outbox with nothing to send. */
async function idle(bench: Bench): Promise<Figure[]> {
  const many = bench.size("outbox-idle", 1_000_000);
  const look = async (test: TestHouse): Promise<number> => {
    const order = { channel: "simulator", now: test.clock.now(), repliesOnly: false };
    return ms(200, () => hasDue(test.db, order));
  };
  const filled = async (rows: number): Promise<TestHouse> => {
    const test = await aPostOffice(bench.url, rows);
    await fill(test, "outbox", { status: "sent" });
    await fill(test, "outbox", { dueAt: soon(test) });
    return test;
  };
  const [small, large] = [await filled(1_000), await filled(many)];
  const found = await inTurns(bench.rounds, { small: () => look(small), large: () => look(large) });
  const statements = await statementsOfALook(large);
  await small.close();
  await large.close();
  const ratio = found.large / found.small;
  return [
    atMost(2, { name: "outbox-idle-statements", value: statements, unit: "statements" }),
    {
      name: "outbox-idle",
      value: found.large,
      unit: "ms",
      limit: found.small,
      ratio,
      goal: "<= 1.5 x with 1 000",
      ok: ratio <= 1.5,
    },
  ];
}

/** How many statements the server counted for a look of the running delivery. */
async function statementsOfALook(test: TestHouse): Promise<number> {
  const asked = async (): Promise<number> => {
    const [row] = await test.db.query("SHOW GLOBAL STATUS LIKE 'Questions'");
    return Number(row.Value);
  };
  const delivery = openDelivery({ house: test.house, channel: nowhere, clock: test.clock, log });
  await delivery.idle();
  const looks = 10;
  const before = await asked();
  for (let no = 0; no < looks; no++) await delivery.idle();
  const count = ((await asked()) - before - 1) / looks;
  await delivery.stop();
  return count;
}

/** How much the process grows while very many messages leave. */
async function memory(bench: Bench): Promise<Figure> {
  const many = bench.size("memory", 500_000);
  const test = await aPostOffice(bench.url, many);
  await fill(test, "outbox", { contacts: 1_000 });
  await dispatchAll(test);
  await sweepOut(test);
  await fill(test, "outbox");
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss() - before);
  }, 100);
  const seconds = await secondsOf(() => dispatchAll(test));
  clearInterval(watch);
  bench.say(`${many} messages in ${Math.round(seconds)} s`);
  await test.close();
  return atMost(150, { name: "memory", value: most / 2 ** 20, unit: "MB" });
}
