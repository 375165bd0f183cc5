import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Listener, openListener } from "../../bot/listen.ts";
import { type Delivery, openDelivery } from "../../src/jobs/deliver.ts";
import { type ClockDoor, openClockDoor } from "../../src/jobs/tick.ts";
import { timetable } from "../../src/jobs/timetable.ts";
import type { Channel, Heard, Letter, SendOutcome } from "../../src/letter.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import type { Entry, Happening } from "./diary.ts";

/** What lies on a phone; `at` in milliseconds. */
export interface Arrived {
  at: number;
  phone: string;
  key: string;
  text: string;
}

/** What somebody sends from a phone. */
export interface Said {
  phone: string;
  text?: string;
  file?: string;
}

/** Somebody's talk with the bot: gives what he says and is given the answer. */
export type Talk = Generator<Said, void, string>;

const quick = {
  name: "simulator",
  gap: 0,
  jitter: 0,
  perPersonGap: 0,
  burst: 0,
  burstRest: 0,
  dailyLimit: 0,
  coolDown: 0,
  longestText: 4_000,
};
const silent = { info: () => undefined, warn: () => undefined };
/** How many people talk at once. */
const width = 14;
const second = 1_000;

/**
 * The real listener, delivery and timetable on a real database, a channel that puts letters on phones, and one clock
 * that only the rehearsal moves.
 */
export class Stage {
  readonly test: TestHouse;
  readonly diary: Entry[] = [];
  /** Everything that arrived, in order, and everything asked for and not answered in time. */
  readonly arrived: Arrived[] = [];
  readonly complaints: string[] = [];
  messages = 0;
  /** Is the channel there? */
  online = true;
  /** Phones to which nothing arrives any more. */
  readonly dead = new Set<string>();
  private readonly replies = new Map<string, string[]>();
  private readonly listener: Listener;
  private readonly delivery: Delivery;
  private readonly door: ClockDoor;
  private readonly folder: string;

  private constructor(test: TestHouse, folder: string) {
    this.test = test;
    this.folder = folder;
    test.house.rules.filesFolder = folder;
    const { house, clock } = test;
    const log = {
      ...silent,
      error: (facts: object, words: string) => this.complain(`${words} ${inspect(facts)}`),
    };
    const poke = (): void => undefined;
    this.listener = openListener({ house, clock, poke, log: log as never });
    this.delivery = openDelivery({
      house,
      channel: this.channel(),
      clock,
      log,
      alone: true,
      chance: () => 0,
    });
    this.door = openClockDoor({ house, clock, timetable, log });
  }

  /** `begins` in milliseconds. */
  static async open(begins: number, url?: string): Promise<Stage> {
    const test = await openTestHouse(width + 4, url);
    test.clock.moveTo(new Date(begins));
    return new Stage(test, await mkdtemp(join(tmpdir(), "duban-county-")));
  }

  async close(): Promise<void> {
    await this.delivery.stop();
    await this.test.close();
    await rm(this.folder, { recursive: true });
  }

  private channel(): Channel {
    return { profile: quick, isOnline: () => this.online, send: async (letter) => this.receive(letter) };
  }

  private receive({ key, address, text }: Letter): SendOutcome {
    if (!this.online) return { kind: "offline", detail: "away" };
    if (this.dead.has(address)) return { kind: "refused", detail: "not a friend" };
    this.arrived.push({ at: this.now, phone: address, key, text });
    if (key.startsWith("reply:")) this.replies.set(address, [...(this.replies.get(address) ?? []), text]);
    return { kind: "sent", messageId: `out-${this.arrived.length}` };
  }

  /** Milliseconds. */
  get now(): number {
    return this.test.clock.now().getTime();
  }

  /** Time goes on, never back. */
  async moveTo(at: number): Promise<void> {
    this.test.clock.moveTo(new Date(Math.max(at, this.now)));
  }

  note(happening: Happening): void {
    this.diary.push({ at: this.now, ...happening });
  }

  complain(words: string): void {
    this.complaints.push(`${new Date(this.now).toISOString()} ${words}`);
  }

  /** The clock strikes: what is due is done and leaves the house. */
  async tick(): Promise<void> {
    this.note({ is: "tick" });
    await this.door.tick();
    await this.delivery.idle();
  }

  /** Everything that may leave at this moment leaves. */
  async rest(): Promise<void> {
    await this.delivery.idle();
  }

  /** People talk with the bot, some at a time, each in turns; every message must have exactly one answer. */
  async converse(talks: Talk[], again: (message: number) => boolean): Promise<void> {
    const waiting = [...talks];
    let turns: Turn[] = [];
    for (;;) {
      while (turns.length < width && waiting.length > 0) turns.push(...begun(waiting.shift()));
      if (turns.length === 0) return;
      await this.moveTo(this.now + 5 * second);
      await Promise.all(turns.map(({ said }) => this.hear(said, again)));
      await this.delivery.idle();
      turns = turns.flatMap((turn) => this.answered(turn));
    }
  }

  private async hear({ phone, text = "", file }: Said, again: (message: number) => boolean): Promise<void> {
    this.messages += 1;
    const heard: Heard = {
      channel: quick.name,
      messageId: `in-${this.messages}`,
      address: phone,
      text,
      sentAt: this.test.clock.now(),
      ...(file && { file: { name: file, bytes: pdf(`${file} ${this.messages}`) } }),
    };
    const twice = again(this.messages);
    await this.listener.hear(heard);
    if (twice) await this.listener.hear(heard);
  }

  private answered({ talk, said }: Turn): Turn[] {
    const replies = this.replies.get(said.phone) ?? [];
    this.replies.delete(said.phone);
    if (replies.length !== 1) {
      this.complain(
        `${said.phone} wrote “${said.text ?? said.file}” and was answered ${replies.length} times`,
      );
    }
    const { value, done } = talk.next(replies[0] ?? "");
    return done ? [] : [{ talk, said: value }];
  }
}

interface Turn {
  talk: Talk;
  said: Said;
}

function begun(talk: Talk | undefined): Turn[] {
  const first = talk?.next();
  return talk && first && !first.done ? [{ talk, said: first.value }] : [];
}

const pdf = (mark: string): Uint8Array => Buffer.from(`%PDF-1.4\n% ${mark}\n%%EOF\n`);

const inspect = (facts: object): string => {
  const { err, ...rest } = facts as { err?: unknown };
  return err instanceof Error ? (err.stack ?? err.message) : JSON.stringify(rest);
};
