import { expect } from "chai";
import { openTestApi, type TestApi } from "../../support/api.ts";
import { aHolder } from "../../support/campaigns.ts";
import { aUnit, openTestHouse, type TestHouse } from "../../support/house.ts";

describe("the API's door", () => {
  let test: TestHouse;
  let api: TestApi;
  let admin: string;
  let bureauId: number;

  before(async () => {
    test = await openTestHouse();
    api = await openTestApi(test);
  });
  beforeEach(async () => {
    await test.clear();
    api.bugs.length = 0;
    const bureau = await aUnit(test, { kind: "bureau", name: "教体局" });
    bureauId = bureau.id;
    admin = await api.tokenFor((await aHolder(test, bureau, "bureau-admin", "林晓静")).id);
  });
  afterEach(() => expect(api.bugs).to.deep.equal([]));
  after(async () => {
    await api.close();
    await test.close();
  });

  const school = (name: string, headers: Record<string, string> = {}) =>
    api.call("POST", "/units", {
      token: admin,
      body: { name, kind: "affiliated", parentId: bureauId },
      headers,
    });

  it("lets nobody in who has not signed in, and says so as a problem", async () => {
    const { status, body, headers } = await api.call("GET", "/units");
    expect(status).to.equal(401);
    expect(body).to.deep.equal({
      type: "urn:duban:problem:not-signed-in",
      title: "请先登录",
      status: 401,
      code: "not-signed-in",
    });
    expect(headers.get("Content-Type")).to.contain("application/problem+json");
  });

  it("creates, answers with a version, and changes only the version that is meant", async () => {
    const made = await school("实验小学");
    expect(made.status).to.equal(201);
    expect(made.headers.get("ETag")).to.equal('"1"');
    const path = `/units/${made.body.id}/name`;
    const rename = (name: string, headers: Record<string, string>) =>
      api.call("PUT", path, { token: admin, body: { name }, headers });
    expect((await rename("第一实验小学", {})).body.code).to.equal("version-wanted");
    expect((await rename("第一实验小学", { "If-Match": '"1"' })).body).to.include({ version: 2 });
    const late = await rename("第二实验小学", { "If-Match": '"1"' });
    expect(late.status).to.equal(412);
    expect(late.body.facts.current).to.include({ name: "第一实验小学", version: 2 });
  });

  it("answers 304 to a reader who has the newest version", async () => {
    const { body } = await school("实验小学");
    const read = await api.call("GET", `/units/${body.id}`, {
      token: admin,
      headers: { "If-None-Match": '"1"' },
    });
    expect(read.status).to.equal(304);
  });

  it("does a repeated call once, two at once too, and refuses the key for another call", async () => {
    const headers = { "Idempotency-Key": "key-12345678" };
    const both = await Promise.all([school("实验小学", headers), school("实验小学", headers)]);
    expect(both.map((each) => each.status)).to.deep.equal([201, 201]);
    expect(both[0]?.body).to.deep.equal(both[1]?.body);
    const list = await api.call("GET", "/units?kind=affiliated", { token: admin });
    expect(list.body.items).to.have.length(1);
    expect((await school("别的小学", headers)).body.title).to.contain("Idempotency-Key");
  });

  it("pages through a list with a cursor", async () => {
    for (const name of ["一小", "二小", "三小"]) await school(name);
    const first = await api.call("GET", "/units?kind=affiliated&limit=2", { token: admin });
    const second = await api.call("GET", `/units?kind=affiliated&limit=2&after=${first.body.next}`, {
      token: admin,
    });
    const names = [...first.body.items, ...second.body.items].map((unit: { name: string }) => unit.name);
    expect(names).to.deep.equal(["一小", "二小", "三小"]);
    expect((await api.call("GET", "/units?after=abc", { token: admin })).status).to.equal(422);
    expect((await api.call("GET", "/units?limit=201", { token: admin })).status).to.equal(422);
  });

  it("names every field that is wrong, in Chinese, and takes none that it does not know", async () => {
    const { status, body } = await api.call("POST", "/units", {
      token: admin,
      body: { name: "", kind: "castle", parentId: "1", demo: true },
    });
    expect(status).to.equal(422);
    expect(body.facts.problems).to.have.deep.members([
      { field: "demo", message: "没有这一项" },
      { field: "name", message: "不能为空" },
      { field: "kind", message: "只能是:bureau、office、central-school、school、affiliated" },
      { field: "parentId", message: "应为整数" },
    ]);
  });

  it("refuses bodies that are not JSON, too deep, too large, or hold what cannot be stored", async () => {
    const post = (body: string, type = "application/json") =>
      api.call("POST", "/units", { token: admin, body, headers: { "Content-Type": type } });
    expect((await post("{")).status).to.equal(422);
    expect((await post("{}", "text/plain")).status).to.equal(415);
    expect((await post("[".repeat(5_000))).body.title).to.contain("嵌套");
    expect((await post(JSON.stringify({ name: "长".repeat(400_000) }))).status).to.equal(413);
    expect((await post('{"name":"\\u0000","kind":"school","parentId":1}')).body.title).to.contain("不能保存");
    expect((await post('{"__proto__":{"x":1},"name":"a","kind":"school","parentId":1}')).status).to.equal(
      422,
    );
  });

  it("says which methods an address knows, and that others do not exist", async () => {
    const wrong = await api.call("PATCH", "/units", { token: admin });
    expect(wrong.status).to.equal(405);
    expect(wrong.headers.get("Allow")).to.equal("GET, POST");
    expect((await api.call("GET", "/castles", { token: admin })).status).to.equal(404);
    expect((await api.call("GET", "/units/9999", { token: admin })).status).to.equal(404);
    expect((await api.call("GET", "/units/1e1", { token: admin })).status).to.equal(404);
  });

  it("lets a token that may only read change nothing", async () => {
    const [{ id }] = await test.db.query("SELECT person_id AS id FROM post WHERE role = 'bureau-admin'");
    const token = await api.tokenFor(id, "read");
    expect((await api.call("GET", "/units", { token })).status).to.equal(200);
    const tried = await api.call("POST", "/units", {
      token,
      body: { name: "实验小学", kind: "affiliated", parentId: bureauId },
    });
    expect(tried.status).to.equal(403);
    expect(tried.body.title).to.contain("只能查看");
  });
});
