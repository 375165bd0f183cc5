import Router from "@koa/router";
import { expect } from "chai";
import request from "supertest";
import { busy, notAllowed } from "../../src/errors.ts";
import { httpServer } from "../../src/http/server.ts";

describe("errors over HTTP", () => {
  const logged: { facts: Record<string, unknown>; words: string }[] = [];
  const log = { error: (facts: object, words: string) => void logged.push({ facts: { ...facts }, words }) };
  const router = new Router();
  router.get("/refuses", () => {
    throw notAllowed("现在不能提交", ["return"]);
  });
  router.get("/busy", () => {
    throw busy();
  });
  router.get("/bug", () => {
    throw new Error("secret: the password is 1234");
  });
  router.get("/malformed", (ctx) => ctx.throw(400, "details of the parser"));
  const app = httpServer({ log, routes: [router] }).app.callback();
  beforeEach(() => {
    logged.length = 0;
  });

  it("a refusal is a problem with its code, its sentence and its facts", async () => {
    const { status, type, body } = await request(app).get("/refuses");
    expect({ status, type }).to.deep.equal({ status: 409, type: "application/problem+json" });
    expect(body).to.deep.equal({
      type: "urn:duban:problem:not-allowed",
      title: "现在不能提交",
      status: 409,
      code: "not-allowed",
      facts: { allowed: ["return"] },
    });
    expect(logged).to.be.empty;
  });

  it("a full house says when to come again", async () => {
    const { status, headers } = await request(app).get("/busy");
    expect(status).to.equal(503);
    expect(headers["retry-after"]).to.equal("5");
  });

  it("a bug says nothing but an id, under which it is in the log", async () => {
    const { status, text, body } = await request(app).get("/bug");
    expect(status).to.equal(500);
    expect(text).not.to.include("1234");
    expect(body.code).to.equal("internal");
    expect(logged[0]?.facts).to.include({ errorId: body.errorId, path: "/bug" });
  });

  it("an error of the caller's that a library found stays the caller's, without the details", async () => {
    const { status, text, body } = await request(app).get("/malformed");
    expect(status).to.equal(400);
    expect(body.code).to.equal("invalid");
    expect(text).not.to.include("parser");
  });

  it("a page that is not there is a problem too", async () => {
    const { status, body } = await request(app).get("/nowhere");
    expect({ status, code: body.code }).to.deep.equal({ status: 404, code: "not-found" });
  });

  it("every answer, good or bad, trusts nobody else's scripts and tells nobody where one came from", async () => {
    for (const path of ["/refuses", "/bug", "/nowhere"]) {
      const { headers } = await request(app).get(path);
      expect(headers["content-security-policy"]).to.match(/^default-src 'self'/);
      expect(headers["content-security-policy"]).not.to.include("unsafe");
      expect(headers).to.include({ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" });
    }
  });
});
