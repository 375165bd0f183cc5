import type { Context } from "koa";
import type { Caller } from "../../actions/callers.ts";
import {
  beginOnce,
  dropAnswer,
  type KeptAnswer,
  keepAnswer,
  type Repeatable,
  shownOnce,
} from "../../actions/idempotency.ts";
import type { Clock } from "../../clock.ts";
import { Refusal } from "../../errors.ts";
import { type Actor, type House, transact, type Work } from "../../work.ts";
import { keepCookie } from "../session-cookie.ts";
import { actorOf, admit, recognise } from "./admission.ts";
import { checkerOf } from "./check.ts";
import type { AnyOperation, Call, FileBody } from "./operation.ts";
import { type Asked, proofOf, readCall } from "./reading.ts";

/** What the API is built from. */
export interface ApiParts {
  house: House;
  /** The product's moment, which the demo moves. */
  clock: Clock;
  /** The machine's own moment, which sessions are judged by. */
  wall: Clock;
  /** Called after every change: there may be something to send. */
  onChange?(): void;
}

const door: Actor = { kind: "system", name: "api" };

/** What came out of a call: a status and a body, or the address of the keeper of a cookie. */
interface Outcome extends KeptAnswer {
  file?: FileBody;
  version?: number;
  refusal?: Refusal;
  keep?: { token: string | null };
}

/** Serves one request of an operation: read, check, do in one transaction, and answer after the commit. */
export async function serve(ctx: Context, parts: ApiParts, operation: AnyOperation): Promise<void> {
  const wall = parts.wall.now();
  if (operation.prepare) await vet(ctx, parts, { operation, wall });
  const asked = await readCall(ctx, operation, { wall, rules: parts.house.rules });
  const ready = await operation.prepare?.(asked);
  const outcome = await perform(parts, operation, { ...asked, ready }).catch((error: unknown) =>
    withCurrent(parts, operation, asked, error),
  );
  if (outcome.keep) keepCookie(ctx, outcome.keep.token);
  if (operation.method !== "get") parts.onChange?.();
  if (outcome.refusal) throw outcome.refusal;
  answer(ctx, outcome);
}

/** Whoever is not let in makes us read and prepare nothing. */
async function vet(
  ctx: Context,
  { house }: ApiParts,
  { operation, wall }: { operation: AnyOperation; wall: Date },
): Promise<void> {
  await transact(house, { now: wall, actor: door, harmless: true }, async (outer) => {
    const caller = await recognise(outer, operation, { ...proofOf(ctx), wall });
    await admit({ ...outer, actor: await actorOf(outer, caller) }, operation.who, caller);
  });
}

function perform(
  parts: ApiParts,
  operation: AnyOperation,
  asked: Asked & { ready: unknown },
): Promise<Outcome> {
  const now = operation.onWall ? asked.wall : parts.clock.now();
  const harmless = operation.method === "get" || asked.key !== null;
  return transact(parts.house, { now, actor: door, harmless }, async (outer) => {
    const caller = await recognise(outer, operation, asked);
    const work: Work = { ...outer, actor: await actorOf(outer, caller) };
    await admit(work, operation.who, caller);
    const repeatable = repeatableOf(operation, asked, caller);
    const before = repeatable && (await beginOnce(work, repeatable));
    if (before) return again(operation, before);
    const outcome = await run(operation, callOf(work, caller, asked));
    if (repeatable) await remember(work, { operation, repeatable, outcome });
    return outcome;
  });
}

/** A refusal is an ending that may be tried again under the same key. */
function remember(
  work: Work,
  { operation, repeatable, outcome }: { operation: AnyOperation; repeatable: Repeatable; outcome: Outcome },
): Promise<void> {
  if (outcome.refusal) return dropAnswer(work, repeatable);
  return keepAnswer(work, repeatable, { ...outcome, secret: operation.secret ?? false });
}

/** What a repeated call is answered: the same, unless it was a secret. */
function again(operation: AnyOperation, { status, answer }: KeptAnswer): Outcome {
  if (operation.secret) throw shownOnce();
  const version: unknown = answer === null ? undefined : JSON.parse(answer).version;
  return { status, answer, ...(typeof version === "number" ? { version } : {}) };
}

function repeatableOf(operation: AnyOperation, asked: Asked, caller: Caller): Repeatable | null {
  if (asked.key === null || operation.who === "anyone") return null;
  const request = `${operation.id}\n${asked.target}\n${asked.digest}`;
  return {
    caller: `${caller.kind}/${caller.accountId}/${caller.personId}/${caller.contactId}`,
    key: asked.key,
    request,
  };
}

function callOf(
  work: Work,
  caller: Caller,
  asked: Asked & { ready: unknown },
): Call & { keep?: Outcome["keep"] } {
  const { params, query, body, file, address, wall, rules, ready, credentials, expectedVersion } = asked;
  const call: Call & { keep?: Outcome["keep"] } = {
    work,
    caller,
    params,
    query,
    body,
    file,
    address,
    wall,
    rules,
    ready,
    token: credentials.bearer ?? credentials.cookie ?? "",
    ...(expectedVersion === undefined ? {} : { expectedVersion }),
    keepSession(token) {
      call.keep = { token };
    },
  };
  return call;
}

async function run(operation: AnyOperation, call: Call & { keep?: Outcome["keep"] }): Promise<Outcome> {
  const result = await operation.run(call);
  const keep = call.keep ? { keep: call.keep } : {};
  if (result instanceof Refusal) return { status: result.status, answer: null, refusal: result, ...keep };
  const status = operation.status ?? 200;
  if (operation.answer === undefined) return { status: operation.status ?? 204, answer: null, ...keep };
  if (operation.answer === "file") return { status, answer: null, file: result as FileBody, ...keep };
  // Only named fields leave: an answer with any other is a bug, not a leak.
  const checker = checkerOf(operation.answer);
  if (!checker.Check(result))
    throw new Error(`${operation.id} answers what it has not declared: ${faultsIn(checker.Errors(result))}`);
  const { version } = result as { version?: unknown };
  return {
    status,
    answer: JSON.stringify(result),
    ...(typeof version === "number" ? { version } : {}),
    ...keep,
  };
}

const faultsIn = (faults: { instancePath: string; keyword: string }[]): string =>
  faults.map((fault) => `${fault.instancePath} ${fault.keyword}`).join(", ");

/** A stale caller is shown the row as it is now, if he may see it. */
async function withCurrent(
  parts: ApiParts,
  operation: AnyOperation,
  asked: Asked,
  error: unknown,
): Promise<Outcome> {
  if (!(error instanceof Refusal) || error.status !== 412 || !operation.current) throw error;
  const reading = { ...asked, key: null, query: {}, body: {}, ready: undefined };
  const { answer: current } = await perform(parts, operation.current, reading);
  const facts = { ...error.facts, ...(current ? { current: JSON.parse(current) } : {}) };
  throw new Refusal(error.code, error.status, error.message, facts);
}

function answer(ctx: Context, { status, answer: body, file, version }: Outcome): void {
  ctx.set("Cache-Control", "no-store");
  ctx.status = status;
  if (file) {
    answerFile(ctx, file);
    return;
  }
  if (version !== undefined) ctx.set("ETag", `"${version}"`);
  if (version !== undefined && ctx.method === "GET" && ctx.get("If-None-Match") === `"${version}"`) {
    ctx.status = 304;
    return;
  }
  if (body === null) {
    ctx.body = null;
    ctx.status = status;
    return;
  }
  ctx.set("Content-Type", "application/json; charset=utf-8");
  ctx.body = body;
}

/** Never shown as a page: what people upload must not run in our name. */
function answerFile(ctx: Context, file: FileBody): void {
  // RFC 8187 wants these signs encoded too.
  const name = encodeURIComponent(file.name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  ctx.set("Content-Disposition", `attachment; filename*=UTF-8''${name}`);
  ctx.body = Buffer.from(file.bytes);
  ctx.type = file.type;
}
