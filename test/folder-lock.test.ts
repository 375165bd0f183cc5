import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { FolderInUse, lockFolder } from "../src/folder-lock.ts";
import { type Program, startProgram } from "./support/programs.ts";

describe("The lock of a folder", function () {
  this.timeout(20_000);
  let folder: string;
  let programs: Program[];

  const holder = (port = 3000): Program => {
    const program = startProgram("test/support/folder-holder.ts", "lock", folder, String(port));
    programs.push(program);
    return program;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "duban-lock-"));
    programs = [];
  });

  afterEach(async () => {
    for (const program of programs) await program.kill();
    rmSync(folder, { recursive: true });
  });

  it("tells the second start in one sentence who was first, and where", async () => {
    const first = holder(3456);
    await first.heard();
    expect(() => lockFolder(folder))
      .to.throw(FolderInUse, /正被另一个督办程序使用/)
      .with.property("port", 3456);
    expect(() => lockFolder(folder)).to.throw(`进程号 ${first.pid},网址 http://localhost:3456`);
    expect(await holder().heard()).to.include({ name: "FolderInUse", holder: first.pid });
  });

  it("is given to exactly one of many that start at once", async () => {
    const words = await Promise.all(Array.from({ length: 4 }, () => holder().heard()));
    expect(words.filter((word) => word.pid)).to.have.length(1);
    expect(words.filter((word) => word.name === "FolderInUse")).to.have.length(3);
  });

  it("is free again at once after kill -9", async () => {
    const first = holder();
    await first.heard();
    await first.kill();
    lockFolder(folder).release();
  });

  it("does not pass to the processes that its holder starts", async () => {
    const lock = lockFolder(folder);
    const heir = spawn("cat", { detached: true, stdio: ["pipe", "ignore", "ignore"] });
    await once(heir, "spawn");
    lock.release();
    lockFolder(folder).release();
    const gone = once(heir, "exit");
    heir.kill();
    await gone;
  });

  it("names nobody when the words in the file are those of a dead one", async () => {
    const dead = holder();
    await dead.heard();
    await dead.kill();
    const refusal = new FolderInUse(folder, { pid: undefined, port: undefined });
    expect(refusal.message).not.to.match(/进程号|网址/);
    const lock = lockFolder(folder, { port: 1234 });
    expect(() => lockFolder(folder)).to.throw(`进程号 ${process.pid},网址 http://localhost:1234`);
    lock.release();
  });
});
