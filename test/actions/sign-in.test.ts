import { expect } from "chai";
import { createAccount, disableAccount } from "../../src/actions/accounts.ts";
import { sessionOf, signOut } from "../../src/actions/sessions.ts";
import { changePassword, signIn } from "../../src/actions/sign-in.ts";
import { useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";

const minutes = 60_000;
const hours = 60 * minutes;

describe("signing in", function () {
  this.timeout(20_000);
  const test = useTestHouse();
  let password: string;
  before(() => {
    // The fifty that guess at once may all wait for a connection.
    test.house.patience = 60_000;
  });
  beforeEach(async () => {
    ({ password } = await test.act((work) => createAccount(work, { name: "admin", personId: null })));
  });

  const enter = (given: string, name = "admin", address = "203.0.113.7") =>
    test.act((work) => signIn(work, { name, password: given, address }));
  const forward = (span: number) => test.clock.moveTo(new Date(test.clock.now().getTime() + span));
  async function entered(given = password) {
    const outcome = await enter(given);
    if (outcome.kind !== "signed-in") throw new Error(outcome.kind);
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

  it("a name that nobody has is answered, counted and locked like a name that somebody has", async () => {
    const story = async (name: string) => {
      const outcomes = [];
      for (let time = 1; time <= 6; time++) outcomes.push(await enter("wrong", name));
      return outcomes;
    };
    expect(await story("nobody")).to.deep.equal(await story("admin"));
    const rows = await test.db.query("SELECT subject_id, command FROM event WHERE command <> 'create'");
    const commands = (known: boolean) =>
      rows
        .filter((row: { subject_id: number }) => (row.subject_id !== 0) === known)
        .map((row: { command: string }) => row.command);
    expect(commands(false)).to.deep.equal(commands(true));
  });

  it("thirty failures from one address lock it for every name, but not the names for other addresses", async () => {
    for (let time = 1; time <= 29; time++) {
      expect(await enter("wrong", `guess-${time}`)).to.deep.equal({ kind: "wrong" });
    }
    expect(await enter("wrong", "guess-30")).to.include({ kind: "locked" });
    expect(await enter(password)).to.include({ kind: "locked" });
    expect(await enter(password, "admin", "198.51.100.9")).to.include({ kind: "signed-in" });
    forward(15 * minutes);
    expect(await enter(password)).to.include({ kind: "signed-in" });
  });

  it("failures of an address that lie a quarter of an hour apart do not add up, and a right password forgives none", async () => {
    await enter("wrong", "guess-1");
    await test.db.query("UPDATE sign_in_attempt SET failures = 29");
    await entered();
    expect(await enter("wrong", "guess-30")).to.include({ kind: "locked" });
    forward(15 * minutes);
    await enter("wrong", "again-1");
    await test.db.query("UPDATE sign_in_attempt SET failures = 29");
    forward(15 * minutes);
    expect(await enter("wrong", "again-30")).to.deep.equal({ kind: "wrong" });
  });

  it("of fifty guesses at the same moment four are looked at and all others find it locked", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, n) => enter("wrong", "admin", `203.0.113.${n}`)),
    );
    expect(outcomes.filter(({ kind }) => kind === "wrong")).to.have.length(4);
    expect(outcomes.filter(({ kind }) => kind === "locked")).to.have.length(46);
  });

  it("names and addresses of attempts are nowhere readable", async () => {
    await enter("wrong", "wangxiulan");
    const stored = JSON.stringify(await test.db.query("SELECT * FROM sign_in_attempt"));
    expect(stored).to.not.include("wangxiulan").and.not.include("203.0.113.7");
    expect(JSON.parse(stored)).to.have.length(2);
  });

  it("a closed account is answered like a wrong password, and its sessions are over", async () => {
    const { token } = await entered();
    const [{ id }] = await test.db.query("SELECT id FROM account");
    await test.act((work) => disableAccount(work, id));
    expect(await test.act((work) => sessionOf(work, token))).to.be.null;
    expect(await enter(password)).to.deep.equal({ kind: "wrong" });
  });

  it("a session ends after twelve hours, or when it is signed out", async () => {
    const { token } = await entered();
    const other = await entered();
    await test.act((work) => signOut(work, token));
    expect(await test.act((work) => sessionOf(work, token))).to.be.null;
    for (let hour = 1; hour <= 11; hour++) {
      forward(hours);
      expect(await test.act((work) => sessionOf(work, other.token)), `${hour}`).to.not.be.null;
    }
    forward(hours - 1);
    expect(await test.act((work) => sessionOf(work, other.token))).to.not.be.null;
    forward(1);
    expect(await test.act((work) => sessionOf(work, other.token))).to.be.null;
    expect(await test.act((work) => sessionOf(work, "made up"))).to.be.null;
  });

  it("a session that is not used for two hours is over", async () => {
    const { token } = await entered();
    forward(2 * hours - 1);
    expect(await test.act((work) => sessionOf(work, token))).to.not.be.null;
    forward(2 * hours);
    expect(await test.act((work) => sessionOf(work, token))).to.be.null;
  });

  it("a changed password takes the place of the old one and ends the other browsers", async () => {
    const { token } = await entered();
    const other = await entered();
    const fresh = "秋天的第一场雨下了";
    const change = (old: string, to: string) =>
      test.act((work) => changePassword(work, { token, old, fresh: to }));
    expect((await refusalOf(change(password, fresh))).message).to.include("至少要10个字符");
    expect((await refusalOf(change(password, password))).message).to.include("不能与旧口令相同");
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
