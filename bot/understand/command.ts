import { createInterface } from "node:readline";
import type { Context } from "./meaning.ts";
import { understand } from "./understand.ts";

const answer = (line: string): string => {
  try {
    const { text, now, context } = JSON.parse(line) as { text?: unknown; now?: unknown; context?: Context };
    const moment = new Date(String(now));
    if (typeof text !== "string") throw new Error("text must be a string");
    if (Number.isNaN(moment.getTime())) throw new Error("now must be an ISO moment");
    if (typeof context?.kind !== "string") throw new Error("context.kind must be a string");
    return JSON.stringify(understand(text, moment, context));
  } catch (error) {
    return JSON.stringify({ error: error instanceof Error ? error.message : "unreadable" });
  }
};

/** Reads one JSON object a line and writes one meaning a line, in order. */
for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  if (line.trim() !== "") process.stdout.write(`${answer(line)}\n`);
}
