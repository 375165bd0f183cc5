import type { FarEnding, FarLetter, FarMessage, Replica } from "../support/replica.ts";
import { Dice } from "./dice.ts";
import type { Intent, Words } from "./talker.ts";

/** A message as its writer's phone remembers it. */
export interface Written extends FarMessage {
  /** Its place among the messages of this phone, from 1. */
  place: number;
  intent: Intent;
  /** Milliseconds on the clock of `performance`; null until a replica has answered for it. */
  writtenAt: number;
  acknowledgedAt: number | null;
}

/** A letter as it arrived on a phone; what the channel threw back never arrived. */
export interface Arrival extends FarLetter {
  at: number;
}

/** What becomes of a letter: it arrives after so many milliseconds or not at all, and the sender is told this. */
interface Fate {
  after: number;
  arrives: boolean;
  told: FarEnding;
}

/** Milliseconds after which a message that nobody answered for is brought again, perhaps to another replica. */
const redelivery = 6_000;

const fine: Fate = { after: 0, arrives: true, told: { kind: "arrived" } };

/** Chances of what happens to a letter, tried in this order. */
const fates: [chance: number, fate: (dice: Dice) => Fate][] = [
  [0.1, (dice) => ({ ...fine, after: dice.between(20, 400) })],
  [0.015, () => ({ ...fine, arrives: false, told: { kind: "thrown", words: "操作过于频繁,请稍后再试" } })],
  [0.01, () => ({ ...fine, arrives: false, told: { kind: "thrown", words: "not logged in" } })],
  // Accepted, and then the line breaks or falls silent; or broken before it was accepted.
  [0.01, () => ({ ...fine, told: { kind: "thrown", words: "socket hang up" } })],
  [0.005, () => ({ ...fine, arrives: false, told: { kind: "thrown", words: "socket hang up" } })],
  [0.01, () => ({ ...fine, told: { kind: "silent" } })],
];

interface Phone {
  address: string;
  written: number;
  /** Not answered for, oldest first: a channel brings one phone's messages in order. */
  unanswered: Written[];
  /** Who was given them last, and when. */
  holder: Replica | null;
  broughtAt: number;
}

/**
 * The channel between people's phones and the replicas, as bad as channels are: at least once, in order for each
 * phone and in no order between them, late, sometimes twice and to two replicas; letters are delayed, refused,
 * throttled, and accepted without a word.
 */
export class BadChannel {
  readonly messages: Written[] = [];
  readonly arrivals: Arrival[] = [];
  /** Letters and messages brought twice, for the report. */
  readonly counts = { twice: 0, again: 0, badLetters: 0 };
  /** Switch off to let everything run dry. */
  faulty = true;
  private readonly seed: number;
  private readonly phones = new Map<string, Phone>();
  private readonly byId = new Map<string, { phone: Phone; message: Written }>();
  private readonly tries = new Map<string, number>();
  private readonly replicas: Replica[];
  private readonly now: () => Date;
  private readonly read: (address: string, text: string) => void;

  constructor(parts: {
    seed: number;
    replicas: Replica[];
    /** The product's time. */
    now(): Date;
    /** A letter has arrived. */
    read(address: string, text: string): void;
  }) {
    this.seed = parts.seed;
    this.replicas = parts.replicas;
    this.now = parts.now;
    this.read = parts.read;
  }

  /** Somebody writes: at once, though perhaps on two phones. */
  write(words: Words[]): void {
    for (const { phone: address, text, intent } of words) {
      const phone = this.phoneOf(address);
      const message: Written = {
        id: `${this.seed}-${address}-${++phone.written}`,
        address,
        text,
        sentAt: this.now().toISOString(),
        place: phone.written,
        intent,
        writtenAt: performance.now(),
        acknowledgedAt: null,
      };
      this.messages.push(message);
      this.byId.set(message.id, { phone, message });
      phone.unanswered.push(message);
      void this.carry(phone, message);
    }
  }

  /** For a replica: it has answered for a message. */
  readonly heard = (id: string): void => {
    const known = this.byId.get(id);
    if (!known || known.message.acknowledgedAt !== null) return;
    known.message.acknowledgedAt = performance.now();
    known.phone.unanswered = known.phone.unanswered.filter((each) => each.id !== id);
  };

  /** For a replica: it sends a letter. */
  readonly take = async (letter: FarLetter): Promise<FarEnding> => {
    const fate = this.fateOf(letter);
    if (fate !== fine) this.counts.badLetters += 1;
    if (fate.after > 0) await pause(fate.after);
    if (fate.arrives) {
      this.arrivals.push({ ...letter, at: performance.now() });
      this.read(letter.address, letter.text);
    }
    return fate.told;
  };

  /** Messages that a replica holds and has not answered for. */
  heldBy(replica: Replica): Written[] {
    return [...this.phones.values()]
      .filter((phone) => phone.holder === replica)
      .flatMap(({ unanswered }) => unanswered);
  }

  /** All messages that nobody has answered for yet. */
  underWay(): Written[] {
    return [...this.phones.values()].flatMap(({ unanswered }) => unanswered);
  }

  /** Brings again what lies with a replica that is gone, or has lain with one too long. */
  bringAgain(): void {
    for (const phone of this.phones.values()) {
      const [head] = phone.unanswered;
      const late = performance.now() > phone.broughtAt + redelivery;
      if (!head || (phone.holder?.isUp() && !late)) continue;
      const replica = this.anyReplica(`${head.id} again ${this.count(head.id)}`);
      if (!replica) continue;
      this.counts.again += 1;
      this.bring(phone, replica);
    }
  }

  private phoneOf(address: string): Phone {
    const phone = this.phones.get(address) ?? {
      address,
      written: 0,
      unanswered: [],
      holder: null,
      broughtAt: 0,
    };
    this.phones.set(address, phone);
    return phone;
  }

  /** Brings a message that was just written; one that follows another on the same phone goes where that one went. */
  private async carry(phone: Phone, message: Written): Promise<void> {
    const dice = new Dice(this.seed, message.id);
    const isFirst = phone.unanswered[0] === message;
    const [one, other] = [dice.oneOf(this.replicas), dice.oneOf(this.replicas)];
    const [late, twice] = [dice.chance(0.1), dice.chance(0.15)].map((hit) => hit && this.faulty && isFirst);
    if (late) await pause(dice.between(20, 300));
    const target = isFirst ? one : phone.holder;
    if (message.acknowledgedAt !== null || !target?.isUp()) return;
    this.bring(phone, target);
    if (twice && phone.unanswered[0] === message && other.isUp()) {
      this.counts.twice += 1;
      other.hear(message);
    }
  }

  private bring(phone: Phone, replica: Replica): void {
    phone.holder = replica;
    phone.broughtAt = performance.now();
    for (const message of phone.unanswered) replica.hear(message);
  }

  private anyReplica(name: string): Replica | null {
    const up = this.replicas.filter((replica) => replica.isUp());
    return up.length > 0 ? new Dice(this.seed, name).oneOf(up) : null;
  }

  private fateOf({ key }: FarLetter): Fate {
    if (!this.faulty) return fine;
    const dice = new Dice(this.seed, key, this.count(key));
    return fates.find(([chance]) => dice.chance(chance))?.[1](dice) ?? fine;
  }

  private count(name: string): number {
    const count = (this.tries.get(name) ?? 0) + 1;
    this.tries.set(name, count);
    return count;
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
