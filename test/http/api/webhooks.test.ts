import { expect } from "chai";
import { apiRoutes } from "../../../src/http/api/routes.ts";
import { webhookOperations } from "../../../src/http/api/webhooks.ts";
import { httpServer } from "../../../src/http/server.ts";
import { sendBatch } from "../../../src/jobs/webhooks.ts";
import { type Along, type Answer, openTestApi, type TestApi } from "../../support/api.ts";
import { aHolder } from "../../support/campaigns.ts";
import { aUnit, openTestHouse, type TestHouse } from "../../support/house.ts";
import { openReceiver, type Receiver } from "../../support/receiver.ts";

/** These operations alone behind a door of their own. */
async function openDoor(test: TestHouse, bugs: unknown[]) {
  const server = httpServer({
    log: { error: (facts) => bugs.push(facts) },
    routes: [
      apiRoutes({ house: test.house, clock: test.clock, wall: test.clock }, webhookOperations, "0.0.0"),
    ],
  });
  const url = `http://127.0.0.1:${await server.listen(0, "127.0.0.1")}/api/v1`;
  return {
    close: () => server.close(),
    async call(method: string, path: string, { token, body, headers }: Along): Promise<Answer> {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const words = await answer.text();
      return {
        status: answer.status,
        headers: answer.headers,
        body: words === "" ? null : JSON.parse(words),
      };
    },
  };
}

describe("webhooks over the API", () => {
  let test: TestHouse;
  let accounts: TestApi;
  let api: Awaited<ReturnType<typeof openDoor>>;
  const bugs: unknown[] = [];
  let receiver: Receiver;
  let admin: string;
  let leader: string;
  let head: string;

  before(async () => {
    test = await openTestHouse();
    accounts = await openTestApi(test);
    api = await openDoor(test, bugs);
    receiver = await openReceiver();
  });
  beforeEach(async () => {
    await test.clear();
    test.house.rules.privateWebhooks = true;
    bugs.length = 0;
    const bureau = await aUnit(test, { kind: "bureau", name: "教体局" });
    admin = await accounts.tokenFor((await aHolder(test, bureau, "bureau-admin", "林晓静")).id);
    leader = await accounts.tokenFor((await aHolder(test, bureau, "bureau-leader", "周建国")).id);
    head = await accounts.tokenFor((await aHolder(test, await aUnit(test), "unit-head", "陈国平")).id);
  });
  afterEach(() => expect(bugs).to.deep.equal([]));
  after(async () => {
    await receiver.close();
    await api.close();
    await accounts.close();
    await test.close();
  });

  const create = (headers: Record<string, string> = {}) =>
    api.call("POST", "/webhooks", {
      token: admin,
      headers,
      body: { name: "县平台", url: receiver.url, kinds: ["submission.*"] },
    });
  const post = (path: string, token = admin) => api.call("POST", path, { token });
  const get = (path: string, token = admin) => api.call("GET", path, { token });
  const send = (id: number) => {
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    return sendBatch({ house: test.house, wall: test.clock, log }, id, test.clock.now());
  };

  it("are made with a secret that is shown this once, even to a repeated call", async () => {
    const headers = { "Idempotency-Key": "key-12345678" };
    const made = await create(headers);
    expect(made.status).to.equal(201);
    expect(made.body.secret).to.match(/^whsec_/);
    expect(made.body.webhook).to.deep.equal({
      id: made.body.webhook.id,
      version: 1,
      name: "县平台",
      url: receiver.url,
      kinds: ["submission.*"],
      state: "working",
      disabledAt: null,
      failures: 0,
      createdAt: test.clock.now().toISOString(),
    });
    const again = await create(headers);
    expect(again.status).to.equal(409);
    const { id } = made.body.webhook;
    const shown = [again, await get("/webhooks"), await get(`/webhooks/${id}`)];
    expect(JSON.stringify(shown.map(({ body }) => body))).not.to.contain("whsec_");
    const renewed = await post(`/webhooks/${id}/secret`);
    expect(renewed.body.secret)
      .to.match(/^whsec_/)
      .and.not.equal(made.body.secret);
  });

  it("are changed as the version that was seen, rested, set to work and removed", async () => {
    const { id } = (await create()).body.webhook;
    const change = (version: number, body: object) =>
      api.call("PATCH", `/webhooks/${id}`, { token: admin, body, headers: { "If-Match": `"${version}"` } });
    expect((await change(1, { kinds: ["unit.*"] })).body).to.deep.include({ version: 2, kinds: ["unit.*"] });
    const late = await change(1, { name: "市平台" });
    expect(late.status).to.equal(412);
    expect(late.body.facts.current).to.include({ version: 2 });
    expect((await change(2, { url: "ftp://a.example.cn/" })).body.facts.problems).to.deep.equal([
      { field: "url", message: "接收地址应以 https:// 开头" },
    ]);
    expect((await post(`/webhooks/${id}/disable`)).body).to.include({ state: "disabled-by-hand" });
    expect((await post(`/webhooks/${id}/ping`)).status).to.equal(409);
    expect((await post(`/webhooks/${id}/enable`)).body).to.include({ state: "working", version: 4 });
    expect((await api.call("DELETE", `/webhooks/${id}`, { token: admin })).status).to.equal(204);
    expect((await get(`/webhooks/${id}`)).status).to.equal(404);
  });

  it("are pinged, and tell in their log how that ended, the newest first", async () => {
    const { id } = (await create()).body.webhook;
    const pinged: number[] = [];
    for (let n = 0; n < 3; n++) pinged.push((await post(`/webhooks/${id}/ping`)).body.deliveryId);
    await send(id);
    const first = await get(`/webhooks/${id}/deliveries?limit=2`);
    const second = await get(`/webhooks/${id}/deliveries?limit=2&after=${first.body.next}`);
    const items = [...first.body.items, ...second.body.items];
    expect(items.map((item: { id: number }) => item.id)).to.deep.equal(pinged.toReversed());
    expect(items[0]).to.include({ kind: "webhook.ping", status: "delivered", httpStatus: 200, answer: "好" });
    expect(second.body.next).to.equal(null);
    const again = await post(`/webhook-deliveries/${pinged[0]}/redeliver`);
    expect(again.status).to.equal(202);
    expect(again.body).to.include({ status: "queued", attempts: 0 });
    expect((await post(`/webhook-deliveries/${pinged[0]}/redeliver`)).status).to.equal(409);
  });

  it("are shown to the leader and changed by the administrator alone", async () => {
    const { id } = (await create()).body.webhook;
    expect((await get("/webhooks", leader)).body.items).to.have.length(1);
    expect((await get(`/webhooks/${id}/deliveries`, leader)).status).to.equal(200);
    for (const token of [leader, head]) {
      for (const deed of ["ping", "secret", "enable", "disable"])
        expect((await post(`/webhooks/${id}/${deed}`, token)).status, deed).to.equal(403);
      expect((await api.call("DELETE", `/webhooks/${id}`, { token })).status).to.equal(403);
    }
    for (const path of ["/webhooks", `/webhooks/${id}`, `/webhooks/${id}/deliveries`])
      expect((await get(path, head)).status, path).to.equal(403);
  });
});
