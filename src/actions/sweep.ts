import type { Work } from "../work.ts";
import { phonesToRotate, rotatePhones } from "./phones.ts";
import { forgetLeavers, leaversToForget } from "./retention.ts";
import type { Condition } from "./scope.ts";

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
  phrases: 365 * day,
};

/** What is removed by its date alone; `age` in milliseconds. */
const dated: { table: string; at: string; age: number }[] = [
  { table: "job_run", at: "moment", age: keep.runs },
  { table: "idempotent_answer", at: "at", age: keep.answers },
  { table: "import_run", at: "at", age: keep.imports },
  { table: "session", at: "expires_at", age: 0 },
  { table: "mini_session", at: "expires_at", age: 0 },
  { table: "sign_in_ticket", at: "expires_at", age: 0 },
  { table: "api_token", at: "expires_at", age: keep.tokens },
  { table: "sign_in_attempt", at: "since", age: keep.attempts },
  { table: "mini_code", at: "at", age: keep.attempts },
  { table: "binding_code", at: "expires_at", age: keep.codes },
  { table: "binding_attempt", at: "at", age: keep.attempts },
  { table: "unknown_phrase", at: "last_at", age: keep.phrases },
];

interface MailTable {
  name: string;
  at: string;
  /** Milliseconds from then on that it is kept. */
  age: number;
  /** States in which it is still at work. */
  open: string[];
  children: [table: string, column: string][];
}

/** What is removed by its date once it has come to its end; the oldest have the smallest ids. */
const mail: MailTable[] = [
  { name: "webhook_delivery", at: "created_at", age: keep.pushes, open: ["queued"], children: [] },
  {
    name: "outbox",
    at: "created_at",
    age: keep.mail,
    open: ["queued", "sending"],
    children: [["outbox_attempt", "outbox_id"]],
  },
  { name: "inbox", at: "received_at", age: keep.mail, open: ["received"], children: [] },
];

const ago = ({ now }: Pick<Work, "now">, age: number): Date => new Date(now.getTime() - age);

/** Is anything old enough to be removed, anybody to be forgotten, or a number under an older key? */
export function sweepDue(moment: Pick<Work, "now" | "rules">): Condition {
  const old = dated.map(({ table, at, age }) => ({
    sql: `EXISTS (SELECT 1 FROM ${table} WHERE \`${at}\` < ?)`,
    values: [ago(moment, age)],
  }));
  const oldest = mail.map(({ name, at, age }) => ({
    sql: `(SELECT ${at} FROM ${name} ORDER BY id LIMIT 1) < ?`,
    values: [ago(moment, age)],
  }));
  const all = [...old, ...oldest, leaversToForget(moment), phonesToRotate(moment)];
  return { sql: all.map(({ sql }) => sql).join(" OR "), values: all.flatMap(({ values }) => values) };
}

/**
 * Removes what nobody needs any more: old job runs, mail that came to its end 90 days ago, sessions, tickets and tokens that are over,
 * codes a month after their end (until then their owners are told that they are too old). Forgets people who left long
 * ago, and brings numbers under the newest key. Answers how many rows.
 */
export async function sweep(work: Work): Promise<number> {
  let count = 0;
  for (const { table, at, age } of dated)
    count += await removeWhere(work, table, `\`${at}\` < ?`, ago(work, age));
  for (const table of mail) count += await removeMail(work, table, ago(work, table.age));
  return count + (await forgetLeavers(work)) + (await rotatePhones(work));
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
