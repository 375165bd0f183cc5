import Type, { type Static } from "typebox";
import {
  type AccountView,
  accountView,
  createAccount,
  disableAccount,
  enableAccount,
  listAccounts,
  removeAccount,
  resetPassword,
} from "../../actions/accounts.ts";
import { createToken, listTokens, revokeToken, type TokenView } from "../../actions/api-tokens.ts";
import {
  confirmSecondFactor,
  disableSecondFactor,
  enrolSecondFactor,
  type NotYet,
  resetSecondFactor,
  secondFactorOf,
} from "../../actions/second-factor.ts";
import { Refusal } from "../../errors.ts";
import { operation } from "./operation.ts";
import {
  Count,
  DayOf,
  fields,
  Id,
  iso,
  Moment,
  nextOf,
  oneOf,
  orNull,
  pageIn,
  pageOf,
  paging,
  text,
} from "./schemas.ts";

const admin = ["bureau-admin"] as const;

const AccountShown = fields({
  id: Id,
  name: Type.String(),
  personId: orNull(Id),
  personName: orNull(Type.String()),
  mustChange: Type.Boolean(),
  disabled: Type.Boolean(),
  secondFactor: Type.Boolean(),
});
const show = (view: AccountView): Static<typeof AccountShown> => {
  const { id, name, personId, personName, mustChange, disabled, secondFactor } = view;
  return { id, name, personId, personName, mustChange, disabled, secondFactor };
};
const Password = fields({ password: Type.String({ description: "只显示这一次,第一次登录要改" }) });

const ofAccounts = { tag: "账号", who: admin, onWall: true } as const;

const accountOperations = [
  operation({
    ...ofAccounts,
    id: "listAccounts",
    method: "get",
    path: "/accounts",
    summary: "账号列表",
    query: fields(paging),
    answer: pageOf(AccountShown),
    run: async ({ work, query }) => {
      const at = pageIn(query);
      const rows = await listAccounts(work, at);
      return { items: rows.map(show), next: nextOf(rows, at.limit) };
    },
  }),
  operation({
    ...ofAccounts,
    id: "getAccount",
    method: "get",
    path: "/accounts/{accountId}",
    summary: "一个账号",
    answer: AccountShown,
    run: async ({ work, params }) => show(await accountView(work, params.accountId)),
  }),
  operation({
    ...ofAccounts,
    id: "createAccount",
    method: "post",
    path: "/accounts",
    summary: "给一个人开账号",
    notes: "登录名用 2 到 40 个小写字母、数字、点、横线。初始口令只显示这一次。",
    secret: true,
    body: fields({ name: text(40), personId: Id }),
    status: 201,
    answer: fields({ id: Id, ...Password.properties }),
    run: async ({ work, body }) => {
      const { id, password } = await createAccount(work, body);
      return { id, password };
    },
  }),
  operation({
    ...ofAccounts,
    id: "resetPassword",
    method: "post",
    path: "/accounts/{accountId}/password",
    summary: "重设口令",
    notes: "这个账号的会话和令牌全部失效。",
    secret: true,
    answer: Password,
    run: async ({ work, params }) => ({ password: (await resetPassword(work, params.accountId)).password }),
  }),
  operation({
    ...ofAccounts,
    id: "disableAccount",
    method: "post",
    path: "/accounts/{accountId}/disable",
    summary: "停用账号",
    run: ({ work, params }) => disableAccount(work, params.accountId),
  }),
  operation({
    ...ofAccounts,
    id: "enableAccount",
    method: "post",
    path: "/accounts/{accountId}/enable",
    summary: "恢复账号",
    run: ({ work, params }) => enableAccount(work, params.accountId),
  }),
  operation({
    ...ofAccounts,
    id: "removeAccount",
    method: "delete",
    path: "/accounts/{accountId}",
    summary: "删除账号",
    run: ({ work, params }) => removeAccount(work, params.accountId),
  }),
  operation({
    ...ofAccounts,
    id: "resetSecondFactor",
    method: "delete",
    path: "/accounts/{accountId}/second-factor",
    summary: "替别人关掉两步验证",
    notes: "手机丢了、恢复码也用完时用;有记录。",
    run: ({ work, params }) => resetSecondFactor(work, params.accountId),
  }),
];

const ofFactor = { tag: "两步验证", who: "signed-in", onWall: true } as const;

const notYet = (outcome: NotYet): Refusal =>
  outcome.kind === "wrong"
    ? new Refusal("forbidden", 403, "口令或验证码不对")
    : new Refusal("too-many", 429, "试错的次数太多,请稍后再试", { until: iso(outcome.until) });

const factorOperations = [
  operation({
    ...ofFactor,
    id: "getSecondFactor",
    method: "get",
    path: "/second-factor",
    summary: "两步验证开着吗",
    answer: fields({ on: Type.Boolean(), recoveryCodesLeft: Count }),
    run: async ({ work, caller }) => {
      const { on, recoveryCodesLeft } = await secondFactorOf(work, caller);
      return { on, recoveryCodesLeft };
    },
  }),
  operation({
    ...ofFactor,
    id: "enrolSecondFactor",
    method: "post",
    path: "/second-factor",
    summary: "开通两步验证:取密钥和二维码",
    secret: true,
    answer: fields({ secret: Type.String(), uri: Type.String(), qr: Type.String({ description: "SVG" }) }),
    run: async ({ work, caller }) => {
      const { secret, uri, qr } = await enrolSecondFactor(work, caller);
      return { secret, uri, qr };
    },
  }),
  operation({
    ...ofFactor,
    id: "confirmSecondFactor",
    method: "post",
    path: "/second-factor/confirm",
    summary: "开通两步验证:填第一个验证码,得恢复码",
    secret: true,
    body: fields({ code: text(10) }),
    answer: fields({ recoveryCodes: Type.Array(Type.String()) }),
    run: async ({ work, caller, body }) => {
      const outcome = await confirmSecondFactor(work, caller, body.code);
      return outcome.kind === "on" ? { recoveryCodes: outcome.recoveryCodes } : notYet(outcome);
    },
  }),
  operation({
    ...ofFactor,
    id: "disableSecondFactor",
    method: "post",
    path: "/second-factor/disable",
    summary: "关掉两步验证",
    body: fields({ password: text(400), code: text(40) }),
    run: async ({ work, caller, body }) => {
      const outcome = await disableSecondFactor(work, caller, body);
      if (outcome.kind !== "off") return notYet(outcome);
    },
  }),
];

const TokenShown = fields({
  id: Id,
  name: Type.String(),
  scope: oneOf(["read", "write"]),
  createdAt: Moment,
  expiresAt: Moment,
  lastUsedOn: orNull(DayOf),
});
const showToken = (view: TokenView): Static<typeof TokenShown> => ({
  id: view.id,
  name: view.name,
  scope: view.scope,
  lastUsedOn: view.lastUsedOn,
  createdAt: iso(view.createdAt),
  expiresAt: iso(view.expiresAt),
});
const ofTokens = { tag: "接口令牌", who: "signed-in", onWall: true } as const;

const tokenOperations = [
  operation({
    ...ofTokens,
    id: "listTokens",
    method: "get",
    path: "/tokens",
    summary: "我的接口令牌",
    answer: fields({ items: Type.Array(TokenShown) }),
    run: async ({ work, caller }) => ({ items: (await listTokens(work, caller)).map(showToken) }),
  }),
  operation({
    ...ofTokens,
    id: "createToken",
    method: "post",
    path: "/tokens",
    summary: "新建接口令牌",
    notes: "令牌只显示这一次;最长一年;read 的只能查看。令牌不能再建令牌,也不能改口令。",
    secret: true,
    body: fields({ name: text(60), scope: oneOf(["read", "write"]), expiresAt: Moment }),
    status: 201,
    answer: fields({ ...TokenShown.properties, token: Type.String() }),
    run: async ({ work, caller, body }) => {
      const made = await createToken(work, caller, { ...body, expiresAt: new Date(body.expiresAt) });
      return { ...showToken(made), token: made.token };
    },
  }),
  operation({
    ...ofTokens,
    id: "revokeToken",
    method: "delete",
    path: "/tokens/{tokenId}",
    summary: "作废接口令牌",
    run: ({ work, caller, params }) => revokeToken(work, caller, params.tokenId),
  }),
];

/** Accounts of all roles, the second factor of one's own, and tokens for programs. */
export const accountsOperations = [...accountOperations, ...factorOperations, ...tokenOperations];
