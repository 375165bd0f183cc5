import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Duplex } from "node:stream";
import type Router from "@koa/router";
import Koa, { type Context, type Middleware, type Next } from "koa";
import { notFound } from "../errors.ts";
import { answerErrors, type HttpLog } from "./errors.ts";

/** What the HTTP door is built from. */
export interface HttpParts {
  log: HttpLog;
  /** Routers, and what answers as they do; tried in this order. What none of them answers is not found. */
  routes: (Router | { routes(): Middleware })[];
  /** Milliseconds that requests under way are given at close; 5 000 unless told. */
  patience?: number;
  /** Believe X-Forwarded-* headers of a proxy in front. */
  behindProxy?: boolean;
}

/** The running HTTP door. */
export interface HttpServer {
  app: Koa;
  /** Listens and answers the port, which matters when 0 was asked for; rejects when it is taken. */
  listen(port: number, host?: string): Promise<number>;
  /** Takes no new requests, ends event streams, lets the others finish. */
  close(): Promise<void>;
}

const policy = [
  "default-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join("; ");

/** Builds the HTTP door from its routes; every answer carries the security headers, every error is a problem. */
export function httpServer(parts: HttpParts): HttpServer {
  const app = new Koa({ proxy: parts.behindProxy ?? false });
  const streams = new Set<Duplex>();
  app.use(guard);
  app.use(answerErrors(parts.log));
  app.use(rememberStreams(streams));
  for (const route of parts.routes) app.use(route.routes());
  app.use(nothingHere);
  app.on("error", (error) => {
    if (!hungUp(error)) parts.log.error({ err: error }, "an answer could not be sent");
  });
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response));
  return {
    app,
    listen: (port, host) => listen(server, port, host),
    close: () => close(server, streams, parts.patience ?? 5_000),
  };
}

/** The reader went away before the answer was out, as readers of event streams always do, or sent what is no HTTP. */
function hungUp(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code === "string" && code.startsWith("HPE_")) return true;
  return code === "ERR_STREAM_PREMATURE_CLOSE" || code === "ECONNRESET" || code === "EPIPE";
}

const securityHeaders = new Map([
  ["Content-Security-Policy", policy],
  ["X-Content-Type-Options", "nosniff"],
  ["Referrer-Policy", "no-referrer"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
]);

function guard(ctx: Context, next: Next): Promise<void> {
  ctx.res.setHeaders(securityHeaders);
  return next();
}

function rememberStreams(streams: Set<Duplex>): Middleware {
  return async (ctx, next) => {
    await next();
    const body: unknown = ctx.body;
    if (!(body instanceof Duplex) || ctx.type !== "text/event-stream") return;
    streams.add(body);
    body.once("close", () => streams.delete(body));
  };
}

async function nothingHere(): Promise<void> {
  throw notFound("这个页面");
}

function listen(server: Server, port: number, host?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function close(server: Server, streams: Set<Duplex>, patience: number): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const stream of streams) stream.end();
  // A connection becomes idle only when its last answer is out, so look more than once.
  const sweep = setInterval(() => server.closeIdleConnections(), 20);
  const timer = setTimeout(() => server.closeAllConnections(), patience);
  await closed;
  clearInterval(sweep);
  clearTimeout(timer);
}
