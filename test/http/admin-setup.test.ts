import { expect } from "chai";
import { seedDemo } from "../../seeds/demo.ts";
import { bindContact, contactFor } from "../../src/actions/contacts.ts";
import { table, useAdminDesk } from "../support/admin-desk.ts";
import { aPerson, useTestHouse } from "../support/house.ts";

describe("the administrators' first set-up", () => {
  const test = useTestHouse();
  const desk = useAdminDesk(test);
  const { account, csrfOf, send, enter, setUpBureau, setUpAll } = desk;

  it("the first step makes the account the administrator's, and shuts the door for accounts of nobody", async () => {
    await account("second", null);
    const [stranger, strangersPassword] = [desk.anotherBrowser(), desk.password];
    await test.db.query("DELETE FROM account WHERE name = 'admin'");
    await account("admin", null);
    await enter();
    expect((await desk.browser.get("/admin/codes")).headers.location).to.equal("/admin/setup/bureau");
    const { headers } = await send("/admin/setup/bureau", {
      bureau: "青禾县教育体育局",
      administrator: "林晓静",
      offices: "信息办、宣传科",
    });
    expect(headers.location).to.equal("/admin/setup/units");
    expect((await desk.browser.get("/admin")).text).to.include("青禾县教育体育局");
    expect((await desk.browser.get("/admin/setup/bureau")).text).to.not.include("您的姓名");
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
    const { status, text } = await desk.browser.get("/admin");
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

  it("codes are made by sending the form, shown once, and bind", async () => {
    await setUpAll();
    expect((await desk.browser.get("/admin/codes")).text).to.include("<strong>4</strong> 人没有绑定");
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
    expect((await desk.browser.get("/admin/codes")).text).to.not.include(card?.[1] ?? "");
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
    const { text } = await desk.browser.get("/admin");
    expect(text).to.include("演示数据").and.include("方案里要留意的");
    expect((await send("/admin/codes", { unit: "" })).text).to.include("code-card");
    for (const path of ["/admin/setup/bureau", "/admin/setup/units"])
      expect((await desk.browser.get(path)).text, path).to.include("请先移除演示数据");
    const refused = await send("/admin/setup/units", { table, confirm: "yes" }, "/admin/codes");
    expect([refused.status, refused.text.includes("请先移除演示")]).to.deep.equal([409, true]);
  });

  it("in the demo an account of nobody says who it is", async () => {
    await test.act(seedDemo);
    await enter();
    const [lin] = await test.db.query("SELECT id FROM person WHERE name = '林晓静'");
    const { headers } = await send("/admin/setup/bureau", { me: String(lin.id) });
    expect(headers.location).to.equal("/admin");
    expect((await desk.browser.get("/admin")).status).to.equal(200);
  });
});
