import { expect } from "chai";
import { Event } from "../../entities/event.ts";
import { Outbox } from "../../entities/outbox.ts";
import { OutboxAttempt } from "../../entities/outbox-attempt.ts";
import { type Claimed, claim, finish, handOver, recoverSends, release } from "../../src/actions/delivery.ts";
import { queueLetter } from "../../src/actions/mail.ts";
import type { SendOutcome } from "../../src/letter.ts";
import { at } from "../../src/workdays.ts";
import { aContact, openTestHouse, type TestHouse } from "../support/house.ts";

describe("the delivery of a message", () => {
  let test: TestHouse;
  before(async () => {
    test = await openTestHouse(20);
  });
  beforeEach(() => test.clear());
  after(() => test.close());

  let keys = 0;
  const queue = async (contactId: number, priority: 0 | 1 | 2 = 1, more = {}): Promise<number> =>
    (await test.act((work) =>
      queueLetter(work, { key: `k${++keys}`, contactId, body: "您好", priority, ...more }),
    )) ?? 0;
  const take = (most = 10, more = {}) =>
    test.act((work) => claim(work, { channel: "simulator", most, ...more }));
  const takeOne = async (): Promise<Claimed> => {
    const [claimed] = await take(1);
    if (!claimed) throw new Error("nothing to claim");
    return claimed;
  };
  const hand = (claimed: Claimed) => test.act((work) => handOver(work, claimed));
  const end = (claimed: Claimed, outcome: SendOutcome) => test.act((work) => finish(work, claimed, outcome));
  const row = (id: number) => test.db.findOneByOrFail(Outbox, { id });
  const ids = (claimed: Claimed[]) => claimed.map((each) => each.id);
  const later = (ms: number) => test.clock.moveTo(new Date(test.clock.now().getTime() + ms));
  const leaseEnds = () => test.db.query("UPDATE outbox SET lease_until = NOW(3) - INTERVAL 1 SECOND");

  /** Sends what is first in line, to its end. */
  const deliver = async (outcome: SendOutcome = { kind: "sent", messageId: "m" }) => {
    const claimed = await takeOne();
    await hand(claimed);
    await end(claimed, outcome);
    return row(claimed.id);
  };

  describe("claiming", () => {
    it("takes what is due, and it once", async () => {
      const { id: contact } = await aContact(test);
      const due = await queue(contact);
      await queue((await aContact(test)).id, 1, { dueAt: at("2018-08-14", "09:01") });
      expect(ids(await take())).to.deep.equal([due]);
      expect(await take()).to.deep.equal([]);
      later(60_000);
      expect(await take()).to.have.length(1);
    });

    it("takes the first in line of each contact: replies, then reminders, then broadcasts", async () => {
      const [wang, li] = [(await aContact(test)).id, (await aContact(test)).id];
      const broadcast = await queue(wang, 2);
      const reminder = await queue(wang, 1);
      const lis = await queue(li, 1);
      const reply = await queue(wang, 0);
      await queue(wang, 0);
      expect(ids(await take())).to.deep.equal([reply, lis]);
      await test.db.query("UPDATE outbox SET status = 'sent' WHERE priority = 0");
      expect(ids(await take())).to.deep.equal([reminder]);
      await test.db.query("UPDATE outbox SET status = 'sent' WHERE priority = 1");
      expect(ids(await take())).to.deep.equal([broadcast]);
    });

    it("takes nothing of a contact that is being written to", async () => {
      const { id: contact } = await aContact(test);
      await queue(contact);
      await queue(contact, 0);
      await hand(await takeOne());
      expect(await take()).to.deep.equal([]);
    });

    it("lets a retried message block later ones of its priority, but no reply", async () => {
      const { id: contact } = await aContact(test);
      const first = await queue(contact, 1);
      const second = await queue(contact, 1);
      await deliver({ kind: "throttled", detail: "操作过于频繁" });
      expect(await take()).to.deep.equal([]);
      const reply = await queue(contact, 0);
      expect((await deliver()).id).to.equal(reply);
      later(5_000);
      expect((await deliver()).id).to.equal(first);
      expect((await deliver()).id).to.equal(second);
    });

    it("takes only replies when asked to, and nothing unasked for those who rest", async () => {
      const [wang, li] = [(await aContact(test)).id, (await aContact(test)).id];
      const reminder = await queue(wang);
      await queue(li);
      const reply = await queue(li, 0);
      expect(ids(await take(10, { repliesOnly: true }))).to.deep.equal([reply]);
      await test.db.query("UPDATE outbox SET status = 'sent' WHERE priority = 0");
      expect(ids(await take(10, { resting: [li] }))).to.deep.equal([reminder]);
    });

    it("takes only what goes over its channel", async () => {
      await queue((await aContact(test, { channel: "wecom" })).id);
      expect(await take()).to.deep.equal([]);
    });

    it("gives each message one holder when many claim at once", async () => {
      const all: number[] = [];
      for (let n = 0; n < 40; n++) all.push(await queue((await aContact(test)).id));
      const taken = (await Promise.all(Array.from({ length: 16 }, () => take(10)))).flat();
      const rest: Claimed[] = [];
      for (let more = await take(); more.length > 0; more = await take()) rest.push(...more);
      expect(ids([...taken, ...rest]).sort((a, b) => a - b)).to.deep.equal(all);
    });

    it("never takes two of one contact, however many claim and send at once", async () => {
      const contacts = await Promise.all([1, 2, 3].map(() => aContact(test)));
      const queued = contacts.flatMap((contact) => Array.from({ length: 6 }, () => contact.id));
      for (const contact of queued) await queue(contact);
      const sent: Claimed[] = [];
      const sendOne = async (claimed: Claimed) => {
        if (!(await hand(claimed))) return;
        sent.push(claimed);
        expect(await end(claimed, { kind: "sent", messageId: "m" })).to.equal(true);
      };
      const sender = async () => {
        for (let tries = 0; tries < 60; tries++) for (const claimed of await take(2)) await sendOne(claimed);
      };
      await Promise.all([sender(), sender(), sender(), sender()]);
      for (const { id } of contacts) {
        const mine = ids(sent.filter((claimed) => claimed.contactId === id));
        expect(mine).to.have.length(6);
        expect(mine).to.deep.equal([...mine].sort((a, b) => a - b));
      }
    });

    it("takes nothing of a contact to whom somebody begins to write while it looks", async () => {
      const { id: contact } = await aContact(test);
      await queue(contact);
      await queue(contact);
      let looks = 0;
      const interrupted = await test.act((work) => {
        const query = async (sql: string, values?: unknown[]) => {
          const rows = await work.db.query(sql, values);
          looks += 1;
          if (looks === 1) await hand(await takeOne());
          return rows;
        };
        return claim({ ...work, db: { query } as typeof work.db }, { channel: "simulator", most: 10 });
      });
      expect(looks).to.be.above(2);
      expect(interrupted).to.deep.equal([]);
    });

    it("is not held up by contacts whose turn it cannot be", async () => {
      const busy = [await aContact(test), await aContact(test)];
      for (const { id } of busy) for (const priority of [0, 1] as const) await queue(id, priority);
      for (const claimed of await take()) await hand(claimed);
      const free = await queue((await aContact(test)).id);
      expect(ids(await take(1))).to.deep.equal([free]);
    });

    it("gives back what was released, and what a claim let lie too long", async () => {
      const id = await queue((await aContact(test)).id);
      const first = await takeOne();
      await test.act((work) => release(work, [first.token]));
      const second = await takeOne();
      expect(second.id).to.equal(id);
      await leaseEnds();
      const third = await takeOne();
      expect(await hand(second), "a claim that ran out sends nothing").to.equal(null);
      expect(await hand(third)).not.to.equal(null);
    });
  });

  describe("handing over", () => {
    it("says what to send to whom, and when it left", async () => {
      const contact = await aContact(test);
      const id = await queue(contact.id);
      const letter = await hand(await takeOne());
      expect(letter).to.deep.equal({ key: `k${keys}`, address: contact.address, text: "您好" });
      expect(await row(id)).to.deep.include({ status: "sending", sentAt: test.clock.now() });
    });

    it("names in a group whose words are answered", async () => {
      const contact = await aContact(test);
      await queue(contact.id, 0, { room: "room-1" });
      expect(await hand(await takeOne())).to.include({ room: "room-1", mention: contact.address });
    });

    it("writes to the contact that the message belongs to by then", async () => {
      const [old, fresh] = [await aContact(test), await aContact(test)];
      const id = await queue(old.id);
      const claimed = await takeOne();
      await test.db.update(Outbox, { id }, { contactId: fresh.id });
      expect((await hand(claimed))?.address).to.equal(fresh.address);
    });

    it("lets go of what is of no use any more", async () => {
      const id = await queue((await aContact(test)).id, 1, { expiresAt: at("2018-08-14", "09:00") });
      const claimed = await takeOne();
      later(1);
      expect(await hand(claimed)).to.equal(null);
      expect(await row(id)).to.include({ status: "expired", leaseToken: null, sentAt: null });
    });

    const reminder = async (states: string[]): Promise<number> => {
      const id = await queue((await aContact(test)).id);
      const notice = await test.db.query(
        "INSERT INTO notice (person_id, `key`, kind, body, outbox_id, at) VALUES (1, ?, 'reminder', '', ?, ?)",
        [`n${id}`, id, test.clock.now()],
      );
      const runner = test.house.database.createQueryRunner();
      await runner.query("SET FOREIGN_KEY_CHECKS = 0");
      for (const state of states) {
        const made = await runner.query(
          `INSERT INTO assignment (campaign_id, requirement_id, unit_id, state, starts_at, due_at, original_due_at)
           VALUES (1, ?, 1, ?, ?, ?, ?)`,
          [++keys, state, test.clock.now(), test.clock.now(), test.clock.now()],
        );
        await runner.query(
          `INSERT INTO reminder_fire (assignment_id, moment, days, audience, fire_at, status, notice_id)
           VALUES (?, 'before', 1, 'responsible', ?, 'sent', ?)`,
          [made.insertId, test.clock.now(), notice.insertId],
        );
      }
      await runner.query("SET FOREIGN_KEY_CHECKS = 1");
      await runner.release();
      return id;
    };

    for (const states of [["submitted"], ["accepted", "submitted"]]) {
      it(`does not remind of what is done meanwhile: ${states.join(", ")}`, async () => {
        const id = await reminder(states);
        expect(await hand(await takeOne())).to.equal(null);
        expect((await row(id)).status).to.equal("suppressed");
      });
    }

    for (const states of [["open"], ["submitted", "returned"], []]) {
      it(`sends what is still to be said: ${states.join(", ")}`, async () => {
        await reminder(states);
        expect(await hand(await takeOne())).not.to.equal(null);
      });
    }
  });

  describe("finishing", () => {
    let contact: number;
    beforeEach(async () => {
      contact = (await aContact(test)).id;
    });
    const attempts = async () =>
      (await test.db.find(OutboxAttempt, { order: { id: "ASC" } })).map((each) => [each.no, each.outcome]);

    it("keeps the channel's id of what was sent, and how it came there", async () => {
      const id = await queue(contact);
      expect(await deliver({ kind: "sent", messageId: "wx-77" })).to.deep.include({
        status: "sent",
        channelMessageId: "wx-77",
        attempts: 1,
        leaseToken: null,
        failure: null,
        sentAt: test.clock.now(),
      });
      expect(await attempts()).to.deep.equal([[1, "sent"]]);
      const events = await test.db.find(Event, { order: { id: "ASC" } });
      expect(events.map((each) => [each.subject, each.subjectId, each.command])).to.deep.equal([
        ["delivery", id, "lease"],
        ["delivery", id, "ok"],
      ]);
    });

    it("tries a throttled message five times, ever later, then gives up", async () => {
      await queue(contact);
      const pauses: number[] = [];
      for (let n = 1; n <= 4; n++) {
        const tried = await deliver({ kind: "throttled", detail: "操作过于频繁" });
        expect(tried).to.include({ status: "queued", attempts: n, sentAt: null });
        pauses.push(tried.dueAt.getTime() - test.clock.now().getTime());
        later(pauses[n - 1] ?? 0);
      }
      expect(pauses).to.deep.equal([5_000, 15_000, 45_000, 135_000]);
      expect(await deliver({ kind: "throttled", detail: "操作过于频繁" })).to.include({
        status: "failed",
        failure: "操作过于频繁",
      });
      expect(await attempts()).to.have.length(5);
    });

    it("waits for a channel that is away as long as it takes", async () => {
      await queue(contact);
      for (let n = 0; n < 7; n++) {
        expect(await deliver({ kind: "offline", detail: "没有登录" })).to.include({
          status: "queued",
          attempts: 0,
        });
        later(5_000);
      }
      expect((await deliver()).status).to.equal("sent");
      expect((await attempts()).at(-1)).to.deep.equal([8, "sent"]);
    });

    it("does not try an address again that refuses", async () => {
      await queue(contact);
      const refused = await deliver({ kind: "refused", detail: "不是好友" });
      expect(refused).to.include({ status: "failed", failure: "不是好友" });
      later(1e9);
      expect(await take()).to.deep.equal([]);
    });

    it("never repeats a send of which it does not know whether it arrived", async () => {
      await queue(contact);
      expect((await deliver({ kind: "unknown", detail: "没有回音" })).status).to.equal("unknown");
      later(1e9);
      expect(await take()).to.deep.equal([]);
    });

    it("keeps what fits of a very long reason", async () => {
      await queue(contact);
      const refused = await deliver({ kind: "refused", detail: "😀".repeat(400) });
      expect([...(refused.failure ?? "")]).to.have.length(300);
    });

    it("marks a send that nobody ended as unknown, not before its time is over", async () => {
      const id = await queue(contact);
      const claimed = await takeOne();
      await hand(claimed);
      const recover = (alone: boolean) => test.act((work) => recoverSends(work, { alone }));
      expect(await recover(false)).to.equal(0);
      await leaseEnds();
      expect(await recover(false)).to.equal(1);
      expect((await row(id)).status).to.equal("unknown");
      expect(await end(claimed, { kind: "sent", messageId: "late" }), "too late").to.equal(false);
      expect((await row(id)).status).to.equal("unknown");
      expect(await attempts()).to.deep.equal([[1, "unknown"]]);
    });

    it("frees everything that a dead process held, when there is no other", async () => {
      const sending = await queue(contact);
      const claimedOnly = await queue((await aContact(test)).id);
      const [first] = await take();
      if (first) await hand(first);
      await test.act((work) => recoverSends(work, { alone: true }));
      expect((await row(sending)).status).to.equal("unknown");
      expect((await takeOne()).id).to.equal(claimedOnly);
    });
  });
});
