import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Connection, createConnection } from "mysql2/promise";
import { type Binary, DatabaseUnavailable, findProgram } from "./find.ts";
import { always, temporaryOf } from "./initialise.ts";

/** A data folder with the way to the server that keeps it. */
export interface Place {
  dataDir: string;
  socket: string;
  logFile: string;
}

/** A running server that this process started. */
export interface Server {
  /** Settles when the process is gone. */
  gone: Promise<void>;
  /** Ends it in order; after a minute without an ending, by force, which loses nothing committed. */
  stop(): Promise<void>;
  /** Ends it at once, without waiting; for a process that is itself about to be gone. */
  kill(): void;
}

const patience = 60_000;
const between = 20;
const largestLog = 5_000_000;

/** Keeps every commit through a power cut. */
export const durable = ["--innodb-flush-log-at-trx-commit=1", "--innodb-buffer-pool-size=256M"];

/** Forgets everything in a crash and is quick. */
export const fleeting = [
  "--innodb-flush-log-at-trx-commit=0",
  "--innodb-flush-method=nosync",
  "--skip-innodb-doublewrite",
  "--innodb-buffer-pool-size=128M",
];

const settings = [
  "--skip-networking",
  "--skip-name-resolve",
  "--character-set-server=utf8mb4",
  "--collation-server=utf8mb4_unicode_520_ci",
  "--default-time-zone=+00:00",
  "--transaction-isolation=READ-COMMITTED",
  "--max-connections=250",
  "--max-allowed-packet=64M",
  "--local-infile=0",
  "--performance-schema=OFF",
];
const onlyMysql = ["--secure-file-priv=NULL", "--mysqlx=OFF", "--skip-log-bin"];

/**
 * Starts the server and waits until it answers, with a database `duban` in it; DatabaseUnavailable tells where its
 * log is. It has a session of its own, so that Ctrl-C in a terminal does not reach it before us, and where the
 * system can (Linux) it is told to end when this process is gone, however it goes.
 */
export async function startServer(binary: Binary, place: Place, care: string[]): Promise<Server> {
  const pidFile = join(place.dataDir, "server.pid");
  const args = [
    ...always,
    `--datadir=${place.dataDir}`,
    temporaryOf(place.dataDir),
    `--socket=${place.socket}`,
    `--pid-file=${pidFile}`,
    ...settings,
    ...care,
    ...(binary.flavour === "mysql" ? onlyMysql : []),
  ];
  const log = openLogFile(place.logFile);
  const setpriv = process.platform === "linux" ? findProgram("setpriv") : undefined;
  const [command, ...rest] = [
    ...(setpriv ? [setpriv, "--pdeathsig", "TERM", "--"] : []),
    binary.path,
    ...args,
  ];
  const child = spawn(command ?? "", rest, { detached: true, stdio: ["ignore", log, log] });
  closeSync(log);
  if (!child.pid) throw new DatabaseUnavailable(`私有数据库启动失败:${binary.path} 无法运行。`);
  // The server writes the same number there, but only when it is ready.
  writeFileSync(pidFile, `${child.pid}\n`);
  // Only `stop` keeps the process waiting for the server.
  child.unref();
  const gone = once(child, "exit").then(() => {});
  await untilReady(child, place);
  return { gone, stop: () => stop(child, gone), kill: () => void child.kill("SIGKILL") };
}

/** Ends a server that a killed process left behind on this data folder; waits for one that is ending already. */
export async function endLeftover({ dataDir, socket }: Place): Promise<void> {
  for (let waited = 0; isLeft(dataDir); waited += between) {
    if (waited > patience) {
      throw new DatabaseUnavailable(
        `上次留下的数据库进程(进程号 ${readPid(dataDir)})没有退出:请先结束它再启动。`,
      );
    }
    // Refused while it starts or ends; then there is only waiting.
    await tell(socket, (connection) => connection.query("SHUTDOWN")).catch(() => {});
    await pause(between);
  }
}

async function untilReady(child: ChildProcess, { socket, logFile }: Place): Promise<void> {
  const createDatabase = (connection: Connection) => connection.query("CREATE DATABASE IF NOT EXISTS duban");
  // Recovery after a crash may take its time: we wait as long as the server lives.
  while (child.exitCode === null && child.signalCode === null) {
    const ready = await tell(socket, createDatabase).then(
      () => true,
      () => false,
    );
    if (ready) return;
    await pause(between);
  }
  throw new DatabaseUnavailable(`私有数据库启动失败,原因见 ${logFile} 的末尾。`);
}

async function tell(socketPath: string, what: (connection: Connection) => Promise<unknown>): Promise<void> {
  const connection = await createConnection({ socketPath, user: "root", connectTimeout: 5000 });
  try {
    await what(connection);
  } finally {
    connection.destroy();
  }
}

async function stop(child: ChildProcess, gone: Promise<void>): Promise<void> {
  child.ref();
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), patience);
  await gone;
  clearTimeout(force);
}

const readPid = (dataDir: string): number => {
  const file = join(dataDir, "server.pid");
  return existsSync(file) ? Number.parseInt(readFileSync(file, "utf8"), 10) : Number.NaN;
};

/** Does the process named in the pid file live, and is it a server of this folder? Numbers are used again. */
function isLeft(dataDir: string): boolean {
  const pid = readPid(dataDir);
  return Number.isInteger(pid) && commandLine(pid).includes(`--datadir=${dataDir}`);
}

function commandLine(pid: number): string {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return execFileSync("ps", ["-ww", "-o", "args=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}

/** Opens the server's log for appending; a long one makes room first. */
function openLogFile(path: string): number {
  if (existsSync(path) && statSync(path).size > largestLog) renameSync(path, `${path}.1`);
  return openSync(path, "a", 0o600);
}
