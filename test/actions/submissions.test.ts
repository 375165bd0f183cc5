import { createHash } from "node:crypto";
import { expect } from "chai";
import { Answer } from "../../entities/answer.ts";
import { Event } from "../../entities/event.ts";
import { Notice } from "../../entities/notice.ts";
import { Submission } from "../../entities/submission.ts";
import { enterAnswer } from "../../src/actions/answers.ts";
import { codeOf, taskById } from "../../src/actions/assignments.ts";
import { attachFiles } from "../../src/actions/evidence.ts";
import {
  acceptTask,
  draftHash,
  lacksOf,
  openSubmission,
  returnTask,
  submitTask,
  withdrawTask,
} from "../../src/actions/submissions.ts";
import type { Work } from "../../src/work.ts";
import { at, endOf } from "../../src/workdays.ts";
import {
  aCounty,
  aFile,
  aHolder,
  answerAll,
  aRunningCampaign,
  as,
  type County,
  type Holder,
  type Running,
  reread,
} from "../support/campaigns.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import { aMeeting } from "../support/meeting.ts";
import { refusalOf } from "../support/refusal.ts";

let test: TestHouse;
let county: County;
let running: Running;

const by = <T>(who: Holder, act: (work: Work) => Promise<T>) => test.act(act, as(who));
const submit = (who = county.wang) => by(who, (work) => submitTask(work, running.selfCheck.id));
const withdraw = (who = county.wang) => by(who, (work) => withdrawTask(work, running.selfCheck.id));
const accept = (hash: string, who = county.reviewer) =>
  by(who, (work) => acceptTask(work, running.selfCheck.id, hash));
const sendBack = (hash: string, items: number[], reason = "没有签字", who = county.reviewer) =>
  by(who, (work) => returnTask(work, running.selfCheck.id, { hash, items, reason }));
const open = (who = county.reviewer) => by(who, (work) => openSubmission(work, running.selfCheck.id));
const enter = (no: number, value: string, note: string | null = null) =>
  by(county.wang, (work) =>
    enterAnswer(
      work,
      running.selfCheck.id,
      { itemId: running.items[no - 1]?.id ?? 0, entryId: 0 },
      { value, note },
    ),
  );
const lacks = () => test.act(async (work) => lacksOf(work, await taskById(work, running.selfCheck.id)));
const state = async () => (await reread(test, running.selfCheck)).state;
const revisions = async () =>
  (await test.db.find(Submission, { order: { revision: "ASC" } })).map(
    (each) => `${each.revision} ${each.state}`,
  );
const told = async (person: Holder) =>
  (await test.db.find(Notice, { where: { personId: person.id }, order: { id: "ASC" } })).map(
    ({ body }) => body,
  );

describe("submissions", () => {
  before(async () => {
    test = await openTestHouse();
  });
  beforeEach(async () => {
    await test.clear();
    county = await aCounty(test);
    running = await aRunningCampaign(test, county);
  });
  after(() => test.close());

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
      running = await aRunningCampaign(test, county, { items: [{ scope: "medium" }] });
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

    describe("are accepted", () => {
      it("by 周敏, and 王秀兰 is told", async () => {
        const { hash } = await submit();
        await accept(hash);
        expect(await state()).to.equal("accepted");
        const stored = await test.db.findOneByOrFail(Submission, { hash });
        expect(stored).to.deep.include({ state: "accepted", decidedBy: county.reviewer.id });
        expect(stored.decidedAt).to.deep.equal(test.clock.now());
        expect((await told(county.wang)).at(-1)).to.include("第1稿已审核通过");
      });

      it("only as 周敏 saw them: a decision on an earlier revision is refused", async () => {
        const first = await submit();
        await withdraw();
        await enter(1, "否");
        await submit();
        const refusal = await refusalOf(accept(first.hash));
        expect(refusal).to.include({
          code: "guard-failed",
          message: "材料已有新的一稿,请看过最新一稿再决定",
        });
        expect((await refusalOf(sendBack(first.hash, []))).code).to.equal("guard-failed");
        expect(await state()).to.equal("submitted");
      });

      it("once, when two reviewers decide differently at the same moment", async () => {
        const { hash } = await submit();
        const both = aMeeting(2);
        const endings = await Promise.allSettled([
          by(county.reviewer, (work) => both().then(() => acceptTask(work, running.selfCheck.id, hash))),
          by(county.admin, (work) =>
            both().then(() => returnTask(work, running.selfCheck.id, { hash, items: [1], reason: "没签字" })),
          ),
        ]);
        const lost = endings.filter((ending) => ending.status === "rejected");
        expect(lost.map((ending) => ending.reason.code)).to.deep.equal(["not-allowed"]);
        expect((await told(county.wang)).filter((body) => body.includes("第1稿"))).to.have.length(1);
      });

      it("by nobody who submitted them himself, whatever other post he holds", async () => {
        const two = await aHolder(test, county.school, "responsible", "何丽");
        await test.db.query(
          "INSERT INTO post (unit_id, person_id, role, from_at) VALUES (?, ?, 'office-operator', ?)",
          [county.office.id, two.id, at("2018-01-01", "00:00")],
        );
        const { hash } = await submit(two);
        expect((await refusalOf(accept(hash, two))).message).to.equal("报送人不能审核自己报送的材料");
        expect((await refusalOf(sendBack(hash, [1], "没有签字", two))).code).to.equal("forbidden");
        expect(await told(two), "nor is he asked to").to.deep.equal([]);
      });

      it("by nobody of another office or of the unit itself", async () => {
        const { hash } = await submit();
        for (const person of [county.head, county.centralHead, county.leader]) {
          expect((await refusalOf(accept(hash, person))).code).to.equal("forbidden");
        }
      });
    });

    describe("are returned", () => {
      it("with two questions flagged, and only those are asked again", async () => {
        const { hash } = await submit();
        await sendBack(hash, [1, 3]);
        expect(await state()).to.equal("returned");
        expect(await lacks()).to.deep.equal([
          { no: 1, words: "被退回:没有签字" },
          { no: 3, words: "被退回:没有签字" },
        ]);
        expect((await told(county.wang)).at(-1)).to.include("被退回:第1、3题。原因:没有签字");
        await enter(1, "是");
        expect((await refusalOf(submit())).facts.lacks).to.deep.equal([{ no: 3, words: "被退回:没有签字" }]);
        await enter(3, "是");
        expect((await submit()).revision).to.equal(2);
        expect(await revisions()).to.deep.equal(["1 superseded", "2 submitted"]);
      });

      it("as a whole, and may be handed in again as they are or corrected", async () => {
        const { hash } = await submit();
        await sendBack(hash, [], "请盖章");
        expect((await told(county.wang)).at(-1)).to.include("被退回:整份材料。原因:请盖章");
        expect(await test.db.countBy(Answer, { state: "flagged" })).to.equal(0);
        await enter(2, "否");
        expect((await submit()).content.answers[1]?.value).to.equal("否");
      });

      it("not for a question that does not exist, nor without a reason", async () => {
        const { hash } = await submit();
        const unknown = await refusalOf(sendBack(hash, [2, 4, 0]));
        expect(unknown).to.include({ code: "invalid", message: "没有第4、0题,这份表共3题" });
        expect((await refusalOf(sendBack(hash, [1], "  "))).code).to.equal("invalid");
        expect((await refusalOf(sendBack(hash, [], ""))).code).to.equal("invalid");
        expect(await test.db.countBy(Answer, { state: "flagged" })).to.equal(0);
        expect(await state()).to.equal("submitted");
      });

      it("with two working days at least, and never with less than there was", async () => {
        const first = await submit();
        await sendBack(first.hash, [1]);
        expect((await reread(test, running.selfCheck)).dueAt).to.deep.equal(endOf("2018-08-31"));
        await enter(1, "是");
        const second = await submit();
        test.clock.moveTo(at("2018-08-31", "16:00"));
        await sendBack(second.hash, [1]);
        const assignment = await reread(test, running.selfCheck);
        expect(assignment.dueAt).to.deep.equal(endOf("2018-09-04"));
        expect(assignment.originalDueAt).to.deep.equal(endOf("2018-08-31"));
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
