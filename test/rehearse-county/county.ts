import { Dice } from "../chaos/dice.ts";
import { type Demand, demands } from "./plan.ts";

/** How somebody deals with what he is asked. */
export type Temper =
  | "prompt"
  | "steady"
  | "last-minute"
  | "late"
  | "silent"
  | "chatty"
  | "mistaken"
  | "asks-more-time"
  | "hands-over"
  | "two-phones"
  | "unbound"
  | "unreachable"
  | "unsubscribed"
  | "leaves-post";

/** A unit of the invented county. */
export interface Place {
  code: string;
  name: string;
  kind: "bureau" | "office" | "central-school" | "school" | "affiliated";
  parent: string | null;
}

/** Somebody; `phone` is his address on the channel. */
export interface Somebody {
  id: string;
  name: string;
  phone: string;
  temper: Temper;
  /** Takes five questions at a time. */
  inLists: boolean;
}

/** Who held what where; milliseconds, null while it is held. */
export interface Seat {
  no: number;
  place: string;
  role: "bureau-leader" | "bureau-admin" | "office-operator" | "unit-head" | "responsible" | "staff";
  who: string;
  from: number;
  until: number | null;
}

/** The county before its campaign. */
export interface County {
  places: Place[];
  people: Somebody[];
  seats: Seat[];
}

/** How large, and how chance falls. */
export interface Size {
  units: number;
  people: number;
  seed: number;
}

const bureau = "jtj";

const offices: [string, string, number][] = [
  ["xinxiban", "信息办", 1],
  ["xuanchuanke", "宣传科", 2],
  ["anquanke", "安全科", 1],
  ["zhenggaizu", "整改专项工作组", 1],
];

const surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗";
const given = "秀英建国丽华志强桂兰文静海燕春梅立新永福德明晓东玉珍红霞家宁";

/** Every temper, most frequent ones several times; a small county begins with the rarer ones. */
const rare: Temper[] = [
  "mistaken",
  "late",
  "asks-more-time",
  "hands-over",
  "two-phones",
  "unbound",
  "unsubscribed",
  "leaves-post",
  "silent",
  "chatty",
  "unreachable",
];
const common: Temper[] = [
  "prompt",
  "prompt",
  "prompt",
  "steady",
  "steady",
  "last-minute",
  "late",
  "mistaken",
  "chatty",
];

/** Draws a county: the same size and seed give the same one. */
export function drawCounty(size: Size): County {
  const places = drawPlaces(size.units);
  const drawing = new Drawing(size);
  for (const place of places) drawing.furnish(place);
  drawing.fill(places.filter((place) => isBelow(place)));
  return { places, people: drawing.people, seats: drawing.seats };
}

/** Below the bureau: it answers for itself. */
export const isBelow = ({ kind }: Place): boolean => kind !== "bureau" && kind !== "office";

function drawPlaces(units: number): Place[] {
  const affiliated = Math.max(1, Math.round(units * 0.14));
  const townships = Math.max(2, Math.round(units / 11));
  const schools = units - affiliated - townships;
  const below = (index: number): number => index % townships;
  return [
    { code: bureau, name: "河阳县教育体育局", kind: "bureau", parent: null },
    ...offices.map(([code, name]): Place => ({ code, name, kind: "office", parent: bureau })),
    ...range(townships).map(
      (no): Place => ({
        code: `zx${no}`,
        name: `河阳第${no}镇中心校`,
        kind: "central-school",
        parent: bureau,
      }),
    ),
    ...range(schools).map(
      (no): Place => ({
        code: `xx${no}`,
        name: `河阳第${no}小学`,
        kind: "school",
        parent: `zx${below(no) + 1}`,
      }),
    ),
    ...range(affiliated).map(
      (no): Place => ({ code: `js${no}`, name: `河阳第${no}直属学校`, kind: "affiliated", parent: bureau }),
    ),
  ];
}

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

class Drawing {
  readonly people: Somebody[] = [];
  readonly seats: Seat[] = [];
  private readonly size: Size;
  private readonly dice: Dice;
  private tempered = 0;

  constructor(size: Size) {
    this.size = size;
    this.dice = new Dice("county", size.seed);
  }

  furnish(place: Place): void {
    if (place.kind === "bureau") {
      this.seat(place.code, "bureau-leader", this.newcomer("steady"));
      for (const _ of range(2)) this.seat(place.code, "bureau-admin", this.newcomer("steady"));
    } else if (place.kind === "office") {
      const [, , operators = 1] = offices.find(([code]) => code === place.code) ?? [];
      for (const _ of range(operators)) this.seat(place.code, "office-operator", this.newcomer("steady"));
    } else this.furnishBelow(place);
  }

  private furnishBelow(place: Place): void {
    const shared = place.kind === "school" && this.dice.chance(0.06) ? this.neighbour(place) : undefined;
    this.seat(place.code, "responsible", shared ?? this.answering());
    if (this.dice.chance(0.05)) this.seat(place.code, "responsible", this.newcomer("steady"));
    if (this.dice.chance(0.75)) this.seat(place.code, "unit-head", this.newcomer("steady"));
    this.seat(place.code, "staff", this.newcomer("chatty"));
  }

  /** Somebody responsible for another school of the township, who takes this one too; only where he stays. */
  private neighbour(place: Place): Somebody | undefined {
    const seat = this.seats.findLast(
      ({ role, place: code }) => role === "responsible" && code.startsWith("xx"),
    );
    const found = this.people.find(({ id }) => id === seat?.who);
    const stays = found && ["prompt", "steady", "last-minute", "late", "chatty"].includes(found.temper);
    return stays && place.code !== seat?.place ? found : undefined;
  }

  private temper(): Temper {
    this.tempered += 1;
    const [first] = rare.slice(this.tempered - 1, this.tempered);
    if (first && this.size.units < 2 * rare.length) return first;
    return this.dice.chance(0.38) ? this.dice.oneOf(rare) : this.dice.oneOf(common);
  }

  /** Teachers, until the county has all its people. */
  fill(places: Place[]): void {
    for (let next = 0; this.people.length < this.size.people; next++) {
      this.seat(places[next % places.length]?.code ?? bureau, "staff", this.newcomer("chatty"));
    }
  }

  /** Somebody who will answer for a place; some like to take questions in lists. */
  private answering(): Somebody {
    const somebody = this.newcomer(this.temper());
    const { temper } = somebody;
    somebody.inLists = this.dice.chance(temper === "prompt" || temper === "late" ? 0.7 : 0.1);
    return somebody;
  }

  private newcomer(temper: Temper): Somebody {
    const no = this.people.length;
    const [a, b] = [no % surnames.length, Math.floor(no / surnames.length)];
    const [c, d] = [b % given.length, (b * 7 + no) % given.length];
    const name = `${surnames[a]}${given[c]}${given[d]}`;
    const taken = this.people.some((each) => each.name === name);
    const somebody = {
      id: `p${no + 1}`,
      name: taken ? `${surnames[a]}${given[(c + 11) % given.length]}${given[(d + 5) % given.length]}` : name,
      phone: `wx-${no + 1}`,
      temper,
      inLists: false,
    };
    this.people.push(somebody);
    return somebody;
  }

  private seat(place: string, role: Seat["role"], { id }: Somebody): void {
    this.seats.push({ no: this.seats.length + 1, place, role, who: id, from: 0, until: null });
  }
}

/** Does this demand fall to this place? */
function concerns({ of }: Demand, place: Place): boolean {
  if (of === "every") return isBelow(place);
  if (of === "central") return place.kind === "central-school" || place.kind === "affiliated";
  return place.code === of;
}

/** Every piece of work of the plan: which place owes what. */
export const piecesOf = ({ places }: County): { place: string; demand: string }[] =>
  demands.flatMap((demand) =>
    places
      .filter((place) => concerns(demand, place))
      .map(({ code }) => ({ place: code, demand: demand.code })),
  );
