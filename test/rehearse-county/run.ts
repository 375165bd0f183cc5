import "reflect-metadata";
import { parseArgs } from "node:util";
import { throwAwayDatabase } from "../../src/private-database.ts";
import { rehearse } from "./rehearsal.ts";

/**
 * A whole campaign in simulated time, judged by a plain model of it. `npm run rehearse-county -- [--seed N] [--units 200]
 * [--people 1000] [--until 2018-11-09]`; the story on standard error, one JSON line on standard output; ends with 1, and
 * with the first twenty differences, when anything is not as the model says.
 */
const { values: given } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    units: { type: "string", default: "200" },
    people: { type: "string", default: "1000" },
    until: { type: "string", default: "2018-11-09" },
  },
});

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const begun = performance.now();
const database = await throwAwayDatabase({ allowInstall: process.env.NO_INSTALL !== "1" });
try {
  const order = {
    seed: Number(given.seed),
    units: Number(given.units),
    people: Number(given.people),
    until: given.until,
    url: database.url,
  };
  const { differences, figures } = await rehearse(order, say);
  for (const difference of differences.slice(0, 20)) say(`  ✘ ${difference}`);
  const ok = differences.length === 0;
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  say(ok ? "Everything was as the model says." : `${differences.length} differences.`);
  const line = {
    name: "rehearse-county",
    seed: order.seed,
    ...figures,
    seconds,
    differences: differences.length,
    ok,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  process.exitCode = ok ? 0 : 1;
} finally {
  await database.stop();
}
