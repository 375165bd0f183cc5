import { expect } from "chai";
import { Event } from "../../entities/event.ts";
import { Notice } from "../../entities/notice.ts";
import { enterAnswer } from "../../src/actions/answers.ts";
import { phoneList } from "../../src/actions/phone-list.ts";
import { notBegun, progressByUnit, publicFigures, submitted } from "../../src/actions/progress.ts";
import { questionnaireOf } from "../../src/actions/questions.ts";
import { taskById } from "../../src/actions/tasks-in-hand.ts";
import { urge } from "../../src/actions/urging.ts";
import type { Actor } from "../../src/work.ts";
import { at } from "../../src/workdays.ts";
import { aHolder, aRunningCampaign, as, type Running, useCounty } from "../support/campaigns.ts";
import { aUnit, useTestHouse } from "../support/house.ts";

describe("urging and progress", () => {
  const test = useTestHouse();
  const county = useCounty(test);
  let running: Running;
  let admin: Actor;
  beforeEach(async () => {
    running = await aRunningCampaign(test, county);
    admin = as(county.admin);
    test.clock.moveTo(at("2018-08-20", "10:00"));
  });

  const hurry = (more = {}, actor = admin) =>
    test.act((work) => urge(work, { target: { campaignId: running.campaign.id }, ...more }), actor);
  const urgings = () => test.db.find(Notice, { where: { kind: "urging" } });
  const code = (doing: Promise<unknown>) =>
    doing.then(
      () => null,
      (error) => error.code,
    );

  it("tells each person once of everything that he has not done, and logs it", async () => {
    const { urged } = await hurry({ text: "请抓紧" });
    expect(urged.map(({ name, tasks }) => [name, tasks])).to.deep.equal([["王秀兰", 2]]);
    const [only, ...more] = await urgings();
    expect(more).to.deep.equal([]);
    expect(only?.body).to.match(/^【催办】王秀兰,您好!您还有2项没有办完:[\s\S]*请抓紧/);
    expect(await test.db.countBy(Event, { subject: "campaign", command: "urge" })).to.equal(1);
  });

  it("urges nobody twice within four hours for the same work, and then again", async () => {
    await hurry();
    test.clock.moveTo(at("2018-08-20", "13:59"));
    const again = await hurry({ target: { requirementId: running.report.id } });
    expect(again.skipped.map(({ name, reason }) => [name, reason])).to.deep.equal([["王秀兰", "recent"]]);
    test.clock.moveTo(at("2018-08-20", "14:00"));
    expect((await hurry()).urged).to.have.length(1);
  });

  it("sends once when two urge at the same moment", async () => {
    const both = await Promise.all(
      [0, 1, 2].map((ms) => {
        test.clock.moveTo(new Date(at("2018-08-20", "10:00").getTime() + ms));
        return hurry();
      }),
    );
    expect(both.map(({ urged }) => urged.length).toSorted((a, b) => a - b)).to.deep.equal([0, 0, 1]);
    expect(await urgings()).to.have.length(1);
  });

  it("leaves out what is handed in and who has unsubscribed", async () => {
    await test.db.query("UPDATE assignment SET state = 'submitted' WHERE id = ?", [running.handIn.id]);
    expect((await hurry()).urged[0]?.tasks).to.equal(1);
    test.clock.moveTo(at("2018-08-21", "10:00"));
    await test.db.query("UPDATE person SET reminders_off = 1 WHERE id = ?", [county.wang.id]);
    expect((await hurry()).skipped[0]).to.include({ reason: "opted-out" });
  });

  it("puts whom it cannot reach on the phone list until the work is done", async () => {
    await test.db.query("UPDATE contact SET superseded_at = ? WHERE person_id = ?", [
      test.clock.now(),
      county.wang.id,
    ]);
    expect((await hurry()).skipped[0]).to.include({ name: "王秀兰", reason: "unreachable" });
    await test.db.query(
      "INSERT INTO phone (person_id, cipher, key_id, blind_index, mask, updated_at) VALUES (?, '', '', '', '138****1234', ?)",
      [county.wang.id, test.clock.now()],
    );
    const list = () => test.act((work) => phoneList(work), admin);
    const [entry] = await list();
    expect(entry).to.include({
      name: "王秀兰",
      unit: "柳林镇第一小学",
      why: "没有绑定微信",
      phone: "138****1234",
    });
    await test.db.query("UPDATE assignment SET state = 'submitted'");
    expect(await list()).to.deep.equal([]);
  });

  it("is for those above the unit only", async () => {
    expect(await code(hurry({}, as(county.head)))).to.equal("forbidden");
    expect((await hurry({}, as(county.centralHead))).urged).to.have.length(1);
    const other = await aUnit(test, { kind: "central-school" });
    expect(await code(hurry({}, as(await aHolder(test, other, "unit-head", "外人"))))).to.equal("not-found");
  });

  it("tells how far each unit is, within what the asker may see", async () => {
    const target = { campaignId: running.campaign.id };
    await test.act(async (work) => {
      const task = await taskById(work, running.selfCheck.id);
      const [first] = (await questionnaireOf(work, task)).questions;
      if (first) await enterAnswer(work, task.id, first, { value: "是" });
    }, as(county.wang));
    const { rows, totals } = await test.act((work) => progressByUnit(work, target), admin);
    const counts = { total: 2, notBegun: 1, inHand: 1, submitted: 0, accepted: 0, returned: 0, overdue: 0 };
    expect(rows).to.deep.equal([{ unitId: county.school.id, unit: "柳林镇第一小学", ...counts }]);
    expect(totals).to.deep.equal(counts);
    const idle = await test.act((work) => notBegun(work, target), admin);
    expect(idle.map(({ assignmentId }) => assignmentId)).to.deep.equal([running.handIn.id]);
    await test.db.query("UPDATE assignment SET state = 'accepted' WHERE id = ?", [running.handIn.id]);
    expect(
      (await test.act((work) => submitted(work, target), admin)).map(({ title }) => title),
    ).to.deep.equal(["总结报告"]);
    const figures = await test.act((work) => publicFigures(work, running.campaign.id), admin);
    expect(figures.groups).to.deep.equal([{ kind: "school", label: "学校", units: 1, done: 1, total: 2 }]);
    const stranger = as(await aHolder(test, await aUnit(test), "unit-head", "外人"));
    expect(await code(test.act((work) => progressByUnit(work, target), stranger))).to.equal("not-found");
  });
});
