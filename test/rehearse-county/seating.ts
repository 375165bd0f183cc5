import type { Place, Seat } from "./county.ts";
import type { Demand, Rung } from "./plan.ts";

/** Who sits where at which moment, and so who answers, who is told and who decides. Moments in milliseconds. */
export class Seating {
  readonly seats: Seat[];
  private readonly places: Map<string, Place>;

  constructor(places: Place[], seats: Seat[]) {
    this.places = new Map(places.map((place) => [place.code, place]));
    this.seats = seats.map((seat) => ({ ...seat }));
  }

  take(seat: Omit<Seat, "no" | "until">): number {
    const no = this.seats.length + 1;
    this.seats.push({ ...seat, no, until: null });
    return no;
  }

  end(no: number, at: number): Seat {
    const seat = this.seats.find((each) => each.no === no);
    if (!seat) throw new Error(`there is no seat ${no}`);
    seat.until = at;
    return seat;
  }

  private holders(place: string, roles: Seat["role"][], at: number): Seat[] {
    return this.seats.filter((seat) => seat.place === place && roles.includes(seat.role) && isHeld(seat, at));
  }

  /** Who is responsible at a place. */
  answering(place: string, at: number): Seat[] {
    return this.holders(place, ["responsible", "office-operator"], at);
  }

  private heads(place: string, at: number): string[] {
    return names(this.holders(place, ["unit-head"], at));
  }

  /** The same, or the head where nobody is. */
  answeringOrHead(place: string, at: number): string[] {
    const here = names(this.answering(place, at));
    return here.length > 0 ? here : this.heads(place, at);
  }

  /** Whoever holds the seat that work lies with; else all who are responsible at the place; else its head. */
  responsible({ place, seat }: { place: string; seat: number | null }, at: number): string[] {
    const own = this.answering(place, at).filter(({ no }) => no === seat);
    return own.length > 0 ? names(own) : this.answeringOrHead(place, at);
  }

  /** Who stands on a rung of the ladder; an empty rung is passed over upwards. */
  onRung(work: { place: string; seat: number | null }, rung: Rung, at: number): string[] {
    const rungs: [Rung, () => string[]][] = [
      ["responsible", () => this.responsible(work, at)],
      ["head", () => this.heads(work.place, at)],
      ["central", () => this.central(work.place, at)],
      ["bureau", () => this.administrators(at)],
    ];
    const from = rungs.findIndex(([name]) => name === rung);
    for (const [, people] of rungs.slice(from)) {
      const found = people();
      if (found.length > 0) return [...new Set(found)];
    }
    return [];
  }

  /** Of the central school above a school its head, else whoever is responsible there. */
  private central(code: string, at: number): string[] {
    const above = this.places.get(this.places.get(code)?.parent ?? "");
    if (above?.kind !== "central-school") return [];
    const heads = this.heads(above.code, at);
    return heads.length > 0 ? heads : names(this.holders(above.code, ["responsible"], at));
  }

  administrators(at: number): string[] {
    const bureau = [...this.places.values()].find(({ kind }) => kind === "bureau");
    return names(this.holders(bureau?.code ?? "", ["bureau-admin"], at));
  }

  /** The office that a demand goes to; where the plan names none, the administrators. */
  reviewers({ to }: Demand, at: number): string[] {
    return to === null ? this.administrators(at) : names(this.holders(to, ["office-operator"], at));
  }

  /** Places for whose work somebody answers. */
  placesOf(who: string, at: number): Set<string> {
    const held = this.seats.filter((seat) => seat.who === who && isHeld(seat, at) && seat.role !== "staff");
    return new Set(held.map(({ place }) => place));
  }
}

const names = (seats: Seat[]): string[] => seats.map(({ who }) => who);

const isHeld = ({ from, until }: Seat, at: number): boolean => from <= at && (until === null || until > at);
