import type { Webhook } from "../../entities/webhook.ts";
import { forbidden, guardFailed, invalid, notFound, stale } from "../errors.ts";
import { record } from "../machines/event.ts";
import { bureauOperator } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { checkedName, keepsCounty } from "./people-rights.ts";
import { checkedAddress } from "./webhook-address.ts";
import { newSecret, sealSecret } from "./webhook-secret.ts";

/** A webhook as administrators see it: never its secret. */
export type WebhookView = Omit<Webhook, "sealedSecret" | "cursorEventId">;

/** What an administrator says of a webhook. */
export interface WebhookOrder {
  name: string;
  url: string;
  /** Each `subject.command`, `subject.*` or `*`. */
  kinds: string[];
}

/** More of them would only be forgotten ones. */
const mostWebhooks = 20;
const mostKinds = 50;

/** Adds a webhook for what happens from now on; its secret is shown this once. Refuses with forbidden, invalid, guard-failed. */
export async function registerWebhook(
  work: Work,
  order: WebhookOrder,
): Promise<{ webhook: WebhookView; secret: string }> {
  await checkKeeps(work);
  const { name, url, kinds } = checkedOrder(work, order);
  const [{ count } = { count: 0 }]: { count: number }[] = await work.db.query(
    "SELECT COUNT(*) AS count FROM webhook",
  );
  if (Number(count) >= mostWebhooks) throw guardFailed(`最多设 ${mostWebhooks} 个事件推送,请先删掉不用的`);
  const { insertId }: { insertId: number } = await work.db.query(
    `INSERT INTO webhook (name, url, kinds, sealed_secret, cursor_event_id, created_at) VALUES (?, ?, ?, '', ?, ?)`,
    [name, url, JSON.stringify(kinds), await lastEvent(work), work.now],
  );
  const secret = await keepNewSecret(work, insertId);
  await note(work, insertId, "register", { kinds });
  return { webhook: await webhookById(work, insertId), secret };
}

/** Changes what is told. Refuses with not-found, forbidden, invalid, and with stale when the version is another. */
export async function changeWebhook(
  work: Work,
  id: number,
  { expectedVersion, ...change }: Partial<WebhookOrder> & { expectedVersion?: number | undefined },
): Promise<WebhookView> {
  const before = await lockWebhook(work, id);
  if (expectedVersion !== undefined && expectedVersion !== before.rowVersion) throw stale();
  const { name, url, kinds } = checkedOrder(work, { ...before, ...change });
  await work.db.query(
    "UPDATE webhook SET name = ?, url = ?, kinds = ?, row_version = row_version + 1 WHERE id = ?",
    [name, url, JSON.stringify(kinds), id],
  );
  await note(work, id, "change", { kinds, addressChanged: url !== before.url });
  return webhookById(work, id);
}

/** Gives a webhook a new secret, which is shown this once; the old one signs nothing any more. Refuses like changeWebhook. */
export async function renewSecret(work: Work, id: number): Promise<{ secret: string }> {
  await lockWebhook(work, id);
  const secret = await keepNewSecret(work, id);
  await note(work, id, "renew_secret");
  return { secret };
}

/** Removes a webhook, what it has still to tell, and its log. Refuses with not-found, forbidden. */
export async function removeWebhook(work: Work, id: number): Promise<void> {
  await lockWebhook(work, id);
  await work.db.query("DELETE FROM webhook_delivery WHERE webhook_id = ?", [id]);
  await work.db.query("DELETE FROM webhook WHERE id = ?", [id]);
  await note(work, id, "remove");
}

/** Lets a webhook rest; again changes nothing. Refuses with not-found, forbidden. */
export async function disableWebhook(work: Work, id: number): Promise<WebhookView> {
  const before = await lockWebhook(work, id);
  if (before.disabledAt) return before;
  await work.db.query(
    "UPDATE webhook SET disabled_at = ?, disabled_why = 'by-hand', row_version = row_version + 1 WHERE id = ?",
    [work.now, id],
  );
  await note(work, id, "disable");
  return webhookById(work, id);
}

/**
 * Sets a webhook to work again: what happened meanwhile is not told, what had been queued before is. Again changes
 * nothing. Refuses with not-found, forbidden.
 */
export async function enableWebhook(work: Work, id: number): Promise<WebhookView> {
  const before = await lockWebhook(work, id);
  if (!before.disabledAt) return before;
  await work.db.query(
    `UPDATE webhook SET disabled_at = NULL, disabled_why = '', failures = 0, cursor_event_id = ?,
       row_version = row_version + 1 WHERE id = ?`,
    [await lastEvent(work), id],
  );
  await note(work, id, "enable");
  return webhookById(work, id);
}

/** All webhooks, the oldest first. Refuses with forbidden outside of the bureau. */
export async function listWebhooks(work: Work): Promise<WebhookView[]> {
  const why = await bureauOperator(work);
  if (why) throw forbidden(why);
  return read(work, "TRUE ORDER BY id", []);
}

/** One webhook. Refuses with not-found, outside of the bureau too. */
export async function webhookById(work: Work, id: number): Promise<WebhookView> {
  return oneOf(work, "id = ?", id);
}

/** One webhook, whose row is held until the end of the work. Refuses with not-found; with forbidden unless the actor keeps the county. */
export async function lockWebhook(work: Work, id: number): Promise<WebhookView> {
  const webhook = await oneOf(work, "id = ? FOR UPDATE", id);
  await checkKeeps(work);
  return webhook;
}

async function oneOf(work: Work, where: string, id: number): Promise<WebhookView> {
  const [webhook] = (await bureauOperator(work)) === null ? await read(work, where, [id]) : [];
  if (!webhook) throw notFound("这个事件推送");
  return webhook;
}

async function read(work: Work, where: string, values: unknown[]): Promise<WebhookView[]> {
  const rows: (Omit<WebhookView, "kinds"> & { kinds: string })[] = await work.db.query(
    `SELECT id, name, url, kinds, failures, disabled_at AS disabledAt, disabled_why AS disabledWhy,
       created_at AS createdAt, row_version AS rowVersion FROM webhook WHERE ${where}`,
    values,
  );
  return rows.map((row) => ({ ...row, kinds: JSON.parse(row.kinds) as string[] }));
}

async function checkKeeps(work: Work): Promise<void> {
  if (!(await keepsCounty(work))) throw forbidden("只有教体局管理员可以设置事件推送");
}

function checkedOrder(work: Work, { name, url, kinds }: WebhookOrder): WebhookOrder {
  return {
    name: checkedName(name, "name", 80),
    url: checkedAddress(url, { privateToo: work.rules.privateWebhooks ?? false }),
    kinds: checkedKinds(kinds),
  };
}

const kindPattern = /^(\*|[a-z][a-z_-]{0,29}\.(\*|[a-z][a-z_-]{0,29}))$/;

function checkedKinds(kinds: string[]): string[] {
  const distinct = [...new Set(kinds.map((kind) => kind.trim()))];
  const wrong = (message: string) => invalid(message, [{ field: "kinds", message }]);
  if (distinct.length === 0 || distinct.length > mostKinds) throw wrong(`请选 1 到 ${mostKinds} 种事件`);
  const odd = distinct.find((kind) => !kindPattern.test(kind));
  if (odd !== undefined)
    throw wrong(`不认识事件“${[...odd].slice(0, 60).join("")}”,应写成 submission.accept、submission.* 或 *`);
  return distinct.includes("*") ? ["*"] : distinct;
}

async function lastEvent(work: Work): Promise<number> {
  const [last]: { id: number | null }[] = await work.db.query("SELECT MAX(id) AS id FROM event");
  return last?.id ?? 0;
}

async function keepNewSecret(work: Work, id: number): Promise<string> {
  const secret = newSecret();
  await work.db.query("UPDATE webhook SET sealed_secret = ? WHERE id = ?", [
    sealSecret(work.rules.dataKeys, secret, id),
    id,
  ]);
  return secret;
}

const note = (work: Work, id: number, command: string, payload?: object): Promise<void> =>
  record(work, { subject: "webhook", subjectId: id, command, payload });
