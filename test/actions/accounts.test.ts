import { expect } from "chai";
import {
  accountView,
  createAccount,
  disableAccount,
  enableAccount,
  linkAccount,
  listAccounts,
  removeAccount,
  resetPassword,
} from "../../src/actions/accounts.ts";
import { createToken } from "../../src/actions/api-tokens.ts";
import { callerOf } from "../../src/actions/sessions.ts";
import { signIn } from "../../src/actions/sign-in.ts";
import { aPerson, aPost, aUnit, useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";

describe("accounts", function () {
  this.timeout(20_000);
  const test = useTestHouse();
  beforeEach(async () => {
    await test.act((work) => createAccount(work, { name: "admin", personId: null }));
  });

  /** Lin Xiaojing, the bureau's administrator, and the account of Wang Xiulan, a teacher. */
  async function linAndWang() {
    const bureau = await aUnit(test, { kind: "bureau" });
    const { personId } = await aPost(test, { unitId: bureau.id, role: "bureau-admin" });
    const lin = { kind: "person", personId } as const;
    const wang = await aPerson(test, { name: "王秀兰" });
    const account = await test.act(
      (work) => createAccount(work, { name: "wang.xiulan", personId: wang.id }),
      lin,
    );
    return { lin, wang, ...account };
  }
  async function entered(name: string, password: string) {
    const outcome = await test.act((work) => signIn(work, { name, password }));
    if (outcome.kind !== "signed-in") throw new Error(outcome.kind);
    const caller = await test.act((work) => callerOf(work, { cookie: outcome.token }));
    if (!caller) throw new Error("nobody");
    return { ...outcome, caller };
  }

  it("names are checked, and taken once", async () => {
    const make = (name: string) => test.act((work) => createAccount(work, { name, personId: null }));
    expect((await refusalOf(make("admin"))).code).to.equal("guard-failed");
    for (const name of ["a", "王秀兰", "with space", "x".repeat(41)])
      expect((await refusalOf(make(name))).code, name).to.equal("invalid");
  });

  it("only the bureau's administrator makes accounts, and one belongs to one person for good", async () => {
    const bureau = await aUnit(test, { kind: "bureau" });
    const admin = await aPost(test, { unitId: bureau.id, role: "bureau-admin" });
    const teacher = await aPerson(test);
    const by = (personId: number) => ({ kind: "person", personId }) as const;
    const make = (work: Parameters<typeof createAccount>[0]) =>
      createAccount(work, { name: "second", personId: teacher.id });
    expect((await refusalOf(test.act(make, by(teacher.id)))).code).to.equal("forbidden");
    await test.act(make, by(admin.personId));
    const [{ id }] = await test.db.query("SELECT id FROM account WHERE name = 'admin'");
    const link = (work: Parameters<typeof linkAccount>[0]) => linkAccount(work, id, admin.personId);
    expect((await refusalOf(test.act(link, by(admin.personId)))).code).to.equal("forbidden");
    await test.act(link);
    expect((await refusalOf(test.act(link))).code).to.equal("guard-failed");
  });

  it("an administrator sees accounts without anything secret, page by page", async () => {
    const { lin, wang, id } = await linAndWang();
    const shown = {
      id,
      name: "wang.xiulan",
      personId: wang.id,
      personName: "王秀兰",
      mustChange: true,
      disabled: false,
      secondFactor: false,
    };
    expect(await test.act((work) => accountView(work, id), lin)).to.deep.equal(shown);
    const page = await test.act((work) => listAccounts(work, { limit: 1 }), lin);
    expect(page.map(({ name }) => name)).to.deep.equal(["admin"]);
    const rest = await test.act((work) => listAccounts(work, { after: page[0]?.id ?? 0, limit: 200 }), lin);
    expect(rest).to.deep.equal([shown]);
  });

  it("a reset password takes the place of the old one and ends sessions and tokens", async () => {
    const { lin, id, password } = await linAndWang();
    const { token, caller } = await entered("wang.xiulan", password);
    const expiresAt = new Date(test.clock.now().getTime() + 3_600_000);
    const key = await test.act((work) =>
      createToken(work, caller, { name: "表格", scope: "read", expiresAt }),
    );
    const fresh = await test.act((work) => resetPassword(work, id), lin);
    expect(await test.act((work) => callerOf(work, { cookie: token }))).to.be.null;
    expect(await test.act((work) => callerOf(work, { bearer: key.token }))).to.be.null;
    expect(await test.act((work) => signIn(work, { name: "wang.xiulan", password }))).to.deep.equal({
      kind: "wrong",
    });
    expect(await entered("wang.xiulan", fresh.password)).to.include({ mustChange: true });
  });

  it("a closed account opens again with the password it had; a removed one is gone", async () => {
    const { lin, id, password } = await linAndWang();
    await entered("wang.xiulan", password);
    await test.act((work) => disableAccount(work, id), lin);
    expect(await test.act((work) => accountView(work, id), lin)).to.include({ disabled: true });
    await test.act((work) => enableAccount(work, id), lin);
    await entered("wang.xiulan", password);
    await test.act((work) => removeAccount(work, id), lin);
    expect((await refusalOf(test.act((work) => accountView(work, id), lin))).code).to.equal("not-found");
    const [last] = await test.db.query("SELECT command, subject_id FROM event ORDER BY id DESC LIMIT 1");
    expect(last).to.deep.equal({ command: "remove", subject_id: id });
  });

  it("nobody resets, closes or removes his own account, and a teacher nobody's", async () => {
    const { lin, wang, id } = await linAndWang();
    const own = await test.act((work) => createAccount(work, { name: "lin", personId: lin.personId }), lin);
    for (const act of [resetPassword, disableAccount, enableAccount, removeAccount]) {
      const mine = test.act<unknown>((work) => act(work, own.id), lin);
      expect((await refusalOf(mine)).code, act.name).to.equal("forbidden");
      const teacher = test.act<unknown>((work) => act(work, id), { kind: "person", personId: wang.id });
      expect((await refusalOf(teacher)).code, act.name).to.equal("forbidden");
      const unknown = test.act<unknown>((work) => act(work, 9999), lin);
      expect((await refusalOf(unknown)).code, act.name).to.equal("not-found");
    }
  });

  it("an account is for a person whom we know", async () => {
    const make = test.act((work) => createAccount(work, { name: "ghost", personId: 9999 }));
    expect((await refusalOf(make)).code).to.equal("not-found");
  });
});
