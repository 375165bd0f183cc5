import type { DataSource, EntityManager, QueryRunner } from "typeorm";
import type { DataKey } from "./data-keys.ts";
import { busy, Refusal } from "./errors.ts";
import { inPackets } from "./packets.ts";
import type { Workdays } from "./workdays.ts";

/** Who acts: a person through a post, or the system by the name of a job. */
export type Actor = { kind: "person"; personId: number } | { kind: "system"; name: string };

/** What the house keeps to, the same for every door. */
export interface HouseRules {
  workdays: Workdays;
  /** HH:MM in Asia/Shanghai; unasked messages wait from `from` to `to`. */
  quiet: { from: string; to: string };
  /** HH:MM at which reminders go out. */
  remindAt: string;
  /** Folder of evidence files. */
  filesFolder: string;
  /** For telephone numbers; the newest, which writes, first. */
  dataKeys: DataKey[];
  /** Webhooks may go over plain http and into private networks. */
  privateWebhooks?: boolean;
}

/** One piece of work: the open transaction, the moment, who does it, and the rules of the house. */
export interface Work {
  db: EntityManager;
  now: Date;
  actor: Actor;
  rules: HouseRules;
}

/** What a door needs to open work. */
export interface House {
  database: DataSource;
  rules: HouseRules;
  /** Milliseconds to wait for a free connection; five seconds unless told. */
  patience?: number;
  /** Milliseconds in which the database must answer; a little more than a statement may run, unless told. */
  answerLimit?: number;
}

const retriable = new Set(["ER_LOCK_DEADLOCK", "ER_LOCK_WAIT_TIMEOUT", "ER_CHECKREAD"]);
/** The driver calls most lost connections fatal; some without a code. */
const lost = new Set([
  "PROTOCOL_CONNECTION_LOST",
  "ECONNRESET",
  "EPIPE",
  "ER_SERVER_SHUTDOWN",
  "ER_OPTION_PREVENTS_STATEMENT",
]);
const mostAttempts = 5;
const usualPatience = 5_000;
const usualAnswerLimit = 70_000;

/** At most `places` transactions of one database are open at once; mysql2 itself would wait without end. */
class Turnstile {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(places: number) {
    this.free = places;
  }

  async enter(patience: number): Promise<void> {
    if (this.free > 0) {
      this.free--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const admit = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(admit), 1);
        reject(busy());
      }, patience);
      this.waiting.push(admit);
    });
  }

  leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.free++;
  }
}

const turnstiles = new WeakMap<DataSource, Turnstile>();

function turnstileOf(database: DataSource): Turnstile {
  let turnstile = turnstiles.get(database);
  if (!turnstile) {
    turnstile = new Turnstile(Number(database.options.poolSize ?? 10));
    turnstiles.set(database, turnstile);
  }
  return turnstile;
}

/**
 * Runs `act` in one transaction and commits. Deadlocks and lock time-outs roll back and run it again, at most
 * five times; a lost connection too when `harmless` says that a dedupe key makes a second run safe. Refuses
 * with `busy` when no connection is free within the house's patience.
 */
export async function transact<T>(
  house: House,
  who: { now: Date; actor: Actor; harmless?: boolean },
  act: (work: Work) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt(house, who, act);
    } catch (error) {
      if (tries >= mostAttempts || !mayRetry(error, who.harmless ?? false)) throw error;
      await pause(tries);
    }
  }
}

async function attempt<T>(
  house: House,
  who: { now: Date; actor: Actor },
  act: (work: Work) => Promise<T>,
): Promise<T> {
  const turnstile = turnstileOf(house.database);
  await turnstile.enter(house.patience ?? usualPatience);
  const runner = house.database.createQueryRunner();
  inPackets(runner, house.answerLimit ?? usualAnswerLimit);
  let committing = false;
  try {
    await runner.startTransaction();
    const result = await act({ db: runner.manager, now: who.now, actor: who.actor, rules: house.rules });
    committing = true;
    await runner.commitTransaction();
    return result;
  } catch (error) {
    const clean = await rollBack(runner);
    // A refusal on the way to the commit came before it.
    const unsure = committing && !(error instanceof Refusal);
    if (unsure || !clean) await discard(runner);
    throw error;
  } finally {
    await runner.release();
    turnstile.leave();
  }
}

/** False when it failed. */
const rollBack = (runner: QueryRunner): Promise<boolean> =>
  runner.rollbackTransaction().then(
    () => true,
    () => false,
  );

/** A connection whose commit or rollback failed must not be used by anybody again. */
async function discard(runner: QueryRunner): Promise<void> {
  const connection: { destroy?: () => void } | undefined = await runner.connect().catch(() => undefined);
  connection?.destroy?.();
}

function mayRetry(error: unknown, harmless: boolean): boolean {
  return isCollision(error) || (harmless && isLost(error));
}

const isCollision = (error: unknown): boolean => retriable.has(String((error as { code?: unknown })?.code));

function isLost(error: unknown): boolean {
  const { code, fatal = false } = (error ?? {}) as { code?: string; fatal?: boolean };
  return fatal || lost.has(String(code));
}

/** Has the transaction ended with this error, through no fault of what was asked? Only a new one can go on. */
export const isPassing = (error: unknown): boolean => isCollision(error) || isLost(error);

const pause = (tries: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** tries));
