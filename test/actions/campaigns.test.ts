import { expect } from "chai";
import { Assignment } from "../../entities/assignment.ts";
import { Campaign } from "../../entities/campaign.ts";
import { Event } from "../../entities/event.ts";
import { Notice } from "../../entities/notice.ts";
import { Phase } from "../../entities/phase.ts";
import { Post } from "../../entities/post.ts";
import { ReminderFire } from "../../entities/reminder-fire.ts";
import { Requirement } from "../../entities/requirement.ts";
import { extendScope, publishCampaign } from "../../src/actions/campaigns.ts";
import { askExtension, decideExtension } from "../../src/actions/extensions.ts";
import { reschedulePhase } from "../../src/actions/phase-life.ts";
import { submitTask } from "../../src/actions/submissions.ts";
import { campaignMachine } from "../../src/machines/campaign.ts";
import { transition } from "../../src/machines/machine.ts";
import { endOf } from "../../src/workdays.ts";
import {
  aCounty,
  aDraft,
  aHolder,
  answerAll,
  aRunningCampaign,
  as,
  type County,
  type Holder,
  reread,
} from "../support/campaigns.ts";
import { aPost, aUnit, openTestHouse, type TestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";

let test: TestHouse;
let county: County;

const assignments = (requirementId?: number) =>
  test.db.find(Assignment, { where: requirementId ? { requirementId } : {}, order: { id: "ASC" } });
const publish = (id: number, who: Holder = county.admin) =>
  test.act((work) => publishCampaign(work, id), as(who));
const extend = (id: number) => test.act((work) => extendScope(work, id), as(county.admin));
const school = (name: string, set = {}) => aUnit(test, { name, parentId: county.central.id, ...set });

describe("campaigns", () => {
  before(async () => {
    test = await openTestHouse();
  });
  beforeEach(async () => {
    await test.clear();
    county = await aCounty(test);
  });
  after(() => test.close());

  describe("when they are published", () => {
    it("give every school its assignments, with dates, the responsible post and reminders", async () => {
      const second = await school("柳林镇第二小学");
      const draft = await aDraft(test, county);
      expect(await publish(draft.campaign.id)).to.equal(4);
      const made = await assignments(draft.checklist.id);
      expect(made.map((each) => each.unitId)).to.deep.equal([county.school.id, second.id]);
      expect(made[0]).to.deep.include({
        campaignId: draft.campaign.id,
        state: "open",
        postId: county.wang.post.id,
        startsAt: draft.checklist.startsAt,
        dueAt: endOf("2018-08-31"),
        originalDueAt: endOf("2018-08-31"),
      });
      expect(made[1]?.postId, "nobody is responsible there yet").to.equal(null);
      expect(await test.db.countBy(ReminderFire, { status: "pending" })).to.equal(4 * 11);
      const [event] = await test.db.findBy(Event, { command: "assign" });
      expect(event).to.deep.include({ actorId: county.admin.id, payload: { assignments: 4 } });
    });

    it("name the post that is held now, not one that has ended or is to come", async () => {
      const other = await school("柳林镇第二小学");
      const now = test.clock.now();
      await aPost(test, { unitId: other.id, untilAt: now });
      await aPost(test, { unitId: other.id, fromAt: new Date(now.getTime() + 1) });
      const held = await aPost(test, { unitId: other.id });
      const draft = await aDraft(test, county);
      await publish(draft.campaign.id);
      const made = await assignments(draft.checklist.id);
      expect(made.find((each) => each.unitId === other.id)?.postId).to.equal(held.id);
    });

    it("reach single units by their code beside those of a kind, each once", async () => {
      const draft = await aDraft(test, county);
      const audience = { kinds: ["school"], codes: [county.office.code, county.school.code] };
      await test.db.update(Requirement, { id: draft.checklist.id }, { audience });
      await publish(draft.campaign.id);
      const made = await assignments(draft.checklist.id);
      expect(made.map((each) => each.unitId)).to.deep.equal([county.office.id, county.school.id]);
    });

    it("never mix the demo's units with real ones", async () => {
      await school("演示小学", { demo: true });
      const draft = await aDraft(test, county);
      expect(await publish(draft.campaign.id)).to.equal(2);
    });

    it("are refused a second time, and nothing is made twice", async () => {
      const draft = await aDraft(test, county);
      await publish(draft.campaign.id);
      const refusal = await refusalOf(publish(draft.campaign.id));
      expect(refusal.code).to.equal("not-allowed");
      expect(refusal.message).to.include("目前是“进行中”,不能发布");
      expect(await assignments()).to.have.length(2);
    });

    it("are published once by two at the same moment", async () => {
      const draft = await aDraft(test, county);
      const endings = await Promise.allSettled([
        publish(draft.campaign.id),
        publish(draft.campaign.id, county.leader),
      ]);
      expect(endings.filter((ending) => ending.status === "fulfilled")).to.have.length(1);
      expect(await assignments()).to.have.length(2);
      expect(await test.db.countBy(Event, { command: "publish" })).to.equal(1);
    });

    it("must have a phase, and a published version of every checklist", async () => {
      const draft = await aDraft(test, county, { versionPublished: false });
      expect((await refusalOf(publish(draft.campaign.id))).message).to.equal(
        "有自查表还没有发布版本,不能发布方案",
      );
      const [empty] = await test.db.save(Campaign, [
        { title: "空", state: "draft", warnings: [], offlineUnits: [], createdAt: test.clock.now() },
      ]);
      expect((await refusalOf(publish(empty?.id ?? 0))).message).to.equal("方案里还没有阶段,不能发布");
      expect(await assignments()).to.deep.equal([]);
    });

    it("are published by the bureau only", async () => {
      const draft = await aDraft(test, county);
      for (const person of [county.wang, county.head, county.reviewer]) {
        expect((await refusalOf(publish(draft.campaign.id, person))).code).to.equal("forbidden");
      }
      expect((await refusalOf(publish(999))).code).to.equal("not-found");
    });
  });

  describe("when their scope grows", () => {
    it("get only what is lacking, and keep what is there as it is", async () => {
      const running = await aRunningCampaign(test, county);
      await test.db.query("UPDATE assignment SET state = 'accepted', due_at = ? WHERE id = ?", [
        endOf("2018-09-07"),
        running.handIn.id,
      ]);
      const before = await assignments();
      const fires = await test.db.find(ReminderFire);
      const added = await school("柳林镇第二小学");
      expect(await extend(running.campaign.id)).to.equal(2);
      const after = await assignments();
      expect(after.slice(0, 2)).to.deep.equal(before);
      expect(after.slice(2).map((each) => each.unitId)).to.deep.equal([added.id, added.id]);
      const kept = await test.db.find(ReminderFire, { order: { id: "ASC" }, take: fires.length });
      expect(kept).to.deep.equal(fires);
      expect(await test.db.count(ReminderFire)).to.equal(fires.length * 2);
    });

    it("get nothing when nothing is lacking", async () => {
      const running = await aRunningCampaign(test, county);
      expect(await extend(running.campaign.id)).to.equal(0);
      expect(await assignments()).to.have.length(2);
    });

    it("must be running", async () => {
      const draft = await aDraft(test, county);
      expect((await refusalOf(extend(draft.campaign.id))).code).to.equal("not-allowed");
    });
  });

  it("end only when nothing is left open", async () => {
    const { campaign, selfCheck, handIn } = await aRunningCampaign(test, county);
    const close = () =>
      test.act(async (work) => {
        const row = await work.db.findOneByOrFail(Campaign, { id: campaign.id });
        return transition(work, campaignMachine, row, { command: "close" });
      }, as(county.admin));
    await test.db.update(Assignment, { id: selfCheck.id }, { state: "accepted" });
    expect((await refusalOf(close())).message).to.equal("还有1项任务没有办结,不能结束");
    await test.db.update(Assignment, { id: handIn.id }, { state: "waived" });
    expect((await close()).state).to.equal("closed");
  });
});

describe("a phase that is moved", () => {
  let running: Awaited<ReturnType<typeof aRunningCampaign>>;
  before(async () => {
    test = await openTestHouse();
  });
  beforeEach(async () => {
    await test.clear();
    county = await aCounty(test);
    running = await aRunningCampaign(test, county);
  });
  after(() => test.close());

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
    for (const each of await assignments()) {
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
    const second = await aHolder(test, await school("柳林镇第二小学"), "responsible", "赵玉梅");
    await extend(running.campaign.id);
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
