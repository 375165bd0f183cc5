import { Dice } from "../chaos/dice.ts";
import type { County, Somebody, Temper } from "./county.ts";
import { nameOf, type Piece } from "./diary.ts";
import { addDays, type Day, demandOf, worked, workingDaysAfter } from "./plan.ts";

/** Parts of a day on which people sit down. */
export type Hour = "morning" | "afternoon" | "evening";

/** What somebody intends for a day. */
export type Intention =
  | { does: "fill"; piece: Piece }
  | { does: "rescue"; piece: Piece }
  | { does: "ask-time"; piece: Piece; until: Day }
  | { does: "hand-over"; who: string }
  | { does: "leave"; who: string }
  | { does: "replace"; place: string; seat: number }
  | { does: "bind-anew"; who: string }
  | { does: "unsubscribe"; who: string }
  | { does: "chat"; who: string };

/** Who intends what on which day. */
export class Agenda {
  private readonly days = new Map<string, Intention[]>();

  put(day: Day, hour: Hour, intention: Intention): void {
    const key = `${day} ${hour}`;
    this.days.set(key, [...(this.days.get(key) ?? []), intention]);
  }

  take(day: Day, hour: Hour): Intention[] {
    const key = `${day} ${hour}`;
    const found = this.days.get(key) ?? [];
    this.days.delete(key);
    return found;
  }
}

const never: Temper[] = ["silent", "unbound", "unreachable"];

/** Somebody from whom nothing comes, or whom nothing reaches. */
export const isMute = ({ temper }: Somebody): boolean => never.includes(temper);

interface Drawn {
  county: County;
  pieces: Piece[];
  issued: Day;
  seed: number;
}

/** Draws what everybody intends, from his temper. */
export function drawAgenda({ county, pieces, issued, seed }: Drawn): Agenda {
  const agenda = new Agenda();
  for (const piece of pieces) {
    const seat = county.seats.find(
      ({ place, role }) => place === piece.place && (role === "responsible" || role === "office-operator"),
    );
    const person = county.people.find(({ id }) => id === seat?.who);
    if (person) intend(agenda, { piece, person, issued, dice: new Dice("when", seed, nameOf(piece)) });
  }
  for (const person of county.people)
    once(agenda, { person, issued, dice: new Dice("once", seed, person.id) });
  return agenda;
}

interface Case {
  piece: Piece;
  person: Somebody;
  issued: Day;
  dice: Dice;
}

function intend(agenda: Agenda, { piece, person, issued, dice }: Case): void {
  const { from, due } = demandOf(piece.demand);
  const begin = from !== null && from > issued ? from : issued;
  if (isMute(person)) {
    if (dice.chance(0.5)) agenda.put(workingDaysAfter(due, 5), "afternoon", { does: "rescue", piece });
    return;
  }
  if (person.temper === "asks-more-time" && dice.chance(0.5)) {
    const ask = worked(addDays(due, -2) > begin ? addDays(due, -2) : addDays(begin, 1), 1);
    const until = addDays(due, 3 + dice.below(5));
    agenda.put(ask, "morning", { does: "ask-time", piece, until });
    agenda.put(until, "afternoon", { does: "fill", piece });
    return;
  }
  const day = whenTo(person.temper, { begin, due, dice });
  agenda.put(day, hourOf(dice), { does: "fill", piece });
}

const hourOf = (dice: Dice): Hour => (dice.chance(0.06) ? "evening" : dice.oneOf(["morning", "afternoon"]));

function whenTo(temper: Temper, { begin, due, dice }: { begin: Day; due: Day; dice: Dice }): Day {
  if (temper === "prompt") return addDays(begin, dice.below(3));
  if (temper === "last-minute") return dice.chance(0.7) ? due : addDays(due, -1);
  if (temper === "late" || (temper === "unsubscribed" && dice.chance(0.5)))
    return workingDaysAfter(due, 1 + dice.below(9));
  const span = Math.round((Date.parse(due) - Date.parse(begin)) / 86_400_000);
  return addDays(begin, 1 + dice.below(Math.max(1, Math.min(span, 20))));
}

function once(agenda: Agenda, { person, issued, dice }: Omit<Case, "piece">): void {
  const who = person.id;
  const day = worked(addDays(issued, 3 + dice.below(12)), 1);
  if (person.temper === "hands-over") agenda.put(day, "afternoon", { does: "hand-over", who });
  if (person.temper === "leaves-post") agenda.put(day, "afternoon", { does: "leave", who });
  if (person.temper === "two-phones") agenda.put(day, "afternoon", { does: "bind-anew", who });
  if (person.temper === "unsubscribed")
    agenda.put(worked(addDays(issued, 1), 1), "morning", { does: "unsubscribe", who });
  if (person.temper === "chatty" && dice.chance(0.05))
    agenda.put(day, dice.oneOf(["morning", "evening"]), { does: "chat", who });
}
