import { expect } from "chai";
import request from "supertest";
import { createAccount } from "../../src/actions/accounts.ts";
import { adminRoutes } from "../../src/http/admin/routes.ts";
import { httpServer } from "../../src/http/server.ts";
import { addressOf, TalkingHouse } from "../support/talk.ts";

const fresh = "秋天的第一场雨下了!";

describe("the page of words that were not understood", function () {
  this.timeout(60_000);
  let house: TalkingHouse;
  before(async () => {
    house = await TalkingHouse.open();
  });
  after(() => house.close());

  /** Somebody with this role comes in through the door. */
  async function enter(role: string): Promise<ReturnType<typeof request.agent>> {
    const { test } = house;
    const [person]: { id: number }[] = await test.db.query(
      "SELECT person_id AS id FROM post WHERE role = ? ORDER BY id LIMIT 1",
      [role],
    );
    const name = `account-${role}`;
    const { password } = await test.act((work) => createAccount(work, { name, personId: person?.id ?? 0 }));
    const { clock } = test;
    const routes = adminRoutes({
      house: test.house,
      clock,
      wall: clock,
      makePlan: async () => 0,
      previewPlan: () => ({ title: "", shiftDays: 0, steps: [], warnings: [] }),
    });
    const log = { error: (facts: object) => void house.failures.push(facts) };
    const browser = request.agent(httpServer({ log, routes: [routes] }).app.callback());
    await send(browser, "/admin/sign-in", { name, password });
    await send(browser, "/admin/password", { old: password, fresh, again: fresh });
    return browser;
  }

  async function send(browser: Awaited<ReturnType<typeof enter>>, path: string, fields: object) {
    const csrf = /name="csrf" value="([^"]+)"/.exec((await browser.get(path)).text)?.[1] ?? "";
    return browser
      .post(path)
      .type("form")
      .send({ csrf, ...fields });
  }

  it("shows what 王秀兰 said three times in vain, escaped and without her name, and lets go of it", async () => {
    const words = "哎呀<b>王秀兰</b>整不明白你这一套咋整啊哈";
    await house.say(addressOf("王秀兰"), words);
    await house.say(addressOf("王秀兰"), words);
    const browser = await enter("bureau-admin");
    const { text } = await browser.get("/admin/unknown");
    expect(text).to.include("没听懂的话").and.include("哎呀&lt;b&gt;某人&lt;/b&gt;整不明白");
    expect(text).to.include('<td data-label="次数">2</td>').and.not.include("王秀兰");
    const id = /name="id" value="(\d+)"/.exec(text)?.[1];
    const { headers } = await send(browser, "/admin/unknown", { id });
    expect(headers.location).to.equal("/admin/unknown?page=1");
    expect((await browser.get("/admin/unknown")).text).to.include("目前没有听不懂的话");
    expect(house.failures).to.deep.equal([]);
  });

  it("is not 王秀兰's to see", async () => {
    const browser = await enter("responsible");
    expect((await browser.get("/admin/unknown")).status).to.equal(403);
  });
});
