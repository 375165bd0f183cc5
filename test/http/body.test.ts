import Router from "@koa/router";
import { expect } from "chai";
import request from "supertest";
import { readForm, readJson, readRaw } from "../../src/http/body.ts";
import { httpServer } from "../../src/http/server.ts";

describe("request bodies", () => {
  const router = new Router();
  router.post("/json", async (ctx) => {
    ctx.body = await readJson(ctx, { limit: 100 });
  });
  router.post("/form", async (ctx) => {
    ctx.body = await readForm(ctx);
  });
  router.post("/raw", async (ctx) => {
    ctx.body = { length: (await readRaw(ctx)).length };
  });
  const app = httpServer({ log: { error: () => undefined }, routes: [router] }).app.callback();
  const json = (text: string) =>
    request(app).post("/json").set("Content-Type", "application/json").send(text);

  it("a JSON object is read, with its Chinese", async () => {
    const { body } = await json('{"text":"是的"}');
    expect(body).to.deep.equal({ text: "是的" });
  });

  it("what is no JSON object is refused as invalid", async () => {
    for (const text of ["{", "[1]", "null", '"text"', ""]) {
      const { status, body } = await json(text);
      expect({ text, status, code: body.code }).to.deep.equal({ text, status: 422, code: "invalid" });
    }
  });

  it("JSON that is not declared as such is refused, as a foreign page would send it", async () => {
    const { status } = await request(app).post("/json").set("Content-Type", "text/plain").send("{}");
    expect(status).to.equal(422);
  });

  it("a body beyond the limit is refused as too large", async () => {
    const { status, body } = await json(JSON.stringify({ text: "x".repeat(200) }));
    expect({ status, code: body.code }).to.deep.equal({ status: 413, code: "too-large" });
  });

  it("a form is read by its fields", async () => {
    const { body } = await request(app).post("/form").type("form").send("name=%E7%8E%8B&name=%E6%9D%8E&n=1");
    expect(body).to.deep.equal({ name: "李", n: "1" });
    expect((await request(app).post("/form").send({ n: 1 })).status).to.equal(422);
  });

  it("bytes are read as they are", async () => {
    const { body } = await request(app)
      .post("/raw")
      .type("application/octet-stream")
      .send(Buffer.from([0, 255, 10]));
    expect(body).to.deep.equal({ length: 3 });
  });
});
