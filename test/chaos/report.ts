import type { Outcome } from "./fire.ts";

/** Is nothing lost, nothing put to another's account, nothing out of order, and every double flagged? */
export const isWell = (outcome: Outcome): boolean =>
  [outcome.lost, outcome.misattributed, outcome.misordered, outcome.doubledUnflagged, outcome.troubles].every(
    (list) => list.length === 0,
  );

/** One line for programs. Milliseconds, unless the name says otherwise. */
export function lineOf(outcome: Outcome): string {
  const { size, blows, recoveries } = outcome;
  return JSON.stringify({
    name: "chaos",
    ...size,
    ok: isWell(outcome),
    processed: outcome.processed,
    lost: outcome.lost.length,
    misattributed: outcome.misattributed.length,
    misordered: outcome.misordered.length,
    doubled: outcome.doubled.length + outcome.doubledUnflagged.length,
    doubledUnflagged: outcome.doubledUnflagged.length,
    flagged: outcome.flagged,
    failed: outcome.failed,
    troubles: outcome.troubles.length,
    kills: blows["kill-replica"],
    databaseKills: blows["kill-database"],
    recoveryMedian: round(quantile(allRecoveries(recoveries), 0.5)),
    recoveryWorst: round(quantile(allRecoveries(recoveries), 1)),
    takenMedian: round(quantile(outcome.waits, 0.5)),
    takenP99: round(quantile(outcome.waits, 0.99)),
    replyMedian: round(quantile(outcome.replyWaits, 0.5)),
    replyP99: round(quantile(outcome.replyWaits, 0.99)),
    messagesPerSecond: Number(outcome.perSecond.toFixed(1)),
  });
}

/** The same for people, with up to ten of each thing that went wrong. */
export function tableOf(outcome: Outcome): string {
  const { size, blows, recoveries, waits, replyWaits } = outcome;
  const rows: [string, string | number][] = [
    ["under fire", `${size.seconds} s, seed ${size.seed}, ${size.replicas} replicas, ${size.people} people`],
    [
      "blows",
      `${blows["kill-replica"]} replicas killed, ${blows["kill-database"]} times the database, ` +
        `${blows["freeze-replica"]} frozen, ${blows["restart-replica"]} restarted`,
    ],
    [
      "channel",
      `${outcome.twice} brought to two at once, ${outcome.again} brought again, ${outcome.badLetters} letters ill-treated`,
    ],
    ["processed", `${outcome.processed} messages, ${outcome.perSecond.toFixed(1)} a second under fire`],
    ["letters", outcome.letters],
    ["lost", outcome.lost.length],
    ["misattributed", outcome.misattributed.length],
    ["misordered", outcome.misordered.length],
    ["doubled", `${outcome.doubled.length} flagged, ${outcome.doubledUnflagged.length} not`],
    ["flagged", `${outcome.flagged} sends unknown, ${outcome.failed} given up`],
    [
      "recovery",
      `replica killed: ${span(recoveries.replica)}; database killed: ${span(recoveries.database)}`,
    ],
    ["taken after", span(waits)],
    ["reply after", span(replyWaits)],
    ...[...outcome.complaints]
      .sort(([, one], [, other]) => other - one)
      .slice(0, 6)
      .map(([kind, times]): [string, string] => ["logged", `${times} x ${kind}`]),
    ["troubles", outcome.troubles.length],
  ];
  const wrong = [
    ...outcome.lost.slice(0, 10).map((each) => `LOST ${each}`),
    ...outcome.misattributed.slice(0, 10).map((each) => `MISATTRIBUTED ${each}`),
    ...outcome.misordered.slice(0, 10).map((each) => `MISORDERED ${each}`),
    ...outcome.doubledUnflagged.slice(0, 10).map((each) => `DOUBLED ${each}`),
    ...outcome.troubles.slice(0, 10).map((each) => `TROUBLE ${each}`),
  ];
  const table = rows.map(([name, value]) => `${name.padEnd(14)} ${value}`);
  return [...table, ...wrong, isWell(outcome) ? "WELL" : "NOT WELL"].join("\n");
}

const allRecoveries = ({ replica, database }: Outcome["recoveries"]): number[] => [...replica, ...database];

function quantile(list: number[], part: number): number | null {
  const sorted = [...list].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? null;
}

const round = (n: number | null): number | null => (n === null ? null : Math.round(n));

const span = (list: number[]): string =>
  list.length === 0
    ? "none"
    : `median ${round(quantile(list, 0.5))} ms, worst ${round(quantile(list, 1))} ms of ${list.length}`;
