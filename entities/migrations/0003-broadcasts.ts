import type { MigrationInterface, QueryRunner } from "typeorm";

const ascii = "CHARACTER SET ascii COLLATE ascii_bin";

/** A table comes after those that it refers to. Each statement may run again. */
const tables: [name: string, columns: string[]][] = [
  [
    "broadcast",
    [
      "id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY",
      "body MEDIUMTEXT NOT NULL",
      "selection LONGTEXT NOT NULL",
      "requirement_id INT UNSIGNED NULL",
      `\`state\` VARCHAR(12) ${ascii} NOT NULL`,
      "row_version INT UNSIGNED NOT NULL DEFAULT 1",
      "due_at DATETIME(3) NULL",
      `preview_hash VARCHAR(64) ${ascii} NULL`,
      "previewed LONGTEXT NULL",
      "created_by INT UNSIGNED NULL",
      "created_at DATETIME(3) NOT NULL",
      "confirmed_at DATETIME(3) NULL",
      "started_at DATETIME(3) NULL",
      "ended_at DATETIME(3) NULL",
      "KEY state_due (`state`, due_at)",
      "KEY created_by (created_by, id)",
      "FOREIGN KEY (requirement_id) REFERENCES requirement (id)",
      "FOREIGN KEY (created_by) REFERENCES person (id)",
    ],
  ],
  [
    "broadcast_recipient",
    [
      "id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY",
      "broadcast_id INT UNSIGNED NOT NULL",
      "person_id INT UNSIGNED NOT NULL",
      "unit_id INT UNSIGNED NULL",
      "reminder VARCHAR(1000) NULL",
      `excluded VARCHAR(12) ${ascii} NULL`,
      "outbox_id INT UNSIGNED NULL",
      `outcome VARCHAR(12) ${ascii} NULL`,
      "sent_at DATETIME(3) NULL",
      "answered_at DATETIME(3) NULL",
      "UNIQUE KEY once (broadcast_id, person_id)",
      "KEY person (person_id, broadcast_id)",
      "KEY outbox (outbox_id)",
      "FOREIGN KEY (broadcast_id) REFERENCES broadcast (id)",
      "FOREIGN KEY (person_id) REFERENCES person (id)",
      "FOREIGN KEY (unit_id) REFERENCES unit (id)",
    ],
  ],
  [
    "broadcast_reply",
    [
      "id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY",
      "broadcast_id INT UNSIGNED NOT NULL",
      "person_id INT UNSIGNED NOT NULL",
      "inbox_id INT UNSIGNED NOT NULL UNIQUE",
      "body MEDIUMTEXT NOT NULL",
      "`at` DATETIME(3) NOT NULL",
      "KEY broadcast (broadcast_id, id)",
      "FOREIGN KEY (broadcast_id) REFERENCES broadcast (id)",
      "FOREIGN KEY (person_id) REFERENCES person (id)",
    ],
  ],
  [
    "urging",
    [
      "id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY",
      "person_id INT UNSIGNED NOT NULL",
      "assignment_id INT UNSIGNED NOT NULL",
      "notice_id INT UNSIGNED NOT NULL",
      "urged_by INT UNSIGNED NULL",
      "`at` DATETIME(3) NOT NULL",
      "KEY last (assignment_id, person_id, `at`)",
      "FOREIGN KEY (person_id) REFERENCES person (id)",
      "FOREIGN KEY (assignment_id) REFERENCES assignment (id)",
      "FOREIGN KEY (notice_id) REFERENCES notice (id)",
    ],
  ],
];

const indexes: [table: string, name: string, column: string][] = [
  ["notice", "outbox", "outbox_id"],
  ["reminder_fire", "notice", "notice_id"],
];

/** Broadcasts with their recipients and answers, urgings, and the ways back from a message to what it is about. */
export class Broadcasts1700000000003 implements MigrationInterface {
  readonly name = "Broadcasts1700000000003";

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, columns] of tables) {
      await runner.query(
        `CREATE TABLE IF NOT EXISTS ${name} (${columns.join(", ")})
         ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci`,
      );
    }
    for (const [table, name, column] of indexes) {
      if (await hasIndex(runner, table, name)) continue;
      await runner.query(`ALTER TABLE ${table} ADD KEY \`${name}\` (${column})`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, name] of indexes) {
      if (await hasIndex(runner, table, name))
        await runner.query(`ALTER TABLE ${table} DROP KEY \`${name}\``);
    }
    for (const [name] of tables.toReversed()) await runner.query(`DROP TABLE IF EXISTS ${name}`);
  }
}

async function hasIndex(runner: QueryRunner, table: string, name: string): Promise<boolean> {
  const found: unknown[] = await runner.query(
    `SELECT 1 FROM information_schema.statistics
     WHERE table_schema = DATABASE() AND table_name = ? AND index_name = ? LIMIT 1`,
    [table, name],
  );
  return found.length > 0;
}
