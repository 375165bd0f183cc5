import type { MigrationInterface, QueryRunner } from "typeorm";

const code = (length: number): string => `VARCHAR(${length}) CHARACTER SET ascii COLLATE ascii_bin`;

/** Each statement may run again. */
const tables: [name: string, columns: string[]][] = [
  [
    "import_run",
    [
      "id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY",
      "`name` VARCHAR(120) NOT NULL",
      `\`hash\` ${code(64)} NOT NULL`,
      "content MEDIUMBLOB NOT NULL",
      "sealed_rows MEDIUMTEXT NOT NULL",
      "problems LONGTEXT NOT NULL",
      "planned LONGTEXT NOT NULL",
      `plan_hash ${code(64)} NOT NULL`,
      "`at` DATETIME(3) NOT NULL",
      "by_person_id INT UNSIGNED NULL",
      "applied_at DATETIME(3) NULL",
      "KEY at (at)",
    ],
  ],
  [
    "webhook",
    [
      "id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY",
      "`name` VARCHAR(80) NOT NULL",
      "url VARCHAR(500) NOT NULL",
      "kinds LONGTEXT NOT NULL",
      "sealed_secret VARCHAR(300) NOT NULL",
      "cursor_event_id INT UNSIGNED NOT NULL",
      "failures INT UNSIGNED NOT NULL DEFAULT 0",
      "disabled_at DATETIME(3) NULL",
      "created_at DATETIME(3) NOT NULL",
      `disabled_why ${code(20)} NOT NULL DEFAULT ''`,
      "row_version INT UNSIGNED NOT NULL DEFAULT 1",
    ],
  ],
  [
    "webhook_delivery",
    [
      "id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY",
      "webhook_id INT UNSIGNED NOT NULL",
      "event_id INT UNSIGNED NULL",
      `message_id ${code(60)} NOT NULL UNIQUE`,
      `\`kind\` ${code(62)} NOT NULL`,
      "body MEDIUMTEXT NOT NULL",
      `\`status\` ${code(12)} NOT NULL`,
      "due_at DATETIME(3) NOT NULL",
      `lease_token ${code(36)} NULL`,
      "lease_until DATETIME(3) NULL",
      "attempts INT UNSIGNED NOT NULL DEFAULT 0",
      "http_status INT UNSIGNED NULL",
      "ms INT UNSIGNED NULL",
      "answer VARCHAR(200) NULL",
      "created_at DATETIME(3) NOT NULL",
      "tried_at DATETIME(3) NULL",
      "UNIQUE KEY once (webhook_id, event_id)",
      "KEY due (`status`, due_at, id)",
      "KEY log (webhook_id, id)",
      "FOREIGN KEY (webhook_id) REFERENCES webhook (id)",
    ],
  ],
];

/** Imports that were looked at, and addresses outside that are told of events. */
export class ImportsWebhooks1700000000007 implements MigrationInterface {
  readonly name = "ImportsWebhooks1700000000007";

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, columns] of tables) {
      await runner.query(
        `CREATE TABLE IF NOT EXISTS ${name} (${columns.join(", ")})
         ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of tables.toReversed()) await runner.query(`DROP TABLE IF EXISTS ${name}`);
  }
}
