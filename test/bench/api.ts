import { createHash } from "node:crypto";
import { Agent, get } from "node:http";
import type { AddressInfo } from "node:net";
import Router from "@koa/router";
import Koa from "koa";
import type { Pool, RowDataPacket } from "mysql2/promise";
import { openTestApi } from "../support/api.ts";
import { aCounty } from "../support/campaigns.ts";
import { openTestHouse } from "../support/house.ts";
import { atLeast, type BenchGroup, inTurns } from "./figure.ts";
import { abreast, rawPool } from "./raw.ts";

const width = 8;

/** A signed-in read of one unit, against bare Koa and router that look the token and the unit up with mysql2 alone. */
export const apiReads: BenchGroup = {
  name: "api",
  async run(bench) {
    const count = bench.size("api-get", 2_000);
    const test = await openTestHouse(width, bench.url);
    const { school, admin } = await aCounty(test);
    const api = await openTestApi(test);
    const token = await api.tokenFor(admin.id);
    const pool = rawPool(test.url, width);
    const bare = await bareKoa(pool, test.clock.now());
    const agent = new Agent({ keepAlive: true, maxSockets: width });
    const rate = async (base: string): Promise<number> => {
      const begin = performance.now();
      await abreast(width, count, () => read(agent, `${base}/units/${school.id}`, token));
      return count / ((performance.now() - begin) / 1_000);
    };
    const rates = await inTurns(bench.rounds, { ours: () => rate(api.url), raw: () => rate(bare.url) });
    agent.destroy();
    await bare.close();
    await api.close();
    await pool.end();
    await test.close();
    const ratio = rates.ours / rates.raw;
    return [
      atLeast(0.6, {
        name: "api-get",
        value: rates.ours,
        unit: "reads/s",
        limit: rates.raw,
        ratio,
        of: "bare Koa",
      }),
    ];
  },
};

function read(agent: Agent, url: string, token: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = get(url, { agent, headers: { authorization: `Bearer ${token}` } }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${url} answered ${answer.statusCode}`));
      answer.resume().on("end", resolve);
    });
    asked.on("error", reject);
  });
}

async function bareKoa(pool: Pool, now: Date): Promise<{ url: string; close(): Promise<void> }> {
  const router = new Router();
  router.get("/units/:id", async (ctx) => {
    // Who asks, and what he asks for: less cannot be done.
    const token = ctx.get("authorization").slice("Bearer ".length);
    const [callers] = await pool.query<RowDataPacket[]>(
      `SELECT t.id, t.scope, a.id AS accountId, a.person_id AS personId, a.name FROM api_token t
       JOIN account a ON a.id = t.account_id WHERE t.hash = ? AND t.expires_at > ? AND a.disabled_at IS NULL`,
      [createHash("sha256").update(token).digest("hex"), now],
    );
    if (callers.length === 0) ctx.throw(401);
    const [units] = await pool.query<RowDataPacket[]>("SELECT * FROM unit WHERE id = ?", [ctx.params.id]);
    ctx.body = units[0];
  });
  const server = new Koa().use(router.routes()).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${port}`, close };
}
