/**
 * What both bots share: twelve questions, people who answer them, a table for the state, and the conversation with
 * the bench. Each line of standard input is {"people", "width"}; the answer is {"rate"} in turns a second.
 */
import process from "node:process";
import { createInterface } from "node:readline";
import { createPool } from "mysql2/promise";

export const questions = Array.from({ length: 12 }, (_, no) => `第${no + 1}/12题:是否落实第${no + 1}项制度?`);
const words = ["是", "有的", "没有", "落实了"];

/** 是 or 否, as simply as can be; null when it is neither. */
export function understood(text) {
  if (/^(?:没|不|否)/u.test(text)) return "否";
  return /^(?:是|有|落实)/u.test(text) ? "是" : null;
}

const address = new URL(process.argv[2] ?? "");
export const pool = createPool({
  socketPath: address.searchParams.get("socketPath") ?? "",
  user: decodeURIComponent(address.username),
  database: address.pathname.slice(1),
  connectionLimit: 16,
});
await pool.query(
  "CREATE TABLE IF NOT EXISTS bot_state (id VARCHAR(190) PRIMARY KEY, data LONGTEXT NOT NULL)",
);

/** The state of one talk, as text; undefined before the first turn. */
export async function readState(id) {
  const [rows] = await pool.query("SELECT data FROM bot_state WHERE id = ?", [id]);
  return rows[0]?.data;
}

export const writeState = (id, data) =>
  pool.query("INSERT INTO bot_state VALUES (?, ?) ON DUPLICATE KEY UPDATE data = VALUES(data)", [id, data]);

export const dropState = (id) => pool.query("DELETE FROM bot_state WHERE id = ?", [id]);

async function abreast(width, count, work) {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

let person = 0;

/** Serves the bench; `hear` takes a person's number and his words, and ends when the state is saved. */
export async function serve(hear) {
  for await (const line of createInterface({ input: process.stdin })) {
    const { people, width } = JSON.parse(line);
    const first = person;
    person += people;
    await abreast(width, people, (no) => hear(first + no, "开始"));
    const begin = performance.now();
    for (let no = 0; no < questions.length; no++) {
      await abreast(width, people, (place) => hear(first + place, words[no % words.length]));
    }
    const seconds = (performance.now() - begin) / 1000;
    process.stdout.write(`${JSON.stringify({ rate: (people * questions.length) / seconds })}\n`);
  }
  await pool.end();
}
