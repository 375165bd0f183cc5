import { spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { openJournal } from "../../bot/puppets/simulator-journal.ts";
import { aBench, aWorld, until } from "./bench.ts";

describe("the simulated world over a restart", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "duban-sim-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const theWorld = () => aWorld({ journal: openJournal(directory) });

  it("remembers people, words, files, unread counts and the clock", () => {
    const before = theWorld();
    const bytes = new Uint8Array([7, 8]);
    before.say({ person: "wang", text: "是", id: "own-1" });
    const { file } = before.say({ person: "wang", room: "heads", file: { name: "a.png", bytes } });
    const moment = new Date(before.clock.now().getTime() + 86_400_000);
    before.moveTo(moment);
    const after = theWorld();
    expect(after.people()).to.deep.equal(before.people());
    expect(after.transcript("wang")).to.deep.equal(before.transcript("wang"));
    expect(after.unread("li")).to.equal(1);
    expect(after.file(file?.id ?? "")).to.deep.equal(bytes);
    expect(after.clock.ahead).to.equal(before.clock.ahead);
    expect(after.clock.now()).to.be.at.least(moment);
  });

  it("hands a new bot what the old one did not answer for, in order and under the same ids", async () => {
    const first = await aBench(theWorld(), async (heard) => {
      if (heard.text !== "一") throw new Error("killed in the middle");
    });
    for (const text of ["一", "二", "三"]) first.world.say({ person: "wang", text, id: `id-${text}` });
    await until(() => first.heard.length === 3);
    await first.door.stop();
    const second = await aBench(theWorld());
    await until(() => second.heard.length === 2);
    expect(second.heard.map((heard) => heard.messageId)).to.deep.equal(["id-二", "id-三"]);
    await second.door.stop();
    const third = await aBench(theWorld());
    third.world.say({ person: "wang", text: "四" });
    await until(() => third.heard.length === 1);
    expect(third.heard[0]?.text).to.equal("四");
    await third.door.stop();
  });

  it("forgets a last line that was torn in half, and goes on writing after it", () => {
    theWorld().say({ person: "wang", text: "整的" });
    const path = join(directory, "world.jsonl");
    appendFileSync(path, '{"do":"message","message":{"id":"x","text":"撕');
    theWorld().say({ person: "wang", text: "后来的" });
    expect(
      theWorld()
        .transcript("wang")
        .map((message) => message.text),
    ).to.deep.equal(["整的", "后来的"]);
    expect(readFileSync(path, "utf8")).not.to.include("撕");
  });

  it("loses nothing that was promised when the process is killed with signal 9", async function () {
    this.timeout(20_000);
    const script = new URL("endless-talker.ts", import.meta.url).pathname;
    const child = spawn(process.execPath, ["--import", "tsx", script, directory], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const promised: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      promised.push(line);
      if (promised.length === 200) child.kill("SIGKILL");
    }
    const kept = new Set(
      theWorld()
        .transcript("wang")
        .map((message) => message.id),
    );
    expect(promised.filter((id) => !kept.has(id))).to.be.empty;
  });

  it("takes the same own id for the same message: it stands once, the bot may hear it again", async () => {
    const bench = await aBench(theWorld());
    const once = bench.world.say({ person: "wang", text: "是", id: "own-1" });
    expect(bench.world.say({ person: "wang", text: "是", id: "own-1" })).to.equal(once);
    await until(() => bench.heard.length === 2);
    expect(bench.heard.map((heard) => heard.messageId)).to.deep.equal(["own-1", "own-1"]);
    expect(bench.world.transcript("wang")).to.have.length(1);
    expect(() => bench.world.say({ person: "li", text: "是", id: "own-1" })).to.throw("已经用在别的消息上");
    await bench.door.stop();
  });
});
