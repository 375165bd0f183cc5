import { expect } from "chai";
import { Campaign } from "../../entities/campaign.ts";
import { seedDemo } from "../../seeds/demo.ts";
import { removeDemo } from "../../seeds/remove-demo.ts";
import { publishCampaign } from "../../src/actions/campaigns.ts";
import { test, useHouse } from "./one-house.ts";
import { countsOf } from "./tables.ts";

/** Seeds and publishes; returns how many assignments that made. */
const publish = () =>
  test.act(async (work) => {
    await seedDemo(work);
    const { id } = await work.db.findOneByOrFail(Campaign, { demo: true });
    return publishCampaign(work, id);
  });

describe("publishing the demo", () => {
  useHouse();

  it("gives every unit its work, each in the hands of a responsible person", async () => {
    expect(await publish()).to.equal(36 * 9 + 12 * 3 + 4);
    const roles: { role: string | null }[] = await test.db.query(
      "SELECT DISTINCT o.role FROM assignment a LEFT JOIN post o ON o.id = a.post_id",
    );
    expect(roles.map(({ role }) => role)).to.deep.equal(["responsible"]);
  });

  it("has a first reminder due at once", async () => {
    await publish();
    const [due] = await test.db.query(
      `SELECT COUNT(*) AS count FROM reminder_fire f JOIN assignment a ON a.id = f.assignment_id
       JOIN unit u ON u.id = a.unit_id WHERE u.name = '大王庄小学' AND f.fire_at <= ?`,
      [test.clock.now()],
    );
    expect(Number(due.count)).to.be.greaterThan(0);
  });

  it("is undone without a trace but the log", async () => {
    await publish();
    await test.act(removeDemo);
    const left = Object.entries(await countsOf(test)).filter(([, count]) => count > 0);
    expect(left.map(([table]) => table)).to.deep.equal(["event", "setting"]);
  });
});
