import { blindIndexes } from "../data-keys.ts";
import type { Work } from "../work.ts";

const minute = 60_000;

/** Failures after which it is locked, within how long, and for how long; milliseconds. Many people share one address. */
const limits = {
  name: { most: 5, within: 24 * 60 * minute, lock: 15 * minute },
  address: { most: 30, within: 15 * minute, lock: 15 * minute },
};

/** Whom an attempt is counted against. */
export interface Tried {
  /** As it was typed, whether somebody has it or not: both are counted and locked alike. */
  name: string;
  /** Where the attempt comes from; kept as a keyed hash only. */
  address?: string | undefined;
}

/** One attempt's turn; those on the same name or from the same address wait until its work is committed. */
export interface Turn {
  /** Nothing may be tried before. */
  until: Date | null;
  /** Counts a failure; answers until when it is locked now. */
  failed(): Promise<Date | null>;
  /** Forgets the failures of the name; those of the address stay. */
  passed(): Promise<void>;
}

/** Waits for the turn of an attempt, so that a burst cannot slip under the limits. */
export async function takeTurn(work: Work, tried: Tried): Promise<Turn> {
  const name = await count(work, "name", tried.name);
  // The name always first, so that nobody waits in a circle.
  const address = tried.address ? await count(work, "address", tried.address) : null;
  const counts = address ? [name, address] : [name];
  return {
    until: latest(
      counts.map(({ lockedUntil }) => (lockedUntil && lockedUntil > work.now ? lockedUntil : null)),
    ),
    failed: async () => {
      const ends = [];
      for (const each of counts) ends.push(await countUp(work, each));
      return latest(ends);
    },
    passed: () => unlockName(work, tried.name),
  };
}

/** Forgets the failures of a name, and opens it when it is locked. */
export async function unlockName(work: Work, name: string): Promise<void> {
  await work.db.query("DELETE FROM sign_in_attempt WHERE hash = ?", [hashFor(work, "name", name)]);
}

/** The newest key's: after a change of keys counting begins anew. */
const hashFor = (work: Work, kind: Kind, value: string): string =>
  blindIndexes(work.rules.dataKeys, `sign-in ${kind} ${value}`)[0] ?? "";

type Kind = keyof typeof limits;

interface Count {
  kind: Kind;
  hash: string;
  failures: number;
  since: Date;
  lockedUntil: Date | null;
}

async function count(work: Work, kind: Kind, value: string): Promise<Count> {
  const hash = hashFor(work, kind, value);
  // Locks the row, and makes it at first sight.
  await work.db.query(
    "INSERT INTO sign_in_attempt (hash, since) VALUES (?, ?) ON DUPLICATE KEY UPDATE failures = failures",
    [hash, work.now],
  );
  const [row]: Omit<Count, "kind" | "hash">[] = await work.db.query(
    "SELECT failures, since, locked_until AS lockedUntil FROM sign_in_attempt WHERE hash = ? FOR UPDATE",
    [hash],
  );
  if (!row) throw new Error("a locked row vanished");
  return { kind, hash, ...row };
}

async function countUp(work: Work, { kind, hash, failures, since }: Count): Promise<Date | null> {
  const { most, within, lock } = limits[kind];
  const afresh = work.now.getTime() - since.getTime() >= within;
  const total = afresh ? 1 : failures + 1;
  const until = total >= most ? new Date(work.now.getTime() + lock) : null;
  await work.db.query("UPDATE sign_in_attempt SET failures = ?, since = ?, locked_until = ? WHERE hash = ?", [
    until ? 0 : total,
    afresh ? work.now : since,
    until,
    hash,
  ]);
  return until;
}

function latest(moments: (Date | null)[]): Date | null {
  const times = moments.flatMap((moment) => (moment ? [moment.getTime()] : []));
  return times.length > 0 ? new Date(Math.max(...times)) : null;
}
