import { randomBytes } from "node:crypto";
import type Router from "@koa/router";
import { IsNotEmpty, MaxLength } from "class-validator";
import type { Context } from "koa";
import { changePassword, type SignIn, signIn, signOut } from "../../actions/accounts.ts";
import { systemClock } from "../../clock.ts";
import { forbidden, invalid, Refusal, tooMany } from "../../errors.ts";
import { transact } from "../../work.ts";
import { dayOf, timeOf } from "../../workdays.ts";
import { readForm } from "../body.ts";
import { html, type Markup } from "../html.ts";
import {
  type AdminParts,
  type Answer,
  go,
  keepToken,
  orRefusal,
  type Room,
  same,
  type Visit,
} from "./door.ts";
import { checked } from "./forms.ts";
import { refusalBox, showPage } from "./page.ts";

class SignInForm {
  @IsNotEmpty({ message: "请填写登录名" })
  @MaxLength(100, { message: "登录名太长" })
  name = "";

  @IsNotEmpty({ message: "请填写口令" })
  @MaxLength(1000, { message: "口令太长" })
  password = "";
}

class PasswordForm {
  @IsNotEmpty({ message: "请填写现在的口令" })
  @MaxLength(1000, { message: "口令太长" })
  old = "";

  @IsNotEmpty({ message: "请填写新口令" })
  @MaxLength(1000, { message: "口令太长" })
  fresh = "";

  @IsNotEmpty({ message: "请把新口令再填一遍" })
  @MaxLength(1000, { message: "口令太长" })
  again = "";
}

/** Each try costs memory and a database connection: guessing must not crowd out the work. */
const mostAtOnce = 3;
const formCookie = "duban_form";

/** The way in: /admin/sign-in. */
export function entryRoutes(router: Router, parts: AdminParts): void {
  let trying = 0;
  router.get("/sign-in", (ctx) => showSignIn(ctx, null));
  router.post("/sign-in", async (ctx) => {
    if (trying >= mostAtOnce) throw tooMany("正在登录的人太多,请过几秒再试");
    trying += 1;
    try {
      await enter(ctx, parts);
    } finally {
      trying -= 1;
    }
  });
}

async function enter(ctx: Context, parts: AdminParts): Promise<void> {
  const sent = await readForm(ctx);
  const expected = ctx.cookies.get(formCookie) ?? "";
  if (expected === "" || !same(sent.csrf ?? "", expected)) {
    return showSignIn(ctx, forbidden("登录页放得太久,或浏览器不接受 Cookie。请再试一次"));
  }
  const now = (parts.wall ?? systemClock).now();
  const who = { now, actor: { kind: "system", name: "sign-in" } } as const;
  const outcome = await orRefusal(
    (async () => {
      const form = checked(SignInForm, sent);
      // Sessions and locks are judged by the machine's time, not by the demo's.
      return transact(parts.house, who, (work) => signIn(work, form));
    })(),
  );
  if (outcome instanceof Refusal) return showSignIn(ctx, outcome, sent.name);
  if (outcome.kind !== "signed-in") return showSignIn(ctx, sorry(outcome), sent.name);
  keepToken(ctx, outcome.token);
  go(ctx, outcome.mustChange ? "/admin/password" : "/admin");
}

/** Says the same of an unknown name as of a wrong password. */
function sorry(outcome: Exclude<SignIn, { kind: "signed-in" }>): Refusal {
  if (outcome.kind === "wrong") return new Refusal("wrong", 401, "登录名或口令不对");
  return tooMany(`口令连续错了 5 次,这个账号锁到 ${timeOf(outcome.until)},到时再试`);
}

function showSignIn(ctx: Context, refusal: Refusal | null, name = ""): void {
  const csrf = randomBytes(32).toString("base64url");
  ctx.cookies.set(formCookie, csrf, {
    httpOnly: true,
    sameSite: "strict",
    path: "/admin/sign-in",
    secure: ctx.secure,
  });
  showPage(ctx, {
    title: "管理员登录",
    ...(refusal && { status: refusal.status }),
    content: html`<div class="card narrow">${refusalBox(refusal)}
<form method="post" action="/admin/sign-in">
<input type="hidden" name="csrf" value="${csrf}">
<label>登录名<input name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required value="${name}"></label>
<label>口令<input name="password" type="password" autocomplete="current-password" required></label>
<button>登录</button>
</form>
<p class="soft">第一次登录用安装时显示的登录名和口令。</p></div>`,
  });
}

/** /admin/password, where the generated password must be replaced first, and /admin/sign-out. */
export function passwordRooms(parts: AdminParts): Room[] {
  return [
    {
      path: "/password",
      always: true,
      show: async (visit) => passwordPage(visit, null),
      change: (visit) => replacePassword(visit, parts),
    },
    {
      path: "/sign-out",
      always: true,
      change: async ({ act, token }) => {
        await act((work) => signOut(work, token));
        return { go: "/admin/sign-in", signOut: true };
      },
    },
  ];
}

async function replacePassword(visit: Visit, parts: AdminParts): Promise<Answer> {
  const now = (parts.wall ?? systemClock).now();
  const outcome = await orRefusal(
    (async () => {
      const form = checked(PasswordForm, visit.form);
      if (form.fresh !== form.again) throw invalid("两次填写的新口令不一样");
      const change = { token: visit.token, old: form.old, fresh: form.fresh };
      return transact(parts.house, { now, actor: visit.actor }, (work) => changePassword(work, change));
    })(),
  );
  if (outcome instanceof Refusal) return passwordPage(visit, outcome);
  if (outcome.kind === "changed") return { go: "/admin" };
  if (outcome.kind === "wrong") return passwordPage(visit, invalid("现在的口令不对"));
  return passwordPage(
    visit,
    tooMany(`口令错得太多,${dayOf(outcome.until)} ${timeOf(outcome.until)} 以后再试`),
  );
}

const passwordPage = ({ account, csrf }: Visit, refusal: Refusal | null): Answer => ({
  title: account.mustChange ? "先换一个自己的口令" : "改口令",
  ...(refusal && { status: refusal.status }),
  content: html`<div class="card narrow">${refusalBox(refusal)}${account.mustChange ? whyFirst : null}
<form method="post" action="/admin/password">${csrf}
<label>现在的口令<input name="old" type="password" autocomplete="current-password" required></label>
<label>新口令<small>至少 10 个字符,可以是一句话</small>
<input name="fresh" type="password" autocomplete="new-password" minlength="10" required></label>
<label>新口令再填一遍<input name="again" type="password" autocomplete="new-password" minlength="10" required></label>
<button>换口令</button>
</form></div>`,
});

const whyFirst: Markup = html`<p>安装时的口令别人可能看到过,换成只有您知道的,再开始设置。</p>`;
