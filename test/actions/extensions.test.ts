import { expect } from "chai";
import { Event } from "../../entities/event.ts";
import { Extension } from "../../entities/extension.ts";
import { Notice } from "../../entities/notice.ts";
import { codeOf } from "../../src/actions/assignments.ts";
import { askExtension, decideExtension, extensionsToDecide } from "../../src/actions/extensions.ts";
import { reschedulePhase } from "../../src/actions/phase-life.ts";
import { submitTask } from "../../src/actions/submissions.ts";
import { at, endOf } from "../../src/workdays.ts";
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
import { useTestHouse } from "../support/house.ts";
import { aMeeting } from "../support/meeting.ts";
import { refusalOf } from "../support/refusal.ts";

describe("an extension", () => {
  const test = useTestHouse();
  const county = useCounty(test);
  let running: Running;
  beforeEach(async () => {
    running = await aRunningCampaign(test, county);
  });

  const ask = (day: string, reason = "校长外出", who: Holder = county.wang) =>
    test.act((work) => askExtension(work, running.selfCheck.id, { day, reason }), as(who));
  const decide = (
    { id }: { id: number },
    decision: { granted: boolean; reason?: string } = { granted: true },
    who: Holder = county.reviewer,
  ) => test.act((work) => decideExtension(work, id, decision), as(who));
  const refuse = (extension: { id: number }, reason = "时间够用") =>
    decide(extension, { granted: false, reason });
  const due = async () => (await reread(test, running.selfCheck)).dueAt;
  const all = async () =>
    (await test.db.find(Extension, { order: { id: "ASC" } })).map(
      (each) => `${each.state} ${each.fromDue.toISOString()} ${each.toDue.toISOString()}`,
    );
  const told = async (person: Holder) =>
    (await test.db.find(Notice, { where: { personId: person.id }, order: { id: "ASC" } })).map(
      ({ body }) => body,
    );
  const submit = async () => {
    await answerAll(test, county.wang, running.selfCheck);
    await test.act((work) => submitTask(work, running.selfCheck.id), as(county.wang));
  };

  it("is asked by 王秀兰 with a reason, and 周敏 hears of it", async () => {
    await ask("2018-09-07", " 校长外出 ");
    const [extension] = await test.db.find(Extension);
    expect(extension).to.deep.include({
      state: "asked",
      fromDue: endOf("2018-08-31"),
      toDue: endOf("2018-09-07"),
      reason: "校长外出",
      askedBy: county.wang.id,
      askedAt: test.clock.now(),
    });
    const code = codeOf(running.selfCheck.id);
    expect(await told(county.reviewer)).to.deep.equal([
      `【延期申请】柳林镇第一小学 王秀兰申请把 #${code}《自查表》从8月31日(周五)延到9月7日(周五)。\n原因:校长外出\n回“#${code} 批准”,或“#${code} 不同意 原因”。`,
    ]);
    expect(await due(), "asking moves nothing").to.deep.equal(endOf("2018-08-31"));
  });

  it("is asked of the administrator where the office has nobody", async () => {
    await test.db.query("UPDATE post SET until_at = ? WHERE id = ?", [
      test.clock.now(),
      county.reviewer.post.id,
    ]);
    await ask("2018-09-07");
    expect(await told(county.admin)).to.have.length(1);
  });

  for (const day of ["2018-08-30", "2018-08-31", "2018-08-01"]) {
    it(`is refused to ${day}, which is not after the present deadline`, async () => {
      const refusal = await refusalOf(ask(day));
      expect(refusal).to.include({ code: "guard-failed", message: "延期要晚于现在的截止日8月31日(周五)" });
      expect(await all()).to.deep.equal([]);
    });
  }

  it("is refused to a day that has passed, even if it is after a deadline long missed", async () => {
    test.clock.moveTo(at("2018-09-10", "09:00"));
    expect((await refusalOf(ask("2018-09-07"))).code).to.equal("guard-failed");
    await ask("2018-09-11");
  });

  it("is refused without a reason, for others' work, and for work that was handed in", async () => {
    expect((await refusalOf(ask("2018-09-07", "  "))).code).to.equal("invalid");
    expect((await refusalOf(ask("2018-09-07", "外出", county.reviewer))).code).to.equal("forbidden");
    await submit();
    expect((await refusalOf(ask("2018-09-07"))).message).to.include("已经报送");
  });

  it("replaces an earlier request that nobody has decided", async () => {
    const first = await ask("2018-09-05");
    await ask("2018-09-07");
    expect((await all()).map((line) => line.split(" ")[0])).to.deep.equal(["void", "asked"]);
    expect((await refusalOf(decide(first))).code).to.equal("stale");
    expect(await due()).to.deep.equal(endOf("2018-08-31"));
  });

  it("moves the deadline when it is granted, and every earlier deadline stays on record", async () => {
    await decide(await ask("2018-09-07"));
    await decide(await ask("2018-09-14"));
    const assignment = await reread(test, running.selfCheck);
    expect(assignment).to.deep.include({
      dueAt: endOf("2018-09-14"),
      originalDueAt: endOf("2018-08-31"),
      rowVersion: 3,
    });
    const [aug31, sep7, sep14] = ["2018-08-31", "2018-09-07", "2018-09-14"].map((day) =>
      endOf(day).toISOString(),
    );
    expect(await all()).to.deep.equal([`granted ${aug31} ${sep7}`, `granted ${sep7} ${sep14}`]);
    expect((await told(county.wang)).at(-1)).to.include("延期已批准,新的截止日是9月14日(周五)");
    const events = await test.db.find(Event, { where: { subject: "extension" }, order: { id: "ASC" } });
    expect(events.map((event) => `${event.actorId} ${event.command}`).slice(0, 2)).to.deep.equal([
      `${county.wang.id} ask`,
      `${county.reviewer.id} grant`,
    ]);
  });

  it("changes nothing when it is refused, and 王秀兰 hears why", async () => {
    const extension = await ask("2018-09-07");
    expect((await refusalOf(refuse(extension, " "))).code).to.equal("invalid");
    await refuse(extension);
    expect(await due()).to.deep.equal(endOf("2018-08-31"));
    expect((await told(county.wang)).at(-1)).to.include("仍是8月31日(周五)截止。原因:时间够用");
    const [stored] = await test.db.find(Extension);
    expect(stored).to.deep.include({
      state: "refused",
      decidedBy: county.reviewer.id,
      decidedAt: test.clock.now(),
      decisionReason: "时间够用",
    });
  });

  it("is decided once", async () => {
    const extension = await ask("2018-09-07");
    await refuse(extension);
    expect(await refusalOf(decide(extension))).to.include({ code: "stale", message: "这项申请已经处理过了" });
    expect(await due()).to.deep.equal(endOf("2018-08-31"));
  });

  it("is decided once by two who decide differently at the same moment", async () => {
    const { id } = await ask("2018-09-07");
    const both = aMeeting(2);
    const run = (who: Holder, granted: boolean) =>
      test.act(async (work) => {
        await both();
        return decideExtension(work, id, { granted, reason: "时间够用" });
      }, as(who));
    const endings = await Promise.allSettled([run(county.reviewer, true), run(county.admin, false)]);
    const lost = endings.filter((ending) => ending.status === "rejected");
    expect(lost.map((ending) => ending.reason.code)).to.deep.equal(["stale"]);
    const granted = endings[0]?.status === "fulfilled";
    expect(await due()).to.deep.equal(endOf(granted ? "2018-09-07" : "2018-08-31"));
    expect(await told(county.wang)).to.have.length(1);
  });

  it("is not decided by who asked, nor by anybody who does not review", async () => {
    const both = await aHolder(test, county.school, "responsible", "何丽");
    await test.db.query("UPDATE post SET role = 'bureau-admin', unit_id = ? WHERE id = ?", [
      county.bureau.id,
      county.admin.post.id,
    ]);
    await test.db.query(
      "INSERT INTO post (unit_id, person_id, role, from_at) VALUES (?, ?, 'office-operator', ?)",
      [county.office.id, both.id, at("2018-01-01", "00:00")],
    );
    const extension = await ask("2018-09-07", "外出", both);
    expect(await refusalOf(decide(extension, { granted: true }, both))).to.include({
      code: "forbidden",
      message: "不能批准自己的申请",
    });
    for (const person of [county.wang, county.head, county.centralHead]) {
      expect((await refusalOf(decide(extension, { granted: true }, person))).code).to.equal("forbidden");
    }
    const waiting = (who: Holder) => test.act((work) => extensionsToDecide(work), as(who));
    expect(await waiting(both)).to.deep.equal([]);
    expect(await waiting(county.wang)).to.deep.equal([]);
    expect((await waiting(county.reviewer)).map((each) => each.extension.id)).to.deep.equal([extension.id]);
  });

  it("is not granted for work that was handed in meanwhile", async () => {
    const extension = await ask("2018-09-07");
    await submit();
    expect((await refusalOf(decide(extension))).code).to.equal("guard-failed");
    expect(await all()).to.have.length(1);
    expect((await all())[0]).to.match(/^asked/);
  });

  it("never shortens the time when the phase was moved further meanwhile", async () => {
    const extension = await ask("2018-09-07");
    await test.act((work) =>
      reschedulePhase(work, running.phase.id, { day: "2018-09-14", reason: "开学晚" }),
    );
    expect((await refusalOf(decide(extension))).code).to.equal("guard-failed");
    expect(await due()).to.deep.equal(endOf("2018-09-14"));
  });

  it("that nobody asked for is not found", async () => {
    expect((await refusalOf(decide({ id: 999 }))).code).to.equal("not-found");
  });
});
