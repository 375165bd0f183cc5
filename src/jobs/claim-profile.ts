import { type Actor, type House, transact, type Work } from "../work.ts";

/** A row that is always there. */
const anyRow = "SELECT id FROM migrations ORDER BY id LIMIT 1";

/**
 * Does the engine keep the promise of SKIP LOCKED? Some that speak MySQL read the words and wait, or give the locked
 * row out. Tried with two transactions; no when it cannot be tried.
 */
export async function skipsLocked(house: House, who: { now: Date; actor: Actor }): Promise<boolean> {
  try {
    return await transact(house, who, async (work) => {
      const [row]: { id: number }[] = await work.db.query(`${anyRow} FOR UPDATE`);
      const seen = await transact(house, who, (other) => look(other, row?.id));
      return row !== undefined && seen === 0;
    });
  } catch {
    return false;
  }
}

async function look(work: Work, id: number | undefined): Promise<number> {
  const rows: unknown[] = await work.db.query(
    "SELECT id FROM migrations WHERE id = ? FOR UPDATE SKIP LOCKED",
    [id ?? 0],
  );
  return rows.length;
}
