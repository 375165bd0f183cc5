import { randomUUID } from "node:crypto";
import type { Pool, ResultSetHeader, RowDataPacket } from "mysql2/promise";
import { type Ending, finish, take } from "../../src/actions/delivery.ts";
import { openDelivery } from "../../src/jobs/deliver.ts";
import type { Channel } from "../../src/letter.ts";
import type { TestHouse } from "../support/house.ts";
import { atLeast, type Bench, type BenchGroup, type Figure, inTurns, secondsOf } from "./figure.ts";
import { aPostOffice, fill, rawQueue, sweepOut } from "./outbox-rows.ts";
import { abreast, rawPool } from "./raw.ts";

const batch = 100;

/** Taking messages and finishing them, alone and beside others, and everything together with a channel that does nothing. */
export const outbox: BenchGroup = {
  name: "outbox",
  async run(bench) {
    return [
      ...(await claims(bench, { name: "claim-1", senders: 1, goal: 0.85, skipLocked: true })),
      ...(await claims(bench, { name: "claim-4", senders: 4, goal: 0.9, skipLocked: true })),
      ...(await claims(bench, { name: "claim-4-without-skip", senders: 4, goal: 0.5, skipLocked: false })),
      await dispatch(bench),
    ];
  },
};

interface Claims {
  name: string;
  senders: number;
  goal: number;
  skipLocked: boolean;
}

async function claims(bench: Bench, { name, senders, goal, skipLocked }: Claims): Promise<Figure[]> {
  const messages = Math.ceil(bench.size(name, 8_000) / batch / senders) * batch * senders;
  const test = await aPostOffice(bench.url, messages);
  const pool = rawPool(test.url, senders);
  const rounds = messages / batch / senders;
  const rate = async (table: string, sender: () => Promise<number>) => {
    await sweepOut(test);
    await fill(test, table);
    let done = 0;
    const seconds = await secondsOf(async () => {
      const counts = await Promise.all(Array.from({ length: senders }, sender));
      done = counts.reduce((sum, count) => sum + count, 0);
    });
    if (skipLocked && done !== messages) throw new Error(`${done} of ${messages} in ${table}`);
    return done / seconds;
  };
  const { ours, same, plain } = await inTurns(bench.rounds, {
    ours: () => rate("outbox", () => takeAndFinish(test, rounds, skipLocked)),
    same: () => rate(rawQueue, () => claimAndFinish(pool, test, { rounds, only: firstOfContact })),
    plain: () => rate(rawQueue, () => claimAndFinish(pool, test, { rounds, only: "" })),
  });
  await pool.end();
  await test.close();
  const figure = { value: ours, unit: "messages/s" };
  return [
    atLeast(goal, { ...figure, name, limit: same, ratio: ours / same, of: "raw" }),
    {
      ...figure,
      name: `${name}-plain`,
      limit: plain,
      ratio: ours / plain,
      goal: "told: raw without any order",
      ok: true,
    },
  ];
}

/** The first message of each contact, and none of a contact that is being written to: what the outbox promises. */
const firstOfContact = `AND NOT EXISTS (SELECT 1 FROM ${rawQueue} p WHERE p.contact_id = q.contact_id
  AND (p.status = 'sending' OR (p.status = 'queued'
    AND (p.priority < q.priority OR (p.priority = q.priority AND p.id < q.id)))))`;

/** As the product does it: one transaction ends a hundred messages and takes the next. */
export async function takeAndFinish(test: TestHouse, rounds: number, skipLocked: boolean): Promise<number> {
  let done = 0;
  let endings: Ending[] = [];
  for (let no = 0; no <= rounds; no++) {
    const order = { channel: "simulator", most: batch, token: randomUUID(), skipLocked };
    const { taken } = await test.act(async (work) => {
      await finish(work, endings);
      return no < rounds ? take(work, order) : { taken: [] };
    });
    endings = taken.map((each) => ({ taken: each, outcome: { kind: "sent", messageId: each.letter.key } }));
    done += taken.length;
  }
  return done;
}

/** What a plain queue does: it marks a hundred as being sent, then as sent, in two transactions. */
async function claimAndFinish(
  pool: Pool,
  test: TestHouse,
  { rounds, only }: { rounds: number; only: string },
): Promise<number> {
  let done = 0;
  for (let no = 0; no < rounds; no++) {
    const moved = await claimAndFinishOnce(pool, test, only);
    done += moved;
  }
  return done;
}

async function claimAndFinishOnce(pool: Pool, test: TestHouse, only: string): Promise<number> {
  const now = test.clock.now();
  const token = randomUUID();
  const connection = await pool.getConnection();
  try {
    await connection.beginTransaction();
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT q.id, q.contact_id, q.\`key\`, q.body FROM ${rawQueue} q FORCE INDEX (pending)
       WHERE q.status = 'queued' AND q.due_at <= ? ${only}
       ORDER BY q.due_at, q.id LIMIT ? FOR UPDATE SKIP LOCKED`,
      [now, batch],
    );
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return 0;
    await connection.query(
      `UPDATE ${rawQueue} SET status = 'sending', lease_token = ?, lease_until = NOW(3) + INTERVAL 30 SECOND, sent_at = ?
       WHERE id IN (?) AND status = 'queued'`,
      [token, now, ids],
    );
    await connection.commit();
    const [{ affectedRows }] = await connection.query<ResultSetHeader>(
      `UPDATE ${rawQueue} SET status = 'sent', lease_token = NULL, lease_until = NULL WHERE id IN (?) AND lease_token = ?`,
      [ids, token],
    );
    return affectedRows;
  } finally {
    connection.release();
  }
}

/** A channel that sends at once, to nowhere. */
export const nowhere: Channel = {
  profile: {
    name: "simulator",
    gap: 0,
    jitter: 0,
    perPersonGap: 0,
    burst: 0,
    burstRest: 0,
    dailyLimit: 0,
    coolDown: 0,
    longestText: 2_000,
  },
  isOnline: () => true,
  send: async ({ key }) => ({ kind: "sent", messageId: key }),
};

/** Tells errors alone. */
export const log = {
  info() {},
  warn() {},
  error: (facts: object) => process.stderr.write(`${JSON.stringify(facts)}\n`),
};

/** Sends everything that is due. */
export async function dispatchAll(test: TestHouse): Promise<void> {
  const delivery = openDelivery({ house: test.house, channel: nowhere, clock: test.clock, log });
  await delivery.idle();
  await delivery.stop();
}

async function dispatch(bench: Bench): Promise<Figure> {
  const messages = bench.size("dispatch", 4_000);
  const test = await aPostOffice(bench.url, messages);
  const pool = rawPool(test.url, 1);
  const rate = async (table: string, all: () => Promise<unknown>) => {
    await sweepOut(test);
    await fill(test, table);
    const seconds = await secondsOf(all);
    const [left] = await test.db.query(`SELECT COUNT(*) AS n FROM ${table} WHERE status <> 'sent'`);
    if (Number(left.n) > 0) throw new Error(`${left.n} of ${messages} were not sent from ${table}`);
    return messages / seconds;
  };
  const { ours, raw } = await inTurns(bench.rounds, {
    ours: () => rate("outbox", () => dispatchAll(test)),
    raw: () => rate(rawQueue, () => oneByOne(pool, test)),
  });
  await pool.end();
  await test.close();
  return atLeast(0.5, {
    name: "dispatch",
    value: ours,
    unit: "messages/s",
    limit: raw,
    ratio: ours / raw,
    of: "completing row by row",
  });
}

/** The least for each message: one update, committed. */
async function oneByOne(pool: Pool, test: TestHouse): Promise<void> {
  const [rows] = await pool.query<RowDataPacket[]>(`SELECT id FROM ${rawQueue} WHERE status = 'queued'`);
  await abreast(1, rows.length, (no) =>
    pool.query(`UPDATE ${rawQueue} SET status = 'sent', sent_at = ? WHERE id = ? AND status = 'queued'`, [
      test.clock.now(),
      rows[no]?.id,
    ]),
  );
}
