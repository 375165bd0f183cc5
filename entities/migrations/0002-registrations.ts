import type { MigrationInterface, QueryRunner } from "typeorm";

const code = (length: number): string => `VARCHAR(${length}) CHARACTER SET ascii COLLATE ascii_bin`;

const id = "id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY";

const ofRevisions = [
  id,
  "seq INT UNSIGNED NOT NULL",
  `\`state\` ${code(20)} NOT NULL`,
  "row_version INT UNSIGNED NOT NULL DEFAULT 1",
  "holder_id INT UNSIGNED NOT NULL",
  "unit_id INT UNSIGNED NOT NULL",
  `\`hash\` ${code(64)} NOT NULL`,
  "created_at DATETIME(3) NOT NULL",
  "submitted_at DATETIME(3) NULL",
  "unit_decided_by INT UNSIGNED NULL",
  "unit_decided_at DATETIME(3) NULL",
  "bureau_decided_by INT UNSIGNED NULL",
  "bureau_decided_at DATETIME(3) NULL",
  "reason VARCHAR(300) NULL",
  "content LONGTEXT NOT NULL",
  "KEY unit (unit_id, state)",
  "KEY state (state)",
  "FOREIGN KEY (holder_id) REFERENCES person (id)",
  "FOREIGN KEY (unit_id) REFERENCES unit (id)",
];

/** Tables by creation order: a table comes after those that it refers to. */
const tables: [name: string, columns: string[]][] = [
  [
    "consent_notice",
    [
      id,
      "version INT UNSIGNED NOT NULL UNIQUE",
      "title VARCHAR(80) NOT NULL",
      "body MEDIUMTEXT NOT NULL",
      "published_at DATETIME(3) NOT NULL",
    ],
  ],
  [
    "consent",
    [
      id,
      "person_id INT UNSIGNED NOT NULL",
      "notice_id INT UNSIGNED NOT NULL",
      "live_person_id INT UNSIGNED NULL UNIQUE",
      "agreed_at DATETIME(3) NOT NULL",
      "withdrawn_at DATETIME(3) NULL",
      "KEY person (person_id)",
      "FOREIGN KEY (person_id) REFERENCES person (id)",
      "FOREIGN KEY (notice_id) REFERENCES consent_notice (id)",
    ],
  ],
  [
    "zero_report",
    [
      id,
      "person_id INT UNSIGNED NOT NULL",
      "unit_id INT UNSIGNED NOT NULL",
      "live_person_id INT UNSIGNED NULL UNIQUE",
      "reported_at DATETIME(3) NOT NULL",
      "replaced_at DATETIME(3) NULL",
      "KEY person (person_id)",
      "KEY unit (unit_id)",
      "FOREIGN KEY (person_id) REFERENCES person (id)",
      "FOREIGN KEY (unit_id) REFERENCES unit (id)",
    ],
  ],
  [
    "media_account",
    [
      id,
      "holder_id INT UNSIGNED NOT NULL",
      "unit_id INT UNSIGNED NOT NULL",
      `\`role\` ${code(20)} NOT NULL`,
      `\`state\` ${code(20)} NOT NULL`,
      "row_version INT UNSIGNED NOT NULL DEFAULT 1",
      "consent_id INT UNSIGNED NULL",
      `platform ${code(20)} NOT NULL`,
      "`name` VARCHAR(80) NOT NULL",
      "handle VARCHAR(80) NOT NULL",
      `live_key ${code(64)} NULL UNIQUE`,
      `registration_no ${code(20)} NULL UNIQUE`,
      "effective_revision_id INT UNSIGNED NULL",
      "pending_revision_id INT UNSIGNED NULL",
      "late TINYINT(1) NOT NULL DEFAULT 0",
      "created_at DATETIME(3) NOT NULL",
      "effective_at DATETIME(3) NULL",
      "confirmed_at DATETIME(3) NULL",
      "retired_at DATETIME(3) NULL",
      "masked_at DATETIME(3) NULL",
      "KEY holder (holder_id, state)",
      "KEY unit (unit_id, state)",
      "KEY state (state)",
      "FOREIGN KEY (holder_id) REFERENCES person (id)",
      "FOREIGN KEY (unit_id) REFERENCES unit (id)",
      "FOREIGN KEY (consent_id) REFERENCES consent (id)",
    ],
  ],
  [
    "media_account_revision",
    [
      ...ofRevisions,
      "media_account_id INT UNSIGNED NOT NULL",
      "UNIQUE KEY seq (media_account_id, seq)",
      "FOREIGN KEY (media_account_id) REFERENCES media_account (id)",
    ],
  ],
  [
    "publication",
    [
      id,
      "holder_id INT UNSIGNED NOT NULL",
      "unit_id INT UNSIGNED NOT NULL",
      "media_account_id INT UNSIGNED NOT NULL",
      `\`state\` ${code(20)} NOT NULL`,
      "row_version INT UNSIGNED NOT NULL DEFAULT 1",
      "title VARCHAR(160) NOT NULL",
      `\`kind\` ${code(12)} NOT NULL`,
      "url VARCHAR(1000) NULL",
      "post_hoc TINYINT(1) NOT NULL DEFAULT 0",
      "late TINYINT(1) NOT NULL DEFAULT 0",
      "effective_revision_id INT UNSIGNED NULL",
      "pending_revision_id INT UNSIGNED NULL",
      "created_at DATETIME(3) NOT NULL",
      "published_at DATETIME(3) NULL",
      "proof VARCHAR(300) NULL",
      "masked_at DATETIME(3) NULL",
      "KEY holder (holder_id, state)",
      "KEY unit (unit_id, state)",
      "KEY account (media_account_id, published_at)",
      "FOREIGN KEY (holder_id) REFERENCES person (id)",
      "FOREIGN KEY (unit_id) REFERENCES unit (id)",
      "FOREIGN KEY (media_account_id) REFERENCES media_account (id)",
    ],
  ],
  [
    "publication_revision",
    [
      ...ofRevisions,
      "publication_id INT UNSIGNED NOT NULL",
      "UNIQUE KEY seq (publication_id, seq)",
      "FOREIGN KEY (publication_id) REFERENCES publication (id)",
    ],
  ],
];

/** Personal media accounts, publications, and people's consent to being registered. */
export class Registrations1700000000002 implements MigrationInterface {
  readonly name = "Registrations1700000000002";

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
