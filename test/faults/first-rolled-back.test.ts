import { expect } from "chai";
import type { DataSource } from "typeorm";
import type { Listener } from "../../bot/listen.ts";
import { openDatabase } from "../../ormconfig.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import { expectNothingLost } from "../support/invariants.ts";
import { untilLocked } from "../support/meeting.ts";
import { arriveAll, Complaints, earOf, message, someTalkers } from "../support/talkers.ts";
import { type Hit, Wire } from "../support/wire.ts";

/** A replica behind a wire of its own. */
interface Side {
  wire: Wire;
  database: DataSource;
}

/** Where the first one's turn ends, and how. */
const ends: [name: string, matches: RegExp, damage: (hit: Hit) => void][] = [
  ["cut before the message is put down", /INSERT IGNORE INTO inbox/, (hit) => hit.cut()],
  ["cut as it hears what it has read", /INSERT IGNORE INTO inbox/, (hit) => hit.loseAnswer()],
  ["cut before the answer changes", /UPDATE `answer`/, (hit) => hit.cut()],
  ["cut as it hears that the answer has changed", /UPDATE `answer`/, (hit) => hit.loseAnswer()],
  ["cut before the commit", /COMMIT/, (hit) => hit.cut()],
  ["cut as it hears of the commit", /COMMIT/, (hit) => hit.loseAnswer()],
];
/** What she says to each question in turn, and what is then recorded. */
const words = Array.from({ length: 12 }, (_, index) => (index % 2 ? "没有" : "是"));
const meant = words.map((said, index) => `${index + 1}${said === "是" ? "是" : "否"}`);

describe("a message that two replicas get in the same moment, while the turn of the first one is undone", function () {
  this.timeout(60_000);
  let test: TestHouse;
  let sides: [Side, Side];
  let complaints: Complaints;
  let address: string;
  before(async () => {
    test = await openTestHouse();
    const aSide = async (): Promise<Side> => {
      const wire = await Wire.open(test.url);
      return { wire, database: await openDatabase(wire.url, 3) };
    };
    sides = [await aSide(), await aSide()];
  });
  beforeEach(async () => {
    await test.clear();
    complaints = new Complaints();
    const { talkers } = await someTalkers(test, { people: 1, questions: words.length });
    address = talkers[0]?.address ?? "";
    await ear(sides[0]).hear(message(test, address, `#${talkers[0]?.code}`));
    await arriveAll(test);
  });
  afterEach(() => {
    for (const { wire } of sides) {
      expect(wire.unsprung, "traps that nobody stepped into").to.equal(0);
      wire.forget();
    }
    expect(complaints.errors).to.deep.equal([]);
  });
  after(async () => {
    for (const { wire, database } of sides) {
      await database.destroy();
      await wire.close();
    }
    await test.close();
  });

  const ear = ({ database }: Side): Listener => earOf(test, { ...test.house, database }, complaints);

  /** Both hear it: the second when the first has come to a statement, which ends as `damage` says once the second waits for it. */
  async function bothHear(
    [first, second]: [Listener, Listener],
    said: ReturnType<typeof message>,
    { wire, matches, damage }: { wire: Wire; matches: RegExp; damage: (hit: Hit) => unknown },
  ): Promise<void> {
    let other: Promise<void> = Promise.resolve();
    wire.when(matches, async (hit) => {
      other = second.hear(said);
      await untilLocked(test, other);
      await damage(hit);
    });
    await first.hear(said);
    await other;
  }

  const recorded = async (): Promise<string[]> =>
    (
      await test.db.query(
        `SELECT i.no, r.value FROM answer_revision r JOIN answer a ON a.id = r.answer_id
         JOIN checklist_item i ON i.id = a.item_id WHERE r.kind = 'confirmed' ORDER BY i.no, r.seq`,
      )
    ).map(({ no, value }: { no: number; value: string }) => `${no}${value}`);
  const replies = (): Promise<unknown[]> => test.db.query("SELECT id FROM outbox WHERE `key` LIKE 'reply:%'");

  it("is recorded once and answered once, every one of twelve, wherever the turn ends and whoever is first", async () => {
    const [one, other] = sides.map(ear) as [Listener, Listener];
    const rounds = [
      ...ends.map((end) => ({ end, wire: sides[0].wire, order: [one, other] as [Listener, Listener] })),
      ...ends.map((end) => ({ end, wire: sides[1].wire, order: [other, one] as [Listener, Listener] })),
    ];
    for (const [index, { end, wire, order }] of rounds.entries()) {
      const [name, matches, damage] = end;
      await bothHear(order, message(test, address, words[index] ?? ""), { wire, matches, damage });
      expect(await recorded(), name).to.deep.equal(meant.slice(0, index + 1));
      await arriveAll(test);
    }
    expect(await replies()).to.have.lengthOf(words.length + 1);
    await expectNothingLost(test.db);
  });

  it("is recorded once and answered once, when the first one is chosen to end a deadlock", async () => {
    const third = test.house.database.createQueryRunner();
    await third.startTransaction();
    // The one that has written less is chosen.
    await third.query(
      `INSERT INTO job_run (job, moment) WITH RECURSIVE n (no) AS (SELECT 1 UNION ALL SELECT no + 1 FROM n WHERE no < 200)
       SELECT 'weight', TIMESTAMP'2018-01-01 00:00:00' + INTERVAL no MINUTE FROM n`,
    );
    await third.query("SELECT id FROM assignment FOR UPDATE");
    let circle: Promise<unknown> = Promise.resolve();
    const holding = async (): Promise<void> => {
      circle = third.query("SELECT id FROM contact FOR UPDATE").then(() => third.rollbackTransaction());
    };
    const fresh: [Listener, Listener] = [ear(sides[0]), ear(sides[1])];
    const said = message(test, address, "是");
    await bothHear(fresh, said, {
      wire: sides[0].wire,
      matches: /FROM assignment a FORCE INDEX \(PRIMARY\) WHERE a\.id IN \(\d+\) FOR UPDATE/,
      damage: holding,
    });
    await circle;
    await third.release();
    expect(await recorded()).to.deep.equal(["1是"]);
    expect(await replies()).to.have.lengthOf(2);
    await arriveAll(test);
    await expectNothingLost(test.db);
  });
});
