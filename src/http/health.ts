import Router from "@koa/router";
import type { Registry } from "prom-client";

/** One thing that must be well, by its name on the page, such as 数据库. */
export interface HealthCheck {
  name: string;
  /** `words` say in plain Chinese how it is. */
  check(): Promise<{ ok: boolean; words: string }>;
}

/** What the health routes look at. */
export interface HealthParts {
  checks: HealthCheck[];
  registry: Registry;
  /** Milliseconds that one check may take; 2 000 unless told. */
  patience?: number;
}

/** /healthz (the process lives), /readyz (it can work, 200 or 503, in plain words) and /metrics (Prometheus). */
export function healthRoutes(parts: HealthParts): Router {
  const router = new Router();
  router.get("/healthz", (ctx) => {
    ctx.body = "ok";
  });
  router.get("/readyz", async (ctx) => {
    const found = await Promise.all(parts.checks.map((one) => look(one, parts.patience ?? 2_000)));
    const ready = found.every((one) => one.ok);
    ctx.status = ready ? 200 : 503;
    ctx.set("Cache-Control", "no-store");
    ctx.body = { ready, words: ready ? "一切正常" : "暂时不能正常工作", checks: found };
  });
  router.get("/metrics", async (ctx) => {
    ctx.body = await parts.registry.metrics();
    ctx.type = parts.registry.contentType;
  });
  return router;
}

interface Finding {
  name: string;
  ok: boolean;
  words: string;
}

async function look(one: HealthCheck, patience: number): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ ok: boolean; words: string }>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, words: "检查超时" }), patience);
  });
  try {
    const { ok, words } = await Promise.race([one.check(), late]);
    return { name: one.name, ok, words };
  } catch {
    // The reason may name hosts or accounts: it belongs in the log of whoever failed, not on an open page.
    return { name: one.name, ok: false, words: "检查失败" };
  } finally {
    clearTimeout(timer);
  }
}
