import { readConfig } from "../../src/config.ts";
import { type PrivateDatabase, throwAwayDatabase } from "../../src/private-database.ts";

/** One database server for the whole run: TEST_DATABASE_URL, or a throw-away one started and removed here. */
let own: PrivateDatabase | undefined;
let url: string | undefined;

/** The database of this test run, for mysql2; known from the first `before` hook on. */
export function testDatabaseUrl(): string {
  if (!url)
    throw new Error("the test database is not open yet: ask for it in a hook or a test, not at load time");
  return url;
}

/** Root hooks: they run before the first and after the last test of the run. */
export const mochaHooks = {
  async beforeAll(this: Mocha.Context) {
    // A first run on a bare machine installs the server.
    this.timeout(0);
    url = readConfig(process.env).testDatabaseUrl;
    if (url) return;
    own = await throwAwayDatabase({ allowInstall: process.env.NO_INSTALL !== "1" });
    url = own.url;
  },
  async afterAll(this: Mocha.Context) {
    this.timeout(60_000);
    await own?.stop();
  },
};
