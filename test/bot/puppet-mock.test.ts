import { expect } from "chai";
import { mock, PuppetMock } from "wechaty-puppet-mock";
import { aBench, aWorld, type Bench, until } from "../simulator/bench.ts";

describe("the chat door on Wechaty's own mock puppet", () => {
  let bench: Bench;
  let mocker: mock.Mocker;
  let puppet: PuppetMock;
  beforeEach(async () => {
    mocker = new mock.Mocker();
    puppet = new PuppetMock({ mocker });
    const world = aWorld();
    const starting = aBench(world, undefined, { puppet });
    await until(() => puppet.state.active() === true, "a start");
    mocker.login(mocker.createContact({ name: "督办助手" }));
    bench = await starting;
  });
  afterEach(() => bench.door.stop());

  it("hears a message and answers it, though this puppet gives no message id", async () => {
    const wang = mocker.createContact({ name: "王秀兰" });
    wang.say("是").to(mocker.ContactMock.load(puppet.currentUserId));
    await until(() => bench.heard.length === 1);
    expect(bench.heard[0]).to.include({ address: wang.id, text: "是" });
    const outcome = await bench.door.channel.send({ key: "1", address: wang.id, text: "已记录" });
    expect(outcome).to.include({ kind: "sent" });
    expect(outcome).to.have.property("messageId").that.is.not.empty;
    const written = [...mocker.cacheMessagePayload.values()];
    expect(written.map((message) => message.text)).to.deep.equal(["是", "已记录"]);
  });
});
