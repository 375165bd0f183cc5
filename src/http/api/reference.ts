import type { TSchema } from "typebox";
import { html, type Markup } from "../html.ts";
import { apiPrefix, entranceWords } from "./openapi.ts";
import type { AnyOperation } from "./operation.ts";
import { problemCodes } from "./problems.ts";

/** A page to read the API on, without scripts and without requests to anybody else. */
export function referencePage(operations: AnyOperation[]): Markup {
  const tags = [...new Set(operations.map((each) => each.tag))];
  return html`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>督办接口说明</title><link rel="stylesheet" href="${apiPrefix}/docs.css"></head><body>
<header><h1>督办接口说明</h1>
<p>机器可读的说明在 <a href="${apiPrefix}/openapi.json">openapi.json</a>(OpenAPI 3.1),可以用它生成客户端。</p></header>
<nav aria-label="目录"><ul>${tags.map((tag) => html`<li><a href="#${anchor(tag)}">${tag}</a></li>`)}</ul></nav>
<main>${introduction}${tags.map((tag) => section(tag, operations))}</main></body></html>`;
}

const introduction = html`<section><h2>先看这里</h2>
<ul><li>登录:浏览器用 <code>POST /session</code>,之后每次改动带 <code>X-CSRF-Token</code>;程序用接口令牌,写在 <code>Authorization: Bearer …</code>。</li>
<li>列表一页最多 200 条,下一页用答复里的 <code>next</code> 作 <code>after</code>。</li>
<li>带 <code>version</code> 的对象,修改时用 <code>If-Match</code> 带回 ETag;别人先改过就答 412,并附最新内容。</li>
<li>创建时带 <code>Idempotency-Key</code>,网络不好重发也只办一次。</li>
<li>每个对象的 <code>commands</code> 写明现在能做什么,不能做的写明为什么。</li>
<li>出错答复是 RFC 9457 格式,<code>code</code> 只会是:${problemCodes.map((code) => html`<code>${code}</code> `)}。看不到的一律是 404。</li></ul></section>`;

const anchor = (tag: string): string => encodeURIComponent(tag);

const section = (tag: string, operations: AnyOperation[]): Markup =>
  html`<section id="${anchor(tag)}"><h2>${tag}</h2>${operations.filter((each) => each.tag === tag).map(article)}</section>`;

const article = (each: AnyOperation): Markup => html`<article id="${each.id}">
<h3>${each.summary}</h3>
<p class="line"><b class="${each.method}">${each.method.toUpperCase()}</b> <code>${apiPrefix}${each.path}</code></p>
${each.notes && html`<p>${each.notes}</p>`}
<p class="who">谁可以用:${entranceWords(each.who)}</p>
${each.query && fieldsOf("查询条件", each.query)}
${each.accepts && html`<p>内容是文件本身,最多 ${Math.floor(each.accepts.bytes / 1_000_000)} MB。</p>`}
${each.body && fieldsOf("内容", each.body)}
${each.answer === "file" && html`<p>答复是文件。</p>`}
${typeof each.answer === "object" && fieldsOf("答复", each.answer)}
</article>`;

const fieldsOf = (title: string, schema: TSchema): Markup =>
  html`<details><summary>${title}</summary><ul>${members(schema, 0)}</ul></details>`;

interface Shape {
  type?: string;
  format?: string;
  enum?: unknown[];
  description?: string;
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
  anyOf?: Shape[];
  maxLength?: number;
}

/** The fields below a schema, each in a line, as deep as they go. */
function members(schema: Shape, depth: number): Markup[] {
  const inner = innermost(schema);
  return Object.entries(inner.properties ?? {}).map(
    ([
      name,
      field,
    ]) => html`<li><code>${name}</code>${inner.required?.includes(name) ? "" : "(可不填)"} ${typeWords(field)}
${field.description && html` — ${field.description}`}
${depth < 6 && innermost(field).properties && html`<ul>${members(field, depth + 1)}</ul>`}</li>`,
  );
}

/** The object within lists and either-ors, which is what a reader wants to see. */
function innermost(schema: Shape): Shape {
  if (schema.items) return innermost(schema.items);
  const object = schema.anyOf?.find((each) => each.type !== "null");
  return object ? innermost(object) : schema;
}

const typeNames: Record<string, string> = {
  string: "文字",
  integer: "整数",
  number: "数字",
  boolean: "是否",
  object: "对象",
  null: "空",
};
const formatNames: Record<string, string> = { "date-time": "时刻", date: "日期" };

function typeWords(schema: Shape): string {
  if (schema.anyOf) return schema.anyOf.map(typeWords).join(" 或 ");
  if (schema.enum) return schema.enum.join(" | ");
  if (schema.items) return `列表,每项:${typeWords(schema.items)}`;
  const most = schema.maxLength ? `,最多${schema.maxLength}字` : "";
  return `${formatNames[schema.format ?? ""] ?? typeNames[schema.type ?? ""] ?? "任意"}${most}`;
}
