import { expect } from "chai";
import type { Listener } from "../../bot/listen.ts";
import { repairLanes } from "../../src/actions/lanes.ts";
import { openClockDoor } from "../../src/jobs/tick.ts";
import { timetable } from "../../src/jobs/timetable.ts";
import type { Letter } from "../../src/letter.ts";
import { at } from "../../src/workdays.ts";
import type { County } from "../support/campaigns.ts";
import { useTestHouse } from "../support/house.ts";
import { expectNothingLost } from "../support/invariants.ts";
import {
  arriveAll,
  Complaints,
  earOf,
  message,
  mouthOf,
  someTalkers,
  type Talker,
} from "../support/talkers.ts";

describe("an older or newer version of the program beside this one", function () {
  this.timeout(30_000);
  const test = useTestHouse();
  let complaints: Complaints;
  let county: County;
  let talkers: Talker[];
  let ear: Listener;
  let address: string;
  let code: string;
  beforeEach(async () => {
    complaints = new Complaints();
    ear = earOf(test, test.house, complaints);
    ({ county, talkers } = await someTalkers(test, { people: 3, questions: 4 }));
    [{ address, code }] = talkers as [Talker];
  });
  afterEach(() => expect(complaints.errors).to.deep.equal([]));

  async function say(text: string): Promise<string> {
    await ear.hear(message(test, address, text));
    const [{ body }] = await test.db.query(
      "SELECT body FROM outbox WHERE `key` LIKE 'reply:%' ORDER BY id DESC LIMIT 1",
    );
    await arriveAll(test);
    return body;
  }
  const values = async (): Promise<string[]> =>
    (await test.db.query("SELECT value FROM answer WHERE state = 'confirmed' ORDER BY id")).map(
      ({ value }: { value: string }) => value,
    );
  const tick = (): Promise<void> =>
    openClockDoor({ house: test.house, clock: test.clock, timetable, log: complaints.log }).tick();
  async function sendAll(): Promise<Letter[]> {
    const sent: Letter[] = [];
    const mouth = mouthOf({ test, house: test.house, complaints }, sent);
    await mouth.idle();
    await mouth.stop();
    return sent;
  }

  const odd: [name: string, memory: (now: Record<string, unknown>) => unknown][] = [
    ["of an older version", () => ({ version: 1, task: 3, question: "1" })],
    ["of a newer version", (now) => ({ ...now, version: 3, focus: "elsewhere" })],
    ["without a version", () => ({ asked: [] })],
    ["that is no object", () => 7],
    [
      "that waits for something unknown here",
      (now) => ({ ...now, pending: { kind: "voice-message", taskId: 1 } }),
    ],
    ["that lacks what this version needs", () => ({ version: 2, focus: { taskId: 1 } })],
  ];
  for (const [name, change] of odd)
    it(`a talk ${name}: begins again politely, and what 王秀兰 had answered is there`, async () => {
      await say(`#${code}`);
      await say("是");
      const [{ memory }] = await test.db.query("SELECT memory FROM conversation");
      await test.db.query("UPDATE conversation SET memory = ?", [JSON.stringify(change(JSON.parse(memory)))]);
      expect(await say("是"))
        .to.include("答过的题都还在")
        .and.not.include("✔");
      expect(await values()).to.deep.equal(["是"]);
      expect(await say(`#${code}`))
        .to.include("第2/4题")
        .and.not.include("升级");
      await say("没有");
      expect(await values()).to.deep.equal(["是", "否"]);
      await expectNothingLost(test.db);
    });

  it("a talk about work that is gone: goes on with other work", async () => {
    await say(`#${code}`);
    await test.db.query("UPDATE conversation SET memory = JSON_SET(memory, '$.focus.taskId', 999999)");
    expect(await say("是"))
      .not.to.include("没有找到")
      .and.not.include("✔");
    expect(await say(`#${code}`)).to.include("第1/4题");
    await expectNothingLost(test.db);
  });

  it("a talk of which nothing can be read: begins again too", async () => {
    await say(`#${code}`);
    await test.db.query("UPDATE conversation SET memory = '{\"version\":2,'");
    expect(await say("是")).to.include("答过的题都还在");
    expect(await say(`#${code}`)).to.include("第1/4题");
    await expectNothingLost(test.db);
  });

  it("letters that the other queued without a lane go out, an answer before the rest", async () => {
    await test.db.query(
      `INSERT INTO outbox (\`key\`, contact_id, priority, body, status, due_at, created_at)
       SELECT CONCAT('old:', n.priority, ':', c.id), c.id, n.priority, CONCAT('旧', n.priority), 'queued', ?, ?
       FROM contact c JOIN (SELECT 2 AS priority UNION SELECT 1 UNION SELECT 0) n WHERE c.address = ?
       ORDER BY n.priority DESC`,
      [test.clock.now(), test.clock.now(), address],
    );
    await test.act(repairLanes);
    expect((await sendAll()).map(({ text }) => text)).to.deep.equal(["旧0", "旧1", "旧2"]);
    await expectNothingLost(test.db);
  });

  it("a message that the other put down and did not answer is answered once, before the one that comes now", async () => {
    await say(`#${code}`);
    await test.db.query(
      `INSERT INTO inbox (channel, message_id, contact_id, mentioned, body, sent_at, received_at, status)
       SELECT channel, 'left', id, FALSE, '是', ?, ?, 'received' FROM contact WHERE address = ?`,
      [test.clock.now(), test.clock.now(), address],
    );
    await ear.hear(message(test, address, "第2题没有"));
    await ear.hear(message(test, address, "是", "left"));
    expect(await values()).to.deep.equal(["是", "否"]);
    const rows = await test.db.query("SELECT id FROM outbox WHERE `key` LIKE 'reply:%'");
    expect(rows).to.have.lengthOf(3);
    await arriveAll(test);
    await expectNothingLost(test.db);
  });

  it("a reminder that the other has told with words of its own is not told again, and what is due next is", async () => {
    test.clock.moveTo(at("2018-08-24", "09:00"));
    const { insertId } = await test.db.query(
      "INSERT INTO notice (person_id, `key`, kind, body, at) VALUES (?, 'remind:old', 'reminder', '旧的提醒', ?)",
      [county.wang.id, test.clock.now()],
    );
    await test.db.query(
      `INSERT INTO outbox (\`key\`, contact_id, priority, body, status, due_at, expires_at, created_at)
       SELECT ?, id, 1, '旧的提醒', 'queued', ?, ?, ? FROM contact WHERE address = ?`,
      [`notice:${insertId}`, test.clock.now(), at("2018-08-25", "09:00"), test.clock.now(), address],
    );
    await test.db.query("UPDATE notice n JOIN outbox o ON o.`key` = ? SET n.outbox_id = o.id", [
      `notice:${insertId}`,
    ]);
    await test.db.query(
      `UPDATE reminder_fire f JOIN assignment a ON a.id = f.assignment_id SET f.status = 'sent', f.notice_id = ?
       WHERE a.unit_id = ? AND f.fire_at <= ?`,
      [insertId, county.school.id, test.clock.now()],
    );
    await test.act(repairLanes);
    await tick();
    const hers = (letters: Letter[]): string[] =>
      letters.filter((letter) => letter.address === address).map(({ text }) => text);
    expect(hers(await sendAll())).to.deep.equal(["旧的提醒"]);
    test.clock.moveTo(at("2018-08-28", "09:00"));
    await tick();
    const [next, ...more] = hers(await sendAll());
    expect(next).to.match(/^【督办提醒】王秀兰/);
    expect(more).to.deep.equal([]);
    await expectNothingLost(test.db);
  });

  const strange: [name: string, sql: string][] = [
    ["a letter", "UPDATE outbox SET status = 'parked' WHERE `key` = 'strange'"],
    ["a letter of a kind", "UPDATE outbox SET priority = 7 WHERE `key` = 'strange'"],
    [
      "a piece of work",
      "UPDATE assignment SET state = 'mediated' WHERE unit_id = (SELECT id FROM unit WHERE name = '第1小学')",
    ],
    [
      "a reminder",
      "UPDATE reminder_fire SET status = 'paused' WHERE assignment_id = (SELECT MAX(id) FROM assignment)",
    ],
    [
      "a reminder for people",
      "UPDATE reminder_fire SET audience = 'inspector' WHERE assignment_id = (SELECT MAX(id) FROM assignment)",
    ],
    ["a broadcast", "UPDATE broadcast SET state = 'proofread'"],
    [
      "a campaign",
      "INSERT INTO campaign (title, state, warnings, offline_units, created_at) VALUES ('别的', 'dormant', '[]', '[]', '2018-08-01')",
    ],
    ["a message", "UPDATE inbox SET status = 'translated' WHERE body = '待办'"],
  ];
  for (const [what, sql] of strange)
    it(`${what} in a state that is unknown here: every job does its work, and everybody else is served`, async () => {
      await say("待办");
      await test.db.query(
        `INSERT INTO outbox (\`key\`, contact_id, priority, body, status, due_at, created_at)
         SELECT 'strange', id, 2, '怪', 'queued', ?, ? FROM contact WHERE address <> ? ORDER BY id DESC LIMIT 1`,
        [test.clock.now(), test.clock.now(), address],
      );
      await test.db.query(
        `INSERT INTO broadcast (body, selection, state, created_by, due_at, created_at) VALUES ('通知', '{"kinds":["school"]}', 'scheduled', ?, ?, ?)`,
        [county.admin.id, test.clock.now(), test.clock.now()],
      );
      await test.db.query(sql);
      for (const day of ["2018-08-24", "2018-08-31", "2018-09-05"]) {
        test.clock.moveTo(at(day, "09:00"));
        await test.act(repairLanes);
        await tick();
        const reminded = (await sendAll()).filter(({ text }) => text.startsWith("【督办提醒】"));
        expect(
          reminded.map((letter) => letter.address),
          day,
        ).to.include(address);
      }
      expect(await test.db.query("SELECT job, failure FROM job_run WHERE failure IS NOT NULL")).to.deep.equal(
        [],
      );
      expect(await say(`#${code}`)).to.include("第1/4题");
      await say("是");
      expect(await values()).to.deep.equal(["是"]);
    });
});
