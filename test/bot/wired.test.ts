import { expect } from "chai";
import { until } from "../simulator/bench.ts";
import { effectiveAnswers } from "../support/recorded.ts";
import { TalkingHouse } from "../support/talk.ts";
import { WiredHouse } from "../support/wired.ts";

describe("a talk over the wire", function () {
  this.timeout(20_000);
  let house: TalkingHouse;
  let wired: WiredHouse;
  let code: string;

  before(async () => {
    house = await TalkingHouse.open();
    code = await house.code("大王庄小学", "工作要求落实情况");
  });
  beforeEach(async () => {
    await house.reset();
    wired = new WiredHouse(house);
    await wired.start();
    await wired.say("王秀兰", `#${code}`);
  });
  afterEach(() => wired.stop());
  after(() => house.close());

  const recorded = async () => (await effectiveAnswers(house.test, code)).values;
  const handled = (id: string) => until(() => wired.world.message(id)?.status === "handled");

  it("answers every message once, though each is delivered twice", async () => {
    wired.world.setFault({ kind: "duplicate" });
    for (const words of ["是", "否", "有的"]) await wired.say("王秀兰", words);
    await wired.rest();
    expect(await recorded()).to.deep.equal({ 1: "是", 2: "否", 3: "是" });
    const phone = wired.phone("王秀兰");
    expect(phone).to.have.length(4);
    expect(new Set(phone).size).to.equal(4);
  });

  it("never takes a late message for the answer to a question that came after it", async () => {
    wired.world.setFault({ kind: "reorder", count: 1 });
    const held = wired.type("王秀兰", "是");
    const quick = wired.type("王秀兰", "否");
    await Promise.all([handled(held), handled(quick)]);
    await wired.rest();
    expect(await recorded()).to.deep.equal({ 1: "否" });
    const [, first, second] = wired.phone("王秀兰");
    expect(first).to.contain("✔ 第1题已记“否”");
    expect(second).to.contain("没有记");
  });

  it("says what was refused as too frequent later, once and in order", async () => {
    wired.world.setFault({ kind: "refuse", count: 1 });
    await wired.say("王秀兰", "是");
    expect(wired.phone("王秀兰")).to.have.length(1);
    await wired.say("王秀兰", "截止");
    wired.pass(60);
    await wired.rest();
    // The second waits behind the first, until the next look at the outbox.
    await wired.rest();
    const [, first, second, more] = wired.phone("王秀兰");
    expect(first).to.contain("✔ 第1题已记“是”");
    expect(second).to.contain("各项截止日");
    expect(more).to.equal(undefined);
  });

  it("keeps what was written while the account was logged out, and answers it afterwards", async () => {
    await wired.world.logOut();
    const id = wired.type("王秀兰", "是");
    expect(wired.phone("王秀兰")).to.have.length(1);
    wired.world.logIn();
    await handled(id);
    await wired.rest();
    expect(await recorded()).to.deep.equal({ 1: "是" });
    expect(wired.phone("王秀兰").at(-1)).to.contain("✔ 第1题已记“是”");
  });

  it("answers after a restart what the dead process had not stored", async () => {
    wired.trouble.before = () => {
      throw new Error("killed before the message was stored");
    };
    const id = wired.type("王秀兰", "是");
    await until(() => wired.world.message(id)?.status === "delivered");
    await wired.stop();
    expect(await recorded()).to.deep.equal({});
    wired.trouble = {};
    await wired.start();
    await handled(id);
    await wired.rest();
    expect(await recorded()).to.deep.equal({ 1: "是" });
    expect(wired.phone("王秀兰")).to.have.length(2);
  });

  it("says nothing twice after a restart, when the dead process had answered but not acknowledged", async () => {
    wired.trouble.after = () => {
      throw new Error("killed after the turn was committed");
    };
    const id = wired.type("王秀兰", "是");
    await until(() => wired.world.message(id)?.status === "delivered");
    await wired.stop();
    wired.trouble = {};
    await wired.start();
    await handled(id);
    // The answer may have met an account that was logging out, and waits a while then.
    wired.pass(600);
    await wired.rest();
    expect(await recorded()).to.deep.equal({ 1: "是" });
    expect(wired.phone("王秀兰").filter((words) => words.includes("✔ 第1题已记"))).to.have.length(1);
  });

  it("goes on where it was after a restart", async () => {
    await wired.say("王秀兰", "部分");
    await wired.stop();
    await wired.start();
    await wired.say("王秀兰", "还差人手");
    expect(wired.phone("王秀兰").at(-1)).to.contain("✔ 第1题已记“部分”");
    expect(await recorded()).to.deep.equal({ 1: "部分" });
  });
});
