import { logExport } from "../../src/actions/exports.ts";
import { dryRun } from "../../src/actions/imports.ts";
import { ping } from "../../src/actions/webhook-log.ts";
import { registerWebhook } from "../../src/actions/webhooks.ts";
import { openUpload } from "../../src/sheets/upload.ts";
import { as } from "./campaigns.ts";
import type { TestHouse } from "./house.ts";
import { type TwoTowns, thing } from "./two-towns.ts";

const list = `单位,上级单位,类别,姓名,岗位,手机号
柳林镇中心校,,中心校,新来人,责任人,13900000001
柳林镇中心校,,中心校,错号人,责任人,12
`;

/** On 李建军's desk: a list looked at, an export in the log, and a webhook that gave one message up. */
export async function setDesk(test: TestHouse, county: TwoTowns): Promise<void> {
  const upload = await openUpload({ name: "新名单.csv", bytes: Buffer.from(list) });
  const admin = as(county.admin);
  const { id, planHash } = await test.act((work) => dryRun(work, upload), admin);
  const exported = await test.act(
    (work) => logExport(work, { what: "people", filter: { purpose: "年底核对" }, count: 3 }),
    admin,
  );
  const { webhook, deliveryId } = await test.act(async (work) => {
    const order = { name: "数据中心", url: "https://example.org/hook", kinds: ["submission.*"] };
    const made = await registerWebhook(work, order);
    return { webhook: made.webhook, ...(await ping(work, made.webhook.id)) };
  }, admin);
  await test.db.query("UPDATE webhook_delivery SET status = 'dead' WHERE id = ?", [deliveryId]);
  county.things.push(
    thing({ noun: "import", id, words: ["新名单.csv"], also: { planHash } }),
    thing({ noun: "export", id: exported, words: ["年底核对"] }),
    thing({
      noun: "webhook",
      id: webhook.id,
      version: webhook.rowVersion,
      words: [webhook.name, webhook.url],
    }),
    thing({ noun: "delivery", id: deliveryId }),
  );
}
