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

function tell(report: Report, then: () => void = () => undefined): void {
  process.send?.(report, undefined, undefined, then);
}
const trouble = (error: unknown): void => tell({ is: "trouble", what: inspect(error) });
const endWith = (error: unknown): void => tell({ is: "ending", why: inspect(error) }, () => process.exit(1));

process.on("unhandledRejection", trouble);
process.on("uncaughtException", (error) => {
  trouble(error);
  endWith(error);
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

/** A clock that runs, or stands, as it is told to. */
class ToldClock extends MovableClock {
  private stands: Date | null = null;

  constructor(set: ReplicaSettings["clock"]) {
    super();
    this.set(set);
  }

  override now(): Date {
    return this.stands ?? super.now();
  }

  set(set: ReplicaSettings["clock"]): void {
    this.stands = "at" in set ? new Date(set.at) : null;
    if ("ahead" in set) this.moveTo(new Date(systemClock.now().getTime() + set.ahead));
  }
}

/** The wire to the far end. */
class Wire {
  private readonly taking = new Map<number, (ending: FarEnding) => void>();
  private sends = 0;
  readonly puppet = new ReplicaPuppet({
    take: (letter) =>
      new Promise((resolve) => {
        const no = ++this.sends;
        this.taking.set(no, resolve);
        tell({ is: "sending", no, letter });
      }),
    acknowledge: (id) => tell({ is: "heard", id }),
  });

  took(no: number, ending: FarEnding): void {
    this.taking.get(no)?.(ending);
    this.taking.delete(no);
  }
}

async function start(settings: ReplicaSettings): Promise<void> {
  const clock = new ToldClock(settings.clock);
  const database = await openDatabase(settings.url, settings.poolSize);
  const { filesFolder, retries, patience, skipLocked, alone = false } = settings;
  const house: House = { database, rules: { ...usualRules(), ...(filesFolder && { filesFolder }) } };
  const profile: ChannelProfile = {
    name: "simulator",
    longestText: 2_000,
    ...nothing,
    ...settings.etiquette,
  };
  const wire = new Wire();
  const { puppet } = wire;
  let delivery: Delivery | undefined;
  const poke = (): void => delivery?.poke();
  const listener = openListener({ house, clock, poke, log: log as unknown as Log });
  const { hear } = listener;
  const chat = openWechaty({ puppet, profile, hear, clock, log, ...(retries && { retries }) });
  const clockDoor = openClockDoor({ house, clock, timetable, log, onDone: poke });
  await chat.start();
  const channel = keyed(chat.channel);
  const manner = { ...(patience && { patience }), ...(skipLocked !== undefined && { skipLocked }) };
  delivery = openDelivery({ house, channel, clock, log, alone, ...manner });
  const resumed = listener.resume().catch((error) => log.error({ err: error }, "nothing was resumed"));
  if (settings.beats) clockDoor.start();
  obey({ wire, clock, poke, tick: clockDoor.tick, idle: async () => delivery?.idle() });
  onTerm(async () => {
    await clockDoor.stop();
    await delivery?.stop();
    await resumed;
    await chat.stop();
    await database.destroy();
  });
  tell({ is: "ready" });
}

function obey(parts: {
  wire: Wire;
  clock: ToldClock;
  poke(): void;
  tick(): Promise<void>;
  idle(): Promise<void>;
}): void {
  const { wire, clock } = parts;
  const orders: { [K in Order["do"]]: (order: Extract<Order, { do: K }>) => unknown } = {
    hear: ({ message }) => wire.puppet.bring(message),
    took: ({ no, ending }) => wire.took(no, ending),
    clock: (order) => clock.set(order.clock),
    "log-in": () => wire.puppet.logIn(),
    "log-out": () => wire.puppet.logout("told to"),
    poke: () => parts.poke(),
    tick: ({ no }) => parts.tick().then(() => tell({ is: "done", no })),
    idle: ({ no }) => parts.idle().then(() => tell({ is: "done", no })),
  };
  process.on("message", (order: Order) => {
    const carryOut = orders[order.do] as (order: Order) => unknown;
    void (async () => carryOut(order))().catch(trouble);
  });
}

/** As the product does it: the second time it goes at once. */
function onTerm(end: () => Promise<void>): void {
  let ending = false;
  process.on("SIGTERM", () => {
    if (ending) process.exit(1);
    ending = true;
    end().then(() => process.exit(0), endWith);
  });
}

start(JSON.parse(process.argv[2] ?? "{}")).catch(endWith);
