import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The private database cannot be had; the message is one sentence for the person who started the program. */
export class DatabaseUnavailable extends Error {
  override name = "DatabaseUnavailable";
}

/** An installed database server. */
export interface Binary {
  path: string;
  flavour: "mariadb" | "mysql";
}

const places = [
  ...(process.env.PATH ?? "").split(delimiter),
  "/usr/sbin",
  "/usr/libexec",
  "/usr/local/sbin",
  "/usr/local/bin",
  "/usr/local/mysql/bin",
  "/opt/homebrew/bin",
  "/opt/homebrew/opt/mariadb/bin",
  "/opt/homebrew/opt/mysql/bin",
  "/usr/local/opt/mariadb/bin",
  "/usr/local/opt/mysql/bin",
];

/** The path of an installed program, wherever systems put it; undefined when there is none. */
export function findProgram(name: string): string | undefined {
  return places.map((place) => join(place, name)).find(isExecutable);
}

/**
 * The installed database server, MariaDB before MySQL. Without one, Debian and Ubuntu get theirs installed if
 * `allowInstall` and we are root; everything else is refused with DatabaseUnavailable.
 */
export async function findBinary(allowInstall: boolean, say: (sentence: string) => void): Promise<Binary> {
  const found = installed();
  if (found) return found;
  const missing = "没有设置 DATABASE_URL,本机也没有 MariaDB 或 MySQL 服务程序";
  const byHand = hasApt()
    ? "请以 root 运行 apt-get install mariadb-server-core"
    : "请先安装 MariaDB(macOS 可运行 brew install mariadb)";
  if (!allowInstall)
    throw new DatabaseUnavailable(`${missing},而 --no-install 不许安装:${byHand},或设置 DATABASE_URL。`);
  if (!hasApt() || process.getuid?.() !== 0)
    throw new DatabaseUnavailable(`${missing}:${byHand},或设置 DATABASE_URL。`);
  say("本机没有数据库服务程序,正在用 apt-get 安装 mariadb-server-core(只装程序,不开系统服务)……");
  await apt("update", "-q");
  await apt("install", "-q", "-y", "--no-install-recommends", "mariadb-server-core");
  const binary = installed();
  if (!binary)
    throw new DatabaseUnavailable(`mariadb-server-core 装好了却找不到 mariadbd:请设置 DATABASE_URL。`);
  say("数据库服务程序已装好。");
  return binary;
}

function installed(): Binary | undefined {
  const path = findProgram("mariadbd") ?? findProgram("mysqld");
  if (!path) return undefined;
  const version = execFileSync(path, ["--no-defaults", "--version"], { encoding: "utf8" });
  return { path, flavour: /mariadb/i.test(version) ? "mariadb" : "mysql" };
}

function hasApt(): boolean {
  if (!existsSync("/usr/bin/apt-get") || !existsSync("/etc/os-release")) return false;
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync("/etc/os-release", "utf8"));
}

/** Runs apt-get with its progress shown; a failure is told with the command that failed. */
async function apt(...args: string[]): Promise<void> {
  const child = spawn("apt-get", ["-o", "DPkg::Lock::Timeout=120", ...args], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  const [code] = await once(child, "exit");
  if (code !== 0)
    throw new DatabaseUnavailable(`apt-get ${args.join(" ")} 失败:请检查网络和软件源,或设置 DATABASE_URL。`);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
