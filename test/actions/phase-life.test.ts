import { expect } from "chai";
import { Assignment } from "../../entities/assignment.ts";
import { Event } from "../../entities/event.ts";
import { Notice } from "../../entities/notice.ts";
import { Phase } from "../../entities/phase.ts";
import { Post } from "../../entities/post.ts";
import { Requirement } from "../../entities/requirement.ts";
import { extendScope } from "../../src/actions/campaigns.ts";
import { askExtension, decideExtension } from "../../src/actions/extensions.ts";
import { reschedulePhase } from "../../src/actions/phase-life.ts";
import { submitTask } from "../../src/actions/submissions.ts";
import { endOf } from "../../src/workdays.ts";
import {
  aHolder,
  answerAll,
  aRunningCampaign,
  as,
  type Running,
  reread,
  useCounty,
} from "../support/campaigns.ts";
import { aUnit, useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";

describe("a phase that is moved", () => {
  const test = useTestHouse();
  const county = useCounty(test);
  let running: Running;
  beforeEach(async () => {
    running = await aRunningCampaign(test, county);
  });

  const move = (day: string, more: { reason?: string; expectedVersion?: number } = {}, who = county.admin) =>
    test.act(
      (work) => reschedulePhase(work, running.phase.id, { day, reason: "开学推迟", ...more }),
      as(who),
    );
  const dueOf = async (assignment: { id: number }) => (await reread(test, assignment)).dueAt;
  const extendTo = async (day: string) => {
    const { id } = await test.act(
      (work) => askExtension(work, running.selfCheck.id, { day, reason: "校长外出" }),
      as(county.wang),
    );
    await test.act((work) => decideExtension(work, id, { granted: true }), as(county.reviewer));
  };
  const notices = () => test.db.find(Notice, { where: { kind: "reschedule" } });

  it("takes its requirements and open work along, and keeps the original dates", async () => {
    await move("2018-09-14");
    const phase = await test.db.findOneByOrFail(Phase, { id: running.phase.id });
    expect(phase).to.deep.include({
      dueAt: endOf("2018-09-14"),
      originalDueAt: endOf("2018-08-31"),
      rowVersion: 2,
    });
    for (const each of await test.db.find(Requirement)) {
      expect(each).to.deep.include({ dueAt: endOf("2018-09-14"), originalDueAt: endOf("2018-08-31") });
    }
    for (const each of await test.db.find(Assignment)) {
      expect(each).to.deep.include({
        dueAt: endOf("2018-09-14"),
        originalDueAt: endOf("2018-08-31"),
        rowVersion: 2,
      });
    }
    const [event] = await test.db.findBy(Event, { command: "reschedule" });
    expect(event).to.deep.include({ actorId: county.admin.id, reason: "开学推迟" });
  });

  it("tells 王秀兰 once, whatever the number of tasks", async () => {
    const added = await aUnit(test, { name: "柳林镇第二小学", parentId: county.central.id });
    const second = await aHolder(test, added, "responsible", "赵玉梅");
    await test.act((work) => extendScope(work, running.campaign.id), as(county.admin));
    await move("2018-09-14");
    const bodies = new Map((await notices()).map((notice) => [notice.personId, notice.body]));
    expect([...bodies.keys()]).to.have.members([county.wang.id, second.id]);
    expect(await notices()).to.have.length(2);
    expect(bodies.get(county.wang.id)).to.equal(
      "【改期通知】《自查表》《总结报告》改为9月14日(周五)截止。原因:开学推迟",
    );
  });

  it("tells 孙志远, the head, where nobody is responsible any more", async () => {
    await test.db.update(Post, { id: county.wang.post.id }, { untilAt: test.clock.now() });
    await move("2018-09-14");
    expect((await notices()).map(({ personId }) => personId)).to.deep.equal([county.head.id]);
  });

  it("may come earlier, too", async () => {
    await move("2018-08-24");
    expect(await dueOf(running.selfCheck)).to.deep.equal(endOf("2018-08-24"));
  });

  it("leaves an extension that goes further as it is", async () => {
    await extendTo("2018-09-21");
    await move("2018-09-14");
    expect(await dueOf(running.selfCheck)).to.deep.equal(endOf("2018-09-21"));
    expect(await dueOf(running.handIn)).to.deep.equal(endOf("2018-09-14"));
  });

  it("takes along an extension that it overtakes", async () => {
    await extendTo("2018-09-07");
    await move("2018-09-14");
    expect(await dueOf(running.selfCheck)).to.deep.equal(endOf("2018-09-14"));
    expect((await notices())[0]?.body).to.include("《自查表》");
  });

  it("leaves an extension alone when it comes earlier", async () => {
    await extendTo("2018-09-07");
    await move("2018-08-24");
    expect(await dueOf(running.selfCheck)).to.deep.equal(endOf("2018-09-07"));
  });

  it("leaves alone what has a date of its own, and what is finished", async () => {
    await test.db.update(Requirement, { id: running.report.id }, { dueAt: endOf("2018-09-10") });
    await test.db.update(Assignment, { id: running.handIn.id }, { dueAt: endOf("2018-09-10") });
    await test.db.update(Assignment, { id: running.selfCheck.id }, { state: "accepted" });
    await move("2018-09-14");
    expect(await dueOf(running.handIn)).to.deep.equal(endOf("2018-09-10"));
    expect(await dueOf(running.selfCheck)).to.deep.equal(endOf("2018-08-31"));
    expect(await notices()).to.deep.equal([]);
  });

  it("takes along without a word what waits for review, in case it is returned", async () => {
    await answerAll(test, county.wang, running.selfCheck);
    await test.act((work) => submitTask(work, running.selfCheck.id), as(county.wang));
    await move("2018-09-14");
    expect(await dueOf(running.selfCheck)).to.deep.equal(endOf("2018-09-14"));
    const bodies = (await notices()).map((notice) => notice.body);
    expect(bodies).to.deep.equal(["【改期通知】《总结报告》改为9月14日(周五)截止。原因:开学推迟"]);
  });

  it("needs a reason, a day to come, the version seen, and the bureau", async () => {
    expect((await refusalOf(move("2018-09-14", { reason: " " }))).code).to.equal("invalid");
    expect((await refusalOf(move("2018-08-13"))).code).to.equal("guard-failed");
    expect((await refusalOf(move("2018-09-14", { expectedVersion: 7 }))).code).to.equal("stale");
    expect((await refusalOf(move("2018-09-14", {}, county.reviewer))).code).to.equal("forbidden");
    expect(await dueOf(running.selfCheck)).to.deep.equal(endOf("2018-08-31"));
    await move("2018-08-14");
  });
});
