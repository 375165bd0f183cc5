import { expect } from "chai";
import { openDatabase } from "../../ormconfig.ts";
import { runBroadcasts } from "../../src/actions/broadcast-sending.ts";
import {
  cancelBroadcast,
  confirmBroadcast,
  draftBroadcast,
  previewBroadcast,
} from "../../src/actions/broadcasts.ts";
import type { Delivery } from "../../src/jobs/deliver.ts";
import { openClockDoor } from "../../src/jobs/tick.ts";
import { timetable } from "../../src/jobs/timetable.ts";
import type { Letter } from "../../src/letter.ts";
import { type House, transact, type Work } from "../../src/work.ts";
import { at } from "../../src/workdays.ts";
import { as, type County } from "../support/campaigns.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import { expectNothingLost } from "../support/invariants.ts";
import { aGate } from "../support/meeting.ts";
import { Complaints, mouthOf, someTalkers } from "../support/talkers.ts";

/** More than two replicas have on their lips at once. */
const people = 45;

describe("a broadcast on two replicas", function () {
  this.timeout(30_000);
  let test: TestHouse;
  let county: County;
  let houses: House[];
  let complaints: Complaints;
  let sent: Letter[];
  let mouths: Delivery[] = [];
  let onSend: (letter: Letter) => unknown;
  before(async () => {
    test = await openTestHouse(20);
    const databases = await Promise.all([1, 2].map(() => openDatabase(test.url, 6)));
    houses = databases.map((database) => ({ ...test.house, database }));
  });
  beforeEach(async () => {
    await test.clear();
    complaints = new Complaints();
    ({ county } = await someTalkers(test, { people, questions: 1 }));
    sent = [];
    onSend = () => undefined;
    mouths = houses.map((house) =>
      mouthOf({ test, house, complaints }, sent, async (letter) => {
        if (letter.key.startsWith("broadcast:")) await onSend(letter);
        return { kind: "sent", messageId: letter.key };
      }),
    );
  });
  afterEach(async () => {
    await Promise.all(mouths.map((mouth) => mouth.stop()));
    expect(complaints.errors).to.deep.equal([]);
  });
  after(async () => {
    for (const { database } of houses) await database.destroy();
    await test.close();
  });

  /** 李建军 does it on this replica. */
  const li = <T>(no: number, act: (work: Work) => Promise<T>): Promise<T> =>
    transact(houses[no] ?? test.house, { now: test.clock.now(), actor: as(county.admin) }, act);
  async function previewed(dueAt?: Date): Promise<{ id: number; hash: string }> {
    const draft = {
      body: "明天上午开会",
      selection: { kinds: ["school" as const], roles: ["responsible" as const] },
    };
    const { id } = await li(0, (work) => draftBroadcast(work, { ...draft, ...(dueAt && { dueAt }) }));
    const { hash, count } = await li(1, (work) => previewBroadcast(work, id));
    expect(count).to.equal(people);
    return { id, hash };
  }
  const confirm = (no: number, { id, hash }: { id: number; hash: string }) =>
    li(no, (work) => confirmBroadcast(work, id, { hash }));
  const cancel = (no: number, { id }: { id: number }) => li(no, (work) => cancelBroadcast(work, id));
  const send = (): Promise<unknown> => Promise.all(mouths.map((mouth) => mouth.idle()));
  const strike = (): Promise<unknown> =>
    Promise.all(
      houses.map((house) =>
        openClockDoor({ house, clock: test.clock, timetable, log: complaints.log }).tick(),
      ),
    );
  const stateOf = async ({ id }: { id: number }): Promise<string> =>
    (await test.db.query("SELECT state FROM broadcast WHERE id = ?", [id]))[0].state;
  const statuses = async (): Promise<Record<string, number>> => {
    const rows: { status: string; n: string }[] = await test.db.query(
      "SELECT status, COUNT(*) AS n FROM outbox WHERE priority = 2 GROUP BY status",
    );
    return Object.fromEntries(rows.map(({ status, n }) => [status, Number(n)]));
  };
  const copies = (): Letter[] => sent.filter(({ key }) => key.startsWith("broadcast:"));
  const expectOnce = (): void => {
    expect(new Set(copies().map(({ address }) => address)).size, "letters to one person").to.equal(
      copies().length,
    );
  };

  it("confirmed on both at once and begun by both clocks at once: everybody gets it once", async () => {
    const broadcast = await previewed(at("2018-08-14", "10:00"));
    await Promise.all([confirm(0, broadcast), confirm(1, broadcast), confirm(0, broadcast)]);
    test.clock.moveTo(at("2018-08-14", "10:00"));
    await Promise.all([strike(), strike(), send()]);
    await send();
    expect(copies()).to.have.lengthOf(people);
    expectOnce();
    test.clock.moveTo(at("2018-08-14", "10:01"));
    await strike();
    expect(await stateOf(broadcast)).to.equal("done");
    await Promise.all([li(0, runBroadcasts), li(1, runBroadcasts), confirm(1, broadcast)]);
    await send();
    expect(copies()).to.have.lengthOf(people);
    await expectNothingLost(test.db);
  });

  it("cancelled half-way while both send, and confirmed anew: who had it keeps it, nobody else gets it", async () => {
    const broadcast = await previewed();
    await confirm(0, broadcast);
    const cancelled = aGate();
    const begun = aGate();
    // What is under way stays under way until it is cancelled.
    onSend = async () => {
      if (copies().length === 2) begun.open();
      await cancelled.passed;
    };
    const sending = send();
    await begun.passed;
    const outcome = await cancel(1, broadcast);
    const refused = await Promise.allSettled([confirm(0, broadcast), confirm(1, broadcast)]);
    cancelled.open();
    await sending;
    await send();
    expect(refused.map(({ status }) => status)).to.deep.equal(["rejected", "rejected"]);
    expect(copies().length).to.equal(outcome.sent);
    expect(outcome.suppressed).to.be.greaterThan(0);
    expect(outcome.sent + outcome.suppressed).to.equal(people);
    expectOnce();
    await expectNothingLost(test.db);
  });

  for (const round of [1, 2, 3, 4])
    it(`two confirmations and a cancellation at once, while both send (${round}): all of it or none, and never after the cancellation`, async () => {
      const broadcast = await previewed();
      const moves = [
        () => confirm(0, broadcast),
        () => confirm(1, broadcast),
        () => cancel(round % 2, broadcast),
      ];
      const order = round > 2 ? moves.toReversed() : moves;
      const [ends] = await Promise.all([Promise.allSettled(order.map((move) => move())), send(), strike()]);
      const unexpected = ends.flatMap((end) =>
        end.status === "rejected" && !["not-allowed", "stale", "guard-failed"].includes(end.reason.code)
          ? [end.reason]
          : [],
      );
      expect(unexpected).to.deep.equal([]);
      if ((await stateOf(broadcast)) !== "cancelled") await cancel(0, broadcast);
      const before = copies().length;
      const { sent: marked = 0, suppressed = 0, sending = 0, ...others } = await statuses();
      expect(others).to.deep.equal({});
      expect([0, people]).to.include(marked + suppressed + sending);
      await send();
      expect(copies().length, "sent afterwards").to.be.at.most(before + sending);
      expectOnce();
      await strike();
      await expectNothingLost(test.db);
    });
});
