import { expect } from "chai";
import { Campaign } from "../../entities/campaign.ts";
import { useAdminDesk } from "../support/admin-desk.ts";
import { useTestHouse } from "../support/house.ts";

describe("the administrators' pages of the plan", () => {
  const test = useTestHouse();
  const desk = useAdminDesk(test);
  const { send, setUpBureau, setUpAll } = desk;

  it("the plan is never dated by guessing", async () => {
    await setUpBureau();
    const preview = (query: string) => desk.browser.get(`/admin/setup/plan?${query}`);
    for (const [query, words] of [
      ["how=", "请在三种办法里选一种"],
      ["how=year&year=", "请填写年份"],
      ["how=year&year=18", "年份请写四位数"],
      ["how=issued&issuedOn=", "请填写下发日期"],
      ["how=issued&issuedOn=2026-02-31", "没有这个日期"],
      ["how=shift&shiftDays=", "请填写平移多少天"],
    ] as const) {
      const { status, text } = await preview(query);
      expect([status, text.includes(words)], query).to.deep.equal([422, true]);
    }
    expect(await test.db.count(Campaign)).to.equal(0);
  });

  it("every date is shown with its weekday, beside the plan's own, week-ends and past days marked", async () => {
    await setUpBureau();
    const plain = await desk.browser.get("/admin/setup/plan?how=year&year=2018&issuedOn=2018-08-13");
    expect(plain.text).to.include("日期照方案原文,没有移动").and.include("“即日起”按 2018年8月13日(周一) 算");
    expect(plain.text).to.include('2018年8月25日(周六)</span> <span class="mark rest">周末</span>');
    const moved = await desk.browser.get("/admin/setup/plan?how=issued&issuedOn=2026-08-10");
    expect(moved.text).to.include("晚 2919 天(417 周,星期几不变)");
    expect(moved.text).to.include("2026年8月14日(周五)").and.include("2018年8月17日(周五)");
    const past = await desk.browser.get("/admin/setup/plan?how=shift&shiftDays=-7&issuedOn=");
    expect(past.text).to.include('<span class="mark past">已过</span>');
  });

  it("a draft can be dated anew until it is published", async () => {
    await setUpAll();
    expect((await desk.browser.get("/admin/setup/plan")).text).to.include("已建成草稿");
    const doubled = await send("/admin/setup/plan", {
      how: "year",
      year: "2026",
      issuedOn: "",
      shiftDays: "",
    });
    expect(doubled.headers.location).to.equal("/admin/setup/plan");
    expect(await test.db.count(Campaign)).to.equal(1);
    await send("/admin/setup/plan/discard", {}, "/admin/setup/plan");
    await send("/admin/setup/plan", { how: "year", year: "2019", issuedOn: "", shiftDays: "" });
    const campaigns = await test.db.find(Campaign, { order: { id: "ASC" } });
    expect(campaigns.map(({ state, shiftDays }) => [state, shiftDays])).to.deep.equal([
      ["void", 0],
      ["draft", 364],
    ]);
  });

  it("publishing shows who cannot be reached and why, and notes who is told on paper", async () => {
    await setUpAll();
    const { text } = await desk.browser.get("/admin/setup/publish");
    expect(text).to.include("责任人王秀兰还没有绑定微信").and.include("没有责任人");
    const [school] = await test.db.query("SELECT code FROM unit WHERE name = '前营小学'");
    const [campaign] = await test.db.find(Campaign);
    const { headers } = await send("/admin/setup/publish", {
      campaign: String(campaign?.id),
      [`paper-${school.code}`]: "yes",
      "paper-made-up": "yes",
    });
    expect(headers.location).to.equal("/admin/setup/publish");
    const [published] = await test.db.find(Campaign);
    expect(published).to.deep.include({ state: "active", offlineUnits: [school.code] });
    expect((await desk.browser.get("/admin/setup/publish")).text).to.include("方案已发布");
    const overview = await desk.browser.get("/admin");
    expect(overview.text).to.include("待办").and.include("进行中");
    const again = await send(
      "/admin/setup/publish",
      { campaign: String(campaign?.id) },
      "/admin/setup/units",
    );
    expect(again.status).to.equal(409);
  });

  it("units that are registered after publishing get their work when the administrator says so", async () => {
    await setUpAll();
    const [campaign] = await test.db.find(Campaign);
    await send("/admin/setup/publish", { campaign: String(campaign?.id) });
    expect((await desk.browser.get("/admin/setup/publish")).text).to.not.include("补发任务");
    const late = "后营小学,柳河镇中心校,学校,段鹏,责任人";
    const { text } = await send("/admin/setup/units", { table: late, confirm: "yes" });
    expect(text).to.include("给新单位补发任务");
    expect((await desk.browser.get("/admin/setup/publish")).text).to.include("还有 9 项任务没有发给它们");
    await send("/admin/setup/publish/extend", {}, "/admin/setup/publish");
    expect((await desk.browser.get("/admin/setup/publish")).text).to.not.include("补发任务");
    const [row] = await test.db.query(
      "SELECT COUNT(*) AS count FROM assignment a JOIN unit u ON u.id = a.unit_id WHERE u.name = '后营小学'",
    );
    expect(Number(row.count)).to.equal(9);
  });
});
