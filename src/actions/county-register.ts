import type { Role } from "../../entities/post.ts";
import type { Unit } from "../../entities/unit.ts";

/** What is registered already. */
export interface Present {
  bureau: PresentUnit;
  units: PresentUnit[];
  posts: { unitId: number; personId: number; person: string; role: Role }[];
  /** Whoever has a post, or will have; his masked number. */
  people: { unitId: number; personId: number; name: string; mask: string | null }[];
  /** Who has which of the numbers that the lines tell. */
  owners: Map<string, { personId: number; name: string }>;
}

/** A unit with all its names. */
export interface PresentUnit {
  id: number;
  parentId: number | null;
  name: string;
  aliases: string[];
  kind: Unit["kind"];
}

/** What a table adds: units with those above first, posts, and what the reader should look at. */
export interface CountyPlan {
  units: { line: number; name: string; kind: Unit["kind"]; parent: string }[];
  /** Everybody of whom the lines speak. */
  people: Somebody[];
  /** `unit` by its plain name, `who` by his place among the people. */
  posts: { line: number; unit: string; person: string; role: Role; who: number }[];
  notes: string[];
}

/** Somebody of whom lines speak. */
export interface Somebody {
  /** The line that speaks of him first. */
  line: number;
  /** Null for somebody new. */
  personId: number | null;
  name: string;
  /** The number to register; null where none is told, and where it is registered already. */
  phone: string | null;
  /** Has he another number now? */
  rings: boolean;
}
