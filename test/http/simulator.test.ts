import { expect } from "chai";
import request from "supertest";
import { httpServer } from "../../src/http/server.ts";
import { simulatorRoutes } from "../../src/http/simulator/routes.ts";
import { aBench, aWorld, type Bench, until } from "../simulator/bench.ts";

describe("the simulator's interface for scripts", () => {
  let bench: Bench;
  let app: ReturnType<ReturnType<typeof httpServer>["app"]["callback"]>;
  let moves: number;
  let deadline: Date | undefined;
  beforeEach(async () => {
    bench = await aBench(aWorld(), async ({ address, text }, door) => {
      await door.channel.send({ key: text, address, text: `收到:${text}` });
    });
    moves = 0;
    deadline = undefined;
    const routes = await simulatorRoutes({
      world: bench.world,
      nextDeadline: async () => deadline,
      onMoved: async () => {
        moves += 1;
      },
      welcome: async () => ({ recommended: "wang", hints: [{ personId: "wang", words: "回复“继续”" }] }),
    });
    app = httpServer({ log: { error: () => undefined }, routes: [routes] }).app.callback();
  });
  afterEach(() => bench.door.stop());

  const get = (path: string) => request(app).get(`/sim/api${path}`);
  const post = (path: string, body: object = {}) => request(app).post(`/sim/api${path}`).send(body);
  const texts = (body: { messages: { text: string }[] }) => body.messages.map((message) => message.text);

  it("lists the people with their units, and the groups", async () => {
    const { body } = await get("/people");
    expect(body.people[0]).to.deep.equal({
      id: "wang",
      name: "王秀兰",
      label: "城关中心小学 · 校长",
      unread: 0,
    });
    expect((await get("/rooms")).body.rooms[0]).to.deep.equal({
      id: "heads",
      name: "校长群",
      members: ["wang", "li"],
    });
  });

  it("says something as a person and reads the answer in the transcript", async () => {
    const { body } = await post("/say", { person: "wang", text: "是" });
    await until(() => bench.world.transcript("wang").length === 2);
    const all = await get("/people/wang/transcript");
    expect(texts(all.body)).to.deep.equal(["是", "收到:是"]);
    expect(all.body.messages[0]).to.include({ id: body.id, from: "wang", fromName: "王秀兰", talk: "wang" });
    const later = await get(`/people/wang/transcript?after=${body.id}`);
    expect(texts(later.body)).to.deep.equal(["收到:是"]);
    expect((await get("/people")).body.people[0].unread).to.equal(1);
    expect((await post("/read", { person: "wang" })).status).to.equal(204);
    expect((await get("/people")).body.people[0].unread).to.equal(0);
  });

  it("answers an own message id used twice with the first result", async () => {
    const said = { person: "wang", text: "是", id: "own-1" };
    expect((await post("/say", said)).body).to.deep.equal({ id: "own-1" });
    expect((await post("/say", said)).body).to.deep.equal({ id: "own-1" });
    expect(texts((await get("/people/wang/transcript")).body).filter((text) => text === "是")).to.have.length(
      1,
    );
  });

  it("takes a file, shows it in the transcript and gives it back", async () => {
    const base64 = Buffer.from([137, 80, 78, 71]).toString("base64");
    await post("/say", { person: "wang", file: { name: "照片.png", base64 } });
    const { body } = await get("/people/wang/transcript");
    expect(body.messages[0].file).to.include({ name: "照片.png", size: 4 });
    const picture = await request(app).get(body.messages[0].file.url);
    expect(picture.type).to.equal("image/png");
    expect([...picture.body]).to.deep.equal([137, 80, 78, 71]);
  });

  it("never shows an uploaded page as a page", async () => {
    const base64 = Buffer.from("<script>alert(1)</script>").toString("base64");
    await post("/say", { person: "wang", file: { name: "x.html", base64 } });
    const { body } = await get("/people/wang/transcript");
    const { type, headers } = await request(app).get(body.messages[0].file.url);
    expect(type).to.equal("application/octet-stream");
    expect(headers["content-disposition"]).to.match(/^attachment/);
  });

  it("speaks in a group with a mention and a quotation", async () => {
    const { body } = await post("/say", { person: "wang", room: "heads", text: "大家好" });
    await post("/say", { person: "li", room: "heads", text: "在吗", mention: true, quote: body.id });
    const { body: room } = await get("/rooms/heads/transcript");
    expect(room.messages[1]).to.deep.include({
      from: "li",
      mentions: [bench.world.bot.id],
      quote: { id: body.id, name: "王秀兰", text: "大家好" },
    });
    expect((await get("/rooms/nobody/transcript")).status).to.equal(404);
  });

  it("refuses what makes no sense, and names the field", async () => {
    const wrong = [{}, { person: "wang" }, { person: "wang", text: 1 }, { person: "wang", kind: "smell" }];
    for (const said of wrong) expect((await post("/say", said)).status, JSON.stringify(said)).to.equal(422);
    expect((await post("/say", { person: "nobody", text: "?" })).status).to.equal(404);
    const { body } = await post("/say", { person: "wang", text: "看", file: { name: "a", base64: "AA==" } });
    expect(body.facts.problems[0].field).to.equal("text");
  });

  it("moves the clock on, by a span, to a moment, to the next deadline, and never back", async () => {
    const start = bench.world.clock.now().getTime();
    const { body } = await post("/clock", { forward: "1d" });
    expect(new Date(body.now).getTime()).to.be.at.least(start + 86_400_000);
    const moment = new Date(start + 10 * 86_400_000);
    await post("/clock", { to: moment.toISOString() });
    expect(bench.world.clock.now()).to.be.at.least(moment);
    expect((await post("/clock", { next: "deadline" })).status).to.equal(409);
    deadline = new Date(start + 20 * 86_400_000);
    expect((await post("/clock", { next: "deadline" })).status).to.equal(200);
    expect((await get("/clock")).body.now >= deadline.toISOString()).to.be.true;
    expect(moves).to.equal(3);
    expect((await post("/clock", { to: moment.toISOString() })).status).to.equal(409);
    for (const move of [{}, { forward: "soon" }, { to: "gestern" }])
      expect((await post("/clock", move)).status).to.equal(422);
  });

  it("switches faults on and off", async () => {
    const put = (fault: object) => request(app).put("/sim/api/faults").send(fault);
    expect((await put({ kind: "delay" })).body.faults).to.deep.equal([{ kind: "delay", ms: 3_000 }]);
    await put({ kind: "drop", person: "wang", direction: "in", count: 2 });
    const { body } = await request(app).delete("/sim/api/faults?kind=delay&person=");
    expect(body.faults).to.deep.equal([{ kind: "drop", person: "wang", direction: "in", count: 2 }]);
    expect((await request(app).delete("/sim/api/faults")).body.faults).to.be.empty;
    expect((await put({ kind: "earthquake" })).status).to.equal(422);
    expect((await put({ kind: "drop", count: 0 })).status).to.equal(422);
  });

  it("logs the bot out and in", async () => {
    expect((await post("/logout")).body).to.deep.equal({ online: false });
    expect((await get("/state")).body).to.deep.include({ online: false, recommended: "wang" });
    expect((await post("/login")).body).to.deep.equal({ online: true });
  });
});

describe("the simulator's event stream", () => {
  it("tells what happens at once, and ends when the server closes", async () => {
    const world = aWorld();
    const routes = await simulatorRoutes({
      world,
      nextDeadline: async () => undefined,
      onMoved: async () => undefined,
      welcome: async () => ({ hints: [] }),
    });
    const server = httpServer({ log: { error: () => undefined }, routes: [routes] });
    const port = await server.listen(0, "127.0.0.1");
    const answer = await fetch(`http://127.0.0.1:${port}/sim/api/events`);
    world.say({ person: "wang", text: "是" });
    let told = "";
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) {
      told += decoder.decode(chunk);
      if (told.includes('"text":"是"')) void server.close();
    }
    expect(told).to.include('"type":"message"');
    world.say({ person: "wang", text: "没人在听" });
  });
});
