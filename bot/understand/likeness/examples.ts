import { readdirSync, readFileSync } from "node:fs";
import type { Context, Role } from "../meaning.ts";

/** One sentence with the situation in which it is said and what it is: an intent, or `answer:` with a value. */
export interface Example {
  text: string;
  context: Context;
  label: string;
}

const folder = new URL("../examples/", import.meta.url);

/** The names of the files with examples, in order. */
const exampleFiles = (): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".txt"))
    .toSorted();

/** The text of all files, as a learner reads it. */
export const exampleText = (): string =>
  exampleFiles()
    .map((name) => readFileSync(new URL(name, folder), "utf8"))
    .join("\n");

/**
 * Reads examples: a head line `## SITUATION[@ROLE] LABEL [QUESTION]`, then one sentence a line; `\n` in a sentence is
 * a line break. Refuses a line without a head.
 */
export function readExamples(text: string): Example[] {
  const examples: Example[] = [];
  let head: Omit<Example, "text"> | undefined;
  for (const line of text.split("\n")) {
    if (line.startsWith("## ")) head = readHead(line.slice(3));
    else if (line.trim() !== "" && !line.startsWith("# ")) {
      if (!head) throw new Error(`no head above: ${line}`);
      examples.push({ ...head, text: line.replaceAll("\\n", "\n") });
    }
  }
  return examples;
}

function readHead(line: string): Omit<Example, "text"> {
  const [place = "", label = "", ...question] = line.split(" ");
  const [situation = "", role] = place.split("@");
  const context = contextOf(situation, question.join(" "));
  return { label, context: role ? { ...context, role: role as Role } : context };
}

/** What each situation needs beside its kind; none of it changes what a sentence means. */
const EMPTY: Readonly<Record<string, object>> = {
  list: { items: [] },
  deliverable: { due: "", name: "" },
  answered: { answered: 0, of: 0 },
  paused: { left: 0 },
};

/** A context in which such a situation is; what a label does not depend on is left empty. */
function contextOf(situation: string, question: string): Context {
  if (situation === "choice") return { kind: "question", polarity: "+", question, choices: ["甲", "乙"] };
  const asked = /^question([+-])$/.exec(situation);
  if (asked) return { kind: "question", polarity: asked[1] as "+" | "-", question };
  const [kind = "", of] = situation.split(":");
  return { kind, ...EMPTY[kind], ...(of && { of }) } as Context;
}
