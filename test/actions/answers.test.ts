import { expect } from "chai";
import { Answer } from "../../entities/answer.ts";
import { AnswerRevision } from "../../entities/answer-revision.ts";
import { Submission } from "../../entities/submission.ts";
import {
  answerRow,
  confirmAnswer,
  discardAnswer,
  enterAnswer,
  flagAnswer,
  proposeAnswer,
  type Said,
} from "../../src/actions/answers.ts";
import { submitTask } from "../../src/actions/submissions.ts";
import { answerMachine } from "../../src/machines/answer.ts";
import { transition } from "../../src/machines/machine.ts";
import type { Work } from "../../src/work.ts";
import {
  aHolder,
  answerAll,
  aRunningCampaign,
  as,
  type County,
  type Running,
  useCounty,
} from "../support/campaigns.ts";
import { aUnit, useTestHouse } from "../support/house.ts";
import { aGate, untilLocked } from "../support/meeting.ts";
import { refusalOf } from "../support/refusal.ts";

describe("answers", () => {
  const test = useTestHouse();
  const county = useCounty(test);
  let running: Running;
  let question: { itemId: number; entryId: number };
  beforeEach(async () => {
    running = await aRunningCampaign(test, county);
    question = { itemId: running.items[0]?.id ?? 0, entryId: 0 };
  });

  const wang = <T>(act: (work: Work) => Promise<T>) => test.act(act, as(county.wang));
  const enter = (said: Said) => wang((work) => enterAnswer(work, running.selfCheck.id, question, said));
  const propose = (said: Said) => wang((work) => proposeAnswer(work, running.selfCheck.id, question, said));
  const row = (work: Work) => answerRow(work, running.selfCheck.id, question);
  const confirm = () => wang(async (work) => confirmAnswer(work, await row(work)));
  const discard = () => wang(async (work) => discardAnswer(work, await row(work)));
  const flag = (reason: string) =>
    test.act(async (work) => flagAnswer(work, await row(work), reason), as(county.reviewer));
  const stored = () =>
    test.db.findOneByOrFail(Answer, { assignmentId: running.selfCheck.id, itemId: question.itemId });
  const revisions = async () =>
    (await test.db.find(AnswerRevision, { order: { answerId: "ASC", seq: "ASC" } })).map(
      (each) => `${each.seq} ${each.kind} ${each.value} ${each.note ?? "-"} “${each.said ?? ""}”`,
    );

  it("keep what 王秀兰 said, in her words, with the message and the moment", async () => {
    await enter({ value: "是", note: "八月成立", said: "早就成立了😀,八月的事", inboxId: 7 });
    expect(await stored()).to.include({
      state: "confirmed",
      value: "是",
      note: "八月成立",
      proposedValue: null,
    });
    const [revision] = await test.db.find(AnswerRevision);
    expect(revision).to.deep.include({
      seq: 1,
      kind: "confirmed",
      value: "是",
      note: "八月成立",
      said: "早就成立了😀,八月的事",
      inboxId: 7,
      personId: county.wang.id,
      at: test.clock.now(),
    });
  });

  it("take a correction's place and keep what was said before", async () => {
    await enter({ value: "是", said: "是" });
    await enter({ value: "否", note: "还在办", said: "填错了,改成否" });
    await enter({ value: "是", said: "又办好了" });
    expect(await stored()).to.include({ value: "是", note: null, state: "confirmed" });
    expect(await revisions()).to.deep.equal([
      "1 confirmed 是 - “是”",
      "2 confirmed 否 还在办 “填错了,改成否”",
      "3 confirmed 是 - “又办好了”",
    ]);
  });

  it("change nothing that counts while they are only proposed", async () => {
    await enter({ value: "是", note: "已成立" });
    await propose({ value: "否", note: "解散了", said: "好像解散了" });
    expect(await stored()).to.include({
      state: "proposed",
      value: "是",
      note: "已成立",
      proposedValue: "否",
      proposedNote: "解散了",
    });
  });

  it("count from the moment she confirms the last proposal", async () => {
    await propose({ value: "否", said: "没有吧" });
    await propose({ value: "部分", note: "缺电话", said: "有一部分" });
    await confirm();
    expect(await stored()).to.include({
      state: "confirmed",
      value: "部分",
      note: "缺电话",
      proposedValue: null,
      proposedNote: null,
    });
    expect(await revisions()).to.deep.equal([
      "1 proposed 否 - “没有吧”",
      "2 proposed 部分 缺电话 “有一部分”",
      "3 confirmed 部分 缺电话 “”",
    ]);
  });

  it("go back to what counted before when she drops the proposal", async () => {
    await enter({ value: "是", note: "已成立" });
    await propose({ value: "否" });
    await discard();
    expect(await stored()).to.include({
      state: "confirmed",
      value: "是",
      note: "已成立",
      proposedValue: null,
    });
  });

  it("go back to nothing when there was nothing before", async () => {
    await propose({ value: "否" });
    await discard();
    expect(await stored()).to.include({ state: "blank", value: null, proposedValue: null });
  });

  it("stay unanswered when she drops what she proposed in place of a returned one", async () => {
    await enter({ value: "是" });
    await flag("没有签字");
    await propose({ value: "否" });
    await discard();
    expect(await stored()).to.include({ state: "blank", flagReason: "没有签字" });
  });

  it("settle a proposal at once when clear words follow it", async () => {
    await propose({ value: "否", said: "可能没有" });
    await enter({ value: "是", said: "有的,确定有" });
    expect(await stored()).to.include({ state: "confirmed", value: "是", proposedValue: null });
    expect(await revisions()).to.deep.equal([
      "1 proposed 否 - “可能没有”",
      "2 proposed 是 - “有的,确定有”",
      "3 confirmed 是 - “有的,确定有”",
    ]);
  });

  it("have nothing to confirm or drop where nothing is proposed", async () => {
    await enter({ value: "是" });
    await confirm();
    await discard();
    expect(await stored()).to.include({ state: "confirmed", value: "是", rowVersion: 2 });
  });

  it("are sent back by 周敏 with the reason, and answered again", async () => {
    await enter({ value: "是" });
    await flag("没有签字");
    expect(await stored()).to.include({ state: "flagged", flagReason: "没有签字", value: "是" });
    await enter({ value: "是", note: "已补签字" });
    expect(await stored()).to.include({ state: "confirmed", flagReason: null, note: "已补签字" });
  });

  it("are not sent back without a reason, nor by 王秀兰 herself", async () => {
    await enter({ value: "是" });
    expect((await refusalOf(flag(" "))).code).to.equal("invalid");
    const own = wang(async (work) => flagAnswer(work, await row(work), "再看看"));
    expect((await refusalOf(own)).code).to.equal("forbidden");
    expect((await stored()).state).to.equal("confirmed");
  });

  it("may be taken off the reviewer's list of what to send back", async () => {
    await enter({ value: "是" });
    await flag("没有签字");
    await test.act(
      async (work) => transition(work, answerMachine, await row(work), { command: "unflag" }),
      as(county.reviewer),
    );
    expect((await stored()).state).to.equal("confirmed");
  });

  it("are one row when two people touch a question first at the same moment", async () => {
    const both = [county.wang, county.head].map((person) =>
      test.act((work) => enterAnswer(work, running.selfCheck.id, question, { value: "是" }), as(person)),
    );
    await Promise.all(both);
    expect(await test.db.count(Answer)).to.equal(1);
    expect((await revisions()).map((line) => line[0])).to.deep.equal(["1", "2"]);
  });

  describe("are given for one's own unit only", () => {
    const tries: [string, (county: County) => Promise<{ id: number }>][] = [
      ["the administrator 李建军", async ({ admin }) => admin],
      ["the reviewer 周敏", async ({ reviewer }) => reviewer],
      ["the head of the central school above, 钱卫东", async ({ centralHead }) => centralHead],
      [
        "何丽, who is responsible at another school",
        async ({ central }) =>
          aHolder(test, await aUnit(test, { parentId: central.id }), "responsible", "何丽"),
      ],
      ["冯涛, a teacher of the same school", ({ school }) => aHolder(test, school, "staff", "冯涛")],
    ];
    for (const [who, find] of tries) {
      it(`so ${who} is refused`, async () => {
        const person = await find(county);
        for (const act of [enterAnswer, proposeAnswer]) {
          const refusal = await refusalOf(
            test.act((work) => act(work, running.selfCheck.id, question, { value: "是" }), as(person)),
          );
          expect(refusal.code).to.equal("forbidden");
        }
        expect(await test.db.count(Answer)).to.equal(0);
        expect(await test.db.count(AnswerRevision)).to.equal(0);
      });
    }

    it("so the head of the school, 孙志远, may", async () => {
      await test.act(
        (work) => enterAnswer(work, running.selfCheck.id, question, { value: "是" }),
        as(county.head),
      );
      expect((await stored()).value).to.equal("是");
    });
  });

  describe("after submission", () => {
    beforeEach(() => answerAll(test, county.wang, running.selfCheck));

    it("are not changed any more", async () => {
      await wang((work) => submitTask(work, running.selfCheck.id));
      for (const act of [enter, propose]) {
        const refusal = await refusalOf(act({ value: "否" }));
        expect(refusal).to.include({ code: "guard-failed" });
        expect(refusal.message).to.include("已经报送,不能再改");
      }
      expect((await stored()).value).to.equal("是");
      expect(await revisions()).to.have.length(3);
    });

    it("are as they were handed in, even when 孙志远 corrects one while 王秀兰 submits", async () => {
      const [corrected, maySubmit] = [aGate(), aGate()];
      const correction = test.act(async (work) => {
        await enterAnswer(work, running.selfCheck.id, question, { value: "否", note: "查漏了" });
        corrected.open();
        await maySubmit.passed;
      }, as(county.head));
      await corrected.passed;
      const submission = wang((work) => submitTask(work, running.selfCheck.id));
      await untilLocked(test, submission);
      maySubmit.open();
      await Promise.all([correction, submission]);
      const frozen = await test.db.findOneByOrFail(Submission, { assignmentId: running.selfCheck.id });
      expect(frozen.content.answers[0]?.value).to.equal((await stored()).value);
    });
  });
});
