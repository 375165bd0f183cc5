import { expect } from "chai";
import { Outbox } from "../../entities/outbox.ts";
import { phoneList } from "../../src/actions/phone-list.ts";
import { reminderWords } from "../../src/actions/reminder-words.ts";
import { fireReminders } from "../../src/actions/reminders.ts";
import { at } from "../../src/workdays.ts";
import { aHolder, aRunningCampaign, as, type Running, useCounty } from "../support/campaigns.ts";
import { aUnit, useTestHouse } from "../support/house.ts";

describe("the words of a reminder", () => {
  const test = useTestHouse();
  const county = useCounty(test);
  let running: Running;
  beforeEach(async () => {
    running = await aRunningCampaign(test, county);
  });

  const fireAt = (time: string): Promise<number> => {
    test.clock.moveTo(at("2018-08-15", time));
    return test.act((work) => fireReminders(work));
  };
  const ids = async (): Promise<number[]> =>
    (await test.db.query("SELECT id FROM notice WHERE kind = 'reminder' ORDER BY id")).map(
      ({ id }: { id: number }) => id,
    );
  const words = async (): Promise<(string | null)[]> => [
    ...(await test.act(async (work) => reminderWords(work, await ids()))).values(),
  ];
  const finish = () => test.db.query("UPDATE assignment SET state = 'submitted'");
  const another = (time: string) =>
    test.db.query(
      `INSERT INTO reminder_fire (assignment_id, moment, days, audience, fire_at, status)
       VALUES (?, 'before', 1, 'responsible', ?, 'pending')`,
      [running.handIn.id, at("2018-08-15", time)],
    );

  it("are those of the moment at which they are sent", async () => {
    await fireAt("09:00");
    await test.db.query("UPDATE assignment SET state = 'submitted' WHERE id = ?", [running.selfCheck.id]);
    test.clock.moveTo(at("2018-08-16", "08:00"));
    const [text] = await words();
    expect(text).to.include("您有1项任务要办").and.to.include("还剩15天").and.not.to.include("自查表");
  });

  it("are none when everything is done by then, or 王秀兰 has unsubscribed", async () => {
    await fireAt("09:00");
    await test.db.query("UPDATE person SET reminders_off = 1 WHERE id = ?", [county.wang.id]);
    expect(await words()).to.deep.equal([null]);
    await test.db.query("UPDATE person SET reminders_off = 0");
    await finish();
    expect(await words()).to.deep.equal([null]);
    expect(await test.act((work) => reminderWords(work, []))).to.have.property("size", 0);
  });

  it("are found in as many statements for thirty people as for one", async () => {
    for (let no = 0; no < 30; no++) {
      const school = await aUnit(test, { parentId: county.central.id });
      await aHolder(test, school, "responsible", `张${no}`);
    }
    running = await aRunningCampaign(test, county);
    await fireAt("09:00");
    const all = await ids();
    const count = (some: number[]) =>
      test.act(async (work) => {
        const asked = async () =>
          Number((await work.db.query("SHOW SESSION STATUS LIKE 'Questions'"))[0].Value);
        const before = await asked();
        const found = await reminderWords(work, some);
        expect([...found.values()].every((text) => text?.includes("项任务要办"))).to.equal(true);
        return (await asked()) - before;
      });
    await count(all);
    expect(await count(all)).to.equal(await count(all.slice(-1)));
  }).timeout(20_000);

  describe("while the message waits to be sent", () => {
    it("take in what falls due meanwhile: there is one message, of use for longer", async () => {
      await fireAt("09:00");
      await another("10:00");
      expect(await fireAt("10:00")).to.equal(0);
      const letters = await test.db.find(Outbox);
      expect(letters.map(({ expiresAt }) => expiresAt)).to.deep.equal([at("2018-08-16", "06:00")]);
      const shares = await test.db.query("SELECT DISTINCT notice_id FROM reminder_share");
      expect(shares).to.have.length(1);
    });

    it("but not once it is on its way", async () => {
      await fireAt("09:00");
      await test.db.query("UPDATE outbox SET status = 'sending'");
      await another("10:00");
      expect(await fireAt("10:00")).to.equal(1);
      expect((await words())[1]).to.include("您有1项任务要办");
    });
  });

  it("stand on the phone list where nobody could be written to, until the work is done", async () => {
    await test.db.query("UPDATE contact SET superseded_at = ? WHERE person_id = ?", [
      test.clock.now(),
      county.wang.id,
    ]);
    await fireAt("09:00");
    const list = () => test.act((work) => phoneList(work), as(county.admin));
    const [entry] = await list();
    expect(entry).to.include({ name: "王秀兰", why: "没有绑定微信" });
    expect(entry?.matters).to.have.length(1);
    expect(entry?.matters[0]).to.include("您有2项任务要办");
    await finish();
    expect(await list()).to.deep.equal([]);
  });
});
