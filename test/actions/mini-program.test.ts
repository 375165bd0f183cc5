import { expect } from "chai";
import { issueCodes } from "../../src/actions/contacts.ts";
import { notify } from "../../src/actions/mail.ts";
import { bindMini, claimMiniCode, endMini, signInMini } from "../../src/actions/mini-program.ts";
import { callerOf } from "../../src/actions/sessions.ts";
import { aContact, aPerson, useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";

const days = 24 * 3_600_000;

describe("the mini-program", function () {
  this.timeout(20_000);
  const test = useTestHouse();

  const forward = (span: number) => test.clock.moveTo(new Date(test.clock.now().getTime() + span));
  const open = (openid = "o-Wang") => test.act((work) => signInMini(work, openid));
  const whose = (token: string) => test.act((work) => callerOf(work, { bearer: token }));
  async function codeFor(personId: number): Promise<string> {
    const [issued] = await test.act((work) => issueCodes(work, [personId]));
    return issued?.code ?? "";
  }
  async function bind(token: string, code: string) {
    const caller = await whose(token);
    if (!caller) throw new Error("nobody");
    return test.act((work) => bindMini(work, caller, code));
  }

  it("takes a code of wx.login once, of two at the same moment too", async () => {
    const outcomes = await Promise.all(
      [1, 2].map(() => test.act((work) => claimMiniCode(work, "js-code-1"))),
    );
    expect(outcomes).to.have.members([true, false]);
    expect(await test.act((work) => claimMiniCode(work, "JS-code-1"))).to.be.true;
    const stored = JSON.stringify(await test.db.query("SELECT * FROM mini_code"));
    expect(stored).to.not.include("js-code-1");
  });

  it("is nobody until it is bound with the same one-time code as in chat, then it is Wang Xiulan", async () => {
    const wang = await aPerson(test, { name: "王秀兰" });
    const { token, bound } = await open();
    expect(bound).to.be.false;
    expect(await whose(token)).to.include({ kind: "mini", accountId: null, personId: null, name: "" });
    const code = await codeFor(wang.id);
    expect(await bind(token, "K7M2PQ3X")).to.include({ kind: "wrong" });
    expect(await bind(token, ` ${code.toLowerCase().slice(0, 4)}-${code.slice(4)}`)).to.include({
      kind: "bound",
      personName: "王秀兰",
    });
    expect(await whose(token)).to.include({ personId: wang.id, name: "王秀兰", csrf: null, readOnly: false });
    expect(await open()).to.include({ bound: true });
  });

  it("leaves the chat of the same person as it is, and is never written to", async () => {
    const wang = await aPerson(test);
    const chat = await aContact(test, { personId: wang.id });
    const { token } = await open();
    await bind(token, await codeFor(wang.id));
    const [kept] = await test.db.query("SELECT person_id AS personId FROM contact WHERE id = ?", [chat.id]);
    expect(kept).to.deep.equal({ personId: wang.id });
    expect(
      await test.act((work) =>
        notify(work, { personId: wang.id, key: "k", kind: "reminder", body: "请办理" }),
      ),
    ).to.equal("queued");
    const letters = await test.db.query("SELECT contact_id AS contactId FROM outbox");
    expect(letters).to.deep.equal([{ contactId: chat.id }]);
  });

  it("alone makes nobody reachable", async () => {
    const wang = await aPerson(test);
    const { token } = await open();
    await bind(token, await codeFor(wang.id));
    const told = test.act((work) =>
      notify(work, { personId: wang.id, key: "k", kind: "reminder", body: "请办理" }),
    );
    expect(await told).to.equal("unreachable");
  });

  it("bound anew elsewhere is nobody's where it was before, and gets no letter about it", async () => {
    const wang = await aPerson(test);
    const [old, fresh] = [await open("o-old"), await open("o-new")];
    await bind(old.token, await codeFor(wang.id));
    await bind(fresh.token, await codeFor(wang.id));
    expect(await whose(old.token)).to.include({ personId: null });
    expect(await whose(fresh.token)).to.include({ personId: wang.id });
    expect(await test.db.query("SELECT * FROM outbox")).to.deep.equal([]);
  });

  it("is signed out after thirty days, after a week unused, and when it says so", async () => {
    const { token } = await open();
    for (let day = 6; day < 30; day += 6) {
      forward(6 * days);
      expect(await whose(token), `${day}`).to.not.be.null;
    }
    forward(6 * days);
    expect(await whose(token)).to.be.null;
    const rested = await open();
    forward(7 * days);
    expect(await whose(rested.token)).to.be.null;
    const ended = await open();
    await test.act((work) => endMini(work, ended.token));
    expect(await whose(ended.token)).to.be.null;
  });

  it("keeps no token readable, and only it may bind so", async () => {
    const { token } = await open();
    const stored = JSON.stringify(await test.db.query("SELECT * FROM mini_session"));
    expect(stored).to.not.include(token);
    const caller = await whose(token);
    if (!caller) throw new Error("nobody");
    const browser = test.act((work) => bindMini(work, { ...caller, kind: "session" }, "K7M2PQ3X"));
    expect((await refusalOf(browser)).code).to.equal("forbidden");
  });
});
