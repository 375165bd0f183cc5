import type { MigrationInterface, QueryRunner } from "typeorm";

const hash = "`hash` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL";
const account = "FOREIGN KEY (account_id) REFERENCES account (id)";

const tables: [name: string, columns: string[]][] = [
  [
    "mini_session",
    [
      `${hash} PRIMARY KEY`,
      "contact_id INT UNSIGNED NOT NULL",
      "expires_at DATETIME(3) NOT NULL",
      "seen_at DATETIME(3) NOT NULL",
      "KEY contact (contact_id)",
      "FOREIGN KEY (contact_id) REFERENCES contact (id)",
    ],
  ],
  ["mini_code", [`${hash} PRIMARY KEY`, "`at` DATETIME(3) NOT NULL", "KEY at (at)"]],
  [
    "api_token",
    [
      "id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY",
      "account_id INT UNSIGNED NOT NULL",
      "`name` VARCHAR(60) NOT NULL",
      hash,
      "scope VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL",
      "created_at DATETIME(3) NOT NULL",
      "expires_at DATETIME(3) NOT NULL",
      "last_used_on VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NULL",
      "UNIQUE KEY hash (hash)",
      "KEY account (account_id)",
      account,
    ],
  ],
  [
    "second_factor",
    [
      "account_id INT UNSIGNED NOT NULL PRIMARY KEY",
      "cipher VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL",
      "key_id VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL",
      "confirmed_at DATETIME(3) NULL",
      "used_step INT UNSIGNED NOT NULL DEFAULT 0",
      account,
    ],
  ],
  [
    "recovery_code",
    [`${hash} PRIMARY KEY`, "account_id INT UNSIGNED NOT NULL", "KEY account (account_id)", account],
  ],
  [
    "sign_in_ticket",
    [
      `${hash} PRIMARY KEY`,
      "account_id INT UNSIGNED NOT NULL",
      "failures INT UNSIGNED NOT NULL DEFAULT 0",
      "expires_at DATETIME(3) NOT NULL",
      "KEY account (account_id)",
      account,
    ],
  ],
  [
    "sign_in_attempt",
    [
      `${hash} PRIMARY KEY`,
      "failures INT UNSIGNED NOT NULL DEFAULT 0",
      "since DATETIME(3) NOT NULL",
      "locked_until DATETIME(3) NULL",
      "KEY since (since)",
    ],
  ],
];

/** Second factor, tokens, sessions that are known again, and guessing counted for names and addresses. */
export class SignIn1700000000006 implements MigrationInterface {
  readonly name = "SignIn1700000000006";

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, columns] of tables) {
      await runner.query(
        `CREATE TABLE IF NOT EXISTS ${name} (${columns.join(", ")}) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci`,
      );
    }
    if (!(await runner.hasColumn("account", "disabled_at"))) {
      await runner.query("ALTER TABLE account ADD COLUMN disabled_at DATETIME(3) NULL");
    }
    for (const column of ["failures", "locked_until"]) {
      if (await runner.hasColumn("account", column)) {
        await runner.query(`ALTER TABLE account DROP COLUMN ${column}`);
      }
    }
    if (await runner.hasColumn("session", "device")) return;
    // Nothing tells when an older session was used last: everybody signs in once more.
    await runner.query("DELETE FROM session");
    await runner.query(
      `ALTER TABLE session ADD COLUMN device VARCHAR(120) NOT NULL, ADD COLUMN created_at DATETIME(3) NOT NULL,
       ADD COLUMN seen_at DATETIME(3) NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of tables.toReversed()) await runner.query(`DROP TABLE IF EXISTS ${name}`);
    await runner.query("ALTER TABLE session DROP COLUMN device, DROP COLUMN created_at, DROP COLUMN seen_at");
    await runner.query(
      `ALTER TABLE account DROP COLUMN disabled_at, ADD COLUMN failures INT UNSIGNED NOT NULL DEFAULT 0,
       ADD COLUMN locked_until DATETIME(3) NULL`,
    );
  }
}
