import { expect } from "chai";
import { type Taken, take } from "../../src/actions/delivery.ts";
import { at } from "../../src/workdays.ts";
import { aContact, useTestHouse } from "../support/house.ts";
import { postOffice } from "../support/post-office.ts";

describe("taking messages", () => {
  const test = useTestHouse(20);
  const office = postOffice(test);

  const ids = (taken: { id: number }[]) => taken.map((each) => each.id);
  const later = (ms: number) => test.clock.moveTo(new Date(test.clock.now().getTime() + ms));
  const someone = async () => (await aContact(test)).id;

  it("takes what is due, and it once", async () => {
    const due = await office.queue(await someone());
    await office.queue(await someone(), 1, { dueAt: at("2018-08-14", "09:01") });
    expect(ids(await office.take())).to.deep.equal([due]);
    expect(await office.take()).to.deep.equal([]);
    later(60_000);
    expect(await office.take()).to.have.length(1);
  });

  it("takes the first in line of each contact: replies, then reminders, then broadcasts", async () => {
    const [wang, li] = [await someone(), await someone()];
    const broadcast = await office.queue(wang, 2);
    const reminder = await office.queue(wang, 1);
    const lis = await office.queue(li, 1);
    const replies = [await office.queue(wang, 0), await office.queue(wang, 0)];
    const sent: number[][] = [];
    for (let more = await office.take(); more.length > 0; more = await office.take()) {
      sent.push(ids(more));
      for (const taken of more) await office.end(taken);
    }
    expect(sent).to.deep.equal([[replies[0], lis], [replies[1]], [reminder], [broadcast]]);
  });

  it("takes all replies before any reminder, and all reminders before any broadcast", async () => {
    for (const priority of [2, 1, 0, 2, 1, 0] as const) await office.queue(await someone(), priority);
    const order: number[] = [];
    for (let more = await office.take(2); more.length > 0; more = await office.take(2))
      order.push(...more.map(({ priority }) => priority));
    expect(order).to.deep.equal([0, 0, 1, 1, 2, 2]);
  });

  it("takes nothing of a contact that is being written to", async () => {
    const contact = await someone();
    await office.queue(contact);
    await office.queue(contact, 0);
    await office.takeOne();
    expect(await office.take()).to.deep.equal([]);
    await office.leasesEnd();
    expect(await office.take(), "not even when its sender may be dead").to.deep.equal([]);
  });

  it("lets a retried message block later ones of its priority, but no reply", async () => {
    const contact = await someone();
    const first = await office.queue(contact);
    const second = await office.queue(contact);
    await office.deliver({ kind: "throttled", detail: "操作过于频繁" });
    const third = await office.queue(contact);
    expect(await office.take()).to.deep.equal([]);
    const reply = await office.queue(contact, 0);
    expect((await office.deliver()).id).to.equal(reply);
    expect(await office.take(), "nor after the reply").to.deep.equal([]);
    later(5_000);
    for (const id of [first, second, third]) expect((await office.deliver()).id).to.equal(id);
  });

  it("does not let a message that is due tomorrow hold up one that is due now", async () => {
    const contact = await someone();
    await office.queue(contact, 1, { dueAt: at("2018-08-15", "09:00") });
    const now = await office.queue(contact);
    expect(ids(await office.take())).to.deep.equal([now]);
  });

  it("takes only replies when asked to, and nothing unasked for those who rest", async () => {
    const [wang, li] = [await someone(), await someone()];
    const reminder = await office.queue(wang);
    await office.queue(wang, 2);
    const reply = await office.queue(li, 0);
    expect(ids(await office.take(10, { repliesOnly: true }))).to.deep.equal([reply]);
    const [first] = await office.take(10, { rest: 60_000 });
    expect(first?.id).to.equal(reminder);
    if (first) await office.end(first);
    await office.queue(wang);
    expect(await office.take()).to.deep.equal([]);
    const answer = await office.queue(wang, 0);
    expect((await office.deliver()).id).to.equal(answer);
    expect(await office.take(), "an answer does not end the rest").to.deep.equal([]);
    later(60_000);
    expect(await office.take()).to.have.length(1);
  });

  it("takes only what goes over its channel", async () => {
    await office.queue((await aContact(test, { channel: "wecom" })).id);
    expect(await office.take()).to.deep.equal([]);
  });

  for (const skipLocked of [true, false]) {
    const how = skipLocked ? "" : ", on an engine that cannot step over locks";

    it(`gives each message one holder when many take at once${how}`, async () => {
      const all: number[] = [];
      for (let n = 0; n < 40; n++) all.push(await office.queue(await someone()));
      const taken = (
        await Promise.all(Array.from({ length: 16 }, () => office.take(10, { skipLocked })))
      ).flat();
      const rest: Taken[] = [];
      for (let more = await office.take(); more.length > 0; more = await office.take()) rest.push(...more);
      expect(ids([...taken, ...rest]).sort((a, b) => a - b)).to.deep.equal(all);
    });

    it(`never takes two of one contact, however many take and send at once${how}`, async () => {
      const contacts = await Promise.all([1, 2, 3].map(someone));
      for (const contact of contacts) for (let n = 0; n < 6; n++) await office.queue(contact);
      const sent: Taken[] = [];
      let writing: number[] = [];
      const sender = async () => {
        for (let tries = 0; tries < 60; tries++) {
          for (const taken of await office.take(2, { skipLocked })) {
            expect(writing).not.to.include(taken.contactId);
            writing.push(taken.contactId);
            sent.push(taken);
            writing = writing.filter((id) => id !== taken.contactId);
            expect(await office.end(taken)).to.equal(true);
          }
        }
      };
      await Promise.all([sender(), sender(), sender(), sender()]);
      for (const contact of contacts) {
        const mine = ids(sent.filter(({ contactId }) => contactId === contact));
        expect(mine).to.have.length(6);
        expect(mine).to.deep.equal([...mine].sort((a, b) => a - b));
      }
    });
  }

  it("finds new lanes while somebody else holds the first ones", async () => {
    const [first, second] = [await office.queue(await someone()), await office.queue(await someone())];
    const order = { channel: "simulator", most: 1 };
    await test.act(async (work) => {
      expect(ids((await take(work, { ...order, token: "one" })).taken)).to.deep.equal([first]);
      expect(ids(await office.take(1))).to.deep.equal([second]);
    });
  });

  it("is not held up by contacts whose turn it cannot be", async () => {
    for (const contact of [await someone(), await someone()])
      for (const priority of [0, 1] as const) await office.queue(contact, priority);
    await office.take();
    const free = await office.queue(await someone());
    expect(ids(await office.take(1))).to.deep.equal([free]);
  });

  describe("for the channel", () => {
    it("says what to send to whom, and when it left", async () => {
      const contact = await aContact(test);
      const id = await office.queue(contact.id, 1, { key: "letter" });
      const { letter } = await office.takeOne();
      expect(letter).to.deep.equal({ key: "letter", address: contact.address, text: "您好" });
      expect(await office.row(id)).to.deep.include({ status: "sending", sentAt: test.clock.now() });
    });

    it("names in a group whose words are answered", async () => {
      const contact = await aContact(test);
      await office.queue(contact.id, 0, { room: "room-1" });
      expect((await office.takeOne()).letter).to.include({ room: "room-1", mention: contact.address });
    });

    it("lets go of what is of no use any more, and goes on with the next", async () => {
      const contact = await someone();
      const id = await office.queue(contact, 1, { expiresAt: at("2018-08-14", "09:00") });
      const next = await office.queue(contact);
      later(1);
      expect(await office.take()).to.deep.equal([]);
      expect(await office.row(id)).to.include({ status: "expired", leaseToken: null, sentAt: null });
      expect(ids(await office.take())).to.deep.equal([next]);
    });
  });
});
