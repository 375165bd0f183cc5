import type { MigrationInterface, QueryRunner } from "typeorm";

const ascii = "CHARACTER SET ascii COLLATE ascii_bin";

/** A row per contact for the senders, and messages whose words are found when they leave. */
export class Lanes1700000000012 implements MigrationInterface {
  readonly name = "Lanes1700000000012";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE outbox MODIFY body MEDIUMTEXT NULL");
    if (!(await hasIndex(runner, "queue"))) {
      await runner.query("ALTER TABLE outbox ADD KEY queue (contact_id, `status`, priority, id, due_at)");
    }
    // The new index serves the foreign key too.
    if (await hasIndex(runner, "contact")) await runner.query("ALTER TABLE outbox DROP KEY contact");
    await runner.query(
      `CREATE TABLE IF NOT EXISTS lane (
         contact_id INT UNSIGNED NOT NULL PRIMARY KEY,
         channel VARCHAR(20) ${ascii} NOT NULL,
         reply_due DATETIME(3) NULL,
         reminder_due DATETIME(3) NULL,
         broadcast_due DATETIME(3) NULL,
         rests_until DATETIME(3) NULL,
         taken_by VARCHAR(36) ${ascii} NULL,
         KEY replies (channel, reply_due),
         KEY reminders (channel, reminder_due),
         KEY broadcasts (channel, broadcast_due),
         FOREIGN KEY (contact_id) REFERENCES contact (id)
       ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci`,
    );
    await runner.query(
      `INSERT IGNORE INTO lane (contact_id, channel, reply_due, reminder_due, broadcast_due)
       SELECT o.contact_id, MIN(c.channel), MIN(IF(o.priority = 0, o.due_at, NULL)),
              MIN(IF(o.priority = 1, o.due_at, NULL)), MIN(IF(o.priority = 2, o.due_at, NULL))
       FROM outbox o JOIN contact c ON c.id = o.contact_id WHERE o.status = 'queued' GROUP BY o.contact_id`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE IF EXISTS lane");
    if (!(await hasIndex(runner, "contact")))
      await runner.query("ALTER TABLE outbox ADD KEY contact (contact_id, id)");
    if (await hasIndex(runner, "queue")) await runner.query("ALTER TABLE outbox DROP KEY queue");
    await runner.query("UPDATE outbox SET body = '' WHERE body IS NULL");
    await runner.query("ALTER TABLE outbox MODIFY body MEDIUMTEXT NOT NULL");
  }
}

async function hasIndex(runner: QueryRunner, name: string): Promise<boolean> {
  const rows: unknown[] = await runner.query(
    `SELECT 1 FROM information_schema.statistics
     WHERE table_schema = DATABASE() AND table_name = 'outbox' AND index_name = ?`,
    [name],
  );
  return rows.length > 0;
}
