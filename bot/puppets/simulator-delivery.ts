import type { Faults } from "./simulator-faults.ts";
import type { SimulatedMessage, SimulatedStatus } from "./simulator-records.ts";

/** The bot's end of the wire: a puppet that is logged in, or not. */
export interface Line {
  isOnline(): boolean;
  /** Hands one message over; resolves when the next may follow. Never rejects. */
  deliver(id: string): Promise<void>;
  logIn(): void;
  logOut(): Promise<void>;
}

/** What the delivery needs to know of the world. */
export interface Outside {
  faults: Faults;
  /** Waits so many milliseconds. */
  pause(ms: number): Promise<void>;
  setStatus(id: string, status: SimulatedStatus): void;
  /** How long a message that is held back waits for a successor, in milliseconds. */
  holdFor: number;
}

/** Takes messages to the bot, in order and one at a time, through whatever faults are switched on. */
export class Delivery {
  private readonly queue: string[] = [];
  private readonly held = new Map<string, SimulatedMessage>();
  private line: Line | undefined;
  private running = false;
  private readonly outside: Outside;

  constructor(outside: Outside) {
    this.outside = outside;
  }

  isOnline(): boolean {
    return this.line?.isOnline() ?? false;
  }

  /** A puppet has started: what no earlier one answered for comes first, in order and without faults. */
  connect(line: Line, unhandled: string[]): void {
    this.line = line;
    this.held.clear();
    this.queue.splice(0, this.queue.length, ...unhandled);
    this.pump();
  }

  disconnect(line: Line): void {
    if (this.line === line) this.line = undefined;
  }

  logIn(): void {
    this.line?.logIn();
    this.pump();
  }

  async logOut(): Promise<void> {
    await this.line?.logOut();
  }

  /** A person's message has been written down; brings it to the bot, or loses it. */
  accept(message: SimulatedMessage): void {
    const { faults } = this.outside;
    if (faults.strike("drop", message.from, "in")) {
      this.outside.setStatus(message.id, "lost");
      return;
    }
    const delay = faults.strike("delay", message.from, "in");
    if (delay?.ms === undefined) this.enqueue(message);
    else void this.outside.pause(delay.ms).then(() => this.enqueue(message));
  }

  /** Hands an earlier message, or one of the bot's own, over once more under the same id. */
  again(id: string): void {
    this.queue.push(id);
    this.pump();
  }

  /** Lets go of everything that is held back. */
  release(): void {
    for (const writer of this.held.keys()) this.releaseOne(writer);
  }

  private enqueue(message: SimulatedMessage): void {
    const waiting = this.held.has(message.from);
    if (!waiting && this.outside.faults.strike("reorder", message.from, "in")) {
      this.hold(message);
      return;
    }
    this.push(message);
    if (waiting) this.releaseOne(message.from);
  }

  private push(message: SimulatedMessage): void {
    const twice = this.outside.faults.strike("duplicate", message.from, "in") !== undefined;
    this.queue.push(message.id, ...(twice ? [message.id] : []));
    this.pump();
  }

  private hold(message: SimulatedMessage): void {
    this.held.set(message.from, message);
    this.outside.setStatus(message.id, "held");
    void this.outside.pause(this.outside.holdFor).then(() => {
      if (this.held.get(message.from) === message) this.releaseOne(message.from);
    });
  }

  private releaseOne(writer: string): void {
    const message = this.held.get(writer);
    if (message === undefined) return;
    this.held.delete(writer);
    this.push(message);
  }

  private pump(): void {
    if (this.running) return;
    this.running = true;
    void this.run();
  }

  private async run(): Promise<void> {
    // Starts after the caller is done, so that whoever writes a message has its id before the bot has.
    await Promise.resolve();
    try {
      while (this.line?.isOnline()) {
        const id = this.queue.shift();
        if (id === undefined) return;
        this.outside.setStatus(id, "delivered");
        await this.line.deliver(id);
      }
    } finally {
      // In the same breath as the look at the queue: a later reset would overlook a message put in between.
      this.running = false;
    }
  }
}
