import { expect } from "chai";
import { apiRoutes } from "../../../src/http/api/routes.ts";
import { httpServer } from "../../../src/http/server.ts";
import { openTestApi, type TestApi } from "../../support/api.ts";
import { aNewcomer, anAccount, Browser, entered, own } from "../../support/browser.ts";
import { aHolder } from "../../support/campaigns.ts";
import { openTestHouse, type TestHouse } from "../../support/house.ts";

const minute = 60_000;

describe("signing in over the API", function () {
  this.timeout(20_000);
  let test: TestHouse;
  let api: TestApi;
  let bureauId: number;
  let personId: number;
  /** 林晓静's generated password. */
  let first: string;

  before(async () => {
    test = await openTestHouse();
    api = await openTestApi(test);
  });
  beforeEach(async () => {
    await test.clear();
    api.bugs.length = 0;
    ({ bureauId, personId, first } = await aNewcomer(test));
  });
  afterEach(() => expect(api.bugs).to.deep.equal([]));
  after(async () => {
    await api.close();
    await test.close();
  });

  const wait = (milliseconds: number) =>
    test.clock.moveTo(new Date(test.clock.now().getTime() + milliseconds));
  const school = { name: "实验小学", kind: "affiliated" };
  const schools = async (): Promise<number> =>
    Number((await test.db.query("SELECT COUNT(*) AS n FROM unit WHERE kind = 'affiliated'"))[0].n);

  const enter = () => entered(test, api);

  describe("with name and password", () => {
    it("keeps the session in a cookie that no script reads and no other page sends", async () => {
      const { status, headers, body } = await new Browser(api).signIn(" Lin.XiaoJing ", first);
      expect(status).to.equal(200);
      const cookies = headers.getSetCookie();
      expect(cookies).to.have.length(1);
      const attributes = cookies[0]?.toLowerCase().split("; ").slice(1);
      expect(attributes).to.have.members(["path=/", "samesite=strict", "httponly"]);
      expect(headers.get("Cache-Control")).to.equal("no-store");
      expect(JSON.stringify(body)).not.to.contain(cookies[0]?.split(/[=;]/)[1]);
    });

    it("has the cookie sent over TLS alone when that is how it was asked for", async () => {
      const parts = { house: test.house, clock: test.clock, wall: test.clock };
      const server = httpServer({
        log: { error: (facts) => api.bugs.push(facts) },
        routes: [apiRoutes(parts, api.operations, "0.0.0")],
        behindProxy: true,
      });
      const port = await server.listen(0, "127.0.0.1");
      const { headers } = await fetch(`http://127.0.0.1:${port}/api/v1/session`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Forwarded-Proto": "https" },
        body: JSON.stringify({ name: "lin.xiaojing", password: first }),
      });
      await server.close();
      expect(headers.getSetCookie()[0]?.toLowerCase().split("; ")).to.include("secure");
    });

    it("lets a newcomer do nothing but change the password, sign out, and see who he is", async () => {
      const browser = new Browser(api);
      expect((await browser.signIn("lin.xiaojing", first)).body.mustChange).to.equal(true);
      for (const each of api.operations.filter(({ method, who }) => method === "get" && who !== "guest")) {
        const { body } = await browser.call("GET", each.path.replace(/\{\w+\}/g, "1"));
        expect(body, each.id).to.include({ code: "password-first" });
      }
      const tried = await browser.call("POST", "/units", { ...school, parentId: bureauId });
      expect(tried.body.code).to.equal("password-first");
      const expiresAt = new Date(test.clock.now().getTime() + minute).toISOString();
      const token = await browser.call("POST", "/tokens", { name: "小程序", scope: "write", expiresAt });
      expect(token.body.code).to.equal("password-first");
      expect((await browser.call("GET", "/session")).body).to.include({ mustChange: true });
    });

    it("takes a password of one's own that is long enough and new, and signs the others out", async () => {
      const [here, elsewhere] = [new Browser(api), new Browser(api)];
      await here.signIn("lin.xiaojing", first);
      await elsewhere.signIn("lin.xiaojing", first);
      const change = async (old: string, fresh: string) =>
        (await here.call("PUT", "/session/password", { old, fresh })).status;
      expect(await change(first, "短口令")).to.equal(422);
      expect(await change(first, first)).to.equal(422);
      expect(await change("不是这个口令呀不是", own)).to.equal(403);
      expect(await change(first, own)).to.equal(204);
      expect((await here.call("GET", "/units")).status).to.equal(200);
      expect((await elsewhere.call("GET", "/session")).status).to.equal(401);
      expect((await elsewhere.signIn("lin.xiaojing", first)).status).to.equal(401);
    });
  });

  describe("and what other pages could send", () => {
    it("changes nothing without the session's own CSRF token", async () => {
      const [mine, other] = [await enter(), await enter()];
      const body = { ...school, parentId: bureauId };
      for (const csrf of [
        "",
        "x",
        mine.csrf.slice(1),
        `${mine.csrf}x`,
        mine.csrf.toUpperCase(),
        other.csrf,
      ]) {
        const tried = await mine.call("POST", "/units", body, { "X-CSRF-Token": csrf });
        expect([tried.status, tried.body.code], csrf).to.deep.equal([403, "csrf"]);
      }
      expect(await schools()).to.equal(0);
      expect((await mine.call("POST", "/units", body)).status).to.equal(201);
    });

    it("takes none of the bodies that a foreign form can send", async () => {
      const mine = await enter();
      const body = JSON.stringify({ ...school, parentId: bureauId });
      for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]) {
        const tried = await mine.call("POST", "/units", body, { "Content-Type": type });
        expect([tried.status, tried.body.code], type).to.deep.equal([415, "not-json"]);
        const foreign = await new Browser(api).call("POST", "/session", body, { "Content-Type": type });
        expect(foreign.status).to.equal(415);
      }
      expect(await schools()).to.equal(0);
    });

    it("changes nothing by a reading, whatever the reading", async () => {
      const mine = await enter();
      const before = await sums();
      // What leaves as a file is logged, and nothing else.
      for (const { path } of api.operations.filter(
        ({ method, answer }) => method === "get" && answer !== "file",
      )) {
        const way = path.replace("{personId}", String(personId)).replace("{unitId}", String(bureauId));
        for (const method of ["GET", "HEAD"])
          await mine.call(method, way.replace(/\{\w+\}/g, "1"), undefined, { "X-HTTP-Method": "DELETE" });
      }
      expect(await sums()).to.deep.equal(before);
    });

    /** What every table holds. */
    async function sums(): Promise<unknown> {
      const tables = (await test.db.query("SHOW TABLES")).map((row: object) => Object.values(row)[0]);
      return test.db.query(`CHECKSUM TABLE ${tables.map((name: string) => `\`${name}\``).join(", ")}`);
    }
  });

  describe("and out again", () => {
    it("forgets the session on signing out, in the browser and in the house", async () => {
      const browser = await enter();
      const { cookie } = browser;
      const out = await browser.call("DELETE", "/session");
      expect(out.status).to.equal(204);
      expect(out.headers.getSetCookie()[0]).to.match(/^duban_session=;.*expires=thu, 01 jan 1970/i);
      browser.cookie = cookie;
      expect((await browser.call("GET", "/units")).status).to.equal(401);
    });

    it("stops a browser at once that was signed out from another, and only one's own", async () => {
      const [here, there] = [await enter(), await enter()];
      const { items } = (await here.call("GET", "/sessions")).body;
      const other = items.find((each: { current: boolean }) => !each.current);
      const stranger = new Browser(api);
      await stranger.signIn("zhou", await anAccount(test, "zhou", personId));
      await stranger.call("PUT", "/session/password", { old: "", fresh: own });
      expect((await here.call("DELETE", `/sessions/${other.id}`)).status).to.equal(204);
      expect((await there.call("GET", "/units")).status).to.equal(401);
      expect((await here.call("DELETE", `/sessions/${other.id}`)).status).to.equal(404);
      expect((await here.call("DELETE", "/sessions/%25")).status).to.equal(404);
      expect((await stranger.call("GET", "/session")).status).to.equal(200);
      expect((await here.call("DELETE", "/sessions")).status).to.equal(204);
      expect((await here.call("GET", "/units")).status).to.equal(401);
    });

    it("stops an account at once that was closed, or whose password was set anew", async () => {
      const mine = await enter();
      const bureau = { id: bureauId } as Parameters<typeof aHolder>[1];
      const zhou = (await aHolder(test, bureau, "bureau-admin", "周敏")).id;
      for (const [action, path] of [
        ["zhou.one", "disable"],
        ["zhou.two", "password"],
      ] as const) {
        const browser = new Browser(api);
        await browser.signIn(action, await anAccount(test, action, zhou));
        const { items } = (await mine.call("GET", "/accounts")).body;
        const { id } = items.find((each: { name: string }) => each.name === action);
        expect((await mine.call("POST", `/accounts/${id}/${path}`)).status).to.be.lessThan(300);
        expect((await browser.call("GET", "/session")).status).to.equal(401);
      }
    });

    it("ends after two hours unused and after twelve in any case", async () => {
      const rested = await enter();
      const used = await enter();
      for (let hour = 1; hour <= 12; hour++) {
        const { status } = await used.call("GET", "/session");
        expect(status).to.equal(200);
        if (hour === 3) expect((await rested.call("GET", "/session")).status).to.equal(401);
        wait(60 * minute);
      }
      expect((await used.call("GET", "/session")).status).to.equal(401);
    });
  });
});
