/**
 * A program for tests: ear, mouth and clock of the product on a database that is shared with other replicas. The
 * channel is the real Wechaty, with its far end in the process that started it. Settings come as JSON in the first argument.
 */
import "reflect-metadata";
import { inspect } from "node:util";
import { openListener } from "../../bot/listen.ts";
import { openWechaty } from "../../bot/wechaty.ts";
import { openDatabase } from "../../ormconfig.ts";
import { MovableClock, systemClock } from "../../src/clock.ts";
import { type Delivery, openDelivery } from "../../src/jobs/deliver.ts";
import { openClockDoor } from "../../src/jobs/tick.ts";
import { timetable } from "../../src/jobs/timetable.ts";
import type { ChannelProfile } from "../../src/letter.ts";
import type { Log } from "../../src/log.ts";
import type { House } from "../../src/work.ts";
import { usualRules } from "./house.ts";
import { keyed, ReplicaPuppet } from "./replica-puppet.ts";
import type { FarEnding, Order, ReplicaSettings, Report } from "./replica-talk.ts";

const settings: ReplicaSettings = JSON.parse(process.argv[2] ?? "{}");
const tell = (report: Report): void => void process.send?.(report);
const trouble = (error: unknown): void => tell({ is: "trouble", what: inspect(error) });

process.on("unhandledRejection", trouble);
process.on("uncaughtException", (error) => {
  trouble(error);
  process.exitCode = 1;
  process.disconnect();
});
// Nobody is left to talk to.
process.on("disconnect", () => process.exit());

const note =
  (level: "info" | "warn" | "error") =>
  (facts: object, words: string): void =>
    tell({
      is: "log",
      level,
      words,
      facts: inspect(facts, { depth: 2, breakLength: Number.POSITIVE_INFINITY }),
    });
const log = { info: note("info"), warn: note("warn"), error: note("error") };

const nothing = { gap: 0, jitter: 0, perPersonGap: 0, burst: 0, burstRest: 0, dailyLimit: 0, coolDown: 0 };
const profile: ChannelProfile = { name: "simulator", longestText: 2_000, ...nothing, ...settings.etiquette };

let base = systemClock;
const clock = new MovableClock(0, { now: () => base.now() });
function setClock(set: ReplicaSettings["clock"]): void {
  const stands = "at" in set ? new Date(set.at) : undefined;
  base = stands ? { now: () => stands } : systemClock;
  clock.moveTo(new Date(base.now().getTime() + ("ahead" in set ? set.ahead : 0)));
}
setClock(settings.clock);

const database = await openDatabase(settings.url, settings.poolSize);
const rules = { ...usualRules(), ...(settings.filesFolder && { filesFolder: settings.filesFolder }) };
const house: House = { database, rules };

const taking = new Map<number, (ending: FarEnding) => void>();
let sends = 0;
const puppet = new ReplicaPuppet({
  take: (letter) =>
    new Promise((resolve) => {
      const no = ++sends;
      taking.set(no, resolve);
      tell({ is: "sending", no, letter });
    }),
  acknowledge: (id) => tell({ is: "heard", id }),
});

let delivery: Delivery | undefined;
const poke = (): void => delivery?.poke();
const listener = openListener({ house, clock, poke, log: log as unknown as Log });
const { retries } = settings;
const chat = openWechaty({ puppet, profile, hear: listener.hear, clock, log, ...(retries && { retries }) });
const clockDoor = openClockDoor({ house, clock, timetable, log, onDone: poke });

await chat.start();
delivery = openDelivery({
  house,
  channel: keyed(chat.channel),
  clock,
  log,
  alone: settings.alone ?? false,
  ...(settings.patience && { patience: settings.patience }),
});
const resumed = listener.resume().catch(trouble);
if (settings.beats) clockDoor.start();

const done = (no: number) => (): void => tell({ is: "done", no });

process.on("message", (order: Order) => {
  switch (order.do) {
    case "hear":
      puppet.bring(order.message).catch(trouble);
      break;
    case "took":
      taking.get(order.no)?.(order.ending);
      taking.delete(order.no);
      break;
    case "clock":
      setClock(order.clock);
      break;
    case "log-in":
      puppet.logIn();
      break;
    case "log-out":
      puppet.logout("told to").catch(trouble);
      break;
    case "poke":
      poke();
      break;
    case "tick":
      clockDoor.tick().then(done(order.no), trouble);
      break;
    case "idle":
      delivery?.idle().then(done(order.no), trouble);
      break;
  }
});

let ending = false;
process.on("SIGTERM", () => {
  // As the product: the second time it goes at once.
  if (ending) process.exit(1);
  ending = true;
  end().then(() => process.exit(0), trouble);
});

async function end(): Promise<void> {
  await clockDoor.stop();
  await delivery?.stop();
  await resumed;
  await chat.stop();
  await database.destroy();
}

tell({ is: "ready" });
