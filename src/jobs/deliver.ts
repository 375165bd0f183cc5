import { type Claimed, claim, finish, handOver, recoverSends, release } from "../actions/delivery.ts";
import { recentSends } from "../actions/send-history.ts";
import type { Clock } from "../clock.ts";
import type { Channel, ChannelProfile, SendOutcome } from "../letter.ts";
import type { Actor, House, Work } from "../work.ts";
import { transact } from "../work.ts";
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
}

/** The running delivery. */
export interface Delivery {
  /** Something was queued. */
  poke(): void;
  /** Resolves when nothing is left that may be sent at this moment. */
  idle(): Promise<void>;
  /** Ends after the sends under way; what was claimed and not sent is given back. */
  stop(): Promise<void>;
}

/** Milliseconds between looks at the outbox when nobody pokes. */
const period = 1_000;
/** Looks between two searches for sends that nobody ended. */
const looksPerRecovery = 10;
/** A channel that needs no gentleness is written to by so many at once, of which each has another contact. */
const width = 4;
const batch = 20;

const actor: Actor = { kind: "system", name: "deliver" };

/** Starts to send what is in the outbox, whenever poked and every second besides. Never throws. */
export function openDelivery(parts: DeliveryParts): Delivery {
  const drain = new Drain(parts);
  const timer = setInterval(() => drain.knock(), period);
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

/** The senders at work. Messages claimed and not yet taken by a sender lie on the table. */
class Drain {
  private readonly parts: DeliveryParts;
  private readonly quick: boolean;
  private readonly senders = new Set<Promise<void>>();
  private table: Claimed[] = [];
  private claiming: Promise<unknown> = Promise.resolve();
  private writing: Promise<unknown> = Promise.resolve();
  private knocks = 0;
  /** The knock after which nothing was found. */
  private emptyAt = -1;
  private record: SendRecord | undefined;
  private looks = 0;
  private troubled = false;
  private stopped = false;

  constructor(parts: DeliveryParts) {
    this.parts = parts;
    this.quick = isQuick(parts.channel.profile);
  }

  knock(): void {
    this.knocks += 1;
    const wanted = this.quick ? width : 1;
    while (!this.stopped && this.senders.size < wanted) {
      const sender = this.sendAll().finally(() => this.senders.delete(sender));
      this.senders.add(sender);
    }
  }

  async idle(): Promise<void> {
    this.knock();
    while (this.senders.size > 0) await Promise.all(this.senders);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.senders);
    const tokens = [...new Set(this.table.splice(0).map((claimed) => claimed.token))];
    await this.transact((work) => release(work, tokens)).catch((error) => this.complain(error));
  }

  /** One sender: takes message after message until there is none. */
  private async sendAll(): Promise<void> {
    try {
      for (let next = await this.next(); next && !this.stopped; next = await this.next()) {
        await this.sendOne(next);
      }
      if (this.troubled) this.parts.log.info({}, "消息又能发送了");
      this.troubled = false;
    } catch (error) {
      this.complain(error);
    }
  }

  /** One claim at a time: senders that come meanwhile find its result on the table. */
  private next(): Promise<Claimed | undefined> {
    const mine = this.claiming.then(() => this.fromTable());
    this.claiming = mine.catch(() => undefined);
    return mine;
  }

  private async fromTable(): Promise<Claimed | undefined> {
    while (!this.stopped && this.table.length === 0 && this.emptyAt !== this.knocks) {
      const asked = this.knocks;
      this.table = await this.claimSome();
      if (this.table.length === 0) this.emptyAt = asked;
    }
    return this.stopped ? undefined : this.table.shift();
  }

  private async claimSome(): Promise<Claimed[]> {
    const { channel, clock, house } = this.parts;
    await this.recover();
    if (!channel.isOnline()) return [];
    this.record ??= await this.remember();
    const now = pace(channel.profile, this.record, { now: clock.now(), quiet: house.rules.quiet });
    if (now.allow === "nothing") return [];
    return this.transact((work) =>
      claim(work, {
        channel: channel.profile.name,
        most: this.quick ? batch : 1,
        ...(now.allow === "replies" ? { repliesOnly: true } : { resting: now.resting }),
      }),
    );
  }

  private async recover(): Promise<void> {
    const first = this.looks === 0;
    if (this.looks % looksPerRecovery === 0) {
      const alone = first && (this.parts.alone ?? false);
      const lost = await this.transact((work) => recoverSends(work, { alone }));
      if (lost > 0) this.parts.log.warn({ lost }, "有消息发送到一半程序就中断了,不知道有没有送到");
    }
    this.looks += 1;
  }

  /** The channel's etiquette holds over a restart. */
  private async remember(): Promise<SendRecord> {
    if (this.quick) return blankRecord;
    const { profile } = this.parts.channel;
    const { sends, throttledAt } = await this.transact((work) => recentSends(work, profile.name));
    return sends.reduce(
      (record, { at, ...send }) => afterSend(profile, record, { ...send, now: at, chance: 0 }),
      { ...blankRecord, throttledAt },
    );
  }

  private async sendOne(claimed: Claimed): Promise<void> {
    const letter = await this.transact((work) => handOver(work, claimed));
    if (!letter) return;
    this.note(claimed);
    const { channel, patience = 20_000 } = this.parts;
    const outcome = await within(patience, channel.send(letter));
    if (outcome.kind !== "sent") {
      this.parts.log.warn({ outboxId: claimed.id, outcome: outcome.kind }, "一条消息没有发出");
    }
    const inTime = await this.transact((work) => finish(work, claimed, outcome));
    if (!inTime) {
      this.parts.log.warn({ outboxId: claimed.id, outcome: outcome.kind }, "发送结果来得太晚,已记为不明");
    }
    await this.heed(outcome);
  }

  private note({ contactId, priority }: Claimed): void {
    const { channel, clock, chance = Math.random } = this.parts;
    const send = { now: clock.now(), contactId, unasked: priority > 0, chance: chance() };
    if (!this.quick) this.record = afterSend(channel.profile, this.record ?? blankRecord, send);
  }

  /** A channel that asks for a rest, or is away, gets nothing more of what was claimed. */
  private async heed(outcome: SendOutcome): Promise<void> {
    if (outcome.kind !== "throttled" && outcome.kind !== "offline") return;
    if (outcome.kind === "throttled") {
      this.record = { ...(this.record ?? blankRecord), throttledAt: this.parts.clock.now() };
    }
    const tokens = [...new Set(this.table.splice(0).map((claimed) => claimed.token))];
    await this.transact((work) => release(work, tokens));
  }

  /**
   * Sends overlap, transactions take turns: each is a few milliseconds, and side by side MariaDB lets them dead-lock
   * on the index of states (measured: 206 dead-locks in 1 000 messages, one of them past all its retries).
   */
  private transact<T>(act: (work: Work) => Promise<T>): Promise<T> {
    const { house, clock } = this.parts;
    const mine = this.writing.then(() => transact(house, { now: clock.now(), actor, harmless: true }, act));
    this.writing = mine.catch(() => undefined);
    return mine;
  }

  /** Said once, not every second: the database may be away for a while. */
  private complain(error: unknown): void {
    if (!this.troubled) this.parts.log.error({ err: error }, "发送消息时出错,稍后再试");
    this.troubled = true;
  }
}

const isQuick = (profile: ChannelProfile): boolean =>
  [profile.gap, profile.jitter, profile.perPersonGap, profile.burst, profile.dailyLimit].every(
    (n) => n === 0,
  );

/** A channel that stays silent has perhaps sent it. */
async function within(patience: number, sending: Promise<SendOutcome>): Promise<SendOutcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<SendOutcome>((resolve) => {
    timer = setTimeout(() => resolve({ kind: "unknown", detail: "通道没有回音" }), patience);
    timer.unref();
  });
  try {
    return await Promise.race([sending, late]);
  } catch (error) {
    return { kind: "unknown", detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
