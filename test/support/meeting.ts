import type { TestHouse } from "./house.ts";

/** A door that stays shut until it is opened. */
export interface Gate {
  open(): void;
  passed: Promise<void>;
}

/** A shut gate: tests order two transactions by gates, never by waiting some time. */
export function aGate(): Gate {
  let open = (): void => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

/** A place where so many wait until all have come. */
export function aMeeting(of: number): () => Promise<void> {
  const gate = aGate();
  let missing = of;
  return () => {
    missing -= 1;
    if (missing <= 0) gate.open();
    return gate.passed;
  };
}

/** Until some transaction of the server waits for a row lock, or `ending` has come first. */
export async function untilLocked({ db }: TestHouse, ending: Promise<unknown>): Promise<void> {
  let ended = false;
  const watched = ending.then(
    () => (ended = true),
    () => (ended = true),
  );
  for (;;) {
    const [row] = await db.query("SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_current_waits'");
    if (ended || Number(row.Value) > 0) return;
    await Promise.race([watched, new Promise(setImmediate)]);
  }
}
