import "reflect-metadata";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openPrivateDatabase } from "../../src/private-database.ts";
import type { Bench, Figure } from "./figure.ts";
import { groups } from "./groups.ts";

/**
 * Measures and prints one JSON line per figure, and a table for people on standard error.
 * `npm run bench -- [group ...] [--rounds 5] [--scale 1] [--size name=n ...] [--list]`
 */
const { values: given, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "5" },
    scale: { type: "string", default: "1" },
    size: { type: "string", multiple: true, default: [] },
    peers: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
  },
});

const write = (line: string): void => void process.stdout.write(`${line}\n`);
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const sizes = new Map(given.size.map((each) => each.split("=") as [string, string]));
const size = (name: string, usual: number): number =>
  Math.max(1, Math.round(Number(sizes.get(name) ?? usual * Number(given.scale))));

function chosen(): typeof groups {
  const unknown = wanted.filter((name) => !groups.some((group) => group.name === name));
  if (unknown.length > 0) throw new Error(`no such bench: ${unknown.join(", ")}`);
  if (wanted.length > 0) return groups.filter(({ name }) => wanted.includes(name));
  return groups.filter(({ name }) => name.startsWith("peers") === given.peers);
}

/** As in production: every commit outlives a power cut. */
async function onServer(work: (url: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "duban-bench-"));
  const log = { info: say, error: say };
  const server = await openPrivateDatabase({ folder, log, allowInstall: process.env.NO_INSTALL !== "1" });
  try {
    await work(server.url);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const round3 = (n: number | null): number | null => (n === null ? null : Number(n.toPrecision(4)));

function tableOf(figures: Figure[]): string {
  const rows = figures.map(({ name, value, unit, limit, ratio, goal, ok }) => [
    ok ? "ok" : "BELOW",
    name,
    `${round3(value)} ${unit}`,
    limit === null ? "" : `limit ${round3(limit)}`,
    ratio === null ? "" : `ratio ${ratio.toFixed(2)}`,
    goal,
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")).join("\n");
}

if (given.list) write(groups.map(({ name }) => name).join("\n"));
else {
  const figures: Figure[] = [];
  await onServer(async (url) => {
    const bench: Bench = { url, rounds: Number(given.rounds), size, say };
    for (const group of chosen()) {
      say(`${group.name} …`);
      for (const figure of await group.run(bench)) {
        figures.push(figure);
        const line = {
          ...figure,
          value: round3(figure.value),
          limit: round3(figure.limit),
          ratio: round3(figure.ratio),
        };
        write(JSON.stringify(line));
      }
    }
  });
  say(`\n${tableOf(figures)}`);
}
