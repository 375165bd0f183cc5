import type { MigrationInterface, QueryRunner } from "typeorm";

/** Words that were not understood. */
export class UnknownPhrases1700000000014 implements MigrationInterface {
  readonly name = "UnknownPhrases1700000000014";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE IF NOT EXISTS unknown_phrase (
         id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
         hash VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
         phrase VARCHAR(200) NOT NULL,
         situation VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
         question VARCHAR(300) NOT NULL,
         times INT UNSIGNED NOT NULL DEFAULT 1,
         first_at DATETIME(3) NOT NULL,
         last_at DATETIME(3) NOT NULL,
         UNIQUE KEY hash (hash),
         KEY last_at (last_at)
       ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE IF EXISTS unknown_phrase");
  }
}
