import type { MigrationInterface, QueryRunner } from "typeorm";

const tables: [name: string, columns: string[]][] = [
  [
    "phone",
    [
      "person_id INT UNSIGNED NOT NULL PRIMARY KEY",
      "cipher VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin NOT NULL",
      "key_id VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL",
      "blind_index VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE",
      "mask VARCHAR(11) CHARACTER SET ascii COLLATE ascii_bin NOT NULL",
      "updated_at DATETIME(3) NOT NULL",
      "FOREIGN KEY (person_id) REFERENCES person (id)",
    ],
  ],
  [
    "data_export",
    [
      "id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY",
      "`at` DATETIME(3) NOT NULL",
      "person_id INT UNSIGNED NULL",
      "what VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL",
      "`filter` LONGTEXT NOT NULL",
      "`count` INT UNSIGNED NOT NULL",
      "KEY person (person_id, id)",
    ],
  ],
  [
    "data_export_person",
    [
      "export_id INT UNSIGNED NOT NULL",
      "person_id INT UNSIGNED NOT NULL",
      "PRIMARY KEY (export_id, person_id)",
      "KEY person (person_id, export_id)",
      "FOREIGN KEY (export_id) REFERENCES data_export (id)",
    ],
  ],
  [
    "correction",
    [
      "id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY",
      "person_id INT UNSIGNED NOT NULL",
      "`state` VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL",
      "wanted VARCHAR(40) NOT NULL",
      "asked_at DATETIME(3) NOT NULL",
      "decided_by INT UNSIGNED NULL",
      "decided_at DATETIME(3) NULL",
      "KEY state (state, id)",
      "KEY person (person_id)",
      "FOREIGN KEY (person_id) REFERENCES person (id)",
    ],
  ],
];

const columns: [table: string, column: string, type: string][] = [
  ["unit", "row_version", "INT UNSIGNED NOT NULL DEFAULT 1"],
  ["person", "row_version", "INT UNSIGNED NOT NULL DEFAULT 1"],
  ["person", "erased_at", "DATETIME(3) NULL"],
];

/** Units and people as they are maintained: versions, encrypted numbers, exports and corrections. */
export class People1700000000004 implements MigrationInterface {
  readonly name = "People1700000000004";

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column, type] of columns) {
      if (await has(runner, table, column)) continue;
      await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
    }
    for (const [name, parts] of tables) {
      await runner.query(
        `CREATE TABLE IF NOT EXISTS ${name} (${parts.join(", ")})
         ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of tables.toReversed()) await runner.query(`DROP TABLE IF EXISTS ${name}`);
    for (const [table, column] of columns) {
      if (await has(runner, table, column)) await runner.query(`ALTER TABLE ${table} DROP COLUMN ${column}`);
    }
  }
}

async function has(runner: QueryRunner, table: string, column: string): Promise<boolean> {
  const rows: unknown[] = await runner.query(
    `SELECT column_name FROM information_schema.columns
     WHERE table_schema = DATABASE() AND table_name = ? AND column_name = ?`,
    [table, column],
  );
  return rows.length > 0;
}
