import type { Work } from "../src/work.ts";

/** Keeps as setting `demo` whether this installation holds the demo, so that a removed one does not come back by itself. */
export async function rememberDemo(work: Work, demo: "present" | "removed"): Promise<void> {
  const value = JSON.stringify(demo);
  await work.db.query(
    "INSERT INTO setting (name, value) VALUES ('demo', ?) ON DUPLICATE KEY UPDATE value = ?",
    [value, value],
  );
}
