import Type, { type Static } from "typebox";
import { type DeliveryView, listDeliveries, ping, redeliver } from "../../actions/webhook-log.ts";
import {
  changeWebhook,
  disableWebhook,
  enableWebhook,
  listWebhooks,
  registerWebhook,
  removeWebhook,
  renewSecret,
  type WebhookView,
  webhookById,
} from "../../actions/webhooks.ts";
import { operation } from "./operation.ts";
import {
  Count,
  fields,
  Id,
  iso,
  isoOrNull,
  Moment,
  nextOf,
  oneOf,
  orNull,
  pageIn,
  pageOf,
  paging,
  text,
  Version,
} from "./schemas.ts";

const tag = "事件推送";
const keepers = ["bureau-admin"] as const;
const readers = ["bureau-admin", "bureau-leader"] as const;

const Kinds = Type.Array(text(61), {
  minItems: 1,
  maxItems: 50,
  description: "要推送的事件:submission.accept 是一种,submission.* 是一类,* 是全部",
});

const WebhookShown = fields({
  id: Id,
  version: Version,
  name: Type.String(),
  url: Type.String(),
  kinds: Type.Array(Type.String()),
  state: oneOf(["working", "disabled-by-hand", "disabled-after-failures"]),
  disabledAt: orNull(Moment),
  failures: Type.Integer({ minimum: 0, description: "最近一次成功以后连续失败的次数;满 20 次自动停用" }),
  createdAt: Moment,
});

const show = (webhook: WebhookView): Static<typeof WebhookShown> => ({
  id: webhook.id,
  version: webhook.rowVersion,
  name: webhook.name,
  url: webhook.url,
  kinds: webhook.kinds,
  state: stateOf(webhook),
  disabledAt: isoOrNull(webhook.disabledAt),
  failures: webhook.failures,
  createdAt: iso(webhook.createdAt),
});

function stateOf({ disabledAt, disabledWhy }: WebhookView): Static<typeof WebhookShown>["state"] {
  if (!disabledAt) return "working";
  return disabledWhy === "failures" ? "disabled-after-failures" : "disabled-by-hand";
}

const DeliveryShown = fields({
  id: Id,
  webhookId: Id,
  eventId: orNull(Id),
  messageId: Type.String({ description: "请求头 webhook-id 的值" }),
  kind: Type.String(),
  body: Type.String({ description: "签名并送出的原文" }),
  status: oneOf(["queued", "delivered", "dead"]),
  dueAt: Moment,
  attempts: Count,
  httpStatus: orNull(Count),
  ms: orNull(Type.Integer({ minimum: 0, description: "最近一次用了多少毫秒" })),
  answer: orNull(Type.String({ description: "对方答复的前 200 个字,或没有送到的原因" })),
  createdAt: Moment,
  triedAt: orNull(Moment),
});

const showDelivery = ({
  dueAt,
  createdAt,
  triedAt,
  ...delivery
}: DeliveryView): Static<typeof DeliveryShown> => ({
  ...delivery,
  dueAt: iso(dueAt),
  createdAt: iso(createdAt),
  triedAt: isoOrNull(triedAt),
});

const getWebhook = operation({
  id: "getWebhook",
  method: "get",
  path: "/webhooks/{webhookId}",
  tag,
  summary: "一个事件推送",
  who: readers,
  answer: WebhookShown,
  run: async ({ work, params }) => show(await webhookById(work, params.webhookId)),
});

const settings = [
  operation({
    id: "listWebhooks",
    method: "get",
    path: "/webhooks",
    tag,
    summary: "事件推送列表",
    who: readers,
    answer: fields({ items: Type.Array(WebhookShown) }),
    run: async ({ work }) => ({ items: (await listWebhooks(work)).map(show) }),
  }),
  getWebhook,
  operation({
    id: "createWebhook",
    method: "post",
    path: "/webhooks",
    tag,
    summary: "新建事件推送",
    notes:
      "此后发生的事,大约 20 秒内以 POST 送到这个地址,正文是 {id, type, at, subject, subjectId, from, to},不含姓名、电话和文字内容。" +
      "签名按 Standard Webhooks:请求头 webhook-id、webhook-timestamp、webhook-signature,密钥是 whsec_ 后面的 base64,只显示这一次。" +
      "10 秒内答复 2xx 算送到,否则隔一会儿再送,从 10 秒到 4 小时,大约一天后放弃;连续 20 次失败自动停用并通知管理员。" +
      "同一件事可能送到不止一次,请按 webhook-id 去重;不保证先后,请看正文里的 at。",
    who: keepers,
    secret: true,
    body: fields({ name: text(80), url: text(500), kinds: Kinds }),
    status: 201,
    answer: fields({ webhook: WebhookShown, secret: Type.String() }),
    run: async ({ work, body }) => {
      const { webhook, secret } = await registerWebhook(work, body);
      return { webhook: show(webhook), secret };
    },
  }),
  operation({
    id: "changeWebhook",
    method: "patch",
    path: "/webhooks/{webhookId}",
    tag,
    summary: "修改名称、地址或事件",
    notes: "已经排队还没送到的,也送到新的地址。",
    who: keepers,
    ifMatch: "required",
    current: getWebhook,
    body: fields({
      name: Type.Optional(text(80)),
      url: Type.Optional(text(500)),
      kinds: Type.Optional(Kinds),
    }),
    answer: WebhookShown,
    run: async ({ work, params, body, expectedVersion }) =>
      show(await changeWebhook(work, params.webhookId, { ...body, expectedVersion })),
  }),
  operation({
    id: "deleteWebhook",
    method: "delete",
    path: "/webhooks/{webhookId}",
    tag,
    summary: "删除事件推送和它的投递记录",
    who: keepers,
    run: ({ work, params }) => removeWebhook(work, params.webhookId),
  }),
  operation({
    id: "renewWebhookSecret",
    method: "post",
    path: "/webhooks/{webhookId}/secret",
    tag,
    summary: "更换签名密钥",
    notes: "新密钥只显示这一次,马上生效,旧的不再用。",
    who: keepers,
    secret: true,
    answer: fields({ secret: Type.String() }),
    run: ({ work, params }) => renewSecret(work, params.webhookId),
  }),
  operation({
    id: "enableWebhook",
    method: "post",
    path: "/webhooks/{webhookId}/enable",
    tag,
    summary: "启用",
    notes: "停用期间发生的事不补送;停用前已排队的接着送。",
    who: keepers,
    answer: WebhookShown,
    run: async ({ work, params }) => show(await enableWebhook(work, params.webhookId)),
  }),
  operation({
    id: "disableWebhook",
    method: "post",
    path: "/webhooks/{webhookId}/disable",
    tag,
    summary: "停用",
    who: keepers,
    answer: WebhookShown,
    run: async ({ work, params }) => show(await disableWebhook(work, params.webhookId)),
  }),
];

/** Addresses outside that are told of events, and the log of what they were told. */
export const webhookOperations = [
  ...settings,
  operation({
    id: "pingWebhook",
    method: "post",
    path: "/webhooks/{webhookId}/ping",
    tag,
    summary: "试送一次",
    notes: "送一条 type 为 webhook.ping 的消息,只送一次,结果看投递记录。",
    who: keepers,
    status: 202,
    answer: fields({ deliveryId: Id }),
    run: ({ work, params }) => ping(work, params.webhookId),
  }),
  operation({
    id: "listWebhookDeliveries",
    method: "get",
    path: "/webhooks/{webhookId}/deliveries",
    tag,
    summary: "投递记录,新的在前",
    who: readers,
    query: fields(paging),
    answer: pageOf(DeliveryShown),
    run: async ({ work, params, query }) => {
      const { after, limit } = pageIn(query);
      const page = { most: limit, ...(after > 0 && { before: after }) };
      const rows = await listDeliveries(work, params.webhookId, page);

      return { items: rows.map(showDelivery), next: nextOf(rows, limit) };
    },
  }),
  operation({
    id: "redeliver",
    method: "post",
    path: "/webhook-deliveries/{deliveryId}/redeliver",
    tag,
    summary: "补送一条",
    notes: "送到过的和已放弃的都可以补送,webhook-id 不变。",
    who: keepers,
    status: 202,
    answer: DeliveryShown,
    run: async ({ work, params }) => showDelivery(await redeliver(work, params.deliveryId)),
  }),
];
