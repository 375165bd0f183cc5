import { expect } from "chai";
import { aBench, aWhile, aWorld, type Bench, Pauses, until } from "./bench.ts";

describe("faults on the way", () => {
  let bench: Bench;
  afterEach(() => bench.door.stop());

  const texts = (): string[] => bench.heard.map((heard) => heard.text);
  const send = (text = "请填报", address = "wang") => bench.door.channel.send({ key: text, address, text });

  it("duplicate: the same message comes twice under one id, and stands once on the phone", async () => {
    bench = await aBench(aWorld());
    bench.world.setFault({ kind: "duplicate" });
    const { id } = bench.world.say({ person: "wang", text: "是" });
    await until(() => bench.heard.length === 2);
    expect(bench.heard.map((heard) => heard.messageId)).to.deep.equal([id, id]);
    expect(bench.world.transcript("wang")).to.have.length(1);
  });

  it("reorder: one message is held back and comes after the next of the same person", async () => {
    bench = await aBench(aWorld());
    bench.world.setFault({ kind: "reorder", count: 1 });
    const first = bench.world.say({ person: "wang", text: "一" });
    expect(bench.world.message(first.id)?.status).to.equal("held");
    bench.world.say({ person: "li", text: "别人的" });
    bench.world.say({ person: "wang", text: "二" });
    await until(() => bench.heard.length === 3);
    expect(texts()).to.deep.equal(["别人的", "二", "一"]);
  });

  it("reorder: what is held comes anyhow when nothing follows, or when the fault is switched off", async () => {
    const pauses = new Pauses();
    bench = await aBench(aWorld({ pauses }));
    bench.world.setFault({ kind: "reorder" });
    bench.world.say({ person: "wang", text: "一" });
    await aWhile();
    expect(texts()).to.be.empty;
    pauses.over();
    await until(() => bench.heard.length === 1);
    bench.world.say({ person: "wang", text: "二" });
    bench.world.clearFaults({ kind: "reorder" });
    await until(() => bench.heard.length === 2);
    expect(texts()).to.deep.equal(["一", "二"]);
  });

  it("drop: a message to the bot never comes, one from the bot never arrives though it was sent", async () => {
    bench = await aBench(aWorld());
    bench.world.setFault({ kind: "drop", direction: "in", count: 1 });
    const lost = bench.world.say({ person: "wang", text: "丢" });
    bench.world.say({ person: "wang", text: "到" });
    await until(() => bench.heard.length === 1);
    expect(texts()).to.deep.equal(["到"]);
    expect(bench.world.message(lost.id)?.status).to.equal("lost");
    bench.world.setFault({ kind: "drop", direction: "out", count: 1 });
    expect((await send()).kind).to.equal("sent");
    expect(bench.world.transcript("wang").at(-1)?.status).to.equal("lost");
    expect(bench.world.unread("wang")).to.equal(0);
  });

  it("delay: messages both ways take their time", async () => {
    const pauses = new Pauses();
    bench = await aBench(aWorld({ pauses }));
    bench.world.setFault({ kind: "delay", ms: 3_000 });
    bench.world.say({ person: "wang", text: "慢" });
    const sending = send();
    await aWhile();
    expect(texts()).to.be.empty;
    expect(bench.world.transcript("wang")).to.have.length(1);
    expect(pauses.asked).to.deep.equal([3_000, 3_000]);
    pauses.over();
    expect((await sending).kind).to.equal("sent");
    await until(() => bench.heard.length === 1);
  });

  it("refuse: the channel asks for a rest, as often as was said and only for the person named", async () => {
    bench = await aBench(aWorld());
    bench.world.setFault({ kind: "refuse", person: "wang", count: 2 });
    expect((await send("给李", "li")).kind).to.equal("sent");
    expect(await send()).to.deep.equal({ kind: "throttled", detail: "操作过于频繁,请稍后再试" });
    expect((await send()).kind).to.equal("throttled");
    expect((await send()).kind).to.equal("sent");
    expect(bench.world.faults()).to.be.empty;
  });

  it("logout: nothing goes out, what people write waits, and comes in order after the login", async () => {
    bench = await aBench(aWorld());
    await bench.world.logOut();
    expect(bench.door.channel.isOnline()).to.be.false;
    expect((await send()).kind).to.equal("offline");
    bench.world.say({ person: "wang", text: "一" });
    bench.world.say({ person: "wang", text: "二" });
    await aWhile();
    expect(texts()).to.be.empty;
    bench.world.logIn();
    await until(() => bench.heard.length === 2);
    expect(texts()).to.deep.equal(["一", "二"]);
    expect((await send()).kind).to.equal("sent");
  });

  it("a second fault of a kind replaces the first; a person's own goes before everybody's", () => {
    const world = aWorld();
    world.setFault({ kind: "delay", ms: 1 });
    world.setFault({ kind: "delay", ms: 2 });
    world.setFault({ kind: "delay", ms: 3, person: "wang" });
    expect(world.faults()).to.deep.equal([
      { kind: "delay", ms: 2 },
      { kind: "delay", ms: 3, person: "wang" },
    ]);
    world.clearFaults({ kind: "delay", person: "" });
    expect(world.faults()).to.deep.equal([{ kind: "delay", ms: 3, person: "wang" }]);
    expect(() => world.setFault({ kind: "drop", person: "nobody" })).to.throw("没有找到这个人");
  });
});
