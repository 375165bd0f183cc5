import { expect } from "chai";
import { aBench, aWhile, aWorld, type Bench, profile, until } from "./bench.ts";

describe("a talk with the simulated WeChat, through the genuine Wechaty", () => {
  let bench: Bench;
  afterEach(() => bench.door.stop());

  it("brings a person's words to the handler, with who, when and an id of their own", async () => {
    bench = await aBench(aWorld());
    const { id, at } = bench.world.say({ person: "wang", text: "你好" });
    await until(() => bench.heard.length === 1);
    expect(bench.heard[0]).to.deep.equal({
      channel: "simulator",
      messageId: id,
      address: "wang",
      text: "你好",
      sentAt: new Date(at),
    });
    await until(() => bench.world.message(id)?.status === "handled");
  });

  it("brings the bot's words to the person's phone, as unread until they are looked at", async () => {
    bench = await aBench(aWorld());
    const outcome = await bench.door.channel.send({ key: "1", address: "wang", text: "请填报" });
    const [message] = bench.world.transcript("wang");
    expect(outcome).to.deep.equal({ kind: "sent", messageId: message?.id });
    expect(message).to.include({ from: bench.world.bot.id, text: "请填报", status: "arrived" });
    expect(bench.world.unread("wang")).to.equal(1);
    bench.world.read("wang", "wang");
    expect(bench.world.unread("wang")).to.equal(0);
  });

  it("does not hear the bot's own words", async () => {
    bench = await aBench(aWorld());
    await bench.door.channel.send({ key: "1", address: "wang", text: "请填报" });
    await aWhile();
    expect(bench.heard).to.be.empty;
  });

  it("keeps a burst in the order in which it was typed, also when the handler is slow at first", async () => {
    const slow = { left: 30 };
    bench = await aBench(aWorld(), async () => {
      for (let turn = 0; turn < slow.left; turn++) await new Promise((resolve) => setImmediate(resolve));
      slow.left -= 1;
    });
    const said = Array.from({ length: 30 }, (_, at) => `第${at + 1}句`);
    for (const text of said) bench.world.say({ person: "wang", text });
    await until(() => bench.heard.length === 30);
    expect(bench.heard.map((heard) => heard.text)).to.deep.equal(said);
  });

  it("splits a quoted reply into the words quoted and the words said", async () => {
    bench = await aBench(aWorld());
    await bench.door.channel.send({ key: "1", address: "wang", text: "第3条 #K7\n有没有公众号?" });
    const [question] = bench.world.transcript("wang");
    bench.world.say({ person: "wang", text: "没有\n真的没有", quote: question?.id });
    await until(() => bench.heard.length === 1);
    expect(bench.heard[0]).to.include({ quoted: "第3条 #K7\n有没有公众号?", text: "没有\n真的没有" });
  });

  it("reads photos and files", async () => {
    bench = await aBench(aWorld());
    const bytes = new Uint8Array([1, 2, 3]);
    bench.world.say({ person: "wang", file: { name: "制度.jpg", bytes } });
    bench.world.say({ person: "wang", file: { name: "方案.docx", bytes } });
    await until(() => bench.heard.length === 2);
    expect(bench.heard.map((heard) => heard.file)).to.deep.equal([
      { name: "制度.jpg", bytes },
      { name: "方案.docx", bytes },
    ]);
    expect(bench.heard.map((heard) => heard.text)).to.deep.equal(["", ""]);
  });

  it("names a file of more than 25 MB instead of reading it", async () => {
    bench = await aBench(aWorld());
    bench.world.say({
      person: "wang",
      file: { name: "录像.zip", bytes: new Uint8Array(25 * 1024 * 1024 + 1) },
    });
    await until(() => bench.heard.length === 1);
    expect(bench.heard[0]).to.include({ text: "[文件过大] 录像.zip" });
    expect(bench.heard[0]).not.to.have.property("file");
  });

  it("passes what has no words on by its name", async () => {
    bench = await aBench(aWorld());
    bench.world.say({ person: "wang", kind: "voice" });
    bench.world.say({ person: "wang", kind: "sticker" });
    await until(() => bench.heard.length === 2);
    expect(bench.heard.map((heard) => heard.text)).to.deep.equal(["[语音]", "[表情]"]);
  });

  it("tells in a group whether the bot was mentioned, and answers there with a mention", async () => {
    bench = await aBench(aWorld());
    bench.world.say({ person: "wang", room: "heads", text: "大家好" });
    bench.world.say({ person: "li", room: "heads", text: "截止是哪天?", mention: true });
    await until(() => bench.heard.length === 2);
    expect(bench.heard.map(({ room, mentioned, text }) => ({ room, mentioned, text }))).to.deep.equal([
      { room: "heads", mentioned: false, text: "大家好" },
      { room: "heads", mentioned: true, text: "截止是哪天?" },
    ]);
    await bench.door.channel.send({ key: "1", address: "li", room: "heads", mention: "li", text: "30日" });
    const answer = bench.world.transcript("heads").at(-1);
    expect(answer?.text).to.equal("@李建国 30日");
    expect(answer?.mentions).to.deep.equal(["li"]);
    expect(bench.world.unread("wang")).to.equal(2);
  });

  it("cuts a long text at line ends", async () => {
    bench = await aBench(aWorld(), undefined, { profile: { ...profile, longestText: 10 } });
    const outcome = await bench.door.channel.send({
      key: "1",
      address: "wang",
      text: "一二三四五\n六七八九十\n完",
    });
    const parts = bench.world.transcript("wang");
    expect(parts.map((part) => part.text)).to.deep.equal(["一二三四五", "六七八九十\n完"]);
    expect(outcome).to.deep.equal({ kind: "sent", messageId: parts.at(-1)?.id });
  });

  it("says of a stranger that the letter will never arrive", async () => {
    bench = await aBench(aWorld());
    const outcome = await bench.door.channel.send({ key: "1", address: "nobody", text: "?" });
    expect(outcome.kind).to.equal("refused");
  });

  it("tries a message again when the handler fails, and acknowledges it when it has worked", async () => {
    const failures = { left: 2 };
    bench = await aBench(
      aWorld(),
      async () => {
        if (failures.left-- > 0) throw new Error("the database is away");
      },
      { retries: [0, 0] },
    );
    const { id } = bench.world.say({ person: "wang", text: "是" });
    await until(() => bench.world.message(id)?.status === "handled");
    expect(bench.heard).to.have.length(3);
    expect(bench.complaints).to.deep.equal(["a message was not taken", "a message was not taken"]);
  });

  it("goes on with the next message when one can never be taken, and keeps that one unanswered", async () => {
    bench = await aBench(aWorld(), async (heard) => {
      if (heard.text === "坏") throw new Error("a bug");
    });
    const bad = bench.world.say({ person: "wang", text: "坏" });
    const good = bench.world.say({ person: "wang", text: "好" });
    await until(() => bench.world.message(good.id)?.status === "handled");
    expect(bench.world.message(bad.id)?.status).to.equal("delivered");
  });
});
