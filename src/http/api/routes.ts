import { readFileSync } from "node:fs";
import Router from "@koa/router";
import type { Context } from "koa";
import { notFound, Refusal } from "../../errors.ts";
import { type ApiParts, serve } from "./door.ts";
import { apiPrefix, openApiOf } from "./openapi.ts";
import type { AnyOperation } from "./operation.ts";
import { referencePage } from "./reference.ts";

/** The API under /api/v1: its operations, the OpenAPI document made from them, and a page to read it on. */
export function apiRoutes(parts: ApiParts, operations: AnyOperation[], version: string): Router {
  const router = new Router({ prefix: apiPrefix });
  const document = JSON.stringify(openApiOf(operations, version));
  router.get("/openapi.json", (ctx) => {
    ctx.type = "application/json";
    ctx.body = document;
  });
  const page = referencePage(operations).text;
  router.get("/docs", (ctx) => {
    ctx.type = "text/html; charset=utf-8";
    ctx.body = page;
  });
  const style = readFileSync(new URL("../../pages/reference/style.css", import.meta.url), "utf8");
  router.get("/docs.css", (ctx) => {
    ctx.type = "text/css; charset=utf-8";
    ctx.body = style;
  });
  for (const each of operations) {
    router[each.method](each.path.replace(/\{(\w+)\}/g, ":$1"), (ctx: Context) => serve(ctx, parts, each));
  }
  router.all("/{*rest}", refuseMethod(operations));
  return router;
}

/** An address that exists, asked in a way that it does not know, says which ways it knows. */
function refuseMethod(operations: AnyOperation[]): (ctx: Context) => void {
  const known = operations.map((each) => ({
    method: each.method.toUpperCase(),
    pattern: new RegExp(`^${apiPrefix}${each.path.replace(/\{\w+\}/g, "[^/]+")}$`),
  }));
  return (ctx) => {
    const here = known.filter(({ pattern }) => pattern.test(ctx.path)).map((each) => each.method);
    if (here.length === 0) throw notFound("这个地址");
    ctx.set("Allow", here.join(", "));
    throw new Refusal("not-allowed", 405, `这个地址不支持 ${ctx.method}`, { allowed: here });
  };
}
