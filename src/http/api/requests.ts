import Type, { type Static } from "typebox";
import type { Extension } from "../../../entities/extension.ts";
import type { Handover } from "../../../entities/handover.ts";
import { ownTask } from "../../actions/assignment-reads.ts";
import { askExtension, commandExtension } from "../../actions/extensions.ts";
import { askHandover, commandHandover, myPosts } from "../../actions/handovers.ts";
import { nameOf } from "../../actions/people.ts";
import { listExtensions, listHandovers, seenExtension, seenHandover } from "../../actions/request-reads.ts";
import { extensionMachine } from "../../machines/extension.ts";
import { handoverMachine } from "../../machines/handover.ts";
import { optionsOf } from "../../machines/machine.ts";
import type { Work } from "../../work.ts";
import { dayOf } from "../../workdays.ts";
import { operation } from "./operation.ts";
import { versioned } from "./order.ts";
import {
  Commands,
  Count,
  DayOf,
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
  text,
  Version,
} from "./schemas.ts";

const State = oneOf(["asked", "granted", "refused", "void"]);

const decided = {
  state: State,
  askedBy: Type.String(),
  askedAt: Moment,
  decidedBy: orNull(Type.String()),
  decidedAt: orNull(Moment),
  decisionReason: orNull(Type.String()),
  commands: Commands,
};

const ExtensionShown = fields({
  id: Id,
  version: Version,
  assignmentId: Id,
  from: DayOf,
  to: DayOf,
  reason: Type.String(),
  ...decided,
});

const HandoverShown = fields({ id: Id, version: Version, postId: Id, toName: Type.String(), ...decided });

async function decision(work: Work, row: Extension | Handover) {
  const { state, askedBy, askedAt, decidedBy, decidedAt, decisionReason } = row;
  return {
    state,
    decisionReason,
    askedBy: await nameOf(work, askedBy),
    askedAt: iso(askedAt),
    decidedBy: decidedBy === null ? null : await nameOf(work, decidedBy),
    decidedAt: isoOrNull(decidedAt),
  };
}

const showExtension = async (work: Work, row: Extension): Promise<Static<typeof ExtensionShown>> => ({
  id: row.id,
  version: row.rowVersion,
  assignmentId: row.assignmentId,
  reason: row.reason,
  from: dayOf(row.fromDue),
  to: dayOf(row.toDue),
  ...(await decision(work, row)),
  commands: await optionsOf(work, extensionMachine, row),
});

const showHandover = async (work: Work, row: Handover): Promise<Static<typeof HandoverShown>> => ({
  id: row.id,
  version: row.rowVersion,
  postId: row.postId,
  toName: row.toName,
  ...(await decision(work, row)),
  commands: await optionsOf(work, handoverMachine, row),
});

const Decide = (commands: Record<string, string>) =>
  fields({ command: oneOf(Object.keys(commands)), reason: Type.Optional(text(300)) });

const getExtension = operation({
  id: "getExtension",
  method: "get",
  path: "/extensions/{extensionId}",
  tag: "延期",
  summary: "一项延期申请",
  who: "person",
  answer: ExtensionShown,
  run: async ({ work, params }) => showExtension(work, await seenExtension(work, params.extensionId)),
});

const extensionOperations = [
  operation({
    id: "listExtensions",
    method: "get",
    path: "/extensions",
    tag: "延期",
    summary: "延期申请列表",
    who: "person",
    query: fields({ ...paging, assignmentId: Type.Optional(Id), state: Type.Optional(State) }),
    answer: pageOf(ExtensionShown),
    run: async ({ work, query: { after, limit, ...filters } }) => {
      const at = pageIn({ after, limit });
      const rows = await listExtensions(work, { ...filters, ...at });
      const items = await Promise.all(rows.map((row) => showExtension(work, row)));
      return { items, next: nextOf(rows, at.limit) };
    },
  }),
  getExtension,
  operation({
    id: "askExtension",
    method: "post",
    path: "/assignments/{assignmentId}/extensions",
    tag: "延期",
    summary: "申请延期",
    who: "person",
    body: fields({ day: DayOf, reason: text(300) }),
    status: 201,
    answer: ExtensionShown,
    run: async ({ work, params, body }) => {
      const task = await ownTask(work, params.assignmentId);
      return showExtension(work, await askExtension(work, task.id, body));
    },
  }),
  operation({
    id: "commandExtension",
    method: "post",
    path: "/extensions/{extensionId}/commands",
    tag: "延期",
    summary: "批准、不批准或撤回延期申请",
    who: "person",
    ifMatch: "optional",
    current: getExtension,
    body: Decide(extensionMachine.commands),
    answer: ExtensionShown,
    run: async ({ work, params, body, expectedVersion }) =>
      showExtension(
        work,
        await commandExtension(work, params.extensionId, { ...body, ...versioned(expectedVersion) }),
      ),
  }),
];

const getHandover = operation({
  id: "getHandover",
  method: "get",
  path: "/handovers/{handoverId}",
  tag: "移交",
  summary: "一项移交申请",
  who: "person",
  answer: HandoverShown,
  run: async ({ work, params }) => showHandover(work, await seenHandover(work, params.handoverId)),
});

const handoverOperations = [
  operation({
    id: "listHandovers",
    method: "get",
    path: "/handovers",
    tag: "移交",
    summary: "移交申请列表",
    who: "person",
    query: fields({ ...paging, state: Type.Optional(State) }),
    answer: pageOf(HandoverShown),
    run: async ({ work, query: { after, limit, ...filters } }) => {
      const at = pageIn({ after, limit });
      const rows = await listHandovers(work, { ...filters, ...at });
      const items = await Promise.all(rows.map((row) => showHandover(work, row)));
      return { items, next: nextOf(rows, at.limit) };
    },
  }),
  getHandover,
  operation({
    id: "listMyPosts",
    method: "get",
    path: "/me/posts",
    tag: "移交",
    summary: "我可以移交的岗位",
    who: "person",
    answer: fields({ items: Type.Array(fields({ postId: Id, unit: Type.String() })) }),
    run: async ({ work }) => ({
      items: (await myPosts(work)).map(({ postId, unit }) => ({ postId, unit })),
    }),
  }),
  operation({
    id: "askHandover",
    method: "post",
    path: "/handovers",
    tag: "移交",
    summary: "申请把岗位移交给别人",
    who: "person",
    body: fields({ postId: Id, toName: text(40) }),
    status: 201,
    answer: HandoverShown,
    run: async ({ work, body }) => showHandover(work, await askHandover(work, body.postId, body.toName)),
  }),
  operation({
    id: "commandHandover",
    method: "post",
    path: "/handovers/{handoverId}/commands",
    tag: "移交",
    summary: "批准、不批准或撤回移交申请",
    notes: "接手人还没有绑定微信时,批准的答复里有他的绑定码,只显示这一次。",
    who: "person",
    secret: true,
    ifMatch: "optional",
    current: getHandover,
    body: Decide(handoverMachine.commands),
    answer: fields({
      handover: HandoverShown,
      done: orNull(
        fields({ unit: Type.String(), to: Type.String(), moved: Count, code: orNull(Type.String()) }),
      ),
    }),
    run: async ({ work, params, body, expectedVersion }) => {
      const { handover, done } = await commandHandover(work, params.handoverId, {
        ...body,
        ...versioned(expectedVersion),
      });
      return {
        handover: await showHandover(work, handover),
        done: done && { unit: done.unit, to: done.to, moved: done.moved, code: done.code },
      };
    },
  }),
];

/** What one person asks and another decides. */
export const requestOperations = [...extensionOperations, ...handoverOperations];
