import { expect } from "chai";
import type { DataSource } from "typeorm";
import { type Listener, openListener } from "../../bot/listen.ts";
import { openDatabase } from "../../ormconfig.ts";
import { codeOf } from "../../src/actions/assignments.ts";
import { type Delivery, openDelivery } from "../../src/jobs/deliver.ts";
import type { Letter, SendOutcome } from "../../src/letter.ts";
import type { Log } from "../../src/log.ts";
import { aCounty, aRunningCampaign } from "../support/campaigns.ts";
import { openTestHouse, type TestHouse, usualRules } from "../support/house.ts";
import { expectNothingLost } from "../support/invariants.ts";
import { type Hit, Wire } from "../support/wire.ts";

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const profile = {
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

/** Statements of a turn at which the wire is cut, by what they do. */
const ofTurn: [name: string, matches: RegExp][] = [
  ["the message is put down and everything read", /INSERT IGNORE INTO inbox/],
  ["the answer changes", /UPDATE `answer`/],
  ["the rest is written and committed", /COMMIT/],
];

/** Statements of a send. */
const ofSend: [name: string, matches: RegExp][] = [
  ["messages are taken", /UPDATE `?outbox`?/],
  ["its ending is written", /channel_message_id|'sent'/],
];

const damages: [name: string, act: (hit: Hit) => void][] = [
  ["before it arrives", (hit) => hit.cut()],
  ["while its answer comes back", (hit) => hit.loseAnswer()],
];

describe("a wire to the database that is cut", function () {
  this.timeout(30_000);
  let test: TestHouse;
  let wire: Wire;
  let database: DataSource;
  let address: string;
  let code: string;
  let listener: Listener;
  let sent: Letter[];
  let sending: () => SendOutcome | Promise<SendOutcome>;
  const deliveries: Delivery[] = [];

  before(async () => {
    test = await openTestHouse();
    wire = await Wire.open(test.url);
    database = await openDatabase(wire.url, 4);
  });
  beforeEach(async () => {
    await test.clear();
    wire.forget();
    const items = Array.from({ length: 12 }, (_, no) => ({ question: `第${no + 1}项制度是否落实?` }));
    const { selfCheck } = await aRunningCampaign(test, await aCounty(test), { starts: "2018-08-14", items });
    const [wang] = await test.db.query(
      "SELECT c.address FROM contact c JOIN person p ON p.id = c.person_id WHERE p.name = '王秀兰'",
    );
    ({ address } = wang);
    code = codeOf(selfCheck.id);
    sent = [];
    sending = () => ({ kind: "sent", messageId: `m${sent.length}` });
    listener = anEar();
    await hear("first", `#${code}`);
    await arrive();
  });
  afterEach(async () => {
    expect(wire.unsprung, "traps that nobody stepped into").to.equal(0);
    wire.back();
    for (const delivery of deliveries.splice(0)) await delivery.stop();
  });
  after(async () => {
    await database.destroy();
    await wire.close();
    await test.close();
  });

  const house = (answerLimit?: number) => ({
    database,
    rules: usualRules(),
    ...(answerLimit && { answerLimit }),
  });
  const anEar = (answerLimit?: number): Listener =>
    openListener({
      house: house(answerLimit),
      clock: test.clock,
      poke: () => undefined,
      log: quiet as unknown as Log,
    });
  const aMouth = (alone = false): Delivery => {
    const delivery = openDelivery({
      house: house(),
      clock: test.clock,
      log: quiet,
      alone,
      channel: {
        profile,
        isOnline: () => true,
        send: async (letter) => {
          sent.push(letter);
          return sending();
        },
      },
    });
    deliveries.push(delivery);
    return delivery;
  };
  const hear = (messageId: string, text: string): Promise<void> =>
    listener.hear({ channel: "simulator", address, messageId, text, sentAt: test.clock.now() });
  /** Everything queued has reached the phone. */
  const arrive = (): Promise<unknown> =>
    test.db.query("UPDATE outbox SET status = 'sent', sent_at = ? WHERE status = 'queued'", [
      test.clock.now(),
    ]);
  const values = async (): Promise<string[]> =>
    (await test.db.query("SELECT value FROM answer_revision WHERE kind = 'confirmed' ORDER BY id")).map(
      ({ value }: { value: string }) => value,
    );
  const replies = (): Promise<unknown[]> =>
    test.db.query("SELECT id FROM outbox WHERE `key` LIKE 'reply:%' ORDER BY id");

  for (const [point, matches] of ofTurn)
    for (const [when, damage] of damages)
      it(`when ${point}, ${when}: 王秀兰's 是 counts once and is answered once, also when it comes again`, async () => {
        wire.when(matches, damage);
        await hear("second", "是").catch(() => undefined);
        listener = anEar();
        await hear("second", "是");
        await listener.resume();

        expect(await values()).to.deep.equal(["是"]);
        expect(await replies()).to.have.lengthOf(2);
        await arrive();
        await expectNothingLost(test.db);
        await hear("third", "没有");
        expect(await values()).to.deep.equal(["是", "否"]);
      });

  it("is noticed when it says nothing any more: the turn is begun anew on another connection", async () => {
    listener = anEar(200);
    wire.when(/UPDATE `answer`/, (hit) => hit.freeze());
    await hear("second", "是");
    expect(await values()).to.deep.equal(["是"]);
    wire.cutAll();
    await arrive();
    await expectNothingLost(test.db);
  });

  it("loses nothing while the database is away: what could not be taken is told, and taken when it comes again", async () => {
    wire.away();
    const outcome = await hear("second", "是").then(
      () => "taken",
      () => "not taken",
    );
    expect(outcome).to.equal("not taken");
    wire.back();
    await hear("second", "是");
    expect(await values()).to.deep.equal(["是"]);
    await arrive();
    await expectNothingLost(test.db);
  });

  for (const [point, matches] of ofSend)
    for (const [when, damage] of damages)
      it(`when ${point}, ${when}: the letter goes out once`, async () => {
        await hear("second", "是");
        wire.when(matches, damage);
        const mouth = aMouth();
        await mouth.idle();
        // What a cut has troubled is looked at again.
        await mouth.idle();
        expect(sent).to.have.lengthOf(1);
        await expectNothingLost(test.db);
      });

  it("in the middle of a send of a program that then dies: the letter is marked unknown and never sent again", async () => {
    await hear("second", "是");
    let mouth = aMouth();
    sending = () => {
      wire.away();
      return { kind: "sent", messageId: "m" };
    };
    await mouth.idle();
    await mouth.stop();
    wire.back();
    mouth = aMouth(true);
    await mouth.idle();
    expect(sent).to.have.lengthOf(1);
    const [row] = await test.db.query(
      "SELECT status FROM outbox WHERE `key` LIKE 'reply:%' ORDER BY id DESC LIMIT 1",
    );
    expect(row.status).to.equal("unknown");
    await expectNothingLost(test.db);
  });
});
