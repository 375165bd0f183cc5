import { createHash } from "node:crypto";
import { expect } from "chai";
import { Event } from "../../entities/event.ts";
import { Submission } from "../../entities/submission.ts";
import { codeOf } from "../../src/actions/assignments.ts";
import { attachFiles } from "../../src/actions/evidence.ts";
import { draftHash, submitTask } from "../../src/actions/submissions.ts";
import { taskById } from "../../src/actions/tasks-in-hand.ts";
import { at } from "../../src/workdays.ts";
import { aFile, answerAll } from "../support/campaigns.ts";
import { refusalOf } from "../support/refusal.ts";
import {
  aSelfCheck,
  by,
  county,
  enter,
  lacks,
  open,
  revisions,
  running,
  sendBack,
  state,
  submit,
  test,
  told,
  withdraw,
  withItems,
} from "./self-check.ts";

describe("submissions", () => {
  aSelfCheck();

  describe("that are not complete", () => {
    it("are refused with the list of what is missing", async () => {
      await enter(1, "部分");
      await enter(3, "是");
      const refusal = await refusalOf(submit());
      expect(refusal.code).to.equal("guard-failed");
      expect(refusal.facts.lacks).to.deep.equal([
        { no: 1, words: "缺说明" },
        { no: 2, words: "未答" },
        { no: 3, words: "缺佐证" },
      ]);
      expect(await state()).to.equal("open");
      expect(await test.db.count(Submission)).to.equal(0);
    });

    it("are refused while the unit has not said which media it has", async () => {
      await withItems([{ scope: "medium" }]);
      expect(await lacks()).to.deep.equal([{ no: 0, words: "还没有说明本单位有哪些媒体或平台" }]);
      expect((await refusalOf(submit())).code).to.equal("guard-failed");
    });

    it("are refused for a report of which no file came", async () => {
      const handIn = () => by(county.wang, (work) => submitTask(work, running.handIn.id));
      expect((await refusalOf(handIn())).facts.lacks).to.deep.equal([
        { no: 0, words: "还没有收到材料,请把文件直接发给我" },
      ]);
      const file = await aFile(test, "总结");
      await by(county.wang, (work) => attachFiles(work, running.handIn, null, [file]));
      expect((await handIn()).content.files).to.deep.equal([file.hash]);
    });

    it("tell nobody else what is missing", async () => {
      for (const person of [county.admin, county.reviewer, county.centralHead]) {
        expect(await refusalOf(submit(person))).to.include({ code: "forbidden" });
      }
    });
  });

  describe("of 王秀兰's self-check, complete", () => {
    beforeEach(() => answerAll(test, county.wang, running.selfCheck));

    it("freeze every answer and file, and seal them with their hash", async () => {
      const submission = await by(county.wang, (work) => submitTask(work, running.selfCheck.id, "请审"));
      const photo = await aFile(test, "照片");
      expect(submission.content).to.deep.equal({
        answers: [
          { no: 1, item: "q1", subject: "", value: "是", note: null, files: [] },
          { no: 2, item: "q2", subject: "", value: "是", note: null, files: [] },
          { no: 3, item: "q3", subject: "", value: "是", note: null, files: [photo.hash] },
        ],
        files: [],
        remark: "请审",
      });
      const stored = await test.db.findOneByOrFail(Submission, { id: submission.id });
      expect(stored).to.deep.include({ state: "submitted", submittedBy: county.wang.id, revision: 1 });
      expect(stored.submittedAt).to.deep.equal(test.clock.now());
      expect(stored.hash).to.equal(createHash("sha256").update(JSON.stringify(stored.content)).digest("hex"));
      expect(await state()).to.equal("submitted");
    });

    it("have the hash that was echoed before, unless something changed", async () => {
      const hash = () =>
        by(county.wang, async (work) => draftHash(work, await taskById(work, running.selfCheck.id)));
      const echoed = await hash();
      await by(county.wang, async (work) =>
        attachFiles(work, running.selfCheck, null, [await aFile(test, "另一张")]),
      );
      expect(await hash(), "one file more").not.to.equal(echoed);
      expect((await submit()).hash).to.equal(await hash());
    });

    it("ask 周敏 to review, with the number of problems found", async () => {
      await submit();
      const code = codeOf(running.selfCheck.id);
      expect(await told(county.reviewer)).to.deep.equal([
        `【待审核】柳林镇第一小学 王秀兰报送了 #${code}《自查表》第1稿,共3题,自查出1个问题。\n回“看 #${code}”查看内容;看过后回“#${code} 通过”,或“#${code} 退回 题号 原因”。`,
      ]);
    });

    it("are made once, however often she says so at the same moment", async () => {
      const endings = await Promise.allSettled([submit(), submit(), submit(county.head)]);
      expect(endings.filter((ending) => ending.status === "fulfilled")).to.have.length(1);
      for (const ending of endings) {
        if (ending.status === "rejected") expect(ending.reason).to.include({ code: "not-allowed" });
      }
      expect(await revisions()).to.deep.equal(["1 submitted"]);
    });

    it("are refused a second time, with what is possible instead", async () => {
      await submit();
      const refusal = await refusalOf(submit());
      expect(refusal.code).to.equal("not-allowed");
      expect(refusal.facts.allowed).to.include("withdraw");
      expect(await revisions()).to.deep.equal(["1 submitted"]);
    });

    describe("are taken back", () => {
      it("by 王秀兰 before anybody has looked, and handed in anew as the next revision", async () => {
        await submit();
        await withdraw();
        expect(await state()).to.equal("open");
        await enter(2, "否");
        await submit();
        expect(await revisions()).to.deep.equal(["1 withdrawn", "2 submitted"]);
      });

      it("not once 周敏 has opened them", async () => {
        await submit();
        const { openedAt } = await open();
        expect(openedAt).to.deep.equal(test.clock.now());
        test.clock.moveTo(at("2018-08-15", "09:00"));
        expect((await open()).openedAt, "the first look counts").to.deep.equal(openedAt);
        expect((await refusalOf(withdraw())).message).to.include("审核人已经在看");
        expect(await state()).to.equal("submitted");
      });

      it("still when only people who do not review them tried to look", async () => {
        await submit();
        for (const person of [county.wang, county.head, county.centralHead]) {
          expect((await refusalOf(open(person))).code).to.equal("forbidden");
        }
        await withdraw();
        expect(await state()).to.equal("open");
      });

      it("not by 孙志远, who did not submit them", async () => {
        await submit();
        expect((await refusalOf(withdraw(county.head))).code).to.equal("forbidden");
      });

      it("not where there is nothing", async () => {
        expect((await refusalOf(withdraw())).code).to.equal("not-found");
      });
    });

    it("never change afterwards: an earlier revision stays as it was through return and correction", async () => {
      const first = await submit();
      await sendBack(first.hash, [1]);
      await enter(1, "否", "原来填错");
      await submit();
      const stored = await test.db.findOneByOrFail(Submission, {
        assignmentId: running.selfCheck.id,
        revision: 1,
      });
      expect(stored.content).to.deep.equal(first.content);
      expect(stored).to.include({ hash: first.hash, submittedBy: county.wang.id, reason: "没有签字" });
    });

    it("leave a trail of who did what", async () => {
      const { hash } = await submit();
      await sendBack(hash, [1]);
      const events = await test.db.find(Event, { where: { subject: "assignment" }, order: { id: "ASC" } });
      const trail = events.map((event) => `${event.actorId} ${event.command} ${event.reason ?? "-"}`);
      expect(trail.slice(-2)).to.deep.equal([
        `${county.wang.id} submit -`,
        `${county.reviewer.id} return 没有签字`,
      ]);
    });
  });
});
