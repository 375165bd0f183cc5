import { readFileSync } from "node:fs";
import Router from "@koa/router";
import type { Context, Next } from "koa";
import { notFound, Refusal } from "../../errors.ts";
import { html } from "../html.ts";
import { bureauRoom } from "./bureau.ts";
import { codesRoom } from "./codes.ts";
import { type AdminParts, openRoom } from "./door.ts";
import { entryRoutes } from "./entry.ts";
import { overviewRoom } from "./overview.ts";
import { refusalBox, showPage } from "./page.ts";
import { passwordRooms } from "./password.ts";
import { planRooms } from "./plan.ts";
import { publishRooms } from "./publish.ts";
import { unitsRoom } from "./units.ts";
import { unknownRoom } from "./unknown.ts";

/**
 * The administrators' pages under /admin: sign-in, first set-up, binding codes. Rendered here, without any script.
 * Refusals become pages in words; errors go on to the server, which logs them and tells an id only.
 */
export function adminRoutes(parts: AdminParts): Router {
  const router = new Router({ prefix: "/admin" });
  router.use(sayRefusals);
  serveFile(router, "style.css", "text/css; charset=utf-8");
  serveFile(router, "icon.svg", "image/svg+xml");
  entryRoutes(router, parts);
  const setup = [bureauRoom, unitsRoom, ...planRooms(parts), ...publishRooms];
  for (const room of [overviewRoom, ...passwordRooms(parts), ...setup, codesRoom, unknownRoom])
    openRoom(router, parts, room);
  router.all("/{*rest}", () => {
    throw notFound("这个页面");
  });
  return router;
}

async function sayRefusals(ctx: Context, next: Next): Promise<void> {
  try {
    await next();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const back = html`<p><a href="/admin">回到概况</a></p>`;
    const content = html`<div class="card narrow">${refusalBox(error)}${back}</div>`;
    showPage(ctx, { title: titleOf(error), status: error.status, content });
  }
}

function titleOf({ status }: Refusal): string {
  if (status === 404) return "没有找到";
  if (status === 403) return "不能这样做";
  return status === 429 || status === 503 ? "请稍等" : "没有办成";
}

function serveFile(router: Router, name: string, type: string): void {
  const text = readFileSync(new URL(`../../pages/admin/${name}`, import.meta.url), "utf8");
  router.get(`/${name}`, (ctx) => {
    ctx.set("Cache-Control", "max-age=300");
    ctx.type = type;
    ctx.body = text;
  });
}
