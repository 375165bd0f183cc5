import { expect } from "chai";
import { Product } from "./support/product.ts";
import { addressOf } from "./support/talk.ts";

const admin = addressOf("林晓静");
const lan = addressOf("王秀兰");
const fresh = "督办自己的口令2026";

/** What an administrator does by chat and by HTTP, with the product as it is started and one story. */
describe("An administrator's tour of the API", function () {
  this.timeout(120_000);
  const product = new Product();
  let token: string;
  let broadcastId: number;

  before(() => product.start());
  after(() => product.close());

  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  const read = async (path: string): Promise<any> => {
    const headers = { authorization: `Bearer ${token}` };
    return (await product.send("GET", `/api/v1${path}`, { headers })).json();
  };

  it("signs in with the password that was printed, replaces it, and makes a token to read with", async () => {
    const [, password] = /初始口令 ([\w-]+)/.exec(product.spoken) ?? [];
    const entered = await product.send("POST", "/api/v1/session", { body: { name: "admin", password } });
    expect(entered.status).to.equal(200);
    const { csrf, mustChange } = (await entered.json()) as { csrf: string; mustChange: boolean };
    expect(mustChange).to.equal(true);
    const cookie = entered.headers.get("set-cookie") ?? "";
    expect(cookie)
      .to.match(/httponly/i)
      .and.match(/samesite=strict/i);
    const headers = { cookie: cookie.split(";")[0], "x-csrf-token": csrf };
    const change = { headers, body: { old: password, fresh } };
    expect((await product.send("PUT", "/api/v1/session/password", change)).status).to.equal(204);
    // The machine's own time, as the program tells it.
    const now = Date.parse(entered.headers.get("date") ?? "");
    const expiresAt = new Date(now + 7 * 24 * 3_600_000).toISOString();
    const order = { headers, body: { name: "看板", scope: "read", expiresAt } };
    const made = await product.send("POST", "/api/v1/tokens", order);
    expect(made.status).to.equal(201);
    ({ token } = (await made.json()) as { token: string });
    const again = { body: { name: "admin", password } };
    expect((await product.send("POST", "/api/v1/session", again)).status).to.equal(401);
  });

  it("reads over HTTP what became of a broadcast ordered in chat", async () => {
    const preview = await product.say(admin, "给任务二没交的发通知:请今天下班前报送,有困难请回话。");
    const [order = "", count] = /确认发送 (\d+)/.exec(preview) ?? [];
    expect(await product.say(admin, "嗯")).to.include("还没有发");
    expect(await product.say(admin, order)).to.include(`共${count}人`);
    await product.told(lan, "请今天下班前报送");
    await product.say(lan, "我们校长外出,材料在他手里");
    const { items } = await read("/broadcasts");
    expect(items).to.have.length(1);
    expect(items[0]).to.include({ author: "林晓静", body: "请今天下班前报送,有困难请回话。" });
    broadcastId = items[0].id;
    const outcome = await settled();
    expect(outcome.sent + outcome.answered).to.equal(Number(count));
    expect(outcome).to.include({ answered: 1, cancelled: 0, failed: 0, unknown: 0 });
    expect(outcome.unreachable).to.be.greaterThan(0);
    const replies = await read(`/broadcasts/${broadcastId}/replies`);
    expect(replies.items.map((each: { body: string }) => each.body)).to.deep.equal([
      "我们校长外出,材料在他手里",
    ]);
    const answered = await read(`/broadcasts/${broadcastId}/recipients?outcome=answered`);
    expect(answered.items[0]).to.include({ name: "王秀兰", unit: "大王庄小学" });
  });

  /** The outcome once nothing waits to be sent, asked for until it is so; the test's own time limit bounds it. */
  async function settled(): Promise<
    Record<"queued" | "sending" | "sent" | "answered" | "unreachable", number>
  > {
    for (;;) {
      const outcome = await read(`/broadcasts/${broadcastId}/outcome`);
      if (outcome.queued + outcome.sending === 0) return outcome;
    }
  }

  it("answers the same token and tells the same outcome after it was killed, and changes nothing for it", async () => {
    const before = await settled();
    await product.kill();
    await product.start();
    expect(await settled()).to.deep.equal(before);
    const cancel = { headers: { authorization: `Bearer ${token}` } };
    const tried = await product.send("POST", `/api/v1/broadcasts/${broadcastId}/cancel`, cancel);
    expect(tried.status, "a token that may only read").to.equal(403);
    expect((await product.send("GET", "/api/v1/broadcasts")).status, "without a token").to.equal(401);
  });

  it("serves the OpenAPI document and a page to read it on, which asks nobody else for anything", async () => {
    const document = (await (await product.send("GET", "/api/v1/openapi.json")).json()) as {
      openapi: string;
      paths: Record<string, { get?: { operationId: string } }>;
    };
    expect(document.openapi).to.equal("3.1.0");
    expect(document.paths["/broadcasts/{broadcastId}/outcome"]?.get?.operationId).to.equal(
      "getBroadcastOutcome",
    );
    const page = await product.send("GET", "/api/v1/docs");
    expect(page.headers.get("content-type")).to.include("text/html");
    const words = await page.text();
    expect(words).to.include("/api/v1/broadcasts/{broadcastId}/outcome").and.include("群发结果汇总");
    const sources = [...words.matchAll(/(?:src|href)="([^"#]+)/g)].map(([, source = ""]) => source);
    expect(sources.filter((source) => !source.startsWith("/api/v1/"))).to.deep.equal([]);
    for (const source of sources) expect((await product.send("GET", source)).status, source).to.equal(200);
  });
});
