import { expect } from "chai";
import { Event } from "../../entities/event.ts";
import { InventoryEntry } from "../../entities/inventory-entry.ts";
import { declareInventory, inventoryKinds, inventoryOf } from "../../src/actions/inventories.ts";
import { submitTask } from "../../src/actions/submissions.ts";
import {
  answerAll,
  aRunningCampaign,
  as,
  type Holder,
  type Running,
  reread,
  useCounty,
} from "../support/campaigns.ts";
import { useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";

describe("a unit's list of its media", () => {
  const test = useTestHouse();
  const county = useCounty(test);
  let running: Running;
  beforeEach(async () => {
    running = await aRunningCampaign(test, county, { items: [{ scope: "medium" }] });
  });

  const declare = (names: string[], who: Holder = county.wang) =>
    test.act((work) => declareInventory(work, running.selfCheck, "medium", names), as(who));
  const list = async () =>
    (await test.act((work) => inventoryOf(work, county.school.id, "medium"))).map(
      ({ kind, name }) => `${kind}:${name}`,
    );

  it("is what 王秀兰 declares, with the kind where the name is one, on record with the moment", async () => {
    await declare(["广播站", " 柳林校报 ", "广播站"]);
    expect(await list()).to.deep.equal(["广播站:广播站", "其他媒体:柳林校报"]);
    expect((await reread(test, running.selfCheck)).inventoryAt).to.deep.equal(test.clock.now());
    const [event] = await test.db.findBy(Event, { command: "declare-inventory" });
    expect(event).to.deep.include({
      actorId: county.wang.id,
      payload: { scope: "medium", names: ["广播站", "柳林校报"] },
    });
  });

  it("keeps its entries when it is declared again, adds new ones and retires the others", async () => {
    await declare(["广播站", "校报"]);
    const [radio] = await test.db.findBy(InventoryEntry, { name: "广播站" });
    await declare(["校园网", "广播站"]);
    expect(await list()).to.deep.equal(["广播站:广播站", "校园网:校园网"]);
    expect((await test.db.findOneByOrFail(InventoryEntry, { id: radio?.id ?? 0 })).retiredAt).to.equal(null);
    const [gone] = await test.db.findBy(InventoryEntry, { name: "校报" });
    expect(gone?.retiredAt, "it stays on record").to.deep.equal(test.clock.now());
  });

  it("may be empty: a zero report", async () => {
    await declare(["校报"]);
    await declare([]);
    expect(await list()).to.deep.equal([]);
    expect((await reread(test, running.selfCheck)).inventoryAt).not.to.equal(null);
  });

  it("takes no entry without a name", async () => {
    expect((await refusalOf(declare(["校报", " "]))).code).to.equal("invalid");
    expect(await list()).to.deep.equal([]);
  });

  it("is not declared by anybody who does not answer for the unit", async () => {
    for (const person of [county.admin, county.reviewer, county.centralHead]) {
      expect((await refusalOf(declare(["校报"], person))).code).to.equal("forbidden");
    }
    expect(await test.db.count(InventoryEntry)).to.equal(0);
  });

  it("is not changed for work that was handed in", async () => {
    await declare(["校报"]);
    await answerAll(test, county.wang, await reread(test, running.selfCheck));
    await test.act((work) => submitTask(work, running.selfCheck.id), as(county.wang));
    expect((await refusalOf(declare(["校报", "广播站"]))).code).to.equal("guard-failed");
    expect(await list()).to.deep.equal(["校报:校报"]);
  });

  it("offers five media, nine platforms and five kinds of target, none twice", () => {
    const kinds = Object.values(inventoryKinds).map((each) => each.kinds);
    expect(kinds.map((each) => new Set(each).size)).to.deep.equal([5, 9, 5]);
    expect(kinds.map((each) => each.length)).to.deep.equal([5, 9, 5]);
  });
});
