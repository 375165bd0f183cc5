import Type from "typebox";
import {
  decideRetirement,
  reconfirmAccount,
  reinstateAccount,
  requestRetirement,
  voidAccount,
} from "../../actions/account-life.ts";
import { passAccount, returnAccount } from "../../actions/account-reviews.ts";
import {
  discardDraft,
  editDraft,
  proposeChange,
  recallAccount,
  registerAccount,
  submitAccount,
} from "../../actions/media-accounts.ts";
import { accountById, accountsToReview, listAccounts, myAccounts } from "../../actions/registration-lists.ts";
import { listZeroReports, reportNoAccounts } from "../../actions/zero-reports.ts";
import { invalid } from "../../errors.ts";
import { mediaAccountMachine } from "../../machines/media-account.ts";
import type { Work } from "../../work.ts";
import { operation } from "./operation.ts";
import { AccountFields, AccountShown, Platform, showAccount } from "./registration-shapes.ts";
import { fields, Id, iso, Moment, nextOf, oneOf, pageIn, pageOf, paging, text } from "./schemas.ts";

const of = { tag: "自媒体账号", who: "person" } as const;

const shown = async (work: Work, { id }: { id: number }) => showAccount(await accountById(work, id));

const getMediaAccount = operation({
  ...of,
  id: "getMediaAccount",
  method: "get",
  path: "/media-accounts/{mediaAccountId}",
  summary: "一个账号的登记",
  answer: AccountShown,
  run: ({ work, params }) => shown(work, { id: params.mediaAccountId }),
});

const reading = [
  operation({
    ...of,
    id: "listMediaAccounts",
    method: "get",
    path: "/media-accounts",
    summary: "自媒体账号列表",
    query: fields({
      ...paging,
      unitId: Type.Optional(Id),
      platform: Type.Optional(Platform),
      state: Type.Optional(oneOf(Object.keys(mediaAccountMachine.states))),
      holderId: Type.Optional(Id),
      text: Type.Optional(text(80)),
    }),
    answer: pageOf(AccountShown),
    run: async ({ work, query: { after, limit, ...filters } }) => {
      const at = pageIn({ after, limit });
      const rows = await listAccounts(work, { ...filters, ...at });
      return { items: rows.map(showAccount), next: nextOf(rows, at.limit) };
    },
  }),
  getMediaAccount,
  operation({
    ...of,
    id: "listMyMediaAccounts",
    method: "get",
    path: "/me/media-accounts",
    summary: "我登记的账号",
    answer: fields({ items: Type.Array(AccountShown) }),
    run: async ({ work }) => ({ items: (await myAccounts(work)).map(showAccount) }),
  }),
  operation({
    ...of,
    id: "listMediaAccountsToReview",
    method: "get",
    path: "/reviews/media-accounts",
    summary: "等我审核的账号",
    answer: fields({ items: Type.Array(AccountShown) }),
    run: async ({ work }) => ({ items: (await accountsToReview(work)).map(showAccount) }),
  }),
];

type Order = { command: string; reason?: string; revisionId?: number; granted?: boolean };
type Act = (work: Work, id: number, order: Order) => Promise<unknown>;

const reasonOf = ({ reason }: Order): string => reason ?? "";
function revisionOf({ revisionId }: Order): number {
  if (revisionId === undefined)
    throw invalid("请写明审的是哪一稿", [{ field: "revisionId", message: "请带上看到的 pendingRevisionId" }]);
  return revisionId;
}

const acts = {
  submit: (work, id) => submitAccount(work, id),
  recall: (work, id) => recallAccount(work, id),
  reconfirm: (work, id) => reconfirmAccount(work, id),
  request_retire: (work, id, order) => requestRetirement(work, id, reasonOf(order)),
  reinstate: (work, id, order) => reinstateAccount(work, id, reasonOf(order)),
  void: (work, id, order) => voidAccount(work, id, reasonOf(order)),
  pass: (work, id, order) => passAccount(work, id, revisionOf(order)),
  return: (work, id, order) =>
    returnAccount(work, id, { revisionId: revisionOf(order), reason: reasonOf(order) }),
  decide_retire: (work, id, { granted = false, reason }) =>
    decideRetirement(work, id, { granted, ...(reason === undefined ? {} : { reason }) }),
} satisfies Record<string, Act>;

const writing = [
  operation({
    ...of,
    id: "registerMediaAccount",
    method: "post",
    path: "/media-accounts",
    summary: "登记本人的账号",
    notes: "要先同意当前版本的告知书。只能登记本人的。",
    body: fields({ content: AccountFields, unitId: Type.Optional(Id) }),
    status: 201,
    answer: AccountShown,
    run: async ({ work, body }) => shown(work, await registerAccount(work, body.content, body.unitId)),
  }),
  operation({
    ...of,
    id: "editMediaAccount",
    method: "put",
    path: "/media-accounts/{mediaAccountId}/draft",
    summary: "修改还没提交或被退回的登记",
    body: AccountFields,
    answer: AccountShown,
    run: async ({ work, params, body }) => shown(work, await editDraft(work, params.mediaAccountId, body)),
  }),
  operation({
    ...of,
    id: "proposeMediaAccountChange",
    method: "post",
    path: "/media-accounts/{mediaAccountId}/changes",
    summary: "变更已生效的登记",
    notes: "审核通过以前,原来的登记继续有效。",
    body: AccountFields,
    status: 201,
    answer: AccountShown,
    run: async ({ work, params, body }) =>
      shown(work, await proposeChange(work, params.mediaAccountId, body)),
  }),
  operation({
    ...of,
    id: "discardMediaAccountDraft",
    method: "delete",
    path: "/media-accounts/{mediaAccountId}/draft",
    summary: "删掉草稿或被退回的修改",
    run: ({ work, params }) => discardDraft(work, params.mediaAccountId),
  }),
  operation({
    ...of,
    id: "commandMediaAccount",
    method: "post",
    path: "/media-accounts/{mediaAccountId}/commands",
    summary: "提交、撤回、确认无变化、注销、审核等",
    notes: "审核要带 revisionId(看到的 pendingRevisionId);退回、注销、恢复、作废要写 reason。",
    body: fields({
      command: oneOf(Object.keys(acts) as (keyof typeof acts)[]),
      reason: Type.Optional(text(300)),
      revisionId: Type.Optional(Id),
      granted: Type.Optional(Type.Boolean()),
    }),
    answer: AccountShown,
    run: async ({ work, params: { mediaAccountId }, body }) => {
      await accountById(work, mediaAccountId);
      const act: Act = acts[body.command];
      await act(work, mediaAccountId, body);
      return shown(work, { id: mediaAccountId });
    },
  }),
  operation({
    ...of,
    id: "reportNoMediaAccounts",
    method: "post",
    path: "/zero-reports",
    summary: "零报告:本人没有自媒体账号",
    body: fields({ unitId: Type.Optional(Id) }),
    status: 201,
    answer: fields({ id: Id, reportedAt: Moment }),
    run: async ({ work, body }) => {
      const { id, reportedAt } = await reportNoAccounts(work, body.unitId);
      return { id, reportedAt: iso(reportedAt) };
    },
  }),
  operation({
    ...of,
    id: "listZeroReports",
    method: "get",
    path: "/zero-reports",
    summary: "零报告列表",
    query: fields({ ...paging, unitId: Type.Optional(Id) }),
    answer: pageOf(
      fields({
        id: Id,
        personId: Id,
        person: Type.String(),
        unitId: Id,
        unit: Type.String(),
        reportedAt: Moment,
      }),
    ),
    run: async ({ work, query: { after, limit, ...filters } }) => {
      const at = pageIn({ after, limit });
      const rows = await listZeroReports(work, { ...filters, ...at });
      return {
        items: rows.map((row) => ({
          id: row.id,
          personId: row.personId,
          person: row.person,
          unitId: row.unitId,
          unit: row.unit,
          reportedAt: iso(row.reportedAt),
        })),
        next: nextOf(rows, at.limit),
      };
    },
  }),
];

/** Staff members' own media accounts. */
export const mediaAccountOperations = [...reading, ...writing];
