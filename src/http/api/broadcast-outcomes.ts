import Type from "typebox";
import { outcomeOf, recipientsOf, repliesTo } from "../../actions/broadcast-log.ts";
import { operation } from "./operation.ts";
import {
  Count,
  fields,
  Id,
  iso,
  isoOrNull,
  Moment,
  nextOf,
  oneOf,
  orNull,
  pageIn,
  pageOf,
  paging,
} from "./schemas.ts";

const tag = "群发";

const outcomes = [
  "queued",
  "sending",
  "sent",
  "answered",
  "failed",
  "unknown",
  "unreachable",
  "cancelled",
] as const;

/** What became of a broadcast, person by person, and what was answered to it. */
export const broadcastOutcomeOperations = [
  operation({
    id: "getBroadcastOutcome",
    method: "get",
    path: "/broadcasts/{broadcastId}/outcome",
    tag,
    summary: "群发结果汇总",
    notes: "sent 只表示已发出,不表示已读。",
    who: "person",
    answer: fields({
      total: Count,
      excluded: Count,
      ...Object.fromEntries(outcomes.map((name) => [name, Count])),
    }),
    run: async ({ work, params }) => ({ ...(await outcomeOf(work, params.broadcastId)) }) as never,
  }),
  operation({
    id: "listBroadcastRecipients",
    method: "get",
    path: "/broadcasts/{broadcastId}/recipients",
    tag,
    summary: "群发结果,一人一条",
    who: "person",
    query: fields({ ...paging, outcome: Type.Optional(oneOf(outcomes)) }),
    answer: pageOf(
      fields({
        id: Id,
        personId: Id,
        name: Type.String(),
        unit: Type.String(),
        outcome: Type.String(),
        sentAt: orNull(Moment),
        answeredAt: orNull(Moment),
      }),
    ),
    run: async ({ work, params, query: { after, limit, ...filters } }) => {
      const at = pageIn({ after, limit });
      const rows = await recipientsOf(work, params.broadcastId, { ...filters, ...at });
      const items = rows.map(({ id, personId, name, unit, outcome, sentAt, answeredAt }) => ({
        id,
        personId,
        name,
        unit,
        outcome,
        sentAt: isoOrNull(sentAt),
        answeredAt: isoOrNull(answeredAt),
      }));
      return { items, next: nextOf(rows, at.limit) };
    },
  }),
  operation({
    id: "listBroadcastReplies",
    method: "get",
    path: "/broadcasts/{broadcastId}/replies",
    tag,
    summary: "对群发的答复",
    who: "person",
    query: fields(paging),
    answer: pageOf(
      fields({
        id: Id,
        personId: Id,
        name: Type.String(),
        unit: Type.String(),
        body: Type.String(),
        at: Moment,
      }),
    ),
    run: async ({ work, params, query }) => {
      const at = pageIn(query);
      const rows = await repliesTo(work, params.broadcastId, at);
      const items = rows.map((row) => ({
        id: row.id,
        personId: row.personId,
        name: row.name,
        unit: row.unit,
        body: row.body,
        at: iso(row.at),
      }));
      return { items, next: nextOf(rows, at.limit) };
    },
  }),
];
