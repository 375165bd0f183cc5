import Type, { type Static } from "typebox";
import type { Broadcast } from "../../../entities/broadcast.ts";
import { broadcastById, broadcasts } from "../../actions/broadcast-log.ts";
import {
  cancelBroadcast,
  changeBroadcast,
  confirmBroadcast,
  draftBroadcast,
  previewBroadcast,
} from "../../actions/broadcasts.ts";
import { exclusionWords } from "../../actions/recipients.ts";
import { broadcastMachine } from "../../machines/broadcast.ts";
import { optionsOf } from "../../machines/machine.ts";
import type { Work } from "../../work.ts";
import { operation } from "./operation.ts";
import {
  Commands,
  Count,
  fields,
  Id,
  iso,
  isoOrNull,
  Moment,
  nextOf,
  orNull,
  pageIn,
  pageOf,
  paging,
  text,
  Version,
} from "./schemas.ts";
import { selectionFields } from "./target.ts";

const tag = "群发";
const senders = ["bureau-admin", "bureau-leader", "office-operator", "unit-head", "responsible"] as const;

const Draft = fields({
  body: text(2000),
  selection: selectionFields,
  requirementId: Type.Optional(orNull(Id)),
  dueAt: Type.Optional(orNull(Moment)),
});

const BroadcastShown = fields({
  id: Id,
  version: Version,
  code: Type.String(),
  author: Type.String(),
  body: Type.String(),
  selection: selectionFields,
  requirementId: orNull(Id),
  state: Type.String(),
  stateName: Type.String(),
  dueAt: orNull(Moment),
  createdAt: Moment,
  commands: Commands,
});

type Shown = Static<typeof BroadcastShown>;

async function show(work: Work, id: number): Promise<Shown> {
  const row = await broadcastById(work, id);
  const { code, author, body, selection, requirementId, state } = row;
  return {
    id,
    version: row.rowVersion,
    code,
    author,
    body,
    selection,
    requirementId,
    state,
    stateName: broadcastMachine.states[state] ?? state,
    dueAt: isoOrNull(row.dueAt),
    createdAt: iso(row.createdAt),
    commands: await optionsOf(work, broadcastMachine, row as unknown as Broadcast),
  };
}

const draftOf = ({ dueAt, requirementId, ...rest }: Static<typeof Draft>) => ({
  ...rest,
  ...(requirementId ? { requirementId } : {}),
  ...(dueAt ? { dueAt: new Date(dueAt) } : {}),
});

const getBroadcast = operation({
  id: "getBroadcast",
  method: "get",
  path: "/broadcasts/{broadcastId}",
  tag,
  summary: "一次群发",
  who: "person",
  answer: BroadcastShown,
  run: ({ work, params }) => show(work, params.broadcastId),
});

const writing = [
  operation({
    id: "draftBroadcast",
    method: "post",
    path: "/broadcasts",
    tag,
    summary: "起草群发",
    notes: "先起草,再预览,再用预览给的 hash 确认;名单变了要重新预览。",
    who: senders,
    body: Draft,
    status: 201,
    answer: BroadcastShown,
    run: async ({ work, body }) => show(work, (await draftBroadcast(work, draftOf(body))).id),
  }),
  operation({
    id: "changeBroadcast",
    method: "put",
    path: "/broadcasts/{broadcastId}",
    tag,
    summary: "修改草稿",
    who: senders,
    ifMatch: "required",
    current: getBroadcast,
    body: Draft,
    answer: BroadcastShown,
    run: async ({ work, params, body, expectedVersion }) =>
      show(work, (await changeBroadcast(work, params.broadcastId, { ...draftOf(body), expectedVersion })).id),
  }),
  operation({
    id: "previewBroadcast",
    method: "get",
    path: "/broadcasts/{broadcastId}/preview",
    tag,
    summary: "预览:发给谁、不发给谁和为什么、要发多久",
    who: senders,
    answer: fields({
      hash: Type.String(),
      code: Type.String(),
      count: Count,
      optedOut: Count,
      units: Type.Array(fields({ unit: Type.String(), count: Count })),
      people: Type.Array(fields({ personId: Id, name: Type.String(), unit: Type.String() })),
      excluded: Type.Array(
        fields({
          personId: orNull(Id),
          name: Type.String(),
          unit: Type.String(),
          reason: Type.String(),
          why: Type.String(),
        }),
      ),
      sample: Type.String(),
      begins: Moment,
      ends: Moment,
    }),
    run: async ({ work, params }) => {
      const { hash, code, count, optedOut, units, people, excluded, sample, begins, ends } =
        await previewBroadcast(work, params.broadcastId);
      return {
        hash,
        code,
        count,
        optedOut,
        sample,
        units: units.map((each) => ({
          unit: each.unit,
          count: each.count,
        })),
        people: people.map(({ personId, name, unit }) => ({
          personId,
          name,
          unit,
        })),
        excluded: excluded.map(({ personId, name, unit, reason }) => ({
          personId,
          name,
          unit,
          reason,
          why: exclusionWords[reason],
        })),
        begins: iso(begins),
        ends: iso(ends),
      };
    },
  }),
  operation({
    id: "confirmBroadcast",
    method: "post",
    path: "/broadcasts/{broadcastId}/confirm",
    tag,
    summary: "确认发送",
    who: senders,
    body: fields({ hash: text(64) }),
    answer: BroadcastShown,
    run: async ({ work, params, body }) =>
      show(work, (await confirmBroadcast(work, params.broadcastId, body)).id),
  }),
  operation({
    id: "cancelBroadcast",
    method: "post",
    path: "/broadcasts/{broadcastId}/cancel",
    tag,
    summary: "取消群发",
    notes: "已经发出的收不回来,没发的不再发。",
    who: senders,
    ifMatch: "optional",
    current: getBroadcast,
    answer: fields({ broadcast: BroadcastShown, suppressed: Count, sent: Count }),
    run: async ({ work, params, expectedVersion }) => {
      const order = expectedVersion === undefined ? {} : { expectedVersion };
      const { suppressed, sent } = await cancelBroadcast(work, params.broadcastId, order);
      return { broadcast: await show(work, params.broadcastId), suppressed, sent };
    },
  }),
];

const reading = [
  operation({
    id: "listBroadcasts",
    method: "get",
    path: "/broadcasts",
    tag,
    summary: "群发列表,新的在前",
    who: "person",
    query: fields(paging),
    answer: pageOf(BroadcastShown),
    run: async ({ work, query }) => {
      const { after, limit } = pageIn(query);
      const rows = await broadcasts(work, { limit, ...(after > 0 ? { before: after } : {}) });
      const items = await Promise.all(rows.map((row) => show(work, row.id)));
      return { items, next: nextOf(rows, limit) };
    },
  }),
  getBroadcast,
];

/** Broadcasts: draft, preview, confirm, cancel. */
export const broadcastOperations = [...writing, ...reading];
