import { createHash } from "node:crypto";
import type { Context } from "koa";
import type { Credentials } from "../../actions/sessions.ts";
import { invalid, notFound, Refusal } from "../../errors.ts";
import { readRaw } from "../body.ts";
import { cookieOf } from "../session-cookie.ts";
import { checkBody, checkQuery } from "./check.ts";
import type { AnyOperation, EarlyCall } from "./operation.ts";

/** A request as it came, read and checked. */
export interface Asked extends EarlyCall {
  credentials: Credentials;
  /** X-CSRF-Token; empty without one. */
  csrf: string;
  /** Idempotency-Key; null without one. */
  key: string | null;
  /** Path and query, for telling repeated calls from others. */
  target: string;
  /** SHA-256 of the body, hexadecimal; empty without a key. */
  digest: string;
  expectedVersion?: number;
}

/** Levels of brackets in a body; ours have four. */
const deepest = 32;

/** Reads a request; refuses with invalid, too-large or not-found what cannot be one of this operation. */
export async function readCall(
  ctx: Context,
  operation: AnyOperation,
  { wall, rules }: Pick<Asked, "wall" | "rules">,
): Promise<Asked> {
  const params = paramsOf(ctx, operation);
  const query = checkQuery(operation.query, ctx.query);
  const { raw, body } = await bodyOf(ctx, operation);
  const version = versionWanted(ctx, operation);
  const key = keyOf(ctx, operation);
  return {
    params,
    query,
    body,
    file: { name: fileName(query), type: ctx.request.type || "application/octet-stream", bytes: raw },
    address: ctx.ip,
    wall,
    rules,
    ...proofOf(ctx),
    key,
    target: ctx.url,
    digest: key === null ? "" : createHash("sha256").update(raw).digest("hex"),
    ...(version === undefined ? {} : { expectedVersion: version }),
  };
}

function paramsOf(ctx: Context, operation: AnyOperation): Record<string, number | string> {
  const given = ctx.params as Record<string, string>;
  const pairs = Object.entries(given).map(([name, value]) => [
    name,
    name.endsWith("Id") ? idOf(value) : value,
  ]);
  return Object.fromEntries(pairs) as Record<string, number | string>;

  function idOf(value: string): number {
    const id = /^[1-9]\d{0,9}$/.test(value) ? Number(value) : 0;
    if (id < 1 || id > 4_294_967_295) throw notFound(operation.tag);
    return id;
  }
}

async function bodyOf(ctx: Context, operation: AnyOperation): Promise<{ raw: Buffer; body: unknown }> {
  if (operation.accepts) return { raw: await readRaw(ctx, { limit: operation.accepts.bytes }), body: {} };
  const raw = operation.method === "get" ? Buffer.alloc(0) : await readRaw(ctx, { limit: 1_000_000 });
  if (!operation.body) {
    if (raw.length > 0) throw invalid("这个请求不带内容");
    return { raw, body: {} };
  }
  if (!ctx.is("application/json"))
    throw new Refusal("not-json", 415, "请求内容应为 JSON(Content-Type: application/json)");
  return { raw, body: checkBody(operation.body, parse(raw)) };
}

function parse(raw: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(raw);
  } catch {
    throw invalid("请求内容不是 UTF-8 文字");
  }
  if (depthOf(text) > deepest) throw invalid(`请求内容嵌套太深,最多${deepest}层`);
  try {
    return refuseUnstorable(JSON.parse(text));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw invalid("请求内容不是有效的 JSON");
  }
}

/** Brackets open at the deepest place, whatever stands in strings. */
function depthOf(text: string): number {
  let [depth, most] = [0, 0];
  for (const [sign] of text.replace(/"(?:[^"\\]|\\.)*"/gs, "").matchAll(/[[\]{}]/g)) {
    depth += sign === "[" || sign === "{" ? 1 : -1;
    most = Math.max(most, depth);
  }
  return most;
}

/** What a database cannot hold as text would come back changed: NUL, and halves of surrogate pairs. */
function refuseUnstorable(value: unknown): unknown {
  if (typeof value === "string" && (value.includes("\0") || !value.isWellFormed()))
    throw invalid("文字里有不能保存的字符(空字符或残缺的表情符号)");
  if (typeof value === "object" && value !== null)
    for (const part of Object.values(value)) refuseUnstorable(part);
  return value;
}

function versionWanted(ctx: Context, operation: AnyOperation): number | undefined {
  const header = ctx.get("If-Match");
  if (!operation.ifMatch) return undefined;
  const any = header === "" || header === "*";
  if (any && operation.ifMatch === "optional") return undefined;
  if (any) throw new Refusal("version-wanted", 428, "请用 If-Match 写明您看到的版本(上次答复的 ETag)");
  const version = /^(?:W\/)?"(\d{1,10})"$/.exec(header)?.[1];
  if (!version) throw invalid('If-Match 写得不对,应为上次答复的 ETag,如 "3"');
  return Number(version);
}

function keyOf(ctx: Context, operation: AnyOperation): string | null {
  const key = ctx.get("Idempotency-Key");
  if (key === "" || operation.method !== "post") return null;
  if (!/^[\x21-\x7e]{8,128}$/.test(key)) throw invalid("Idempotency-Key 应为 8 到 128 个字符,不含空格和汉字");
  return key;
}

/** What a request shows of its caller. */
export const proofOf = (ctx: Context): Pick<Asked, "credentials" | "csrf"> => ({
  credentials: credentialsOf(ctx),
  csrf: ctx.get("X-CSRF-Token"),
});

function credentialsOf(ctx: Context): Credentials {
  const bearer = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(ctx.get("Authorization"))?.[1];
  if (bearer) return { bearer };
  return { cookie: cookieOf(ctx) };
}

const fileName = (query: unknown): string => {
  const { name } = query as { name?: unknown };
  return typeof name === "string" ? name : "文件";
};
