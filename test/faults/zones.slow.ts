import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { openDatabase } from "../../ormconfig.ts";
import { testDatabaseUrl } from "../support/database.ts";

const run = promisify(execFile);
const program = fileURLToPath(new URL("zone-main.ts", import.meta.url));
const zones: [process: string, server: string][] = [
  ["UTC", "+00:00"],
  ["Asia/Shanghai", "+08:00"],
  ["America/New_York", "-05:00"],
];

describe("whatever the time zones of the program and of the database are", function () {
  this.timeout(240_000);

  it("deadlines, reminders and words are the same in all nine", async () => {
    const porter = await openDatabase(testDatabaseUrl(), 1);
    const told = new Map<string, string>();
    try {
      for (const [, server] of zones) {
        await porter.query("SET GLOBAL time_zone = ?", [server]);
        for (const [TZ] of zones) {
          const args = ["--import", "tsx", program, testDatabaseUrl()];
          const { stdout } = await run(process.execPath, args, { env: { ...process.env, TZ } });
          told.set(`${TZ} ${server}`, stdout);
        }
      }
    } finally {
      await porter.query("SET GLOBAL time_zone = '+00:00'");
      await porter.destroy();
    }
    const [first = ""] = told.values();
    expect(JSON.parse(first).errors).to.deep.equal([]);
    for (const [zone, words] of told) expect(JSON.parse(words), zone).to.deep.equal(JSON.parse(first));
    expect(first).to.include("8月31日").and.include("2018-08-31T15:59:59.999Z");
  });
});
