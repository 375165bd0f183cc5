import { expect } from "chai";
import type { EntityManager } from "typeorm";

/** What must hold after whatever happened, once everything has come to rest. */
export async function expectNothingLost(db: EntityManager): Promise<void> {
  expect(await messagesWithoutOneResult(db), "messages without exactly one result").to.deep.equal([]);
  expect(await lettersUnderWay(db), "letters that never ended").to.deep.equal([]);
  expect(await answersWithoutRevision(db), "answers that differ from their last revision").to.deep.equal([]);
  expect(await openTransactions(db), "open transactions").to.deep.equal([]);
}

/** A message to the bot alone has one reply, or none and is set aside; no message has two. */
const messagesWithoutOneResult = (db: EntityManager): Promise<unknown[]> =>
  db.query(
    `SELECT i.id, i.status, i.body, COUNT(o.id) AS replies FROM inbox i
     LEFT JOIN outbox o ON o.\`key\` = CONVERT(CONCAT('reply:', i.id) USING ascii) COLLATE ascii_bin
     GROUP BY i.id, i.status, i.body, i.room HAVING i.status = 'received' OR replies <> IF(i.room IS NULL, 1, replies)`,
  );

const lettersUnderWay = (db: EntityManager): Promise<unknown[]> =>
  db.query("SELECT id, `key`, status FROM outbox WHERE status IN ('queued', 'sending')");

/** No update was lost: what counts is what was said last. */
const answersWithoutRevision = (db: EntityManager): Promise<unknown[]> =>
  db.query(
    `SELECT a.id, a.value FROM answer a WHERE a.state = 'confirmed' AND NOT (a.value <=> (
       SELECT r.value FROM answer_revision r WHERE r.answer_id = a.id AND r.kind = 'confirmed' ORDER BY r.seq DESC LIMIT 1))`,
  );

/**
 * Of this database; the one that looks has none. What the server tells is up to a tenth of a second old, so whatever is
 * seen must be seen again and again.
 */
async function openTransactions(db: EntityManager): Promise<unknown[]> {
  for (let look = 1; ; look++) {
    const open = await db.query(
      `SELECT t.trx_id AS id, t.trx_query AS asks FROM information_schema.innodb_trx t
       JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id WHERE p.db = DATABASE()`,
    );
    if (open.length === 0 || look === 10) return open;
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
}
