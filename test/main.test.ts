import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { openTestHouse, type TestHouse } from "./support/house.ts";

/** A program under test, and everything that it has said. */
interface Program {
  child: ChildProcess;
  said(): string;
  /** Resolves when these words were said; rejects when the program ends before. */
  until(words: string): Promise<void>;
  ended: Promise<number | null>;
}

describe("the program", function () {
  this.timeout(120_000);
  let test: TestHouse;
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let base: string;
  let programs: Program[] = [];

  before(async () => {
    test = await openTestHouse();
    folder = mkdtempSync(join(tmpdir(), "duban-main-"));
    const port = await freePort();
    base = `http://localhost:${port}`;
    const { TEST_DATABASE_URL: _, ...outside } = process.env;
    env = { ...outside, DATABASE_URL: test.url, DATA_DIR: folder, PORT: `${port}`, NODE_ENV: "test" };
  });
  afterEach(async () => {
    for (const program of programs) program.child.kill("SIGKILL");
    await Promise.all(programs.map((program) => program.ended));
    programs = [];
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await test.close();
  });

  async function freePort(): Promise<number> {
    const server = createServer().listen(0);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    return port;
  }

  const run = (args: string[], more: NodeJS.ProcessEnv = {}): Program => {
    const child = spawn(process.execPath, args, {
      env: { ...env, ...more },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    const heard = new Set<() => void>();
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (bytes: Buffer) => {
        said += bytes.toString();
        for (const each of heard) each();
      });
    }
    const ended = once(child, "close").then(([code]) => code as number | null);
    const until = (words: string) =>
      new Promise<void>((resolve, reject) => {
        const look = () => said.includes(words) && resolve();
        heard.add(look);
        look();
        void ended.then(() => reject(new Error(`ended before “${words}”:\n${said}`)));
      });
    const program = { child, said: () => said, until, ended };
    programs.push(program);
    return program;
  };
  const start = (more: NodeJS.ProcessEnv = {}) => run(["scripts/start.mjs", "--no-install"], more);
  const transcript = async (): Promise<{ text: string; from: string }[]> => {
    const answer = await fetch(`${base}/sim/api/people/wx-wangxiulan-12/transcript`);
    return ((await answer.json()) as { messages: { text: string; from: string }[] }).messages;
  };
  const post = (path: string, body: object) =>
    fetch(`${base}/sim/api/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  const say = (text: string) => post("say", { person: "wx-wangxiulan-12", text });
  /** Moves the clock a little: the answer comes when everything due was done and said. */
  const settle = async () => {
    const { status } = await post("clock", { forward: "1m" });
    expect(status).to.equal(200);
  };
  const isReminder = ({ text }: { text: string }) => text.startsWith("【督办提醒】");
  /** How the answer to somebody's words ended; looks again until it has; a send cut short is given up after half a minute. */
  const answerTo = async (words: string): Promise<string> => {
    for (;;) {
      await settle();
      const rows: { status: string }[] = await test.db.query(
        `SELECT o.status FROM outbox o JOIN inbox i ON o.key = CONCAT('reply:', i.id)
         WHERE i.body = ? AND o.status NOT IN ('queued', 'sending')`,
        [words],
      );
      if (rows.length > 0) return rows.map((row) => row.status).join();
    }
  };

  it("starts with the demo, says where to look, reminds, lets no second one in, and stops in order", async () => {
    const program = start();
    await program.until("督办已就绪 ");
    expect(program.said())
      .to.include(`${base}/sim`)
      .and.match(/初始口令 [2-9a-z]{4}(-[2-9a-z]{4}){3}/);
    const ready = await fetch(`${base}/readyz`);
    expect([ready.status, (await ready.json()) as object]).to.deep.include(200);
    await settle();
    expect((await transcript())[0]?.text).to.match(/^【督办提醒】王秀兰/);

    const second = start();
    expect(await second.ended).to.equal(1);
    expect(second.said()).to.include("正被另一个督办程序使用").and.not.include("    at ");

    program.child.kill("SIGTERM");
    program.child.kill("SIGINT");
    expect(await program.ended).to.equal(0);
    expect(program.said())
      .to.match(/已停止。\s*$/)
      .and.not.match(/错误|Error/);
  });

  it("goes on after kill -9 where it was, and shows no password again", async () => {
    const first = start();
    await first.until("督办已就绪 ");
    await say("待办");
    await answerTo("待办");
    const before = (await transcript()).length;
    await say("截止");
    first.child.kill("SIGKILL");
    await first.ended;

    const again = start();
    await again.until("督办已就绪 ");
    const answer = await answerTo("截止");
    const words = (await transcript()).slice(before);
    const answers = words.filter((message) => message.from === "duban-bot" && !isReminder(message));
    expect(words.filter((message) => message.text === "截止")).to.have.length(1);
    // Killed in the middle of the send, nobody knows whether it arrived: then it is not said again.
    expect(["sent 1", "unknown 0", "unknown 1"]).to.include(`${answer} ${answers.length}`);
    expect(again.said()).not.to.include("口令");
  });

  it("says in one sentence what is wrong with its settings, its port or its database", async () => {
    const wrong = start({ PORT: "0", QUIET_FROM: "25:00" });
    expect(await wrong.ended).to.equal(1);
    expect(wrong.said()).to.include("PORT 应是").and.include("QUIET_FROM").and.not.include("    at ");

    const nowhere = start({ DATABASE_URL: "mysql://root@127.0.0.1:1/duban" });
    expect(await nowhere.ended).to.equal(1);
    expect(nowhere.said()).to.include("连不上数据库").and.not.include("    at ");
  });

  it("answers the commands beside it: the chain of events, a lost password, the demo away and back", async () => {
    const verify = run(["--import", "tsx", "src/verify-events.ts"]);
    expect(await verify.ended).to.equal(0);
    expect(verify.said()).to.include("记录链完好");
    const reset = run(["--import", "tsx", "src/admin-reset.ts"]);
    expect(await reset.ended).to.equal(0);
    expect(reset.said()).to.match(/管理员 admin 的新口令是 ([2-9a-z]{4}-){3}[2-9a-z]{4}/);
    const people = async () => Number((await test.db.query("SELECT COUNT(*) AS n FROM person"))[0].n);
    expect(await run(["--import", "tsx", "seeds/run.ts", "remove"]).ended).to.equal(0);
    expect(await people()).to.equal(0);
    expect(await run(["--import", "tsx", "seeds/run.ts", "seed"]).ended).to.equal(0);
    expect(await people()).to.be.above(50);
    await test.db.query("UPDATE event SET seal_id = 99 ORDER BY id LIMIT 1");
    const broken = run(["--import", "tsx", "src/verify-events.ts"]);
    expect(await broken.ended).to.equal(2);
    expect(broken.said()).to.include("第99号封条不见了");
  });
});
