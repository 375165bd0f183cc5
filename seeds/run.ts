import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DataSource } from "typeorm";
import { migrate, openDatabase } from "../ormconfig.ts";
import { type Clock, MovableClock, systemClock } from "../src/clock.ts";
import type { Config } from "../src/config.ts";
import { installDemo } from "../src/first-start.ts";
import { type Visit, visitHouse } from "../src/visit.ts";
import { removeDemo } from "./remove-demo.ts";

/** `npm run demo:seed` writes what is missing of the demo; `npm run demo:remove` takes all of it away. */
const commands: Record<string, (visit: Visit, clock: Clock) => Promise<void>> = {
  seed: async ({ act, say, running }, clock) => {
    await act(installDemo, clock);
    say(`演示数据已经放好,再放一次也不会多。${running ? "程序正在运行,刷新 /sim 就能看到。" : ""}`);
  },
  remove: async ({ act, say }, clock) => {
    await act(removeDemo, clock);
    say("演示数据已经全部删除,别的都没有动。演示管理员的账号一起删了,下次启动会另给一个。");
  },
};

async function openMigrated(url: string, poolSize: number): Promise<DataSource> {
  const database = await openDatabase(url, poolSize);
  await migrate(database);
  return database;
}

/** The demo's clock; only read, since a running program may be writing the file. */
function clockOf({ channel, dataDir }: Config): Clock {
  const path = join(dataDir, "simulator", "world.jsonl");
  if (channel !== "simulator" || !existsSync(path)) return systemClock;
  const moves = readFileSync(path, "utf8").match(/^\{"do":"clock","ahead":-?\d+\}$/gm);
  return new MovableClock(moves ? JSON.parse(moves.at(-1) ?? "").ahead : 0);
}

await visitHouse(openMigrated, async (visit) => {
  const command = commands[process.argv[2] ?? ""];
  if (!command) {
    visit.say("用法:npm run demo:seed 或 npm run demo:remove");
    return 1;
  }
  await command(visit, clockOf(visit.config));
  return 0;
});
