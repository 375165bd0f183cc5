import { randomUUID } from "node:crypto";
import {
  type Ending,
  finish,
  type Haul,
  recoverSends,
  type Taken,
  take,
  takenBy,
} from "../actions/delivery.ts";
import type { TakeOrder } from "../actions/heads.ts";
import { hasDue, repairLanes } from "../actions/lanes.ts";
import { recentSends } from "../actions/send-history.ts";
import { expireStale } from "../actions/stale.ts";
import type { Clock } from "../clock.ts";
import type { Channel, SendOutcome } from "../letter.ts";
import type { Actor, House, Work } from "../work.ts";
import { transact } from "../work.ts";
import { skipsLocked } from "./claim-profile.ts";
import { isQuick, sendWithin } from "./one-send.ts";
import { afterSend, blankRecord, pace, type SendRecord } from "./pace.ts";

/** Where a job writes what it did and what went wrong; a pino logger fits. */
export interface JobLog {
  info(facts: object, words: string): void;
  warn(facts: object, words: string): void;
  error(facts: object, words: string): void;
}

/** What delivery is built from. */
export interface DeliveryParts {
  house: House;
  channel: Channel;
  clock: Clock;
  log: JobLog;
  /** Nobody else can be sending from this database: a send that a dead process left behind is told at once. */
  alone?: boolean;
  /** From 0 to 1, for the jitter between sends. */
  chance?: () => number;
  /** Milliseconds that the channel may take for one message; 20 000 unless told. */
  patience?: number;
  /** Does the engine step over locked rows? Found out unless told. */
  skipLocked?: boolean;
}

/** The running delivery. */
export interface Delivery {
  /** Something was queued. */
  poke(): void;
  /** Resolves when nothing is left that may be sent at this moment. */
  idle(): Promise<void>;
  /** Ends after the sends under way. */
  stop(): Promise<void>;
}

/** Milliseconds between looks at the outbox when nobody pokes. */
const period = 1_000;
/** Looks between two searches for sends that nobody ended, and for messages that an older version left. */
const looksPerRecovery = 10;
const looksPerRepair = 60;
/** A channel that needs no gentleness is written to by so many at once, each to another contact. */
const width = 20;
/** Milliseconds after which a message that was taken is not sent any more: its time may be over before the send is. */
const longestPause = 8_000;

const actor: Actor = { kind: "system", name: "deliver" };

/** Starts to send what is in the outbox, whenever poked and every second besides. Never throws. */
export function openDelivery(parts: DeliveryParts): Delivery {
  const drain = new Drain(parts);
  const timer = setInterval(() => drain.look(), period);
  timer.unref();
  return {
    poke: () => drain.knock(),
    idle: () => drain.idle(),
    stop: async () => {
      clearInterval(timer);
      await drain.stop();
    },
  };
}

/**
 * The senders at work: sends overlap, and one transaction after another writes down those that have ended and takes as
 * many new ones.
 */
class Drain {
  private readonly parts: DeliveryParts;
  private readonly quick: boolean;
  private readonly inFlight = new Set<Promise<void>>();
  private endings: Ending[] = [];
  private running: Promise<void> | undefined;
  private wake: () => void = () => undefined;
  /** Knocks and endings so far. */
  private news = 0;
  private looks = 0;
  private recoverAt = 0;
  private repairAt = 5;
  private record: SendRecord | undefined;
  private skipLocked: boolean | undefined;
  /** Of the next order; kept when its answer was lost, for then nobody knows whether it took something. */
  private token = randomUUID();
  private unsure = false;
  private full = false;
  private alone: boolean;
  private troubled = false;
  private stopped = false;

  constructor(parts: DeliveryParts) {
    this.parts = parts;
    this.quick = isQuick(parts.channel.profile);
    this.alone = parts.alone ?? false;
    this.skipLocked = parts.skipLocked;
  }

  look(): void {
    this.looks += 1;
    this.knock();
  }

  knock(): void {
    this.news += 1;
    this.wake();
    if (!this.stopped) void this.start();
  }

  async idle(): Promise<void> {
    this.knock();
    while (this.running !== undefined) await this.running;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.running;
    await Promise.all(this.inFlight);
    if (this.endings.length > 0) await this.start();
  }

  private start(): Promise<void> {
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async run(): Promise<void> {
    try {
      if (this.endings.length === 0 && !this.stopped) await this.lookAfter();
      await this.drain();
      if (this.troubled) this.parts.log.info({}, "消息又能发送了");
      this.troubled = false;
    } catch (error) {
      // Said once, not every second: the database may be away for a while.
      if (!this.troubled) this.parts.log.error({ err: error }, "发送消息时出错,稍后再试");
      this.troubled = true;
    }
  }

  private async drain(): Promise<void> {
    for (;;) {
      const { news } = this;
      if (await this.turn()) continue;
      if (this.news !== news) continue;
      if (this.inFlight.size === 0) return;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Writes down what has ended, and takes as many messages as may be sent now. False when there was nothing to do. */
  private async turn(): Promise<boolean> {
    const order = await this.order();
    const endings = this.endings.splice(0);
    if (endings.length === 0 && order === null) return false;
    const asked = performance.now();
    const { late, taken, dropped } = await this.write(endings, order).catch((error) => {
      this.endings.unshift(...endings);
      throw error;
    });
    for (const { id } of late) this.parts.log.warn({ outboxId: id }, "发送结果来得太晚,已记为不明");
    for (const each of taken) this.send(each, asked);
    this.full = taken.length > 0;
    if (dropped > 0) await this.dropStale();
    return endings.length > 0 || taken.length > 0 || dropped > 0;
  }

  private async write(endings: Ending[], order: TakeOrder | null): Promise<Haul & { late: Taken[] }> {
    let again = this.unsure;
    this.unsure ||= order !== null;
    const done = await this.transact(async (work) => {
      const late = await finish(work, endings);
      const lost = again && order ? await takenBy(work, order.token) : [];
      again = true;
      if (order === null || lost.length > 0) return { late, taken: lost, dropped: 0 };
      return { late, ...(await take(work, order)) };
    });
    if (order) {
      this.unsure = false;
      this.token = randomUUID();
    }
    return done;
  }

  /** What to take now; null when nothing may be sent or nothing is there. */
  private async order(): Promise<TakeOrder | null> {
    const { channel, clock, house } = this.parts;
    const most = this.freePlaces();
    if (most <= 0) return null;
    this.record ??= await this.remember();
    const now = pace(channel.profile, this.record, { now: clock.now(), quiet: house.rules.quiet });
    if (now.allow === "nothing") return null;
    const { name, perPersonGap: rest } = channel.profile;
    const looked = { channel: name, now: clock.now(), repliesOnly: now.allow === "replies" };
    if (!this.full && !this.unsure && !(await hasDue(house.database.manager, looked))) return null;
    this.skipLocked ??= await skipsLocked(house, { now: clock.now(), actor });
    const { token, skipLocked } = this;
    return { channel: name, most, token, rest, skipLocked, repliesOnly: looked.repliesOnly };
  }

  private freePlaces(): number {
    if (this.stopped || !this.parts.channel.isOnline()) return 0;
    return (this.quick ? width : 1) - this.inFlight.size;
  }

  private send(taken: Taken, asked: number): void {
    const { log } = this.parts;
    const sending = this.handOver(taken, asked);
    const one = sending.then((outcome) => {
      if (outcome.kind !== "sent")
        log.warn({ outboxId: taken.id, outcome: outcome.kind }, "一条消息没有发出");
      if (outcome.kind === "throttled" && this.record)
        this.record = { ...this.record, throttledAt: this.parts.clock.now() };
      this.endings.push({ taken, outcome });
      this.inFlight.delete(one);
      this.news += 1;
      this.wake();
    });
    this.inFlight.add(one);
  }

  private handOver(taken: Taken, asked: number): Promise<SendOutcome> {
    const { channel, patience = 20_000, log } = this.parts;
    if ("broken" in taken) {
      log.error({ err: taken.broken, outboxId: taken.id }, "一条消息的内容没有做出来");
      return wordless;
    }
    this.note(taken);
    const paused = performance.now() - asked > longestPause;
    return paused ? notSent : sendWithin(patience, channel, taken.letter);
  }

  private note({ priority }: Taken): void {
    const { channel, clock, chance = Math.random } = this.parts;
    const send = { now: clock.now(), unasked: priority > 0, chance: chance() };
    if (!this.quick) this.record = afterSend(channel.profile, this.record ?? blankRecord, send);
  }

  private async lookAfter(): Promise<void> {
    const { log } = this.parts;
    if (this.looks >= this.recoverAt) {
      const lost = await this.transact((work) => recoverSends(work, { alone: this.alone }));
      if (lost > 0) log.warn({ lost }, "有消息发送到一半程序就中断了,不知道有没有送到");
      this.alone = false;
      this.recoverAt = this.looks + looksPerRecovery;
    } else if (this.looks >= this.repairAt) {
      await this.transact(repairLanes);
      this.repairAt = this.looks + looksPerRepair;
    }
  }

  /** The channel was perhaps away for a day: what is too late goes all at once. */
  private async dropStale(): Promise<void> {
    const { name } = this.parts.channel.profile;
    let more = true;
    while (more && !this.stopped) more = (await this.transact((work) => expireStale(work, name))) > 0;
  }

  /** The channel's etiquette holds over a restart. */
  private async remember(): Promise<SendRecord> {
    if (this.quick) return blankRecord;
    const { profile } = this.parts.channel;
    const { sends, throttledAt } = await this.transact((work) => recentSends(work, profile.name));
    return sends.reduce(
      (record, { at, unasked }) => afterSend(profile, record, { unasked, now: at, chance: 0 }),
      { ...blankRecord, throttledAt },
    );
  }

  private transact<T>(act: (work: Work) => Promise<T>): Promise<T> {
    const { house, clock } = this.parts;
    return transact(house, { now: clock.now(), actor, harmless: true }, act);
  }
}

const wordless: Promise<SendOutcome> = Promise.resolve({
  kind: "broken",
  detail: "这条消息的内容没有做出来",
});
const notSent: Promise<SendOutcome> = Promise.resolve({ kind: "offline", detail: "程序停顿了,没有发" });
