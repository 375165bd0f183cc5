import { type County, piecesOf } from "./county.ts";
import { type Entry, nameOf, type Piece } from "./diary.ts";
import { type Day, dayOf, demandOf, endOf, workingDaysAfter } from "./plan.ts";
import { Seating } from "./seating.ts";
import { blankStanding, isUndecided, isUndone, rungsBetween, type Standing } from "./standing.ts";

/** A letter that must arrive: a kind and what it is about. */
export interface Expected {
  at: number;
  who: string;
  kind: string;
  about: string;
}

/** A reminder that must arrive: what somebody is reminded of, what others let slip, and what he let slip long ago. */
export interface ExpectedReminder {
  at: number;
  who: string;
  own: string[];
  others: string[];
  late: string[];
}

type About<K extends Entry["is"]> = Extract<Entry, { is: K }>;
type Readings = { [K in Entry["is"]]: (entry: About<K>) => void };

/**
 * A plain model of a campaign: reads the diary from the beginning to the end and says what must have been told to whom
 * and how everything stands. Small and slow on purpose.
 */
export class Model {
  readonly standings: Map<string, Standing>;
  readonly reminders: ExpectedReminder[] = [];
  readonly letters: Expected[] = [];
  readonly seating: Seating;
  campaign = "draft";
  private readonly off = new Set<string>();
  private readonly asked = new Map<string, { by: string; until: Day }>();
  private lastTick = 0;

  constructor(county: County, issued: Day) {
    this.seating = new Seating(county.places, county.seats);
    this.standings = new Map(piecesOf(county).map((piece) => [nameOf(piece), blankStanding(piece, issued)]));
  }

  private readonly readings: Readings = {
    published: ({ at }) => this.published(at),
    tick: ({ at }) => this.tick(at),
    "handed-in": (entry) => this.handedIn(entry),
    "taken-back": ({ at, piece }) => this.change(piece, { state: "open", since: at }),
    accepted: (entry) => this.decided(entry),
    returned: (entry) => this.returned(entry),
    waived: (entry) => this.waived(entry),
    "time-asked": (entry) => this.timeAsked(entry),
    "time-given": (entry) => this.timeGiven(entry),
    "time-refused": (entry) => this.timeDecided(entry),
    "phase-moved": (entry) => this.phaseMoved(entry),
    "handover-asked": ({ at }) =>
      this.tellAll(this.seating.administrators(at), { at, kind: "handover-asked" }),
    "handed-over": (entry) => this.handedOver(entry),
    "seat-ended": (entry) => this.seatEnded(entry),
    "seat-taken": (entry) => this.seatTaken(entry),
    unsubscribed: ({ who }) => void this.off.add(who),
    "bound-anew": ({ at, who }) => this.tellAll([who], { at, kind: "bound-anew" }),
    urged: (entry) => this.urged(entry),
    broadcast: (entry) => this.broadcast(entry),
    "wound-down": () => this.moveCampaign("closing"),
    closed: () => this.moveCampaign("closed"),
    archived: () => this.moveCampaign("archived"),
  };

  /** Takes one entry of the diary. */
  read(entry: Entry): void {
    (this.readings[entry.is] as (entry: Entry) => void)(entry);
  }

  private moveCampaign(state: string): void {
    this.campaign = state;
  }

  /** How a piece of work stands. */
  standing(piece: Piece): Standing {
    const found = this.standings.get(nameOf(piece));
    if (!found) throw new Error(`there is no ${nameOf(piece)}`);
    return found;
  }

  private change(piece: Piece, to: Partial<Standing>): Standing {
    return Object.assign(this.standing(piece), to);
  }

  private all(): Standing[] {
    return [...this.standings.values()];
  }

  private published(at: number): void {
    this.campaign = "active";
    for (const { piece } of this.all()) {
      const [first] = this.seating.answering(piece.place, at);
      this.change(piece, { seat: first?.no ?? null, since: at });
    }
  }

  private handedIn({ at, piece, by }: About<"handed-in">): void {
    const revision = this.standing(piece).revision + 1;
    this.change(piece, { state: "submitted", since: at, handedInBy: by, revision });
    const reviewers = this.seating.reviewers(demandOf(piece.demand), at).filter((who) => who !== by);
    this.tellAll(reviewers, { at, kind: "to-review", about: `${nameOf(piece)} ${revision}` });
  }

  private decided({ at, is, piece }: About<"accepted" | "returned">): void {
    const { handedInBy, revision } = this.change(piece, { state: is, since: at });
    this.tellAll([handedInBy ?? ""], { at, kind: is, about: `${nameOf(piece)} ${revision}` });
  }

  /** Whoever has to do it again has two working days at least. */
  private returned(entry: About<"returned">): void {
    this.decided(entry);
    const due = Math.max(this.standing(entry.piece).due, endOf(workingDaysAfter(dayOf(entry.at), 2)));
    this.change(entry.piece, { due });
  }

  private waived({ at, piece }: About<"waived">): void {
    const standing = this.change(piece, { state: "waived", since: at });
    this.tellAll(this.responsible(standing, at), { at, kind: "waived", about: nameOf(piece) });
  }

  private timeAsked({ at, piece, by, until }: About<"time-asked">): void {
    this.asked.set(nameOf(piece), { by, until });
    const approvers = this.seating.reviewers(demandOf(piece.demand), at);
    this.tellAll(approvers, { at, kind: "time-asked", about: nameOf(piece) });
  }

  private timeDecided({ at, is, piece }: About<"time-given" | "time-refused">): Day {
    const wish = this.asked.get(nameOf(piece));
    if (!wish) throw new Error(`nobody asked for more time for ${nameOf(piece)}`);
    this.tellAll([wish.by], { at, kind: is, about: nameOf(piece) });
    return wish.until;
  }

  private timeGiven(entry: About<"time-given">): void {
    this.change(entry.piece, { due: endOf(this.timeDecided(entry)), since: entry.at });
  }

  /** Work that falls due with the phase moves with it; work that has more time already keeps it. */
  private phaseMoved({ at, demands, from, to }: About<"phase-moved">): void {
    const moved = this.all().filter(
      (each) =>
        demands.includes(each.piece.demand) &&
        isUndecided(each) &&
        (each.due === endOf(from) || each.due < endOf(to)),
    );
    for (const { piece } of moved) this.change(piece, { due: endOf(to), since: at });
    const told = moved.filter(isUndone).flatMap((standing) => this.responsible(standing, at));
    this.tellAll(told, { at, kind: "phase-moved" });
  }

  private handedOver({ at, seat: no, to }: About<"handed-over">): void {
    const seat = this.seating.end(no, at);
    const next = this.seating.take({ place: seat.place, role: seat.role, who: to, from: at });
    this.pass(seat.place, { from: no, to: next, at });
    this.tellAll([seat.who], { at, kind: "handover-granted" });
    this.tellAll([to], { at, kind: "handover-welcome" });
  }

  private seatEnded({ at, seat: no }: About<"seat-ended">): void {
    const { place } = this.seating.end(no, at);
    const [other] = this.seating.answering(place, at);
    this.pass(place, { from: no, to: other?.no ?? null, at });
  }

  private seatTaken({ at, place, who }: About<"seat-taken">): void {
    const to = this.seating.take({ place, role: "responsible", who, from: at });
    this.pass(place, { from: null, to, at });
  }

  /** Undecided work of a place goes from one seat to another. */
  private pass(
    place: string,
    { from, to, at }: { from: number | null; to: number | null; at: number },
  ): void {
    for (const each of this.all()) {
      if (each.piece.place === place && each.seat === from && isUndecided(each))
        this.change(each.piece, { seat: to, since: at });
    }
  }

  private urged({ at, line }: About<"urged">): void {
    const undone = this.undoneIn(line).filter(({ starts }) => starts <= at);
    const told = undone.flatMap((standing) => this.responsible(standing, at));
    this.tellAll(
      told.filter((who) => !this.off.has(who)),
      { at, kind: "urged" },
    );
  }

  /** To whoever answers for a unit with undone work; who has unsubscribed gets it too. */
  private broadcast({ at, line }: About<"broadcast">): void {
    const told = this.undoneIn(line).flatMap(({ piece }) => this.seating.answeringOrHead(piece.place, at));
    this.tellAll(told, { at, kind: "broadcast" });
  }

  private undoneIn(line: string): Standing[] {
    return this.all().filter((each) => demandOf(each.piece.demand).line === line && isUndone(each));
  }

  private responsible({ piece: { place }, seat }: Standing, at: number): string[] {
    return this.seating.responsible({ place, seat }, at);
  }

  /** Reminds of everything that fell due since the last tick: one message for each person. */
  private tick(at: number): void {
    const shares = new Map<string, Share>();
    const running = this.campaign === "active" || this.campaign === "closing";
    for (const standing of running ? this.all().filter(isUndone) : []) this.share(shares, standing, at);
    for (const [who, { own, others }] of shares) {
      const late =
        own.size > 0 ? this.lateOf(who, at).filter((name) => !own.has(name) && !others.has(name)) : [];
      this.reminders.push({ at, who, own: [...own], others: [...others], late });
    }
    this.lastTick = at;
  }

  /** Who has unsubscribed is not reminded of his own work, and so not told of it. */
  private share(shares: Map<string, Share>, standing: Standing, at: number): void {
    const { piece, seat } = standing;
    for (const rung of rungsBetween(standing, this.lastTick, at)) {
      const people = this.seating.onRung({ place: piece.place, seat }, rung, at);
      const told = people.filter((who) => rung !== "responsible" || !this.off.has(who));
      for (const who of told) shareIn(shares, who, { name: nameOf(piece), isOwn: rung === "responsible" });
      if (told.length > 0) this.change(piece, { told: true });
    }
  }

  /** What somebody let slip at the places for which he answers. */
  private lateOf(who: string, at: number): string[] {
    const places = this.seating.placesOf(who, at);
    const late = this.all().filter((each) => isUndone(each) && each.due < at && places.has(each.piece.place));
    return late.map(({ piece }) => nameOf(piece));
  }

  /** Each of these people once. */
  private tellAll(
    people: string[],
    { at, kind, about = "" }: { at: number; kind: string; about?: string },
  ): void {
    for (const who of new Set(people)) this.letters.push({ at, who, kind, about });
  }
}

interface Share {
  own: Set<string>;
  others: Set<string>;
}

function shareIn(
  shares: Map<string, Share>,
  who: string,
  { name, isOwn }: { name: string; isOwn: boolean },
): void {
  const share = shares.get(who) ?? { own: new Set(), others: new Set() };
  shares.set(who, share);
  if (isOwn) share.own.add(name);
  else if (!share.own.has(name)) share.others.add(name);
}
