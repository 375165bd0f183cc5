import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JournalLine } from "./simulator-records.ts";

/** Where the world is remembered: an append-only file of JSON lines, and the files sent, in one folder. */
export interface Journal {
  /** Every line written so far, oldest first. */
  read(): JournalLine[];
  /** Adds one line before it returns, so that a process killed right afterwards has kept it. */
  write(line: JournalLine): void;
  keepFile(id: string, bytes: Uint8Array): void;
  /** The bytes of a kept file, or undefined. */
  file(id: string): Uint8Array | undefined;
}

/**
 * The journal in `directory`, made when missing. A last line that a kill tore in half is cut off: what it told had
 * not been promised to anybody.
 */
export function openJournal(directory: string): Journal {
  const files = join(directory, "files");
  mkdirSync(files, { recursive: true });
  const path = join(directory, "world.jsonl");
  const kept = cutTornLine(path);
  return {
    read: () => kept.map(parse).filter((line) => line !== undefined),
    write: (line) => appendFileSync(path, `${JSON.stringify(line)}\n`),
    keepFile: (id, bytes) => writeFileSync(join(files, safe(id)), bytes),
    file: (id) => {
      const name = join(files, safe(id));
      return existsSync(name) ? new Uint8Array(readFileSync(name)) : undefined;
    },
  };
}

/** A journal that forgets with the process: for tests that need no restart. */
export function forgetfulJournal(): Journal {
  const lines: JournalLine[] = [];
  const files = new Map<string, Uint8Array>();
  return {
    read: () => [...lines],
    write: (line) => void lines.push(structuredClone(line)),
    keepFile: (id, bytes) => void files.set(id, bytes),
    file: (id) => files.get(id),
  };
}

function cutTornLine(path: string): string[] {
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end < bytes.length) truncateSync(path, end);
  return bytes
    .subarray(0, end)
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");
}

function parse(line: string): JournalLine | undefined {
  try {
    return JSON.parse(line) as JournalLine;
  } catch {
    return undefined;
  }
}

/** File ids are made by us; anything else must not walk out of the folder. */
function safe(id: string): string {
  return /^[\w-]{1,80}$/.test(id) ? id : "none";
}
