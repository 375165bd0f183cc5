import { expect } from "chai";
import fc from "fast-check";
import {
  assignmentOf,
  codeOf,
  dueWords,
  myOpenTasks,
  progressWords,
  type Task,
  tasksToReview,
} from "../../src/actions/assignments.ts";
import type { Question } from "../../src/actions/questions.ts";
import { submitTask } from "../../src/actions/submissions.ts";
import { taskById } from "../../src/actions/tasks-in-hand.ts";
import { at, endOf, plusDays } from "../../src/workdays.ts";
import { aHolder, answerAll, aRunningCampaign, as, type Running, useCounty } from "../support/campaigns.ts";
import { aUnit, useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";

describe("the codes of assignments", () => {
  // A code has six signs at most.
  const ids = fc.integer({ min: 1, max: 680_419_465 });

  it("lead back to their assignment, in capitals or not", () => {
    fc.assert(
      fc.property(ids, (id) => {
        expect(assignmentOf(codeOf(id))).to.equal(id);
        expect(assignmentOf(codeOf(id).toLowerCase())).to.equal(id);
      }),
    );
  });

  it("are short, all different, and have no look-alike signs", () => {
    const codes = Array.from({ length: 30_000 }, (_, index) => codeOf(index + 1));
    expect(new Set(codes).size).to.equal(codes.length);
    expect(
      codes.every((code) => /^[A-HJ-NP-Z][2-9A-HJ-NP-Z]{1,3}$/.test(code) && !/[01IOL]/.test(code)),
    ).to.equal(true);
    expect(codeOf(1)).to.equal("A2");
  });

  it("are nothing else: any other word names no assignment", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), (word) => {
        const id = assignmentOf(word);
        if (id !== null) expect(codeOf(id)).to.equal(word.toUpperCase());
      }),
    );
    for (const word of ["", "A", "2A", "AI", "A0", "你好", "A2222222"])
      expect(assignmentOf(word), word).to.equal(null);
  });
});

describe("how far off a deadline is", () => {
  const due = endOf("2018-08-31");
  for (const [now, words] of [
    [at("2018-08-21", "23:59"), "还剩10天"],
    [at("2018-08-29", "00:00"), "还剩2天"],
    [at("2018-08-30", "23:59"), "明天截止"],
    [at("2018-08-31", "00:00"), "今天截止"],
    [due, "今天截止"],
    [new Date(due.getTime() + 1), "逾期1天"],
    [at("2018-09-02", "09:00"), "逾期2天"],
  ] as const) {
    it(`at ${now.toISOString()}: ${words}`, () => expect(dueWords(due, now)).to.equal(words));
  }

  it("is overdue exactly from the instant after the deadline", () => {
    fc.assert(
      fc.property(fc.integer({ min: -40, max: 40 }), fc.integer({ min: 0, max: 1439 }), (days, minute) => {
        const now = new Date(at(plusDays("2018-08-31", days), "00:00").getTime() + minute * 60_000);
        expect(dueWords(due, now).startsWith("逾期")).to.equal(now > due);
      }),
    );
  });

  it("says a day at least when a deadline within the day has passed", () => {
    expect(dueWords(at("2018-08-31", "12:00"), at("2018-08-31", "12:01"))).to.equal("逾期1天");
  });
});

describe("the words for progress", () => {
  const task = (set: Partial<Task>) => ({ kind: "checklist", state: "open", ...set }) as Task;
  const question = (state: string | null, set: Partial<Question> = {}) =>
    ({
      evidence: "none",
      polarity: "+",
      files: 0,
      answer: state && { state, value: "是" },
      ...set,
    }) as Question;
  const [open, done, flagged] = [question(null), question("confirmed"), question("flagged")];
  const unproved = question("confirmed", { evidence: "required" });

  for (const [words, given, questions, files] of [
    ["未开始", task({}), [open, open], 0],
    ["未开始", task({}), [question("proposed")], 0],
    ["已答1/2,未提交", task({}), [done, open], 0],
    ["已答1/2,缺1份佐证", task({}), [unproved, open], 0],
    ["已答完,缺2份佐证", task({}), [unproved, unproved], 0],
    ["已答完,未提交", task({}), [done, done], 0],
    ["被退回,1题要重答", task({ state: "returned" }), [done, flagged], 0],
    ["被退回,改好后请提交", task({ state: "returned" }), [done], 0],
    ["未报送", task({ kind: "deliverable" }), [], 0],
    ["已收2份材料,未报送", task({ kind: "deliverable" }), [], 2],
  ] as const) {
    it(words, () => expect(progressWords(given, [...questions], files)).to.equal(words));
  }
});

describe("the list of open work", () => {
  const test = useTestHouse();
  const county = useCounty(test);
  let running: Running;
  beforeEach(async () => {
    running = await aRunningCampaign(test, county);
    test.clock.moveTo(at("2018-08-15", "09:00"));
  });

  const mine = async (person: { id: number }) =>
    (await test.act((work) => myOpenTasks(work), as(person))).map((task) => `${task.unit} ${task.title}`);

  it("shows 王秀兰 her school's, most urgent first, and nobody else's", async () => {
    await aHolder(test, await aUnit(test, { name: "柳林镇第二小学" }), "responsible", "赵玉梅");
    await test.db.query("UPDATE assignment SET due_at = ? WHERE id = ?", [
      endOf("2018-08-20"),
      running.handIn.id,
    ]);
    expect(await mine(county.wang)).to.deep.equal(["柳林镇第一小学 总结报告", "柳林镇第一小学 自查表"]);
  });

  it("shows the head 孙志远 the same, and others nothing", async () => {
    expect(await mine(county.head)).to.have.length(2);
    for (const person of [county.admin, county.reviewer, county.centralHead, county.leader]) {
      expect(await mine(person), person.name).to.deep.equal([]);
    }
  });

  it("leaves out what has not started, is handed in, or belongs to a campaign that is not running", async () => {
    test.clock.moveTo(at("2018-08-14", "23:59"));
    expect(await mine(county.wang)).to.deep.equal([]);
    test.clock.moveTo(at("2018-08-15", "00:00"));
    expect(await mine(county.wang)).to.have.length(2);
    await answerAll(test, county.wang, running.selfCheck);
    await test.act((work) => submitTask(work, running.selfCheck.id), as(county.wang));
    expect(await mine(county.wang)).to.deep.equal(["柳林镇第一小学 总结报告"]);
    await test.db.query("UPDATE campaign SET state = 'void'");
    expect(await mine(county.wang)).to.deep.equal([]);
  });

  it("of 周敏 has what was submitted to her office, that of 李建军 everything, others' nothing", async () => {
    await answerAll(test, county.wang, running.selfCheck);
    await test.act((work) => submitTask(work, running.selfCheck.id), as(county.wang));
    const toReview = async (person: { id: number }) =>
      (await test.act((work) => tasksToReview(work), as(person))).map((task) => task.id);
    expect(await toReview(county.reviewer)).to.deep.equal([running.selfCheck.id]);
    expect(await toReview(county.admin)).to.deep.equal([running.selfCheck.id]);
    for (const person of [county.wang, county.head, county.centralHead]) {
      expect(await toReview(person)).to.deep.equal([]);
    }
    const office = await aUnit(test, { kind: "office", name: "基教科", parentId: county.bureau.id });
    expect(await toReview(await aHolder(test, office, "office-operator", "高洁"))).to.deep.equal([]);
  });

  it("knows each task by name, unit, office and campaign", async () => {
    const task = await test.act((work) => taskById(work, running.selfCheck.id));
    expect(task).to.deep.include({
      code: codeOf(running.selfCheck.id),
      title: "自查表",
      kind: "checklist",
      unit: "柳林镇第一小学",
      recipient: "宣传科",
      form: [],
      campaign: "新闻敲诈和假新闻专项治理",
    });
    expect((await refusalOf(test.act((work) => taskById(work, 999_999)))).code).to.equal("not-found");
  });
});
