import { createHash } from "node:crypto";
import type { Work } from "../work.ts";
import type { Condition } from "./scope.ts";

/** Events in one link of the chain. */
const batch = 5000;

/** The first link; it seals nothing, and its row is the lock that sealers queue for. */
const genesis = { id: 1, hash: createHash("sha256").update("duban").digest("hex") };

/** One event as it lies in the table; the payload is its own text, so that nothing is lost in reading it. */
interface SealedEvent {
  id: number;
  at: Date;
  actorKind: string;
  actorId: number | null;
  subject: string;
  subjectId: number;
  command: string;
  fromState: string | null;
  toState: string | null;
  reason: string | null;
  payload: string | null;
}

const columns = `id, at, actor_kind AS actorKind, actor_id AS actorId, subject, subject_id AS subjectId, command,
  from_state AS fromState, to_state AS toState, reason, payload`;

/** Is there an event that no link holds yet? */
export const sealingDue = (): Condition => ({
  sql: "EXISTS (SELECT 1 FROM event WHERE seal_id IS NULL)",
  values: [],
});

/**
 * Seals the committed events that no link holds yet, up to 5 000: the link's hash covers the one before and every
 * event. Answers how many were sealed. Sealers take turns.
 */
export async function sealEvents(work: Work): Promise<number> {
  await work.db.query(
    "INSERT IGNORE INTO event_seal (id, count, previous_hash, hash, sealed_at) VALUES (?, 0, '', ?, ?)",
    [genesis.id, genesis.hash, work.now],
  );
  await work.db.query("SELECT id FROM event_seal WHERE id = ? FOR UPDATE", [genesis.id]);
  // Events of longer transactions come late with smaller ids; they are simply in a later link.
  const events: SealedEvent[] = await work.db.query(
    `SELECT ${columns} FROM event WHERE seal_id IS NULL ORDER BY id LIMIT ${batch}`,
  );
  if (events.length === 0) return 0;
  const [last]: { hash: string }[] = await work.db.query(
    "SELECT hash FROM event_seal ORDER BY id DESC LIMIT 1",
  );
  if (!last) throw new Error("the chain has lost its first link");
  const { insertId }: { insertId: number } = await work.db.query(
    "INSERT INTO event_seal (count, previous_hash, hash, sealed_at) VALUES (?, ?, ?, ?)",
    [events.length, last.hash, hashOf(last.hash, events), work.now],
  );
  await work.db.query("UPDATE event SET seal_id = ? WHERE id IN (?) AND seal_id IS NULL", [
    insertId,
    events.map((event) => event.id),
  ]);
  return events.length;
}

/** Canonical: the same fields in the same order, instants in UTC. */
function hashOf(previous: string, events: SealedEvent[]): string {
  const hash = createHash("sha256").update(previous);
  for (const e of events) {
    const actor = [e.actorKind, e.actorId];
    const fields = [e.id, e.at.toISOString(), ...actor, e.subject, e.subjectId, e.command];
    hash.update(`\n${JSON.stringify([...fields, e.fromState, e.toState, e.reason, e.payload])}`);
  }
  return hash.digest("hex");
}

/** What an examination of the chain found; `head` is the last hash, to be kept outside this database. */
export type Verification =
  | { ok: true; seals: number; events: number; unsealed: number; head: string }
  | { ok: false; sealId: number; words: string };

interface Seal {
  id: number;
  count: number;
  previousHash: string;
  hash: string;
}

/**
 * Recomputes the whole chain. Finds changed, removed and added events and broken links, and names the first link
 * that is not as it was. Whoever can write the whole database could forge all of it: compare `head` with a note.
 */
export async function verifyEvents(work: Work): Promise<Verification> {
  const seals: Seal[] = await work.db.query(
    "SELECT id, count, previous_hash AS previousHash, hash FROM event_seal ORDER BY id",
  );
  const strays = await straysIn(work);
  if (strays) return strays;
  let previous: Seal = { id: 0, count: 0, previousHash: "", hash: "" };
  let events = 0;
  for (const seal of seals) {
    const words = linkTrouble(seal, previous) ?? (await contentTrouble(work, seal));
    if (words) return { ok: false, sealId: seal.id, words: `第${seal.id}号封条:${words}` };
    events += seal.count;
    previous = seal;
  }
  const [open]: { count: number }[] = await work.db.query(
    "SELECT COUNT(*) AS count FROM event WHERE seal_id IS NULL",
  );
  return {
    ok: true,
    seals: Math.max(0, seals.length - 1),
    events,
    unsealed: Number(open?.count),
    head: previous.hash,
  };
}

/** Events whose link is gone. */
async function straysIn(work: Work): Promise<Verification | null> {
  const [stray]: { sealId: number; count: number }[] = await work.db.query(
    `SELECT e.seal_id AS sealId, COUNT(*) AS count FROM event e LEFT JOIN event_seal s ON s.id = e.seal_id
     WHERE e.seal_id IS NOT NULL AND s.id IS NULL GROUP BY e.seal_id ORDER BY e.seal_id LIMIT 1`,
  );
  if (!stray) return null;
  const { sealId } = stray;
  return { ok: false, sealId, words: `第${sealId}号封条不见了,它封着${Number(stray.count)}条记录` };
}

function linkTrouble(seal: Seal, previous: Seal): string | null {
  if (previous.id === 0) {
    return seal.hash === genesis.hash && seal.count === 0 ? null : "链条的开头不见了或被改过";
  }
  return seal.previousHash === previous.hash ? null : `与前一号封条(第${previous.id}号)接不上`;
}

async function contentTrouble(work: Work, seal: Seal): Promise<string | null> {
  const events: SealedEvent[] = await work.db.query(
    `SELECT ${columns} FROM event WHERE seal_id = ? ORDER BY id`,
    [seal.id],
  );
  const more = events.length - seal.count;
  if (more !== 0) {
    const change = more > 0 ? `多了${more}条` : `少了${-more}条`;
    return `应有${seal.count}条记录,实有${events.length}条,${change}`;
  }
  if (seal.id === genesis.id || hashOf(seal.previousHash, events) === seal.hash) return null;
  return `${range(events)}里有内容被改过,或封条本身被改过`;
}

const range = (events: SealedEvent[]): string => `编号${events[0]?.id}到${events.at(-1)?.id}的记录`;
