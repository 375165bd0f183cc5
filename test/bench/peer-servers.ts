import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** A server on a socket in a folder of its own; stopped, nothing of it is left. */
export interface PeerServer {
  /** What its client connects to: the socket, or the folder in which it lies. */
  path: string;
  stop(): Promise<void>;
}

const found = (program: string, folders: string[]): string | undefined =>
  folders.map((folder) => join(folder, program)).find((path) => existsSync(path));

const onPath = (): string[] => (process.env.PATH ?? "").split(delimiter);

/** Redis with every command in its append-only file before it answers; null where it is not installed. */
export async function openRedis(): Promise<PeerServer | null> {
  const program = found("redis-server", onPath());
  if (!program) return null;
  const folder = mkdtempSync(join(tmpdir(), "duban-redis-"));
  const path = join(folder, "redis.sock");
  const rules = ["--port", "0", "--unixsocket", path, "--dir", folder, "--save", ""];
  const durable = ["--appendonly", "yes", "--appendfsync", "always"];
  const child = spawn(program, [...rules, ...durable], { stdio: "ignore" });
  return running(child, { folder, socket: path, path });
}

const postgresFolders = (): string[] => {
  const home = "/usr/lib/postgresql";
  const versions = existsSync(home) ? readdirSync(home).toSorted().toReversed() : [];
  return [...versions.map((version) => join(home, version, "bin")), ...onPath()];
};

/** PostgreSQL as it comes, which outlives a power cut; null where it is not installed. */
export async function openPostgres(): Promise<PeerServer | null> {
  const [initdb, postgres] = ["initdb", "postgres"].map((name) => found(name, postgresFolders()));
  if (!initdb || !postgres) return null;
  const folder = mkdtempSync(join(tmpdir(), "duban-postgres-"));
  const data = join(folder, "data");
  mkdirSync(data);
  const who = ownerOf([folder, data]);
  const options = { cwd: folder, ...who };
  const made = spawnSync(
    initdb,
    ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"],
    options,
  );
  if (made.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`initdb: ${String(made.stderr)}`);
  }
  const child = spawn(postgres, ["-D", data, "-k", folder, "-c", "listen_addresses="], {
    stdio: "ignore",
    ...options,
  });
  return running(child, { folder, socket: join(folder, ".s.PGSQL.5432"), path: folder });
}

/** PostgreSQL refuses root: there it runs as the user that its package made, or as nobody. */
function ownerOf(folders: string[]): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = idsOf("postgres") ?? idsOf("nobody") ?? [65_534, 65_534];
  for (const folder of folders) {
    chownSync(folder, uid, gid);
    chmodSync(folder, 0o700);
  }
  return { uid, gid };
}

function idsOf(user: string): [number, number] | undefined {
  const ids = ["-u", "-g"].map((flag) => spawnSync("id", [flag, user]));
  if (ids.some(({ status }) => status !== 0)) return undefined;
  const [uid = Number.NaN, gid = Number.NaN] = ids.map(({ stdout }) => Number(String(stdout)));
  return [uid, gid];
}

interface Place {
  folder: string;
  socket: string;
  path: string;
}

/** Waits until somebody answers at the socket. */
async function running(child: ChildProcess, { folder, socket, path }: Place): Promise<PeerServer> {
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const away = (): void => void child.kill("SIGKILL");
  process.once("exit", away);
  const stop = async (): Promise<void> => {
    child.kill("SIGINT");
    await gone;
    process.off("exit", away);
    rmSync(folder, { recursive: true, force: true });
  };
  for (let look = 0; look < 200; look++) {
    if (await answers(socket)) return { path, stop };
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error(`no server at ${socket}`);
}

const answers = (socket: string): Promise<boolean> =>
  new Promise((resolve) => {
    const call = connect(socket);
    call.once("connect", () => {
      call.destroy();
      resolve(true);
    });
    call.once("error", () => resolve(false));
  });
