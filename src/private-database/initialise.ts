import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type Binary, DatabaseUnavailable } from "./find.ts";

/** Arguments without which no server of ours runs: nobody's settings files, and root only when we are root. */
export const always = ["--no-defaults", ...(process.getuid?.() === 0 ? ["--user=root"] : [])];

/**
 * Where a server of ours keeps its temporary tables: beside its data. A server that starts clears away those that it
 * finds, also another's in the system's temporary folder.
 */
export const temporaryOf = (dataDir: string): string => `--tmpdir=${dirname(dataDir)}`;

/**
 * Makes the data folder if it is absent. It is made beside its place and moved there when complete, so a crash leaves
 * either all of it or rubbish that the next call clears away. Refuses a folder of the other kind of server.
 */
export async function initialise(binary: Binary, dataDir: string): Promise<void> {
  if (existsSync(dataDir)) return refuseOtherFlavour(binary, dataDir);
  const parent = dirname(dataDir);
  const prefix = `${basename(dataDir)}.new-`;
  for (const name of readdirSync(parent)) {
    if (name.startsWith(prefix)) rmSync(join(parent, name), { recursive: true });
  }
  const unfinished = join(parent, `${prefix}${process.pid}`);
  mkdirSync(unfinished, { mode: 0o700 });
  if (binary.flavour === "mariadb") await initialiseMariadb(binary.path, unfinished);
  else await run(binary.path, [...always, "--initialize-insecure", ...placed(unfinished)], "");
  renameSync(unfinished, dataDir);
}

function refuseOtherFlavour({ flavour }: Binary, dataDir: string): void {
  const made = existsSync(join(dataDir, "mysql.ibd")) ? "mysql" : "mariadb";
  if (made === flavour) return;
  const names = { mariadb: "MariaDB", mysql: "MySQL" };
  throw new DatabaseUnavailable(
    `${dataDir} 是用 ${names[made]} 建的,而本机现在只有 ${names[flavour]}:请装回 ${names[made]},或另设 DATA_DIR。`,
  );
}

/** What mariadb-install-db does, less its need of programs from other packages, help texts and the sys schema. */
async function initialiseMariadb(path: string, dataDir: string): Promise<void> {
  const scripts = ["system_tables", "performance_tables", "system_tables_data"].map((name) =>
    script(path, name),
  );
  const sql = ["create database mysql;", "use mysql;", "set @auth_root_socket=null;", ...scripts].join("\n");
  const room = ["--max-allowed-packet=8M", "--net-buffer-length=16K", "--innodb-log-file-size=48M"];
  await run(path, [...always, "--bootstrap", ...placed(dataDir), "--log-warnings=0", ...room], sql);
}

/** The text of one of the server's own set-up scripts. */
function script(path: string, name: string): string {
  const root = dirname(dirname(realpathSync(path)));
  const shares = [join(root, "share"), "/usr/share"].flatMap((share) => [
    join(share, "mysql"),
    join(share, "mariadb"),
    share,
  ]);
  const found = shares
    .flatMap((share) => [join(share, `mariadb_${name}.sql`), join(share, `mysql_${name}.sql`)])
    .find(existsSync);
  if (!found)
    throw new DatabaseUnavailable(`MariaDB 安装不完整,缺少 ${name}.sql:请重装,或设置 DATABASE_URL。`);
  return readFileSync(found, "utf8");
}

const placed = (dataDir: string): string[] => [`--datadir=${dataDir}`, temporaryOf(dataDir)];

async function run(path: string, args: string[], input: string): Promise<void> {
  const child = spawn(path, args, { stdio: ["pipe", "ignore", "pipe"] });
  let complaint = "";
  child.stderr.on("data", (chunk) => {
    complaint = (complaint + chunk).slice(-2000);
  });
  // A server that gives up early closes the pipe; its exit code and last words tell why.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const [code] = await once(child, "close");
  if (code !== 0) throw new DatabaseUnavailable(`私有数据库初始化失败:${complaint.trim()}`);
}
