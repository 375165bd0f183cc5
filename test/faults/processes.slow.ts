import { expect } from "chai";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import { expectNothingLost } from "../support/invariants.ts";
import { type FarEnding, Replica, type ReplicaSettings } from "../support/replica.ts";
import { arriveAll, message, someTalkers, type Talker } from "../support/talkers.ts";
import { Wire } from "../support/wire.ts";

describe("programs that are killed, stopped and asked to end", function () {
  this.timeout(240_000);
  let test: TestHouse;
  const replicas: Replica[] = [];
  before(async () => {
    test = await openTestHouse(20);
  });
  beforeEach(() => test.clear());
  afterEach(async () => {
    for (const replica of replicas.splice(0)) {
      expect(replica.troubles, "rejections that nobody caught").to.deep.equal([]);
      replica.thaw();
      await replica.kill();
    }
  });
  after(() => test.close());

  async function aReplica(
    settings: Partial<ReplicaSettings> = {},
    take?: ConstructorParameters<typeof Replica>[1],
  ): Promise<Replica> {
    const clock = { at: test.clock.now().toISOString() };
    const replica = new Replica({ url: test.url, clock, poolSize: 6, ...settings }, take);
    replicas.push(replica);
    await replica.start();
    return replica;
  }

  const letter = (address: string, text: string, id: string) => {
    const { messageId, sentAt } = message(test, address, text, id);
    return { id: messageId, address, text, sentAt: sentAt.toISOString() };
  };
  const values = async (): Promise<string[]> =>
    (await test.db.query("SELECT value FROM answer_revision WHERE kind = 'confirmed' ORDER BY id")).map(
      ({ value }: { value: string }) => value,
    );
  const statuses = async (): Promise<Record<string, number>> => {
    const rows: { status: string; n: string }[] = await test.db.query(
      "SELECT status, COUNT(*) AS n FROM outbox GROUP BY status",
    );
    return Object.fromEntries(rows.map(({ status, n }) => [status, Number(n)]));
  };

  /** What passes on the wire during one turn. */
  const points: [name: string, matches: RegExp, nth: number][] = [
    ["before the message is put down", /INSERT IGNORE INTO inbox/, 1],
    ["before the answer changes", /UPDATE `answer`/, 1],
    ["before the turn is committed", /COMMIT/, 1],
    ["while its reply is taken", /UPDATE `?outbox`?/, 1],
    ["when its reply has gone out and is not yet written down", /channel_message_id/, 1],
  ];
  for (const [when, matches, nth] of points)
    it(`kill -9 ${when}: after the restart 王秀兰's 是 counts once, and no letter goes out twice`, async () => {
      const { talkers } = await someTalkers(test, { people: 1, questions: 12 });
      const [{ address, code } = { address: "", code: "" }] = talkers;
      const wire = await Wire.open(test.url);
      const first = await aReplica({ url: wire.url, alone: true });
      await first.hearing(letter(address, `#${code}`, "begin"));
      await first.idle();
      wire.when(matches, () => first.kill(), nth);
      first.hear(letter(address, "是", "answer"));
      await first.ended();
      expect(wire.unsprung).to.equal(0);
      const second = await aReplica({ alone: true });
      await second.hearing(letter(address, "是", "answer"));
      await second.idle();
      expect(await values()).to.deep.equal(["是"]);
      const keys = [...first.letters, ...second.letters].map(({ key }) => key);
      expect(keys, "letters").to.deep.equal([...new Set(keys)]);
      await expectNothingLost(test.db);
      await wire.close();
    });

  it("stopped in the middle of a send until its lease is over, and continued: what it says then changes nothing", async () => {
    const { talkers } = await someTalkers(test, { people: 1, questions: 3 });
    const [{ address, code } = { address: "", code: "" }] = talkers;
    let arrive: (ending: FarEnding) => void = () => undefined;
    const slow = await aReplica({}, () => {
      return new Promise((resolve) => {
        arrive = resolve;
      });
    });
    await slow.hearing(letter(address, `#${code}`, "begin"));
    await slow.until(() => slow.letters.length === 1);
    slow.freeze();
    await test.db.query(
      "UPDATE outbox SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE status = 'sending'",
    );
    const other = await aReplica();
    for (let n = 0; n < 30 && !("unknown" in (await statuses())); n++) await other.idle();
    expect(await statuses()).to.deep.equal({ unknown: 1 });
    slow.thaw();
    arrive({ kind: "arrived" });
    await slow.idle();
    expect(await statuses()).to.deep.equal({ unknown: 1 });
    expect(other.letters).to.deep.equal([]);
    await expectNothingLost(test.db);
  });

  /** A hundred turns and sends under way. */
  async function busy(replica: Replica, talkers: Talker[]): Promise<void> {
    for (const { address, code } of talkers)
      await replica.hearing(letter(address, `#${code}`, `begin-${code}`));
    await replica.idle();
    await arriveAll(test);
    for (const { address, code } of talkers)
      for (const no of [1, 2, 3, 4, 5]) replica.hear(letter(address, `第${no}题是`, `${code}-${no}`));
    await replica.until(() => replica.heard.size > talkers.length + 5);
  }

  it("SIGTERM with a hundred in flight: it ends in order, and the next one takes up what is left", async () => {
    const { talkers } = await someTalkers(test, { people: 20, questions: 6 });
    const first = await aReplica();
    await busy(first, talkers);
    expect(await first.stop()).to.equal(0);
    const second = await aReplica();
    for (const { address, code } of talkers)
      for (const no of [1, 2, 3, 4, 5])
        if (!first.heard.has(`${code}-${no}`))
          await second.hearing(letter(address, `第${no}题是`, `${code}-${no}`));
    await second.idle();
    expect(await values()).to.have.lengthOf(100);
    const keys = [...first.letters, ...second.letters].map(({ key }) => key);
    expect(keys.length).to.equal(new Set(keys).size);
    await expectNothingLost(test.db);
  });

  it("a second SIGTERM: it is gone at once, though the channel would keep it waiting for minutes", async () => {
    const { talkers } = await someTalkers(test, { people: 3, questions: 6 });
    const [{ address, code } = { address: "", code: "" }] = talkers;
    const replica = await aReplica({ patience: 600_000 }, () => new Promise(() => undefined));
    await replica.hearing(letter(address, `#${code}`, "begin"));
    await replica.until(() => replica.letters.length === 1);
    // Two signals in one breath may arrive as one.
    const again = setInterval(() => replica.ask(), 100);
    await replica.ended();
    clearInterval(again);
    expect(replica.isRunning()).to.equal(false);
  });
});
