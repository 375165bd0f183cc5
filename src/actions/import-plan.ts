import { createHash } from "node:crypto";
import type { SheetRow } from "../sheets/table.ts";
import { withoutEchoes } from "./county.ts";
import type { Problem } from "./county-headings.ts";
import type { CountySheet } from "./county-lines.ts";
import { planCounty } from "./county-plan.ts";
import type { CountyPlan, Present } from "./county-register.ts";

/** What importing the good rows would do, and what is wrong with the others. */
export interface ImportPlan {
  plan: CountyPlan;
  problems: Problem[];
  figures: ImportFigures;
}

/** How many of each would be registered; `unchanged` rows say nothing new, `bad` rows are left out. */
export interface ImportFigures {
  units: number;
  posts: number;
  people: number;
  phones: number;
  unchanged: number;
  bad: number;
}

/** Plans the rows that are good, and those alone: whatever hangs on a bad row is bad too. */
export function planImport(sheet: CountySheet, present: Present): ImportPlan {
  const whole = planCounty(sheet.lines, present);
  const problems = withoutEchoes([...sheet.problems, ...whole.problems]);
  for (;;) {
    const bad = new Set(problems.map(({ line }) => line));
    const good = sheet.lines.filter(({ line }) => !bad.has(line));
    const { plan, problems: more } = planCounty(good, present);
    if (more.length === 0) return { plan, problems, figures: figuresOf(plan, good.length, bad.size) };
    problems.push(...more.map((each) => ({ ...each, message: `表里另一行有错,所以${each.message}` })));
    problems.sort((a, b) => a.line - b.line);
  }
}

function figuresOf({ units, posts, people }: CountyPlan, good: number, bad: number): ImportFigures {
  const telling = people.filter(({ phone }) => phone !== null);
  const fresh = new Set([...units, ...posts, ...telling].map(({ line }) => line));
  return {
    units: units.length,
    posts: posts.length,
    people: new Set(posts.map(({ who }) => who).filter((who) => people[who]?.personId === null)).size,
    phones: telling.length,
    unchanged: good - fresh.size,
    bad,
  };
}

/** Changes when the file, or what it would do now, is another. */
export function hashOf(file: string, { plan: { units, people, posts }, problems }: ImportPlan): string {
  const wrong = problems.map(({ line, column }) => [line, column]);
  return createHash("sha256")
    .update(JSON.stringify([file, units, people, posts, wrong]))
    .digest("hex");
}

/** Region, birthday, and four more signs. */
const identity = /(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)/;

/** The first row with an identity card's number; null without one. */
export const identityIn = (rows: SheetRow[]): number | null =>
  rows.find(({ cells }) => cells.some((cell) => identity.test(cell.normalize("NFKC").replace(/\s/g, ""))))
    ?.line ?? null;
