import { expect } from "chai";
import { type TOTP, URI } from "otpauth";
import { accountView, createAccount } from "../../src/actions/accounts.ts";
import {
  confirmSecondFactor,
  disableSecondFactor,
  enrolSecondFactor,
  resetSecondFactor,
  secondFactorOf,
} from "../../src/actions/second-factor.ts";
import { type Caller, callerOf } from "../../src/actions/sessions.ts";
import { finishSignIn, signIn } from "../../src/actions/sign-in.ts";
import { aPerson, aPost, aUnit, useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";

const seconds = 1000;
const minutes = 60 * seconds;
const name = "lin.xiaojing";

describe("the second factor", function () {
  this.timeout(30_000);
  const test = useTestHouse();
  let accountId: number;
  let password: string;
  let caller: Caller;
  let phone: TOTP;
  let spare: string[];
  beforeEach(async () => {
    ({ id: accountId, password } = await test.act((work) => createAccount(work, { name, personId: null })));
    const entered = await enter();
    if (entered.kind !== "signed-in") throw new Error(entered.kind);
    caller = await callerWith(entered.token);
    await turnOn();
  });

  const forward = (span: number) => test.clock.moveTo(new Date(test.clock.now().getTime() + span));
  /** What the telephone shows now, or so many milliseconds later. */
  const shown = (later = 0) => phone.generate({ timestamp: test.clock.now().getTime() + later });
  const enter = () => test.act((work) => signIn(work, { name, password }));
  const finish = (ticket: string, code: string) => test.act((work) => finishSignIn(work, { ticket, code }));
  async function callerWith(token: string): Promise<Caller> {
    const found = await test.act((work) => callerOf(work, { cookie: token }));
    if (!found) throw new Error("nobody");
    return found;
  }
  async function turnOn(): Promise<void> {
    const { uri } = await test.act((work) => enrolSecondFactor(work, caller));
    phone = URI.parse(uri) as TOTP;
    const outcome = await test.act((work) => confirmSecondFactor(work, caller, shown()));
    if (outcome.kind !== "on") throw new Error(outcome.kind);
    spare = outcome.recoveryCodes;
    forward(30 * seconds);
  }
  async function ticket(): Promise<string> {
    const outcome = await enter();
    if (outcome.kind !== "second-factor") throw new Error(outcome.kind);
    return outcome.ticket;
  }

  it("is asked after the right password alone, and its code signs in", async () => {
    expect(await test.act((work) => signIn(work, { name, password: "wrong" }))).to.deep.equal({
      kind: "wrong",
    });
    const mine = await ticket();
    expect(await test.act((work) => callerOf(work, { cookie: mine, bearer: mine }))).to.be.null;
    const entered = await finish(mine, shown());
    expect(entered).to.include({ kind: "signed-in" });
    expect(await finish(mine, shown(30 * seconds))).to.deep.equal({ kind: "expired" });
  });

  it("is shown once as text, address and picture, and kept encrypted", async () => {
    const fresh = await test.act((work) => createAccount(work, { name: "second", personId: null }));
    const other = { ...caller, accountId: fresh.id, name: "second" };
    const { secret, uri, qr } = await test.act((work) => enrolSecondFactor(work, other));
    expect(uri)
      .to.match(/^otpauth:\/\/totp\//)
      .and.include(secret);
    expect(qr).to.match(/^<svg /);
    const stored = JSON.stringify(await test.db.query("SELECT * FROM second_factor, event"));
    expect(stored).to.not.include(secret);
    expect(await test.act((work) => secondFactorOf(work, other))).to.deep.equal({
      on: false,
      recoveryCodesLeft: 0,
    });
    expect(await test.act((work) => signIn(work, { name: "second", password: fresh.password }))).to.include({
      kind: "signed-in",
    });
  });

  it("takes a code once, also on another ticket", async () => {
    const [one, other] = [await ticket(), await ticket()];
    const code = shown();
    expect(await finish(one, code)).to.include({ kind: "signed-in" });
    expect(await finish(other, code)).to.deep.equal({ kind: "wrong" });
    expect(await finish(other, shown(-30 * seconds)), "an earlier one").to.deep.equal({ kind: "wrong" });
    expect(await finish(other, shown(30 * seconds))).to.include({ kind: "signed-in" });
  });

  it("takes the same code at the same moment once", async () => {
    const tickets = [await ticket(), await ticket(), await ticket()];
    const outcomes = await Promise.all(tickets.map((each) => finish(each, shown())));
    expect(outcomes.filter(({ kind }) => kind === "signed-in")).to.have.length(1);
  });

  it("takes the code before and after, for clocks that differ, and none beyond", async () => {
    forward(10 * minutes);
    const mine = await ticket();
    expect(await finish(mine, shown(-60 * seconds))).to.deep.equal({ kind: "wrong" });
    expect(await finish(mine, shown(60 * seconds))).to.deep.equal({ kind: "wrong" });
    expect(await finish(mine, shown(-30 * seconds))).to.include({ kind: "signed-in" });
    expect(await finish(await ticket(), shown(30 * seconds))).to.include({ kind: "signed-in" });
  });

  it("locks the name after five wrong codes, also over several tickets", async () => {
    for (let time = 1; time <= 4; time++) {
      expect(await finish(await ticket(), "000000")).to.deep.equal({ kind: "wrong" });
    }
    const last = await ticket();
    expect(await finish(last, "not a code")).to.include({ kind: "locked" });
    expect(await finish(last, shown())).to.include({ kind: "locked" });
    expect(await enter()).to.include({ kind: "locked" });
  });

  it("gives five minutes for the second step", async () => {
    const mine = await ticket();
    forward(5 * minutes - 1);
    const late = await ticket();
    forward(1);
    expect(await finish(mine, shown())).to.deep.equal({ kind: "expired" });
    expect(await finish(late, shown())).to.include({ kind: "signed-in" });
    expect(await finish("made up", shown())).to.deep.equal({ kind: "expired" });
  });

  it("is replaced by each of ten recovery codes once, however they are typed", async () => {
    expect(new Set(spare).size).to.equal(10);
    const [first = "", second = ""] = spare;
    const stored = JSON.stringify(await test.db.query("SELECT * FROM recovery_code"));
    expect(stored).to.not.include(first);
    expect(await finish(await ticket(), ` ${first.toUpperCase().replace("-", " ")}`)).to.include({
      kind: "signed-in",
    });
    expect(await finish(await ticket(), first)).to.deep.equal({ kind: "wrong" });
    const tickets = [await ticket(), await ticket()];
    const outcomes = await Promise.all(tickets.map((each) => finish(each, second)));
    expect(outcomes.filter(({ kind }) => kind === "signed-in")).to.have.length(1);
    const left = await test.act((work) => secondFactorOf(work, caller));
    expect(left).to.deep.equal({ on: true, recoveryCodesLeft: 8 });
  });

  it("is turned off by password and code together alone", async () => {
    const off = (given: string, code: string) =>
      test.act((work) => disableSecondFactor(work, caller, { password: given, code }));
    expect(await off("wrong", shown())).to.deep.equal({ kind: "wrong" });
    expect(await off(password, "000000")).to.deep.equal({ kind: "wrong" });
    expect(await off(password, shown())).to.deep.equal({ kind: "off" });
    expect(await enter()).to.include({ kind: "signed-in" });
    expect(await test.db.query("SELECT * FROM recovery_code")).to.deep.equal([]);
  });

  it("is not replaced while it is on, nor turned on by a wrong code or without a secret", async () => {
    expect((await refusalOf(test.act((work) => enrolSecondFactor(work, caller)))).code).to.equal(
      "guard-failed",
    );
    const again = test.act((work) => confirmSecondFactor(work, caller, shown()));
    expect((await refusalOf(again)).code).to.equal("guard-failed");
    await test.act((work) => resetSecondFactor(work, accountId));
    const none = test.act((work) => confirmSecondFactor(work, caller, shown()));
    expect((await refusalOf(none)).message).to.include("请先取得二维码");
    await test.act((work) => enrolSecondFactor(work, caller));
    expect(await test.act((work) => confirmSecondFactor(work, caller, "000000"))).to.deep.equal({
      kind: "wrong",
    });
    expect(await enter()).to.include({ kind: "signed-in" });
  });

  it("is taken away by another administrator when the telephone is lost, which is logged", async () => {
    const bureau = await aUnit(test, { kind: "bureau" });
    const admin = await aPost(test, { unitId: bureau.id, role: "bureau-admin" });
    const teacher = await aPerson(test);
    const by = (personId: number) => ({ kind: "person", personId }) as const;
    const reset = (personId: number) => test.act((work) => resetSecondFactor(work, accountId), by(personId));
    expect((await refusalOf(reset(teacher.id))).code).to.equal("forbidden");
    await test.db.query("UPDATE account SET person_id = ? WHERE id = ?", [admin.personId, accountId]);
    expect((await refusalOf(reset(admin.personId))).code).to.equal("forbidden");
    const deputy = await aPost(test, { unitId: bureau.id, role: "bureau-admin" });
    await reset(deputy.personId);
    expect(await test.act((work) => accountView(work, accountId))).to.include({ secondFactor: false });
    const [last] = await test.db.query("SELECT command, actor_id FROM event ORDER BY id DESC LIMIT 1");
    expect(last).to.deep.equal({ command: "second_factor_reset", actor_id: deputy.personId });
  });
});
