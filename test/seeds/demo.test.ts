import { expect } from "chai";
import { Campaign } from "../../entities/campaign.ts";
import { Person } from "../../entities/person.ts";
import { Phase } from "../../entities/phase.ts";
import { Post } from "../../entities/post.ts";
import { ReminderRule } from "../../entities/reminder-rule.ts";
import { Requirement } from "../../entities/requirement.ts";
import { Setting } from "../../entities/setting.ts";
import { Unit } from "../../entities/unit.ts";
import { type PlanOrder, seedDemo, seedPlan } from "../../seeds/demo.ts";
import { Refusal } from "../../src/errors.ts";
import { at, endOf, startOf } from "../../src/workdays.ts";
import { aUnit } from "../support/house.ts";
import { test, useHouse } from "./one-house.ts";
import { contentOf, countsOf } from "./tables.ts";

const seed = () => test.act(seedDemo);
const order = (wanted: PlanOrder) => test.act((work) => seedPlan(work, wanted));

describe("seeding the demo", () => {
  useHouse();

  it("writes county, checklists and a draft campaign", async () => {
    await seed();
    expect(await countsOf(test)).to.include({
      campaign: 1,
      task: 5,
      phase: 10,
      requirement: 16,
      checklist: 8,
      checklist_version: 8,
      checklist_item: 86,
      unit: 42,
      person: 64,
      contact: 62,
    });
    const [campaign] = await test.db.find(Campaign);
    expect(campaign).to.include({ state: "draft", demo: true, shiftDays: 0 });
    expect(campaign?.offlineUnits).to.deep.equal(["shiqiao-zhouzhuang", "zaolin-beipo"]);
    expect(await test.db.findOneBy(Setting, { name: "demo" })).to.include({ value: "present" });
  });

  it("changes nothing when it runs again, on another day either", async () => {
    await seed();
    const once = await contentOf(test);
    test.clock.moveTo(at("2018-09-20", "10:00"));
    await seed();
    expect(await contentOf(test)).to.deep.equal(once);
  });

  it("gives back no post that somebody has handed over", async () => {
    await seed();
    const leader = await test.db.findOneByOrFail(Person, { name: "郑守义" });
    const teacher = await test.db.findOneByOrFail(Person, { name: "王秀兰" });
    await test.db.update(Post, { personId: teacher.id }, { personId: leader.id });
    const before = await contentOf(test);
    await seed();
    expect(await contentOf(test)).to.deep.equal(before);
  });

  it("refuses to mix with a real office of the same code", async () => {
    await aUnit(test, { code: "xinxiban", kind: "office", name: "信息办" });
    const refusal = await seed().then(
      () => null,
      (error: unknown) => error,
    );
    expect(refusal).to.be.instanceOf(Refusal).and.include({ code: "guard-failed" });
    expect(await test.db.countBy(Unit, { demo: true })).to.equal(0);
  });
});

describe("the demo's dates", () => {
  useHouse();

  it("lie around today, with the plan's own beside them", async () => {
    test.clock.moveTo(at("2026-11-23", "13:00"));
    await seed();
    const phase = await test.db.findOneByOrFail(Phase, { code: "Z1P1" });
    expect(phase.startsAt).to.deep.equal(startOf("2026-11-23"));
    expect(phase.originalStartsAt).to.equal(null);
    expect(phase.dueAt).to.deep.equal(endOf("2026-11-27"));
    expect(phase.originalDueAt).to.deep.equal(endOf("2018-08-17"));
    const report = await test.db.findOneByOrFail(Requirement, { code: "R4" });
    expect(report.startsAt).to.deep.equal(startOf("2026-12-06"));
    expect(report.originalDueAt).to.deep.equal(endOf("2018-09-07"));
    const [campaign] = await test.db.find(Campaign);
    expect(campaign?.shiftDays).to.equal(3024);
    expect(campaign?.warnings[0]).to.include("3024天");
  });

  it("are reminded at the hour of the house, upwards by working day", async () => {
    test.house.rules.remindAt = "08:30";
    await seed();
    const rules = await test.db.find(ReminderRule, { order: { id: "ASC" } });
    expect(rules.map((rule) => `${rule.moment} ${rule.days} ${rule.audience}`)).to.deep.equal([
      "start 0 responsible",
      "before 7 responsible",
      "before 3 responsible",
      "before 1 responsible",
      "due 0 responsible",
      "overdue 1 responsible",
      "overdue 2 responsible",
      "overdue 3 responsible",
      "overdue 4 head",
      "overdue 5 central",
      "overdue 6 bureau",
    ]);
    expect(new Set(rules.map((rule) => rule.at))).to.deep.equal(new Set(["08:30"]));
  });
});

describe("the 2018 plan for a real bureau", () => {
  useHouse();

  it("keeps its own dates and names the offices that are missing", async () => {
    const id = await order({});
    const campaign = await test.db.findOneByOrFail(Campaign, { id });
    expect(campaign).to.include({ title: "规范信息传播专项治理", demo: false, state: "draft", shiftDays: 0 });
    expect(campaign.warnings.filter((warning) => warning.startsWith("没有找到"))).to.have.length(4);
    const report = await test.db.findOneByOrFail(Requirement, { code: "R7" });
    expect(report).to.include({ recipientUnitId: null, startsAt: null });
    expect(report.dueAt).to.deep.equal(endOf("2018-08-27"));
    expect(await test.db.count(Unit)).to.equal(0);
  });

  it("finds offices by code, name or alias, and never those of the demo", async () => {
    await seed();
    const publicity = await aUnit(test, {
      code: "ks-07",
      kind: "office",
      name: "宣教股",
      aliases: ["宣传科"],
    });
    const safety = await aUnit(test, { code: "ks-08", kind: "office", name: "安全科" });
    const id = await order({ issuedOn: "2026-08-06", year: 2026 });
    const report = await test.db.findOneByOrFail(Requirement, { campaignId: id, code: "R3" });
    expect(report.recipientUnitId).to.equal(publicity.id);
    expect(report.audience).to.deep.equal({ kinds: [], codes: [safety.code] });
    const upwards = await test.db.findOneByOrFail(Requirement, { campaignId: id, code: "R5" });
    expect(upwards.recipientUnitId).to.equal(null);
    const own = await test.db.findOneByOrFail(Requirement, { campaignId: id, code: "A" });
    expect(own.startsAt).to.deep.equal(startOf("2026-08-06"));
  });

  it("is the same campaign when ordered twice, on the same checklists as the demo", async () => {
    await seed();
    const id = await order({ shiftDays: 14 });
    expect(await order({ shiftDays: 21 })).to.equal(id);
    expect(await countsOf(test)).to.include({ campaign: 2, checklist: 8, checklist_item: 86 });
  });
});
