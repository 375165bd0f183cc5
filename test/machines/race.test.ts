import { expect } from "chai";
import { Event } from "../../entities/event.ts";
import { type Request, type Subject, transition } from "../../src/machines/machine.ts";
import type { Actor } from "../../src/work.ts";
import { aRunningCampaign, as, type County, type Running, useCounty } from "../support/campaigns.ts";
import { useTestHouse } from "../support/house.ts";
import { aMeeting } from "../support/meeting.ts";
import { refusalOf } from "../support/refusal.ts";
import { declared } from "./declared.ts";
import { rowOf } from "./rows.ts";

type Order = { command: string } & Request<Subject>;

/** Two who want different things of one row in the same state; after the first, the second is no longer possible. */
interface Race {
  from: string;
  orders: [Order, Order];
  actors?: (county: County) => [Actor, Actor];
}

const seen = { payload: { hash: "0".repeat(64) } };

const races: Record<string, Race> = {
  campaign: { from: "draft", orders: [{ command: "void", reason: "重发" }, { command: "publish" }] },
  phase: { from: "scheduled", orders: [{ command: "close" }, { command: "reschedule", reason: "开学晚" }] },
  assignment: { from: "open", orders: [{ command: "waive", reason: "无媒体" }, { command: "void" }] },
  answer: {
    from: "blank",
    orders: [{ command: "say" }, { command: "enter" }],
    actors: ({ wang, head }) => [as(wang), as(head)],
  },
  submission: {
    from: "submitted",
    orders: [
      { command: "accept", ...seen },
      { command: "return", reason: "没有签字", ...seen },
    ],
    actors: ({ reviewer, admin }) => [as(reviewer), as(admin)],
  },
  extension: {
    from: "asked",
    orders: [{ command: "grant" }, { command: "refuse", reason: "时间够用" }],
    actors: ({ reviewer, admin }) => [as(reviewer), as(admin)],
  },
  handover: {
    from: "asked",
    orders: [{ command: "grant" }, { command: "refuse", reason: "期末再说" }],
    actors: ({ leader, admin }) => [as(leader), as(admin)],
  },
  broadcast: { from: "sending", orders: [{ command: "finish" }, { command: "cancel" }] },
  media_account: {
    from: "retiring",
    orders: [{ command: "pass" }, { command: "return", reason: "还在使用" }],
    actors: ({ reviewer, admin }) => [as(reviewer), as(admin)],
  },
  publication: {
    from: "unit_review",
    orders: [{ command: "pass" }, { command: "return", reason: "标题不妥" }],
    actors: ({ head }) => [as(head), as(head)],
  },
  media_account_revision: {
    from: "unit_review",
    orders: [{ command: "pass", ...seen }, { command: "recall" }],
    actors: ({ head, wang }) => [as(head), as(wang)],
  },
  publication_revision: {
    from: "unit_review",
    orders: [
      { command: "approve", ...seen },
      { command: "return", reason: "标题不妥", ...seen },
    ],
    actors: ({ head }) => [as(head), as(head)],
  },
  delivery: { from: "queued", orders: [{ command: "lease" }, { command: "expire" }] },
};

describe("of two who move one row at the same time", () => {
  const test = useTestHouse();
  const county = useCounty(test);
  let running: Running;
  beforeEach(async () => {
    running = await aRunningCampaign(test, county);
  });

  const system: Actor = { kind: "system", name: "test" };

  for (const { machine } of declared) {
    const race = races[machine.name] as Race;
    const actors = () => race.actors?.(county) ?? [system, system];

    async function start(): Promise<Subject> {
      const row = await rowOf(test, machine, { county, running });
      const change = { [machine.column]: race.from } as object;
      await test.db.update(machine.entity, { id: row.id }, change);
      await test.db.createQueryBuilder().delete().from(Event).execute();
      return row;
    }

    it(`${machine.title}: one succeeds and the other is told that somebody was quicker`, async () => {
      const row = await start();
      const bothHaveRead = aMeeting(2);
      const run = (order: Order, actor: Actor) =>
        test.act(async (work) => {
          const subject = await work.db.findOneByOrFail(machine.entity, { id: row.id });
          await bothHaveRead();
          return transition(work, machine, subject, order);
        }, actor);
      const endings = await Promise.allSettled(
        race.orders.map((order, index) => run(order, actors()[index] ?? system)),
      );
      const won = endings.findIndex((ending) => ending.status === "fulfilled");
      const lost = endings.filter((ending) => ending.status === "rejected");
      expect(lost).to.have.length(1);
      expect(lost[0]?.reason).to.include({ code: "stale" });
      const now = await test.db.findOneByOrFail(machine.entity, { id: row.id });
      const command = race.orders[won]?.command;
      const step = machine.steps.find((each) => each.from === race.from && each.command === command);
      expect(now).to.include({ [machine.column]: step?.to, rowVersion: row.rowVersion + 1 });
      const events = await test.db.findBy(Event, { subject: machine.name });
      expect(events.map((event) => event.command)).to.deep.equal([command]);
    });

    it(`${machine.title}: who reads after the other's commit is told what is possible now`, async () => {
      const row = await start();
      const [first, second] = race.orders;
      const run = (order: Order, actor: Actor | undefined) =>
        test.act(async (work) => {
          const subject = await work.db.findOneByOrFail(machine.entity, { id: row.id });
          return transition(work, machine, subject, order);
        }, actor);
      await run(first, actors()[0]);
      const refusal = await refusalOf(run(second, actors()[1]));
      expect(refusal.code).to.equal("not-allowed");
    });
  }
});
