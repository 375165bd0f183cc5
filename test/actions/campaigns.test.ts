import { expect } from "chai";
import { Assignment } from "../../entities/assignment.ts";
import { Campaign } from "../../entities/campaign.ts";
import { Event } from "../../entities/event.ts";
import { ReminderFire } from "../../entities/reminder-fire.ts";
import { Requirement } from "../../entities/requirement.ts";
import { extendScope, publishCampaign } from "../../src/actions/campaigns.ts";
import { campaignMachine } from "../../src/machines/campaign.ts";
import { transition } from "../../src/machines/machine.ts";
import { endOf } from "../../src/workdays.ts";
import { aDraft, aRunningCampaign, as, type Holder, useCounty } from "../support/campaigns.ts";
import { aPost, aUnit, useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";

describe("campaigns", () => {
  const test = useTestHouse();
  const county = useCounty(test);

  const assignments = (requirementId?: number) =>
    test.db.find(Assignment, { where: requirementId ? { requirementId } : {}, order: { id: "ASC" } });
  const publish = (id: number, who: Holder = county.admin) =>
    test.act((work) => publishCampaign(work, id), as(who));
  const extend = (id: number) => test.act((work) => extendScope(work, id), as(county.admin));
  const school = (name: string, set = {}) => aUnit(test, { name, parentId: county.central.id, ...set });

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
