import type { TestHouse } from "../support/house.ts";

async function tablesOf({ db }: TestHouse): Promise<string[]> {
  const rows: object[] = await db.query("SHOW TABLES");
  return rows.map((row) => String(Object.values(row)[0])).filter((table) => table !== "migrations");
}

/** How many rows every table has. */
export async function countsOf(test: TestHouse): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [table, rows] of Object.entries(await contentOf(test))) counts[table] = rows.length;
  return counts;
}

/** Every row of every table. */
export async function contentOf(test: TestHouse): Promise<Record<string, unknown[]>> {
  const content: Record<string, unknown[]> = {};
  for (const table of await tablesOf(test)) {
    content[table] = await test.db.query(`SELECT * FROM \`${table}\` ORDER BY 1`);
  }
  return content;
}
