import type { EntityManager } from "typeorm";

/** All rows of a database at one moment. */
export interface Snapshot {
  /** Puts every row back and takes every later one away. */
  restore(): Promise<void>;
}

/** Keeps a copy of every table beside it; much quicker than seeding again. */
export async function takeSnapshot(db: EntityManager): Promise<Snapshot> {
  const tables = (await db.query("SHOW TABLES"))
    .map((row: object) => String(Object.values(row)[0]))
    .filter((name: string) => name !== "migrations");
  const filled: string[] = [];
  for (const table of tables) {
    const [{ count }] = await db.query(`SELECT COUNT(*) AS count FROM \`${table}\``);
    if (Number(count) === 0) continue;
    filled.push(table);
    await db.query(`CREATE TABLE \`kept_${table}\` LIKE \`${table}\``);
    await db.query(`INSERT INTO \`kept_${table}\` SELECT * FROM \`${table}\``);
  }
  return { restore: () => restore(db, tables, filled) };
}

async function restore(db: EntityManager, tables: string[], filled: string[]): Promise<void> {
  const runner = db.connection.createQueryRunner();
  try {
    await runner.query("SET FOREIGN_KEY_CHECKS = 0");
    for (const table of tables) {
      if (filled.includes(table)) await putBack(runner, table);
      else await runner.query(`DELETE FROM \`${table}\``);
    }
    await runner.query("SET FOREIGN_KEY_CHECKS = 1");
  } finally {
    await runner.release();
  }
}

/** Touches only rows that differ: some tables hold thousands that a talk leaves alone. */
async function putBack(runner: { query(sql: string): Promise<unknown> }, table: string): Promise<void> {
  const columns = (await runner.query(`SHOW COLUMNS FROM \`${table}\``)) as { Field: string; Key: string }[];
  const key = columns.filter((column) => column.Key === "PRI").map(({ Field }) => `\`${Field}\``);
  const same = columns.map(({ Field }) => `t.\`${Field}\` <=> k.\`${Field}\``).join(" AND ");
  const joined = key.map((name) => `t.${name} = k.${name}`).join(" AND ");
  await runner.query(
    `DELETE t FROM \`${table}\` t LEFT JOIN \`kept_${table}\` k ON ${joined} AND ${same} WHERE k.${key[0]} IS NULL`,
  );
  await runner.query(`INSERT IGNORE INTO \`${table}\` SELECT * FROM \`kept_${table}\``);
}
