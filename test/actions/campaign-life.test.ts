import { expect } from "chai";
import { Assignment } from "../../entities/assignment.ts";
import { Campaign } from "../../entities/campaign.ts";
import { Event } from "../../entities/event.ts";
import { Notice } from "../../entities/notice.ts";
import { Post } from "../../entities/post.ts";
import { ReminderFire } from "../../entities/reminder-fire.ts";
import { commandAssignment, commandSubmission } from "../../src/actions/assignment-life.ts";
import { commandCampaign } from "../../src/actions/campaign-life.ts";
import { commandPhase } from "../../src/actions/phase-life.ts";
import { listSubmissions } from "../../src/actions/request-reads.ts";
import { addRequirement } from "../../src/actions/requirements.ts";
import { assignmentMachine } from "../../src/machines/assignment.ts";
import { campaignMachine } from "../../src/machines/campaign.ts";
import { optionsOf } from "../../src/machines/machine.ts";
import { submissionMachine } from "../../src/machines/submission.ts";
import { endOf } from "../../src/workdays.ts";
import {
  aHolder,
  answerAll,
  aRunningCampaign,
  as,
  type Holder,
  type Running,
  reread,
  useCounty,
} from "../support/campaigns.ts";
import { aUnit, useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";

describe("the life of a campaign", () => {
  const test = useTestHouse();
  const county = useCounty(test);
  let running: Running;
  beforeEach(async () => {
    running = await aRunningCampaign(test, county);
  });

  const campaign = (command: string, who: Holder = county.admin, reason?: string) =>
    test.act(
      (work) => commandCampaign(work, running.campaign.id, { command, ...(reason ? { reason } : {}) }),
      as(who),
    );
  const task = (
    each: { id: number },
    order: Parameters<typeof commandAssignment>[2],
    who: Holder = county.wang,
  ) => test.act((work) => commandAssignment(work, each.id, order), as(who));
  const submit = async () => {
    await answerAll(test, county.wang, running.selfCheck);
    await task(running.selfCheck, { command: "submit" });
    const [submission] = await test.act((work) => listSubmissions(work), as(county.reviewer));
    if (!submission) throw new Error("nothing was handed in");
    return submission;
  };
  const states = async () =>
    (await test.db.find(Assignment, { order: { id: "ASC" } })).map((each) => each.state).sort();
  const told = async (person: Holder) =>
    (
      await test.db.find(Notice, { where: { personId: person.id, kind: "decision" }, order: { id: "ASC" } })
    ).map(({ body }) => body);
  const pending = () => test.db.countBy(ReminderFire, { status: "pending" });

  it("runs from publication through return and acceptance to the archive", async () => {
    const first = await submit();
    const back = { command: "return", hash: first.hash, reason: "没有签字", items: [1] };
    await test.act((work) => commandSubmission(work, first.id, back), as(county.reviewer));
    expect((await reread(test, running.selfCheck)).state).to.equal("returned");
    await answerAll(test, county.wang, running.selfCheck);
    await task(running.selfCheck, { command: "submit", remark: "已补签字" });
    const second = (await test.act((work) => listSubmissions(work), as(county.reviewer))).at(-1);
    await task(running.selfCheck, { command: "accept", hash: second?.hash ?? "" }, county.reviewer);
    await campaign("wind_down");
    expect((await refusalOf(campaign("close"))).message).to.equal("还有1项任务没有办结,不能结束");
    await task(running.handIn, { command: "waive", reason: "没有校园媒体" }, county.admin);
    expect((await campaign("close")).state).to.equal("closed");
    expect(await pending()).to.equal(0);
    expect((await campaign("archive")).state).to.equal("archived");
    const late = task(running.handIn, { command: "restore", reason: "再办" }, county.admin);
    expect((await refusalOf(late)).message).to.equal("这项专项治理已经结束,不能再办理");
  });

  it("goes on after it was closed only when 郑国强 says so", async () => {
    await test.db.update(Assignment, { campaignId: running.campaign.id }, { state: "accepted" });
    await campaign("close");
    expect((await refusalOf(campaign("reopen", county.admin, "漏了材料"))).code).to.equal("forbidden");
    expect((await campaign("reopen", county.leader, "漏了材料")).state).to.equal("closing");
    await task(running.selfCheck, { command: "reopen", reason: "数据有误" }, county.leader);
    expect((await reread(test, running.selfCheck)).state).to.equal("returned");
    expect((await told(county.wang)).at(-1))
      .to.include("【重新打开】")
      .and.to.include("原因:数据有误");
    expect(await pending()).to.be.above(0);
  });

  it("ends at once when it is void: open work, reminders, and one message to each person", async () => {
    await submit();
    expect((await refusalOf(campaign("void", county.leader))).code).to.equal("invalid");
    expect((await refusalOf(campaign("void", county.admin, "方案重发"))).code).to.equal("forbidden");
    await campaign("void", county.leader, "方案重发");
    expect(await states()).to.deep.equal(["void", "void"]);
    expect(await pending()).to.equal(0);
    expect(await told(county.wang)).to.deep.equal([
      "【专项作废】《新闻敲诈和假新闻专项治理》已经作废,您单位的2项未办结任务不用再办。原因:方案重发",
    ]);
    const events = await test.db.findBy(Event, { subject: "assignment", command: "void" });
    expect(events.map(({ subjectId, reason }) => [subjectId, reason])).to.have.deep.members([
      [running.selfCheck.id, "方案重发"],
      [running.handIn.id, "方案重发"],
    ]);
  });

  it("keeps what was accepted when it is void", async () => {
    await test.db.update(Assignment, { id: running.selfCheck.id }, { state: "accepted" });
    await campaign("void", county.leader, "方案重发");
    expect(await states()).to.deep.equal(["accepted", "void"]);
  });

  it("waives the open work of a phase that is skipped, tells once, and hands out no more of it", async () => {
    const skip = (who: Holder) =>
      test.act(
        (work) => commandPhase(work, running.phase.id, { command: "skip", reason: "与上级活动合并" }),
        as(who),
      );
    expect((await refusalOf(skip(county.admin))).code).to.equal("forbidden");
    await skip(county.leader);
    expect(await states()).to.deep.equal(["waived", "waived"]);
    expect(await pending()).to.equal(0);
    expect(await told(county.wang)).to.deep.equal([
      "【阶段取消】自查自纠不再进行,您单位的2项任务免办。原因:与上级活动合并",
    ]);
    await aUnit(test, { name: "柳林镇第二小学", parentId: county.central.id });
    await campaign("extend_scope");
    expect(await states()).to.have.length(2);
  });

  it("tells 孙志远, the head, what is waived where nobody is responsible any more", async () => {
    await test.db.update(Post, { id: county.wang.post.id }, { untilAt: test.clock.now() });
    await task(running.handIn, { command: "waive", reason: "没有校园媒体" }, county.admin);
    const [words] = await told(county.head);
    expect(words).to.match(/^【免办】#\w+《总结报告》不用再办。原因:没有校园媒体$/);
  });

  it("closes a phase and opens it again with a new last day", async () => {
    const phase = (order: Parameters<typeof commandPhase>[2]) =>
      test.act((work) => commandPhase(work, running.phase.id, order), as(county.leader));
    await phase({ command: "close" });
    expect(await states(), "its work stays open").to.deep.equal(["open", "open"]);
    expect((await refusalOf(phase({ command: "reopen", reason: "开学晚" }))).facts.problems).to.deep.equal([
      { field: "day", message: "应是年-月-日,如2018-09-07" },
    ]);
    await phase({ command: "reopen", reason: "开学晚", day: "2018-09-14" });
    expect((await reread(test, running.selfCheck)).dueAt).to.deep.equal(endOf("2018-09-14"));
  });

  it("gives a task to another responsible post of the school, and tells both", async () => {
    const zhao = await aHolder(test, county.school, "responsible", "赵玉梅");
    const to = (postId: number) => task(running.handIn, { command: "reassign", postId }, county.head);
    expect((await refusalOf(to(county.reviewer.post.id))).message).to.equal(
      "请选柳林镇第一小学现任的责任岗位",
    );
    await to(zhao.post.id);
    expect((await reread(test, running.handIn)).postId).to.equal(zhao.post.id);
    for (const person of [county.wang, zhao]) expect((await told(person)).at(-1)).to.include("换了责任人");
  });

  it("hands out and voids 200 schools' eleven tasks in a few statements", async function () {
    this.timeout(20_000);
    for (let no = 0; no < 200; no++) await aUnit(test, { parentId: county.central.id });
    const paper = {
      kind: "deliverable" as const,
      due: "2018-09-14",
      audience: { kinds: ["school"], codes: [] },
    };
    for (let no = 3; no <= 11; no++) {
      const title = `第${no}项材料`;
      await test.act((work) => addRequirement(work, running.task.id, { ...paper, title }), as(county.admin));
    }
    await campaign("extend_scope");
    expect(await states()).to.have.length(201 * 11);
    const statements = await test.act(async (work) => {
      const asked = async (): Promise<number> =>
        Number((await work.db.query("SHOW SESSION STATUS LIKE 'Questions'"))[0].Value);
      const before = await asked();
      await commandCampaign(work, running.campaign.id, { command: "void", reason: "方案重发" });
      return (await asked()) - before;
    }, as(county.leader));
    expect(new Set(await states())).to.deep.equal(new Set(["void"]));
    expect(statements, "the checks of what was found among them").to.be.below(45);
  });

  describe("when two act at once", () => {
    it("is not closed while 周敏 returns a submission", async () => {
      const { hash } = await submit();
      await task(running.handIn, { command: "waive", reason: "无" }, county.admin);
      const back = { command: "return", hash, reason: "没有签字", items: [] };
      const [closed, returned] = await Promise.allSettled([
        campaign("close"),
        task(running.selfCheck, back, county.reviewer),
      ]);
      expect(closed.status === "rejected" && closed.reason.code).to.equal("guard-failed");
      expect(returned.status).to.equal("fulfilled");
    });

    it("is closed, or an accepted task is opened again, never both", async () => {
      await test.db.update(Assignment, { campaignId: running.campaign.id }, { state: "accepted" });
      const endings = await Promise.allSettled([
        campaign("close"),
        task(running.selfCheck, { command: "reopen", reason: "数据有误" }, county.leader),
      ]);
      const lost = endings.filter((ending) => ending.status === "rejected");
      expect(lost.map((ending) => ending.reason.code)).to.deep.equal(["guard-failed"]);
      const { state } = await test.db.findOneByOrFail(Campaign, { id: running.campaign.id });
      expect(`${state} ${(await reread(test, running.selfCheck)).state}`).to.be.oneOf([
        "closed accepted",
        "active returned",
      ]);
    });

    it("leaves nothing open when it becomes void while 王秀兰 submits", async () => {
      await answerAll(test, county.wang, running.selfCheck);
      const [ended] = await Promise.allSettled([
        campaign("void", county.leader, "方案重发"),
        task(running.selfCheck, { command: "submit" }),
      ]);
      expect(ended.status).to.equal("fulfilled");
      expect(await states()).to.deep.equal(["void", "void"]);
      expect(await pending()).to.equal(0);
    });
  });

  describe("tells what is possible", () => {
    const options = (who: Holder) =>
      test.act(async (work) => {
        const row = await work.db.findOneByOrFail(Campaign, { id: running.campaign.id });
        return optionsOf(work, campaignMachine, row);
      }, as(who));

    it("to 李建军 and to 郑国强, and why not the rest", async () => {
      const admin = await options(county.admin);
      expect(admin.allowed.map(({ command }) => command)).to.deep.equal(["extend_scope", "wind_down"]);
      const why = new Map(admin.denied.map((each) => [each.command, each.why]));
      expect(why.get("close")).to.equal("还有2项任务没有办结,不能结束");
      expect(why.get("void")).to.equal("只有教体局领导可以这样做");
      expect(why.get("publish")).to.equal("专项治理目前是“进行中”");
      const leader = await options(county.leader);
      expect(leader.allowed).to.deep.include({ command: "void", title: "作废" });
    });

    it("to 王秀兰 of her task, and to 周敏 of what was handed in, without writing", async () => {
      const submission = await submit();
      const before = await test.db.count(Event);
      const ofTask = await test.act(
        async (work) => optionsOf(work, assignmentMachine, await reread(test, running.selfCheck)),
        as(county.wang),
      );
      expect(ofTask.allowed.map(({ command }) => command)).to.deep.equal(["withdraw"]);
      const ofPaper = await test.act(
        (work) => optionsOf(work, submissionMachine, submission),
        as(county.reviewer),
      );
      expect(ofPaper.allowed.map(({ command }) => command)).to.deep.equal(["accept", "return"]);
      expect(await test.db.count(Event)).to.equal(before);
    });
  });
});
