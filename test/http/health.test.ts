import { expect } from "chai";
import { Counter, Registry } from "prom-client";
import request from "supertest";
import { type HealthCheck, healthRoutes } from "../../src/http/health.ts";
import { httpServer } from "../../src/http/server.ts";

describe("health", () => {
  const registry = new Registry();
  new Counter({ name: "duban_test_total", help: "test", registers: [registry] }).inc();
  const ask = (checks: HealthCheck[]) => {
    const routes = [healthRoutes({ checks, registry, patience: 1 })];
    return request(httpServer({ log: { error: () => undefined }, routes }).app.callback());
  };
  const well = { name: "数据库", check: async () => ({ ok: true, words: "连接正常" }) };

  it("/healthz says ok whatever else is broken", async () => {
    const { status, text } = await ask([
      { name: "数据库", check: () => Promise.reject(new Error("gone")) },
    ]).get("/healthz");
    expect({ status, text }).to.deep.equal({ status: 200, text: "ok" });
  });

  it("/readyz says in plain words that everything is well", async () => {
    const { status, body } = await ask([well]).get("/readyz");
    expect(status).to.equal(200);
    expect(body).to.deep.equal({
      ready: true,
      words: "一切正常",
      checks: [{ name: "数据库", ok: true, words: "连接正常" }],
    });
  });

  it("/readyz says what is not well, does not wait for ever, and keeps the reasons to itself", async () => {
    const { status, body, text } = await ask([
      well,
      { name: "消息通道", check: async () => ({ ok: false, words: "微信没有登录" }) },
      { name: "时钟", check: () => Promise.reject(new Error("secret host")) },
      { name: "积压", check: () => new Promise(() => undefined) },
    ]).get("/readyz");
    expect(status).to.equal(503);
    expect(body.checks.map((one: { words: string }) => one.words)).to.deep.equal([
      "连接正常",
      "微信没有登录",
      "检查失败",
      "检查超时",
    ]);
    expect(text).not.to.include("secret");
  });

  it("/metrics speaks Prometheus", async () => {
    const { type, text } = await ask([]).get("/metrics");
    expect(type).to.equal("text/plain");
    expect(text).to.include("duban_test_total 1");
  });
});
