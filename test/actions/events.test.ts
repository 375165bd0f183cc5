import { expect } from "chai";
import { sealEvents, verifyEvents } from "../../src/actions/events.ts";
import { record } from "../../src/machines/event.ts";
import { transact } from "../../src/work.ts";
import { useTestHouse } from "../support/house.ts";

describe("the chain of events", () => {
  const test = useTestHouse();
  beforeEach(async () => {
    // Ids start anew, so that tests can name them.
    await test.db.query("ALTER TABLE event AUTO_INCREMENT = 1");
    await test.db.query("ALTER TABLE event_seal AUTO_INCREMENT = 1");
  });

  const happen = async (count: number) => {
    for (let n = 0; n < count; n++) {
      await test.act((work) =>
        record(work, { subject: "assignment", subjectId: n, command: "submit", payload: { n, say: "报送" } }),
      );
    }
  };
  const seal = () => test.act((work) => sealEvents(work));
  const verify = () => test.act((work) => verifyEvents(work));
  const meddle = (sql: string) => test.db.query(sql);

  /** Three links: of three, two and two events; and one event that is not sealed yet. */
  const chain = async () => {
    for (const count of [3, 2, 2]) {
      await happen(count);
      await seal();
    }
    await happen(1);
  };

  it("is whole when nothing happened and nothing was sealed", async () => {
    expect(await verify()).to.include({ ok: true, seals: 0, events: 0, unsealed: 0 });
  });

  it("seals what happened, once, and is whole", async () => {
    await happen(3);
    expect(await seal()).to.equal(3);
    expect(await seal()).to.equal(0);
    await happen(2);
    expect(await verify()).to.include({ ok: true, seals: 1, events: 3, unsealed: 2 });
    expect(await seal()).to.equal(2);
    const whole = await verify();
    expect(whole).to.include({ ok: true, seals: 2, events: 5, unsealed: 0 });
    expect(whole)
      .to.have.property("head")
      .that.matches(/^[0-9a-f]{64}$/);
  });

  it("seals events that were committed late under an earlier number", async () => {
    let letGo: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let written: () => void = () => undefined;
    const started = new Promise<void>((resolve) => {
      written = resolve;
    });
    const slow = test.act(async (work) => {
      await record(work, { subject: "unit", subjectId: 1, command: "slow" });
      written();
      await gate;
    });
    await started;
    await happen(1);
    expect(await seal()).to.equal(1);
    letGo();
    await slow;
    expect(await seal()).to.equal(1);
    expect(await verify()).to.include({ ok: true, events: 2 });
  });

  it("lets sealers take turns: one chain, each event in it once", async () => {
    await happen(30);
    const half = async () => {
      await happen(5);
      return seal();
    };
    const counts = await Promise.all([seal(), half(), seal(), half(), seal(), half()]);
    counts.push(await seal());
    expect(counts.reduce((sum, count) => sum + count, 0)).to.equal(45);
    expect(await verify()).to.include({ ok: true, events: 45, unsealed: 0 });
  });

  it("keeps nothing of a seal whose transaction failed", async () => {
    await happen(2);
    const failing = transact(
      test.house,
      { now: test.clock.now(), actor: { kind: "system", name: "t" } },
      async (work) => {
        await sealEvents(work);
        throw new Error("power cut");
      },
    );
    await failing.catch(() => undefined);
    expect(await verify()).to.include({ ok: true, seals: 0, unsealed: 2 });
  });

  const meddling: [what: string, sql: string, sealId: number, words: RegExp][] = [
    ["changed payload", "UPDATE event SET payload = REPLACE(payload, '1', '7') WHERE id = 5", 3, /编号4到5/],
    ["changed reason", "UPDATE event SET reason = '' WHERE id = 1", 2, /编号1到3的记录里有内容被改过/],
    ["changed moment", "UPDATE event SET at = at + INTERVAL 1 SECOND WHERE id = 2", 2, /改过/],
    ["changed actor", "UPDATE event SET actor_kind = 'person', actor_id = 1 WHERE id = 7", 4, /改过/],
    ["changed number", "UPDATE event SET id = 77 WHERE id = 2", 2, /改过/],
    ["changed state", "UPDATE event SET to_state = 'x' WHERE id = 4", 3, /改过/],
    ["removed event", "DELETE FROM event WHERE id = 4", 3, /应有2条记录,实有1条,少了1条/],
    [
      "added event",
      "INSERT INTO event (at, actor_kind, subject, subject_id, command, seal_id) VALUES (NOW(3), 'system', 'x', 1, 'x', 2)",
      2,
      /应有3条记录,实有4条,多了1条/,
    ],
    ["event moved to another seal", "UPDATE event SET seal_id = 2 WHERE id = 4", 2, /多了1条/],
    ["event taken out of its seal", "UPDATE event SET seal_id = NULL WHERE id = 5", 3, /少了1条/],
    ["removed seal", "DELETE FROM event_seal WHERE id = 3", 3, /第3号封条不见了,它封着2条记录/],
    ["changed hash", "UPDATE event_seal SET hash = REPEAT('0', 64) WHERE id = 3", 3, /封条本身被改过/],
    ["changed first link", "UPDATE event_seal SET hash = REPEAT('0', 64) WHERE id = 1", 1, /开头/],
    ["changed count", "UPDATE event_seal SET count = 9 WHERE id = 4", 4, /应有9条/],
  ];
  for (const [what, sql, sealId, words] of meddling) {
    it(`finds a ${what}, and says where`, async () => {
      await chain();
      expect(await verify()).to.include({ ok: true, seals: 3, events: 7, unsealed: 1 });
      await meddle(sql);
      const found = await verify();
      expect(found).to.include({ ok: false, sealId });
      expect(found).to.have.property("words").that.matches(words);
    });
  }

  it("finds that a seal and all that it held were removed", async () => {
    await chain();
    await meddle("DELETE FROM event WHERE seal_id = 3");
    await meddle("DELETE FROM event_seal WHERE id = 3");
    expect(await verify()).to.deep.equal({
      ok: false,
      sealId: 4,
      words: "第4号封条:与前一号封条(第2号)接不上",
    });
  });
});
