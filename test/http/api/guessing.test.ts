import { expect } from "chai";
import { issueCodes } from "../../../src/actions/contacts.ts";
import type { MiniProgram } from "../../../src/http/api/mini.ts";
import { openTestApi, type TestApi } from "../../support/api.ts";
import { aNewcomer, Browser, entered, own } from "../../support/browser.ts";
import { openTestHouse, type TestHouse } from "../../support/house.ts";

const minute = 60_000;
/** The far end of the mini-program: who shows `one` is the identity `one`. */
const program: MiniProgram = async (code) => ({ kind: "ok", openid: code });

describe("guessing over the API", function () {
  this.timeout(20_000);
  let test: TestHouse;
  let api: TestApi;
  let personId: number;
  /** 林晓静's generated password. */
  let first: string;

  before(async () => {
    test = await openTestHouse();
    api = await openTestApi(test, program);
  });
  beforeEach(async () => {
    await test.clear();
    api.bugs.length = 0;
    ({ personId, first } = await aNewcomer(test));
  });
  afterEach(() => expect(api.bugs).to.deep.equal([]));
  after(async () => {
    await api.close();
    await test.close();
  });

  const wait = (milliseconds: number) =>
    test.clock.moveTo(new Date(test.clock.now().getTime() + milliseconds));
  const enter = () => entered(test, api);

  describe("a password", () => {
    const guess = (name: string, password = "猜一个口令试试看") => new Browser(api).signIn(name, password);

    it("locks a name after five wrong passwords, against the right one too, for a quarter of an hour", async () => {
      const statuses = [];
      for (let time = 0; time < 6; time++) statuses.push((await guess("lin.xiaojing")).status);
      expect(statuses).to.deep.equal([401, 401, 401, 401, 429, 429]);
      const right = await guess("lin.xiaojing", first);
      expect(right.status).to.equal(429);
      expect(right.headers.get("Retry-After")).to.match(/^\d+$/);
      wait(15 * minute + 1);
      expect((await guess("lin.xiaojing", first)).status).to.equal(200);
    });

    it("answers for a name that nobody has as for one that somebody has", async () => {
      const told = async (name: string) => {
        const answers = [];
        for (let time = 0; time < 6; time++) answers.push((await guess(name)).body);
        return answers;
      };
      expect(await told("nobody.here")).to.deep.equal(await told("lin.xiaojing"));
      expect((await guess("' OR 1=1 -- ")).status).to.equal(401);
    });

    it("locks an address after thirty, whatever the names", async () => {
      const statuses = [];
      for (let one = 0; one < 31; one++) statuses.push((await guess(`name-${one}`)).status);
      expect(statuses.slice(0, 29)).to.deep.equal(Array(29).fill(401));
      expect(statuses.slice(29)).to.deep.equal([429, 429]);
      expect((await guess("lin.xiaojing", first)).status).to.equal(429);
      wait(15 * minute + 1);
      expect((await guess("lin.xiaojing", first)).status).to.equal(200);
    });

    it("lets fifty at once guess no more often than one after another", async () => {
      const answers = await Promise.all(Array.from({ length: 50 }, () => guess("lin.xiaojing")));
      const count = (status: number) => answers.filter((each) => each.status === status).length;
      expect([count(401), count(429)]).to.deep.equal([4, 46]);
    });

    it("counts wrong old passwords like wrong ones at the door", async () => {
      const browser = await enter();
      const statuses = [];
      for (let time = 0; time < 6; time++) {
        const change = { old: `猜一个口令试试看${time}`, fresh: `${own}!` };
        statuses.push((await browser.call("PUT", "/session/password", change)).status);
      }
      expect(statuses).to.deep.equal([403, 403, 403, 403, 429, 429]);
    });
  });

  describe("a binding code", () => {
    const right = async (): Promise<string> => {
      const [issued] = await test.act((work) => issueCodes(work, [personId]));
      return issued?.code ?? "";
    };
    const arrive = async (openid: string): Promise<string> => {
      const answer = await api.call("POST", "/mini/session", { body: { code: openid } });
      expect(answer.body.bound).to.equal(false);
      return answer.body.token;
    };
    const bind = (token: string, code: string) =>
      api.call("POST", "/mini/binding", { token, body: { code } });

    it("opens nothing but the binding to who is not bound", async () => {
      const token = await arrive("wx-1");
      for (const { id, method, path } of api.operations) {
        if (method !== "get" || id === "getSession") continue;
        const { body } = await api.call("GET", path.replace(/\{\w+\}/g, "1"), { token });
        expect(body.code, id).to.equal("not-bound");
      }
      expect((await bind(token, await right())).body).to.include({ name: "林晓静" });
      expect((await api.call("GET", "/units", { token })).status).to.equal(200);
    });

    it("is not found by trying: five wrong ones close the hour, against the right one too", async () => {
      const [token, code] = [await arrive("wx-1"), await right()];
      const statuses = [];
      for (const wrong of ["AAAAAAA2", "' OR 1=1", "%", code.slice(0, 7), `${code}2`])
        statuses.push((await bind(token, wrong)).status);
      expect(statuses).to.deep.equal([422, 422, 422, 422, 422]);
      expect((await bind(token, code)).status).to.equal(429);
      wait(60 * minute + 1);
      expect((await bind(token, code)).status).to.equal(200);
    });

    it("is not found faster by fifty at once, nor by signing in again", async () => {
      const token = await arrive("wx-1");
      const answers = await Promise.all(Array.from({ length: 50 }, () => bind(token, "AAAAAAA2")));
      const count = (status: number) => answers.filter((each) => each.status === status).length;
      expect([count(422), count(429)]).to.deep.equal([5, 45]);
      const again = await api.call("POST", "/mini/session", { body: { code: "wx-1" } });
      expect(again.status).to.equal(422);
      expect((await bind(token, await right())).status).to.equal(429);
    });

    it("is not found by many together: fifty wrong ones close the door to all for the hour", async () => {
      const tokens = await Promise.all(Array.from({ length: 11 }, (_, one) => arrive(`wx-${one}`)));
      for (const token of tokens.slice(0, 10))
        for (let time = 0; time < 5; time++) expect((await bind(token, "AAAAAAA2")).status).to.equal(422);
      const last = tokens[10] ?? "";
      expect((await bind(last, await right())).status).to.equal(429);
      wait(60 * minute + 1);
      expect((await bind(last, await right())).status).to.equal(200);
    });

    it("binds one of ten who show it at once", async () => {
      const code = await right();
      const tokens = await Promise.all(Array.from({ length: 10 }, (_, one) => arrive(`wx-${one}`)));
      const answers = await Promise.all(tokens.map((token) => bind(token, code)));
      expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
      expect(answers.filter(({ status }) => status === 422)).to.have.length(9);
    });

    it("is for mini-programs alone", async () => {
      const browser = await enter();
      expect((await browser.call("POST", "/mini/binding", { code: await right() })).status).to.equal(403);
    });
  });
});
