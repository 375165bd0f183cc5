import { expect } from "chai";
import type { Listener } from "../../bot/listen.ts";
import { endingOf } from "../../bot/wechaty-send.ts";
import { type Delivery, openDelivery } from "../../src/jobs/deliver.ts";
import type { ChannelProfile, Letter, SendOutcome } from "../../src/letter.ts";
import { useTestHouse } from "../support/house.ts";
import { expectNothingLost } from "../support/invariants.ts";
import {
  arriveAll,
  Complaints,
  earOf,
  message,
  queueFor,
  someTalkers,
  type Talker,
} from "../support/talkers.ts";

/** An account of which it is asked to rest two hours when it was too quick. */
const profile: ChannelProfile = {
  name: "simulator",
  gap: 3_000,
  jitter: 0,
  perPersonGap: 0,
  burst: 0,
  burstRest: 0,
  dailyLimit: 0,
  coolDown: 7_200_000,
  longestText: 2_000,
};

type Mood = (letter: Letter) => SendOutcome | Promise<SendOutcome>;

/** A phone company with moods: what it does with a letter is told beforehand, by the words in it. */
class MoodyChannel {
  readonly profile = profile;
  online = true;
  /** What came to it, and what arrived on a phone. */
  readonly tried: string[] = [];
  readonly arrived: string[] = [];
  moods = new Map<string, Mood>();

  isOnline = (): boolean => this.online;

  async send(letter: Letter): Promise<SendOutcome> {
    this.tried.push(letter.text);
    if (!this.online) return endingOf(new Error("not logged in"), 0);
    const mood = this.moods.get(letter.text);
    return mood ? mood(letter) : this.arrive(letter);
  }

  arrive({ text, key }: Letter): SendOutcome {
    this.arrived.push(text);
    return { kind: "sent", messageId: key };
  }

  swallow(letter: Letter): Promise<SendOutcome> {
    this.arrive(letter);
    return new Promise(() => undefined);
  }

  logOut(): SendOutcome {
    this.online = false;
    return endingOf(new Error("not logged in"), 0);
  }
}

describe("a channel with every fault in one morning", function () {
  this.timeout(30_000);
  const test = useTestHouse();
  let complaints: Complaints;
  let ear: Listener;
  let talkers: Talker[];
  let channel: MoodyChannel;
  let mouth: Delivery;
  beforeEach(async () => {
    complaints = new Complaints();
    ear = earOf(test, test.house, complaints);
    ({ talkers } = await someTalkers(test, { people: 6, questions: 3 }));
    channel = new MoodyChannel();
    mouth = aMouth();
  });
  afterEach(() => mouth.stop());

  const aMouth = (): Delivery =>
    openDelivery({ house: test.house, clock: test.clock, log: complaints.log, channel, patience: 30 });
  /** Every three seconds of some minutes whatever may be sent is sent. */
  async function pass(seconds: number): Promise<void> {
    // The timers of the product do not keep a process alive; the test's own does.
    const alive = setInterval(() => undefined, 1_000);
    for (let gone = 0; gone < seconds; gone += 3) {
      test.clock.moveTo(new Date(test.clock.now().getTime() + 3_000));
      await mouth.idle();
    }
    clearInterval(alive);
  }
  const statusOf = async (text: string): Promise<string> =>
    (await test.db.query("SELECT status FROM outbox WHERE body = ?", [text]))[0].status;

  it("refuses one address, throttles, logs out in the middle of a run, takes a letter and never says so: each letter ends as it must, and what 王秀兰 answers meanwhile counts", async () => {
    const [wang, gone, silent, fourth, fifth, sixth] = talkers.map(({ address }) => address) as [
      string,
      ...string[],
    ];
    await ear.hear(message(test, wang, `#${talkers[0]?.code}`));
    await arriveAll(test);
    const letters: [string | undefined, string][] = [
      [gone, "不是好友"],
      [silent, "有去无回"],
      [silent, "后一封"],
      [fourth, "频繁"],
      [fifth, "第五人"],
      [sixth, "掉线"],
      [gone, "仍不是好友"],
    ];
    for (const [address, words] of letters) await queueFor(test, address ?? "", words);
    const refused = (): SendOutcome => ({ kind: "refused", detail: "联系人不存在" });
    channel.moods = new Map<string, Mood>([
      ["不是好友", refused],
      ["仍不是好友", refused],
      // It arrives, and nobody says so in time.
      ["有去无回", (letter) => channel.swallow(letter)],
      ["频繁", once(() => endingOf(new Error("操作过于频繁,请稍后再试"), 0))],
      ["掉线", once(() => channel.logOut())],
    ]);

    await pass(60);
    expect(channel.tried.at(-1), "nothing is tried while it rests").to.equal("频繁");
    await ear.hear(message(test, wang, "是"));
    await pass(7_000);
    expect(channel.tried.at(-1)).to.equal("频繁");
    await pass(300);
    expect(channel.online, "it has logged out by itself").to.equal(false);
    const before = channel.tried.length;
    await mouth.stop();
    mouth = aMouth();
    await pass(300);
    expect(channel.tried.length, "nothing is tried while it is away").to.equal(before);
    channel.online = true;
    await pass(120);

    expect(await statusOf("不是好友")).to.equal("failed");
    expect(await statusOf("仍不是好友")).to.equal("failed");
    expect(await statusOf("有去无回")).to.equal("unknown");
    for (const words of ["后一封", "频繁", "第五人", "掉线"])
      expect(await statusOf(words), words).to.equal("sent");
    const phones = channel.arrived.filter((text) => !text.includes("✔"));
    expect(phones.toSorted(), "each once, the lost one too").to.deep.equal(
      ["后一封", "有去无回", "频繁", "第五人", "掉线"].toSorted(),
    );
    expect(channel.arrived.filter((text) => text.includes("✔ 第1题已记“是”"))).to.have.lengthOf(1);
    expect(complaints.errors).to.deep.equal([]);
    await expectNothingLost(test.db);
  });

  /** The first time it is like this; then the letter arrives. */
  function once(mood: () => SendOutcome): (letter: Letter) => SendOutcome {
    let first = true;
    return (letter) => {
      if (!first) return channel.arrive(letter);
      first = false;
      return mood();
    };
  }
});
