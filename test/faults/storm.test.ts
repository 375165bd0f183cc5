import { expect } from "chai";
import type { Listener } from "../../bot/listen.ts";
import { confirmBroadcast, draftBroadcast, previewBroadcast } from "../../src/actions/broadcasts.ts";
import { acceptTask, returnTask } from "../../src/actions/submissions.ts";
import { openClockDoor } from "../../src/jobs/tick.ts";
import { timetable } from "../../src/jobs/timetable.ts";
import type { Letter } from "../../src/letter.ts";
import { at } from "../../src/workdays.ts";
import { aHolder, as, type County } from "../support/campaigns.ts";
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

const questions = 6;
const numbers = Array.from({ length: questions }, (_, index) => index + 1);

describe("a morning on which everything happens at once", function () {
  this.timeout(60_000);
  const test = useTestHouse(20);
  let complaints: Complaints;
  let ear: Listener;
  let county: County;
  let talkers: Talker[];
  beforeEach(async () => {
    complaints = new Complaints();
    ear = earOf(test, test.house, complaints);
    ({ county, talkers } = await someTalkers(test, { people: 7, questions }));
  });

  const say = (address: string, text: string): Promise<void> => ear.hear(message(test, address, text));
  const tick = (): Promise<void> =>
    openClockDoor({ house: test.house, clock: test.clock, timetable, log: complaints.log }).tick();

  /** Six people who answer for 王秀兰's school too. */
  async function herColleagues(): Promise<string[]> {
    for (const no of numbers) await aHolder(test, county.school, "responsible", `同事${no}`);
    const rows = await test.db.query(
      "SELECT c.address FROM contact c JOIN person p ON p.id = c.person_id WHERE p.name LIKE '同事%' ORDER BY c.id",
    );
    return rows.map(({ address }: { address: string }) => address);
  }

  /** The other schools have handed in; answers what the reviewer must name to decide. */
  async function handedIn(): Promise<{ id: number; hash: string }[]> {
    for (const { address, code } of talkers.slice(1)) {
      for (const no of numbers) await say(address, `#${code}-${no} 是`);
      await say(address, `#${code}`);
      await arriveAll(test);
      await say(address, "提交");
      await arriveAll(test);
      await say(address, "确认");
    }
    await arriveAll(test);
    return test.db.query("SELECT assignment_id AS id, hash FROM submission ORDER BY id");
  }

  async function previewed(): Promise<{ id: number; hash: string }> {
    const draft = { body: "明天开会", selection: { kinds: ["school" as const] } };
    const { id } = await test.act((work) => draftBroadcast(work, draft), as(county.admin));
    const { hash } = await test.act((work) => previewBroadcast(work, id), as(county.admin));
    return { id, hash };
  }

  it("seven people of one school answer, reviewers decide, all are reminded and written to, letters go out: nothing waits in a circle, nothing is lost", async () => {
    const colleagues = await herColleagues();
    const submissions = await handedIn();
    expect(submissions).to.have.lengthOf(6);
    const broadcast = await previewed();
    test.clock.moveTo(at("2018-08-24", "09:00"));
    const sent: Letter[] = [];
    const mouth = mouthOf({ test, house: test.house, complaints }, sent);
    const code = talkers[0]?.code;
    const decide = ({ id, hash }: { id: number; hash: string }, index: number) =>
      test.act(
        (work) =>
          index % 2
            ? acceptTask(work, id, hash)
            : returnTask(work, id, { hash, items: [1, 2], reason: "没有签字" }),
        as(county.reviewer),
      );
    await Promise.all([
      ...colleagues.map((address, index) => say(address, `#${code}-${index + 1} 是`)),
      ...numbers.map((no) => say(talkers[0]?.address ?? "", `#${code}-${no} 否`)),
      ...talkers.slice(1).map(({ address }) => say(address, "待办")),
      ...submissions.map(decide),
      test.act((work) => confirmBroadcast(work, broadcast.id, broadcast), as(county.admin)),
      tick(),
      mouth.idle(),
    ]);
    await tick();
    await mouth.idle();
    await mouth.stop();
    expect(complaints.errors).to.deep.equal([]);
    const revisions = await test.db.query(
      `SELECT r.answer_id AS id, COUNT(*) AS n FROM answer_revision r JOIN answer a ON a.id = r.answer_id
       JOIN assignment s ON s.id = a.assignment_id WHERE s.unit_id = ? AND r.kind = 'confirmed' GROUP BY r.answer_id`,
      [county.school.id],
    );
    expect(revisions.map(({ n }: { n: string }) => Number(n))).to.deep.equal(Array(questions).fill(2));
    const states = await test.db.query(
      "SELECT state, COUNT(*) AS n FROM submission GROUP BY state ORDER BY state",
    );
    expect(states.map((row: object) => Object.values(row).map(String))).to.deep.equal([
      ["accepted", "3"],
      ["returned", "3"],
    ]);
    expect(new Set(sent.map(({ key }) => key)).size, "letters sent once").to.equal(sent.length);
    const copies = sent.filter(({ key }) => key.startsWith("broadcast:"));
    expect(copies.map(({ address }) => address)).to.include.members([
      ...talkers.map((t) => t.address),
      ...colleagues,
    ]);
    await expectNothingLost(test.db);
  });
});
