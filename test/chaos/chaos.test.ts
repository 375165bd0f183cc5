import { expect } from "chai";
import { underFire } from "./fire.ts";
import { planOf } from "./plan.ts";
import { isWell, lineOf, tableOf } from "./report.ts";
import { Talker } from "./talker.ts";

describe("a run under fire", () => {
  it("loses, mistakes, swaps and doubles nothing while a replica and the database are killed", async function () {
    this.timeout(120_000);
    // With this seed a replica is killed first and then the database.
    const outcome = await underFire({ seed: 1, seconds: 3, replicas: 2, people: 6 }, () => undefined);

    expect(isWell(outcome), tableOf(outcome)).to.equal(true);
    expect(outcome.blows).to.include({ "kill-replica": 1, "kill-database": 1 });
    expect(outcome.processed).to.be.greaterThan(5);
    expect(JSON.parse(lineOf(outcome))).to.include({ ok: true, lost: 0, misattributed: 0, misordered: 0 });
  });

  it("follows the same plan for the same seed, with every kind of blow", () => {
    const plan = planOf({ seed: 5, seconds: 60, replicas: 3 });
    expect(planOf({ seed: 5, seconds: 60, replicas: 3 })).to.deep.equal(plan);
    expect(planOf({ seed: 6, seconds: 60, replicas: 3 })).not.to.deep.equal(plan);
    expect(new Set(plan.map(({ what }) => what)).size).to.equal(4);
  });

  it("lets people write the same for the same seed", () => {
    const writes = (seed: number): string[] => {
      const persona = {
        name: "王秀兰",
        personId: 1,
        phones: ["a", "b"],
        assignmentId: 1,
        code: "K1",
        shares: false,
      };
      const talker = new Talker(persona, seed);
      return Array.from({ length: 30 }, (_, turn) => {
        const words = talker.writes(turn);
        const meant = words.at(-1)?.intent;
        talker.reads(`${meant ? `✔ 第${meant.no}题已记“${meant.value}”。` : ""}第${(turn % 12) + 1}/12题`);
        return words.map(({ phone, text }) => `${phone} ${text}`).join(" ");
      });
    };
    expect(writes(1)).to.deep.equal(writes(1)).and.not.to.deep.equal(writes(2));
  });
});
