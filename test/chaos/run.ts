import "reflect-metadata";
import { parseArgs } from "node:util";
import { underFire } from "./fire.ts";
import { isWell, lineOf, tableOf } from "./report.ts";

/**
 * Several replicas under load from simulated people while they and the database are killed and the channel is bad.
 * `npm run chaos -- [--seconds 60] [--seed N] [--replicas 3] [--people 60] [--without-skip-locked]`; one JSON line on
 * standard output, a table for people on standard error; ends with 1 when anything was lost, misattributed, misordered
 * or doubled unflagged. A seed repeats the plan of blows, what people mean to write and what the channel does to each
 * message; how the processes interleave, nobody can repeat.
 */
const { values: given } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    replicas: { type: "string", default: "3" },
    people: { type: "string", default: "60" },
    "without-skip-locked": { type: "boolean", default: false },
  },
});

const say = (line: string): void => void process.stderr.write(`${line}\n`);
// The children end with this process, however it ends.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));

const outcome = await underFire(
  {
    seed: Number(given.seed),
    seconds: Number(given.seconds),
    replicas: Number(given.replicas),
    people: Number(given.people),
    ...(given["without-skip-locked"] && { skipLocked: false }),
  },
  say,
);
process.stdout.write(`${lineOf(outcome)}\n`);
say(`\n${tableOf(outcome)}`);
process.exitCode = isWell(outcome) ? 0 : 1;
