import { expect } from "chai";
import {
  changePassword,
  createAccount,
  linkAccount,
  sessionOf,
  signIn,
  signOut,
} from "../../src/actions/accounts.ts";
import { Refusal } from "../../src/errors.ts";
import { aPerson, aPost, aUnit, openTestHouse, type TestHouse } from "../support/house.ts";

const minutes = 60_000;
const hours = 60 * minutes;

describe("accounts", function () {
  this.timeout(20_000);
  let test: TestHouse;
  let password: string;
  before(async () => {
    test = await openTestHouse();
  });
  beforeEach(async () => {
    await test.clear();
    ({ password } = await test.act((work) => createAccount(work, { name: "admin", personId: null })));
  });
  after(() => test.close());

  const enter = (given: string, name = "admin") =>
    test.act((work) => signIn(work, { name, password: given }));
  const forward = (span: number) => test.clock.moveTo(new Date(test.clock.now().getTime() + span));
  async function entered(given = password) {
    const outcome = await enter(given);
    if (outcome.kind !== "signed-in") throw new Error(outcome.kind);
    return outcome;
  }
  async function refused(act: Promise<unknown>): Promise<Refusal> {
    const outcome = await act.catch((error: unknown) => error);
    if (!(outcome instanceof Refusal)) throw new Error(`not refused: ${String(outcome)}`);
    return outcome;
  }

  it("a generated password signs in, is nowhere readable, and must be changed", async () => {
    expect(password).to.match(/^([2-9a-z]{4}-){3}[2-9a-z]{4}$/);
    const { token, csrf, mustChange } = await entered();
    expect(mustChange).to.be.true;
    expect(await test.act((work) => sessionOf(work, token))).to.deep.include({
      name: "admin",
      personId: null,
      csrf,
      mustChange: true,
    });
    const stored = JSON.stringify(await test.db.query("SELECT * FROM account, session, event"));
    expect(stored).to.not.include(password).and.not.include(token);
  });

  it("the name is taken without regard to case or spaces around it", async () => {
    expect(await enter(password, " Admin ")).to.include({ kind: "signed-in" });
  });

  it("a wrong password, an unknown name and an empty word are all just wrong", async () => {
    for (const [name, given] of [
      ["admin", "wrong"],
      ["nobody", password],
      ["张三", password],
      ["", ""],
    ] as const)
      expect(await enter(given, name)).to.deep.equal({ kind: "wrong" });
  });

  it("the fifth wrong password in a row locks for fifteen minutes, also for the right one", async () => {
    for (let time = 1; time <= 4; time++) expect(await enter("wrong")).to.deep.equal({ kind: "wrong" });
    const until = new Date(test.clock.now().getTime() + 15 * minutes);
    expect(await enter("wrong")).to.deep.equal({ kind: "locked", until });
    expect(await enter(password)).to.deep.equal({ kind: "locked", until });
    forward(15 * minutes);
    expect(await enter(password)).to.include({ kind: "signed-in" });
  });

  it("a right password in between starts the count anew", async () => {
    for (let time = 1; time <= 4; time++) await enter("wrong");
    await entered();
    for (let time = 1; time <= 4; time++) expect(await enter("wrong")).to.deep.equal({ kind: "wrong" });
    await entered();
  });

  it("wrong passwords at the same moment are all counted", async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => enter("wrong")));
    expect(outcomes.filter(({ kind }) => kind === "wrong")).to.have.length(4);
    expect(outcomes.filter(({ kind }) => kind === "locked")).to.have.length(4);
  });

  it("a session ends after twelve hours, or when it is signed out", async () => {
    const { token } = await entered();
    const other = await entered();
    await test.act((work) => signOut(work, token));
    expect(await test.act((work) => sessionOf(work, token))).to.be.null;
    forward(12 * hours - 1);
    expect(await test.act((work) => sessionOf(work, other.token))).to.not.be.null;
    forward(1);
    expect(await test.act((work) => sessionOf(work, other.token))).to.be.null;
    expect(await test.act((work) => sessionOf(work, "made up"))).to.be.null;
  });

  it("a changed password takes the place of the old one and ends the other browsers", async () => {
    const { token } = await entered();
    const other = await entered();
    const fresh = "秋天的第一场雨下了";
    const change = (old: string, to: string) =>
      test.act((work) => changePassword(work, { token, old, fresh: to }));
    expect((await refused(change(password, fresh))).message).to.include("至少要10个字符");
    expect((await refused(change(password, password))).message).to.include("不能与旧口令相同");
    expect(await change("wrong", `${fresh}!`)).to.deep.equal({ kind: "wrong" });
    expect(await change(password, `${fresh}!`)).to.deep.equal({ kind: "changed" });
    expect(await test.act((work) => sessionOf(work, token))).to.include({ mustChange: false });
    expect(await test.act((work) => sessionOf(work, other.token))).to.be.null;
    expect(await enter(password)).to.deep.equal({ kind: "wrong" });
    expect(await enter(`${fresh}!`)).to.include({ kind: "signed-in", mustChange: false });
  });

  it("guessing the old password locks like guessing at sign-in", async () => {
    const { token } = await entered();
    const guess = () =>
      test.act((work) => changePassword(work, { token, old: "guess", fresh: "long enough now" }));
    for (let time = 1; time <= 4; time++) expect(await guess()).to.deep.equal({ kind: "wrong" });
    expect(await guess()).to.include({ kind: "locked" });
    expect(await enter(password)).to.include({ kind: "locked" });
  });

  it("names are checked, and taken once", async () => {
    const make = (name: string) => test.act((work) => createAccount(work, { name, personId: null }));
    expect((await refused(make("admin"))).code).to.equal("guard-failed");
    for (const name of ["a", "王秀兰", "with space", "x".repeat(41)])
      expect((await refused(make(name))).code, name).to.equal("invalid");
  });

  it("only the bureau's administrator makes accounts, and one belongs to one person for good", async () => {
    const bureau = await aUnit(test, { kind: "bureau" });
    const admin = await aPost(test, { unitId: bureau.id, role: "bureau-admin" });
    const teacher = await aPerson(test);
    const by = (personId: number) => ({ kind: "person", personId }) as const;
    const make = (work: Parameters<typeof createAccount>[0]) =>
      createAccount(work, { name: "second", personId: teacher.id });
    expect((await refused(test.act(make, by(teacher.id)))).code).to.equal("forbidden");
    await test.act(make, by(admin.personId));
    const [{ id }] = await test.db.query("SELECT id FROM account WHERE name = 'admin'");
    const link = (work: Parameters<typeof linkAccount>[0]) => linkAccount(work, id, admin.personId);
    expect((await refused(test.act(link, by(admin.personId)))).code).to.equal("forbidden");
    await test.act(link);
    expect((await refused(test.act(link))).code).to.equal("guard-failed");
  });

  it("everything is in the log", async () => {
    const { token } = await entered();
    await enter("wrong");
    await test.act((work) => signOut(work, token));
    const events = await test.db.query("SELECT subject, command FROM event ORDER BY id");
    expect(events.map((event: { command: string }) => event.command)).to.deep.equal([
      "create",
      "sign_in",
      "wrong_password",
      "sign_out",
    ]);
  });
});
