import { expect } from "chai";
import { Notice } from "../../entities/notice.ts";
import { Outbox } from "../../entities/outbox.ts";
import { afterQuiet, notify, queueLetter } from "../../src/actions/mail.ts";
import { at } from "../../src/workdays.ts";
import { aContact, aPerson, useTestHouse } from "../support/house.ts";

describe("mail", () => {
  const test = useTestHouse();

  const tell = (personId: number, key = "k", more = {}) =>
    test.act((work) => notify(work, { personId, key, kind: "reminder", body: "请填自查表", ...more }));

  it("queues a letter once, however often its key comes", async () => {
    const contact = await aContact(test);
    const letter = { key: "r:1", contactId: contact.id, body: "收到", priority: 0 as const };
    const first = await test.act((work) => queueLetter(work, letter));
    const second = await test.act((work) => queueLetter(work, { ...letter, body: "又一次" }));
    const rows = await test.db.find(Outbox);
    expect(second).to.equal(null);
    expect(rows.map((row) => [row.id, row.body, row.status, row.priority])).to.deep.equal([
      [first, "收到", "queued", 0],
    ]);
    expect(rows[0]?.dueAt).to.deep.equal(test.clock.now());
  });

  it("queues a letter once when two come with its key at the same moment", async () => {
    const contact = await aContact(test);
    const send = () =>
      test.act((work) => queueLetter(work, { key: "same", contactId: contact.id, body: "", priority: 1 }));
    const ids = await Promise.all([send(), send(), send(), send()]);
    expect(ids.filter((id) => id !== null)).to.have.length(1);
  });

  it("refuses a key that is too long instead of cutting it", async () => {
    const contact = await aContact(test);
    const send = test.act((work) =>
      queueLetter(work, { key: "x".repeat(121), contactId: contact.id, body: "", priority: 1 }),
    );
    expect(await send.catch((error) => error.code)).to.equal("ER_DATA_TOO_LONG");
  });

  it("tells a person over the contact bound last", async () => {
    const person = await aPerson(test);
    await aContact(test, { personId: person.id, verifiedAt: at("2018-07-01", "09:00") });
    const newer = await aContact(test, { personId: person.id, verifiedAt: at("2018-08-01", "09:00") });
    await aContact(test, { personId: person.id, supersededAt: at("2018-08-02", "09:00") });
    expect(await tell(person.id)).to.equal("queued");
    const [row] = await test.db.find(Outbox);
    const [notice] = await test.db.find(Notice);
    expect(row).to.include({ contactId: newer.id, priority: 1, body: "请填自查表" });
    expect(notice).to.include({ outboxId: row?.id, personId: person.id, kind: "reminder" });
  });

  it("says that it is a repetition and leaves the first notice as it was", async () => {
    const person = await aPerson(test);
    await aContact(test, { personId: person.id });
    await tell(person.id);
    expect(await tell(person.id)).to.equal("repeated");
    expect(await test.db.count(Outbox)).to.equal(1);
    expect(await test.db.count(Notice)).to.equal(1);
  });

  it("keeps the notice of somebody who cannot be reached", async () => {
    const person = await aPerson(test);
    await aContact(test, { personId: person.id, verifiedAt: null });
    expect(await tell(person.id)).to.equal("unreachable");
    expect(await test.db.find(Notice)).to.have.length(1);
    expect((await test.db.find(Notice))[0]?.outboxId).to.equal(null);
    expect(await test.db.count(Outbox)).to.equal(0);
  });

  it("lets broadcasts go after everything else", async () => {
    const person = await aPerson(test);
    await aContact(test, { personId: person.id });
    await tell(person.id, "b", { kind: "broadcast", expiresAt: at("2018-08-20", "09:00") });
    expect((await test.db.find(Outbox))[0]).to.deep.include({
      priority: 2,
      expiresAt: at("2018-08-20", "09:00"),
    });
  });

  it("waits out the quiet hours", async () => {
    const person = await aPerson(test);
    await aContact(test, { personId: person.id });
    test.clock.moveTo(at("2018-08-14", "22:10"));
    await tell(person.id);
    expect((await test.db.find(Outbox))[0]?.dueAt).to.deep.equal(at("2018-08-15", "07:30"));
  });

  const nights: [from: string, to: string, day: string, time: string, day2: string, time2: string][] = [
    ["20:30", "07:30", "2018-08-14", "20:29", "2018-08-14", "20:29"],
    ["20:30", "07:30", "2018-08-14", "20:30", "2018-08-15", "07:30"],
    ["20:30", "07:30", "2018-12-31", "23:59", "2019-01-01", "07:30"],
    ["20:30", "07:30", "2018-08-14", "00:00", "2018-08-14", "07:30"],
    ["20:30", "07:30", "2018-08-14", "07:29", "2018-08-14", "07:30"],
    ["20:30", "07:30", "2018-08-14", "07:30", "2018-08-14", "07:30"],
    ["12:00", "14:00", "2018-08-14", "12:00", "2018-08-14", "14:00"],
    ["12:00", "14:00", "2018-08-14", "14:00", "2018-08-14", "14:00"],
    ["00:00", "00:00", "2018-08-14", "00:00", "2018-08-14", "00:00"],
  ];
  for (const [from, to, day, time, day2, time2] of nights) {
    it(`quiet ${from}-${to}: ${day} ${time} becomes ${day2} ${time2}`, () => {
      expect(afterQuiet(at(day, time), { from, to })).to.deep.equal(at(day2, time2));
    });
  }
});
