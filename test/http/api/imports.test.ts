import { expect } from "chai";
import { importOperations } from "../../../src/http/api/imports.ts";
import { apiRoutes } from "../../../src/http/api/routes.ts";
import { httpServer } from "../../../src/http/server.ts";
import { openUpload } from "../../../src/sheets/upload.ts";
import { openTestApi, type TestApi } from "../../support/api.ts";
import { aHolder } from "../../support/campaigns.ts";
import { aContact, aPost, aUnit, openTestHouse, type TestHouse } from "../../support/house.ts";

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
const told = (answer: Response): Promise<any> => answer.json() as Promise<any>;

const list = "单位,上级单位,类别,姓名,岗位,手机号\n柳河镇中心校,,中心校,魏春燕,责任人,13900000001\n";

describe("imports and exports over the API", function () {
  this.timeout(30_000);
  let test: TestHouse;
  let api: TestApi;
  let server: ReturnType<typeof httpServer>;
  let url: string;
  const bugs: unknown[] = [];
  let admin: string;

  before(async () => {
    test = await openTestHouse();
    api = await openTestApi(test);
    const parts = { house: test.house, clock: test.clock, wall: test.clock };
    const routes = [apiRoutes(parts, importOperations, "0.0.0")];
    server = httpServer({ log: { error: (facts) => bugs.push(facts) }, routes });
    url = `http://127.0.0.1:${await server.listen(0, "127.0.0.1")}/api/v1`;
  });
  beforeEach(async () => {
    await test.clear();
    const bureau = await aUnit(test, { kind: "bureau", name: "青禾县教育体育局" });
    admin = await api.tokenFor((await aHolder(test, bureau, "bureau-admin", "林晓静")).id);
  });
  afterEach(() => expect(bugs).to.deep.equal([]));
  after(async () => {
    await server.close();
    await api.close();
    await test.close();
  });

  const ask = (path: string, token = admin) =>
    fetch(`${url}${path}`, { headers: { Authorization: `Bearer ${token}` } });
  const send = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${admin}`, "Content-Type": "application/json", ...headers },
      body,
    });
  const check = (text = list) =>
    send("/imports?name=%E5%90%8D%E5%8D%95.csv", text, {
      "Content-Type": "application/octet-stream",
      "Idempotency-Key": `key-${text.length}-00000000`,
    });

  it("a list is looked at, applied once, and listed; a repeated call answers the same and keeps no cell", async () => {
    const answer = await check();
    expect(answer.status).to.equal(201);
    const row = await told(answer);
    expect(row).to.deep.include({ name: "名单.csv", by: "林晓静", state: "checked", rows: 1 });
    expect((await told(await check())).id).to.equal(row.id);
    const whole = await told(await ask(`/imports/${row.id}`));
    expect(whole).to.deep.include({ problems: [], planned: row.planned });
    const wish = JSON.stringify({ expectedHash: row.planHash });
    const [one, two] = await Promise.all([
      send(`/imports/${row.id}/apply`, wish),
      send(`/imports/${row.id}/apply`, wish),
    ]);
    expect([one.status, two.status]).to.deep.equal([200, 200]);
    const { items } = await told(await ask("/imports"));
    expect(items.map((each: { state: string }) => each.state)).to.deep.equal(["applied"]);
    expect(JSON.stringify(await test.db.query("SELECT answer FROM idempotent_answer"))).to.not.include(
      "魏春燕",
    );
  });

  it("bad rows are told, not applied unasked, and given back marked", async () => {
    const { id, planHash } = await told(await check(`${list}大王庄小学,,学校,王秀兰,校长,\n`));
    expect((await send(`/imports/${id}/apply`, JSON.stringify({ expectedHash: planHash }))).status).to.equal(
      409,
    );
    const stale = await send(`/imports/${id}/apply`, JSON.stringify({ expectedHash: "0".repeat(64) }));
    expect(stale.status).to.equal(412);
    expect((await told(stale)).facts.current).to.include({ id, planHash });
    const file = await ask(`/imports/${id}/errors`);
    expect(decodeURIComponent(file.headers.get("Content-Disposition") ?? "")).to.include("名单-错误.csv");
    expect(await file.text()).to.include('"错误"');
  });

  it("people leave as tables of what the caller may see, numbers masked and formulas harmless; each is logged", async () => {
    const { id, planHash } = await told(await check());
    await send(`/imports/${id}/apply`, JSON.stringify({ expectedHash: planHash }));
    const school = await aUnit(test, { name: "=1+1小学" });
    const head = await aHolder(test, school, "unit-head", "孟庆和");
    const csv = await (await ask("/exports/people?form=csv")).text();
    expect(csv).to.include('"柳河镇中心校","魏春燕","责任人","139****0001","未绑定"');
    expect(csv).to.include('"\'=1+1小学","孟庆和"');
    const own = await ask("/exports/people?form=csv", await api.tokenFor(head.id));
    expect((await own.text()).split("\r\n")).to.have.length(3);
    const book = Buffer.from(await (await ask("/exports/units")).arrayBuffer());
    expect((await openUpload({ name: "单位.xlsx", bytes: book })).rows).to.have.length(4);
    for (const what of ["media-accounts", "publications"])
      expect((await ask(`/exports/${what}`)).status).to.equal(200);
    const { items } = await told(await ask("/exports"));
    expect(items.map((each: { what: string; count: number }) => `${each.what} ${each.count}`)).to.deep.equal([
      "publications 0",
      "media-accounts 0",
      "units 3",
      "people 1",
      "people 3",
    ]);
  });

  it("codes are made for those who are not bound, as a page or a table, and count as an export", async () => {
    const { id: unitId } = await aUnit(test, { name: "大王庄小学" });
    const bound = await aPost(test, { unitId });
    await aContact(test, { personId: bound.personId });
    const fresh = await aPost(test, { unitId });
    const make = (more: object) => send("/code-sheets", JSON.stringify({ unitIds: [unitId], ...more }));
    const page = await make({ form: "html" });
    expect(page.headers.get("Content-Disposition")).to.match(/^attachment/);
    expect((await page.text()).match(/class="code"/g)).to.have.length(1);
    const book = Buffer.from(await (await make({ form: "xlsx", again: true })).arrayBuffer());
    const { rows } = await openUpload({ name: "码.xlsx", bytes: book });
    expect(rows.slice(1).every(({ cells }) => /^[2-9A-Z]{8}$/.test(cells[2] ?? ""))).to.equal(true);
    expect(rows).to.have.length(3);
    const codes = await test.db.query("SELECT person_id AS id FROM binding_code ORDER BY person_id");
    expect(codes).to.deep.equal([{ id: bound.personId }, { id: fresh.personId }]);
    expect((await make({ form: "html", unitIds: [999_999] })).status).to.equal(404);
    const { id: empty } = await aUnit(test);
    expect((await make({ form: "html", unitIds: [empty] })).status).to.equal(409);
    const { items } = await told(await ask("/exports"));
    expect(items.map((each: { count: number }) => each.count)).to.deep.equal([2, 1]);
  });

  it("others are not let in", async () => {
    const school = await aUnit(test);
    const token = await api.tokenFor((await aHolder(test, school, "staff", "罗小雨")).id);
    for (const path of ["/imports", "/imports/1", "/imports/1/errors", "/exports", "/exports/people"])
      expect((await ask(path, token)).status, path).to.equal(403);
  });
});
