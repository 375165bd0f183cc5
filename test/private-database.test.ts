import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { createConnection, type RowDataPacket } from "mysql2/promise";
import { DatabaseUnavailable, openPrivateDatabase, throwAwayDatabase } from "../src/private-database.ts";
import { type Program, startProgram } from "./support/programs.ts";

/** What one statement answers, on a connection of its own. */
async function ask(url: string, sql: string): Promise<RowDataPacket[]> {
  const connection = await createConnection({ uri: url, multipleStatements: true });
  try {
    return (await connection.query<RowDataPacket[]>(sql))[0];
  } finally {
    await connection.end();
  }
}

const isAlive = (pid: number): boolean =>
  existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/cmdline`).length > 0;

describe("The private database", function () {
  this.timeout(30_000);
  let folder: string;
  let programs: Program[];

  const open = (log = { info: () => {}, error: (_sentence: string) => {} }) =>
    openPrivateDatabase({ folder, log, allowInstall: false });
  const holder = (): Program => {
    const program = startProgram("test/support/folder-holder.ts", "database", folder);
    programs.push(program);
    return program;
  };
  const serverPid = (): number => Number(readFileSync(join(folder, "database", "server.pid"), "utf8"));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "duban-private-"));
    programs = [];
  });

  afterEach(async () => {
    for (const program of programs) await program.kill();
    // A server whose product was killed is still ending, and writes while it does.
    await rm(folder, { recursive: true, force: true, maxRetries: 100, retryDelay: 1 });
  });

  it("is made, started, closed to the network and to other accounts, and set as the product needs it", async () => {
    const database = await open();
    const rows = await ask(database.url, "SHOW VARIABLES");
    const settings = new Map(rows.map(({ Variable_name, Value }) => [Variable_name, Value]));
    // MariaDB before 11.1 has the older of the two names.
    expect(settings.get("transaction_isolation") ?? settings.get("tx_isolation")).to.equal("READ-COMMITTED");
    expect(settings.get("time_zone")).to.equal("+00:00");
    expect(settings.get("character_set_database")).to.equal("utf8mb4");
    expect(settings.get("skip_networking")).to.equal("ON");
    expect(settings.get("innodb_flush_log_at_trx_commit")).to.equal("1");
    expect(settings.get("tmpdir"), "a place where no other server clears").to.equal(folder);
    expect(statSync(join(folder, "database")).mode & 0o077).to.equal(0);
    const pid = serverPid();
    await database.stop();
    expect(isAlive(pid)).to.equal(false);
  });

  it("keeps its data from one start to the next", async () => {
    const first = await open();
    await ask(first.url, "CREATE TABLE kept (word varchar(9)); INSERT INTO kept VALUES ('督办😀')");
    await first.stop();
    const second = await open();
    expect(await ask(second.url, "SELECT word FROM kept")).to.deep.equal([{ word: "督办😀" }]);
    await second.stop();
  });

  it("begins anew where an earlier making was cut off", async () => {
    mkdirSync(join(folder, "database.new-1", "mysql"), { recursive: true });
    const database = await open();
    await database.stop();
    expect(readdirSync(folder)).to.include("database").and.not.include("database.new-1");
  });

  it("has every committed word after kill -9 of the product, and one server only", async () => {
    const killed = holder();
    const { url } = await killed.heard();
    await ask(url, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)");
    const left = serverPid();
    await killed.kill();
    const database = await open();
    expect(await ask(database.url, "SELECT id FROM kept")).to.deep.equal([{ id: 7 }]);
    expect(serverPid()).not.to.equal(left);
    expect(isAlive(left)).to.equal(false);
    await database.stop();
  });

  it("ends a server that outlived its product, as those on other systems than Linux do", async () => {
    const first = await open();
    const [command = "", ...args] = readFileSync(`/proc/${serverPid()}/cmdline`, "utf8")
      .split("\0")
      .slice(0, -1);
    await first.stop();
    const left = spawn(command, args, { detached: true, stdio: "ignore" });
    const gone = once(left, "exit");
    const answer = async (): Promise<unknown> => ask(first.url, "SELECT 1").catch(answer);
    await answer();
    const second = await open();
    expect(await gone).to.deep.equal([0, null]);
    expect(serverPid()).not.to.equal(left.pid);
    await second.stop();
  });

  it("takes no stranger for its server whose process got the number again", async () => {
    await (await open()).stop();
    writeFileSync(join(folder, "database", "server.pid"), `${process.pid}\n`);
    const database = await open();
    expect(serverPid()).not.to.equal(process.pid);
    await database.stop();
  });

  it("is opened by one of two that start at once; the other is told by whom", async () => {
    const [one, other] = await Promise.all([holder().heard(), holder().heard()]);
    const [winner, loser] = one.url ? [one, other] : [other, one];
    expect(winner.url).to.be.a("string");
    expect(loser).to.include({ name: "FolderInUse" });
    expect(await ask(winner.url, "SELECT 1 AS one")).to.deep.equal([{ one: 1 }]);
  });

  it("is not reached by Ctrl-C in the terminal before the product has stopped", async () => {
    const product = holder();
    const { url } = await product.heard();
    process.kill(-product.pid, "SIGINT");
    expect(await product.heard()).to.deep.equal({ heard: "SIGINT" });
    expect(await ask(url, "SELECT 1 AS one")).to.deep.equal([{ one: 1 }]);
  });

  it("comes back when its server is killed", async () => {
    const voice = new EventEmitter();
    const database = await open({ info: () => {}, error: (sentence) => voice.emit("trouble", sentence) });
    await ask(database.url, "CREATE TABLE kept (id int)");
    const trouble = once(voice, "trouble");
    process.kill(serverPid(), "SIGKILL");
    expect((await trouble)[0]).to.match(/意外退出/);
    const answer = async (): Promise<RowDataPacket[]> =>
      ask(database.url, "SELECT * FROM kept").catch(answer);
    expect(await answer()).to.deep.equal([]);
    await database.stop();
  });

  it("finds a short way to a folder whose path is too long for a socket", async () => {
    const deep = join(folder, "很长的目录名".repeat(8));
    const log = { info: () => {}, error: () => {} };
    const database = await openPrivateDatabase({ folder: deep, log, allowInstall: false });
    const socket = new URL(database.url).searchParams.get("socketPath") ?? "";
    expect(Buffer.byteLength(socket)).to.be.lessThan(100);
    expect(await ask(database.url, "SELECT 1 AS one")).to.deep.equal([{ one: 1 }]);
    await database.stop();
    expect(existsSync(socket)).to.equal(false);
  });

  it("refuses data of the other kind of server in one sentence", async () => {
    const ours = await open();
    await ours.stop();
    const mark = join(folder, "database", "mysql.ibd");
    if (existsSync(mark)) rmSync(mark);
    else writeFileSync(mark, "");
    const refusal = await open().catch((error: unknown) => error);
    expect(refusal)
      .to.be.instanceOf(DatabaseUnavailable)
      .with.property("message")
      .that.matches(/是用 \w+ 建的/);
  });

  it("leaves nothing behind when it was for tests only", async () => {
    const database = await throwAwayDatabase({ allowInstall: false });
    const socket = new URL(database.url).searchParams.get("socketPath") ?? "";
    expect(await ask(database.url, "SELECT 1 AS one")).to.deep.equal([{ one: 1 }]);
    await database.stop();
    expect(existsSync(join(socket, "..", ".."))).to.equal(false);
  });
});
