import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { lockFolder } from "./folder-lock.ts";
import { findBinary } from "./private-database/find.ts";
import { initialise } from "./private-database/initialise.ts";
import {
  durable,
  endLeftover,
  fleeting,
  type Place,
  type Server,
  startServer,
} from "./private-database/server.ts";

export { DatabaseUnavailable } from "./private-database/find.ts";

/** A server of our own with an empty or kept database `duban` in it. */
export interface PrivateDatabase {
  /** For mysql2: user root without password, by a socket that only this account of the system can reach. */
  url: string;
  /** Ends the server in order; after it, and only then, another process may open the folder. */
  stop(): Promise<void>;
}

/** What is said while it opens: `info` to the person who waits, `error` when the server fails later. */
interface Voice {
  info(sentence: string): void;
  error(sentence: string): void;
}

/** Longest path of a socket, in bytes, that every system takes. */
const longestSocket = 100;
const mostRestarts = 5;

/**
 * Runs a private MariaDB (or MySQL) whose data lie in `folder`/database. A server that a killed process left
 * behind is ended first; a server that ends by itself later is started again, five times at most. Refuses with
 * FolderInUse when another process has this folder's database open, and with DatabaseUnavailable.
 */
export async function openPrivateDatabase({
  folder,
  log,
  allowInstall,
}: {
  folder: string;
  log: Voice;
  allowInstall: boolean;
}): Promise<PrivateDatabase> {
  const lock = lockFolder(folder, { name: "database.lock" });
  try {
    const place = placeIn(folder);
    const binary = await findBinary(allowInstall, (sentence) => log.info(sentence));
    await endLeftover(place);
    if (!existsSync(place.dataDir)) log.info("首次启动,正在建立私有数据库……");
    await initialise(binary, place.dataDir);
    const server = await keepRunning(() => startServer(binary, place, durable), log);
    return {
      url: urlOf(place),
      async stop() {
        await server.stop();
        removeSocketFolder(place);
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Runs a server for tests: quick, forgetful, in a folder under the system's temporary one that `stop` removes. */
export async function throwAwayDatabase({ allowInstall = true } = {}): Promise<PrivateDatabase> {
  clearAbandoned();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `${throwAway}${process.pid}-`)));
  const place = placeIn(folder);
  const binary = await findBinary(allowInstall, (sentence) => void process.stderr.write(`${sentence}\n`));
  await initialise(binary, place.dataDir);
  const server = await startServer(binary, place, fleeting);
  const remove = () => {
    removeSocketFolder(place);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const atExit = () => {
    server.kill();
    try {
      remove();
    } catch {
      // The server was still writing: the next run clears it away.
    }
  };
  process.once("exit", atExit);
  return {
    url: urlOf(place),
    async stop() {
      process.off("exit", atExit);
      await server.stop();
      remove();
    },
  };
}

const throwAway = "duban-throw-away-";

/** Removes what killed test runs left; a folder carries the number of the process that made it. */
function clearAbandoned(): void {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(throwAway))) {
    const pid = Number.parseInt(name.slice(throwAway.length), 10);
    if (!isAlive(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as { code?: unknown }).code === "EPERM";
  }
}

/** Starts a server again that ended without being asked to. */
async function keepRunning(start: () => Promise<Server>, log: Voice): Promise<{ stop(): Promise<void> }> {
  let server = await start();
  let stopping = false;
  const watch = async (): Promise<void> => {
    for (let restarts = 1; restarts <= mostRestarts; restarts += 1) {
      await server.gone;
      if (stopping) return;
      log.error(`私有数据库意外退出,正在重新启动(第 ${restarts} 次,最多 ${mostRestarts} 次)`);
      server = await start();
      if (stopping) await server.stop();
    }
  };
  const watching = watch().catch((error: Error) => log.error(error.message));
  return {
    async stop() {
      stopping = true;
      await server.stop();
      await watching;
    },
  };
}

function placeIn(folder: string): Place {
  const root = realpathSync(folder);
  const dataDir = join(root, "database");
  const near = join(dataDir, "server.sock");
  const socket = Buffer.byteLength(near) <= longestSocket ? near : join(shortFolder(root), "server.sock");
  return { dataDir, socket, logFile: join(root, "database.log") };
}

/** A private folder with a short path; remembered, so that the next start finds a server that was left behind. */
function shortFolder(root: string): string {
  const note = join(root, "database.socket-folder");
  const known = existsSync(note) ? readFileSync(note, "utf8") : "";
  if (known && existsSync(known) && isPrivate(known)) return known;
  const made = mkdtempSync("/tmp/duban-");
  writeFileSync(note, made);
  return made;
}

function isPrivate(folder: string): boolean {
  const { mode, uid } = lstatSync(folder);
  return (mode & 0o077) === 0 && uid === process.getuid?.();
}

/** A socket beside its data goes with them; one in a folder of its own takes that along. */
function removeSocketFolder({ dataDir, socket }: Place): void {
  if (dirname(socket) !== dataDir) rmSync(dirname(socket), { recursive: true, force: true });
}

const urlOf = ({ socket }: Place): string =>
  `mysql://root@localhost/duban?socketPath=${encodeURIComponent(socket)}`;
