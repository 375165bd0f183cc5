import { expect } from "chai";
import { type TOTP, URI } from "otpauth";
import type { Caller } from "../../src/actions/callers.ts";
import { confirmSecondFactor, enrolSecondFactor } from "../../src/actions/second-factor.ts";
import { fresh, useAdminDesk } from "../support/admin-desk.ts";
import { useTestHouse } from "../support/house.ts";

describe("the administrators' pages", () => {
  const test = useTestHouse();
  const desk = useAdminDesk(test);
  const { send, signIn, enter, setUpBureau } = desk;

  it("nobody comes in without signing in", async () => {
    for (const path of ["/admin", "/admin/setup/units", "/admin/codes", "/admin/password"]) {
      const { status, headers } = await desk.browser.get(path);
      expect([status, headers.location], path).to.deep.equal([303, "/admin/sign-in"]);
    }
    const { headers } = await desk.browser.post("/admin/codes").type("form").send({ unit: "" });
    expect(headers.location).to.equal("/admin/sign-in");
  });

  it("the style and the icon are open; every page runs no script and is not kept", async () => {
    expect((await desk.browser.get("/admin/style.css")).type).to.equal("text/css");
    expect((await desk.browser.get("/admin/icon.svg")).status).to.equal(200);
    const { headers, text } = await desk.browser.get("/admin/sign-in");
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
    const { status } = await desk.browser
      .post("/admin/sign-in")
      .type("form")
      .send({ name: "admin", password: desk.password });
    expect(status).to.equal(403);
    expect(await test.db.query("SELECT * FROM session")).to.be.empty;
  });

  it("the generated password must go before anything else", async () => {
    await signIn();
    for (const path of ["/admin", "/admin/setup/bureau", "/admin/codes"])
      expect((await desk.browser.get(path)).headers.location, path).to.equal("/admin/password");
    const differ = await send("/admin/password", { old: desk.password, fresh, again: `${fresh}x` });
    expect(differ.text).to.include("两次填写的新口令不一样");
    const short = await send("/admin/password", { old: desk.password, fresh: "短口令", again: "短口令" });
    expect([short.status, short.text.includes("至少要10个字符")]).to.deep.equal([422, true]);
    const { headers } = await send("/admin/password", { old: desk.password, fresh, again: fresh });
    expect(headers.location).to.equal("/admin");
  });

  it("a form without the right token changes nothing", async () => {
    await enter();
    const fields = { bureau: "青禾县教育体育局", administrator: "林晓静", offices: "" };
    for (const csrf of [undefined, "", "made up"]) {
      const { status, text } = await desk.browser
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
    desk.browser = desk.anotherBrowser();
    const asked = await signIn();
    expect([asked.status, asked.text.includes("动态码")]).to.deep.equal([200, true]);
    expect((await desk.browser.get("/admin")).headers.location).to.equal("/admin/sign-in");
    const answer = (page: string, code: string) => {
      const [csrf, ticket] = ["csrf", "ticket"].map(
        (field) => new RegExp(`name="${field}" value="([^"]+)"`).exec(page)?.[1] ?? "",
      );
      return desk.browser.post("/admin/sign-in/code").type("form").send({ csrf, ticket, code });
    };
    const wrong = await answer(asked.text, "000000");
    expect([wrong.status, wrong.text.includes("动态码不对")]).to.deep.equal([401, true]);
    expect((await answer(wrong.text, shown())).headers.location).to.equal("/admin/password");
    const again = await answer(wrong.text, shown());
    expect([again.status, again.text.includes("登录页放得太久")]).to.deep.equal([401, false]);
    expect((await desk.browser.get("/admin/sign-in/code")).headers.location).to.equal("/admin/sign-in");
  });

  it("signing out ends the session", async () => {
    await setUpBureau();
    const { headers } = await send("/admin/sign-out", {}, "/admin");
    expect(headers.location).to.equal("/admin/sign-in");
    expect((await desk.browser.get("/admin")).headers.location).to.equal("/admin/sign-in");
    expect(await test.db.query("SELECT * FROM session")).to.be.empty;
    expect((await desk.browser.get("/admin/sign-out")).status).to.equal(404);
  });

  it("what is not there is a page that says so", async () => {
    const { status, type, text } = await desk.browser.get("/admin/nowhere");
    expect([status, type]).to.deep.equal([404, "text/html"]);
    expect(text).to.include("没有找到这个页面");
  });
});
