import "reflect-metadata";
import { createInterface } from "node:readline";
import { openDatabase } from "../../ormconfig.ts";
import { MovableClock } from "../../src/clock.ts";
import { usualRules } from "../support/house.ts";
import type { Member } from "./crowd.ts";
import { begin, earOf, questions, takeTurns, words } from "./turn-taking.ts";

/**
 * A replica that answers people: each line of standard input is {"members", "width"}; the answer {"rate"} is in turns
 * a second.
 */
const [url = "", moment = ""] = process.argv.slice(2);
const now = new Date(moment);
const database = await openDatabase(url, 16);
const hear = earOf({
  house: { database, rules: usualRules() },
  clock: new MovableClock(0, { now: () => now }),
});

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as { members: Member[]; width: number };
  await begin(hear, order.members, order.width);
  const { seconds } = await takeTurns({ db: database.manager, now }, order, (member, no) =>
    hear(member, words[no % words.length] ?? ""),
  );
  process.stdout.write(`${JSON.stringify({ rate: (order.members.length * questions) / seconds })}\n`);
}
await database.destroy();
