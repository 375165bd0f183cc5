import { expect } from "chai";
import { type TOTP, URI } from "otpauth";
import request from "supertest";
import { Campaign } from "../../entities/campaign.ts";
import { seedDemo, seedPlan } from "../../seeds/demo.ts";
import { previewPlan } from "../../seeds/preview-plan.ts";
import { createAccount } from "../../src/actions/accounts.ts";
import type { Caller } from "../../src/actions/callers.ts";
import { bindContact, contactFor } from "../../src/actions/contacts.ts";
import { confirmSecondFactor, enrolSecondFactor } from "../../src/actions/second-factor.ts";
import { adminRoutes } from "../../src/http/admin/routes.ts";
import { httpServer } from "../../src/http/server.ts";
import { aPerson, useTestHouse } from "../support/house.ts";

const fresh = "秋天的第一场雨下了!";
const table = `单位,上级单位,类别,姓名,岗位
柳河镇中心校,,中心校,魏春燕,责任人
大王庄小学,柳河镇中心校,学校,王秀兰,责任人
前营小学,柳河镇中心校,学校,,
信息办,,,韩立新,科室经办人`;

type Agent = ReturnType<typeof request.agent>;

describe("the administrators' pages", function () {
  this.timeout(20_000);
  const test = useTestHouse();
  let app: ReturnType<ReturnType<typeof httpServer>["app"]["callback"]>;
  let browser: Agent;
  let password: string;
  const logged: unknown[] = [];
  before(() => {
    const routes = adminRoutes({
      house: test.house,
      clock: test.clock,
      wall: test.clock,
      makePlan: seedPlan,
      previewPlan,
    });
    const log = { error: (facts: object) => void logged.push(facts) };
    app = httpServer({ log, routes: [routes] }).app.callback();
  });
  beforeEach(async () => {
    logged.length = 0;
    browser = request.agent(app);
    await account("admin", null);
  });
  afterEach(() => expect(logged).to.deep.equal([]));

  async function account(name: string, personId: number | null): Promise<void> {
    ({ password } = await test.act((work) => createAccount(work, { name, personId })));
  }
  async function csrfOf(path: string, by = browser): Promise<string> {
    const { text } = await by.get(path);
    return /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? "";
  }
  /** Sends a form of the page at `from` with its token. */
  async function send(path: string, fields: Record<string, string>, from = path) {
    const csrf = await csrfOf(from);
    return browser
      .post(path)
      .type("form")
      .send({ csrf, ...fields });
  }
  const signIn = (given = password, name = "admin") => send("/admin/sign-in", { name, password: given });
  async function enter(name = "admin"): Promise<void> {
    await signIn(password, name);
    await send("/admin/password", { old: password, fresh, again: fresh });
  }
  async function setUpBureau(): Promise<void> {
    await enter();
    await send("/admin/setup/bureau", {
      bureau: "青禾县教育体育局",
      administrator: "林晓静",
      offices: "信息办\n宣传科\n安全科\n整改专项工作组",
    });
  }
  async function setUpAll(): Promise<void> {
    await setUpBureau();
    await send("/admin/setup/units", { table, confirm: "yes" });
    await send("/admin/setup/plan", { how: "year", year: "2018", issuedOn: "2018-08-13", shiftDays: "" });
  }

  it("nobody comes in without signing in", async () => {
    for (const path of ["/admin", "/admin/setup/units", "/admin/codes", "/admin/password"]) {
      const { status, headers } = await browser.get(path);
      expect([status, headers.location], path).to.deep.equal([303, "/admin/sign-in"]);
    }
    const { headers } = await browser.post("/admin/codes").type("form").send({ unit: "" });
    expect(headers.location).to.equal("/admin/sign-in");
  });

  it("the style and the icon are open; every page runs no script and is not kept", async () => {
    expect((await browser.get("/admin/style.css")).type).to.equal("text/css");
    expect((await browser.get("/admin/icon.svg")).status).to.equal(200);
    const { headers, text } = await browser.get("/admin/sign-in");
    expect(headers["content-security-policy"]).to.match(/^default-src 'none'; style-src 'self'/);
    expect(headers["cache-control"]).to.equal("no-store");
    expect(text).to.not.match(/<script|style=|onclick/);
  });

  it("the cookie is out of reach for scripts and foreign pages", async () => {
    const { headers, status } = await signIn();
    expect([status, headers.location]).to.deep.equal([303, "/admin/password"]);
    const cookie = String(headers["set-cookie"]);
    expect(cookie).to.match(/duban_session=[\w-]{43}; path=\/; samesite=strict; httponly/i);
  });

  it("a wrong password is told in words; the fifth locks; the name is kept and escaped", async () => {
    const wrong = await signIn("wrong", '"><script>alert(1)</script>');
    expect(wrong.status).to.equal(401);
    expect(wrong.text).to.include("登录名或口令不对").and.not.include("<script>");
    for (let time = 1; time <= 4; time++) expect((await signIn("wrong")).status).to.equal(401);
    const locked = await signIn("wrong");
    expect(locked.status).to.equal(429);
    expect(locked.text).to.include("锁到 09:15");
    expect((await signIn()).status).to.equal(429);
  });

  it("a sign-in from a page that is not ours is not even tried", async () => {
    const { status } = await browser.post("/admin/sign-in").type("form").send({ name: "admin", password });
    expect(status).to.equal(403);
    expect(await test.db.query("SELECT * FROM session")).to.be.empty;
  });

  it("the generated password must go before anything else", async () => {
    await signIn();
    for (const path of ["/admin", "/admin/setup/bureau", "/admin/codes"])
      expect((await browser.get(path)).headers.location, path).to.equal("/admin/password");
    const differ = await send("/admin/password", { old: password, fresh, again: `${fresh}x` });
    expect(differ.text).to.include("两次填写的新口令不一样");
    const short = await send("/admin/password", { old: password, fresh: "短口令", again: "短口令" });
    expect([short.status, short.text.includes("至少要10个字符")]).to.deep.equal([422, true]);
    const { headers } = await send("/admin/password", { old: password, fresh, again: fresh });
    expect(headers.location).to.equal("/admin");
  });

  it("a form without the right token changes nothing", async () => {
    await enter();
    const fields = { bureau: "青禾县教育体育局", administrator: "林晓静", offices: "" };
    for (const csrf of [undefined, "", "made up"]) {
      const { status, text } = await browser
        .post("/admin/setup/bureau")
        .type("form")
        .send({ ...fields, ...(csrf !== undefined && { csrf }) });
      expect([status, text.includes("刷新后再试")]).to.deep.equal([403, true]);
    }
    expect(await test.db.query("SELECT * FROM unit")).to.be.empty;
  });

  it("a second factor is asked on a page of its own, and only its code comes in", async () => {
    await signIn();
    const [{ id, name }] = await test.db.query("SELECT id, name FROM account");
    const caller: Caller = {
      kind: "session",
      accountId: id,
      personId: null,
      contactId: null,
      csrf: null,
      mustChange: true,
      readOnly: false,
      name,
      id: "",
    };
    const { uri } = await test.act((work) => enrolSecondFactor(work, caller));
    const shown = () => (URI.parse(uri) as TOTP).generate({ timestamp: test.clock.now().getTime() });
    await test.act((work) => confirmSecondFactor(work, caller, shown()));
    test.clock.moveTo(new Date(test.clock.now().getTime() + 30_000));
    browser = request.agent(app);
    const asked = await signIn();
    expect([asked.status, asked.text.includes("动态码")]).to.deep.equal([200, true]);
    expect((await browser.get("/admin")).headers.location).to.equal("/admin/sign-in");
    const answer = (page: string, code: string) => {
      const [csrf, ticket] = ["csrf", "ticket"].map(
        (field) => new RegExp(`name="${field}" value="([^"]+)"`).exec(page)?.[1] ?? "",
      );
      return browser.post("/admin/sign-in/code").type("form").send({ csrf, ticket, code });
    };
    const wrong = await answer(asked.text, "000000");
    expect([wrong.status, wrong.text.includes("动态码不对")]).to.deep.equal([401, true]);
    expect((await answer(wrong.text, shown())).headers.location).to.equal("/admin/password");
    const again = await answer(wrong.text, shown());
    expect([again.status, again.text.includes("登录页放得太久")]).to.deep.equal([401, false]);
    expect((await browser.get("/admin/sign-in/code")).headers.location).to.equal("/admin/sign-in");
  });

  it("signing out ends the session", async () => {
    await setUpBureau();
    const { headers } = await send("/admin/sign-out", {}, "/admin");
    expect(headers.location).to.equal("/admin/sign-in");
    expect((await browser.get("/admin")).headers.location).to.equal("/admin/sign-in");
    expect(await test.db.query("SELECT * FROM session")).to.be.empty;
    expect((await browser.get("/admin/sign-out")).status).to.equal(404);
  });

  it("what is not there is a page that says so", async () => {
    const { status, type, text } = await browser.get("/admin/nowhere");
    expect([status, type]).to.deep.equal([404, "text/html"]);
    expect(text).to.include("没有找到这个页面");
  });

  it("the first step makes the account the administrator's, and shuts the door for accounts of nobody", async () => {
    await account("second", null);
    const [stranger, strangersPassword] = [request.agent(app), password];
    await test.db.query("DELETE FROM account WHERE name = 'admin'");
    await account("admin", null);
    await enter();
    expect((await browser.get("/admin/codes")).headers.location).to.equal("/admin/setup/bureau");
    const { headers } = await send("/admin/setup/bureau", {
      bureau: "青禾县教育体育局",
      administrator: "林晓静",
      offices: "信息办、宣传科",
    });
    expect(headers.location).to.equal("/admin/setup/units");
    expect((await browser.get("/admin")).text).to.include("青禾县教育体育局");
    expect((await browser.get("/admin/setup/bureau")).text).to.not.include("您的姓名");
    const csrf = await csrfOf("/admin/sign-in", stranger);
    await stranger
      .post("/admin/sign-in")
      .type("form")
      .send({ csrf, name: "second", password: strangersPassword });
    await test.db.query("UPDATE account SET must_change = 0");
    expect((await stranger.get("/admin")).status).to.equal(403);
  });

  it("somebody who is no administrator is told so", async () => {
    const teacher = await aPerson(test);
    await account("teacher", teacher.id);
    await enter("teacher");
    const { status, text } = await browser.get("/admin");
    expect([status, text.includes("不是教体局管理员")]).to.deep.equal([403, true]);
  });

  it("a table is checked line by line, then looked at, then written", async () => {
    await setUpBureau();
    const wrong = await send("/admin/setup/units", { table: "<b>大王庄</b>,,学校,王秀兰,校长" });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include("第 1 行").and.include("不认识“校长”").and.include("&lt;b&gt;大王庄");
    const planned = await send("/admin/setup/units", { table });
    expect(planned.text).to.include("还没有写入").and.include("前营小学");
    expect(await test.db.query("SELECT * FROM unit WHERE kind = 'school'")).to.be.empty;
    const written = await send("/admin/setup/units", { table, confirm: "yes" });
    expect(written.text).to.include("已登记 3 个新单位、3 个岗位");
    const again = await send("/admin/setup/units", { table });
    expect(again.text).to.include("都登记过了");
  });

  it("the plan is never dated by guessing", async () => {
    await setUpBureau();
    const preview = (query: string) => browser.get(`/admin/setup/plan?${query}`);
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
    const plain = await browser.get("/admin/setup/plan?how=year&year=2018&issuedOn=2018-08-13");
    expect(plain.text).to.include("日期照方案原文,没有移动").and.include("“即日起”按 2018年8月13日(周一) 算");
    expect(plain.text).to.include('2018年8月25日(周六)</span> <span class="mark rest">周末</span>');
    const moved = await browser.get("/admin/setup/plan?how=issued&issuedOn=2026-08-10");
    expect(moved.text).to.include("晚 2919 天(417 周,星期几不变)");
    expect(moved.text).to.include("2026年8月14日(周五)").and.include("2018年8月17日(周五)");
    const past = await browser.get("/admin/setup/plan?how=shift&shiftDays=-7&issuedOn=");
    expect(past.text).to.include('<span class="mark past">已过</span>');
  });

  it("a draft can be dated anew until it is published", async () => {
    await setUpAll();
    expect((await browser.get("/admin/setup/plan")).text).to.include("已建成草稿");
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
    const { text } = await browser.get("/admin/setup/publish");
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
    expect((await browser.get("/admin/setup/publish")).text).to.include("方案已发布");
    const overview = await browser.get("/admin");
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
    expect((await browser.get("/admin/setup/publish")).text).to.not.include("补发任务");
    const late = "后营小学,柳河镇中心校,学校,段鹏,责任人";
    const { text } = await send("/admin/setup/units", { table: late, confirm: "yes" });
    expect(text).to.include("给新单位补发任务");
    expect((await browser.get("/admin/setup/publish")).text).to.include("还有 9 项任务没有发给它们");
    await send("/admin/setup/publish/extend", {}, "/admin/setup/publish");
    expect((await browser.get("/admin/setup/publish")).text).to.not.include("补发任务");
    const [row] = await test.db.query(
      "SELECT COUNT(*) AS count FROM assignment a JOIN unit u ON u.id = a.unit_id WHERE u.name = '后营小学'",
    );
    expect(Number(row.count)).to.equal(9);
  });

  it("codes are made by sending the form, shown once, and bind", async () => {
    await setUpAll();
    expect((await browser.get("/admin/codes")).text).to.include("<strong>4</strong> 人没有绑定");
    expect(await test.db.query("SELECT * FROM binding_code")).to.be.empty;
    const { text, headers } = await send("/admin/codes", { unit: "" });
    expect(headers["cache-control"]).to.equal("no-store");
    expect(text).to.include("绑定码(4 张)").and.include("2018年8月21日(周二) 前有效");
    const card = /王秀兰<\/strong> 大王庄小学<\/p>\s*<p class="code">([A-Z2-9]{4} [A-Z2-9]{4})<\/p>/.exec(
      text,
    );
    const bound = await test.act(async (work) =>
      bindContact(work, await contactFor(work, "simulator", "wx-1"), (card?.[1] ?? "").replace(" ", "")),
    );
    expect(bound).to.include({ kind: "bound", personName: "王秀兰" });
    expect((await browser.get("/admin/codes")).text).to.not.include(card?.[1] ?? "");
    const [school] = await test.db.query("SELECT id FROM unit WHERE name = '大王庄小学'");
    const nobody = await send("/admin/codes", { unit: String(school.id) });
    expect([nobody.status, nobody.text.includes("没有需要绑定码的人")]).to.deep.equal([409, true]);
    const again = await send("/admin/codes", { unit: String(school.id), again: "yes" });
    expect(again.text).to.include("绑定码(1 张)");
  });

  it("in the demo the administrator sees where it stands and prints codes, but registers nothing", async () => {
    await test.act(seedDemo);
    const [lin] = await test.db.query("SELECT id FROM person WHERE name = '林晓静'");
    await account("lin", lin.id);
    await enter("lin");
    const { text } = await browser.get("/admin");
    expect(text).to.include("演示数据").and.include("方案里要留意的");
    expect((await send("/admin/codes", { unit: "" })).text).to.include("code-card");
    for (const path of ["/admin/setup/bureau", "/admin/setup/units"])
      expect((await browser.get(path)).text, path).to.include("请先移除演示数据");
    const refused = await send("/admin/setup/units", { table, confirm: "yes" }, "/admin/codes");
    expect([refused.status, refused.text.includes("请先移除演示")]).to.deep.equal([409, true]);
  });

  it("in the demo an account of nobody says who it is", async () => {
    await test.act(seedDemo);
    await enter();
    const [lin] = await test.db.query("SELECT id FROM person WHERE name = '林晓静'");
    const { headers } = await send("/admin/setup/bureau", { me: String(lin.id) });
    expect(headers.location).to.equal("/admin");
    expect((await browser.get("/admin")).status).to.equal(200);
  });
});
