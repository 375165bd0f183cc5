import type { Day } from "./plan.ts";

/** A piece of work: a demand at a place. */
export interface Piece {
  place: string;
  demand: string;
}

/** What happened, as the people know who did it; the model is told nothing else. */
export type Happening =
  | { is: "published" }
  | { is: "tick" }
  | { is: "handed-in"; piece: Piece; by: string }
  | { is: "taken-back"; piece: Piece }
  | { is: "accepted"; piece: Piece }
  | { is: "returned"; piece: Piece }
  | { is: "waived"; piece: Piece }
  | { is: "time-asked"; piece: Piece; by: string; until: Day }
  | { is: "time-given"; piece: Piece }
  | { is: "time-refused"; piece: Piece }
  | { is: "phase-moved"; demands: string[]; from: Day; to: Day }
  | { is: "handover-asked"; seat: number }
  | { is: "handed-over"; seat: number; to: string }
  | { is: "seat-ended"; seat: number }
  | { is: "seat-taken"; place: string; who: string }
  | { is: "unsubscribed"; who: string }
  | { is: "bound-anew"; who: string; phone: string }
  | { is: "urged"; line: string }
  | { is: "broadcast"; line: string }
  | { is: "wound-down" }
  | { is: "closed" }
  | { is: "archived" };

/** One line of the diary; `at` in milliseconds. */
export type Entry = { at: number } & Happening;

/** Names a piece of work. */
export const nameOf = ({ place, demand }: Piece): string => `${place}/${demand}`;
