import type { Context } from "koa";
import { invalid, Refusal } from "../errors.ts";

/** How much to read; a larger body is refused with too-large. */
export interface BodyLimit {
  /** Bytes; 100 000 unless told. */
  limit?: number;
}

/** The request's body as bytes; refuses with too-large beyond the limit. */
export async function readRaw(ctx: Context, { limit = 100_000 }: BodyLimit = {}): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of ctx.req) {
    size += chunk.length;
    if (size > limit) {
      // The rest is not read: the connection cannot be used again.
      ctx.set("Connection", "close");
      throw new Refusal("too-large", 413, `内容太大,最多 ${Math.floor(limit / 1000)} KB`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * The request's JSON object. Refuses with invalid when it is none, or not declared as application/json: a foreign
 * page cannot declare that without asking the browser's leave.
 */
export async function readJson(ctx: Context, limit?: BodyLimit): Promise<Record<string, unknown>> {
  if (!ctx.is("application/json")) throw invalid("请求内容应为 JSON(Content-Type: application/json)");
  const text = (await readRaw(ctx, limit)).toString("utf8");
  const value = parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid("请求内容应为 JSON 对象");
  return value as Record<string, unknown>;
}

/** The fields of a submitted form; of a repeated field the last. Refuses with invalid when it is no form. */
export async function readForm(ctx: Context, limit?: BodyLimit): Promise<Record<string, string>> {
  if (!ctx.is("application/x-www-form-urlencoded")) throw invalid("请求内容应为表单");
  const text = (await readRaw(ctx, limit)).toString("utf8");
  return Object.fromEntries(new URLSearchParams(text));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid("请求内容不是有效的 JSON");
  }
}
