import { expect } from "chai";
import { phoneList } from "../../src/actions/phone-list.ts";
import type { Delivery } from "../../src/jobs/deliver.ts";
import { openClockDoor } from "../../src/jobs/tick.ts";
import { timetable } from "../../src/jobs/timetable.ts";
import type { Letter, SendOutcome } from "../../src/letter.ts";
import { at } from "../../src/workdays.ts";
import { as, type County } from "../support/campaigns.ts";
import { useTestHouse } from "../support/house.ts";
import { expectNothingLost } from "../support/invariants.ts";
import { Complaints, mouthOf, queueFor, someTalkers, type Talker } from "../support/talkers.ts";

describe("a letter that cannot go out", function () {
  this.timeout(30_000);
  const test = useTestHouse();
  let complaints: Complaints;
  let county: County;
  let talkers: Talker[];
  let sent: Letter[];
  let mouth: Delivery;
  let outcome: (letter: Letter) => SendOutcome | Promise<SendOutcome>;
  beforeEach(async () => {
    complaints = new Complaints();
    sent = [];
    outcome = ({ key }) => ({ kind: "sent", messageId: key });
    ({ county, talkers } = await someTalkers(test, { people: 4, questions: 3 }));
    const parts = { test, house: test.house, complaints, patience: 20 };
    mouth = mouthOf(parts, sent, (letter) => outcome(letter));
  });
  afterEach(() => mouth.stop());

  const wang = (): string => talkers[0]?.address ?? "";
  const tick = (): Promise<void> =>
    openClockDoor({ house: test.house, clock: test.clock, timetable, log: complaints.log }).tick();
  const pass = (seconds: number): void =>
    test.clock.moveTo(new Date(test.clock.now().getTime() + seconds * 1_000));
  const queue = (address: string, body: string, priority?: 0 | 1 | 2): Promise<void> =>
    queueFor(test, address, body, priority);
  const texts = (address: string): string[] =>
    sent.filter((letter) => letter.address === address).map(({ text }) => text);
  const rowsOf = (address: string): Promise<{ status: string; attempts: number; failure: string | null }[]> =>
    test.db.query(
      `SELECT o.status, o.attempts, o.failure FROM outbox o JOIN contact c ON c.id = o.contact_id
       WHERE c.address = ? ORDER BY o.id`,
      [address],
    );

  /** What 王秀兰's school has to do is written in a way that nobody can read. */
  async function spoilHerTask(): Promise<void> {
    const columns = `campaign_id, task_id, phase_id, title, kind, checklist_version_id, wording, recipient, recipient_unit_id,
      audience, starts_at, due_at, original_due_at`;
    const { insertId } = await test.db.query(
      `INSERT INTO requirement (code, form, ${columns}) SELECT 'X', '{', ${columns} FROM requirement WHERE code = 'C'`,
    );
    await test.db.query(
      `UPDATE assignment a JOIN requirement r ON r.id = a.requirement_id SET a.requirement_id = ?
       WHERE a.unit_id = ? AND r.code = 'C'`,
      [insertId, county.school.id],
    );
  }

  it("as its words cannot be made: the others are reminded, 王秀兰's is given up after five tries and shown, and what is written to her later goes", async () => {
    await spoilHerTask();
    test.clock.moveTo(at("2018-08-24", "09:00"));
    await tick();
    await mouth.idle();
    expect(sent.map(({ address }) => address).sort()).to.deep.equal(talkers.slice(1).map((t) => t.address));
    await queue(wang(), "延期已批准");
    await queue(wang(), "通知", 2);
    await queue(wang(), "回答", 0);
    await mouth.idle();
    expect(texts(wang()), "an answer never waits for a reminder").to.deep.equal(["回答", "通知"]);

    for (const tries of [1, 2, 3, 4, 5]) {
      await mouth.idle();
      await mouth.idle();
      expect((await rowsOf(wang()))[0]?.attempts, "one try at its time").to.equal(tries);
      pass(5 * 3 ** (tries - 1));
    }
    await mouth.idle();
    expect((await rowsOf(wang())).map(({ status }) => status)).to.deep.equal([
      "failed",
      "sent",
      "sent",
      "sent",
    ]);
    expect(texts(wang()).at(-1)).to.equal("延期已批准");
    expect(complaints.errors, "each try is told").to.have.lengthOf(5);
    await expectNothingLost(test.db);
    const phones = await test.act((work) => phoneList(work), as(county.admin));
    expect(phones.map(({ name, why }) => [name, why])).to.deep.equal([["王秀兰", "微信没有发成"]]);
  });

  it("as the channel throws or falls silent at it each time: it is shown as unknown, and everything else goes", async () => {
    const [, first = wang(), second = wang(), third = wang()] = talkers.map(({ address }) => address);
    outcome = ({ text, key }) => {
      if (text.includes("抛")) throw new Error("boom");
      if (text.includes("默")) return new Promise(() => undefined);
      return { kind: "sent", messageId: key };
    };
    for (const body of ["抛1", "抛2", "后来1"]) await queue(first, body);
    for (const body of ["默1", "默2", "后来2"]) await queue(second, body);
    for (const body of ["照常", "照常2"]) await queue(third, body);
    // The timers of the product do not keep a process alive; the test's own does.
    const alive = setInterval(() => undefined, 1_000);
    await mouth.idle();
    clearInterval(alive);
    expect(texts(first)).to.deep.equal(["抛1", "抛2", "后来1"]);
    expect(texts(second)).to.deep.equal(["默1", "默2", "后来2"]);
    expect(texts(third)).to.deep.equal(["照常", "照常2"]);
    for (const address of [first, second])
      expect((await rowsOf(address)).map(({ status }) => status)).to.deep.equal([
        "unknown",
        "unknown",
        "sent",
      ]);
    expect((await rowsOf(first))[0]?.failure).to.equal("boom");
    await mouth.idle();
    expect(sent, "nothing is repeated").to.have.lengthOf(8);
    await expectNothingLost(test.db);
  });

  it("as the channel names it in a way that cannot be written down: it counts as sent all the same, and nobody else waits", async () => {
    outcome = ({ text }) => ({ kind: "sent", messageId: text === "怪" ? "消息🙂1" : "m" });
    await queue(wang(), "怪");
    for (const { address } of talkers.slice(1)) await queue(address, `给${address}`);
    await mouth.idle();
    await mouth.idle();
    expect(sent).to.have.lengthOf(4);
    expect((await rowsOf(wang())).map(({ status }) => status)).to.deep.equal(["sent"]);
    expect(complaints.errors).to.deep.equal([]);
    await expectNothingLost(test.db);
  });
});
