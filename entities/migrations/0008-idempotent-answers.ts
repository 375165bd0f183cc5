import type { MigrationInterface, QueryRunner } from "typeorm";

/** Answers of the API that are kept for repeated calls. */
export class IdempotentAnswers1700000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE IF NOT EXISTS idempotent_answer (
         id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
         \`key\` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
         request VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
         status INT UNSIGNED NOT NULL,
         answer MEDIUMTEXT NULL,
         at DATETIME(3) NOT NULL,
         UNIQUE KEY idempotent_answer_key (\`key\`),
         KEY idempotent_answer_at (at)
       ) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE IF EXISTS idempotent_answer");
  }
}
