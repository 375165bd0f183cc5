import type { Outbox } from "../../entities/outbox.ts";
import { deliveryMachine } from "../machines/delivery.ts";
import { transitionAll } from "../machines/machine.ts";
import type { Work } from "../work.ts";
import { dueColumns, lockLanes, settleLanes } from "./lanes.ts";

/** Contacts in one transaction. */
const most = 1000;

/** Ends what is too late, for the next thousand contacts whose turn has come. Answers how many messages. */
export async function expireStale(work: Work, channel: string): Promise<number> {
  for (const due of dueColumns) {
    const lanes = await staleLanes(work, channel, due);
    if (lanes.length === 0) continue;
    await lockLanes(work, lanes);
    const rows: Outbox[] = await work.db.query(
      `SELECT id, status, row_version AS rowVersion FROM outbox
       WHERE contact_id IN (?) AND status = 'queued' AND expires_at < ? ORDER BY id FOR UPDATE`,
      [lanes, work.now],
    );
    await transitionAll(work, deliveryMachine, rows, { command: "expire" });
    settleLanes(work, lanes);
    if (rows.length > 0) return rows.length;
  }
  return 0;
}

/** Of the lanes that are longest overdue, those with something that is too late. */
async function staleLanes(work: Work, channel: string, due: string): Promise<number[]> {
  const rows: { id: number }[] = await work.db.query(
    `SELECT DISTINCT l.id FROM (
       SELECT contact_id AS id FROM lane WHERE channel = ? AND ${due} <= ?
       ORDER BY ${due} LIMIT ${most}
     ) l JOIN outbox o ON o.contact_id = l.id AND o.status = 'queued' AND o.expires_at < ? ORDER BY l.id`,
    [channel, work.now, work.now],
  );
  return rows.map(({ id }) => id);
}
