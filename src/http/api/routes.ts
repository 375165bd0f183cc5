import { readFileSync } from "node:fs";
import type { Context, Middleware, Next } from "koa";
import { notFound, Refusal } from "../../errors.ts";
import { addressBook, type Found } from "./addresses.ts";
import { type ApiParts, serve } from "./door.ts";
import { apiPrefix, openApiOf } from "./openapi.ts";
import type { AnyOperation } from "./operation.ts";
import { referencePage } from "./reference.ts";

/** The API under /api/v1: its operations, the OpenAPI document made from them, and a page to read it on. */
export function apiRoutes(
  parts: ApiParts,
  operations: AnyOperation[],
  version: string,
): { routes(): Middleware } {
  const pages = pagesOf(operations, version);
  const find = addressBook(operations);
  const answer = (ctx: Context, next: Next): Promise<void> | void => {
    const path = ctx.path;
    if (!path.startsWith(`${apiPrefix}/`)) return next();
    const below = path.slice(apiPrefix.length);
    const page = pages.get(below);
    if (page && (ctx.method === "GET" || ctx.method === "HEAD")) return showPage(ctx, page);
    const { operation, params } = found(ctx, find(ctx.method, below));
    ctx.params = params;
    return serve(ctx, parts, operation);
  };
  return { routes: () => answer };
}

interface Page {
  type: string;
  text: string;
}

const pagesOf = (operations: AnyOperation[], version: string): Map<string, Page> =>
  new Map([
    ["/openapi.json", { type: "application/json", text: JSON.stringify(openApiOf(operations, version)) }],
    ["/docs", { type: "text/html; charset=utf-8", text: referencePage(operations).text }],
    [
      "/docs.css",
      {
        type: "text/css; charset=utf-8",
        text: readFileSync(new URL("../../pages/reference/style.css", import.meta.url), "utf8"),
      },
    ],
  ]);

function showPage(ctx: Context, { type, text }: Page): void {
  ctx.type = type;
  ctx.body = text;
}

/** An address that exists, asked in a way that it does not know, says which ways it knows. */
function found(ctx: Context, here: Found | undefined): Found & { operation: AnyOperation } {
  if (!here) throw notFound("这个地址");
  const { operation, methods } = here;
  if (operation) return { ...here, operation };
  ctx.set("Allow", methods.join(", "));
  throw new Refusal("not-allowed", 405, `这个地址不支持 ${ctx.method}`, { allowed: methods });
}
