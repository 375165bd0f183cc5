import "reflect-metadata";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { openListener } from "../bot/listen.ts";
import { SimulatorPuppet } from "../bot/puppets/simulator.ts";
import { openJournal } from "../bot/puppets/simulator-journal.ts";
import { SimulatedWorld } from "../bot/puppets/simulator-world.ts";
import { openWechaty } from "../bot/wechaty.ts";
import { migrate, openDatabase } from "../ormconfig.ts";
import packageFacts from "../package.json" with { type: "json" };
import { seedPlan } from "../seeds/demo.ts";
import { previewPlan } from "../seeds/preview-plan.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Closing } from "./closing.ts";
import { openMiniProgram } from "./code2session.ts";
import { type Config, readConfig } from "./config.ts";
import { openDataKeys } from "./data-keys.ts";
import { findDatabase } from "./find-database.ts";
import { adminName, firstAccount, firstStart } from "./first-start.ts";
import { lockFolder } from "./folder-lock.ts";
import { adminRoutes } from "./http/admin/routes.ts";
import { allOperations } from "./http/api/all.ts";
import type { MiniProgram } from "./http/api/mini.ts";
import { apiRoutes } from "./http/api/routes.ts";
import { healthRoutes } from "./http/health.ts";
import { httpServer } from "./http/server.ts";
import { simulatorRoutes } from "./http/simulator/routes.ts";
import { type Delivery, openDelivery } from "./jobs/deliver.ts";
import { openClockDoor } from "./jobs/tick.ts";
import { timetable } from "./jobs/timetable.ts";
import { openWebhooks } from "./jobs/webhooks.ts";
import type { Channel, ChannelProfile } from "./letter.ts";
import { type Log, openLog } from "./log.ts";
import { type ProgramOptions, type RunningProgram, runProgram, say } from "./program.ts";
import { openingMoment, settleWorld, simulatorDesk } from "./simulator-desk.ts";
import { vitals } from "./vitals.ts";
import { type House, transact, type Work } from "./work.ts";
import { Workdays } from "./workdays.ts";

/** The simulator is nobody's account: it needs no gentleness. */
const simulator: ChannelProfile = {
  name: "simulator",
  gap: 0,
  jitter: 0,
  perPersonGap: 0,
  burst: 0,
  burstRest: 0,
  dailyLimit: 0,
  coolDown: 0,
  longestText: 2_000,
};

/** Milliseconds that a jump of the simulated clock waits for what it set off. */
const longestCatchUp = 8_000;

const actor = { kind: "system", name: "main" } as const;

/** The object graph: every part is built after those that it needs, and closed before them. */
async function start(closing: Closing, options: ProgramOptions): Promise<RunningProgram> {
  const ground = await openGround(closing, options);
  const { config, log, house, clock, world, act } = ground;
  await settleIn(ground, options);
  const talk = openTalk(closing, ground);
  const webhooks = openWebhooks({ house, clock, wall: systemClock, log });
  closing.add("事件推送", () => webhooks.stop());
  const poke = (): void => {
    talk.poke();
    webhooks.poke();
  };
  const clockDoor = openClockDoor({ house, clock, timetable, log, onDone: poke });
  closing.add("时钟", () => clockDoor.stop());
  const catchUp = async (): Promise<void> => {
    await clockDoor.tick();
    await atMost(longestCatchUp, talk.idle());
  };
  const signs = vitals({ house, clock, channel: talk.channel, clockDoor });
  const admin = adminRoutes({ house, clock, makePlan: seedPlan, previewPlan });
  const api = apiRoutes(
    { house, clock, wall: systemClock, onChange: poke },
    allOperations(house, miniProgram(config)),
    packageFacts.version,
  );
  const routes = [healthRoutes(signs), api, admin];
  if (world) routes.push(await simulatorRoutes(simulatorDesk({ house, world, catchUp })));
  const web = httpServer({ log, routes, behindProxy: config.behindProxy === "on" });
  await talk.start();
  clockDoor.start();
  const port = await web.listen(config.port, config.host);
  closing.add("网页", () => web.close());
  const account = await act(firstAccount);
  const phones = world?.people().length;
  greet({ config, port, phones, password: account?.password });
  log.info({ ms: Math.round(performance.now()), port }, "督办已就绪");
  return { log, countUncaught: signs.countUncaught };
}

/** The mini-program's far end, where the bureau has a mini-program. */
const miniProgram = ({ miniAppId: appId, miniSecret: secret, miniUrl: url }: Config): MiniProgram =>
  appId !== undefined && secret !== undefined ? openMiniProgram({ appId, secret, url }) : null;

/** What everything stands on. */
interface Ground {
  config: Config;
  log: Log;
  house: House;
  /** Nobody else works on this database. */
  own: boolean;
  /** None in production. */
  world: SimulatedWorld | undefined;
  clock: Clock;
  act<T>(work: (work: Work) => Promise<T>): Promise<T>;
}

async function openGround(closing: Closing, { install }: ProgramOptions): Promise<Ground> {
  const config = readConfig(process.env);
  const log = openLog({ level: config.logLevel, production: config.production });
  const lock = lockFolder(config.dataDir, { port: config.port });
  closing.add("数据目录", () => lock.release());
  const { house, own } = await openHouse(closing, { config, log, install });
  const world =
    config.channel === "simulator"
      ? new SimulatedWorld({ journal: openJournal(join(config.dataDir, "simulator")) })
      : undefined;
  const clock: Clock = world?.clock ?? systemClock;
  return {
    config,
    log,
    house,
    own,
    world,
    clock,
    act: (work) => transact(house, { now: clock.now(), actor }, work),
  };
}

/** The first start writes the demo, unless it is not wanted; the simulated world gets the demo's people. */
async function settleIn({ config, house, world, act }: Ground, { empty }: ProgramOptions): Promise<void> {
  const withDemo = world !== undefined && !empty && !config.production;
  if (withDemo) await openDemoDay(house, world);
  await act((work) => firstStart(work, { empty: !withDemo }));
  if (world) await settleWorld(house, world);
}

/** Ear, mouth and what goes between them; without a channel nothing is heard and everything stays in the outbox. */
function openTalk(
  closing: Closing,
  { house, world, clock, log, own }: Ground,
): { channel?: Channel; poke(): void; idle(): Promise<void>; start(): Promise<void> } {
  if (!world) return { poke: () => undefined, idle: async () => undefined, start: async () => undefined };
  let delivery: Delivery | undefined;
  const poke = (): void => delivery?.poke();
  const listener = openListener({ house, clock, poke, log });
  const { channel, ...chat } = openWechaty({
    puppet: new SimulatorPuppet(world),
    profile: simulator,
    hear: listener.hear,
    clock,
    log,
  });
  return {
    channel,
    poke,
    idle: async () => delivery?.idle(),
    start: async () => {
      await chat.start();
      closing.add("机器人", () => chat.stop());
      // What a crash left is answered beside the new: each contact's messages are taken in order anyway.
      const resumed = listener
        .resume()
        .catch((error) => log.error({ err: error }, "上次没处理完的来信没能接着处理"));
      closing.add("上次的来信", () => resumed);
      delivery = openDelivery({ house, channel, clock, log, alone: own });
      closing.add("发送", () => delivery?.stop());
    },
  };
}

async function openHouse(
  closing: Closing,
  { config, log, install }: { config: Config; log: Log; install: boolean },
): Promise<{ house: House; own: boolean }> {
  const voice = { info: say, error: (sentence: string) => log.error({}, sentence) };
  const found = await findDatabase(config, voice, install);
  closing.add("私有数据库", () => found.stop());
  const database = await openDatabase(found.url, config.poolSize);
  closing.add("数据库连接", () => database.destroy());
  await migrate(database);
  const filesFolder = resolve(config.dataDir, "files");
  mkdirSync(filesFolder, { recursive: true });
  const rules = {
    workdays: new Workdays(config.workdayOverrides),
    quiet: { from: config.quietFrom, to: config.quietTo },
    remindAt: config.remindAt,
    filesFolder,
    dataKeys: openDataKeys(config.dataDir, config.dataKeys),
    privateWebhooks: config.webhookPrivate === "on",
  };
  return { house: { database, rules }, own: found.own };
}

/** On the demo's first day, outside office hours, its clock stands at the next morning: reminders go out at once. */
async function openDemoDay(house: House, world: SimulatedWorld): Promise<void> {
  const known: unknown[] = await house.database.query("SELECT name FROM setting WHERE name = 'demo'");
  const opening = openingMoment(world.clock.now(), house.rules.workdays);
  if (known.length === 0 && opening > world.clock.now()) world.moveTo(opening);
}

async function atMost(ms: number, work: Promise<unknown> | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

function greet(now: {
  config: Config;
  port: number;
  /** People in the simulator; undefined without it. */
  phones: number | undefined;
  password: string | undefined;
}): void {
  const { config, port } = now;
  const host = ["0.0.0.0", "::", "127.0.0.1"].includes(config.host) ? "localhost" : config.host;
  const address = `http://${host}:${port}`;
  const lines = [
    `督办已就绪,启动用了 ${(performance.now() / 1000).toFixed(1)} 秒。`,
    ...(now.phones ? [`  模拟微信    ${address}/sim(先打开王秀兰的手机)`] : []),
    `  管理页面    ${address}/admin${now.phones === 0 ? "(请先登录,完成首次设置)" : ""}`,
    `  接口说明    ${address}/api/v1/docs`,
    `  运行情况    ${address}/readyz`,
    ...(now.password
      ? [`  管理员      ${adminName},初始口令 ${now.password}(只显示这一次,第一次登录要改)`]
      : []),
    "  按 Ctrl-C 停止。",
  ];
  say(lines.join("\n"));
}

await runProgram(start);
