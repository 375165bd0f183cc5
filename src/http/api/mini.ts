import Type from "typebox";
import { bindMini, claimMiniCode, endMini, signInMini } from "../../actions/mini-program.ts";
import type { MiniIdentity } from "../../code2session.ts";
import { busy, invalid, notFound, Refusal, tooMany } from "../../errors.ts";
import { type House, transact } from "../../work.ts";
import { type AnyOperation, operation } from "./operation.ts";
import { fields, text } from "./schemas.ts";

/** The mini-program's far end; null when it is not set up. */
export type MiniProgram = ((code: string) => Promise<MiniIdentity>) | null;

function refusalOf(identity: Exclude<MiniIdentity, { kind: "ok" }>): Refusal {
  switch (identity.kind) {
    case "used-or-wrong":
      return invalid("登录凭证不对或已用过,请重新进入小程序");
    case "too-often":
      return tooMany("登录太频繁,请稍后再试");
    case "blocked":
      return new Refusal("forbidden", 403, "微信限制了这个账号登录");
    case "busy":
      return busy("微信那边正忙,请稍后再试");
    case "misconfigured":
      return busy("小程序还没有设置好,请联系管理员");
  }
}

/** Signing in from the mini-program, and binding it with the same one-time code as in chat. */
export const miniOperations = (house: House, program: MiniProgram): AnyOperation[] => [
  signingIn(house, program),
  ...binding,
];

const signingIn = (house: House, program: MiniProgram): AnyOperation =>
  operation({
    id: "signInMini",
    method: "post",
    path: "/mini/session",
    tag: "小程序",
    summary: "小程序登录",
    notes: "code 来自 wx.login,只能用一次。答复里的 token 放在 Authorization: Bearer 里。",
    who: "anyone",
    onWall: true,
    secret: true,
    body: fields({ code: text(200) }),
    answer: fields({ token: Type.String(), bound: Type.Boolean() }),
    // The code is spent before anybody far away is asked: a second try of it ends here whatever they say.
    prepare: async ({ body: { code }, wall }) => {
      if (!program) throw notFound("小程序登录");
      const actor = { kind: "system", name: "mini" } as const;
      const fresh = await transact(house, { now: wall, actor }, (work) => claimMiniCode(work, code));
      const identity: MiniIdentity = fresh ? await program(code) : { kind: "used-or-wrong" };
      if (identity.kind !== "ok") throw refusalOf(identity);
      return identity;
    },
    run: async ({ work, ready }) => {
      const { token, bound } = await signInMini(work, ready.openid);
      return { token, bound };
    },
  });

const binding = [
  operation({
    id: "bindMini",
    method: "post",
    path: "/mini/binding",
    tag: "小程序",
    summary: "用绑定码绑定本人",
    notes: "与微信对话里用的是同一种一次性绑定码。",
    who: "guest",
    body: fields({ code: text(40) }),
    answer: fields({ name: Type.String(), units: Type.Array(Type.String()) }),
    run: async ({ work, caller, body }) => {
      const outcome = await bindMini(work, caller, body.code);
      switch (outcome.kind) {
        case "bound":
          return { name: outcome.personName, units: outcome.units };
        case "wrong":
          return invalid("绑定码不对,请核对后再填", [
            { field: "code", message: `还可以试${outcome.left}次` },
          ]);
        case "limited":
          return tooMany("试错的次数太多了,请一小时后再试,或请管理员重新发码");
        case "expired":
          return invalid("这个绑定码已经用过或过期了,请管理员重新发一个", [
            { field: "code", message: "已用过或过期" },
          ]);
      }
    },
  }),
  operation({
    id: "signOutMini",
    method: "delete",
    path: "/mini/session",
    tag: "小程序",
    summary: "退出小程序登录",
    who: "guest",
    onWall: true,
    run: ({ work, token }) => endMini(work, token),
  }),
];
