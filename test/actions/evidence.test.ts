import { expect } from "chai";
import { Answer } from "../../entities/answer.ts";
import { Event } from "../../entities/event.ts";
import { Evidence } from "../../entities/evidence.ts";
import { Submission } from "../../entities/submission.ts";
import { attachFiles, listEvidence, removeEvidence, type SentFile } from "../../src/actions/evidence.ts";
import { submitTask } from "../../src/actions/submissions.ts";
import {
  aFile,
  answerAll,
  aRunningCampaign,
  as,
  type Holder,
  type Running,
  useCounty,
} from "../support/campaigns.ts";
import { useTestHouse } from "../support/house.ts";
import { aGate, untilLocked } from "../support/meeting.ts";
import { refusalOf } from "../support/refusal.ts";

describe("evidence", () => {
  const test = useTestHouse();
  const county = useCounty(test);
  let running: Running;
  let wall: SentFile;
  let stamp: SentFile;
  beforeEach(async () => {
    running = await aRunningCampaign(test, county);
    wall = await aFile(test, "公示墙");
    stamp = await aFile(test, "盖章页");
  });

  const question = (no: number) => ({ itemId: running.items[no - 1]?.id ?? 0, entryId: 0 });
  const attach = (no: number | null, files: SentFile[], who: Holder = county.wang) =>
    test.act(
      (work) => attachFiles(work, running.selfCheck, no === null ? null : question(no), files),
      as(who),
    );
  const remove = (no: number, who: Holder = county.wang) =>
    test.act((work) => removeEvidence(work, running.selfCheck, no), as(who));
  const list = async () =>
    (await test.act((work) => listEvidence(work, running.selfCheck.id))).map(
      ({ no, name }) => `${no} ${name}`,
    );

  it("is kept with who sent it, when, and in which message", async () => {
    await attach(3, [{ ...wall, inboxId: 12 }]);
    const [row] = await test.db.find(Evidence);
    const answer = await test.db.findOneByOrFail(Answer, { itemId: question(3).itemId });
    expect(row).to.deep.include({
      assignmentId: running.selfCheck.id,
      answerId: answer.id,
      hash: wall.hash,
      name: "公示墙.jpg",
      personId: county.wang.id,
      inboxId: 12,
      addedAt: test.clock.now(),
      removedAt: null,
    });
    expect(answer.state, "a photo alone answers nothing").to.equal("blank");
  });

  it("counts once on one question, however often 王秀兰 sends the same file", async () => {
    await attach(3, [wall, wall]);
    await attach(3, [{ ...wall, name: "同一张.jpg" }, stamp]);
    expect(await list()).to.deep.equal(["1 公示墙.jpg", "2 盖章页.jpg"]);
  });

  it("counts once when the same file comes twice at the same moment", async () => {
    await Promise.all([attach(3, [wall]), attach(3, [wall], county.head), attach(3, [wall])]);
    expect(await list()).to.deep.equal(["1 公示墙.jpg"]);
  });

  it("may prove two questions with one file, and the work as a whole", async () => {
    await attach(1, [wall]);
    await attach(3, [wall]);
    await attach(null, [wall]);
    await attach(null, [wall]);
    const answers = (await test.act((work) => listEvidence(work, running.selfCheck.id))).map(
      (each) => each.answerId,
    );
    expect(answers).to.have.length(3);
    expect(new Set(answers).size).to.equal(3);
    expect(answers.at(-1)).to.equal(null);
  });

  it("keeps a name of two hundred characters of a longer one", async () => {
    await attach(3, [{ ...wall, name: `${"很".repeat(300)}.jpg` }]);
    expect((await test.db.find(Evidence))[0]?.name).to.equal("很".repeat(200));
  });

  it("is taken back by its number, stays on record, and the rest moves up", async () => {
    await attach(3, [wall, stamp]);
    expect(await remove(1)).to.include({ no: 1, name: "公示墙.jpg" });
    expect(await list()).to.deep.equal(["1 盖章页.jpg"]);
    const [row] = await test.db.findBy(Evidence, { hash: wall.hash });
    expect(row?.removedAt).to.deep.equal(test.clock.now());
    const [event] = await test.db.findBy(Event, { command: "detach" });
    expect(event).to.deep.include({ actorId: county.wang.id, payload: { evidence: row?.id } });
  });

  it("may be sent again after it was taken back", async () => {
    await attach(3, [wall]);
    await remove(1);
    await attach(3, [wall]);
    expect(await list()).to.deep.equal(["1 公示墙.jpg"]);
  });

  it("is not found under a number that nobody was shown", async () => {
    await attach(3, [wall]);
    for (const no of [0, 2, -1]) expect((await refusalOf(remove(no))).code).to.equal("not-found");
  });

  it("is neither sent nor taken back for another's unit", async () => {
    await attach(3, [wall]);
    for (const person of [county.admin, county.reviewer, county.centralHead]) {
      expect((await refusalOf(attach(3, [stamp], person))).code).to.equal("forbidden");
      expect((await refusalOf(remove(1, person))).code).to.equal("forbidden");
    }
    expect(await list()).to.deep.equal(["1 公示墙.jpg"]);
  });

  describe("after submission", () => {
    beforeEach(() => answerAll(test, county.wang, running.selfCheck));
    const submit = () => test.act((work) => submitTask(work, running.selfCheck.id), as(county.wang));

    it("is not changed any more, even by who still sees the work as open", async () => {
      await submit();
      expect(running.selfCheck.state, "what the caller saw before").to.equal("open");
      expect((await refusalOf(attach(3, [wall]))).code).to.equal("guard-failed");
      expect((await refusalOf(remove(1))).code).to.equal("guard-failed");
      expect(await list()).to.deep.equal(["1 照片.jpg"]);
    });

    it("is what was handed in, even when 孙志远 sends a photo while 王秀兰 submits", async () => {
      const [sent, maySubmit] = [aGate(), aGate()];
      const photo = test.act(async (work) => {
        await attachFiles(work, running.selfCheck, question(3), [wall]);
        sent.open();
        await maySubmit.passed;
      }, as(county.head));
      await sent.passed;
      const submission = submit();
      await untilLocked(test, submission);
      maySubmit.open();
      await Promise.all([photo, submission]);
      const { content } = await test.db.findOneByOrFail(Submission, { assignmentId: running.selfCheck.id });
      expect(content.answers[2]?.files).to.include(wall.hash).and.to.have.length(2);
    });
  });
});
