import type { MigrationInterface, QueryRunner } from "typeorm";

/** Counts changes of an assignment's answers, so that whoever read them need not read them again until there is one. */
export class AnswerCounts1700000000015 implements MigrationInterface {
  readonly name = "AnswerCounts1700000000015";

  async up(runner: QueryRunner): Promise<void> {
    if (await hasColumn(runner)) return;
    await runner.query("ALTER TABLE assignment ADD COLUMN content_version INT UNSIGNED NOT NULL DEFAULT 1");
  }

  async down(runner: QueryRunner): Promise<void> {
    if (await hasColumn(runner)) await runner.query("ALTER TABLE assignment DROP COLUMN content_version");
  }
}

async function hasColumn(runner: QueryRunner): Promise<boolean> {
  const found: unknown[] = await runner.query(
    `SELECT 1 FROM information_schema.COLUMNS
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'assignment' AND COLUMN_NAME = 'content_version'`,
  );
  return found.length > 0;
}
