import { expect } from "chai";
import { Event } from "../../entities/event.ts";
import { Notice } from "../../entities/notice.ts";
import { fillWebhooks } from "../../src/actions/webhook-filling.ts";
import { ping, redeliver } from "../../src/actions/webhook-log.ts";
import { claimDeliveries, dueWebhooks, finishDelivery } from "../../src/actions/webhook-sending.ts";
import { disableWebhook, enableWebhook, removeWebhook } from "../../src/actions/webhooks.ts";
import { openWebhooks } from "../../src/jobs/webhooks.ts";
import { aBureau } from "../support/campaigns.ts";
import { useTestHouse } from "../support/house.ts";
import { openReceiver } from "../support/receiver.ts";
import { refusalOf } from "../support/refusal.ts";
import { aWebhook, isSigned, useWebhookDesk } from "../support/webhooks.ts";

describe("sending webhooks", () => {
  const test = useTestHouse();
  const desk = useWebhookDesk(test);
  const { register, happen, round, later, rows, only, hookOf, ids } = desk;

  it("tries again after an error, later each time, under the same id", async () => {
    const { webhook, secret } = await register();
    desk.receiver.answer = (response) =>
      response.writeHead(desk.receiver.got.length < 3 ? 500 : 200).end("嗯");
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
    expect(desk.receiver.got.every((received) => isSigned(received, secret))).to.equal(true);
  });

  it("gives up when a day is over, until it is told to deliver again", async () => {
    const { webhook } = await register();
    desk.receiver.answer = (response) => response.writeHead(503).end();
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
    desk.receiver.answer = (response) => response.end();
    const { id } = await only();
    await test.act((work) => redeliver(work, id));
    expect((await refusalOf(test.act((work) => redeliver(work, id)))).code).to.equal("guard-failed");
    expect(await round(webhook.id)).to.equal(1);
    expect(await only()).to.include({ status: "delivered", attempts: 1 });
    await test.act((work) => redeliver(work, id));
    expect(await round(webhook.id)).to.equal(1);
    expect(new Set(ids()).size).to.equal(1);
  });

  it("delivers once when two work at once", async () => {
    const { webhook } = await register();
    await happen(20);
    let sent = 1;
    while (sent > 0) {
      const counts = await Promise.all([round(webhook.id), round(webhook.id), round(webhook.id)]);
      sent = counts.reduce((sum, count) => sum + count, 0);
    }
    expect(desk.receiver.got).to.have.length(20);
    expect(new Set(ids()).size).to.equal(20);
    expect((await rows()).every(({ status, attempts }) => status === "delivered" && attempts === 1)).to.equal(
      true,
    );
    expect(desk.said).to.deep.equal([]);
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
    const [received] = desk.receiver.got;
    expect(received && isSigned(received, secret)).to.equal(true);
    expect(JSON.parse(received?.body ?? "")).to.include({
      type: "webhook.ping",
      subjectId: webhook.id,
      id: null,
    });
    expect(await only()).to.include({ id: deliveryId, status: "delivered", eventId: null });
    desk.receiver.answer = (response) => response.writeHead(404).end();
    await test.act((work) => ping(work, webhook.id));
    await round(webhook.id);
    expect((await rows()).map(({ status }) => status)).to.deep.equal(["delivered", "dead"]);
  });

  it("stops after twenty failures in a row, tells the administrators, and goes on when it is enabled", async () => {
    const { lin } = await aBureau(test);
    const { webhook } = await register();
    const say = (status: number) => {
      desk.receiver.answer = (response) => response.writeHead(status).end();
    };
    await happen(40);
    // The five of a round end in any order, so that a whole round has to succeed in between.
    for (const status of [500, 200, 500, 500, 500]) {
      say(status);
      await round(webhook.id);
    }
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
    desk.receiver.answer = (response) => response.end();
    expect((await test.act((work) => enableWebhook(work, webhook.id))).failures).to.equal(0);
    later(60);
    let sent = 1;
    while (sent > 0) sent = await round(webhook.id);
    expect((await rows()).every(({ status }) => status === "delivered")).to.equal(true);
  });

  it("makes no events of its own that would be told again", async () => {
    const { webhook } = await aWebhook(test, { name: "全部", url: desk.receiver.url, kinds: ["*"] });
    await happen();
    const before = await test.db.count(Event);
    desk.receiver.answer = (response) => response.writeHead(desk.receiver.got.length === 1 ? 500 : 200).end();
    await round(webhook.id);
    later(10);
    await round(webhook.id);
    expect(await test.db.count(Event)).to.equal(before);
    expect(await test.act(fillWebhooks)).to.equal(0);
  });

  describe("while the program runs", () => {
    const open = () => openWebhooks({ ...desk.parts(), clock: test.clock });

    it("sends when poked, and lets no slow receiver hold up another", async () => {
      const slow = await openReceiver();
      const held: (() => void)[] = [];
      slow.answer = (response) => held.push(() => response.end());
      const got = new Promise<void>((resolve) => {
        desk.receiver.answer = (response) => {
          response.end();
          if (desk.receiver.got.length === 12) resolve();
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
        desk.receiver.answer = (response) => {
          held.push(() => response.end());
          resolve();
        };
      });
      sending.poke();
      await first;
      const stopped = sending.stop();
      desk.receiver.answer = (response) => response.end();
      for (const letGo of held) letGo();
      await stopped;
      expect(desk.receiver.got).to.have.length(5);
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
