import { expect } from "chai";
import { openMiniProgram } from "../../../src/code2session.ts";
import { type Along, type Answer, openTestApi, type TestApi } from "../../support/api.ts";
import { aPhoto, TalkingHouse } from "../../support/talk.ts";
import { openWeChat, type WeChat } from "../../support/wechat.ts";

const lan = "王秀兰";
const reviewer = "彭国栋";

describe("the mini-program beside chat", function () {
  this.timeout(20_000);
  let house: TalkingHouse;
  let wechat: WeChat;
  let api: TestApi;
  /** Everything that the API said. */
  const said: string[] = [];

  before(async () => {
    house = await TalkingHouse.open();
    wechat = await openWeChat();
    const settings = { appId: "wx-duban", secret: "app-secret", url: wechat.url, patience: 300 };
    api = await openTestApi(house.test, openMiniProgram(settings));
  });
  beforeEach(async () => {
    await house.reset();
    wechat.asked.length = 0;
    said.length = 0;
  });
  afterEach(async () => {
    expect(api.bugs).to.deep.equal([]);
    expect(house.failures).to.deep.equal([]);
    const everything = `${said.join("\n")}\n${await dump()}`;
    for (const secret of [wechat.sessionKey, "session_key", "app-secret"])
      expect(everything).not.to.contain(secret);
  });
  after(async () => {
    await api.close();
    wechat.close();
    await house.close();
  });

  /** Every row of every table, as text. */
  async function dump(): Promise<string> {
    const tables: object[] = await house.test.db.query("SHOW TABLES");
    const names = tables.map((row) => String(Object.values(row)[0]));
    const rows = await Promise.all(names.map((name) => house.test.db.query(`SELECT * FROM \`${name}\``)));
    return JSON.stringify(rows);
  }

  async function call(method: string, path: string, along: Along = {}): Promise<Answer> {
    const answer = await api.call(method, path, along);
    said.push(JSON.stringify([answer.body, [...answer.headers]]));
    return answer;
  }

  const signIn = (code: string) => call("POST", "/mini/session", { body: { code } });

  /** Somebody opens the mini-program on this phone; answers his token. */
  async function opened(openid: string, code = `js-${openid}`): Promise<string> {
    wechat.on(code, { openid });
    return (await signIn(code)).body.token;
  }

  const personId = async (name: string): Promise<number> =>
    (await house.test.db.query("SELECT id FROM person WHERE name = ?", [name]))[0].id;

  async function codeFor(name: string): Promise<string> {
    const [admin] = await house.test.db.query("SELECT person_id AS id FROM post WHERE role = 'bureau-admin'");
    const path = `/people/${await personId(name)}/binding-code`;
    const { body } = await call("POST", path, { token: await api.tokenFor(admin.id) });
    said.length = 0;
    return body.code;
  }

  const bind = (token: string, code: string) => call("POST", "/mini/binding", { token, body: { code } });

  /** Uploads a photo; answers the status. */
  async function prove(token: string, path: string): Promise<number> {
    const headers = { Authorization: `Bearer ${token}` };
    const body = new Uint8Array(aPhoto("工作站"));
    const answer = await fetch(`${api.url}${path}`, { method: "POST", headers, body });
    said.push(await answer.text());
    return answer.status;
  }

  const writtenToMini = (): Promise<object[]> =>
    house.test.db.query(
      "SELECT o.id FROM outbox o JOIN contact k ON k.id = o.contact_id WHERE k.channel = 'mini'",
    );

  for (const [what, reaction, status] of [
    ["a wrong code (40029)", { errcode: 40029, errmsg: "invalid code" }, 422],
    ["too many sign-ins (45011)", { errcode: 45011, errmsg: "api minute-quota reach limit" }, 429],
    ["that WeChat is busy (-1)", { errcode: -1, errmsg: "system error" }, 503],
    ["that WeChat keeps silent", "silence", 503],
    ["settings that WeChat refuses (40125)", { errcode: 40125, errmsg: "invalid appsecret app-secret" }, 503],
  ] as const) {
    it(`says in plain words ${what}, and lets nobody in`, async () => {
      wechat.on("js-1", reaction);
      const { status: told, body } = await signIn("js-1");
      expect(told).to.equal(status);
      expect(body.title).to.match(/^[\u4e00-\u9fff,]+$/);
      expect(await house.test.db.query("SELECT * FROM mini_session")).to.deep.equal([]);
    });
  }

  it("takes a code of wx.login once, without asking WeChat a second time", async () => {
    wechat.on("js-1", { openid: "o-Wang" });
    const both = await Promise.all([signIn("js-1"), signIn("js-1")]);
    expect(both.map(({ status }) => status)).to.have.members([200, 422]);
    expect((await signIn("js-1")).status).to.equal(422);
    expect(wechat.asked).to.deep.equal(["js-1"]);
  });

  it("lets whoever is not bound do nothing but bind", async () => {
    const token = await opened("o-Wang");
    const doors = ["signIn", "finishSignIn", "getSession", "signInMini", "bindMini", "signOutMini"];
    const open = api.operations.filter(({ who }) => who === "anyone" || who === "guest");
    expect(open.map(({ id }) => id)).to.have.members(doors);
    for (const each of api.operations.filter((one) => !open.includes(one))) {
      const path = each.path.replace(/\{\w+\}/g, "1");
      const { status, body } = await call(each.method.toUpperCase(), path, { token });
      if (each.method === "get" && !each.query?.required?.length)
        expect(body.code, each.id).to.equal("not-bound");
      else expect(status, each.id).to.be.within(400, 428);
    }
    expect((await call("GET", "/session", { token })).body).to.include({ kind: "mini", personId: null });
  });

  it("binds with the one-time code, which serves once; the next time it knows who it is", async () => {
    const code = await codeFor(lan);
    const token = await opened("o-Wang");
    const wrong = await bind(token, "AB2CD3EF");
    expect(wrong.body.facts.problems).to.deep.equal([{ field: "code", message: "还可以试4次" }]);
    expect((await bind(token, code)).body).to.deep.equal({ name: lan, units: ["大王庄小学"] });
    const thief = await opened("o-Thief");
    expect((await bind(thief, code)).body.title).to.contain("已经用过");
    expect((await call("GET", "/assignments", { token: thief })).body.code).to.equal("not-bound");
    wechat.on("js-again", { openid: "o-Wang" });
    expect((await signIn("js-again")).body.bound).to.equal(true);
    expect((await call("DELETE", "/mini/session", { token })).status).to.equal(204);
    expect((await call("GET", "/assignments", { token })).status).to.equal(401);
  });

  it("finishes a checklist begun in chat, question by question in either", async () => {
    const token = await opened("o-Wang");
    await bind(token, await codeFor(lan));
    const code = await house.code("大王庄小学", "“扫黄打非”工作站");
    await house.say(lan, `#${code}`);
    expect(await house.say(lan, "是")).to.contain("照片");
    expect(await house.say(lan, "跳过")).to.contain("第2/6题");
    expect(await house.say(lan, "是")).to.contain("第3/6题");

    const listed = await call("GET", `/assignments?text=${encodeURIComponent("工作站")}`, { token });
    const { id } = listed.body.items.find((each: { code: string }) => each.code === code);
    const path = `/assignments/${id}`;
    const seen = await call("GET", path, { token });
    const keys: string[] = seen.body.questions.map((each: { key: string }) => each.key);
    const values = (answer: Answer) =>
      answer.body.questions.map((each: { value: string | null }) => each.value);
    expect(values(seen)).to.deep.equal(["是", "是", null, null, null, null]);
    const answer = (places: number[], value: string) => {
      const answers = places.map((place) => ({ key: keys[place - 1], value }));
      return call("POST", `${path}/answers`, { token, body: { answers } });
    };
    expect(values(await answer([3], "否"))).to.deep.equal(["是", "是", "否", null, null, null]);
    expect(await house.say(lan, "继续")).to.contain("第4/6题");
    expect(await house.say(lan, "是")).to.contain("第4题已记“是”");
    expect(values(await answer([5, 6], "是"))).to.deep.equal(["是", "是", "否", "是", "是", "是"]);

    expect(await prove(token, `${path}/evidence?name=a.png&key=${keys[0]}`)).to.equal(201);
    const submit = { token, body: { command: "submit" } };
    expect((await call("POST", `${path}/commands`, submit)).body).to.include({ state: "submitted" });
    expect(await house.say(lan, `#${code}`)).to.contain("已经报送");
    await house.say(reviewer, `看 #${code}`);
    await house.say(reviewer, "退回3,没有巡查记录");
    expect(house.mail(lan).join("\n")).to.contain("被退回");
    expect(await writtenToMini()).to.deep.equal([]);
  });

  it("writes to the chat alone, whatever is done in the mini-program", async () => {
    const token = await opened("o-Wang");
    await bind(token, await codeFor(lan));
    house.mail(lan);
    await house.moveClock("2026-11-25", "09:00");
    await house.remind();
    expect(house.mail(lan).join("\n")).to.contain("督办提醒");
    expect(await writtenToMini()).to.deep.equal([]);
    expect(await house.say(lan, "待办")).to.contain("项待办");
  });
});
