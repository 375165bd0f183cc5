import { PassThrough } from "node:stream";
import Router from "@koa/router";
import type { Context } from "koa";
import { guardFailed, invalid, notFound } from "../../errors.ts";
import { readJson } from "../body.ts";
import { readFault, readMatch, readMove, readUtterance } from "./input.ts";
import { bundlePage } from "./page.ts";
import type { SimEvent, SimMessage, SimulatorPort, SimWorld } from "./port.ts";

export type { SimulatorPort } from "./port.ts";

/** Bytes of a request that carries a file of 25 MB in base64. */
const largestRequest = 36_000_000;
/** Milliseconds; keeps proxies from closing a quiet event stream. */
const heartbeat = 15_000;

/** The page at /sim and the interface for scripts under /sim/api. Not for production: it knows no passwords. */
export async function simulatorRoutes(port: SimulatorPort): Promise<Router> {
  const router = new Router();
  router.use(async (ctx, next) => {
    ctx.set("Cache-Control", "no-store");
    await next();
  });
  await pageRoutes(router);
  talkRoutes(router, port.world);
  worldRoutes(router, port);
  clockRoutes(router, port);
  return router;
}

async function pageRoutes(router: Router): Promise<void> {
  const page = await bundlePage("simulator");
  const files = {
    "/sim": page.html,
    "/sim/page.js": page.script,
    "/sim/style.css": page.style,
    "/sim/icon.svg": page.icon,
  };
  for (const [path, file] of Object.entries(files)) {
    router.get(path, (ctx) => {
      ctx.type = file.type;
      ctx.body = file.text;
    });
  }
}

function talkRoutes(router: Router, world: SimWorld): void {
  router.get("/sim/api/people", (ctx) => {
    ctx.body = {
      people: world.people().map(({ id, name, label }) => ({ id, name, label, unread: world.unread(id) })),
    };
  });
  router.get("/sim/api/people/:id/talks", (ctx) => {
    const person = knownPerson(world, ctx.params.id);
    ctx.body = {
      talks: world
        .talks(person)
        .map((talk) => ({ ...talk, ...(talk.last && { last: show(world, talk.last) }) })),
    };
  });
  router.get("/sim/api/people/:id/transcript", (ctx) => {
    ctx.body = transcript(world, knownPerson(world, ctx.params.id), ctx);
  });
  router.get("/sim/api/rooms", (ctx) => {
    ctx.body = { rooms: world.rooms().map(({ id, name, members }) => ({ id, name, members })) };
  });
  router.get("/sim/api/rooms/:id/transcript", (ctx) => {
    if (!world.rooms().some((room) => room.id === ctx.params.id)) throw notFound("这个群");
    ctx.body = transcript(world, ctx.params.id ?? "", ctx);
  });
  router.post("/sim/api/say", async (ctx) => {
    const said = readUtterance(await readJson(ctx, { limit: largestRequest }));
    ctx.body = { id: world.say(said).id };
  });
  router.post("/sim/api/read", async (ctx) => {
    const body = await readJson(ctx);
    const person = knownPerson(world, body.person);
    world.read(person, typeof body.room === "string" ? body.room : person);
    ctx.status = 204;
  });
  router.get("/sim/api/files/:id", (ctx) => sendFile(ctx, world));
}

function worldRoutes(router: Router, port: SimulatorPort): void {
  const { world } = port;
  router.get("/sim/api/state", async (ctx) => {
    const { recommended, hints } = await port.welcome();
    ctx.body = { bot: world.bot, online: world.isOnline(), now: world.clock.now(), recommended, hints };
  });
  router.get("/sim/api/events", (ctx) => streamEvents(ctx, world));
  router.get("/sim/api/faults", (ctx) => {
    ctx.body = { faults: world.faults() };
  });
  router.put("/sim/api/faults", async (ctx) => {
    world.setFault(readFault(await readJson(ctx)));
    ctx.body = { faults: world.faults() };
  });
  router.delete("/sim/api/faults", (ctx) => {
    world.clearFaults(readMatch(ctx.query));
    ctx.body = { faults: world.faults() };
  });
  router.post("/sim/api/logout", async (ctx) => {
    await world.logOut();
    ctx.body = { online: world.isOnline() };
  });
  router.post("/sim/api/login", (ctx) => {
    world.logIn();
    ctx.body = { online: world.isOnline() };
  });
}

function clockRoutes(router: Router, port: SimulatorPort): void {
  router.get("/sim/api/clock", (ctx) => {
    ctx.body = { now: port.world.clock.now() };
  });
  router.post("/sim/api/clock", async (ctx) => {
    const move = readMove(await readJson(ctx));
    const to = await momentOf(move, port);
    port.world.moveTo(to);
    await port.onMoved();
    ctx.body = { now: port.world.clock.now() };
  });
}

async function momentOf(move: ReturnType<typeof readMove>, port: SimulatorPort): Promise<Date> {
  if (move.to !== undefined) return move.to;
  if (move.forward !== undefined) return new Date(port.world.clock.now().getTime() + move.forward);
  const next = await port.nextDeadline();
  if (next === undefined) throw guardFailed("后面没有期限了");
  return next;
}

function knownPerson(world: SimWorld, id: unknown): string {
  const person = world.people().find((one) => one.id === id);
  if (person === undefined) throw notFound("这个人");
  return person.id;
}

function transcript(world: SimWorld, talk: string, ctx: Context): { messages: object[] } {
  const after = ctx.query.after;
  if (Array.isArray(after)) throw invalid("after 只能有一个", [{ field: "after", message: "重复" }]);
  return { messages: world.transcript(talk, after).map((message) => show(world, message)) };
}

function show(world: SimWorld, message: SimMessage): object {
  const { id, kind, from, talk, text, file, quote, mentions, at, status } = message;
  const fromName = world.nameOf(from) ?? "已离开的人";
  const url = file && `/sim/api/files/${file.id}?name=${encodeURIComponent(file.name)}`;
  const shownFile = file && { name: file.name, size: file.size, url };
  return { id, kind, from, fromName, talk, text, file: shownFile, quote, mentions, at, status };
}

const shownInline: Record<string, string> = {
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  gif: "image/gif",
};

function sendFile(ctx: Context, world: SimWorld): void {
  const bytes = world.file(String(ctx.params.id));
  if (bytes === undefined) throw notFound("这个文件");
  const name = String(ctx.query.name ?? "file");
  const type = shownInline[name.split(".").at(-1)?.toLowerCase() ?? ""];
  // Anything but a plain picture is only ever saved: a page that somebody uploaded must not open here.
  if (type === undefined) ctx.attachment(name);
  ctx.type = type ?? "application/octet-stream";
  ctx.set("Cache-Control", "private, max-age=86400");
  ctx.body = Buffer.from(bytes);
}

function streamEvents(ctx: Context, world: SimWorld): void {
  const stream = new PassThrough();
  const tell = (event: SimEvent): void => {
    const shown =
      event.type === "message" ? { type: event.type, message: show(world, event.message) } : event;
    if (!stream.writableEnded) stream.write(`data: ${JSON.stringify(shown)}\n\n`);
  };
  const stopWatching = world.watch(tell);
  const beat = setInterval(() => !stream.writableEnded && stream.write(": here\n\n"), heartbeat);
  beat.unref();
  stream.once("close", () => {
    stopWatching();
    clearInterval(beat);
  });
  stream.write("retry: 1000\n\n");
  ctx.type = "text/event-stream";
  ctx.set("X-Accel-Buffering", "no");
  ctx.body = stream;
}
