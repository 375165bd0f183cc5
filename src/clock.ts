/** The product's moment. Doors ask a clock; nothing else looks at the time. */
export interface Clock {
  now(): Date;
}

/** The machine's own time. */
export const systemClock: Clock = { now: () => new Date() };

/** A clock that can be moved, for the demo and for tests: the machine's time plus an offset in milliseconds. */
export class MovableClock implements Clock {
  private offset: number;
  private readonly base: Clock;

  constructor(offset = 0, base: Clock = systemClock) {
    this.offset = offset;
    this.base = base;
  }

  now(): Date {
    return new Date(this.base.now().getTime() + this.offset);
  }

  /** Milliseconds ahead of the machine's time. */
  get ahead(): number {
    return this.offset;
  }

  /** Moves the clock so that now is `moment`. */
  moveTo(moment: Date): void {
    this.offset = moment.getTime() - this.base.now().getTime();
  }
}
