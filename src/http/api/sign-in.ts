import Type from "typebox";
import { endSession, endSessions, listSessions, signOut } from "../../actions/sessions.ts";
import { changePassword, finishSignIn, type SignIn, signIn } from "../../actions/sign-in.ts";
import { Refusal } from "../../errors.ts";
import type { Call } from "./operation.ts";
import { operation } from "./operation.ts";
import { fields, iso, Moment, oneOf, orNull, text } from "./schemas.ts";

const tag = "登录";

const SignedIn = fields({
  state: oneOf(["signed-in", "second-factor"]),
  csrf: orNull(Type.String({ description: "每次改动放在 X-CSRF-Token 里" })),
  mustChange: Type.Boolean({ description: "要先把初始口令改成自己的" }),
  ticket: orNull(Type.String({ description: "第二步验证时带上" })),
});

const Device = Type.Optional(text(120));

/** Wrong words at sign-in are an ending of their own: they are counted, so they are committed. */
function told(call: Pick<Call, "keepSession">, outcome: SignIn | { kind: "expired" }) {
  switch (outcome.kind) {
    case "wrong":
      return new Refusal("not-signed-in", 401, "登录名、口令或验证码不对");
    case "expired":
      return new Refusal("not-signed-in", 401, "第二步验证已过期,请重新登录");
    case "locked":
      return new Refusal("too-many", 429, "试错的次数太多,请稍后再试", { until: iso(outcome.until) });
    case "second-factor":
      return { state: "second-factor" as const, csrf: null, mustChange: false, ticket: outcome.ticket };
    case "signed-in":
      call.keepSession(outcome.token);
      return {
        state: "signed-in" as const,
        csrf: outcome.csrf,
        mustChange: outcome.mustChange,
        ticket: null,
      };
  }
}

/** Signing in and out with a browser, and its sessions. */
export const signInOperations = [
  operation({
    id: "signIn",
    method: "post",
    path: "/session",
    tag,
    summary: "登录",
    notes: "会话放在 Cookie 里。开了两步验证的,答复 second-factor 和 ticket,再做第二步。",
    who: "anyone",
    onWall: true,
    secret: true,
    body: fields({ name: text(80), password: text(400), device: Device }),
    answer: SignedIn,
    run: async (call) => told(call, await signIn(call.work, { ...call.body, address: call.address })),
  }),
  operation({
    id: "finishSignIn",
    method: "post",
    path: "/session/second-factor",
    tag,
    summary: "登录第二步:六位验证码或恢复码",
    who: "anyone",
    onWall: true,
    secret: true,
    body: fields({ ticket: text(100), code: text(40), device: Device }),
    answer: SignedIn,
    run: async (call) => told(call, await finishSignIn(call.work, { ...call.body, address: call.address })),
  }),
  operation({
    id: "getSession",
    method: "get",
    path: "/session",
    tag,
    summary: "我现在是谁",
    who: "guest",
    onWall: true,
    answer: fields({
      kind: oneOf(["session", "token", "mini"]),
      name: Type.String(),
      personId: orNull(Type.Integer()),
      readOnly: Type.Boolean(),
      mustChange: Type.Boolean(),
      csrf: orNull(Type.String()),
    }),
    run: ({ caller: { kind, name, personId, readOnly, mustChange, csrf } }) => ({
      kind,
      name,
      personId,
      readOnly,
      mustChange,
      csrf,
    }),
  }),
  operation({
    id: "signOut",
    method: "delete",
    path: "/session",
    tag,
    summary: "退出",
    who: "newcomer",
    onWall: true,
    run: async (call) => {
      await signOut(call.work, call.token);
      call.keepSession(null);
    },
  }),
  operation({
    id: "changePassword",
    method: "put",
    path: "/session/password",
    tag,
    summary: "改口令",
    notes: "至少十个字符。改好以后,其他浏览器都要重新登录。",
    who: "newcomer",
    onWall: true,
    body: fields({ old: text(400), fresh: text(400) }),
    run: async ({ work, token, body }) => {
      const outcome = await changePassword(work, { token, ...body });
      if (outcome.kind === "wrong") return new Refusal("forbidden", 403, "旧口令不对");
      if (outcome.kind === "locked")
        return new Refusal("too-many", 429, "试错的次数太多,请稍后再试", { until: iso(outcome.until) });
    },
  }),
  operation({
    id: "listSessions",
    method: "get",
    path: "/sessions",
    tag,
    summary: "我在哪些浏览器登录着",
    who: "signed-in",
    onWall: true,
    answer: fields({
      items: Type.Array(
        fields({
          id: Type.String(),
          device: Type.String(),
          createdAt: Moment,
          lastSeenAt: Moment,
          expiresAt: Moment,
          current: Type.Boolean(),
        }),
      ),
    }),
    run: async ({ work, caller }) => ({
      items: (await listSessions(work, caller)).map(
        ({ id, device, createdAt, lastSeenAt, expiresAt, current }) => ({
          id,
          device,
          current,
          createdAt: iso(createdAt),
          lastSeenAt: iso(lastSeenAt),
          expiresAt: iso(expiresAt),
        }),
      ),
    }),
  }),
  operation({
    id: "endSession",
    method: "delete",
    path: "/sessions/{handle}",
    tag,
    summary: "让一个浏览器退出",
    who: "signed-in",
    onWall: true,
    run: ({ work, caller, params }) => endSession(work, caller, params.handle),
  }),
  operation({
    id: "endSessions",
    method: "delete",
    path: "/sessions",
    tag,
    summary: "让所有浏览器退出,包括这一个",
    who: "signed-in",
    onWall: true,
    run: async ({ work, caller }) => {
      await endSessions(work, caller);
    },
  }),
];
