import { mock } from "node:test";
import { expect } from "chai";
import { Outbox } from "../../entities/outbox.ts";
import { take } from "../../src/actions/delivery.ts";
import { queueLetter } from "../../src/actions/mail.ts";
import { type Delivery, type DeliveryParts, openDelivery } from "../../src/jobs/deliver.ts";
import type { Channel, ChannelProfile, Letter, SendOutcome } from "../../src/letter.ts";
import { at } from "../../src/workdays.ts";
import { aContact, useTestHouse } from "../support/house.ts";

const zeros: ChannelProfile = {
  name: "simulator",
  gap: 0,
  jitter: 0,
  perPersonGap: 0,
  burst: 0,
  burstRest: 0,
  dailyLimit: 0,
  coolDown: 0,
  longestText: 2_000,
};

/** A far end that remembers and does as it is told. */
class FarEnd implements Channel {
  readonly profile: ChannelProfile;
  online = true;
  readonly got: Letter[] = [];
  answer: (letter: Letter) => SendOutcome | Promise<SendOutcome> = ({ key }) => ({
    kind: "sent",
    messageId: key,
  });

  constructor(profile: ChannelProfile = zeros) {
    this.profile = profile;
  }

  isOnline(): boolean {
    return this.online;
  }

  async send(letter: Letter): Promise<SendOutcome> {
    this.got.push(letter);
    return this.answer(letter);
  }
}

describe("delivery", () => {
  const test = useTestHouse();
  let running: Delivery[] = [];
  const said: string[] = [];
  afterEach(async () => {
    await Promise.all(running.map((delivery) => delivery.stop()));
    running = [];
    said.length = 0;
  });

  const note = (_facts: object, words: string) => void said.push(words);
  const open = (channel: Channel, more: Partial<DeliveryParts> = {}): Delivery => {
    const log = { info: note, warn: note, error: note };
    const delivery = openDelivery({
      house: test.house,
      channel,
      clock: test.clock,
      log,
      chance: () => 0,
      ...more,
    });
    running.push(delivery);
    return delivery;
  };
  let keys = 0;
  const queue = (contactId: number, body: string, priority: 0 | 1 | 2 = 1) =>
    test.act((work) => queueLetter(work, { key: `k${++keys}`, contactId, body, priority }));
  const states = async () =>
    Object.fromEntries((await test.db.find(Outbox)).map((row) => [row.body, row.status]));
  const texts = (far: FarEnd) => far.got.map((letter) => letter.text);

  it("sends everything that is due, in order per person", async () => {
    const far = new FarEnd();
    const people = await Promise.all([1, 2, 3, 4, 5, 6].map(() => aContact(test)));
    for (const text of ["一", "二", "三"]) for (const { id } of people) await queue(id, `${text}${id}`);
    await open(far).idle();
    expect(far.got).to.have.length(18);
    for (const { id } of people) {
      const mine = texts(far).filter((text) => text.endsWith(`${id}`) && text.length === `${id}`.length + 1);
      expect(mine).to.deep.equal([`一${id}`, `二${id}`, `三${id}`]);
    }
    expect(new Set(Object.values(await states()))).to.deep.equal(new Set(["sent"]));
  });

  it("sends what is queued while it runs, when it is poked", async () => {
    const far = new FarEnd();
    const { id } = await aContact(test);
    const delivery = open(far);
    await delivery.idle();
    await queue(id, "晚来");
    delivery.poke();
    await delivery.idle();
    expect(texts(far)).to.deep.equal(["晚来"]);
  });

  it("never lets one slow person hold up the others", async () => {
    const far = new FarEnd();
    const [slow, quick] = [await aContact(test), await aContact(test)];
    let letGo: (outcome: SendOutcome) => void = () => undefined;
    const quickSent = new Promise<void>((resolve) => {
      far.answer = ({ text }) => {
        if (text === "慢") return new Promise<SendOutcome>((end) => (letGo = end));
        resolve();
        return { kind: "sent", messageId: "m" };
      };
    });
    await queue(slow.id, "慢");
    const delivery = open(far);
    delivery.poke();
    await queue(quick.id, "快");
    delivery.poke();
    await quickSent;
    letGo({ kind: "sent", messageId: "m" });
    await delivery.idle();
    expect(await states()).to.deep.equal({ 慢: "sent", 快: "sent" });
  });

  it("waits while the channel is away, and goes on when it is back", async () => {
    const far = new FarEnd();
    far.online = false;
    await queue((await aContact(test)).id, "等");
    const delivery = open(far);
    await delivery.idle();
    expect(await states()).to.deep.equal({ 等: "queued" });
    far.online = true;
    await delivery.idle();
    expect(await states()).to.deep.equal({ 等: "sent" });
  });

  it("keeps the gap between two sends", async () => {
    const far = new FarEnd({ ...zeros, gap: 3_000 });
    for (const text of ["甲", "乙"]) await queue((await aContact(test)).id, text);
    const delivery = open(far);
    await delivery.idle();
    expect(texts(far)).to.deep.equal(["甲"]);
    test.clock.moveTo(at("2018-08-14", "09:01"));
    await delivery.idle();
    expect(texts(far)).to.deep.equal(["甲", "乙"]);
  });

  it("answers at once a person whom it must not remind yet", async () => {
    const far = new FarEnd({ ...zeros, perPersonGap: 60_000 });
    const { id } = await aContact(test);
    for (const text of ["提醒一", "提醒二"]) await queue(id, text);
    await queue((await aContact(test)).id, "别人");
    const delivery = open(far);
    await delivery.idle();
    await queue(id, "回答", 0);
    await delivery.idle();
    expect(texts(far)).to.deep.equal(["提醒一", "别人", "回答"]);
    test.clock.moveTo(at("2018-08-14", "09:01"));
    await delivery.idle();
    expect(texts(far).at(-1)).to.equal("提醒二");
  });

  it("stops for a rest when the channel says that it is too much", async () => {
    const far = new FarEnd({ ...zeros, burst: 100, coolDown: 7_200_000 });
    far.answer = () => ({ kind: "throttled", detail: "操作过于频繁" });
    for (const text of ["甲", "乙", "丙"]) await queue((await aContact(test)).id, text);
    const delivery = open(far);
    await delivery.idle();
    test.clock.moveTo(at("2018-08-14", "10:59"));
    await delivery.idle();
    expect(texts(far)).to.deep.equal(["甲"]);
    far.answer = ({ key }) => ({ kind: "sent", messageId: key });
    test.clock.moveTo(at("2018-08-14", "11:00"));
    await delivery.idle();
    expect(texts(far)).to.deep.equal(["甲", "乙", "丙", "甲"]);
  });

  it("remembers over a restart how much it sent today, and that it was asked to rest", async () => {
    const gentle = { ...zeros, dailyLimit: 2 };
    const people = [await aContact(test), await aContact(test), await aContact(test)];
    for (const { id } of people) await queue(id, `第${id}`);
    const far = new FarEnd(gentle);
    await open(far).idle();
    expect(far.got).to.have.length(2);
    await open(far).idle();
    expect(far.got).to.have.length(2);
    test.clock.moveTo(at("2018-08-15", "09:00"));
    far.answer = () => ({ kind: "throttled", detail: "频繁" });
    await open(far).idle();
    const cooling = new FarEnd({ ...gentle, coolDown: 7_200_000 });
    test.clock.moveTo(at("2018-08-15", "10:59"));
    await open(cooling).idle();
    expect(cooling.got).to.deep.equal([]);
    test.clock.moveTo(at("2018-08-15", "11:00"));
    await open(cooling).idle();
    expect(cooling.got).to.have.length(1);
  });

  it("holds unasked messages back in the quiet hours, but answers", async () => {
    const far = new FarEnd();
    const { id } = await aContact(test);
    await queue(id, "提醒");
    test.clock.moveTo(at("2018-08-14", "21:00"));
    await queue(id, "回答", 0);
    const delivery = open(far);
    await delivery.idle();
    expect(texts(far)).to.deep.equal(["回答"]);
  });

  it("calls unknown what a channel that throws or stays silent leaves open", async () => {
    const far = new FarEnd();
    far.answer = ({ text }) => {
      if (text === "抛") throw new Error("boom");
      return new Promise<SendOutcome>(() => undefined);
    };
    for (const text of ["抛", "默"]) await queue((await aContact(test)).id, text);
    // Its timer does not keep a process alive; the test's own does.
    const alive = setInterval(() => undefined, 1_000);
    await open(far, { patience: 10 }).idle();
    clearInterval(alive);
    expect(await states()).to.deep.equal({ 抛: "unknown", 默: "unknown" });
  });

  it("finds a send that a dead process left, tells it, and goes on with the next", async () => {
    const { id } = await aContact(test);
    for (const text of ["半", "后"]) await queue(id, text);
    await test.act((work) => take(work, { channel: "simulator", most: 1, token: "dead" }));
    const far = new FarEnd();
    await open(far, { alone: true }).idle();
    expect(texts(far)).to.deep.equal(["后"]);
    expect(await states()).to.deep.equal({ 半: "unknown", 后: "sent" });
  });

  it("looks by itself every second, and within a minute finds what an older version left without a lane", async () => {
    mock.timers.enable({ apis: ["setInterval"] });
    try {
      const far = new FarEnd();
      const { id } = await aContact(test);
      const delivery = open(far);
      await delivery.idle();
      await queue(id, "没有车道");
      await test.db.query("DELETE FROM lane");
      await delivery.idle();
      expect(texts(far)).to.deep.equal([]);
      for (let second = 0; second < 60; second++) {
        mock.timers.tick(1_000);
        await delivery.idle();
      }
      expect(texts(far)).to.deep.equal(["没有车道"]);
    } finally {
      mock.timers.reset();
    }
  });

  it("sends each message once when two programs deliver from one database", async () => {
    const [one, other] = [new FarEnd(), new FarEnd()];
    for (let n = 0; n < 30; n++) await queue((await aContact(test)).id, `信${n}`);
    await Promise.all([open(one).idle(), open(other).idle()]);
    const all = [...texts(one), ...texts(other)];
    expect(all).to.have.length(30);
    expect(new Set(all).size).to.equal(30);
  });

  it("says once that the database is away, and once that it goes again", async () => {
    const far = new FarEnd();
    let away = true;
    const clock = {
      now: () => {
        if (away) throw new Error("away");
        return test.clock.now();
      },
    };
    await queue((await aContact(test)).id, "后来");
    const delivery = open(far, { clock });
    await delivery.idle();
    await delivery.idle();
    away = false;
    await delivery.idle();
    expect(texts(far)).to.deep.equal(["后来"]);
    expect(said).to.deep.equal(["发送消息时出错,稍后再试", "消息又能发送了"]);
  });

  it("ends at the stop what is under way, and begins nothing more", async () => {
    const far = new FarEnd();
    for (let n = 0; n < 50; n++) await queue((await aContact(test)).id, `信${n}`);
    let stopped: Promise<void> | undefined;
    const delivery = open(far);
    far.answer = ({ key }) => {
      stopped ??= delivery.stop();
      return { kind: "sent", messageId: key };
    };
    await delivery.idle();
    await stopped;
    const rows = await test.db.find(Outbox);
    expect(rows.filter((row) => row.status === "sent")).to.have.length(far.got.length);
    expect(far.got.length).to.be.within(1, 20);
    expect(rows.filter((row) => row.status === "sending" || row.leaseToken !== null)).to.deep.equal([]);
  });
});
