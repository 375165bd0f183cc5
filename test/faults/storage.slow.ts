import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Listener } from "../../bot/listen.ts";
import { openDatabase } from "../../ormconfig.ts";
import type { Heard, Letter } from "../../src/letter.ts";
import { MortalDatabase } from "../chaos/database.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import { expectNothingLost } from "../support/invariants.ts";
import { arriveAll, Complaints, earOf, message, mouthOf, someTalkers } from "../support/talkers.ts";
import { Wire } from "../support/wire.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** A small disk in memory; null where this account may not have one. */
function aDisk(megabytes: number): { path: string; remove(): void } | null {
  const path = mkdtempSync(join(tmpdir(), "duban-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", path], { stdio: "ignore" });
  } catch {
    rmSync(path, { recursive: true });
    return null;
  }
  return {
    path,
    remove() {
      execFileSync("umount", ["-l", path]);
      rmSync(path, { recursive: true });
    },
  };
}

describe("a database and a disk that fail", function () {
  this.timeout(300_000);
  let server: MortalDatabase;
  let test: TestHouse;
  let ear: Listener;
  let disk: ReturnType<typeof aDisk>;
  let address: string;
  const complaints = new Complaints();

  before(function () {
    disk = aDisk(700);
    // Without a disk of its own nothing here could be filled up.
    if (disk === null) this.skip();
  });
  beforeEach(async () => {
    server = await MortalDatabase.open(say, disk?.path);
    test = await openTestHouse(6, server.url);
    const { talkers } = await someTalkers(test, { people: 1, questions: 12 });
    address = talkers[0]?.address ?? "";
    ear = earOf(test, test.house, complaints);
    await hear("first", `#${talkers[0]?.code}`);
    await arriveAll(test);
  });
  afterEach(async () => {
    await test.close();
    await server.close();
  });
  after(() => disk?.remove());

  const hear = (id: string, text: string, by = ear): Promise<void> =>
    by.hear(message(test, address, text, id));
  const taken = (id: string, text: string, by = ear): Promise<boolean> =>
    hear(id, text, by).then(
      () => true,
      () => false,
    );
  const revisions = async (): Promise<string[]> =>
    (await test.db.query("SELECT value FROM answer_revision WHERE kind = 'confirmed' ORDER BY id")).map(
      ({ value }: { value: string }) => value,
    );
  /** What a channel does that brings a message until it is taken. */
  async function insist(id: string, text: string): Promise<void> {
    while (!(await taken(id, text))) await new Promise((resolve) => setTimeout(resolve, 500));
  }
  async function expectSent(letters: number): Promise<void> {
    const sent: Letter[] = [];
    const mouth = mouthOf({ test, house: test.house, complaints }, sent);
    await mouth.idle();
    await mouth.stop();
    expect(sent.map(({ key }) => key)).to.have.lengthOf(letters);
    await expectNothingLost(test.db);
  }

  for (const point of [/INSERT IGNORE INTO inbox/, /UPDATE `answer`/, /COMMIT/])
    it(`killed when ${point.source} arrives, and started again: 王秀兰's 是 counts once`, async () => {
      const wire = await Wire.open(test.url);
      const database = await openDatabase(wire.url, 3);
      const over = earOf(test, { ...test.house, database }, complaints);
      let restarted: Promise<void> = Promise.resolve();
      wire.when(point, (hit) => {
        restarted = server.killAndRestart();
        hit.cut();
      });
      await taken("second", "是", over);
      await restarted;
      await insist("second", "是");
      expect(await revisions()).to.deep.equal(["是"]);
      await database.destroy();
      await wire.close();
      await expectSent(1);
    });

  it("away for a minute: who writes meanwhile is heard afterwards, once, and letters that waited go out", async () => {
    await hear("second", "是");
    await server.kill();
    const sent: Letter[] = [];
    const mouth = mouthOf({ test, house: test.house, complaints }, sent);
    const heard = insist("third", "否");
    mouth.poke();
    await new Promise((resolve) => setTimeout(resolve, 60_000));
    expect(sent).to.deep.equal([]);
    await server.restart();
    await heard;
    await insist("third", "否");
    expect(await revisions()).to.deep.equal(["是", "否"]);
    while (sent.length < 2) await mouth.idle();
    await mouth.stop();
    expect(new Set(sent.map(({ key }) => key)).size).to.equal(2);
    expect(sent).to.have.lengthOf(2);
    await expectNothingLost(test.db);
  });

  it("a row that is held for longer than anybody waits: the message is not taken, and taken when it comes again", async () => {
    const holder = test.house.database.createQueryRunner();
    await holder.startTransaction();
    await holder.query("SELECT id FROM contact FOR UPDATE");
    expect(await taken("second", "是")).to.equal(false);
    await holder.rollbackTransaction();
    await holder.release();
    await insist("second", "是");
    expect(await revisions()).to.deep.equal(["是"]);
    await expectSent(1);
  });

  it("full under the database: nothing is half recorded, and everything is taken when there is room again", async () => {
    const folder = disk?.path ?? "";
    const filler = join(folder, "filler");
    const { bavail, bsize } = statfsSync(folder);
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - 2 * 1024 * 1024)));
    const long = "很长的说明。".repeat(40_000);
    let no = 0;
    while (no < 200 && (await taken(`long-${no}`, long))) no += 1;
    expect(no, "letters that still found room").to.be.lessThan(200);
    rmSync(filler);
    // Some servers end themselves when they cannot write.
    await server.killAndRestart();
    const letters = async (): Promise<number> =>
      Number((await test.db.query("SELECT COUNT(*) AS n FROM inbox"))[0].n);
    const before = await letters();
    expect(before).to.equal(no + 1);
    await insist(`long-${no}`, long);
    await insist("after", "第12题是");
    expect(await letters()).to.equal(before + 2);
    expect(await revisions()).to.deep.equal(["是"]);
    await arriveAll(test);
    await expectNothingLost(test.db);
  });

  it("full under the files: the sender is told, and the file is taken when there is room again", async () => {
    const small = aDisk(1);
    if (!small) throw new Error("no second disk");
    mkdirSync(join(small.path, "files"));
    test.house.rules.filesFolder = join(small.path, "files");
    const filler = join(small.path, "filler");
    const { bavail, bsize } = statfsSync(small.path);
    writeFileSync(filler, Buffer.alloc(bavail * bsize));
    const photo = (id: string): Heard => ({
      ...message(test, address, "", id),
      file: { name: "照片.png", bytes: png },
    });
    await ear.hear(photo("photo-1"));
    const replies = async (): Promise<string[]> =>
      (await test.db.query("SELECT body FROM outbox ORDER BY id")).map(({ body }: { body: string }) => body);
    expect((await replies()).at(-1)).to.include("硬盘满了");
    rmSync(filler);
    await ear.hear(photo("photo-2"));
    expect((await replies()).at(-1)).not.to.include("硬盘满了");
    const [{ n }] = await test.db.query("SELECT COUNT(*) AS n FROM stored_file");
    expect(Number(n)).to.equal(1);
    small.remove();
    await arriveAll(test);
    await expectNothingLost(test.db);
  });
});
