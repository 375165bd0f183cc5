import type { Work } from "../work.ts";
import { dayOf, startOf } from "../workdays.ts";

/** One message that was handed to the channel. */
export interface PastSend {
  at: Date;
  unasked: boolean;
}

/** How long a message may have waited before it was sent, in milliseconds. */
const longestWait = 7 * 24 * 3_600_000;

/** What a channel sent today, oldest first, and when it last asked for a rest: enough to go on gently after a restart. */
export async function recentSends(
  work: Work,
  channel: string,
): Promise<{ sends: PastSend[]; throttledAt: Date | null }> {
  const since = startOf(dayOf(work.now));
  const rows: { at: Date; priority: number }[] = await work.db.query(
    `SELECT o.sent_at AS at, o.priority
     FROM outbox o JOIN contact c ON c.id = o.contact_id AND c.channel = ?
     WHERE o.status IN ('sending', 'sent', 'acked', 'unknown', 'failed') AND o.sent_at >= ? AND o.due_at >= ?
     ORDER BY o.sent_at, o.id`,
    [channel, since, new Date(since.getTime() - longestWait)],
  );
  // Attempts are found by age alone: the newest few thousand cover every rest that a channel may ask for.
  const [throttled]: { at: Date | null }[] = await work.db.query(
    `SELECT MAX(a.at) AS at FROM (SELECT outcome, at FROM outbox_attempt ORDER BY id DESC LIMIT 2000) a
     WHERE a.outcome = 'throttled' AND a.at <= ?`,
    [work.now],
  );
  return {
    sends: rows.map((row) => ({ at: row.at, unasked: row.priority > 0 })),
    throttledAt: throttled?.at ?? null,
  };
}
