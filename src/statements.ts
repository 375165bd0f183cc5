import { escape as escaped, type SqlValue } from "mysql2";

/** One SQL statement with its values. */
export type Statement = [sql: string, values?: unknown[]];

/** Each statement gets its own values, so that one too many never slips into the next. */
export function inWords([sql, values]: Statement): string {
  if (!values) return sql;
  const pieces = piecesOf(sql);
  let words = pieces[0] ?? "";
  for (let no = 1; no < pieces.length; no++)
    words += (no > values.length ? "?" : wordsFor(values[no - 1])) + pieces[no];
  return words;
}

const wordsFor = (value: unknown): string => escaped(value as SqlValue, true, "Z");

/**
 * A statement for later, in words. With a list it is about each of its members alone, and stands between `head` and
 * `tail`: of such statements that differ in nothing else, one with all members does the same.
 */
export interface Errand {
  head: string;
  list: unknown[] | null;
  tail: string;
  /** Rows that it must find. */
  rows: number | null;
}

/** Such a statement without a list. */
export const errand = (statement: Statement, rows: number | null = null): Errand => ({
  head: inWords(statement),
  list: null,
  tail: "",
  rows,
});

/** Such a statement whose last question mark stands for a list. It must find a row for each when `surely`. */
export function errandForEach([sql, values = []]: Statement, list: unknown[], surely = false): Errand {
  const pieces = piecesOf(sql);
  const tail = pieces.at(-1) ?? "";
  let head = pieces[0] ?? "";
  for (let no = 1; no < pieces.length - 1; no++) head += wordsFor(values[no - 1]) + pieces[no];
  return { head, list, tail, rows: surely ? list.length : null };
}

/** What an errand says. */
export const sayErrand = ({ head, list, tail }: Errand): string =>
  list === null ? head : head + wordsFor(list) + tail;

/**
 * The errands of several, each one's in his order, those that say the same of others said once. They must not depend
 * on each other's.
 */
export function joined(all: Errand[][]): Errand[] {
  const made: Errand[] = [];
  for (const mine of all) {
    let from = 0;
    for (const next of mine) {
      const place = next.list === null ? -1 : made.findIndex((one, at) => at >= from && isLike(one, next));
      if (place < 0) from = made.push(next);
      else {
        made[place] = withBoth(made[place] as Errand, next);
        from = place + 1;
      }
    }
  }
  return made;
}

const isLike = (one: Errand, other: Errand): boolean =>
  one.list !== null &&
  one.head === other.head &&
  one.tail === other.tail &&
  (one.rows === null) === (other.rows === null);

const withBoth = (one: Errand, other: Errand): Errand => ({
  ...one,
  list: [...(one.list ?? []), ...(other.list ?? [])],
  rows: one.rows === null ? null : one.rows + (other.rows ?? 0),
});

/** Texts of statements that were taken apart; forgotten when they have become so many. */
const apart = new Map<string, string[]>();
const mostApart = 2_000;

const quotedOrMark = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|\?/gs;

/** What stands between the question marks for values. They are the same texts again and again. */
function piecesOf(sql: string): string[] {
  const known = apart.get(sql);
  if (known) return known;
  const pieces: string[] = [];
  let from = 0;
  for (const { 0: found, index } of sql.matchAll(quotedOrMark)) {
    if (found !== "?") continue;
    pieces.push(sql.slice(from, index));
    from = index + 1;
  }
  pieces.push(sql.slice(from));
  if (apart.size >= mostApart) apart.clear();
  apart.set(sql, pieces);
  return pieces;
}
