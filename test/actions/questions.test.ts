import { expect } from "chai";
import fc from "fast-check";
import type { ChecklistItem } from "../../entities/checklist-item.ts";
import { Requirement } from "../../entities/requirement.ts";
import { enterAnswer, proposeAnswer } from "../../src/actions/answers.ts";
import { attachFiles } from "../../src/actions/evidence.ts";
import { declareInventory } from "../../src/actions/inventories.ts";
import {
  isAnswered,
  isProblem,
  lackOf,
  needsFile,
  needsNote,
  type Question,
  questionnaireOf,
} from "../../src/actions/questions.ts";
import { aFile, aRunningCampaign, as, type Running, reread, useCounty } from "../support/campaigns.ts";
import { useTestHouse } from "../support/house.ts";

const perMedium: Partial<ChecklistItem>[] = [
  { question: "是否有审核制度?", scope: "medium" },
  { question: "是否成立领导小组?" },
  { question: "是否刊登有偿新闻?", scope: "medium", polarity: "-" },
  { question: "是否公布举报电话?" },
];

describe("questions", () => {
  const test = useTestHouse();
  const county = useCounty(test);
  let running: Running;

  const start = async (items?: Partial<ChecklistItem>[]) => {
    running = await aRunningCampaign(test, county, items ? { items } : {});
  };
  const ask = async () => {
    const assignment = await reread(test, running.selfCheck);
    return test.act((work) => questionnaireOf(work, assignment));
  };
  const asked = async () =>
    (await ask()).questions.map((each) => `${each.no} ${each.subject}:${each.question}`);
  const declare = (...names: string[]) =>
    test.act((work) => declareInventory(work, running.selfCheck, "medium", names), as(county.wang));

  it("are numbered from 1 in the order of the checklist", async () => {
    await start();
    expect(await asked()).to.deep.equal([
      "1 :是否成立领导小组?",
      "2 :是否存在有偿新闻?",
      "3 :是否张贴举报电话?",
    ]);
    expect((await ask()).undeclared).to.deep.equal([]);
  });

  it("are none for a report to hand in", async () => {
    await start();
    const { questions, undeclared } = await test.act((work) => questionnaireOf(work, running.handIn));
    expect({ questions, undeclared }).to.deep.equal({ questions: [], undeclared: [] });
  });

  it("about media wait until the unit has said which it has", async () => {
    await start(perMedium);
    expect((await ask()).undeclared).to.deep.equal(["medium"]);
    expect(await asked()).to.deep.equal(["1 :是否成立领导小组?", "2 :是否公布举报电话?"]);
  });

  it("come about the unit first, then medium by medium, each finished before the next", async () => {
    await start(perMedium);
    await declare("广播站", "柳林校报");
    expect(await asked()).to.deep.equal([
      "1 :是否成立领导小组?",
      "2 :是否公布举报电话?",
      "3 广播站:是否有审核制度?",
      "4 广播站:是否刊登有偿新闻?",
      "5 柳林校报:是否有审核制度?",
      "6 柳林校报:是否刊登有偿新闻?",
    ]);
    expect((await ask()).undeclared).to.deep.equal([]);
  });

  it("leave only those about the unit after a zero report", async () => {
    await start(perMedium);
    await declare();
    expect((await ask()).undeclared).to.deep.equal([]);
    expect(await asked()).to.have.length(2);
  });

  it("keep each medium's answer by itself", async () => {
    await start(perMedium);
    await declare("广播站", "柳林校报");
    const { questions } = await ask();
    const papers = questions[5] as Question;
    await test.act(
      (work) => enterAnswer(work, running.selfCheck.id, papers, { value: "否" }),
      as(county.wang),
    );
    const values = (await ask()).questions.map((each) => each.answer?.value ?? "-");
    expect(values).to.deep.equal(["-", "-", "-", "-", "-", "否"]);
    expect(new Set(questions.map((each) => each.key)).size).to.equal(6);
  });

  it("know their answer and how many files prove it", async () => {
    await start();
    const third = (await ask()).questions[2] as Question;
    const files = [await aFile(test, "一"), await aFile(test, "二")];
    await test.act(async (work) => {
      await enterAnswer(work, running.selfCheck.id, third, { value: "是" });
      await attachFiles(work, running.selfCheck, third, files);
    }, as(county.wang));
    const again = (await ask()).questions[2] as Question;
    expect(again.files).to.equal(2);
    expect(isAnswered(again)).to.equal(true);
    expect(lackOf(again)).to.equal(null);
  });

  it("do not count a proposal as an answer", async () => {
    await start();
    const first = (await ask()).questions[0] as Question;
    await test.act(
      (work) => proposeAnswer(work, running.selfCheck.id, first, { value: "是" }),
      as(county.wang),
    );
    const again = (await ask()).questions[0] as Question;
    expect(isAnswered(again)).to.equal(false);
    expect(lackOf(again)).to.equal("待确认");
  });

  it("are those of the version to which the plan is pinned", async () => {
    await start();
    const other = await aRunningCampaign(test, county, { items: [{ question: "新增一问?" }] });
    expect(await asked()).to.have.length(3);
    await test.db.update(
      Requirement,
      { id: running.checklist.id },
      { checklistVersionId: other.checklist.checklistVersionId },
    );
    expect(await asked()).to.deep.equal(["1 :新增一问?"]);
  });
});

describe("what an answer means", () => {
  const values = ["是", "否", "部分", "整改中", "不涉及"];
  const polarity = fc.constantFrom<("+" | "-")[]>("+", "-");

  it("depends on which way round the question is asked", () => {
    const problems = (sign: "+" | "-") => values.filter((value) => isProblem({ polarity: sign }, value));
    expect(problems("+")).to.deep.equal(["否", "部分", "整改中"]);
    expect(problems("-")).to.deep.equal(["是", "部分", "整改中"]);
  });

  it("never wants a photo of a problem, of what does not apply, or where none is required", () => {
    const evidence = fc.constantFrom<ChecklistItem["evidence"][]>("none", "optional", "required");
    fc.assert(
      fc.property(polarity, evidence, fc.constantFrom(...values), (sign, wanted, value) => {
        const question = { polarity: sign, evidence: wanted };
        const compliant = value !== "不涉及" && !isProblem(question, value);
        expect(needsFile(question, value)).to.equal(wanted === "required" && compliant);
      }),
    );
  });

  it("wants words with 部分 and 不涉及 only", () => {
    expect(values.filter(needsNote)).to.deep.equal(["部分", "不涉及"]);
  });

  const question = (answer: object | null, more: Partial<Question> = {}): Question =>
    ({ polarity: "+", evidence: "none", files: 0, answer, ...more }) as Question;
  const confirmed = (value: string, note: string | null = null) => ({ state: "confirmed", value, note });

  for (const [lack, given] of [
    ["未答", question(null)],
    ["未答", question({ state: "blank", value: null })],
    ["待确认", question({ state: "proposed", value: "是", proposedValue: "否" })],
    ["被退回:没有签字", question({ state: "flagged", value: "是", flagReason: "没有签字" })],
    ["缺说明", question(confirmed("部分"))],
    ["缺理由", question(confirmed("不涉及"))],
    ["缺佐证", question(confirmed("是"), { evidence: "required" })],
    ["缺佐证", question(confirmed("否"), { evidence: "required", polarity: "-" })],
    [null, question(confirmed("否"), { evidence: "required" })],
    [null, question(confirmed("不涉及", "没有校报"), { evidence: "required" })],
    [null, question(confirmed("是"), { evidence: "required", files: 1 })],
    [null, question(confirmed("是"), { evidence: "optional" })],
  ] as const) {
    const { answer, evidence, polarity: sign, files } = given;
    it(`lacks ${lack ?? "nothing"}: ${sign} ${evidence} ${files} ${JSON.stringify(answer)}`, () =>
      expect(lackOf(given)).to.equal(lack));
  }
});
