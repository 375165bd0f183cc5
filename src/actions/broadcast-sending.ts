import { Broadcast } from "../../entities/broadcast.ts";
import type { Outbox } from "../../entities/outbox.ts";
import { Refusal } from "../errors.ts";
import { broadcastMachine } from "../machines/broadcast.ts";
import { deliveryMachine } from "../machines/delivery.ts";
import { transition, transitionAll } from "../machines/machine.ts";
import type { Work } from "../work.ts";
import { broadcastCode } from "./broadcast-code.ts";
import { lockLanes, settleLanes } from "./lanes.ts";
import { afterQuiet, queueLetters } from "./mail.ts";
import { type Found, findRecipients } from "./recipients.ts";
import type { Condition } from "./scope.ts";

/** Rows in one INSERT. */
const chunk = 1000;

const headOf = ({ body }: Pick<Broadcast, "body">): string => `【通知】${body}`;
const tailOf = ({ id }: Pick<Broadcast, "id">): string => `回复请带上编号 #${broadcastCode(id)}`;

/** A broadcast as one person reads it. */
export const messageOf = (broadcast: Pick<Broadcast, "id" | "body">, reminder: string | null): string =>
  [headOf(broadcast), reminder, tailOf(broadcast)].filter((part) => part !== null).join("\n");

/** The program itself, for moves that follow by themselves. */
const bySystem = (work: Work): Work => ({ ...work, actor: { kind: "system", name: "broadcast" } });

/** Fixes the people of a confirmed broadcast; each person once. */
export async function keepRecipients(work: Work, { id }: Broadcast, people: Found[]): Promise<void> {
  for (let from = 0; from < people.length; from += chunk) {
    const rows = people
      .slice(from, from + chunk)
      .map(({ personId, unitId, reminder }) => [id, personId, unitId, reminder]);
    await work.db.query(
      "INSERT INTO broadcast_recipient (broadcast_id, person_id, unit_id, reminder) VALUES ?",
      [rows],
    );
  }
}

/** Begins to send a scheduled broadcast that the caller has locked: every message is queued in this transaction. */
export async function startBroadcast(work: Work, broadcast: Broadcast): Promise<void> {
  await transition(bySystem(work), broadcastMachine, broadcast, {
    command: "start",
    set: { startedAt: work.now },
  });
  await fanOut(work, broadcast);
}

/** The database makes the rows; the unique keys see to it that nobody gets two. */
async function fanOut(work: Work, broadcast: Broadcast): Promise<void> {
  const { id } = broadcast;
  const key = "CONVERT(CONCAT('broadcast:', r.broadcast_id, ':', r.person_id) USING ascii) COLLATE ascii_bin";
  await work.db.query(
    `INSERT INTO notice (person_id, \`key\`, kind, body, at)
     SELECT r.person_id, ${key}, 'broadcast', CONCAT_WS('\\n', ?, r.reminder, ?), ?
     FROM broadcast_recipient r WHERE r.broadcast_id = ? AND r.excluded IS NULL`,
    [headOf(broadcast), tailOf(broadcast), work.now, id],
  );
  await queueLetters(work, {
    sql: `SELECT t.\`key\`, t.contact_id, 2 AS priority, t.body, CAST(? AS DATETIME(3)) AS due_at, NULL AS expires_at
     FROM (
       SELECT n.\`key\`, n.body, r.id, (SELECT c.id FROM contact c WHERE c.person_id = r.person_id
         AND c.verified_at IS NOT NULL AND c.superseded_at IS NULL AND c.channel <> 'mini'
         ORDER BY c.verified_at DESC, c.id DESC LIMIT 1) AS contact_id
       FROM broadcast_recipient r JOIN notice n ON n.\`key\` = ${key} WHERE r.broadcast_id = ?
     ) t WHERE t.contact_id IS NOT NULL`,
    values: [afterQuiet(work.now, work.rules.quiet), id],
  });
  await work.db.query(
    `UPDATE broadcast_recipient r JOIN outbox o ON o.\`key\` = ${key} JOIN notice n ON n.\`key\` = ${key}
     SET r.outbox_id = o.id, n.outbox_id = o.id WHERE r.broadcast_id = ?`,
    [id],
  );
}

/** Takes back what is still queued; a message that a sender has already taken to the channel stays. */
export async function suppressRest(
  work: Work,
  broadcastId: number,
): Promise<{ suppressed: number; sent: number }> {
  let suppressed = 0;
  for (let rows = await someQueued(work, broadcastId, 0); rows.length > 0; ) {
    suppressed += await suppress(work, rows);
    rows = await someQueued(work, broadcastId, rows.at(-1)?.place ?? 0);
  }
  const [all]: { n: number }[] = await work.db.query(
    "SELECT COUNT(outbox_id) AS n FROM broadcast_recipient WHERE broadcast_id = ?",
    [broadcastId],
  );
  return { suppressed, sent: Number(all?.n) - suppressed };
}

type Queued = Pick<Outbox, "id" | "contactId"> & { place: number };

const someQueued = (work: Work, broadcastId: number, after: number): Promise<Queued[]> =>
  work.db.query(
    `SELECT o.id, o.contact_id AS contactId, r.id AS place
     FROM broadcast_recipient r JOIN outbox o ON o.id = r.outbox_id
     WHERE r.broadcast_id = ? AND r.id > ? AND o.status = 'queued' ORDER BY r.id LIMIT ${chunk}`,
    [broadcastId, after],
  );

/** Some of them may have been taken to the channel just before their lanes were locked. */
async function suppress(work: Work, some: Queued[]): Promise<number> {
  const lanes = some.map(({ contactId }) => contactId);
  await lockLanes(work, lanes);
  const rows: Outbox[] = await work.db.query(
    `SELECT id, status, row_version AS rowVersion FROM outbox WHERE id IN (?) AND status = 'queued'
     ORDER BY id FOR UPDATE`,
    [some.map(({ id }) => id)],
  );
  await transitionAll(bySystem(work), deliveryMachine, rows, {
    command: "suppress",
    set: () => ({ leaseToken: null, leaseUntil: null }),
  });
  settleLanes(work, lanes);
  return rows.length;
}

/** Is a broadcast to begin, or under way? */
export const broadcastsDue = ({ now }: Pick<Work, "now">): Condition => ({
  sql: `EXISTS (SELECT 1 FROM broadcast WHERE state = 'scheduled' AND due_at <= ?)
    OR EXISTS (SELECT 1 FROM broadcast WHERE state IN ('sending', 'cancelled') AND ended_at IS NULL)`,
  values: [now],
});

/** Begins what is due and closes what has come to its end. Answers how many broadcasts moved. */
export async function runBroadcasts(work: Work): Promise<number> {
  const due: { id: number }[] = await work.db.query(
    "SELECT id FROM broadcast WHERE state = 'scheduled' AND due_at <= ? ORDER BY id",
    [work.now],
  );
  for (const { id } of due) await startDue(work, id);
  const over: { id: number }[] = await work.db.query(
    `SELECT b.id FROM broadcast b WHERE b.state IN ('sending', 'cancelled') AND b.ended_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM broadcast_recipient r JOIN outbox o ON o.id = r.outbox_id
         WHERE r.broadcast_id = b.id AND o.status IN ('queued', 'sending')) ORDER BY b.id`,
  );
  for (const { id } of over) await close(work, id);
  return due.length + over.length;
}

const locked = (work: Work, id: number): Promise<Broadcast> =>
  work.db.findOneOrFail(Broadcast, { where: { id }, lock: { mode: "pessimistic_write" } });

/** Those who have left meanwhile, or have handed in what they were to be asked for, are left out; nobody is added. */
async function startDue(work: Work, id: number): Promise<void> {
  const broadcast = await locked(work, id);
  if (broadcast.state !== "scheduled") return;
  const system = bySystem(work);
  const found = await findRecipients(system, broadcast.selection, broadcast.requirementId).catch(whenRefused);
  const people = new Map(found?.people.map((person) => [person.personId, person.reminder]));
  const rows: { id: number; personId: number; reminder: string | null }[] = await work.db.query(
    "SELECT id, person_id AS personId, reminder FROM broadcast_recipient WHERE broadcast_id = ?",
    [id],
  );
  for (const row of rows) {
    const reminder = people.get(row.personId);
    if (reminder === row.reminder) continue;
    await work.db.query("UPDATE broadcast_recipient SET excluded = ?, reminder = ? WHERE id = ?", [
      reminder === undefined ? "changed" : null,
      reminder ?? null,
      row.id,
    ]);
  }
  await startBroadcast(work, broadcast);
}

/** The work in question is over: there is nobody left to ask for it. */
function whenRefused(error: unknown): null {
  if (error instanceof Refusal) return null;
  throw error;
}

/** Mail is removed after a while: how it ended is kept with the recipient. */
async function close(work: Work, id: number): Promise<void> {
  const broadcast = await locked(work, id);
  if (broadcast.endedAt !== null) return;
  await work.db.query(
    `UPDATE broadcast_recipient r JOIN outbox o ON o.id = r.outbox_id SET r.outcome = o.status, r.sent_at = o.sent_at
     WHERE r.broadcast_id = ?`,
    [id],
  );
  const set = { endedAt: work.now };
  if (broadcast.state === "sending") {
    await transition(bySystem(work), broadcastMachine, broadcast, { command: "finish", set });
  } else await work.db.update(Broadcast, { id }, set);
}
