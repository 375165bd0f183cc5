import { expect } from "chai";
import { changeWebhook } from "../../src/actions/webhooks.ts";
import { type Lookup, postOnce } from "../../src/jobs/webhook-post.ts";
import { useTestHouse } from "../support/house.ts";
import { openReceiver, type Receiver } from "../support/receiver.ts";
import { isSigned, useWebhookDesk, wall } from "../support/webhooks.ts";

/** A name service that knows one answer. */
const leadsTo =
  (...addresses: string[]): Lookup =>
  (_hostname, _options, answer) =>
    answer(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );

describe("posting to a webhook", () => {
  const test = useTestHouse();
  const desk = useWebhookDesk(test);
  const { register, happen, round, later, only, hookOf } = desk;

  it("posts what was queued, signed so that the receiver can check it, and writes down the answer", async () => {
    const { webhook, secret } = await register();
    desk.receiver.answer = (response) => response.writeHead(201).end(`收到\u0007\n${"好".repeat(300)}`);
    await happen();
    expect(await round(webhook.id)).to.equal(1);
    expect(await round(webhook.id)).to.equal(0);
    const [received] = desk.receiver.got;
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
    await test.act((work) => changeWebhook(work, webhook.id, { url: desk.receiver.url }));
    await round(webhook.id);
    expect(desk.receiver.got.map((received) => isSigned(received, secret))).to.deep.equal([true]);
  });

  it("waits no longer than it has patience for, whether for the answer, its end or the name", async () => {
    const { webhook } = await register();
    await happen();
    desk.receiver.answer = () => undefined;
    await round(webhook.id, { patience: 50 });
    expect(await only()).to.include({ status: "queued", httpStatus: null, answer: "没有在规定时间内答复" });
    desk.receiver.answer = (response) => response.writeHead(200).write("还没完");
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
    desk.receiver.answer = (response) => response.writeHead(307, { location: other.url }).end("去那边");
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
      desk.receiver.answer = (response) => {
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
      desk.receiver.answer = answer;
      await round(webhook.id);
      expect(await only()).to.include({ status: "queued", httpStatus: null });
      later(3_600);
    }
    expect((await hookOf(webhook.id)).failures).to.equal(3);
  });

  it("says what is wrong with an address where nobody answers, or that nobody knows", async () => {
    const { webhook } = await register();
    await desk.receiver.close();
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

  it("says so when the key of its secret is missing, and sends nothing unsigned", async () => {
    const { webhook } = await register();
    await happen();
    test.house.rules.dataKeys = [{ id: "other", secret: Buffer.alloc(32, 9) }];
    await round(webhook.id);
    expect(await only()).to.include({ status: "queued", answer: "签名密钥读不出来,没有发送;请更换密钥" });
    expect(desk.receiver.connections).to.equal(0);
  });

  describe("keeps out of private networks", () => {
    const closed = "地址不是 https 或通往内网,没有发送";
    const post = (url: string, lookup?: Lookup) =>
      postOnce({ url, headers: {}, body: "{}" }, { privateToo: false, ...(lookup && { lookup }) });

    it("for an address and for a name that leads there, even beside one that does not", async () => {
      const { port } = desk.receiver;
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
      expect(desk.receiver.connections).to.equal(0);
    });

    it("at every try anew, whatever the name led to when the webhook was made", async () => {
      test.house.rules.privateWebhooks = false;
      const { webhook } = await register(`https://county.example:${desk.receiver.port}/`);
      await happen();
      await round(webhook.id, { lookup: leadsTo("127.0.0.1") });
      expect(await only()).to.include({ status: "queued", httpStatus: null, answer: closed });
      expect(desk.receiver.connections).to.equal(0);
      test.house.rules.privateWebhooks = true;
      later(60);
      await round(webhook.id, { lookup: leadsTo("127.0.0.1") });
      expect(desk.receiver.connections).to.equal(1);
      expect((await only()).httpStatus).to.equal(null);
    });
  });
});
