import { expect } from "chai";
import { createAccount } from "../../src/actions/accounts.ts";
import { createToken, listTokens, revokeToken } from "../../src/actions/api-tokens.ts";
import { enrolSecondFactor } from "../../src/actions/second-factor.ts";
import { type Caller, callerOf, endSession, endSessions, listSessions } from "../../src/actions/sessions.ts";
import { signIn } from "../../src/actions/sign-in.ts";
import { heldPosts } from "../../src/machines/who.ts";
import { as } from "../support/campaigns.ts";
import { aPerson, aPost, useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";

const hours = 3_600_000;
const days = 24 * hours;

describe("sessions and tokens", function () {
  this.timeout(20_000);
  const test = useTestHouse();
  const passwords = new Map<string, string>();
  beforeEach(async () => {
    for (const name of ["lin", "wang"]) {
      const { password } = await test.act((work) => createAccount(work, { name, personId: null }));
      passwords.set(name, password);
    }
  });

  const forward = (span: number) => test.clock.moveTo(new Date(test.clock.now().getTime() + span));
  const within = (span: number) => new Date(test.clock.now().getTime() + span);
  const whose = (credentials: Parameters<typeof callerOf>[1]) =>
    test.act((work) => callerOf(work, credentials));
  async function browser(name: string, device = "Firefox"): Promise<{ token: string; caller: Caller }> {
    const password = passwords.get(name) ?? "";
    const outcome = await test.act((work) => signIn(work, { name, password, device }));
    if (outcome.kind !== "signed-in") throw new Error(outcome.kind);
    const caller = await whose({ cookie: outcome.token });
    if (!caller) throw new Error("nobody");
    return { token: outcome.token, caller };
  }
  const token = (caller: Caller, set: Partial<Parameters<typeof createToken>[2]> = {}) =>
    test.act((work) =>
      createToken(work, caller, { name: "报表程序", scope: "write", expiresAt: within(30 * days), ...set }),
    );

  it("a browser is a caller who must bring a mark and change the generated password", async () => {
    const { caller } = await browser("lin");
    expect(caller).to.include({
      kind: "session",
      name: "lin",
      mustChange: true,
      readOnly: false,
      contactId: null,
    });
    expect(caller.csrf).to.match(/^[\w-]{43}$/);
  });

  it("the posts of the moment asked for are read along with the session or the token, and not once more", async () => {
    const zhou = await aPerson(test);
    const post = await aPost(test, { personId: zhou.id, fromAt: within(-hours) });
    const { password } = await test.act((work) => createAccount(work, { name: "zhou", personId: zhou.id }));
    passwords.set("zhou", password);
    const home = await browser("zhou");
    const key = await token(home.caller);
    for (const credentials of [{ cookie: home.token }, { bearer: key.token }]) {
      for (const [moment, held] of [
        [within(0), [post.id]],
        [within(-2 * hours), []],
      ] as const) {
        const seen = await test.act(async (work) => {
          await callerOf(work, credentials, moment);
          await test.db.query("UPDATE post SET until_at = from_at");
          return heldPosts({ ...work, actor: as(zhou) });
        });
        expect(seen.map(({ id }) => id)).to.deep.equal(held);
        await test.db.query("UPDATE post SET until_at = NULL");
      }
    }
  });

  it("Lin sees where she is signed in, and ends one of them; not one of Wang's", async () => {
    const home = await browser("lin", "家里的电脑");
    forward(1);
    const office = await browser("lin", "办公室的电脑".repeat(50));
    const foreign = await browser("wang");
    const list = await test.act((work) => listSessions(work, office.caller));
    expect(list.map(({ device, current }) => [device.slice(0, 5), current])).to.deep.equal([
      ["办公室的电", true],
      ["家里的电脑", false],
    ]);
    expect(JSON.stringify(list)).to.not.include(home.token);
    await test.act((work) => endSession(work, office.caller, home.caller.id));
    expect(await whose({ cookie: home.token })).to.be.null;
    for (const id of [foreign.caller.id, home.caller.id, "%", ""]) {
      const end = test.act((work) => endSession(work, office.caller, id));
      expect((await refusalOf(end)).code, id).to.equal("not-found");
    }
    expect(await whose({ cookie: foreign.token })).to.not.be.null;
  });

  it("Lin ends all her sessions at once, and Wang's go on", async () => {
    const [one, two, foreign] = [await browser("lin"), await browser("lin"), await browser("wang")];
    expect(await test.act((work) => endSessions(work, one.caller))).to.equal(2);
    expect(await whose({ cookie: one.token })).to.be.null;
    expect(await whose({ cookie: two.token })).to.be.null;
    expect(await whose({ cookie: foreign.token })).to.not.be.null;
  });

  it("a token is shown once, kept as a hash, and acts as its account until it ends", async () => {
    const { caller } = await browser("lin");
    const made = await token(caller);
    expect(made.token).to.match(/^duban_[\w-]{43}$/);
    const stored = JSON.stringify(await test.db.query("SELECT * FROM api_token, event"));
    expect(stored).to.not.include(made.token).and.not.include(made.token.slice(6));
    expect(await whose({ bearer: made.token })).to.include({
      kind: "token",
      accountId: caller.accountId,
      csrf: null,
      readOnly: false,
    });
    const list = await test.act((work) => listTokens(work, caller));
    expect(list).to.have.length(1);
    expect(list[0]).to.include({ name: "报表程序", lastUsedOn: "2018-08-14" }).and.not.have.property("token");
    forward(30 * days);
    expect(await whose({ bearer: made.token })).to.be.null;
  });

  it("a token for reading says so, and a bearer is looked at before the cookie", async () => {
    const lin = await browser("lin");
    const made = await token(lin.caller, { scope: "read" });
    expect(await whose({ bearer: made.token })).to.include({ readOnly: true });
    expect(await whose({ bearer: "duban_made-up", cookie: lin.token })).to.be.null;
    expect(await whose({ bearer: "", cookie: lin.token })).to.be.null;
    expect(await whose({ bearer: lin.token })).to.be.null;
    expect(await whose({ cookie: made.token })).to.be.null;
    expect(await whose({})).to.be.null;
  });

  it("a revoked token ends at once; Wang cannot revoke it, nor see it", async () => {
    const [lin, wang] = [await browser("lin"), await browser("wang")];
    const made = await token(lin.caller);
    const foreign = test.act((work) => revokeToken(work, wang.caller, made.id));
    expect((await refusalOf(foreign)).code).to.equal("not-found");
    expect(await test.act((work) => listTokens(work, wang.caller))).to.deep.equal([]);
    await test.act((work) => revokeToken(work, lin.caller, made.id));
    expect(await whose({ bearer: made.token })).to.be.null;
  });

  it("a token makes no tokens, ends no sessions and enrols no second factor", async () => {
    const { caller } = await browser("lin");
    const made = await token(caller);
    const program = await whose({ bearer: made.token });
    if (!program) throw new Error("nobody");
    const deeds = [
      () => token(program),
      () => test.act((work) => listTokens(work, program)),
      () => test.act((work) => revokeToken(work, program, made.id)),
      () => test.act((work) => endSessions(work, program)),
      () => test.act((work) => listSessions(work, program)),
      () => test.act((work) => enrolSecondFactor(work, program)),
    ];
    for (const deed of deeds) expect((await refusalOf(deed())).code).to.equal("forbidden");
  });

  it("a token has a name, and an end within a year", async () => {
    const { caller } = await browser("lin");
    for (const set of [
      { name: " " },
      { name: "长".repeat(61) },
      { expiresAt: within(0) },
      { expiresAt: within(366 * days + 1) },
      { expiresAt: new Date(Number.NaN) },
    ])
      expect((await refusalOf(token(caller, set))).code, JSON.stringify(set)).to.equal("invalid");
    await token(caller, { expiresAt: within(366 * days) });
  });
});
