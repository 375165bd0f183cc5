import type { Work } from "../work.ts";
import { rotatePhones } from "./phones.ts";
import { forgetLeavers } from "./retention.ts";

const day = 24 * 3_600_000;
/** Rows in one statement, and statements for one table in one run: what is left waits for the next. */
const chunk = 1000;
const mostChunks = 10;

/** How long things are kept, in milliseconds. */
const keep = {
  runs: 7 * day,
  answers: day,
  imports: 7 * day,
  mail: 90 * day,
  codes: 30 * day,
  tokens: 30 * day,
  attempts: day,
  pushes: 30 * day,
};

/**
 * Removes what nobody needs any more: old job runs, mail that came to its end 90 days ago, sessions, tickets and tokens that are over,
 * codes a month after their end (until then their owners are told that they are too old). Forgets people who left long
 * ago, and brings numbers under the newest key. Answers how many rows.
 */
export async function sweep(work: Work): Promise<number> {
  const ago = (age: number): Date => new Date(work.now.getTime() - age);
  const counts = [
    await removeWhere(work, "job_run", "moment < ?", ago(keep.runs)),
    await removeWhere(work, "idempotent_answer", "at < ?", ago(keep.answers)),
    await removeWhere(work, "import_run", "at < ?", ago(keep.imports)),
    await removeWhere(work, "session", "expires_at < ?", work.now),
    await removeWhere(work, "mini_session", "expires_at < ?", work.now),
    await removeWhere(work, "sign_in_ticket", "expires_at < ?", work.now),
    await removeWhere(work, "api_token", "expires_at < ?", ago(keep.tokens)),
    await removeWhere(work, "sign_in_attempt", "since < ?", ago(keep.attempts)),
    await removeWhere(work, "mini_code", "at < ?", ago(keep.attempts)),
    await removeWhere(work, "webhook_delivery", "status <> 'queued' AND created_at < ?", ago(keep.pushes)),
    await removeWhere(work, "binding_code", "expires_at < ?", ago(keep.codes)),
    await removeWhere(work, "binding_attempt", "at < ?", ago(keep.attempts)),
    await removeMail(work, outbox, ago(keep.mail)),
    await removeMail(work, inbox, ago(keep.mail)),
    await forgetLeavers(work),
    await rotatePhones(work),
  ];
  return counts.reduce((sum, count) => sum + count, 0);
}

async function removeWhere(work: Work, table: string, where: string, moment: Date): Promise<number> {
  let removed = 0;
  for (let n = 0; n < mostChunks; n++) {
    const { affectedRows }: { affectedRows: number } = await work.db.query(
      `DELETE FROM ${table} WHERE ${where} LIMIT ${chunk}`,
      [moment],
    );
    removed += affectedRows;
    if (affectedRows < chunk) break;
  }
  return removed;
}

interface MailTable {
  name: string;
  at: string;
  /** States in which it is still at work. */
  open: string[];
  children: [table: string, column: string][];
}

const outbox: MailTable = {
  name: "outbox",
  at: "created_at",
  open: ["queued", "sending"],
  children: [["outbox_attempt", "outbox_id"]],
};
const inbox: MailTable = { name: "inbox", at: "received_at", open: ["received"], children: [] };

/** Goes through the oldest rows by id and stops at the first young chunk: no index on the date is needed. */
async function removeMail(work: Work, table: MailTable, before: Date): Promise<number> {
  let removed = 0;
  let from = 0;
  for (let n = 0; n < mostChunks; n++) {
    const rows: { id: number; at: Date; status: string }[] = await work.db.query(
      `SELECT id, ${table.at} AS at, status FROM ${table.name} WHERE id > ? ORDER BY id LIMIT ${chunk}`,
      [from],
    );
    const old = rows.filter((row) => row.at < before);
    const over = old.filter((row) => !table.open.includes(row.status)).map((row) => row.id);
    await removeRows(work, table, over);
    removed += over.length;
    if (old.length < chunk) break;
    from = rows.at(-1)?.id ?? from;
  }
  return removed;
}

async function removeRows(work: Work, { name, children }: MailTable, ids: number[]): Promise<void> {
  if (ids.length === 0) return;
  for (const [child, column] of children) {
    await work.db.query(`DELETE FROM ${child} WHERE ${column} IN (?)`, [ids]);
  }
  await work.db.query(`DELETE FROM ${name} WHERE id IN (?)`, [ids]);
}
