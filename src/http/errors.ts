import { randomUUID } from "node:crypto";
import type { Context, Middleware, Next } from "koa";
import { Refusal } from "../errors.ts";

/** Where the HTTP door writes what went wrong; a pino logger fits. */
export interface HttpLog {
  error(facts: object, words: string): void;
}

/** An error of koa or a router that is the caller's, such as a malformed address. */
interface CallersError {
  status: number;
  expose: true;
}

/**
 * Turns whatever the inner steps throw into an RFC 9457 problem: a refusal is told with its code, its sentence and
 * its facts; anything else is a bug, logged under an id, of which the caller learns the id only.
 */
export function answerErrors(log: HttpLog): Middleware {
  return async (ctx: Context, next: Next) => {
    try {
      await next();
    } catch (error) {
      if (error instanceof Refusal) refuse(ctx, error);
      else if (isCallersError(error))
        problem(ctx, { status: error.status, code: "invalid", title: "请求有误" });
      else confess(ctx, error, log);
    }
  };
}

interface Problem {
  status: number;
  code: string;
  title: string;
}

function refuse(ctx: Context, { code, status, message, facts }: Refusal): void {
  problem(ctx, { status, code, title: message }, Object.keys(facts).length > 0 ? { facts } : {});
  if (status === 503 || status === 429) ctx.set("Retry-After", "5");
}

function confess(ctx: Context, error: unknown, log: HttpLog): void {
  const errorId = randomUUID();
  log.error({ err: error, errorId, method: ctx.method, path: ctx.path }, "a request failed");
  const title = "系统内部出错,请稍后再试;若反复出现,请把错误编号告诉管理员";
  problem(ctx, { status: 500, code: "internal", title }, { errorId });
}

function problem(ctx: Context, { status, code, title }: Problem, more: object = {}): void {
  ctx.status = status;
  ctx.body = JSON.stringify({ type: `urn:duban:problem:${code}`, title, status, code, ...more });
  ctx.type = "application/problem+json";
}

function isCallersError(error: unknown): error is CallersError {
  if (typeof error !== "object" || error === null) return false;
  const { status, expose } = error as Partial<CallersError>;
  return expose === true && typeof status === "number" && status >= 400 && status < 500;
}
