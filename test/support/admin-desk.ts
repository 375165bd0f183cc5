import { expect } from "chai";
import request from "supertest";
import { seedPlan } from "../../seeds/demo.ts";
import { previewPlan } from "../../seeds/preview-plan.ts";
import { createAccount } from "../../src/actions/accounts.ts";
import { adminRoutes } from "../../src/http/admin/routes.ts";
import { httpServer } from "../../src/http/server.ts";
import type { TestHouse } from "./house.ts";

type Agent = ReturnType<typeof request.agent>;

/** The password that is chosen in place of the generated one. */
export const fresh = "秋天的第一场雨下了!";

/** The units and people that are registered in the first set-up. */
export const table = `单位,上级单位,类别,姓名,岗位
柳河镇中心校,,中心校,魏春燕,责任人
大王庄小学,柳河镇中心校,学校,王秀兰,责任人
前营小学,柳河镇中心校,学校,,
信息办,,,韩立新,科室经办人`;

/** Somebody who sits before the administrators' pages of a house, not yet signed in. */
export interface AdminDesk {
  /** What the pages are looked at with; another one for each test. */
  browser: Agent;
  /** The generated one of the account made last, which is `admin`, of nobody, before a test makes others. */
  password: string;
  anotherBrowser(): Agent;
  /** Makes an account, of nobody where no person is given. */
  account(name: string, personId: number | null): Promise<void>;
  /** The token of the form on a page. */
  csrfOf(path: string, by?: Agent): Promise<string>;
  /** Sends a form of the page at `from` with its token. */
  send(path: string, fields: Record<string, string>, from?: string): Promise<request.Response>;
  signIn(given?: string, name?: string): Promise<request.Response>;
  /** Signs in with the account made last and chooses another password. */
  enter(name?: string): Promise<void>;
  setUpBureau(): Promise<void>;
  /** Sets up the bureau, the table and the plan of 2018, which stays a draft. */
  setUpAll(): Promise<void>;
}

/** A desk in a house for the tests of the suite that calls this, none of which may leave an error in the log. */
export function useAdminDesk(test: TestHouse): AdminDesk {
  let app: ReturnType<ReturnType<typeof httpServer>["app"]["callback"]>;
  const logged: unknown[] = [];
  const desk: AdminDesk = {
    browser: {} as Agent,
    password: "",
    anotherBrowser: () => request.agent(app),
    async account(name, personId) {
      ({ password: desk.password } = await test.act((work) => createAccount(work, { name, personId })));
    },
    async csrfOf(path, by = desk.browser) {
      const { text } = await by.get(path);
      return /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? "";
    },
    async send(path, fields, from = path) {
      const csrf = await desk.csrfOf(from);
      return desk.browser
        .post(path)
        .type("form")
        .send({ csrf, ...fields });
    },
    signIn: (given = desk.password, name = "admin") => desk.send("/admin/sign-in", { name, password: given }),
    async enter(name = "admin") {
      await desk.signIn(desk.password, name);
      await desk.send("/admin/password", { old: desk.password, fresh, again: fresh });
    },
    async setUpBureau() {
      await desk.enter();
      await desk.send("/admin/setup/bureau", {
        bureau: "青禾县教育体育局",
        administrator: "林晓静",
        offices: "信息办\n宣传科\n安全科\n整改专项工作组",
      });
    },
    async setUpAll() {
      await desk.setUpBureau();
      await desk.send("/admin/setup/units", { table, confirm: "yes" });
      const plan = { how: "year", year: "2018", issuedOn: "2018-08-13", shiftDays: "" };
      await desk.send("/admin/setup/plan", plan);
    },
  };
  before(() => {
    const parts = { house: test.house, clock: test.clock, wall: test.clock, makePlan: seedPlan, previewPlan };
    const log = { error: (facts: object) => void logged.push(facts) };
    app = httpServer({ log, routes: [adminRoutes(parts)] }).app.callback();
  });
  beforeEach(async () => {
    logged.length = 0;
    desk.browser = desk.anotherBrowser();
    await desk.account("admin", null);
  });
  afterEach(() => expect(logged).to.deep.equal([]));
  return desk;
}
