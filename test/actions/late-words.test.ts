import { expect } from "chai";
import { fireReminders } from "../../src/actions/reminders.ts";
import { at } from "../../src/workdays.ts";
import { aRunningCampaign, useCounty } from "../support/campaigns.ts";
import { useTestHouse } from "../support/house.ts";
import { postOffice } from "../support/post-office.ts";

describe("the words of a reminder", () => {
  const test = useTestHouse();
  const office = postOffice(test);
  const county = useCounty(test);
  beforeEach(async () => {
    await aRunningCampaign(test, county);
    test.clock.moveTo(at("2018-08-15", "09:00"));
    await test.act(fireReminders);
  });

  const finished = (state: string) => test.db.query("UPDATE assignment SET state = ?", [state]);

  it("are found when it leaves, and kept", async () => {
    const taken = await office.takeOne();
    expect(taken.letter.text)
      .to.match(/^【督办提醒】王秀兰,您好!/)
      .and.contain("还剩16天");
    expect((await office.row(taken.id)).body).to.equal(taken.letter.text);
  });

  it("are not found when everything is done, and nothing is sent", async () => {
    await finished("submitted");
    expect(await office.take()).to.deep.equal([]);
    const rows = await test.db.query("SELECT status, body FROM outbox");
    expect(rows.map((row: object) => ({ ...row }))).to.deep.equal([{ status: "suppressed", body: null }]);
  });
});
