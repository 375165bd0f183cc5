import { randomBytes } from "node:crypto";
import type Router from "@koa/router";
import { IsNotEmpty, MaxLength } from "class-validator";
import type { Context } from "koa";
import { finishSignIn, type SignIn, signIn } from "../../actions/sign-in.ts";
import { systemClock } from "../../clock.ts";
import { forbidden, Refusal, tooMany } from "../../errors.ts";
import { transact, type Work } from "../../work.ts";
import { timeOf } from "../../workdays.ts";
import { readForm } from "../body.ts";
import { html, type Markup } from "../html.ts";
import { keepCookie } from "../session-cookie.ts";
import { type AdminParts, go, orRefusal, same } from "./door.ts";
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

class CodeForm {
  @MaxLength(100, { message: "这一页已失效" })
  ticket = "";

  @IsNotEmpty({ message: "请填写动态码" })
  @MaxLength(40, { message: "动态码是 6 位数字" })
  code = "";
}

/** Each try costs memory and a database connection: guessing must not crowd out the work. */
const mostAtOnce = 3;
const formCookie = "duban_form";

/** The way in: /admin/sign-in, and /admin/sign-in/code where a second factor is asked. */
export function entryRoutes(router: Router, parts: AdminParts): void {
  let trying = 0;
  const inTurn = (attempt: (ctx: Context) => Promise<void>) => async (ctx: Context) => {
    if (trying >= mostAtOnce) throw tooMany("正在登录的人太多,请过几秒再试");
    trying += 1;
    try {
      await attempt(ctx);
    } finally {
      trying -= 1;
    }
  };
  router.get("/sign-in", (ctx) => showSignIn(ctx, null));
  router.post(
    "/sign-in",
    inTurn((ctx) => enter(ctx, parts)),
  );
  router.get("/sign-in/code", (ctx) => go(ctx, "/admin/sign-in"));
  router.post(
    "/sign-in/code",
    inTurn((ctx) => enterCode(ctx, parts)),
  );
}

async function enter(ctx: Context, parts: AdminParts): Promise<void> {
  const sent = await readOwnForm(ctx);
  if (sent instanceof Refusal) return showSignIn(ctx, sent);
  const outcome = await attempt(parts, (work) =>
    signIn(work, { ...checked(SignInForm, sent), ...originOf(ctx) }),
  );
  if (outcome instanceof Refusal) return showSignIn(ctx, outcome, sent.name);
  if (outcome.kind === "signed-in") return welcome(ctx, outcome);
  if (outcome.kind === "second-factor") return showCode(ctx, null, outcome.ticket);
  showSignIn(ctx, sorry(outcome, "登录名或口令不对"), sent.name);
}

async function enterCode(ctx: Context, parts: AdminParts): Promise<void> {
  const sent = await readOwnForm(ctx);
  if (sent instanceof Refusal) return showSignIn(ctx, sent);
  const outcome = await attempt(parts, (work) =>
    finishSignIn(work, { ...checked(CodeForm, sent), ...originOf(ctx) }),
  );
  if (outcome instanceof Refusal) return showCode(ctx, outcome, sent.ticket);
  switch (outcome.kind) {
    case "signed-in":
      return welcome(ctx, outcome);
    case "second-factor":
      return showCode(ctx, null, outcome.ticket);
    case "expired":
      return showSignIn(ctx, new Refusal("expired", 401, "等得太久或错得太多,请重新输入口令"));
    case "wrong":
    case "locked":
      showCode(ctx, sorry(outcome, "动态码不对,或已经用过。请等手机上换出下一个再填"), sent.ticket);
  }
}

/** A form that this browser got from us; else why it is not taken. */
async function readOwnForm(ctx: Context): Promise<Record<string, string> | Refusal> {
  const sent = await readForm(ctx);
  const expected = ctx.cookies.get(formCookie) ?? "";
  const own = expected !== "" && same(sent.csrf ?? "", expected);
  return own ? sent : forbidden("登录页放得太久,或浏览器不接受 Cookie。请再试一次");
}

/** Sessions and locks are judged by the machine's time, not by the demo's. */
function attempt<T>(parts: AdminParts, work: (work: Work) => Promise<T>): Promise<T | Refusal> {
  const who = { now: (parts.wall ?? systemClock).now(), actor: { kind: "system", name: "sign-in" } } as const;
  return orRefusal(transact(parts.house, who, async (open) => work(open)));
}

const originOf = (ctx: Context): { address: string; device: string } => ({
  address: ctx.ip,
  device: ctx.get("User-Agent"),
});

function welcome(ctx: Context, { token, mustChange }: Extract<SignIn, { kind: "signed-in" }>): void {
  keepCookie(ctx, token);
  go(ctx, mustChange ? "/admin/password" : "/admin");
}

/** Says the same of an unknown name as of a wrong password. */
function sorry(outcome: Extract<SignIn, { kind: "wrong" | "locked" }>, wrong: string): Refusal {
  if (outcome.kind === "wrong") return new Refusal("wrong", 401, wrong);
  return tooMany(`错得太多次,锁到 ${timeOf(outcome.until)},到时再试`);
}

/** A fresh mark that ties the next form to this browser. */
function formMark(ctx: Context): Markup {
  const csrf = randomBytes(32).toString("base64url");
  ctx.cookies.set(formCookie, csrf, {
    httpOnly: true,
    sameSite: "strict",
    path: "/admin/sign-in",
    secure: ctx.secure,
  });
  return html`<input type="hidden" name="csrf" value="${csrf}">`;
}

function showSignIn(ctx: Context, refusal: Refusal | null, name = ""): void {
  showPage(ctx, {
    title: "管理员登录",
    ...(refusal && { status: refusal.status }),
    content: html`<div class="card narrow">${refusalBox(refusal)}
<form method="post" action="/admin/sign-in">
${formMark(ctx)}
<label>登录名<input name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required value="${name}"></label>
<label>口令<input name="password" type="password" autocomplete="current-password" required></label>
<button>登录</button>
</form>
<p class="soft">第一次登录用安装时显示的登录名和口令。</p></div>`,
  });
}

function showCode(ctx: Context, refusal: Refusal | null, ticket = ""): void {
  showPage(ctx, {
    title: "输入动态码",
    ...(refusal && { status: refusal.status }),
    content: html`<div class="card narrow">${refusalBox(refusal)}
<form method="post" action="/admin/sign-in/code">
${formMark(ctx)}<input type="hidden" name="ticket" value="${ticket}">
<label>动态码<small>手机验证器里的 6 位数字;手机不在身边,填一个备用码</small>
<input name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" required></label>
<button>登录</button>
</form>
<p class="soft"><a href="/admin/sign-in">重新输入口令</a></p></div>`,
  });
}
