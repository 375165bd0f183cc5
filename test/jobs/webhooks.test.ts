import { createHmac } from "node:crypto";
import { expect } from "chai";
import { Event } from "../../entities/event.ts";
import { Notice } from "../../entities/notice.ts";
import { Webhook } from "../../entities/webhook.ts";
import { WebhookDelivery } from "../../entities/webhook-delivery.ts";
import { fillWebhooks } from "../../src/actions/webhook-filling.ts";
import { ping, redeliver } from "../../src/actions/webhook-log.ts";
import { claimDeliveries, dueWebhooks, finishDelivery } from "../../src/actions/webhook-sending.ts";
import {
  changeWebhook,
  disableWebhook,
  enableWebhook,
  registerWebhook,
  removeWebhook,
} from "../../src/actions/webhooks.ts";
import { type Lookup, postOnce } from "../../src/jobs/webhook-post.ts";
import { openWebhooks, sendBatch, type WebhookParts } from "../../src/jobs/webhooks.ts";
import { record } from "../../src/machines/event.ts";
import { at } from "../../src/workdays.ts";
import { aHolder } from "../support/campaigns.ts";
import { aUnit, useTestHouse } from "../support/house.ts";
import { openReceiver, type Received, type Receiver } from "../support/receiver.ts";
import { refusalOf } from "../support/refusal.ts";

/** The machine's time is another than the product's. */
const wall = { now: () => at("2026-03-02", "10:00") };

/** As a receiver checks it, without a line of ours. */
function isSigned({ headers, body }: Received, secret: string): boolean {
  const [, key = ""] = secret.split("_");
  const signed = [headers["webhook-id"], headers["webhook-timestamp"], body].join(".");
  const mac = createHmac("sha256", Buffer.from(key, "base64")).update(signed, "utf8").digest("base64");
  return headers["webhook-signature"] === `v1,${mac}`;
}

/** A name service that knows one answer. */
const leadsTo =
  (...addresses: string[]): Lookup =>
  (_hostname, _options, answer) =>
    answer(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );

describe("sending webhooks", () => {
  const test = useTestHouse();
  let receiver: Receiver;
  const said: string[] = [];
  beforeEach(async () => {
    test.house.rules.privateWebhooks = true;
    said.length = 0;
    receiver = await openReceiver();
  });
  afterEach(() => receiver.close());

  const log = {
    info: () => undefined,
    warn: (_: object, words: string) => void said.push(words),
    error: (facts: object) => {
      throw (facts as { err: unknown }).err;
    },
  };
  const parts = (post?: WebhookParts["post"]) => ({ house: test.house, wall, log, ...(post && { post }) });
  const register = (url = receiver.url) =>
    test.act((work) => registerWebhook(work, { name: "县平台", url, kinds: ["submission.*"] }));
  const happen = async (times = 1) => {
    for (let n = 1; n <= times; n++)
      await test.act((work) => record(work, { subject: "submission", subjectId: n, command: "accept" }));
    await test.act(fillWebhooks);
  };
  const round = (id: number, post?: WebhookParts["post"]) => sendBatch(parts(post), id, test.clock.now());
  const later = (seconds: number) =>
    test.clock.moveTo(new Date(test.clock.now().getTime() + seconds * 1_000));
  const rows = () => test.db.find(WebhookDelivery, { order: { id: "ASC" } });
  const only = async (): Promise<WebhookDelivery> => {
    const [row, ...others] = await rows();
    if (!row || others.length > 0) throw new Error("one delivery was expected");
    return row;
  };
  const hookOf = (id: number) => test.db.findOneByOrFail(Webhook, { id });
  const ids = () => receiver.got.map(({ headers }) => headers["webhook-id"]);

  it("posts what was queued, signed so that the receiver can check it, and writes down the answer", async () => {
    const { webhook, secret } = await register();
    receiver.answer = (response) => response.writeHead(201).end(`收到\u0007\n${"好".repeat(300)}`);
    await happen();
    expect(await round(webhook.id)).to.equal(1);
    expect(await round(webhook.id)).to.equal(0);
    const [received] = receiver.got;
    const row = await only();
    expect(received?.body).to.equal(row.body);
    expect(received?.headers).to.include({
      "content-type": "application/json",
      "webhook-id": row.messageId,
      "webhook-timestamp": `${wall.now().getTime() / 1_000}`,
    });
    expect(received && isSigned(received, secret)).to.equal(true);
    expect(received && isSigned({ ...received, body: `${received.body} ` }, secret)).to.equal(false);
    expect(row).to.deep.include({ status: "delivered", attempts: 1, httpStatus: 201, leaseToken: null });
    expect(row.answer).to.equal(`收到 ${"好".repeat(197)}`);
    expect(row.triedAt).to.deep.equal(test.clock.now());
    expect(row.ms).to.be.a("number");
  });

  it("signs with the new secret as soon as there is one, and posts to the new address", async () => {
    const { webhook, secret } = await register("http://127.0.0.1:1/");
    await happen();
    await test.act((work) => changeWebhook(work, webhook.id, { url: receiver.url }));
    await round(webhook.id);
    expect(receiver.got.map((received) => isSigned(received, secret))).to.deep.equal([true]);
  });

  it("tries again after an error, later each time, under the same id", async () => {
    const { webhook, secret } = await register();
    receiver.answer = (response) => response.writeHead(receiver.got.length < 3 ? 500 : 200).end("嗯");
    await happen();
    await round(webhook.id);
    expect(await only()).to.deep.include({ status: "queued", attempts: 1, httpStatus: 500, answer: "嗯" });
    expect(await hookOf(webhook.id)).to.include({ failures: 1 });
    later(9);
    expect(await round(webhook.id)).to.equal(0);
    later(1);
    expect(await round(webhook.id)).to.equal(1);
    later(29);
    expect(await round(webhook.id)).to.equal(0);
    later(1);
    expect(await round(webhook.id)).to.equal(1);
    expect(await only()).to.deep.include({ status: "delivered", attempts: 3, httpStatus: 200 });
    expect(await hookOf(webhook.id)).to.include({ failures: 0 });
    expect(new Set(ids()).size).to.equal(1);
    expect(receiver.got.every((received) => isSigned(received, secret))).to.equal(true);
  });

  it("gives up when a day is over, until it is told to deliver again", async () => {
    const { webhook } = await register();
    receiver.answer = (response) => response.writeHead(503).end();
    await happen();
    const start = test.clock.now().getTime();
    let tries = await round(webhook.id);
    while ((await only()).status === "queued") {
      test.clock.moveTo((await only()).dueAt);
      tries += await round(webhook.id);
    }
    const hours = (test.clock.now().getTime() - start) / 3_600_000;
    expect(tries).to.equal(13);
    expect(hours).to.be.within(20, 24);
    expect(await only()).to.include({ status: "dead", attempts: 13 });
    later(86_400);
    expect(await round(webhook.id)).to.equal(0);
    receiver.answer = (response) => response.end();
    const { id } = await only();
    await test.act((work) => redeliver(work, id));
    expect((await refusalOf(test.act((work) => redeliver(work, id)))).code).to.equal("guard-failed");
    expect(await round(webhook.id)).to.equal(1);
    expect(await only()).to.include({ status: "delivered", attempts: 1 });
    await test.act((work) => redeliver(work, id));
    expect(await round(webhook.id)).to.equal(1);
    expect(new Set(ids()).size).to.equal(1);
  });

  it("waits no longer than it has patience for, whether for the answer, its end or the name", async () => {
    const { webhook } = await register();
    await happen();
    receiver.answer = () => undefined;
    await round(webhook.id, { patience: 50 });
    expect(await only()).to.include({ status: "queued", httpStatus: null, answer: "没有在规定时间内答复" });
    receiver.answer = (response) => response.writeHead(200).write("还没完");
    later(3_600);
    await round(webhook.id, { patience: 50 });
    expect(await only()).to.include({ status: "queued", answer: "没有在规定时间内答复" });
    await test.act((work) => changeWebhook(work, webhook.id, { url: "http://county.example/" }));
    later(3_600);
    await round(webhook.id, { patience: 50, lookup: () => undefined });
    expect(await only()).to.include({ status: "queued", answer: "没有在规定时间内答复", attempts: 3 });
  });

  it("follows no redirect", async () => {
    const other = await openReceiver();
    const { webhook } = await register();
    receiver.answer = (response) => response.writeHead(307, { location: other.url }).end("去那边");
    await happen();
    await round(webhook.id);
    expect(await only()).to.deep.include({
      status: "queued",
      httpStatus: 307,
      answer: "对方要求改送别的地址,没有跟去;请直接填最终的地址",
    });
    expect(other.connections).to.equal(0);
    await other.close();
  });

  it("reads only the beginning of an answer without end", async () => {
    const { webhook } = await register();
    await happen();
    const left = new Promise<void>((resolve) => {
      receiver.answer = (response) => {
        const more = (): void => {
          if (!response.destroyed && response.write("长".repeat(20_000))) setImmediate(more);
        };
        response.on("drain", more);
        response.on("close", resolve);
        more();
      };
    });
    await round(webhook.id);
    await left;
    expect(await only()).to.include({ status: "delivered", answer: "长".repeat(200) });
  });

  it("tries again when the receiver hangs up, before or during its answer, or asks for another protocol", async () => {
    const { webhook } = await register();
    await happen();
    const answers: Receiver["answer"][] = [
      (response) => response.destroy(),
      (response) => {
        response.writeHead(200, { "content-length": 100 });
        response.write("半句", () => response.destroy());
      },
      (response) =>
        response.socket?.end("HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"),
    ];
    for (const answer of answers) {
      receiver.answer = answer;
      await round(webhook.id);
      expect(await only()).to.include({ status: "queued", httpStatus: null });
      later(3_600);
    }
    expect((await hookOf(webhook.id)).failures).to.equal(3);
  });

  it("says what is wrong with an address where nobody answers, or that nobody knows", async () => {
    const { webhook } = await register();
    await receiver.close();
    await happen();
    await round(webhook.id);
    expect((await only()).answer).to.equal("对方没有开放这个端口");
    await test.act((work) => changeWebhook(work, webhook.id, { url: "http://county.example/" }));
    later(60);
    const unknown: Lookup = (_hostname, _options, answer) =>
      answer(Object.assign(new Error("unknown"), { code: "ENOTFOUND" }), []);
    await round(webhook.id, { lookup: unknown });
    expect((await only()).answer).to.equal("找不到这个地址的主机");
  });

  describe("keeps out of private networks", () => {
    const closed = "地址不是 https 或通往内网,没有发送";
    const post = (url: string, lookup?: Lookup) =>
      postOnce({ url, headers: {}, body: "{}" }, { privateToo: false, ...(lookup && { lookup }) });

    it("for an address and for a name that leads there, even beside one that does not", async () => {
      const { port } = receiver;
      expect((await post(`https://127.0.0.1:${port}/`)).answer).to.equal(closed);
      expect((await post(`https://[::ffff:127.0.0.1]:${port}/`)).answer).to.equal(closed);
      expect((await post(`http://county.example:${port}/`, leadsTo("127.0.0.1"))).answer).to.equal(closed);
      for (const addresses of [
        ["127.0.0.1"],
        ["::ffff:127.0.0.1"],
        ["8.8.8.8", "127.0.0.1"],
        ["fd00::1"],
        [],
      ])
        expect((await post(`https://county.example:${port}/`, leadsTo(...addresses))).answer).to.equal(
          closed,
        );
      expect(receiver.connections).to.equal(0);
    });

    it("at every try anew, whatever the name led to when the webhook was made", async () => {
      test.house.rules.privateWebhooks = false;
      const { webhook } = await register(`https://county.example:${receiver.port}/`);
      await happen();
      await round(webhook.id, { lookup: leadsTo("127.0.0.1") });
      expect(await only()).to.include({ status: "queued", httpStatus: null, answer: closed });
      expect(receiver.connections).to.equal(0);
      test.house.rules.privateWebhooks = true;
      later(60);
      await round(webhook.id, { lookup: leadsTo("127.0.0.1") });
      expect(receiver.connections).to.equal(1);
      expect((await only()).httpStatus).to.equal(null);
    });
  });

  it("delivers once when two work at once", async () => {
    const { webhook } = await register();
    await happen(20);
    let sent = 1;
    while (sent > 0) {
      const counts = await Promise.all([round(webhook.id), round(webhook.id), round(webhook.id)]);
      sent = counts.reduce((sum, count) => sum + count, 0);
    }
    expect(receiver.got).to.have.length(20);
    expect(new Set(ids()).size).to.equal(20);
    expect((await rows()).every(({ status, attempts }) => status === "delivered" && attempts === 1)).to.equal(
      true,
    );
    expect(said).to.deep.equal([]);
  });

  it("delivers again, under the same id, what a worker held when it died, and heeds the dead no more", async () => {
    const { webhook } = await register();
    await happen();
    const [held] = await test.act((work) => claimDeliveries(work, webhook.id, 5));
    if (!held) throw new Error("nothing was claimed");
    expect(await test.act(dueWebhooks)).to.deep.equal([]);
    expect(await round(webhook.id)).to.equal(0);
    await test.db.query("UPDATE webhook_delivery SET lease_until = NOW(3) - INTERVAL 1 SECOND");
    expect(await test.act(dueWebhooks)).to.deep.equal([webhook.id]);
    expect(await round(webhook.id)).to.equal(1);
    const late = { ok: false, status: 500, ms: 1, answer: "晚了" };
    expect(await test.act((work) => finishDelivery(work, held, late))).to.equal(false);
    expect(await only()).to.include({ status: "delivered", attempts: 2, httpStatus: 200 });
    expect(await hookOf(webhook.id)).to.include({ failures: 0 });
    expect(ids()).to.deep.equal([held.messageId]);
  });

  it("pings once, whatever comes of it", async () => {
    const { webhook, secret } = await register();
    const { deliveryId } = await test.act((work) => ping(work, webhook.id));
    await round(webhook.id);
    const [received] = receiver.got;
    expect(received && isSigned(received, secret)).to.equal(true);
    expect(JSON.parse(received?.body ?? "")).to.include({
      type: "webhook.ping",
      subjectId: webhook.id,
      id: null,
    });
    expect(await only()).to.include({ id: deliveryId, status: "delivered", eventId: null });
    receiver.answer = (response) => response.writeHead(404).end();
    await test.act((work) => ping(work, webhook.id));
    await round(webhook.id);
    expect((await rows()).map(({ status }) => status)).to.deep.equal(["delivered", "dead"]);
  });

  it("stops after twenty failures in a row, tells the administrators, and goes on when it is enabled", async () => {
    const bureau = await aUnit(test, { kind: "bureau", name: "教体局" });
    const lin = await aHolder(test, bureau, "bureau-admin", "林晓静");
    const { webhook } = await register();
    receiver.answer = (response) => response.writeHead(receiver.got.length === 10 ? 200 : 500).end();
    await happen(40);
    for (let n = 0; n < 5; n++) await round(webhook.id);
    expect(await hookOf(webhook.id)).to.include({ failures: 15, disabledAt: null });
    expect(await test.db.count(Notice)).to.equal(0);
    await round(webhook.id);
    const stopped = await hookOf(webhook.id);
    expect(stopped).to.include({ failures: 20, disabledWhy: "failures", rowVersion: 2 });
    expect(await round(webhook.id)).to.equal(0);
    expect(await test.act(dueWebhooks)).to.deep.equal([]);
    const notices = await test.db.find(Notice);
    expect(notices.map(({ personId, body }) => ({ personId, body }))).to.deep.equal([
      {
        personId: lin.id,
        body: "事件推送“县平台”连续 20 次没有送到,已自动停用。请联系对方查明原因,再把它重新启用。",
      },
    ]);
    const own = await test.db.findBy(Event, { subject: "webhook" });
    expect(own.map(({ command }) => command)).to.deep.equal(["register", "disable"]);
    receiver.answer = (response) => response.end();
    expect((await test.act((work) => enableWebhook(work, webhook.id))).failures).to.equal(0);
    later(60);
    let sent = 1;
    while (sent > 0) sent = await round(webhook.id);
    expect((await rows()).every(({ status }) => status === "delivered")).to.equal(true);
  });

  it("makes no events of its own that would be told again", async () => {
    const { webhook } = await test.act((work) =>
      registerWebhook(work, { name: "全部", url: receiver.url, kinds: ["*"] }),
    );
    await happen();
    const before = await test.db.count(Event);
    receiver.answer = (response) => response.writeHead(receiver.got.length === 1 ? 500 : 200).end();
    await round(webhook.id);
    later(10);
    await round(webhook.id);
    expect(await test.db.count(Event)).to.equal(before);
    expect(await test.act(fillWebhooks)).to.equal(0);
  });

  it("says so when the key of its secret is missing, and sends nothing unsigned", async () => {
    const { webhook } = await register();
    await happen();
    test.house.rules.dataKeys = [{ id: "other", secret: Buffer.alloc(32, 9) }];
    await round(webhook.id);
    expect(await only()).to.include({ status: "queued", answer: "签名密钥读不出来,没有发送;请更换密钥" });
    expect(receiver.connections).to.equal(0);
  });

  describe("while the program runs", () => {
    const open = (post?: WebhookParts["post"]) => openWebhooks({ ...parts(post), clock: test.clock });

    it("sends when poked, and lets no slow receiver hold up another", async () => {
      const slow = await openReceiver();
      const held: (() => void)[] = [];
      slow.answer = (response) => held.push(() => response.end());
      const got = new Promise<void>((resolve) => {
        receiver.answer = (response) => {
          response.end();
          if (receiver.got.length === 12) resolve();
        };
      });
      await register(slow.url);
      await register();
      await happen(12);
      const sending = open();
      sending.poke();
      await got;
      slow.answer = (response) => response.end();
      for (const letGo of held) letGo();
      await sending.stop();
      await slow.close();
      const states = (await rows()).filter(({ attempts }) => attempts > 0).map(({ status }) => status);
      expect(new Set(states)).to.deep.equal(new Set(["delivered"]));
    });

    it("stops after what is under way, and starts nothing more", async () => {
      const { webhook } = await register();
      await happen(8);
      const sending = open();
      const held: (() => void)[] = [];
      const first = new Promise<void>((resolve) => {
        receiver.answer = (response) => {
          held.push(() => response.end());
          resolve();
        };
      });
      sending.poke();
      await first;
      const stopped = sending.stop();
      receiver.answer = (response) => response.end();
      for (const letGo of held) letGo();
      await stopped;
      expect(receiver.got).to.have.length(5);
      expect(await test.act(dueWebhooks)).to.deep.equal([webhook.id]);
    });
  });

  it("forgets what was under way to a webhook that was removed or disabled meanwhile", async () => {
    const { webhook } = await register();
    await happen();
    const [held] = await test.act((work) => claimDeliveries(work, webhook.id, 5));
    if (!held) throw new Error("nothing was claimed");
    await test.act((work) => disableWebhook(work, webhook.id));
    await test.act((work) => removeWebhook(work, webhook.id));
    const outcome = { ok: true, status: 200, ms: 1, answer: "" };
    expect(await test.act((work) => finishDelivery(work, held, outcome))).to.equal(false);
  });
});
