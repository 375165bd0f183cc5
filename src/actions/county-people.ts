import type { Unit } from "../../entities/unit.ts";
import type { Problem } from "./county-headings.ts";
import type { CountyLine } from "./county-lines.ts";
import { plain } from "./county-names.ts";
import type { Present, Somebody } from "./county-register.ts";

/** A line with a person, and the plain name of the unit it is about. */
export interface Mention {
  line: CountyLine;
  unit: string;
  kind: Unit["kind"] | null;
}

type Complain = (line: CountyLine, column: Problem["column"], message: string) => void;

interface Guess extends Somebody {
  /** Registered people of this name in this house. */
  candidates: number[];
  /** The number that the lines tell, and where. */
  told: { phone: string; line: number } | null;
}

/** Bureau and offices are one house: the same name there is the same person. Elsewhere every unit has its own. */
export const houseOf = ({ kind }: { kind: Unit["kind"] | null }, unit: string): string =>
  kind === "bureau" || kind === "office" ? "bureau" : unit;

/**
 * Tells who is who: one name in one house is one person; one name with one number is one person anywhere. Complains of
 * numbers that two people would share, and of two numbers for one person.
 */
export function whoIsWho(
  mentions: Mention[],
  present: Present,
  complain: Complain,
): Map<CountyLine, Somebody> {
  const byHouse = new Map<string, Guess>();
  const byPhone = new Map<string, Guess>();
  const registered = peopleByHouse(present);
  const found = new Map<CountyLine, Somebody>();
  // Lines with a number first: theirs is the better knowledge of who it is.
  for (const { line, unit, kind } of mentions.toSorted((a, b) => rank(a) - rank(b))) {
    const key = `${houseOf({ kind }, unit)}|${plain(line.person)}`;
    const candidates = registered.get(key) ?? [];
    const guess = byHouse.get(key) ?? sharing(byPhone, line, candidates) ?? newGuess(line, candidates);
    byHouse.set(key, guess);
    found.set(line, guess);
    settlePhone(guess, line, { byPhone, present, complain });
  }
  for (const guess of byHouse.values()) guess.rings = guess.phone !== null && ringing(present, guess);
  return found;
}

const rank = ({ line }: Mention): number => (line.phone === null ? 1 : 0);

function peopleByHouse({ people, units }: Present): Map<string, number[]> {
  const unitOf = new Map(units.map((unit) => [unit.id, unit]));
  const houses = new Map<string, number[]>();
  for (const { unitId, personId, name } of people) {
    const unit = unitOf.get(unitId);
    if (!unit) continue;
    const key = `${houseOf(unit, plain(unit.name))}|${plain(name)}`;
    houses.set(key, [...(houses.get(key) ?? []), personId]);
  }
  return houses;
}

/** Somebody of the same name and number at another unit, unless this house has its own of that name. */
function sharing(byPhone: Map<string, Guess>, line: CountyLine, candidates: number[]): Guess | undefined {
  const other = line.phone === null ? undefined : byPhone.get(line.phone);
  if (!other || plain(other.name) !== plain(line.person)) return undefined;
  const one = candidates.length === 0 || (other.personId !== null && candidates.includes(other.personId));
  return one ? other : undefined;
}

const newGuess = (line: CountyLine, candidates: number[]): Guess => ({
  line: line.line,
  personId: candidates[0] ?? null,
  name: line.person,
  phone: null,
  rings: false,
  candidates,
  told: null,
});

interface Phones {
  byPhone: Map<string, Guess>;
  present: Present;
  complain: Complain;
}

function settlePhone(guess: Guess, line: CountyLine, { byPhone, present, complain }: Phones): void {
  const { phone } = line;
  if (phone === null || guess.told?.phone === phone) return;
  if (guess.told) {
    complain(line, "手机号", `第${guess.told.line}行给${line.person}写的是另一个手机号,请核对`);
    return;
  }
  const other = byPhone.get(phone);
  if (other) {
    complain(line, "手机号", `和第${other.told?.line}行${other.name}的手机号一样,请核对`);
    return;
  }
  guess.told = { phone, line: line.line };
  byPhone.set(phone, guess);
  if (!present.owners.has(phone)) guess.phone = phone;
  else if (!isOwner(guess, present.owners.get(phone)))
    complain(line, "手机号", `这个手机号已登记在另一位${present.owners.get(phone)?.name}名下,请核对`);
}

/** Whether the number is his already, under his name here or at another unit; he is its owner then. */
function isOwner(guess: Guess, owner: { personId: number; name: string } | undefined): boolean {
  if (!owner) return false;
  const his = guess.candidates.includes(owner.personId);
  const elsewhere = guess.candidates.length === 0 && plain(owner.name) === plain(guess.name);
  if (his || elsewhere) guess.personId = owner.personId;
  return his || elsewhere;
}

const ringing = ({ people }: Present, { personId }: Guess): boolean =>
  people.some((person) => person.personId === personId && person.mask !== null);
