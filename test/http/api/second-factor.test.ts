import { expect } from "chai";
import { Secret, TOTP } from "otpauth";
import { openTestApi, type TestApi } from "../../support/api.ts";
import { aNewcomer, Browser, entered, own } from "../../support/browser.ts";
import { openTestHouse, type TestHouse } from "../../support/house.ts";

const minute = 60_000;

describe("second factors and tokens over the API", function () {
  this.timeout(20_000);
  let test: TestHouse;
  let api: TestApi;
  let bureauId: number;

  before(async () => {
    test = await openTestHouse();
    api = await openTestApi(test);
  });
  beforeEach(async () => {
    await test.clear();
    api.bugs.length = 0;
    ({ bureauId } = await aNewcomer(test));
  });
  afterEach(() => expect(api.bugs).to.deep.equal([]));
  after(async () => {
    await api.close();
    await test.close();
  });

  const wait = (milliseconds: number) =>
    test.clock.moveTo(new Date(test.clock.now().getTime() + milliseconds));
  const enter = () => entered(test, api);
  const school = { name: "实验小学", kind: "affiliated" };

  describe("with a second factor", () => {
    let secret: string;
    let recovery: string[];
    const code = () =>
      new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: test.clock.now().getTime() });

    async function enrolled(): Promise<Browser> {
      const browser = await enter();
      ({ secret } = (await browser.call("POST", "/second-factor")).body);
      wait(minute);
      const confirmed = await browser.call("POST", "/second-factor/confirm", { code: code() });
      recovery = confirmed.body.recoveryCodes;
      return browser;
    }
    async function ticket(): Promise<string> {
      const answer = await new Browser(api).signIn("lin.xiaojing", own);
      expect(answer.body).to.include({ state: "second-factor", csrf: null });
      expect(answer.headers.getSetCookie()).to.deep.equal([]);
      return answer.body.ticket;
    }
    const finish = async (given: string, ofTicket?: string) =>
      (await new Browser(api).finish(ofTicket ?? (await ticket()), given)).status;

    it("is on only when the first right code was shown, and then cannot be made anew", async () => {
      const browser = await enter();
      const made = await browser.call("POST", "/second-factor");
      ({ secret } = made.body);
      expect(made.body.uri).to.contain(secret);
      expect((await browser.call("POST", "/second-factor/confirm", { code: "000000" })).status).to.equal(403);
      expect((await new Browser(api).signIn("lin.xiaojing", own)).body.state).to.equal("signed-in");
      expect((await browser.call("POST", "/second-factor/confirm", { code: code() })).status).to.equal(200);
      expect((await browser.call("POST", "/second-factor")).status).to.equal(409);
      expect((await browser.call("GET", "/second-factor")).body).to.deep.equal({
        on: true,
        recoveryCodesLeft: 10,
      });
    });

    it("takes a code once, and none that was shown before", async () => {
      await enrolled();
      expect(await finish(code())).to.equal(401);
      wait(minute);
      const good = code();
      expect(await finish(good)).to.equal(200);
      expect(await finish(good)).to.equal(401);
      wait(minute);
      const [one, other] = [await ticket(), await ticket()];
      const both = await Promise.all([finish(code(), one), finish(code(), other)]);
      expect(both.sort((a, b) => a - b)).to.deep.equal([200, 401]);
    });

    it("takes each recovery code once, and a ticket once and for five minutes", async () => {
      await enrolled();
      const used = await ticket();
      expect(await finish(recovery[0] ?? "", used)).to.equal(200);
      expect(await finish(recovery[1] ?? "", used)).to.equal(401);
      expect(await finish(recovery[0] ?? "")).to.equal(401);
      expect(await finish(recovery[1] ?? "")).to.equal(200);
      const late = await ticket();
      wait(5 * minute);
      expect(await finish(recovery[2] ?? "", late)).to.equal(401);
      expect(await finish(recovery[2] ?? "")).to.equal(200);
    });

    it("locks the name after five wrong codes, fifty at once too", async () => {
      await enrolled();
      wait(minute);
      const tickets = [await ticket(), await ticket()];
      const tries = Array.from({ length: 50 }, (_, one) => finish("000000", tickets[one % 2]));
      const statuses = await Promise.all(tries);
      expect(statuses.filter((status) => status === 401)).to.have.length(4);
      expect(statuses.filter((status) => status === 429)).to.have.length(46);
      expect((await new Browser(api).signIn("lin.xiaojing", own)).status).to.equal(429);
    });

    it("is turned off with password and code alone", async () => {
      const browser = await enrolled();
      wait(minute);
      const off = async (password: string, given: string) =>
        (await browser.call("POST", "/second-factor/disable", { password, code: given })).status;
      expect(await off("不是这个口令呀不是", code())).to.equal(403);
      expect(await off(own, "000000")).to.equal(403);
      expect(await off(own, code())).to.equal(204);
      expect((await new Browser(api).signIn("lin.xiaojing", own)).body.state).to.equal("signed-in");
    });
  });

  describe("with a token", () => {
    const inAnHour = () => new Date(test.clock.now().getTime() + 60 * minute).toISOString();
    const made = async (browser: Browser, scope: "read" | "write") =>
      (await browser.call("POST", "/tokens", { name: "数据看板", scope, expiresAt: inAnHour() })).body;

    it("shows it once, never in the list nor for a repeated call", async () => {
      const browser = await enter();
      const body = { name: "数据看板", scope: "write", expiresAt: inAnHour() };
      const key = { "Idempotency-Key": "dashboard-1" };
      const { token } = (await browser.call("POST", "/tokens", body, key)).body;
      const again = await browser.call("POST", "/tokens", body, key);
      expect(again.status).to.equal(409);
      const { items } = (await browser.call("GET", "/tokens")).body;
      expect(items).to.have.length(1);
      const kept = JSON.stringify([items, again.body, await test.db.query("SELECT * FROM api_token")]);
      expect(kept).not.to.contain(token);
    });

    it("lets it act without a cookie and without CSRF, a reading one only read", async () => {
      const browser = await enter();
      const body = { ...school, parentId: bureauId };
      const [writer, reader] = [await made(browser, "write"), await made(browser, "read")];
      expect((await api.call("POST", "/units", { token: reader.token, body })).status).to.equal(403);
      expect((await api.call("GET", "/units", { token: reader.token })).status).to.equal(200);
      expect((await api.call("POST", "/units", { token: writer.token, body })).status).to.equal(201);
    });

    it("lets it make no tokens, touch no password, factor or session", async () => {
      const { token } = await made(await enter(), "write");
      for (const [method, path, body] of [
        ["POST", "/tokens", { name: "再来一个", scope: "write", expiresAt: inAnHour() }],
        ["GET", "/tokens", undefined],
        ["GET", "/sessions", undefined],
        ["DELETE", "/sessions", undefined],
        ["POST", "/second-factor", undefined],
        ["PUT", "/session/password", { old: own, fresh: `${own}!` }],
      ] as const) {
        const { status } = await api.call(method, path, { token, ...(body ? { body } : {}) });
        expect(status, `${method} ${path}`).to.equal(403);
      }
    });

    it("stops it at its end, when it is revoked, and when its account is closed", async () => {
      const browser = await enter();
      const [one, two] = [await made(browser, "write"), await made(browser, "write")];
      const status = async ({ token }: { token: string }) =>
        (await api.call("GET", "/units", { token })).status;
      expect((await browser.call("DELETE", `/tokens/${one.id}`)).status).to.equal(204);
      expect(await status(one)).to.equal(401);
      expect(await status(two)).to.equal(200);
      wait(60 * minute);
      expect(await status(two)).to.equal(401);
      const past = { name: "x", scope: "read", expiresAt: test.clock.now().toISOString() };
      expect((await browser.call("POST", "/tokens", past)).status).to.equal(422);
    });

    it("is recognised by the whole of it, and shields a cookie that goes along", async () => {
      const browser = await enter();
      const { token } = await made(browser, "read");
      for (const wrong of [token.slice(0, -1), `${token}x`, token.toUpperCase(), "duban_", "x"]) {
        expect((await api.call("GET", "/units", { token: wrong })).status, wrong).to.equal(401);
        const both = await browser.call("GET", "/units", undefined, { Authorization: `Bearer ${wrong}` });
        expect(both.status).to.equal(401);
      }
    });
  });
});
