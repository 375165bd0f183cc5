import { randomUUID } from "node:crypto";
import type { Pool } from "mysql2/promise";
import { aCrowd, type Crowd, type Member } from "./crowd.ts";
import {
  atLeast,
  type Bench,
  type BenchGroup,
  type Contestant,
  type Figure,
  inTurns,
  quantile,
} from "./figure.ts";
import { rawPool } from "./raw.ts";
import { begin, earOf, questions, takeTurns, words } from "./turn-taking.ts";

const widths = [1, 8, 32];

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
  const contest = await aTurnContest(bench, { width, people });
  const { ours, raw } = contest;
  const rates = await inTurns(bench.rounds, { ours, raw });
  await contest.close();
  const rateFigure = atLeast(0.75, {
    name: `turn-${width}`,
    value: rates.ours,
    unit: "turns/s",
    limit: rates.raw,
    ratio: rates.ours / rates.raw,
    of: "raw",
  });
  return width === 8 ? [rateFigure, p99(contest.times.ours, contest.times.raw)] : [rateFigure];
}

/** Turns a second of the product and of raw mysql2, and the milliseconds of every single turn. */
export interface TurnContest {
  ours: Contestant;
  raw: Contestant;
  times: { ours: number[]; raw: number[] };
  close(): Promise<void>;
}

/** So many people, always others, answer a checklist of twelve questions, `width` of them at once. */
export async function aTurnContest(
  bench: Bench,
  { width, people }: { width: number; people: number },
): Promise<TurnContest> {
  const crowd = await aCrowd(bench.url, people * 2 * (bench.rounds + 1), questions);
  const { test } = crowd;
  const pool = rawPool(test.url, width);
  const hear = earOf(test);
  const times = { ours: [] as number[], raw: [] as number[] };
  let taken = 0;
  const rate = async (kind: keyof typeof times, turn: (member: Member, no: number) => Promise<unknown>) => {
    const members = crowd.members.slice(taken, taken + people);
    taken += people;
    if (kind === "ours") await begin(hear, members, width);
    const took = await takeTurns({ db: test.db, now: test.clock.now() }, { members, width }, turn);
    times[kind].push(...took.times);
    return (people * questions) / took.seconds;
  };
  return {
    ours: () => rate("ours", (member, no) => hear(member, words[no % words.length] ?? "")),
    raw: () => rate("raw", (member, no) => sevenStatements(pool, crowd, member, no)),
    times,
    async close() {
      await pool.end();
      await test.close();
    },
  };
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
