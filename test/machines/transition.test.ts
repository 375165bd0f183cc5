import { expect } from "chai";
import { Campaign } from "../../entities/campaign.ts";
import { Event } from "../../entities/event.ts";
import { Phase } from "../../entities/phase.ts";
import { campaignMachine } from "../../src/machines/campaign.ts";
import { transition } from "../../src/machines/machine.ts";
import { phaseMachine } from "../../src/machines/phase.ts";
import { at, endOf } from "../../src/workdays.ts";
import { aDraft, as, type Draft, useCounty } from "../support/campaigns.ts";
import { useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";

describe("a transition", () => {
  const test = useTestHouse();
  const county = useCounty(test);
  let draft: Draft;
  beforeEach(async () => {
    draft = await aDraft(test, county);
  });

  const campaign = () => test.db.findOneByOrFail(Campaign, { id: draft.campaign.id });
  const phase = () => test.db.findOneByOrFail(Phase, { id: draft.phase.id });
  const events = () => test.db.find(Event, { order: { id: "ASC" } });

  async function expectNothingWritten(): Promise<void> {
    expect(await campaign()).to.deep.equal(draft.campaign);
    expect(await phase()).to.deep.equal(draft.phase);
    expect(await events()).to.deep.equal([]);
  }

  it("writes one event: 李建军 voided the draft, when, from where to where, and why", async () => {
    const subject = await campaign();
    const order = { command: "void", reason: "方案重发", payload: { notice: 3 } };
    await test.act((work) => transition(work, campaignMachine, subject, order), as(county.admin));
    expect(await events()).to.have.length(1);
    expect((await events())[0]).to.deep.include({
      at: test.clock.now(),
      actorKind: "person",
      actorId: county.admin.id,
      subject: "campaign",
      subjectId: draft.campaign.id,
      command: "void",
      fromState: "draft",
      toState: "void",
      reason: "方案重发",
      payload: { notice: 3 },
      sealId: null,
    });
  });

  it("names the system where no person acted", async () => {
    await test.act(async (work) =>
      transition(work, campaignMachine, await campaign(), { command: "publish" }),
    );
    expect((await events())[0]).to.include({
      actorKind: "system",
      actorId: null,
      reason: null,
      payload: null,
    });
  });

  it("brings the row and the subject in hand to the same state and version", async () => {
    const subject = await campaign();
    const moved = await test.act((work) =>
      transition(work, campaignMachine, subject, {
        command: "publish",
        set: { shiftDays: 7, warnings: ["表二缺页"] },
      }),
    );
    expect(moved).to.equal(subject);
    expect(moved).to.deep.include({ state: "active", rowVersion: 2, shiftDays: 7, warnings: ["表二缺页"] });
    expect(await campaign()).to.deep.equal(moved);
  });

  it("refuses 王秀兰, who may not publish, before it asks for anything else", async () => {
    const refusal = await refusalOf(
      test.act(
        async (work) => transition(work, campaignMachine, await campaign(), { command: "void" }),
        as(county.wang),
      ),
    );
    expect(refusal).to.include({ code: "forbidden", message: "只有教体局管理员可以这样做" });
    await expectNothingWritten();
  });

  for (const reason of [undefined, "", " \n "]) {
    it(`refuses a step that needs a reason when it is ${JSON.stringify(reason)}`, async () => {
      const order = { command: "void", ...(reason === undefined ? {} : { reason }) };
      const refusal = await refusalOf(
        test.act(async (work) => transition(work, campaignMachine, await campaign(), order)),
      );
      expect(refusal.code).to.equal("invalid");
      expect(refusal.facts.problems).to.deep.equal([{ field: "reason", message: "请说明理由" }]);
      await expectNothingWritten();
    });
  }

  it("says which condition does not hold", async () => {
    const set = { dueAt: endOf("2018-08-13") };
    const refusal = await refusalOf(
      test.act(async (work) =>
        transition(work, phaseMachine, await phase(), { command: "reschedule", reason: "提前", set }),
      ),
    );
    expect(refusal).to.include({ code: "guard-failed", message: "新的截止时间已经过去" });
    await expectNothingWritten();
  });

  it("takes the version that the caller saw, and refuses an older one", async () => {
    const subject = await phase();
    const set = { dueAt: endOf("2018-09-07") };
    const order = { command: "reschedule", reason: "开学晚", set, expectedVersion: 1 };
    await test.act((work) => transition(work, phaseMachine, subject, order));
    const second = await refusalOf(
      test.act(async (work) => transition(work, phaseMachine, await phase(), order)),
    );
    expect(second).to.include({ code: "stale", status: 412 });
    expect(await phase()).to.deep.include({ rowVersion: 2, dueAt: set.dueAt });
    expect(await events()).to.have.length(1);
  });

  it("refuses a subject that was read before somebody else moved it, even back to the same state", async () => {
    const seen = await phase();
    const set = { dueAt: endOf("2018-09-07") };
    await test.act(async (work) =>
      transition(work, phaseMachine, await phase(), { command: "reschedule", reason: "开学晚", set }),
    );
    const refusal = await refusalOf(
      test.act((work) => transition(work, phaseMachine, seen, { command: "close" })),
    );
    expect(refusal.code).to.equal("stale");
    expect((await phase()).state).to.equal("scheduled");
  });

  it("undoes the move when what follows it in the same work fails", async () => {
    const failing = test.act(async (work) => {
      await transition(work, campaignMachine, await campaign(), { command: "publish" });
      throw new Error("后来出错");
    });
    expect(await failing.catch((error: Error) => error.message)).to.equal("后来出错");
    await expectNothingWritten();
  });

  it("takes a column that does not exist for a bug, not for a refusal", async () => {
    const set = { colour: "red" } as object;
    const failing = test.act(async (work) =>
      transition(work, campaignMachine, await campaign(), { command: "publish", set }),
    );
    expect(await failing.catch((error: Error) => error)).to.have.property("name", "Error");
    await expectNothingWritten();
  });

  describe("asks for posts that are held at this very moment", () => {
    const publish = () =>
      test.act(
        async (work) => transition(work, campaignMachine, await campaign(), { command: "publish" }),
        as(county.admin),
      );

    it("lets 李建军 act on the first moment of his post", async () => {
      await test.db.query("UPDATE post SET from_at = ? WHERE person_id = ?", [
        test.clock.now(),
        county.admin.id,
      ]);
      expect((await publish()).state).to.equal("active");
    });

    it("refuses 李建军 a millisecond before it", async () => {
      await test.db.query("UPDATE post SET from_at = ? WHERE person_id = ?", [
        new Date(test.clock.now().getTime() + 1),
        county.admin.id,
      ]);
      expect((await refusalOf(publish())).code).to.equal("forbidden");
    });

    it("refuses 李建军 from the moment at which his post ends", async () => {
      await test.db.query("UPDATE post SET until_at = ? WHERE person_id = ?", [
        at("2018-08-14", "09:00"),
        county.admin.id,
      ]);
      expect((await refusalOf(publish())).code).to.equal("forbidden");
    });
  });
});
