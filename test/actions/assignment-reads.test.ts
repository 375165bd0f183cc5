import { expect } from "chai";
import { commandAssignment } from "../../src/actions/assignment-life.ts";
import { assignmentDetail, listAssignments, timelineOf } from "../../src/actions/assignment-reads.ts";
import { commandCampaign } from "../../src/actions/campaign-life.ts";
import { askExtension, commandExtension } from "../../src/actions/extensions.ts";
import { askHandover, commandHandover } from "../../src/actions/handovers.ts";
import { listExtensions, listHandovers } from "../../src/actions/request-reads.ts";
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

describe("work is read within one's scope", () => {
  const test = useTestHouse();
  const county = useCounty(test);
  let running: Running;
  let second: Holder;
  beforeEach(async () => {
    running = await aRunningCampaign(test, county);
    const school = await aUnit(test, { name: "东关小学", parentId: county.bureau.id });
    second = await aHolder(test, school, "responsible", "赵玉梅");
    await test.act(
      (work) => commandCampaign(work, running.campaign.id, { command: "extend_scope" }),
      as(county.admin),
    );
  });

  const task = (command: string, who: Holder) =>
    test.act((work) => commandAssignment(work, running.selfCheck.id, { command }), as(who));
  const list = (who: Holder, filters = {}) =>
    test.act(async (work) => (await listAssignments(work, filters)).map((each) => each.unit), as(who));

  it("as a list, narrowed, page by page", async () => {
    expect(await list(county.wang)).to.deep.equal(["柳林镇第一小学", "柳林镇第一小学"]);
    expect(await list(second)).to.deep.equal(["东关小学", "东关小学"]);
    expect(await list(county.centralHead)).to.have.length(2);
    for (const who of [county.admin, county.reviewer]) expect(await list(who)).to.have.length(4);
    expect(await list(county.admin, { text: "东关" })).to.have.length(2);
    expect(await list(county.admin, { text: "%" })).to.deep.equal([]);
    expect(
      await list(county.admin, { taskId: running.task.id, requirementId: running.report.id }),
    ).to.have.length(2);
    expect(await list(county.admin, { state: "accepted" })).to.deep.equal([]);
    expect(await list(county.admin, { overdue: true })).to.deep.equal([]);
    expect(await list(county.admin, { after: running.handIn.id, limit: 1 })).to.deep.equal(["东关小学"]);
    expect((await refusalOf(list(county.admin, { limit: 201 }))).code).to.equal("invalid");
  });

  it("in full, with what happened by whom, and not at all by the neighbour", async () => {
    await answerAll(test, county.wang, running.selfCheck);
    await task("submit", county.wang);
    const detail = await test.act(
      (work) => assignmentDetail(work, running.selfCheck.id),
      as(county.reviewer),
    );
    expect(detail.questions).to.have.length(3);
    expect([detail.lacks.length, detail.evidence.length, detail.submissions.length]).to.deep.equal([0, 1, 1]);
    const happened = await test.act((work) => timelineOf(work, running.selfCheck.id), as(county.head));
    expect(happened.at(-1)).to.include({ who: "王秀兰", title: "报送", from: "open", to: "submitted" });
    expect(JSON.stringify(happened)).not.to.include("actorId");
    for (const act of [
      () => test.act((work) => assignmentDetail(work, running.selfCheck.id), as(second)),
      () => test.act((work) => timelineOf(work, running.selfCheck.id), as(second)),
      () => task("withdraw", second),
    ])
      expect((await refusalOf(act())).code).to.equal("not-found");
  });

  it("with its requests, decided and withdrawn by command", async () => {
    const extension = await test.act(
      (work) => askExtension(work, running.selfCheck.id, { day: "2018-09-07", reason: "外出" }),
      as(county.wang),
    );
    const handover = await test.act(
      (work) => askHandover(work, county.wang.post.id, "刘思远"),
      as(county.wang),
    );
    expect(await test.act((work) => listExtensions(work), as(second))).to.deep.equal([]);
    expect(await test.act((work) => listHandovers(work), as(second))).to.deep.equal([]);
    expect(await test.act((work) => listExtensions(work), as(county.reviewer))).to.have.length(1);
    const grant = (who: Holder) =>
      test.act(
        (work) => commandExtension(work, extension.id, { command: "grant", expectedVersion: 1 }),
        as(who),
      );
    expect((await refusalOf(grant(second))).code).to.equal("not-found");
    expect((await refusalOf(grant(county.wang))).code).to.equal("forbidden");
    expect((await grant(county.reviewer)).state).to.equal("granted");
    const revoke = (who: Holder) =>
      test.act((work) => commandHandover(work, handover.id, { command: "void" }), as(who));
    expect((await refusalOf(revoke(second))).code).to.equal("not-found");
    expect((await refusalOf(revoke(county.admin))).message).to.equal("只有申请人本人可以撤销");
    expect((await revoke(county.wang)).handover.state).to.equal("void");
    expect((await reread(test, running.selfCheck)).dueAt).to.deep.equal(endOf("2018-09-07"));
  });
});
