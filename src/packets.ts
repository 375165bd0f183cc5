import type { EntityManager, QueryRunner } from "typeorm";
import { ask } from "./asking.ts";
import { stale } from "./errors.ts";
import { isRead, Reads } from "./reads.ts";
import {
  type Errand,
  errand,
  errandForEach,
  inWords,
  joined,
  type Statement,
  sayErrand,
} from "./statements.ts";

/** A piece of work inside its transaction. */
interface InTransaction {
  db: EntityManager;
}

/** What carries a piece of work's statements. */
interface Carrier {
  /** What was read once in this work. */
  reads: Reads;
  leave(errand: Errand, unnoticed?: boolean): void;
  send(statements: Statement[]): Promise<unknown[]>;
}

const traffic = new WeakMap<EntityManager, Carrier>();

function trafficOf({ db }: InTransaction): Carrier {
  const mine = traffic.get(db);
  if (!mine) throw new Error("this work is not the work of a transaction");
  return mine;
}

/**
 * A statement whose answer nobody needs and which cannot be refused: it travels with the next one, at the latest with
 * the commit.
 */
export function later(work: InTransaction, ...statement: Statement): void {
  trafficOf(work).leave(errand(statement));
}

/**
 * The same for a statement that is about each member of a list alone, for which its last question mark stands: pieces
 * of work that share a transaction say it once for all. It must find a row for each when `surely`.
 * What was read once stays as it is when it goes `unnoticed`.
 */
export function laterForEach(
  work: InTransaction,
  statement: Statement,
  list: unknown[],
  { surely = false, unnoticed = false } = {},
): void {
  trafficOf(work).leave(errandForEach(statement, list, surely), unnoticed);
}

/**
 * The same for a change that must find exactly so many rows: if it finds others, whatever it travels with is refused
 * with stale, and so is everything after it, the commit too.
 */
export function laterSurely(work: InTransaction, rows: number, ...statement: Statement): void {
  trafficOf(work).leave(errand(statement, rows));
}

/** Fails on the server, where one more than the largest number is wanted, so that what follows in the packet is not done. */
const foundOnly = "SET @found = IF(ROW_COUNT() = ?, 0, ~0 + 1)";
const foundOthers = "ER_DATA_OUT_OF_RANGE";

/** Several statements in one packet; answers their results in order. */
export function together(work: InTransaction, statements: Statement[]): Promise<unknown[]> {
  return trafficOf(work).send(statements);
}

/**
 * Reads something once in a piece of work, and again only after a statement that writes to one of the tables named.
 * For rows that the work has locked, or on which nobody else's work may change its outcome.
 */
export function once<T>(
  work: InTransaction,
  { name, tables }: { name: string; tables: string[] },
  read: () => Promise<T>,
): Promise<T> {
  return trafficOf(work).reads.once(name, tables, read) as Promise<T>;
}

/** A piece of work beside others in one transaction: it may leave errands, and is thrown out with Alone when it asks for more. */
export interface Beside {
  db: EntityManager;
  errands: Errand[];
  /** Has it asked for more? Whatever it made of the refusal, it must not stay. */
  isOut(): boolean;
}

/** The work needs a transaction of its own. */
export class Alone extends Error {}

/** Opens a piece of work beside others; nothing that it leaves is said before `carry`. */
export function beside({ db }: InTransaction): Beside {
  const errands: Errand[] = [];
  const reads = new Reads();
  const runner = db.connection.createQueryRunner();
  let isOut = false;
  const refuse = (): Promise<never> => {
    isOut = true;
    return Promise.reject(new Alone());
  };
  runner.query = refuse;
  traffic.set(runner.manager, {
    reads,
    send: refuse,
    leave: (left, unnoticed = false) => {
      errands.push(left);
      if (!unnoticed) reads.note(left.head);
    },
  });
  return { db: runner.manager, errands, isOut: () => isOut };
}

/** Leaves the errands of pieces of work that stood beside each other, those that are alike joined. */
export function carry(work: InTransaction, all: Errand[][]): void {
  for (const left of joined(all)) trafficOf(work).leave(left);
}

/**
 * Lets a runner's statements travel in packets: a round trip costs more than most of what is asked for. START
 * TRANSACTION goes along with the first statement that writes or locks, what was left for later with the next one or
 * the COMMIT; ROLLBACK forgets it. A packet without an answer within `limit` milliseconds counts as a lost connection. Work that only reads so has no transaction: under READ COMMITTED it sees the same.
 */
export function inPackets(runner: QueryRunner, limit: number): void {
  const mine = new Traffic(runner, limit);
  runner.query = ((sql: string, values?: unknown[], structured?: boolean) =>
    structured ? mine.asIs(sql, values) : mine.pass(sql, values)) as QueryRunner["query"];
  traffic.set(runner.manager, mine);
}

const begin = "START TRANSACTION";
const locks = /\bFOR UPDATE\b|\bFOR SHARE\b|\bLOCK IN SHARE MODE\b/i;
/** Sees the same within a transaction and without: every read sees what is committed at its moment. */
const isPlain = ([sql]: Statement): boolean => isRead.test(sql) && !locks.test(sql);

/** What goes between one piece of work and its connection. */
class Traffic implements Carrier {
  private readonly runner: QueryRunner;
  private readonly limit: number;
  private readonly enveloped: QueryRunner["query"];
  /** The transaction was opened, and nothing has needed it yet. */
  private unbegun = false;
  /** A change found other rows than it must: only the ROLLBACK is left. */
  private refusal: Error | undefined;
  /** Statements that wait for the next one to travel with. */
  private readonly waiting: Statement[] = [];
  readonly reads = new Reads();

  constructor(runner: QueryRunner, limit: number) {
    this.runner = runner;
    this.limit = limit;
    this.enveloped = runner.query.bind(runner);
  }

  leave(left: Errand, unnoticed = false): void {
    this.waiting.push([sayErrand(left)]);
    if (left.rows !== null) this.waiting.push([foundOnly, [left.rows]]);
    if (!unnoticed) this.reads.note(left.head);
  }

  async send(statements: Statement[]): Promise<unknown[]> {
    const all = this.begun([...this.waiting.splice(0), ...statements]);
    for (const [sql] of statements) this.reads.note(sql);
    const results = await this.askFor(all.map(inWords).join(";\n"));
    return all.length === 1 ? [results] : (results as unknown[]).slice(all.length - statements.length);
  }

  async pass(sql: string, values: unknown[] = []): Promise<unknown> {
    switch (sql) {
      case begin:
        this.unbegun = true;
        return;
      case "COMMIT":
        return this.commit();
      case "ROLLBACK":
        this.waiting.length = 0;
        return this.unbegun ? undefined : this.ask(sql);
      default:
        return (await this.send([[sql, values]]))[0];
    }
  }

  /** For the entity manager, which wants the driver's result in an envelope. */
  async asIs(sql: string, values?: unknown[]): Promise<unknown> {
    if (this.waiting.length > 0 || this.refusal) await this.send([]);
    if (this.unbegun && !isPlain([sql])) {
      this.unbegun = false;
      await this.ask(begin);
    }
    this.reads.note(sql);
    return this.enveloped(sql, values, true);
  }

  /** Work that only read has nothing to commit, and never began. */
  private async commit(): Promise<void> {
    if (!this.unbegun || this.waiting.length > 0) await this.send([["COMMIT"]]);
  }

  /** The statements, with the begin before them when they are the first that need it. */
  private begun(statements: Statement[]): Statement[] {
    if (!this.unbegun || statements.every(isPlain)) return statements;
    this.unbegun = false;
    return [[begin], ...statements];
  }

  private async askFor(sql: string): Promise<unknown> {
    if (this.refusal) throw this.refusal;
    try {
      return await this.ask(sql);
    } catch (error) {
      if ((error as { code?: string }).code !== foundOthers) throw error;
      this.refusal = stale();
      throw this.refusal;
    }
  }

  private ask(sql: string): Promise<unknown> {
    return ask(this.runner, sql, this.limit);
  }
}
