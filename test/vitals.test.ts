import { expect } from "chai";
import { queueLetter } from "../src/actions/mail.ts";
import type { Channel } from "../src/letter.ts";
import { vitals } from "../src/vitals.ts";
import { at } from "../src/workdays.ts";
import { aContact, useTestHouse } from "./support/house.ts";

describe("the signs of life", () => {
  const test = useTestHouse();
  let online = true;
  let age = 0;
  beforeEach(() => {
    online = true;
    age = 0;
  });

  const open = (channel: Channel | undefined = { isOnline: () => online } as Channel) =>
    vitals({ house: test.house, clock: test.clock, channel, clockDoor: { age: () => age } });
  const look = async (name: string) =>
    open()
      .checks.find((check) => check.name === name)
      ?.check();
  const letter = async (dueAt: Date) => {
    const contact = await aContact(test);
    await test.act((work) =>
      queueLetter(work, { key: "k", contactId: contact.id, body: "", priority: 1, dueAt }),
    );
    return contact.id;
  };

  it("are good on a good day", async () => {
    const found = await Promise.all(open().checks.map((each) => each.check()));
    expect(found.map((each) => each.ok)).to.deep.equal([true, true, true, true]);
    expect(open().checks.map((each) => each.name)).to.deep.equal(["数据库", "消息通道", "时钟", "积压"]);
  });

  it("tell that the account is not logged in, but not that there is none", async () => {
    online = false;
    expect(await look("消息通道")).to.deep.include({ ok: false });
    const none = vitals({
      house: test.house,
      clock: test.clock,
      channel: undefined,
      clockDoor: { age: () => 0 },
    });
    expect(await none.checks[1]?.check()).to.deep.include({ ok: true });
  });

  it("tell that the clock stands still", async () => {
    age = 60_001;
    expect(await look("时钟")).to.deep.include({ ok: false });
    age = Number.POSITIVE_INFINITY;
    expect(await look("时钟")).to.deep.include({ ok: false });
  });

  it("tell what waits, and call it a backlog after a day", async () => {
    await letter(at("2018-08-13", "09:00"));
    expect(await look("积压")).to.deep.equal({ ok: true, words: "有 1 条消息正在排队发送" });
    test.clock.moveTo(new Date(at("2018-08-14", "09:00").getTime() + 1));
    expect(await look("积压")).to.deep.equal({ ok: false, words: "有 1 条消息超过 24 小时没有发出" });
  });

  it("tell of a message that nobody answers", async () => {
    const contact = await aContact(test);
    await test.db.query(
      `INSERT INTO inbox (channel, message_id, contact_id, body, sent_at, received_at, status)
       VALUES ('simulator', 'm', ?, '', ?, ?, 'received')`,
      [contact.id, at("2018-08-14", "08:54"), at("2018-08-14", "08:54")],
    );
    expect(await look("积压")).to.deep.equal({ ok: false, words: "有 1 条来信超过 5 分钟没有处理" });
  });

  it("count for Prometheus, also errors that nobody caught", async () => {
    await letter(test.clock.now());
    const signs = open();
    signs.countUncaught();
    const text = await signs.registry.metrics();
    expect(text).to.match(/^duban_outbox_queued 1$/m);
    expect(text).to.match(/^duban_uncaught_errors_total 1$/m);
    expect(text).to.match(/^duban_channel_online 1$/m);
  });
});
