import { expect } from "chai";
import { Account } from "../entities/account.ts";
import { Assignment } from "../entities/assignment.ts";
import { Campaign } from "../entities/campaign.ts";
import { Person } from "../entities/person.ts";
import { removeDemo } from "../seeds/remove-demo.ts";
import { firstAccount, firstStart, installDemo } from "../src/first-start.ts";
import { verifyPassword } from "../src/password.ts";
import { aPost, aUnit, useTestHouse } from "./support/house.ts";

describe("the first start", () => {
  const test = useTestHouse();

  const start = (empty = false) => test.act((work) => firstStart(work, { empty }));

  it("writes the demo, publishes its campaign, and does so once", async () => {
    expect(await start()).to.equal(true);
    expect((await test.db.find(Campaign)).map((each) => [each.state, each.demo])).to.deep.equal([
      ["active", true],
    ]);
    const tasks = await test.db.count(Assignment);
    expect(tasks).to.be.above(100);
    expect(await start()).to.equal(false);
    expect(await test.db.count(Assignment)).to.equal(tasks);
  });

  it("does not bring back a demo that was removed, unless asked to", async () => {
    await start();
    await test.act(removeDemo);
    expect(await start()).to.equal(false);
    expect(await test.db.count(Person)).to.equal(0);
    await test.act(installDemo);
    expect(await test.db.count(Campaign)).to.equal(1);
    await test.act(installDemo);
    expect(await test.db.count(Campaign)).to.equal(1);
  });

  it("stays empty when told so, also at later starts", async () => {
    expect(await start(true)).to.equal(false);
    expect(await start()).to.equal(false);
    expect(await test.db.count(Campaign)).to.equal(0);
  });

  it("puts no demo beside real units", async () => {
    await aUnit(test);
    expect(await start()).to.equal(false);
    expect(await test.db.count(Campaign)).to.equal(0);
  });

  it("makes the administrator's account once, for the bureau's administrator", async () => {
    const admin = await aPost(test, { role: "bureau-admin" });
    const made = await test.act(firstAccount);
    const [account] = await test.db.find(Account);
    expect(account).to.include({ name: "admin", personId: admin.personId, mustChange: true });
    expect(await verifyPassword(made?.password ?? "", account?.passwordHash ?? "")).to.equal(true);
    expect(await test.act(firstAccount)).to.equal(null);
  });

  it("makes an account that is nobody's yet where there is no administrator", async () => {
    await test.act(firstAccount);
    expect((await test.db.find(Account))[0]?.personId).to.equal(null);
  });
});
