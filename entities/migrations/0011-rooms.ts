import type { MigrationInterface, QueryRunner } from "typeorm";

const ascii = "CHARACTER SET ascii COLLATE ascii_bin";

/** Groups in which the bot was mentioned. */
export class Rooms1700000000011 implements MigrationInterface {
  readonly name = "Rooms1700000000011";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE IF NOT EXISTS room (
         id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
         channel VARCHAR(20) ${ascii} NOT NULL,
         address VARCHAR(128) ${ascii} NOT NULL,
         name VARCHAR(80) NOT NULL,
         mentioned_at DATETIME(3) NOT NULL,
         UNIQUE KEY address (channel, address)
       ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE IF EXISTS room");
  }
}
