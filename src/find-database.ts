import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "./config.ts";
import { FolderInUse } from "./folder-lock.ts";
import { openPrivateDatabase } from "./private-database.ts";

/** A database to work with; `own` when this process runs its server and nobody else writes to it. */
export interface FoundDatabase {
  url: string;
  own: boolean;
  stop(): Promise<void>;
}

/** What is said while it is looked for: sentences for the person who waits, and later troubles. */
interface Voice {
  info(sentence: string): void;
  error(sentence: string): void;
}

/** Where a running program says how its private server is reached. */
const noteIn = (config: Config): string => join(config.dataDir, "database.url");

/** The database that was configured, else a private server that runs as long as this process. */
export async function findDatabase(
  config: Config,
  log: Voice,
  allowInstall: boolean,
): Promise<FoundDatabase> {
  if (config.databaseUrl) return { url: config.databaseUrl, own: false, stop: async () => undefined };
  const server = await openPrivateDatabase({ folder: config.dataDir, log, allowInstall });
  const note = noteIn(config);
  writeFileSync(note, server.url, { mode: 0o600 });
  return {
    url: server.url,
    own: true,
    stop: async () => {
      rmSync(note, { force: true });
      await server.stop();
    },
  };
}

/** The same database for a command that comes by: the server of the running program, when there is one. */
export async function visitDatabase(config: Config, log: Voice): Promise<FoundDatabase> {
  try {
    return await findDatabase(config, log, false);
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error;
    return { url: readFileSync(noteIn(config), "utf8"), own: false, stop: async () => undefined };
  }
}
