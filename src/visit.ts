import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { DataSource } from "typeorm";
import type { Clock } from "./clock.ts";
import { type Config, readConfig } from "./config.ts";
import { openDataKeys } from "./data-keys.ts";
import { visitDatabase } from "./find-database.ts";
import { explain, say } from "./program.ts";
import { transact, type Work } from "./work.ts";
import { Workdays } from "./workdays.ts";

/** What a command works with. */
export interface Visit {
  config: Config;
  /** The program is running on this database, or may be. */
  running: boolean;
  act<T>(work: (work: Work) => Promise<T>, clock: Clock): Promise<T>;
  say(sentence: string): void;
}

type Open = (url: string, poolSize: number) => Promise<DataSource>;

/**
 * Runs a command on the program's database, whether the program is running or not, and ends the process with the
 * status that it answers; with 1 and a sentence when it fails.
 */
export async function visitHouse(open: Open, command: (visit: Visit) => Promise<number>): Promise<void> {
  try {
    if (existsSync(".env")) process.loadEnvFile(".env");
    process.exitCode = await visit(readConfig(process.env), open, command);
  } catch (error) {
    say(explain(error));
    process.exitCode = 1;
  }
}

async function visit(
  config: Config,
  open: Open,
  command: (visit: Visit) => Promise<number>,
): Promise<number> {
  const found = await visitDatabase(config, { info: say, error: say });
  try {
    const database = await open(found.url, 2);
    const rules = {
      workdays: new Workdays(config.workdayOverrides),
      quiet: { from: config.quietFrom, to: config.quietTo },
      remindAt: config.remindAt,
      filesFolder: resolve(config.dataDir, "files"),
      dataKeys: openDataKeys(config.dataDir, config.dataKeys),
    };
    const house = { database, rules };
    const actor = { kind: "system", name: "command" } as const;
    try {
      return await command({
        config,
        running: !found.own,
        act: (work, clock) => transact(house, { now: clock.now(), actor }, work),
        say,
      });
    } finally {
      await database.destroy();
    }
  } finally {
    await found.stop();
  }
}
