import { expect } from "chai";
import type { Meaning } from "../../bot/understand/meaning.ts";
import { understand } from "../../bot/understand/understand.ts";
import { CONTEXTS } from "./contexts.ts";

const NOW = new Date("2018-08-16T09:00:00+08:00");

/** One line of a table: "situation: words => intent key=value key". */
export interface Line {
  situation: string;
  words: string;
  expected: string;
}

/** Reads a table; several ways to say the same stand in one line, divided by " | ". */
export function readTable(table: string): Line[] {
  return table
    .split("\n")
    .filter((line) => line.includes("=>"))
    .flatMap((line) => {
      const [left = "", expected = ""] = line.split(/\s*=>\s*/);
      const colon = left.indexOf(":");
      const situation = left.slice(0, colon).trim();
      const ways = left.slice(colon + 1).split(" | ");
      return ways.map((words) => ({
        situation,
        words: words.trim().replaceAll("\\n", "\n"),
        expected: expected.trim(),
      }));
    });
}

const written = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return value.join(",");
  return Object.entries(value)
    .map(([key, one]) => `${key}${one}`)
    .join(",");
};

const ASKING = new Set(["ambiguous", "unsure", "ask"]);

/** Complains unless the meaning holds what the line expects; "asked" is any question back, "*" anything. */
function check(meaning: Meaning, expected: string): void {
  const [intent = "", ...facts] = expected.split(/\s+/);
  if (intent === "asked") expect([...ASKING]).to.include(meaning.intent);
  else if (intent !== "*") expect(meaning.intent).to.equal(intent);
  for (const fact of facts) {
    const [key = "", value] = fact.split("=");
    const found = (meaning as unknown as Record<string, unknown>)[key.replace("!", "")];
    if (key.startsWith("!")) expect(found, key).to.equal(undefined);
    else if (value === undefined) expect(found, key).to.not.equal(undefined);
    else expect(written(found), key).to.equal(value);
  }
}

/** What the line's words mean in its situation. */
export function meaningOf(line: Pick<Line, "situation" | "words">): Meaning {
  const context = CONTEXTS[line.situation];
  if (!context) throw new Error(`no situation ${line.situation}`);
  return understand(line.words, NOW, context);
}

/** One test per line of the table. */
export function tests(table: string): void {
  for (const line of readTable(table)) {
    it(`takes “${line.words}” (${line.situation}) as ${line.expected}`, () => {
      const meaning = meaningOf(line);
      try {
        check(meaning, line.expected);
      } catch (error) {
        throw new Error(`${(error as Error).message}\n      got ${JSON.stringify(meaning)}`);
      }
    });
  }
}
