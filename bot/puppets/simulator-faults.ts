/** What can go wrong on the way, as data. */
export type FaultKind = "delay" | "duplicate" | "reorder" | "drop" | "refuse";

/** Towards the bot, from the bot, or both. */
export type FaultDirection = "in" | "out" | "both";

/** One fault, for one person or for everybody, for `count` messages or until it is switched off. */
export interface Fault {
  kind: FaultKind;
  /** Contact id; absent: everybody. */
  person?: string;
  /** `delay` and `drop` work both ways unless one is named; the others know only one way. */
  direction?: FaultDirection;
  /** Milliseconds; for `delay`. */
  ms?: number;
  /** How many more messages it hits; absent: until switched off. */
  count?: number;
}

/** The faults switched on. At most one of a kind and direction per person; setting it again replaces it. */
export class Faults {
  private readonly on: Fault[] = [];

  list(): Fault[] {
    return this.on.map((fault) => ({ ...fault }));
  }

  set(fault: Fault): void {
    this.clear({ kind: fault.kind, person: fault.person ?? "" });
    if (fault.count === undefined || fault.count > 0) this.on.push({ ...fault });
  }

  /** Switches off what matches; person "" means the fault for everybody, no kind and no person means all. */
  clear(match: { kind?: FaultKind; person?: string } = {}): void {
    for (let at = this.on.length - 1; at >= 0; at--) {
      const fault = this.on[at];
      const sameKind = match.kind === undefined || match.kind === fault?.kind;
      const samePerson = match.person === undefined || match.person === (fault?.person ?? "");
      if (sameKind && samePerson) this.on.splice(at, 1);
    }
  }

  /** The fault that hits this message, if any; counts it. A person's own fault goes before everybody's. */
  strike(kind: FaultKind, person: string, direction: "in" | "out"): Fault | undefined {
    const hits = this.on.filter((fault) => fault.kind === kind && goes(fault, direction));
    const fault = hits.find((one) => one.person === person) ?? hits.find((one) => one.person === undefined);
    if (fault === undefined) return undefined;
    if (fault.count !== undefined) {
      fault.count -= 1;
      if (fault.count <= 0) this.on.splice(this.on.indexOf(fault), 1);
    }
    return { ...fault };
  }
}

function goes(fault: Fault, direction: "in" | "out"): boolean {
  if (fault.kind === "refuse") return direction === "out";
  if (fault.kind === "duplicate" || fault.kind === "reorder") return direction === "in";
  return fault.direction === undefined || fault.direction === "both" || fault.direction === direction;
}
