import type { Context } from "koa";
import type { SignedIn } from "../../actions/sessions.ts";
import type { Refusal } from "../../errors.ts";
import { html, type Markup, type Piece } from "../html.ts";

/** A page inside the frame that all pages share. */
export interface Shown {
  title: string;
  content: Markup;
  status?: number;
  /** Who is signed in; absent before. */
  account?: SignedIn;
  /** Which entry of the menu is this page. */
  path?: string;
}

const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const menu: [path: string, name: string][] = [
  ["/", "概况"],
  ["/setup/bureau", "教体局"],
  ["/setup/units", "单位和人员"],
  ["/setup/plan", "方案和日期"],
  ["/codes", "绑定码"],
  ["/setup/publish", "发布"],
  ["/unknown", "没听懂的话"],
];

/** Answers with a whole page; it is never kept by the browser and runs no script. */
export function showPage(ctx: Context, shown: Shown): void {
  ctx.set("Content-Security-Policy", policy);
  ctx.set("Cache-Control", "no-store");
  ctx.status = shown.status ?? 200;
  ctx.type = "text/html; charset=utf-8";
  ctx.body = frame(shown).text;
}

const frame = ({ title, content, account, path }: Shown): Markup => html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · 督办</title>
<link rel="icon" href="/admin/icon.svg">
<link rel="stylesheet" href="/admin/style.css">
</head>
<body>
<a class="skip" href="#content">跳到正文</a>
<header class="top"><a class="brand" href="/admin">督办</a>${account ? visitor(account) : null}</header>
${account?.personId && !account.mustChange ? nav(path) : null}
<main id="content">
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;

const visitor = (account: SignedIn): Markup => html`<div class="visitor">
<span class="who">${account.name}</span>
${account.mustChange ? null : html`<a href="/admin/password">改口令</a>`}
<form method="post" action="/admin/sign-out">
<input type="hidden" name="csrf" value="${account.csrf}"><button class="plain">退出</button></form>
</div>`;

const nav = (path: string | undefined): Markup =>
  html`<nav class="menu" aria-label="管理页面">${menu.map(
    ([at, name]) =>
      html`<a href="/admin${at === "/" ? "" : at}"${at === path ? html` aria-current="page"` : null}>${name}</a>`,
  )}</nav>`;

/** A box above the content. `bad`: something was not done; `mind`: look at this; `good`: it is done. */
export const box = (kind: "good" | "mind" | "bad", content: Piece): Markup =>
  html`<div class="box ${kind}"${kind === "bad" ? html` role="alert"` : null}>${content}</div>`;

/** A refusal in words, with what is wrong in each field where that says more. */
export function refusalBox(refusal: Refusal | null): Markup | null {
  if (!refusal) return null;
  const problems = (refusal.facts.problems ?? []) as { message: string }[];
  const more = problems.filter(({ message }) => !refusal.message.includes(message));
  const list = more.length > 0 && html`<ul>${more.map(({ message }) => html`<li>${message}</li>`)}</ul>`;
  return box("bad", html`<p>${refusal.message}</p>${list}`);
}

const steps = ["教体局和管理员", "单位和人员", "方案和日期", "打印绑定码", "核对并发布"];

/** Where first set-up stands, the present step marked; counted from 1. */
export const stepsBar = (present: number): Markup =>
  html`<ol class="steps" aria-label="设置步骤">${steps.map(
    (name, place) =>
      html`<li class="${place + 1 < present ? "done" : ""}"${place + 1 === present ? html` aria-current="step"` : null}>${name}</li>`,
  )}</ol>`;
