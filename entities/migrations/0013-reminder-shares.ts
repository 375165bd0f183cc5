import type { MigrationInterface, QueryRunner } from "typeorm";

/** For planning, which reads nothing but an index; and for the clock, which looks at the heads of some at every tick. */
const indexes: [table: string, name: string, columns: string][] = [
  ["assignment", "plan", "campaign_id, state, due_at, starts_at"],
  ["job_run", "moment", "moment"],
  ["post", "until_at", "until_at"],
  ["phone", "key_id", "key_id"],
  ["binding_code", "expires_at", "expires_at"],
  ["mini_session", "expires_at", "expires_at"],
];

/** Indexes that nothing uses any more, while every row pays for them. */
const needless: typeof indexes = [
  ["reminder_fire", "notice", "notice_id"],
  ["assignment", "campaign", "campaign_id, state"],
];

/** Whom a reminder told is kept person by person, and its words are made when it is sent. */
export class ReminderShares1700000000013 implements MigrationInterface {
  readonly name = "ReminderShares1700000000013";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE IF NOT EXISTS reminder_share (
         fire_id INT UNSIGNED NOT NULL,
         person_id INT UNSIGNED NOT NULL,
         notice_id INT UNSIGNED NULL,
         PRIMARY KEY (fire_id, person_id),
         KEY notice (notice_id, person_id),
         FOREIGN KEY (fire_id) REFERENCES reminder_fire (id)
       ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci`,
    );
    await runner.query("ALTER TABLE notice MODIFY body MEDIUMTEXT NULL");
    await runner.query(
      `INSERT IGNORE INTO reminder_share (fire_id, person_id, notice_id)
       SELECT f.id, n.person_id, n.id FROM reminder_fire f JOIN notice n ON n.id = f.notice_id`,
    );
    await add(runner, indexes);
    await drop(runner, needless);
  }

  async down(runner: QueryRunner): Promise<void> {
    await add(runner, needless);
    await drop(runner, indexes);
    await runner.query("UPDATE notice SET body = '' WHERE body IS NULL");
    await runner.query("ALTER TABLE notice MODIFY body MEDIUMTEXT NOT NULL");
    await runner.query("DROP TABLE IF EXISTS reminder_share");
  }
}

async function add(runner: QueryRunner, wanted: typeof indexes): Promise<void> {
  for (const [table, name, columns] of wanted) {
    if (await hasIndex(runner, table, name)) continue;
    await runner.query(`ALTER TABLE ${table} ADD KEY \`${name}\` (${columns})`);
  }
}

async function drop(runner: QueryRunner, unwanted: typeof indexes): Promise<void> {
  for (const [table, name] of unwanted) {
    if (await hasIndex(runner, table, name)) await runner.query(`ALTER TABLE ${table} DROP KEY \`${name}\``);
  }
}

async function hasIndex(runner: QueryRunner, table: string, name: string): Promise<boolean> {
  const found: unknown[] = await runner.query(
    `SELECT 1 FROM information_schema.STATISTICS
     WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND INDEX_NAME = ? LIMIT 1`,
    [table, name],
  );
  return found.length > 0;
}
