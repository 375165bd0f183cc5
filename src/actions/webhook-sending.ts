import { randomUUID } from "node:crypto";
import { record } from "../machines/event.ts";
import type { Work } from "../work.ts";
import { notify } from "./mail.ts";
import { administrators } from "./people.ts";
import { openSecret } from "./webhook-secret.ts";

/** One try to tell a receiver, held by one sender for a while. */
export interface HeldDelivery {
  id: number;
  token: string;
  webhookId: number;
  messageId: string;
  /** Null for a ping, which is tried once. */
  eventId: number | null;
  body: string;
  /** With this one. */
  attempts: number;
  url: string;
  /** Null when it cannot be read. */
  secret: string | null;
}

/** How a try ended. */
export interface TryOutcome {
  /** The receiver said that it has it. */
  ok: boolean;
  /** Null without an answer. */
  status: number | null;
  ms: number;
  /** What the receiver said, or what went wrong. */
  answer: string;
}

/** Seconds by the database's clock that a claim holds: a try is ended well within. */
const lease = 30;

/** Seconds until the next try, after the first, the second and so on: with the last a day is nearly over. */
const pauses = [10, 30, 90, 270, 810, 2_430, 7_290, 14_400, 14_400, 14_400, 14_400, 14_400];

const mostFailures = 20;
const answerLength = 200;

const isFree = `d.status = 'queued' AND d.due_at <= ? AND (d.lease_until IS NULL OR d.lease_until < NOW(3))`;

/** The webhooks at work that have something to tell now. */
export async function dueWebhooks(work: Work): Promise<number[]> {
  const rows: { id: number }[] = await work.db.query(
    `SELECT w.id FROM webhook w WHERE w.disabled_at IS NULL AND EXISTS (
       SELECT 1 FROM webhook_delivery d FORCE INDEX (due) WHERE d.webhook_id = w.id AND ${isFree}
     ) ORDER BY w.id`,
    [work.now],
  );
  return rows.map(({ id }) => id);
}

/** Takes up to `most` deliveries of a webhook. The guarded UPDATE is the claim: of two who claim at once each has one holder. */
export async function claimDeliveries(work: Work, webhookId: number, most: number): Promise<HeldDelivery[]> {
  const [hook]: { url: string; sealedSecret: string }[] = await work.db.query(
    "SELECT url, sealed_secret AS sealedSecret FROM webhook WHERE id = ? AND disabled_at IS NULL",
    [webhookId],
  );
  if (!hook) return [];
  const found: { id: number }[] = await work.db.query(
    `SELECT d.id FROM webhook_delivery d FORCE INDEX (due) WHERE d.webhook_id = ? AND ${isFree}
     ORDER BY d.due_at, d.id LIMIT ?`,
    [webhookId, work.now, most],
  );
  if (found.length === 0) return [];
  const token = randomUUID();
  await work.db.query(
    `UPDATE webhook_delivery d SET d.lease_token = ?, d.lease_until = NOW(3) + INTERVAL ${lease} SECOND,
       d.attempts = d.attempts + 1
     WHERE d.id IN (?) AND ${isFree}`,
    [token, found.map(({ id }) => id), work.now],
  );
  const held: Pick<HeldDelivery, "id" | "messageId" | "eventId" | "body" | "attempts">[] =
    await work.db.query(
      `SELECT id, message_id AS messageId, event_id AS eventId, body, attempts FROM webhook_delivery
     WHERE id IN (?) AND lease_token = ? ORDER BY due_at, id`,
      [found.map(({ id }) => id), token],
    );
  const secret = openSecret(work.rules.dataKeys, hook.sealedSecret, webhookId);
  return held.map((row) => ({ ...row, token, webhookId, url: hook.url, secret }));
}

/** Writes down how a try ended. False when it is too late: the claim had run out and another sender holds it, or it is gone. */
export async function finishDelivery(
  work: Work,
  held: HeldDelivery,
  { ok, status, ms, answer }: TryOutcome,
): Promise<boolean> {
  const again = ok ? null : nextTry(work, held);
  const { affectedRows }: { affectedRows: number } = await work.db.query(
    `UPDATE webhook_delivery SET status = ?, due_at = COALESCE(?, due_at), lease_token = NULL, lease_until = NULL,
       http_status = ?, ms = ?, answer = ?, tried_at = ?
     WHERE id = ? AND status = 'queued' AND lease_token = ?`,
    [
      ok ? "delivered" : again ? "queued" : "dead",
      again,
      status,
      ms,
      short(answer),
      work.now,
      held.id,
      held.token,
    ],
  );
  if (affectedRows === 0) return false;
  await (ok ? forgetFailures(work, held.webhookId) : countFailure(work, held.webhookId));
  return true;
}

function nextTry(work: Work, { eventId, attempts }: HeldDelivery): Date | null {
  const pause = eventId === null ? undefined : pauses[attempts - 1];
  return pause === undefined ? null : new Date(work.now.getTime() + pause * 1_000);
}

/** Looked at without a lock first: the row is held by whoever fills the webhook. */
async function forgetFailures(work: Work, id: number): Promise<void> {
  const [hook]: { failures: number }[] = await work.db.query("SELECT failures FROM webhook WHERE id = ?", [
    id,
  ]);
  if (hook && hook.failures > 0) await work.db.query("UPDATE webhook SET failures = 0 WHERE id = ?", [id]);
}

/** Told by guarded UPDATEs and under the webhook's own name, which no webhook is told of. */
async function countFailure(work: Work, id: number): Promise<void> {
  await work.db.query("UPDATE webhook SET failures = failures + 1 WHERE id = ? AND disabled_at IS NULL", [
    id,
  ]);
  const { affectedRows }: { affectedRows: number } = await work.db.query(
    `UPDATE webhook SET disabled_at = ?, disabled_why = 'failures', row_version = row_version + 1
     WHERE id = ? AND disabled_at IS NULL AND failures >= ${mostFailures}`,
    [work.now, id],
  );
  if (affectedRows === 0) return;
  await record(work, { subject: "webhook", subjectId: id, command: "disable", reason: "failures" });
  const [hook]: { name: string; version: number }[] = await work.db.query(
    "SELECT name, row_version AS version FROM webhook WHERE id = ?",
    [id],
  );
  for (const personId of new Set((await administrators(work)).map((holder) => holder.personId))) {
    await notify(work, {
      personId,
      key: `webhook:${id}:${hook?.version}:${personId}`,
      kind: "webhook",
      body: `事件推送“${hook?.name}”连续 ${mostFailures} 次没有送到,已自动停用。请联系对方查明原因,再把它重新启用。`,
    });
  }
}

/** A receiver's words, without what a terminal or a page could take for commands. */
const short = (words: string): string =>
  [...words.replace(/\p{Cc}+/gu, " ").trim()].slice(0, answerLength).join("");
