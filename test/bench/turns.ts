import { randomUUID } from "node:crypto";
import type { Pool } from "mysql2/promise";
import { openListener } from "../../bot/listen.ts";
import { codeOf } from "../../src/actions/assignments.ts";
import type { Log } from "../../src/log.ts";
import { aCrowd, type Crowd, type Member } from "./crowd.ts";
import { atLeast, type Bench, type BenchGroup, type Figure, inTurns, quantile } from "./figure.ts";
import { abreast, rawPool } from "./raw.ts";

const questions = 12;
const widths = [1, 8, 32];
const words = ["是", "有的", "没有", "落实了"];
const silent = {
  info() {},
  warn() {},
  error: (facts: object) => process.stderr.write(`${JSON.stringify(facts)}\n`),
};

/** A complete turn: a message heard, stored, understood, its answer recorded and the reply committed. */
export const turns: BenchGroup = {
  name: "turns",
  async run(bench) {
    const figures: Figure[] = [];
    for (const width of widths) figures.push(...(await atWidth(bench, width)));
    return figures;
  },
};

async function atWidth(bench: Bench, width: number): Promise<Figure[]> {
  const people = Math.max(width, Math.ceil(bench.size(`turn-${width}`, width === 1 ? 360 : 960) / questions));
  const crowd = await aCrowd(bench.url, people * 2 * (bench.rounds + 1), questions);
  const pool = rawPool(crowd.test.url, width);
  const hear = ear(crowd);
  const times = { ours: [] as number[], raw: [] as number[] };
  let taken = 0;
  const rate = async (kind: keyof typeof times, turn: (member: Member, no: number) => Promise<unknown>) => {
    const members = crowd.members.slice(taken, taken + people);
    taken += people;
    if (kind === "ours") await abreast(width, people, (no) => begin(hear, at(members, no)));
    let seconds = 0;
    // As people write: everybody's first answer, then everybody's second, each after its question has arrived.
    for (let no = 0; no < questions; no++) {
      await deliverAll(crowd);
      const start = performance.now();
      times[kind].push(...(await abreast(width, people, (place) => turn(at(members, place), no))));
      seconds += (performance.now() - start) / 1_000;
    }
    return (people * questions) / seconds;
  };
  const rates = await inTurns(bench.rounds, {
    ours: () => rate("ours", (member, no) => hear(member, words[no % words.length] ?? "")),
    raw: () => rate("raw", (member, no) => sevenStatements(pool, crowd, member, no)),
  });
  await pool.end();
  await crowd.test.close();
  const rateFigure = atLeast(0.75, {
    name: `turn-${width}`,
    value: rates.ours,
    unit: "turns/s",
    limit: rates.raw,
    ratio: rates.ours / rates.raw,
    of: "raw",
  });
  return width === 8 ? [rateFigure, p99(times.ours, times.raw)] : [rateFigure];
}

function p99(ours: number[], raw: number[]): Figure {
  const [value, limit] = [quantile(ours, 0.99), quantile(raw, 0.99)];
  return {
    name: "turn-8-p99",
    value,
    unit: "ms",
    limit,
    ratio: value / limit,
    goal: "<= 1.5 x raw",
    ok: value <= 1.5 * limit,
  };
}

const at = (members: Member[], no: number): Member => {
  const member = members[no];
  if (!member) throw new Error("the crowd is too small");
  return member;
};

const deliverAll = ({ test }: Crowd): Promise<unknown> =>
  test.db.query("UPDATE outbox SET status = 'sent', sent_at = ? WHERE status = 'queued'", [test.clock.now()]);

type Ear = (member: Member, text: string) => Promise<void>;

function ear({ test }: Crowd): Ear {
  const log = silent as unknown as Log;
  const listener = openListener({ house: test.house, clock: test.clock, poke: () => undefined, log });
  return (member, text) =>
    listener.hear({
      channel: "simulator",
      address: member.address,
      messageId: randomUUID(),
      text,
      sentAt: test.clock.now(),
    });
}

const begin = (hear: Ear, member: Member): Promise<void> => hear(member, `#${codeOf(member.assignmentId)}`);

/** The least that any program must do to take an answer safely, over the same tables. */
async function sevenStatements(
  pool: Pool,
  { test, campaign }: Crowd,
  member: Member,
  no: number,
): Promise<void> {
  const now = test.clock.now();
  const key = randomUUID();
  const connection = await pool.getConnection();
  try {
    await connection.beginTransaction();
    await connection.query(
      `INSERT IGNORE INTO inbox (channel, message_id, contact_id, body, sent_at, received_at, status)
       VALUES ('simulator', ?, ?, ?, ?, ?, 'done')`,
      [key, member.contactId, words[no % words.length], now, now],
    );
    await connection.query("SELECT id, name FROM person WHERE id = ? FOR UPDATE", [member.personId]);
    await connection.query("SELECT memory FROM conversation WHERE person_id = ?", [member.personId]);
    await connection.query(
      "INSERT INTO answer (assignment_id, item_id, entry_id, state, value) VALUES (?, ?, 0, 'confirmed', '是')",
      [member.assignmentId, campaign.items[no]?.id],
    );
    await connection.query(
      `INSERT INTO conversation (person_id, memory, updated_at) VALUES (?, ?, ?)
       ON DUPLICATE KEY UPDATE memory = VALUES(memory), updated_at = VALUES(updated_at)`,
      [
        member.personId,
        JSON.stringify({ version: 2, focus: { taskId: member.assignmentId, asked: [`${no}`] } }),
        now,
      ],
    );
    await connection.query(
      `INSERT INTO outbox (\`key\`, contact_id, priority, body, status, due_at, created_at)
       VALUES (?, ?, 0, ?, 'queued', ?, ?)`,
      [
        `reply:${key}`,
        member.contactId,
        `✔ 第${no + 1}题已记“是”。\n第${no + 2}/12题:是否落实第${no + 2}项制度?`,
        now,
        now,
      ],
    );
    await connection.commit();
  } finally {
    connection.release();
  }
}
