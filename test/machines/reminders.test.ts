import { expect } from "chai";
import type { FindOptionsWhere } from "typeorm";
import { Assignment } from "../../entities/assignment.ts";
import { ReminderFire } from "../../entities/reminder-fire.ts";
import { askExtension, decideExtension } from "../../src/actions/extensions.ts";
import { askHandover, grantHandover } from "../../src/actions/handovers.ts";
import { reschedulePhase } from "../../src/actions/phase-life.ts";
import { fireReminders } from "../../src/actions/reminders.ts";
import { acceptTask, returnTask, submitTask, withdrawTask } from "../../src/actions/submissions.ts";
import { assignmentMachine } from "../../src/machines/assignment.ts";
import { transition } from "../../src/machines/machine.ts";
import { at, dayOf } from "../../src/workdays.ts";
import {
  aCounty,
  answerAll,
  aRunningCampaign,
  as,
  type County,
  type Running,
  reread,
} from "../support/campaigns.ts";
import { useTestHouse } from "../support/house.ts";

describe("the reminders of 王秀兰's self-check", () => {
  const test = useTestHouse();
  let county: County;
  let running: Running;
  beforeEach(async () => {
    county = await aCounty(test);
    running = await aRunningCampaign(test, county);
  });

  const fires = (where: Partial<ReminderFire>) =>
    test.db.find(ReminderFire, {
      where: { ...where, assignmentId: running.selfCheck.id } as FindOptionsWhere<ReminderFire>,
      order: { fireAt: "ASC", id: "ASC" },
    });
  const pending = async () =>
    (await fires({ status: "pending" })).map(
      (fire) => `${dayOf(fire.fireAt)} ${fire.moment} ${fire.audience}`,
    );
  const due0831 = [
    "2018-08-15 start responsible",
    "2018-08-24 before responsible",
    "2018-08-28 before responsible",
    "2018-08-30 before responsible",
    "2018-08-31 due responsible",
    "2018-09-03 overdue responsible",
    "2018-09-04 overdue responsible",
    "2018-09-05 overdue responsible",
    "2018-09-06 overdue head",
    "2018-09-07 overdue central",
    "2018-09-10 overdue bureau",
  ];
  const due0907 = [
    "2018-08-15 start responsible",
    "2018-08-31 before responsible",
    "2018-09-04 before responsible",
    "2018-09-06 before responsible",
    "2018-09-07 due responsible",
    "2018-09-10 overdue responsible",
    "2018-09-11 overdue responsible",
    "2018-09-12 overdue responsible",
    "2018-09-13 overdue head",
    "2018-09-14 overdue central",
    "2018-09-17 overdue bureau",
  ];
  const submit = async () => {
    await answerAll(test, county.wang, running.selfCheck);
    return test.act((work) => submitTask(work, running.selfCheck.id), as(county.wang));
  };

  it("are written when the plan is published", async () => {
    expect(await pending()).to.deep.equal(due0831);
    expect(await fires({ status: "void" })).to.deep.equal([]);
  });

  it("stop at once when it is submitted, and stay stopped when it is accepted", async () => {
    const { hash } = await submit();
    expect(await pending()).to.deep.equal([]);
    expect(await fires({ status: "void" })).to.have.length(due0831.length);
    await test.act((work) => acceptTask(work, running.selfCheck.id, hash), as(county.reviewer));
    expect(await pending()).to.deep.equal([]);
  });

  it("come back when she takes it back", async () => {
    await submit();
    await test.act((work) => withdrawTask(work, running.selfCheck.id), as(county.wang));
    expect(await pending()).to.deep.equal(due0831);
  });

  it("come back for the later deadline when it is returned shortly before the old one", async () => {
    const { hash } = await submit();
    test.clock.moveTo(at("2018-08-31", "15:00"));
    await test.db.update(ReminderFire, { moment: "start" }, { status: "sent" });
    const back = { hash, reason: "没有签字", items: [1] };
    await test.act((work) => returnTask(work, running.selfCheck.id, back), as(county.reviewer));
    expect((await pending()).slice(0, 3)).to.deep.equal([
      "2018-09-03 before responsible",
      "2018-09-04 due responsible",
      "2018-09-05 overdue responsible",
    ]);
  });

  it("move with an extension", async () => {
    const { id } = await test.act(
      (work) => askExtension(work, running.selfCheck.id, { day: "2018-09-07", reason: "校长外出" }),
      as(county.wang),
    );
    expect(await pending(), "asking moves nothing").to.deep.equal(due0831);
    await test.act((work) => decideExtension(work, id, { granted: true }), as(county.reviewer));
    expect(await pending()).to.deep.equal(due0907);
    expect(await fires({ status: "void" })).to.have.length(due0831.length);
  });

  it("move with the phase", async () => {
    const change = { day: "2018-09-07", reason: "开学推迟" };
    await test.act((work) => reschedulePhase(work, running.phase.id, change), as(county.admin));
    expect(await pending()).to.deep.equal(due0907);
  });

  it("are written anew when the work is handed over, without telling the start twice", async () => {
    test.clock.moveTo(at("2018-08-15", "09:00"));
    await test.act(fireReminders);
    const { id } = await test.act(
      (work) => askHandover(work, county.wang.post.id, "刘思远"),
      as(county.wang),
    );
    const before = await fires({ status: "pending" });
    await test.act((work) => grantHandover(work, id), as(county.admin));
    expect(await pending()).to.deep.equal(due0831.slice(1));
    const ids = new Set((await fires({ status: "pending" })).map((fire) => fire.id));
    expect(before.some((fire) => ids.has(fire.id))).to.equal(false);
  });

  it("do not tell the start again when its day was taken by a later kind of reminder", async () => {
    await test.clear();
    county = await aCounty(test);
    running = await aRunningCampaign(test, county, { starts: "2018-08-15", due: "2018-08-16" });
    test.clock.moveTo(at("2018-08-15", "09:00"));
    expect(await test.act(fireReminders)).to.equal(1);
    await test.act((work) =>
      reschedulePhase(work, running.phase.id, { day: "2018-08-31", reason: "开学推迟" }),
    );
    expect((await pending())[0]).to.equal("2018-08-24 before responsible");
  });

  it("end with the work: waived, restored, made void", async () => {
    const move = (command: string) =>
      test.act(async (work) => {
        const assignment = await work.db.findOneByOrFail(Assignment, { id: running.selfCheck.id });
        return transition(work, assignmentMachine, assignment, { command, reason: "没有校园媒体" });
      });
    await move("waive");
    expect(await pending()).to.deep.equal([]);
    await move("restore");
    expect(await pending()).to.deep.equal(due0831);
    await move("void");
    expect(await pending()).to.deep.equal([]);
  });

  it("are left alone when the work that voided them is undone", async () => {
    const before = await fires({});
    const failing = test.act(async (work) => {
      const assignment = await work.db.findOneByOrFail(Assignment, { id: running.selfCheck.id });
      await transition(work, assignmentMachine, assignment, { command: "waive", reason: "没有校园媒体" });
      throw new Error("后来出错");
    });
    await failing.catch(() => undefined);
    expect(await fires({})).to.deep.equal(before);
    expect((await reread(test, running.selfCheck)).state).to.equal("open");
  });

  it("leave the deadline where it is, whatever the calendar says", async () => {
    await test.clear();
    county = await aCounty(test);
    running = await aRunningCampaign(test, county, { due: "2018-10-01" });
    expect((await reread(test, running.selfCheck)).dueAt).to.deep.equal(running.checklist.dueAt);
    expect(await pending()).to.include("2018-09-30 due responsible");
  });

  it("are not planned while the campaign is a draft or after it ended", async () => {
    for (const state of ["draft", "closed", "void"]) {
      await test.db.query("UPDATE campaign SET state = ? WHERE id = ?", [state, running.campaign.id]);
      await test.act(async (work) => {
        const assignment = await work.db.findOneByOrFail(Assignment, { id: running.selfCheck.id });
        await transition(work, assignmentMachine, assignment, { command: "reassign" });
      });
      expect(await pending(), state).to.deep.equal([]);
    }
  });
});
