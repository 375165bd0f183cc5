import { spawnSync } from "node:child_process";
import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join, resolve } from "node:path";

/** Another process holds the folder; `pid` and `port` are its own, when it has already said so. */
export class FolderInUse extends Error {
  readonly pid: number | undefined;
  readonly port: number | undefined;

  constructor(folder: string, { pid, port }: Holder) {
    const who = [pid && `进程号 ${pid}`, port && `网址 http://localhost:${port}`].filter(Boolean).join(",");
    super(
      `数据目录 ${folder} 正被另一个督办程序使用${who && `(${who})`},请先停止它,或用 DATA_DIR 另设目录。`,
    );
    this.name = "FolderInUse";
    this.pid = pid;
    this.port = port;
  }
}

/** A folder held by this process until `release`, or until the process is gone, however it goes. */
export interface FolderLock {
  release(): void;
}

interface Holder {
  pid: number | undefined;
  port: number | undefined;
}

/** Programs that ask the kernel for flock(2) on the file handed to them as descriptor 3; status 1 means held. */
const lockers: [string, string[]][] = [
  ["flock", ["-n", "3"]],
  ["perl", ["-e", 'open(F, "+<&=3") or exit 2; exit(flock(F, 6) ? 0 : 1)']],
];

/**
 * Takes the folder, made if absent, for this process alone; refuses at once with FolderInUse.
 *
 * The lock is the kernel's and hangs on our open file, which no child inherits: it goes with the process even after
 * kill -9, so nothing is ever stale and the file is never deleted. What the file says only names the holder.
 */
export function lockFolder(
  folder: string,
  { port, name = "duban.lock" }: { port?: number; name?: string } = {},
): FolderLock {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  const file = openSync(path, "a+", 0o600);
  if (!takeLock(file)) {
    closeSync(file);
    throw new FolderInUse(resolve(folder), readHolder(path));
  }
  ftruncateSync(file);
  writeSync(file, JSON.stringify({ pid: process.pid, port }));
  let held = true;
  return {
    release() {
      if (!held) return;
      held = false;
      ftruncateSync(file);
      closeSync(file);
    },
  };
}

function takeLock(file: number): boolean {
  for (const [program, args] of lockers) {
    const { status, error } = spawnSync(program, args, { stdio: ["ignore", "ignore", "ignore", file] });
    if (!error && (status === 0 || status === 1)) return status === 0;
  }
  throw new Error("给数据目录加锁需要 flock(util-linux)或 perl,请先安装其中之一。");
}

/** Who holds it; nothing while the holder has not written its name yet, or the name is that of a dead one. */
function readHolder(path: string): Holder {
  try {
    const { pid, port } = JSON.parse(readFileSync(path, "utf8"));
    process.kill(pid, 0);
    return { pid, port };
  } catch (error) {
    const alive = (error as { code?: unknown }).code === "EPERM";
    return alive ? JSON.parse(readFileSync(path, "utf8")) : { pid: undefined, port: undefined };
  }
}
