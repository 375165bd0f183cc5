import { randomUUID } from "node:crypto";
import type { WebhookDelivery } from "../../entities/webhook-delivery.ts";
import { guardFailed, notFound } from "../errors.ts";
import { record } from "../machines/event.ts";
import { bureauOperator } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { pageLimit } from "./people-rights.ts";
import { lockWebhook, type WebhookView, webhookById } from "./webhooks.ts";

/** One line of a webhook's log: what was told, and how its last try ended. */
export type DeliveryView = Pick<
  WebhookDelivery,
  | "id"
  | "webhookId"
  | "eventId"
  | "messageId"
  | "kind"
  | "body"
  | "status"
  | "dueAt"
  | "attempts"
  | "httpStatus"
  | "ms"
  | "answer"
  | "createdAt"
  | "triedAt"
>;

const columns = `id, webhook_id AS webhookId, event_id AS eventId, message_id AS messageId, kind, body, status,
  due_at AS dueAt, attempts, http_status AS httpStatus, ms, answer, created_at AS createdAt, tried_at AS triedAt`;

/** A webhook's log, the newest first, from before an id; at most 200 lines. Refuses with not-found, invalid. */
export async function listDeliveries(
  work: Work,
  webhookId: number,
  { before = 4_294_967_295, most }: { before?: number | undefined; most?: number | undefined } = {},
): Promise<DeliveryView[]> {
  await webhookById(work, webhookId);
  return work.db.query(
    `SELECT ${columns} FROM webhook_delivery WHERE webhook_id = ? AND id < ? ORDER BY id DESC LIMIT ?`,
    [webhookId, before, pageLimit(most)],
  );
}

/** Queues a message that tells nothing but that the way is open; it is tried once. Refuses with not-found, forbidden, guard-failed. */
export async function ping(work: Work, webhookId: number): Promise<{ deliveryId: number }> {
  checkAtWork(await lockWebhook(work, webhookId));
  const kind = "webhook.ping";
  const body = JSON.stringify({
    id: null,
    type: kind,
    at: work.now.toISOString(),
    subject: "webhook",
    subjectId: webhookId,
    from: null,
    to: null,
  });
  const { insertId }: { insertId: number } = await work.db.query(
    `INSERT INTO webhook_delivery (webhook_id, event_id, message_id, kind, body, status, due_at, created_at)
     VALUES (?, NULL, ?, ?, ?, 'queued', ?, ?)`,
    [webhookId, `ping-${randomUUID()}`, kind, body, work.now, work.now],
  );
  return { deliveryId: insertId };
}

/** Queues again what was delivered or given up, under the same message id. Refuses with not-found, forbidden, guard-failed. */
export async function redeliver(work: Work, deliveryId: number): Promise<DeliveryView> {
  const before = await deliveryById(work, deliveryId);
  checkAtWork(await lockWebhook(work, before.webhookId));
  const { affectedRows }: { affectedRows: number } = await work.db.query(
    `UPDATE webhook_delivery SET status = 'queued', due_at = ?, attempts = 0, lease_token = NULL, lease_until = NULL
     WHERE id = ? AND status <> 'queued'`,
    [work.now, deliveryId],
  );
  if (affectedRows === 0) throw guardFailed("这一条还没有送到也没有放弃,系统会接着送,不用补发");
  await record(work, {
    subject: "webhook",
    subjectId: before.webhookId,
    command: "redeliver",
    payload: { deliveryId },
  });
  return deliveryById(work, deliveryId);
}

async function deliveryById(work: Work, id: number): Promise<DeliveryView> {
  const [row]: DeliveryView[] =
    (await bureauOperator(work)) === null
      ? await work.db.query(`SELECT ${columns} FROM webhook_delivery WHERE id = ?`, [id])
      : [];
  if (!row) throw notFound("这条投递记录");
  return row;
}

function checkAtWork({ disabledAt }: WebhookView): void {
  if (disabledAt) throw guardFailed("这个事件推送已停用,请先启用");
}
