import { expect } from "chai";
import { Event } from "../../entities/event.ts";
import { ReminderRule } from "../../entities/reminder-rule.ts";
import { Requirement } from "../../entities/requirement.ts";
import {
  addTask,
  changeCampaign,
  changeTask,
  createCampaign,
  removeTask,
} from "../../src/actions/campaign-drafts.ts";
import { commandCampaign } from "../../src/actions/campaign-life.ts";
import { campaignDetail, listCampaigns } from "../../src/actions/campaign-reads.ts";
import { listChecklists, versionDetail } from "../../src/actions/checklist-reads.ts";
import {
  createChecklist,
  newVersion,
  publishVersion,
  removeVersion,
  writeItems,
} from "../../src/actions/checklists.ts";
import { discardDraft } from "../../src/actions/drafts.ts";
import { addPhase, changePhase, removePhase } from "../../src/actions/phases.ts";
import { addRequirement, changeRequirement, removeRequirement } from "../../src/actions/requirements.ts";
import type { Work } from "../../src/work.ts";
import { endOf, startOf } from "../../src/workdays.ts";
import { aRunningCampaign, as, useCounty } from "../support/campaigns.ts";
import { useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";

describe("a plan", () => {
  const test = useTestHouse();
  const county = useCounty(test);

  const li = <T>(act: (work: Work) => Promise<T>): Promise<T> => test.act(act, as(county.admin));
  const item = {
    key: "A1",
    question: "是否成立领导小组?",
    polarity: "+" as const,
    scope: "unit" as const,
    answeredBy: "unit",
    evidence: "none" as const,
    basis: "第一条",
  };
  const schools = { kinds: ["school"], codes: [] };
  const report = { title: "总结报告", kind: "deliverable" as const, due: "2018-08-31", audience: schools };

  async function aPlan() {
    const campaign = await li((work) => createCampaign(work, { title: "校园媒体专项治理" }));
    const task = await li((work) => addTask(work, campaign.id, { title: "三审三校" }));
    const phase = await li((work) =>
      addPhase(work, task.id, {
        title: "自查阶段",
        kind: "self-check",
        from: "2018-08-15",
        due: "2018-08-31",
      }),
    );
    const requirement = await li((work) => addRequirement(work, task.id, { ...report, phaseId: phase.id }));
    return { campaign, task, phase, requirement };
  }

  const problemsOf = async (failing: Promise<unknown>) => {
    const refusal = await refusalOf(failing);
    expect(refusal.code).to.equal("invalid");
    return (refusal.facts.problems as { field: string }[]).map(({ field }) => field);
  };

  it("is drafted by 李建军 piece by piece, with the usual reminders", async () => {
    const { campaign, task, phase, requirement } = await aPlan();
    expect(campaign).to.include({ state: "draft", title: "校园媒体专项治理", rowVersion: 1 });
    expect(task).to.include({ code: "T1", no: 1 });
    expect(phase).to.deep.include({
      code: "T1P1",
      kind: "self-check",
      state: "scheduled",
      startsAt: startOf("2018-08-15"),
      dueAt: endOf("2018-08-31"),
      originalDueAt: endOf("2018-08-31"),
    });
    expect(requirement).to.deep.include({ code: "R1", phaseId: phase.id, audience: schools });
    expect(await test.db.countBy(ReminderRule, { campaignId: campaign.id })).to.equal(11);
    const detail = await li((work) => campaignDetail(work, campaign.id));
    expect(detail.campaign.rowVersion, "each piece raised it").to.equal(4);
    expect(
      detail.tasks.map(({ phases, requirements }) => [phases.length, requirements.length]),
    ).to.deep.equal([[1, 1]]);
    const commands = (await test.db.find(Event, { order: { id: "ASC" } })).map((event) => event.command);
    expect(commands).to.deep.equal(["create", "add_task", "add_phase", "add_requirement"]);
  });

  it("is changed and shortened while it is a draft", async () => {
    const { campaign, task, phase, requirement } = await aPlan();
    await li((work) => changeCampaign(work, campaign.id, { title: " 改名 ", expectedVersion: 4 }));
    await li((work) => changeTask(work, task.id, { title: "三审三校排查" }));
    await li((work) => changePhase(work, phase.id, { due: "2018-09-07" }));
    await li((work) =>
      changeRequirement(work, requirement.id, { due: "2018-09-07", recipientUnitId: county.office.id }),
    );
    const { campaign: now, tasks } = await li((work) => campaignDetail(work, campaign.id));
    expect(now.title).to.equal("改名");
    expect(tasks[0]?.title).to.equal("三审三校排查");
    expect(tasks[0]?.phases[0]).to.deep.include({
      dueAt: endOf("2018-09-07"),
      title: "自查阶段",
      kind: "self-check",
    });
    expect(tasks[0]?.requirements[0]).to.deep.include({ dueAt: endOf("2018-09-07"), recipient: "宣传科" });
    const used = await refusalOf(li((work) => removePhase(work, phase.id)));
    expect(used.message).to.include("“总结报告”属于这个阶段");
    await li((work) => removeRequirement(work, requirement.id));
    await li((work) => removePhase(work, phase.id));
    await li((work) => removeTask(work, task.id));
    expect((await li((work) => campaignDetail(work, campaign.id))).tasks).to.deep.equal([]);
  });

  it("takes no change from who saw an older version", async () => {
    const { campaign, task } = await aPlan();
    const late = li((work) => addTask(work, campaign.id, { title: "平台", expectedVersion: 1 }));
    expect((await refusalOf(late)).code).to.equal("stale");
    const gone = li((work) => removeTask(work, task.id, { expectedVersion: 1 }));
    expect((await refusalOf(gone)).code).to.equal("stale");
  });

  it("keeps both of two tasks that are added at the same moment", async () => {
    const { campaign } = await aPlan();
    await Promise.all(["甲", "乙"].map((title) => li((work) => addTask(work, campaign.id, { title }))));
    const { tasks } = await li((work) => campaignDetail(work, campaign.id));
    expect(tasks.map(({ code }) => code)).to.deep.equal(["T1", "T2", "T3"]);
  });

  it("says of every field what is wrong", async () => {
    const { campaign, task } = await aPlan();
    expect(await problemsOf(li((work) => createCampaign(work, { title: " " })))).to.deep.equal(["title"]);
    const phase = {
      title: "长".repeat(41),
      from: "2018-09-01",
      due: "2018-08-31",
      kind: "other" as never,
      code: "阶段",
    };
    expect(await problemsOf(li((work) => addPhase(work, task.id, phase)))).to.have.members([
      "code",
      "title",
      "kind",
      "due",
    ]);
    const bad = {
      title: "",
      kind: "checklist" as const,
      due: "2018-02-30",
      code: "R1",
      phaseId: 999,
      recipientUnitId: county.school.id,
      audience: { kinds: ["kindergarten"], codes: ["nowhere"] },
    };
    expect(await problemsOf(li((work) => addRequirement(work, task.id, bad)))).to.have.members([
      "code",
      "title",
      "due",
      "phaseId",
      "checklistVersionId",
      "recipientUnitId",
      "audience.kinds",
      "audience.codes",
    ]);
    expect(
      await problemsOf(li((work) => addTask(work, campaign.id, { title: "重", code: "T1" }))),
    ).to.deep.equal(["code"]);
  });

  it("points out overlaps, early reports and week-ends, and repairs nothing", async () => {
    const { campaign, task, phase } = await aPlan();
    await li((work) => addPhase(work, task.id, { title: "整改阶段", from: "2018-08-31", due: "2018-09-08" }));
    await li((work) => addRequirement(work, task.id, { ...report, due: "2018-08-20", phaseId: phase.id }));
    const { findings } = await li((work) => campaignDetail(work, campaign.id));
    expect(findings.map(({ kind, message }) => `${kind} ${message}`)).to.deep.equal([
      "overlap “自查阶段”和“整改阶段”的时间有重叠",
      "weekend “整改阶段”的截止日2018年9月8日(周六)在周末",
      "due-before-phase-ends “总结报告”2018年8月20日(周一)截止,早于“自查阶段”结束的2018年8月31日(周五)",
    ]);
  });

  it("is no longer changed once it runs, but may grow, and the new work is handed out with its scope", async () => {
    const { campaign, task, phase, requirement } = await aPlan();
    await li((work) => commandCampaign(work, campaign.id, { command: "publish" }));
    for (const change of [
      li((work) => changePhase(work, phase.id, { title: "别的" })),
      li((work) => removeRequirement(work, requirement.id)),
      li((work) => changeCampaign(work, campaign.id, { title: "别的" })),
      li((work) => discardDraft(work, campaign.id)),
    ])
      expect((await refusalOf(change)).code).to.equal("guard-failed");
    await li((work) => addRequirement(work, task.id, { ...report, title: "照片" }));
    await li((work) => commandCampaign(work, campaign.id, { command: "extend_scope" }));
    const { counts } = await li((work) => campaignDetail(work, campaign.id));
    expect(counts).to.deep.equal({ open: 2 });
  });

  it("is put aside with its name free again", async () => {
    const { campaign } = await aPlan();
    await li((work) => discardDraft(work, campaign.id, { reason: "重新起草", expectedVersion: 4 }));
    expect((await li((work) => listCampaigns(work, { state: "void" }))).map(({ id }) => id)).to.deep.equal([
      campaign.id,
    ]);
    expect(await li((work) => listCampaigns(work, { state: "draft" }))).to.deep.equal([]);
  });

  it("is drafted by the bureau only, and others do not even find the draft", async () => {
    const { campaign, task } = await aPlan();
    for (const person of [county.wang, county.head, county.reviewer, county.centralHead]) {
      const doing = (act: (work: Work) => Promise<unknown>) => refusalOf(test.act(act, as(person)));
      expect((await doing((work) => createCampaign(work, { title: "我的" }))).code).to.equal("forbidden");
      expect((await doing((work) => createChecklist(work, { code: "x", title: "表" }))).code).to.equal(
        "forbidden",
      );
      for (const act of [
        (work: Work) => addTask(work, campaign.id, { title: "我的" }),
        (work: Work) => changeTask(work, task.id, { title: "我的" }),
        (work: Work) => commandCampaign(work, campaign.id, { command: "publish" }),
        (work: Work) => campaignDetail(work, campaign.id),
      ])
        expect((await doing(act)).code).to.equal("not-found");
      expect(await test.act((work) => listCampaigns(work), as(person))).to.deep.equal([]);
    }
  });

  describe("with a checklist", () => {
    const aChecklist = () => li((work) => createChecklist(work, { code: "A", title: "自查表" }));

    it("pins a published version, which nobody changes any more", async () => {
      const { task } = await aPlan();
      const { versions } = await aChecklist();
      const draft = versions[0]?.id ?? 0;
      const pin = () =>
        li((work) =>
          addRequirement(work, task.id, { ...report, kind: "checklist", checklistVersionId: draft }),
        );
      expect(await problemsOf(pin())).to.deep.equal(["checklistVersionId"]);
      expect((await refusalOf(li((work) => publishVersion(work, draft)))).message).to.include("还没有题目");
      await li((work) => writeItems(work, draft, { items: [item], expectedVersion: 1 }));
      await li((work) => publishVersion(work, draft, { expectedVersion: 2 }));
      expect((await pin()).checklistVersionId).to.equal(draft);
      for (const change of [
        li((work) => writeItems(work, draft, { items: [] })),
        li((work) => removeVersion(work, draft)),
        li((work) => publishVersion(work, draft)),
      ])
        expect((await refusalOf(change)).message).to.include("第1版已经发布,不能再改");
    });

    it("goes on in a new version with the same keys, one draft at a time", async () => {
      const { id, versions } = await aChecklist();
      const first = versions[0]?.id ?? 0;
      await li((work) => writeItems(work, first, { items: [item] }));
      await li((work) => publishVersion(work, first));
      const second = await li((work) => newVersion(work, id));
      expect(second).to.include({ version: 2, publishedAt: null });
      expect(second.items.map(({ key, no }) => [key, no])).to.deep.equal([["A1", 1]]);
      expect((await refusalOf(li((work) => newVersion(work, id)))).message).to.include("第2版还没有发布");
      await li((work) => writeItems(work, second.id, { items: [{ ...item, key: "A2" }, item] }));
      expect((await li((work) => versionDetail(work, first))).items).to.have.length(1);
      await li((work) => removeVersion(work, second.id));
      expect((await li((work) => listChecklists(work)))[0]?.versions).to.have.length(1);
    });

    it("says of every question what is wrong", async () => {
      const { versions } = await aChecklist();
      const items = [item, { ...item, question: " ", polarity: "?" as never, answeredBy: "nobody" }];
      expect(
        await problemsOf(li((work) => writeItems(work, versions[0]?.id ?? 0, { items }))),
      ).to.have.members(["items.1.key", "items.1.question", "items.1.polarity", "items.1.answeredBy"]);
    });

    it("is read by 王秀兰 where her work asks it, and not otherwise", async () => {
      await aChecklist();
      const running = await aRunningCampaign(test, county);
      const lists = await test.act((work) => listChecklists(work), as(county.wang));
      expect(lists.flatMap(({ versions }) => versions.map(({ id }) => id))).to.deep.equal([
        running.version.id,
      ]);
      const [pinned] = await test.db.findBy(Requirement, { checklistVersionId: running.version.id });
      expect(pinned?.id).to.equal(running.checklist.id);
    });
  });
});
