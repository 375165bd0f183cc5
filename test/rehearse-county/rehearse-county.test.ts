import { expect } from "chai";
import { rehearse } from "./rehearsal.ts";

describe("a campaign in simulated time", function () {
  this.timeout(120_000);

  it("of eight units goes from publication to archive, and everything is as the plain model says", async () => {
    const order = { seed: 2, units: 8, people: 40, until: "2018-08-18" };

    const { differences, figures } = await rehearse(order, () => undefined);

    expect(differences).to.deep.equal([]);
    expect(figures).to.include({ units: 8, people: 40, assignments: 85 });
    expect(figures.reminders).to.be.above(10);
    expect(figures.answers).to.be.above(100);
  });
});
