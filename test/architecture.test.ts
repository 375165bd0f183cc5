import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { promisify } from "node:util";
import { expect } from "chai";

const rooms = ["ormconfig.ts", "src", "bot", "entities", "seeds", "test"].filter(existsSync);

interface Cruise {
  modules: { source: string }[];
  summary: { violations: { rule: { name: string }; from: string; to: string }[] };
}

/** Reads every import with dependency-cruiser, whose exit code tells violations that we read ourselves. */
async function cruise(): Promise<Cruise> {
  const cli = "node_modules/dependency-cruiser/bin/dependency-cruise.mjs";
  const args = [cli, "--config", ".dependency-cruiser.cjs", "--output-type", "json", ...rooms];
  const run = promisify(execFile)(process.execPath, args, { maxBuffer: 100_000_000 });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return JSON.parse(stdout);
}

describe("The house", function () {
  this.timeout(60_000);
  let house: Cruise;

  before(async () => {
    house = await cruise();
  });

  it("has had every file of its rooms read", () => {
    const read = new Set(house.modules.map((module) => module.source));
    const files = rooms.flatMap((room) =>
      room.endsWith(".ts")
        ? [room]
        : readdirSync(room, { recursive: true, encoding: "utf8" })
            .filter((file) => file.endsWith(".ts") && !file.includes("node_modules/"))
            .map((file) => `${room}/${file}`),
    );
    expect(files.filter((file) => !read.has(file))).to.deep.equal([]);
    expect(files.length).to.be.greaterThan(50);
  });

  it("lets no room import what it must not know", () => {
    const violations = house.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
    expect(violations).to.deep.equal([]);
  });
});
