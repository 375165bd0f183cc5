import type { Outbox } from "../../entities/outbox.ts";
import { notFound } from "../errors.ts";
import { deliveryMachine } from "../machines/delivery.ts";
import { record } from "../machines/event.ts";
import { transition } from "../machines/machine.ts";
import type { Work } from "../work.ts";
import { broadcastCode, broadcastOf, codesIn } from "./broadcast-code.ts";

/** A broadcast that a message may answer. */
export interface OpenBroadcast {
  id: number;
  code: string;
  body: string;
}

/** Milliseconds in which a message that names nothing may still be an answer. */
const answerable = 24 * 3_600_000;

/**
 * The broadcast that a person's message answers, by quotation or code; without either, the last one that he got within
 * 24 hours, if he has written nothing between it and this message (`inboxId`). Ask that only when nothing else is on
 * the table. Null when there is none, or it never went to him.
 */
export async function openBroadcastFor(
  work: Work,
  personId: number,
  clue: { quoted?: string | null | undefined; code?: string | undefined; inboxId?: number | undefined },
): Promise<OpenBroadcast | null> {
  const named = clue.code ? broadcastOf(clue.code) : null;
  const ids = named === null ? codesIn(clue.quoted ?? "") : [named];
  if (ids.length > 0) return received(work, personId, ids);
  if (clue.code) return null;
  return clue.quoted ? quotedOne(work, personId, clue.quoted) : latest(work, personId, clue.inboxId ?? 0);
}

const got = `SELECT b.id, b.body FROM broadcast_recipient r JOIN broadcast b ON b.id = r.broadcast_id
  JOIN outbox o ON o.id = r.outbox_id WHERE r.person_id = ? AND o.status IN ('sending', 'sent', 'acked', 'unknown')`;

const open = (row: { id: number; body: string } | undefined): OpenBroadcast | null =>
  row ? { ...row, code: broadcastCode(row.id) } : null;

async function received(work: Work, personId: number, ids: number[]): Promise<OpenBroadcast | null> {
  const [row]: { id: number; body: string }[] = await work.db.query(
    `${got} AND b.id IN (?) ORDER BY b.id DESC LIMIT 1`,
    [personId, ids],
  );
  return open(row);
}

/** A channel may cut a quotation short: its beginning must be that of the message. */
async function quotedOne(work: Work, personId: number, quoted: string): Promise<OpenBroadcast | null> {
  const start = quoted.trim().replace(/[….]+$/u, "");
  if (!start.startsWith("【通知】") || [...start].length < 8) return null;
  const [row]: { id: number; body: string }[] = await work.db.query(
    `${got} AND LEFT(o.body, CHAR_LENGTH(?)) = ? ORDER BY b.id DESC LIMIT 1`,
    [personId, start, start],
  );
  return open(row);
}

async function latest(work: Work, personId: number, inboxId: number): Promise<OpenBroadcast | null> {
  const [row]: { id: number; body: string }[] = await work.db.query(
    `${got} AND o.sent_at > ? AND r.answered_at IS NULL AND NOT EXISTS (
       SELECT 1 FROM inbox i JOIN contact k ON k.id = i.contact_id
       WHERE k.person_id = r.person_id AND i.received_at >= o.sent_at AND i.id <> ?)
     ORDER BY o.sent_at DESC, b.id DESC LIMIT 1`,
    [personId, new Date(work.now.getTime() - answerable), inboxId],
  );
  return open(row);
}

/**
 * Keeps an answer with its broadcast, each message once; the recipient counts as answered and the message as responded
 * to. False when this message was kept before. Refuses with not-found when the broadcast never went to him.
 */
export async function recordReply(
  work: Work,
  personId: number,
  reply: { broadcastId: number; inboxId: number; text: string },
): Promise<boolean> {
  const [recipient]: { id: number; outboxId: number }[] = await work.db.query(
    `SELECT id, outbox_id AS outboxId FROM broadcast_recipient
     WHERE broadcast_id = ? AND person_id = ? AND outbox_id IS NOT NULL FOR UPDATE`,
    [reply.broadcastId, personId],
  );
  if (!recipient) throw notFound("这条群发通知");
  const [known]: unknown[] = await work.db.query("SELECT id FROM broadcast_reply WHERE inbox_id = ?", [
    reply.inboxId,
  ]);
  if (known) return false;
  await work.db.query(
    "INSERT INTO broadcast_reply (broadcast_id, person_id, inbox_id, body, at) VALUES (?, ?, ?, ?, ?)",
    [reply.broadcastId, personId, reply.inboxId, reply.text, work.now],
  );
  await work.db.query("UPDATE broadcast_recipient SET answered_at = COALESCE(answered_at, ?) WHERE id = ?", [
    work.now,
    recipient.id,
  ]);
  await acknowledge(work, recipient.outboxId);
  await record(work, { subject: "broadcast", subjectId: reply.broadcastId, command: "reply" });
  return true;
}

/** An answer can come while the send is still being written down: then it stands with the recipient alone. */
async function acknowledge(work: Work, outboxId: number): Promise<void> {
  const [sent]: Outbox[] = await work.db.query(
    "SELECT id, status, row_version AS rowVersion FROM outbox WHERE id = ? AND status = 'sent' FOR UPDATE",
    [outboxId],
  );
  if (!sent) return;
  const system: Work = { ...work, actor: { kind: "system", name: "broadcast" } };
  await transition(system, deliveryMachine, sent, { command: "ack" });
}
