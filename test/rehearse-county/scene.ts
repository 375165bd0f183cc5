import type { Actor } from "../../src/work.ts";
import { Dice } from "../chaos/dice.ts";
import type { Agenda } from "./agenda.ts";
import type { County, Seat, Somebody } from "./county.ts";
import { type Happening, nameOf, type Piece } from "./diary.ts";
import type { Intents } from "./intent.ts";
import type { Model } from "./model.ts";
import type { Register } from "./settle.ts";
import type { Said, Stage } from "./stage.ts";
import type { Standing } from "./standing.ts";

/** Everything that takes part, and what everybody in the county knows of each other. */
export class Scene {
  readonly stage: Stage;
  readonly county: County;
  readonly intents: Intents;
  readonly agenda: Agenda;
  readonly register: Register;
  readonly seed: number;
  /** What the people know: their own diary, read by the plain model. */
  readonly known: Model;
  corrections = 0;
  private read = 0;

  constructor(parts: Pick<Scene, "stage" | "county" | "intents" | "agenda" | "register" | "seed" | "known">) {
    this.stage = parts.stage;
    this.county = parts.county;
    this.intents = parts.intents;
    this.agenda = parts.agenda;
    this.register = parts.register;
    this.seed = parts.seed;
    this.known = parts.known;
    this.learn();
  }

  /** Reads what was written into the diary meanwhile. */
  learn(): void {
    for (const entry of this.stage.diary.slice(this.read)) this.known.read(entry);
    this.read = this.stage.diary.length;
  }

  note(happening: Happening): void {
    this.stage.note(happening);
    this.learn();
  }

  dice(...names: (string | number)[]): Dice {
    return new Dice(this.seed, ...names);
  }

  person(id: string): Somebody {
    const found = this.county.people.find((each) => each.id === id);
    if (!found) throw new Error(`there is no ${id}`);
    return found;
  }

  placeName(code: string): string {
    return this.county.places.find((place) => place.code === code)?.name ?? code;
  }

  /** Who holds such a seat at a place now. */
  seatsAt(place: string, roles: Seat["role"][]): Seat[] {
    return this.known.seating.seats.filter(
      (seat) => seat.place === place && seat.until === null && roles.includes(seat.role),
    );
  }

  standing(piece: Piece): Standing {
    return this.known.standing(piece);
  }

  code(piece: Piece): string {
    return this.register.codes.get(nameOf(piece)) ?? "";
  }

  rowOf(piece: Piece): number {
    return this.register.pieces.get(this.code(piece))?.id ?? 0;
  }

  actor(who: string): Actor {
    return { kind: "person", personId: this.register.people.get(who) ?? 0 };
  }

  get admin(): Somebody {
    const [seat] = this.known.seating.seats.filter(({ role }) => role === "bureau-admin");
    return this.person(seat?.who ?? "");
  }

  /** One exchange: says it and complains when the answer is not of this kind. */
  *expect(me: Somebody, text: string, wanted: RegExp): Generator<Said, RegExpExecArray | null, string> {
    const reply = yield { phone: me.phone, text };
    const found = wanted.exec(reply);
    if (!found) this.stage.complain(`${me.phone} wrote “${text}” and read “${reply}”`);
    this.learn();
    return found;
  }
}
