import { expect } from "chai";
import type { Listener } from "../../bot/listen.ts";
import { aHolder, type County } from "../support/campaigns.ts";
import { useTestHouse } from "../support/house.ts";
import { expectNothingLost } from "../support/invariants.ts";
import { arriveAll, Complaints, earOf, message, someTalkers, type Talker } from "../support/talkers.ts";

describe("people who write at once", function () {
  this.timeout(30_000);
  const test = useTestHouse(20);
  let complaints: Complaints;
  let ear: Listener;
  let county: County;
  let talkers: Talker[];
  beforeEach(async () => {
    complaints = new Complaints();
    ear = earOf(test, test.house, complaints);
    ({ county, talkers } = await someTalkers(test, { people: 7, questions: 6 }));
    for (const { address, code } of talkers) await say(address, `#${code}`);
    await arriveAll(test);
    // Now the program knows them and their tasks.
    for (const { address } of talkers) await say(address, "是");
    await arriveAll(test);
  });
  afterEach(async () => {
    expect(complaints.errors).to.deep.equal([]);
    await arriveAll(test);
    await expectNothingLost(test.db);
  });

  const say = (address: string, text: string): Promise<void> => ear.hear(message(test, address, text));
  const sayAll = (words: (no: number) => string): Promise<unknown> =>
    Promise.all(talkers.map(({ address }, no) => say(address, words(no))));

  async function commits(): Promise<number> {
    const [row] = await test.db.query("SHOW GLOBAL STATUS LIKE 'Com_commit'");
    return Number(row.Value);
  }

  /** What is recorded of everybody's second question, talker by talker. */
  const seconds = async (): Promise<string[]> =>
    (
      await test.db.query(
        `SELECT COALESCE(a.value, '') AS value FROM answer a JOIN checklist_item i ON i.id = a.item_id AND i.no = 2
         JOIN assignment s ON s.id = a.assignment_id JOIN post p ON p.unit_id = s.unit_id AND p.role = 'responsible'
         JOIN contact c ON c.person_id = p.person_id WHERE c.address IN (?) ORDER BY c.id`,
        [talkers.map(({ address }) => address)],
      )
    ).map(({ value }: { value: string }) => value);

  const lastReplyTo = async (address: string): Promise<string> => {
    const [row] = await test.db.query(
      "SELECT o.body FROM outbox o JOIN contact c ON c.id = o.contact_id WHERE c.address = ? ORDER BY o.id DESC LIMIT 1",
      [address],
    );
    return row.body;
  };

  const address = (no: number): string => talkers[no]?.address ?? "";

  it("are answered each as he said, in fewer transactions than there are people", async () => {
    const before = await commits();
    await sayAll((no) => (no % 2 ? "没有" : "是"));
    expect((await commits()) - before).to.be.lessThan(talkers.length);
    expect(await seconds()).to.deep.equal(talkers.map((_, no) => (no % 2 ? "否" : "是")));
    for (const { address: to } of talkers) expect(await lastReplyTo(to)).to.contain("第3/6题");
  });

  it("do not hinder each other when one of them asks for something that takes more", async () => {
    await sayAll((no) => (no === 4 ? "待办" : "是"));
    expect(await seconds()).to.deep.equal(talkers.map((_, no) => (no === 4 ? "" : "是")));
    expect(await lastReplyTo(address(4))).to.contain(`#${talkers[4]?.code}`);
  });

  it("do not hinder each other when the answer of one of them was changed behind the program's back", async () => {
    await test.db.query(
      `UPDATE answer a JOIN assignment s ON s.id = a.assignment_id JOIN post p ON p.unit_id = s.unit_id
       JOIN contact c ON c.person_id = p.person_id SET a.row_version = a.row_version + 5 WHERE c.address = ?`,
      [address(4)],
    );
    await sayAll(() => "是");
    expect(await seconds()).to.deep.equal(talkers.map(() => "是"));
  });

  it("are answered once when every message comes twice", async () => {
    const messages = talkers.map((talker) => message(test, talker.address, "是"));
    await Promise.all([...messages, ...messages].map((each) => ear.hear(each)));
    expect(await seconds()).to.deep.equal(talkers.map(() => "是"));
    const [{ n }] = await test.db.query("SELECT COUNT(*) AS n FROM outbox WHERE `key` LIKE 'reply:%'");
    expect(Number(n)).to.equal(talkers.length * 3);
  });

  it("and answer for the same school both have their words kept, one after the other", async () => {
    await aHolder(test, county.school, "responsible", "同事");
    const [{ address: colleague }] = await test.db.query(
      "SELECT c.address FROM contact c JOIN person p ON p.id = c.person_id WHERE p.name = '同事'",
    );
    await say(colleague, `#${talkers[0]?.code}`);
    await arriveAll(test);
    await say(colleague, "第1题改成否");
    await arriveAll(test);
    await Promise.all([
      say(address(1), "是"),
      say(address(0), "是"),
      say(colleague, "没有"),
      say(address(2), "是"),
    ]);
    const kept = await test.db.query(
      `SELECT r.value FROM answer_revision r JOIN answer a ON a.id = r.answer_id
       JOIN checklist_item i ON i.id = a.item_id AND i.no = 2 JOIN assignment s ON s.id = a.assignment_id
       WHERE s.unit_id = ? ORDER BY r.seq`,
      [county.school.id],
    );
    expect(kept.map(({ value }: { value: string }) => value)).to.have.members(["是", "否"]);
  });

  it("hear what somebody else has answered for their school meanwhile", async () => {
    await aHolder(test, county.school, "responsible", "同事");
    const [{ address: colleague }] = await test.db.query(
      "SELECT c.address FROM contact c JOIN person p ON p.id = c.person_id WHERE p.name = '同事'",
    );
    await say(address(0), "是");
    expect(await lastReplyTo(address(0))).to.contain("第3/6题");
    await arriveAll(test);
    await say(colleague, `#${talkers[0]?.code}-4 是`);
    await arriveAll(test);
    await say(address(0), "是");
    expect(await lastReplyTo(address(0))).to.contain("第5/6题");
  });
});
