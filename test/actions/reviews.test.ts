import { expect } from "chai";
import { Answer } from "../../entities/answer.ts";
import { Submission } from "../../entities/submission.ts";
import { acceptTask, returnTask } from "../../src/actions/submissions.ts";
import { at, endOf } from "../../src/workdays.ts";
import { aHolder, answerAll, reread } from "../support/campaigns.ts";
import { aMeeting } from "../support/meeting.ts";
import { refusalOf } from "../support/refusal.ts";
import {
  accept,
  aSelfCheck,
  by,
  county,
  enter,
  lacks,
  revisions,
  running,
  sendBack,
  state,
  submit,
  test,
  told,
  withdraw,
} from "./self-check.ts";

describe("submissions under review", () => {
  aSelfCheck();
  beforeEach(() => answerAll(test, county.wang, running.selfCheck));

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
      expect((await told(county.wang)).filter((body) => body?.includes("第1稿"))).to.have.length(1);
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
});
