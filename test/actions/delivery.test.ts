import { expect } from "chai";
import { Event } from "../../entities/event.ts";
import { Outbox } from "../../entities/outbox.ts";
import { OutboxAttempt } from "../../entities/outbox-attempt.ts";
import { finish, recoverSends, takenBy } from "../../src/actions/delivery.ts";
import type { SendOutcome } from "../../src/letter.ts";
import { aContact, useTestHouse } from "../support/house.ts";
import { postOffice } from "../support/post-office.ts";

describe("the end of a send", () => {
  const test = useTestHouse(20);
  const office = postOffice(test);
  let contact: number;
  beforeEach(async () => {
    contact = (await aContact(test)).id;
  });

  const later = (ms: number) => test.clock.moveTo(new Date(test.clock.now().getTime() + ms));
  const attempts = async () =>
    (await test.db.find(OutboxAttempt, { order: { id: "ASC" } })).map((each) => [each.no, each.outcome]);

  it("keeps the channel's id of what was sent, and how it came there", async () => {
    const id = await office.queue(contact);
    expect(await office.deliver({ kind: "sent", messageId: "wx-77" })).to.deep.include({
      status: "sent",
      channelMessageId: "wx-77",
      attempts: 1,
      leaseToken: null,
      failure: null,
      sentAt: test.clock.now(),
    });
    expect(await attempts(), "of what was sent the message itself tells").to.deep.equal([]);
    const events = await test.db.find(Event, { order: { id: "ASC" } });
    expect(events.map((each) => [each.subject, each.subjectId, each.command])).to.deep.equal([
      ["delivery", id, "lease"],
      ["delivery", id, "ok"],
    ]);
  });

  it("tries a throttled message five times, ever later, then gives up", async () => {
    await office.queue(contact);
    const pauses: number[] = [];
    for (let n = 1; n <= 4; n++) {
      const tried = await office.deliver({ kind: "throttled", detail: "操作过于频繁" });
      expect(tried).to.include({ status: "queued", attempts: n, sentAt: null });
      pauses.push(tried.dueAt.getTime() - test.clock.now().getTime());
      later(pauses[n - 1] ?? 0);
    }
    expect(pauses).to.deep.equal([5_000, 15_000, 45_000, 135_000]);
    expect(await office.deliver({ kind: "throttled", detail: "操作过于频繁" })).to.include({
      status: "failed",
      failure: "操作过于频繁",
    });
    expect(await attempts()).to.have.length(5);
  });

  it("waits for a channel that is away as long as it takes", async () => {
    await office.queue(contact);
    for (let n = 0; n < 7; n++) {
      expect(await office.deliver({ kind: "offline", detail: "没有登录" })).to.include({
        status: "queued",
        attempts: 0,
      });
      later(5_000);
    }
    expect((await office.deliver()).status).to.equal("sent");
    expect((await attempts()).at(-1)).to.deep.equal([7, "offline"]);
  });

  it("does not try an address again that refuses", async () => {
    await office.queue(contact);
    const refused = await office.deliver({ kind: "refused", detail: "不是好友" });
    expect(refused).to.include({ status: "failed", failure: "不是好友" });
    later(1e9);
    expect(await office.take()).to.deep.equal([]);
  });

  it("never repeats a send of which it does not know whether it arrived", async () => {
    await office.queue(contact);
    expect((await office.deliver({ kind: "unknown", detail: "没有回音" })).status).to.equal("unknown");
    later(1e9);
    expect(await office.take()).to.deep.equal([]);
  });

  it("keeps what fits of a very long reason", async () => {
    await office.queue(contact);
    const refused = await office.deliver({ kind: "refused", detail: "😀".repeat(400) });
    expect([...(refused.failure ?? "")]).to.have.length(300);
  });

  it("ends many at once, each in its own way", async () => {
    const outcomes: SendOutcome[] = [
      { kind: "sent", messageId: "wx-1" },
      { kind: "sent", messageId: "wx-2" },
      { kind: "refused", detail: "不是好友" },
      { kind: "unknown", detail: "没有回音" },
      { kind: "offline", detail: "没有登录" },
    ];
    for (const _ of outcomes) await office.queue((await aContact(test)).id);
    const taken = await office.take();
    const endings = taken.map((each, n) => ({ taken: each, outcome: outcomes[n] as SendOutcome }));
    expect(await test.act((work) => finish(work, endings))).to.deep.equal([]);
    const rows = await test.db.find(Outbox, { order: { id: "ASC" } });
    expect(rows.map((row) => [row.status, row.channelMessageId, row.failure])).to.deep.equal([
      ["sent", "wx-1", null],
      ["sent", "wx-2", null],
      ["failed", null, "不是好友"],
      ["unknown", null, "没有回音"],
      ["queued", null, "没有登录"],
    ]);
    const [both] = await test.db.find(Event, { where: { command: "ok" } });
    expect(both?.payload).to.deep.equal({ ids: rows.slice(0, 2).map((row) => row.id) });
  });

  it("marks a send that nobody ended as unknown, not before its time is over", async () => {
    const id = await office.queue(contact);
    const taken = await office.takeOne();
    const recover = () => test.act((work) => recoverSends(work));
    expect(await recover()).to.equal(0);
    await office.leasesEnd();
    expect(await recover()).to.equal(1);
    expect((await office.row(id)).status).to.equal("unknown");
    expect(await office.end(taken), "too late").to.equal(false);
    expect((await office.row(id)).status).to.equal("unknown");
    expect(await attempts()).to.deep.equal([[1, "unknown"]]);
  });

  it("goes on with the next message of a contact whose sender died", async () => {
    await office.queue(contact);
    const next = await office.queue(contact);
    await office.takeOne();
    await test.act((work) => recoverSends(work, { alone: true }));
    expect((await office.takeOne()).id).to.equal(next);
  });

  it("marks it once when two look for dead senders at the same moment", async () => {
    await office.queue(contact);
    await office.takeOne();
    await office.leasesEnd();
    const found = await Promise.all([1, 2, 3].map(() => test.act((work) => recoverSends(work))));
    expect(found.reduce((sum, n) => sum + n, 0)).to.equal(1);
  });

  it("finds again what it took when the answer was lost on the way", async () => {
    const id = await office.queue(contact);
    await office.take(10, { token: "lost" });
    const again = await test.act((work) => takenBy(work, "lost"));
    expect(again.map((each) => [each.id, each.letter.text])).to.deep.equal([[id, "您好"]]);
    const [first] = again;
    expect(first && (await office.end(first))).to.equal(true);
    expect(await test.act((work) => takenBy(work, "lost"))).to.deep.equal([]);
  });
});
