import { expect } from "chai";
import fc from "fast-check";
import { Lane } from "../../entities/lane.ts";
import { Outbox } from "../../entities/outbox.ts";
import { recoverSends, type Taken } from "../../src/actions/delivery.ts";
import { lockLanes, moveLetters, repairLanes, settleLanes } from "../../src/actions/lanes.ts";
import { queueLetters } from "../../src/actions/mail.ts";
import { expireStale } from "../../src/actions/stale.ts";
import type { SendOutcome } from "../../src/letter.ts";
import { aContact, openTestHouse, type TestHouse } from "../support/house.ts";
import { type PostOffice, postOffice } from "../support/post-office.ts";

const outcomes: SendOutcome[] = [
  { kind: "sent", messageId: "m" },
  { kind: "refused", detail: "不是好友" },
  { kind: "throttled", detail: "频繁" },
  { kind: "offline", detail: "没有登录" },
];

/** Something that happens to the outbox. `who` and `what` choose among what is there. */
const happening = fc.record({
  kind: fc.constantFrom("queue", "queue", "take", "take", "end", "end", "wait", "cancel", "move", "die"),
  who: fc.nat({ max: 2 }),
  what: fc.nat({ max: 7 }),
});
type Happening = typeof happening extends fc.Arbitrary<infer H> ? H : never;

describe("lanes", () => {
  let test: TestHouse;
  let office: PostOffice;
  let contacts: number[];
  let flying: Taken[];
  before(async () => {
    test = await openTestHouse();
    office = postOffice(test);
  });
  const begin = async () => {
    await test.clear();
    contacts = [];
    for (const _ of [1, 2, 3]) contacts.push((await aContact(test)).id);
    flying = [];
  };
  beforeEach(begin);
  after(() => test.close());

  const later = (ms: number): Date => new Date(test.clock.now().getTime() + ms);
  const contact = (no: number): number => contacts[no] ?? 0;
  const queued = (contactId: number) => test.db.find(Outbox, { where: { contactId, status: "queued" } });

  const happen: Record<string, (each: Happening) => Promise<unknown>> = {
    queue: ({ who, what }) =>
      office.queue(contact(who), (what % 3) as 0 | 1 | 2, { dueAt: later((what - 2) * 5_000) }),
    take: async ({ what }) =>
      flying.push(...(await office.take((what % 3) + 1, { rest: what > 4 ? 7_000 : 0 }))),
    end: async ({ what }) => {
      const [taken] = flying.splice(0, 1);
      if (taken) await office.end(taken, outcomes[what % outcomes.length]);
    },
    wait: async ({ what }) => test.clock.moveTo(later(what * 3_000)),
    cancel: ({ who }) =>
      test.act(async (work) => {
        await lockLanes(work, [contact(who)]);
        const [row] = await queued(contact(who));
        if (row) await work.db.update(Outbox, { id: row.id, status: "queued" }, { status: "suppressed" });
        if (!flying.some(({ contactId }) => contactId === contact(who))) settleLanes(work, [contact(who)]);
      }),
    move: ({ who }) =>
      test.act((work) => moveLetters(work, { from: contact(who), to: contact((who + 1) % 3), personId: 1 })),
    die: async () => {
      flying.splice(0);
      await office.leasesEnd();
      await test.act((work) => recoverSends(work));
    },
  };

  /** When the first message of a kind may go, by looking at everything. */
  function truth(rows: Outbox[], rests: Date | null): Date | null {
    const dues = rows.map((row) => row.dueAt.getTime());
    if (dues.length === 0) return null;
    const held = rows.filter((row) => row.failure !== null && row.dueAt > test.clock.now());
    const due = held[0]?.dueAt.getTime() ?? Math.min(...dues);
    return new Date(rows[0]?.priority === 0 ? due : Math.max(due, rests?.getTime() ?? 0));
  }

  async function check(): Promise<void> {
    const sending = new Set(
      (await test.db.find(Outbox, { where: { status: "sending" } })).map((row) => row.contactId),
    );
    for (const id of contacts.filter((each) => !sending.has(each))) {
      const rows = await queued(id);
      const lane = await test.db.findOneBy(Lane, { contactId: id });
      for (const [priority, said] of [lane?.replyDue, lane?.reminderDue, lane?.broadcastDue].entries()) {
        const due = truth(
          rows.filter((row) => row.priority === priority),
          lane?.restsUntil ?? null,
        );
        if (due === null) continue;
        expect(said?.getTime(), `priority ${priority}`).to.be.a("number").and.at.most(due.getTime());
      }
    }
  }

  it("never promise later than the truth, whatever happens, and nothing is left behind", async function () {
    this.timeout(120_000);
    await fc.assert(
      fc
        .asyncProperty(fc.array(happening, { minLength: 5, maxLength: 25 }), async (story) => {
          for (const each of story) {
            await happen[each.kind]?.(each);
            await check();
          }
          await happen.die?.({ kind: "die", who: 0, what: 0 });
          test.clock.moveTo(later(3_600_000));
          for (let more = await office.take(); more.length > 0; more = await office.take())
            for (const taken of more) await office.end(taken);
          expect(await test.db.countBy(Outbox, { status: "queued" })).to.equal(0);
          expect(
            await test.db.query("SELECT 1 FROM lane WHERE COALESCE(reply_due, reminder_due, broadcast_due)"),
          ).to.deep.equal([]);
        })
        .beforeEach(begin),
      { numRuns: 12, seed: 2018 },
    );
  });

  it("open for many messages at once", async () => {
    const letters = {
      sql: `SELECT CONCAT('all:', id) AS \`key\`, id AS contact_id, 1 AS priority, NULL AS body,
              CAST(? AS DATETIME(3)) AS due_at, NULL AS expires_at FROM contact`,
      values: [later(60_000)],
    };
    expect(await test.act((work) => queueLetters(work, letters))).to.equal(3);
    const lanes = await test.db.find(Lane);
    expect(lanes.map((lane) => [lane.contactId, lane.channel, lane.reminderDue])).to.deep.equal(
      contacts.map((id) => [id, "simulator", later(60_000)]),
    );
    await check();
  });

  it("are opened for what an older version of the program queued beside this one", async () => {
    await test.db.query(
      `INSERT INTO outbox (\`key\`, contact_id, priority, body, status, due_at, created_at)
       SELECT CONCAT('old:', id), id, 0, '旧', 'queued', ?, ? FROM contact`,
      [test.clock.now(), test.clock.now()],
    );
    expect(await office.take()).to.deep.equal([]);
    expect(await test.act(repairLanes)).to.equal(3);
    expect(await test.act(repairLanes)).to.equal(0);
    expect(await office.take()).to.have.length(3);
    expect(await test.act(repairLanes), "what is under way needs no repair").to.equal(0);
  });

  it("lose what is too late all at once", async () => {
    for (const id of contacts) for (const _ of [1, 2]) await office.queue(id, 1, { expiresAt: later(1_000) });
    const reply = await office.queue(contact(0), 0);
    test.clock.moveTo(later(86_400_000));
    expect(await test.act((work) => expireStale(work, "simulator"))).to.equal(2);
    expect(await test.act((work) => expireStale(work, "simulator"))).to.equal(4);
    expect(await test.act((work) => expireStale(work, "simulator"))).to.equal(0);
    expect((await office.take()).map(({ id }) => id)).to.deep.equal([reply]);
  });
});
