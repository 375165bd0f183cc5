import { expect } from "chai";
import { Event } from "../../entities/event.ts";
import type { Unit } from "../../entities/unit.ts";
import { Webhook } from "../../entities/webhook.ts";
import { WebhookDelivery } from "../../entities/webhook-delivery.ts";
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
import type { Actor } from "../../src/work.ts";
import { aBureau, aHolder, as, type Holder } from "../support/campaigns.ts";
import { aUnit, type TestHouse, useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";
import { aWebhook } from "../support/webhooks.ts";

describe("webhooks are kept", () => {
  const test = useTestHouse();
  let bureau: Unit;
  let lin: Holder;
  beforeEach(async () => {
    ({ bureau, lin } = await aBureau(test));
  });

  const register = (kinds = ["*"]) => aWebhook(test, { kinds }, as(lin));

  it("with a secret that is shown once and kept sealed for this webhook alone", async () => {
    const { webhook, secret } = await register();
    expect(secret).to.match(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(webhook).to.include({ name: "县平台", url: "https://county.example.cn/notify", rowVersion: 1 });
    expect(JSON.stringify(await test.act(listWebhooks, as(lin)))).not.to.contain(secret.slice(6));
    const { sealedSecret } = await test.db.findOneByOrFail(Webhook, { id: webhook.id });
    expect(sealedSecret).not.to.contain(secret.slice(6));
    const { dataKeys } = test.house.rules;
    expect(openSecret(dataKeys, sealedSecret, webhook.id)).to.equal(secret);
    expect(openSecret(dataKeys, sealedSecret, webhook.id + 1)).to.equal(null);
    const events = await test.db.find(Event);
    expect(JSON.stringify(events)).not.to.contain(secret.slice(6));
    expect(events.map(({ subject, command }) => `${subject}.${command}`)).to.deep.equal(["webhook.register"]);
  });

  it("with another secret when it is renewed", async () => {
    const { webhook, secret } = await register();
    const renewed = await test.act((work) => renewSecret(work, webhook.id), as(lin));
    expect(renewed.secret).not.to.equal(secret);
    const { sealedSecret } = await test.db.findOneByOrFail(Webhook, { id: webhook.id });
    expect(openSecret(test.house.rules.dataKeys, sealedSecret, webhook.id)).to.equal(renewed.secret);
  });

  it("by the bureau's administrator alone; its leader may look, and for others there are none", async () => {
    const { webhook } = await register();
    const { deliveryId } = await test.act((work) => ping(work, webhook.id), as(lin));
    const leader = as(await aHolder(test, bureau, "bureau-leader", "周局长"));
    const head = as(await aHolder(test, await aUnit(test), "unit-head", "陈校长"));
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
      test.act((work) => changeWebhook(work, webhook.id, { kinds: ["unit.*"], expectedVersion }), as(lin));
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
    await test.act((work) => ping(work, webhook.id), as(lin));
    await test.act((work) => removeWebhook(work, webhook.id), as(lin));
    expect(await test.db.count(WebhookDelivery)).to.equal(0);
    expect((await refusalOf(test.act((work) => webhookById(work, webhook.id)))).code).to.equal("not-found");
  });
});
