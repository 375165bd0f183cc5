/** Does a statement change nothing? */
export const isRead = /^\s*(?:SELECT|SHOW|EXPLAIN|SET)\b/i;

/** What a piece of work read once, and how much it had written by then. */
export class Reads {
  private readonly written: string[] = [];
  private readonly read = new Map<string, { tables: RegExp; after: number; value: Promise<unknown> }>();

  note(sql: string): void {
    if (!isRead.test(sql)) this.written.push(sql);
  }

  once(name: string, tables: string[], read: () => Promise<unknown>): Promise<unknown> {
    const known = this.read.get(name);
    if (known && !this.wroteTo(known.tables, known.after)) {
      known.after = this.written.length;
      return known.value;
    }
    const value = read();
    this.read.set(name, { tables: mentioning(tables), after: this.written.length, value });
    return value;
  }

  private wroteTo(tables: RegExp, after: number): boolean {
    for (let no = after; no < this.written.length; no++) if (tables.test(this.written[no] ?? "")) return true;
    return false;
  }
}

const mentions = new Map<string, RegExp>();

/** Finds texts that name one of some tables. */
function mentioning(tables: string[]): RegExp {
  const names = tables.join("|");
  const known = mentions.get(names) ?? new RegExp(`\\b(?:${names})\\b`);
  mentions.set(names, known);
  return known;
}
