import type { MigrationInterface, QueryRunner } from "typeorm";

/** What the tables of 0001 lack, so that every step of a campaign is a guarded move. */
const columns: [table: string, column: string, definition: string][] = [
  ["extension", "row_version", "INT UNSIGNED NOT NULL DEFAULT 1"],
  ["handover", "row_version", "INT UNSIGNED NOT NULL DEFAULT 1"],
  ["checklist_version", "row_version", "INT UNSIGNED NOT NULL DEFAULT 1"],
  ["phase", "kind", "VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL"],
];

/** MySQL knows no ADD COLUMN IF NOT EXISTS. */
async function has(runner: QueryRunner, table: string, column: string): Promise<boolean> {
  const found: unknown[] = await runner.query(
    `SELECT 1 FROM information_schema.columns
     WHERE table_schema = DATABASE() AND table_name = ? AND column_name = ?`,
    [table, column],
  );
  return found.length > 0;
}

/** Versions of requests and of checklist drafts, and the kinds of phases. Each step may run again. */
export class Lifecycle1700000000005 implements MigrationInterface {
  readonly name = "Lifecycle1700000000005";

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column, definition] of columns) {
      if (await has(runner, table, column)) continue;
      await runner.query(`ALTER TABLE ${table} ADD COLUMN \`${column}\` ${definition}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, column] of columns) {
      if (await has(runner, table, column))
        await runner.query(`ALTER TABLE ${table} DROP COLUMN \`${column}\``);
    }
  }
}
