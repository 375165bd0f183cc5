import { openTestHouse, type TestHouse } from "../support/house.ts";

/** The table of the plain queue that the outbox is measured against: the same columns and indexes. */
export const rawQueue = "raw_queue";

/** A house with so many contacts on the simulator, and a plain queue beside the outbox. */
export async function aPostOffice(server: string, contacts: number): Promise<TestHouse> {
  const test = await openTestHouse(20, server);
  await test.db.query("INSERT INTO contact (channel, address) VALUES ('simulator', 'first')");
  for (let have = 1; have < contacts; have *= 2) {
    await test.db.query(
      `INSERT INTO contact (channel, address) SELECT 'simulator', CONCAT('c', ?, '-', id) FROM contact ORDER BY id LIMIT ?`,
      [have, Math.min(have, contacts - have)],
    );
  }
  await test.db.query(`CREATE TABLE ${rawQueue} LIKE outbox`);
  return test;
}

/** Rows for everybody. */
export interface Rows {
  /** Rows of each contact; one unless told. */
  each?: number;
  /** Contacts; everybody unless told. */
  contacts?: number;
  priority?: 0 | 1 | 2;
  status?: "queued" | "sent";
  dueAt?: Date;
}

let batches = 0;

/** Fills outbox and lanes, or the plain queue, with rows due now unless told otherwise. */
export async function fill(test: TestHouse, table: string, rows: Rows = {}): Promise<void> {
  const { each = 1, contacts = 1e9, priority = 1, status = "queued", dueAt = test.clock.now() } = rows;
  for (let no = 0; no < each; no++) {
    await test.db.query(
      `INSERT INTO ${table} (\`key\`, contact_id, priority, body, status, due_at, created_at)
       SELECT CONCAT('b', ?, '-', id), id, ?, '【提醒】请在8月20日前填完自查表。', ?, ?, ? FROM contact ORDER BY id LIMIT ?`,
      [++batches, priority, status, dueAt, test.clock.now(), contacts],
    );
  }
  if (table !== "outbox" || status !== "queued") return;
  const due = ["reply_due", "reminder_due", "broadcast_due"][priority];
  await test.db.query(
    `INSERT INTO lane (contact_id, channel, ${due}) SELECT id, channel, ? FROM contact ORDER BY id LIMIT ?
     ON DUPLICATE KEY UPDATE ${due} = VALUES(${due})`,
    [dueAt, contacts],
  );
}

/** Everything away, for the next round. */
export async function sweepOut(test: TestHouse): Promise<void> {
  for (const table of ["outbox_attempt", "lane", "outbox", rawQueue]) {
    await test.db.query("SET FOREIGN_KEY_CHECKS = 0");
    await test.db.query(`DELETE FROM ${table}`);
  }
}
