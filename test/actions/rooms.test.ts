import { expect } from "chai";
import { Inbox } from "../../entities/inbox.ts";
import { Outbox } from "../../entities/outbox.ts";
import { noteRoom, roomsNamed, tellRoom } from "../../src/actions/rooms.ts";
import { aContact, useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";

describe("groups that the bot knows", () => {
  const test = useTestHouse();

  const heads = { channel: "simulator", address: "r1", name: "校长群" };
  const note = (room: typeof heads) => test.act((work) => noteRoom(work, room));
  const named = async (name: string) =>
    (await test.act((work) => roomsNamed(work, name))).map((room) => room.name);

  it("are remembered once each, by the newest name, and found by a part of it", async () => {
    await Promise.all([note(heads), note(heads)]);
    await note({ ...heads, name: "全县校长群" });
    await note({ ...heads, name: "" });
    expect(await named("校长")).to.deep.equal(["全县校长群"]);
    expect(await named("%")).to.deep.equal([]);
  });

  it("are told something once for one order", async () => {
    await note(heads);
    const [room] = await test.act((work) => roomsNamed(work, "校长"));
    const contact = await aContact(test);
    const at = test.clock.now();
    const { id: inboxId } = await test.db.save(Inbox, {
      channel: "simulator",
      messageId: "m1",
      contactId: contact.id,
      body: "在校长群里发通知:停电",
      mentioned: false,
      sentAt: at,
      receivedAt: at,
      status: "received",
    });
    const tell = (roomId: number) => test.act((work) => tellRoom(work, roomId, { inboxId, body: "停电" }));
    await tell(room?.id ?? 0);
    await tell(room?.id ?? 0);
    const letters = await test.db.findBy(Outbox, { room: "r1" });
    expect(letters.map(({ body, priority }) => [body, priority])).to.deep.equal([["停电", 2]]);
    expect(await refusalOf(tell(99))).to.include({ code: "not-found" });
  });
});
