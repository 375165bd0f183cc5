import { expect } from "chai";
import { Event } from "../../entities/event.ts";
import type { Unit } from "../../entities/unit.ts";
import { Webhook } from "../../entities/webhook.ts";
import { WebhookDelivery } from "../../entities/webhook-delivery.ts";
import { sweep } from "../../src/actions/sweep.ts";
import { checkedAddress, isPrivateAddress } from "../../src/actions/webhook-address.ts";
import { fillWebhooks } from "../../src/actions/webhook-filling.ts";
import { listDeliveries, ping, redeliver } from "../../src/actions/webhook-log.ts";
import { openSecret } from "../../src/actions/webhook-secret.ts";
import {
  changeWebhook,
  disableWebhook,
  enableWebhook,
  listWebhooks,
  registerWebhook,
  removeWebhook,
  renewSecret,
  webhookById,
} from "../../src/actions/webhooks.ts";
import { record } from "../../src/machines/event.ts";
import { type Actor, transact } from "../../src/work.ts";
import { aHolder } from "../support/campaigns.ts";
import { aUnit, type TestHouse, useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";

const minute = 60_000;

describe("webhooks", () => {
  const test = useTestHouse();
  let bureau: Unit;
  let lin: Actor;
  beforeEach(async () => {
    bureau = await aUnit(test, { kind: "bureau", name: "教体局" });
    lin = await holder("bureau-admin", "林晓静");
  });

  const holder = async (
    role: Parameters<typeof aHolder>[2],
    name: string,
    unit = bureau,
  ): Promise<Actor> => ({
    kind: "person",
    personId: (await aHolder(test, unit, role, name)).id,
  });
  const register = async (kinds = ["*"], url = "https://county.example.cn/notify") =>
    test.act((work) => registerWebhook(work, { name: "县平台", url, kinds }), lin);
  const happen = (command = "accept", subject = "submission", subjectId = 7) =>
    test.act((work) =>
      record(work, {
        subject,
        subjectId,
        command,
        from: "sent",
        to: "accepted",
        reason: "王老师好",
        payload: { a: 1 },
      }),
    );
  const fill = () => test.act(fillWebhooks);
  const queued = async (id: number) =>
    (await test.db.find(WebhookDelivery, { where: { webhookId: id }, order: { eventId: "ASC" } })).map(
      ({ kind }) => kind,
    );
  const later = (ms: number) => test.clock.moveTo(new Date(test.clock.now().getTime() + ms));

  describe("are kept", () => {
    it("with a secret that is shown once and kept sealed for this webhook alone", async () => {
      const { webhook, secret } = await register();
      expect(secret).to.match(/^whsec_[A-Za-z0-9+/]{43}=$/);
      expect(webhook).to.include({ name: "县平台", url: "https://county.example.cn/notify", rowVersion: 1 });
      expect(JSON.stringify(await test.act(listWebhooks, lin))).not.to.contain(secret.slice(6));
      const { sealedSecret } = await test.db.findOneByOrFail(Webhook, { id: webhook.id });
      expect(sealedSecret).not.to.contain(secret.slice(6));
      const { dataKeys } = test.house.rules;
      expect(openSecret(dataKeys, sealedSecret, webhook.id)).to.equal(secret);
      expect(openSecret(dataKeys, sealedSecret, webhook.id + 1)).to.equal(null);
      const events = await test.db.find(Event);
      expect(JSON.stringify(events)).not.to.contain(secret.slice(6));
      expect(events.map(({ subject, command }) => `${subject}.${command}`)).to.deep.equal([
        "webhook.register",
      ]);
    });

    it("with another secret when it is renewed", async () => {
      const { webhook, secret } = await register();
      const renewed = await test.act((work) => renewSecret(work, webhook.id), lin);
      expect(renewed.secret).not.to.equal(secret);
      const { sealedSecret } = await test.db.findOneByOrFail(Webhook, { id: webhook.id });
      expect(openSecret(test.house.rules.dataKeys, sealedSecret, webhook.id)).to.equal(renewed.secret);
    });

    it("by the bureau's administrator alone; its leader may look, and for others there are none", async () => {
      const { webhook } = await register();
      const { deliveryId } = await test.act((work) => ping(work, webhook.id), lin);
      const leader = await holder("bureau-leader", "周局长");
      const head = await holder("unit-head", "陈校长", await aUnit(test));
      const order = { name: "别处", url: "https://a.example.cn/", kinds: ["*"] };
      expect(await test.act(listWebhooks, leader)).to.have.length(1);
      expect(await test.act((work) => listDeliveries(work, webhook.id), leader)).to.have.length(1);
      const codeOf = async (actor: Actor, act: Parameters<TestHouse["act"]>[0]) =>
        (await refusalOf(test.act(act, actor))).code;
      const acts: Parameters<TestHouse["act"]>[0][] = [
        (work) => changeWebhook(work, webhook.id, order),
        (work) => renewSecret(work, webhook.id),
        (work) => removeWebhook(work, webhook.id),
        (work) => disableWebhook(work, webhook.id),
        (work) => enableWebhook(work, webhook.id),
        (work) => ping(work, webhook.id),
        (work) => redeliver(work, deliveryId),
      ];
      for (const act of acts) {
        expect(await codeOf(leader, act)).to.equal("forbidden");
        expect(await codeOf(head, act)).to.equal("not-found");
      }
      expect(await codeOf(head, (work) => webhookById(work, webhook.id))).to.equal("not-found");
      expect(await codeOf(head, (work) => listDeliveries(work, webhook.id))).to.equal("not-found");
      expect(await codeOf(head, listWebhooks)).to.equal("forbidden");
      for (const actor of [leader, head])
        expect(await codeOf(actor, (work) => registerWebhook(work, order))).to.equal("forbidden");
    });

    it("only as the version that was seen", async () => {
      const { webhook } = await register();
      const change = (expectedVersion: number) =>
        test.act((work) => changeWebhook(work, webhook.id, { kinds: ["unit.*"], expectedVersion }), lin);
      expect(await change(1)).to.deep.include({ rowVersion: 2, kinds: ["unit.*"], name: "县平台" });
      expect((await refusalOf(change(1))).status).to.equal(412);
    });

    it("only with kinds that can be, and not more than twenty of them", async () => {
      for (const kinds of [[], ["提交"], ["submission"], ["*.accept"], ["submission.accept; DROP"]])
        expect((await refusalOf(register(kinds))).code, kinds.join()).to.equal("invalid");
      expect((await register(["unit.close", "unit.close", "*"])).webhook.kinds).to.deep.equal(["*"]);
      for (let n = 1; n < 20; n++) await register();
      expect((await refusalOf(register())).message).to.equal("最多设 20 个事件推送,请先删掉不用的");
    });

    it("until they are removed, with their log", async () => {
      const { webhook } = await register();
      await test.act((work) => ping(work, webhook.id), lin);
      await test.act((work) => removeWebhook(work, webhook.id), lin);
      expect(await test.db.count(WebhookDelivery)).to.equal(0);
      expect((await refusalOf(test.act((work) => webhookById(work, webhook.id)))).code).to.equal("not-found");
    });
  });

  describe("lead", () => {
    it("only over https and only outside", () => {
      for (const url of [
        "http://county.example.cn/",
        "ftp://county.example.cn/",
        "county.example.cn",
        "https://u:p@county.example.cn/",
        "https://localhost/",
        "https://a.localhost./",
        "https://127.1/",
        "https://0x7f000001/",
        "https://2130706433/",
        "https://10.0.0.8/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.8]/",
        `https://county.example.cn/${"a".repeat(500)}`,
      ])
        expect(() => checkedAddress(url, { privateToo: false }), url)
          .to.throw()
          .with.property("code", "invalid");
      expect(checkedAddress(" https://County.example.cn/a?b=1#c ", { privateToo: false })).to.equal(
        "https://county.example.cn/a?b=1",
      );
      expect(checkedAddress("http://127.0.0.1:8080/", { privateToo: true })).to.equal(
        "http://127.0.0.1:8080/",
      );
    });

    it("past every network that is not the public internet", () => {
      const inside = [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "168.63.129.16",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:7f00:1",
        "::ffff:8.8.8.8",
        "::7f00:1",
        "64:ff9b::a00:1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "100::1",
        "no address",
        "",
      ];
      for (const address of inside) expect(isPrivateAddress(address), address).to.equal(true);
      const outside = [
        "8.8.8.8",
        "100.63.0.1",
        "100.128.0.1",
        "172.32.0.1",
        "223.5.5.5",
        "2400:3200::1",
        "2606:4700::1",
      ];
      for (const address of outside) expect(isPrivateAddress(address), address).to.equal(false);
    });
  });

  describe("are filled", () => {
    it("with what they ask for, without words of people", async () => {
      const one = (await register(["submission.accept"])).webhook.id;
      const class_ = (await register(["submission.*", "unit.close"])).webhook.id;
      const all = (await register(["*"])).webhook.id;
      await happen("accept");
      await happen("return");
      await happen("close", "unit");
      await happen("rename", "unit");
      expect(await fill()).to.equal(1 + 3 + 4);
      expect(await queued(one)).to.deep.equal(["submission.accept"]);
      expect(await queued(class_)).to.deep.equal(["submission.accept", "submission.return", "unit.close"]);
      expect(await queued(all)).to.have.length(4);
      const { body, eventId, messageId } = await test.db.findOneByOrFail(WebhookDelivery, { webhookId: one });
      expect(JSON.parse(body)).to.deep.equal({
        id: eventId,
        type: "submission.accept",
        at: test.clock.now().toISOString(),
        subject: "submission",
        subjectId: 7,
        from: "sent",
        to: "accepted",
      });
      expect(messageId).to.equal(`event-${one}-${eventId}`);
    });

    it("with what happens from now on, and never with their own events", async () => {
      await happen();
      const { webhook } = await register();
      await test.act((work) => changeWebhook(work, webhook.id, { name: "市平台" }), lin);
      expect(await fill()).to.equal(0);
      await happen();
      expect(await fill()).to.equal(1);
    });

    it("once, however often and by however many", async () => {
      const { webhook } = await register();
      for (let n = 0; n < 30; n++) await happen();
      const counts = await Promise.all([fill(), fill(), fill()]);
      expect(counts.reduce((sum, count) => sum + count, 0)).to.equal(30);
      later(3 * minute);
      expect(await fill()).to.equal(0);
      expect(await queued(webhook.id)).to.have.length(30);
    });

    it("with an event that is committed after others with greater ids", async () => {
      const { webhook } = await register();
      let commit: () => void = () => undefined;
      const mayCommit = new Promise<void>((resolve) => {
        commit = resolve;
      });
      let written: () => void = () => undefined;
      const isWritten = new Promise<void>((resolve) => {
        written = resolve;
      });
      const who = { now: test.clock.now(), actor: { kind: "system", name: "slow" } as const };
      const slow = transact(test.house, who, async (work) => {
        await record(work, { subject: "unit", subjectId: 1, command: "slow" });
        // What was left for later goes out with whatever is asked next.
        await work.db.query("SELECT 1");
        written();
        await mayCommit;
      });
      await isWritten;
      await happen();
      expect(await fill()).to.equal(1);
      later(1.5 * minute);
      expect(await fill()).to.equal(0);
      commit();
      await slow;
      expect(await fill()).to.equal(1);
      expect(await queued(webhook.id)).to.deep.equal(["unit.slow", "submission.accept"]);
      later(2 * minute);
      expect(await fill()).to.equal(0);
      const [last] = await test.db.find(Event, { order: { id: "DESC" }, take: 1 });
      expect((await test.db.findOneByOrFail(Webhook, { id: webhook.id })).cursorEventId).to.equal(last?.id);
    });

    it("piece by piece when very much happened at once", async () => {
      await register(["unit.close"]);
      await test.db.query(
        `INSERT INTO event (at, actor_kind, subject, subject_id, command)
         SELECT ?, 'system', 'unit', seq, IF(seq % 2 = 0, 'close', 'open') FROM (
           WITH RECURSIVE n (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n WHERE seq < 900) SELECT seq FROM n
         ) few, (WITH RECURSIVE m (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM m WHERE x < 13) SELECT x FROM m) many`,
        [test.clock.now()],
      );
      expect(await fill()).to.equal(5_000);
      expect(await fill()).to.equal(850);
      later(3 * minute);
      expect(await fill()).to.equal(0);
    });

    it("with a log that is kept for thirty days, but for what has still to be told", async () => {
      const { webhook } = await register();
      for (const command of ["old", "waiting"]) await happen(command);
      await fill();
      await test.db.update(WebhookDelivery, { kind: "submission.old" }, { status: "delivered" });
      later(29 * 1_440 * minute);
      await fill();
      await test.act(sweep);
      expect(await queued(webhook.id)).to.have.length(2);
      later(2 * 1_440 * minute);
      await test.act(sweep);
      expect(await fill()).to.equal(0);
      expect(await queued(webhook.id)).to.deep.equal(["submission.waiting"]);
    });

    it("not while they rest, nor afterwards with what happened meanwhile", async () => {
      const { webhook } = await register();
      await happen("before");
      await fill();
      await test.act((work) => disableWebhook(work, webhook.id), lin);
      await happen("meanwhile");
      expect(await fill()).to.equal(0);
      expect((await refusalOf(test.act((work) => ping(work, webhook.id), lin))).code).to.equal(
        "guard-failed",
      );
      const { disabledAt } = await test.act((work) => enableWebhook(work, webhook.id), lin);
      expect(disabledAt).to.equal(null);
      await happen("after");
      expect(await fill()).to.equal(1);
      expect(await queued(webhook.id)).to.deep.equal(["submission.before", "submission.after"]);
    });
  });
});
