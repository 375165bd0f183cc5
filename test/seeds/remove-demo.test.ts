import { expect } from "chai";
import { Event } from "../../entities/event.ts";
import { Unit } from "../../entities/unit.ts";
import { seedDemo, seedPlan } from "../../seeds/demo.ts";
import { removeDemo } from "../../seeds/remove-demo.ts";
import { aContact, aPerson, aPost, aUnit } from "../support/house.ts";
import { test, useHouse } from "./one-house.ts";
import { contentOf, countsOf } from "./tables.ts";

const now = "2018-08-14 01:00:00.000";
const proof = "a".repeat(64);

/** Rows of every kind that use leaves behind: on a campaign's first requirement, for one unit, person and phone. */
async function use(campaignId: number, unitId: number, personId: number, contactId: number): Promise<void> {
  const { db } = test;
  const key = `${campaignId}-${unitId}-${personId}`;
  const insert = async (sql: string, values: unknown[]): Promise<number> =>
    ((await db.query(sql, values)) as { insertId: number }).insertId;
  const [requirement] = await db.query(
    "SELECT id, checklist_version_id AS version FROM requirement WHERE campaign_id = ? AND code = 'C'",
    [campaignId],
  );
  const [item] = await db.query("SELECT id FROM checklist_item WHERE version_id = ? LIMIT 1", [
    requirement.version,
  ]);
  const [post] = await db.query("SELECT id FROM post WHERE person_id = ?", [personId]);
  const assignment = await insert(
    "INSERT INTO assignment (campaign_id, requirement_id, unit_id, post_id, state, starts_at, due_at, original_due_at) VALUES (?, ?, ?, ?, 'open', ?, ?, ?)",
    [campaignId, requirement.id, unitId, post.id, now, now, now],
  );
  const answer = await insert(
    "INSERT INTO answer (assignment_id, item_id, state) VALUES (?, ?, 'confirmed')",
    [assignment, item.id],
  );
  const outbox = await insert(
    "INSERT INTO outbox (`key`, contact_id, priority, body, status, due_at, created_at) VALUES (?, ?, 1, '提醒', 'sent', ?, ?)",
    [key, contactId, now, now],
  );
  const rest: [string, unknown[]][] = [
    [
      "INSERT INTO answer_revision (answer_id, seq, kind, value, at) VALUES (?, 1, 'confirmed', '是', ?)",
      [answer, now],
    ],
    [
      "INSERT INTO submission (assignment_id, revision, state, content, hash) VALUES (?, 1, 'received', '{}', ?)",
      [assignment, proof],
    ],
    [
      "INSERT IGNORE INTO stored_file (hash, size, mime, added_at) VALUES (?, 1, 'image/png', ?), (?, 1, 'image/png', ?)",
      [proof, now, `${unitId}`, now],
    ],
    [
      "INSERT INTO evidence (assignment_id, answer_id, hash, name, added_at) VALUES (?, ?, ?, '照片', ?), (?, ?, ?, '照片', ?)",
      [assignment, answer, proof, now, assignment, answer, `${unitId}`, now],
    ],
    [
      "INSERT INTO extension (assignment_id, state, from_due, to_due, reason, asked_by, asked_at) VALUES (?, 'asked', ?, ?, '外出', ?, ?)",
      [assignment, now, now, personId, now],
    ],
    [
      "INSERT INTO handover (post_id, state, to_name, asked_by, asked_at) VALUES (?, 'asked', '李老师', ?, ?)",
      [post.id, personId, now],
    ],
    [
      "INSERT INTO reminder_fire (assignment_id, moment, days, audience, fire_at, status) VALUES (?, 'start', 0, 'responsible', ?, 'sent')",
      [assignment, now],
    ],
    [
      "INSERT INTO notice (person_id, `key`, kind, body, outbox_id, at) VALUES (?, ?, 'reminder', '提醒', ?, ?)",
      [personId, key, outbox, now],
    ],
    ["INSERT INTO outbox_attempt (outbox_id, no, outcome, at) VALUES (?, 1, 'sent', ?)", [outbox, now]],
    [
      "INSERT INTO inbox (channel, message_id, contact_id, body, file_hash, sent_at, received_at, status) VALUES ('simulator', ?, ?, '是', ?, ?, ?, 'done')",
      [key, contactId, proof, now, now],
    ],
    ["INSERT INTO conversation (person_id, memory, updated_at) VALUES (?, '{}', ?)", [personId, now]],
    [
      "INSERT INTO binding_code (person_id, hash, expires_at, created_at) VALUES (?, ?, ?, ?)",
      [personId, key, now, now],
    ],
    ["INSERT INTO binding_attempt (contact_id, at) VALUES (?, ?)", [contactId, now]],
    [
      "INSERT INTO inventory_entry (unit_id, scope, kind, name, added_at) VALUES (?, 'medium', '校报', '校报', ?)",
      [unitId, now],
    ],
    ["INSERT INTO account (name, password_hash, person_id) VALUES (?, 'x', ?)", [key, personId]],
    [
      `INSERT INTO session (hash, account_id, csrf, expires_at, device, created_at, seen_at)
       SELECT name, id, 'x', ?, '', ?, ? FROM account WHERE name = ?`,
      [now, now, now, key],
    ],
    [
      `INSERT INTO api_token (account_id, name, hash, scope, created_at, expires_at)
       SELECT id, '统计程序', name, 'read', ?, ? FROM account WHERE name = ?`,
      [now, now, key],
    ],
    ["INSERT INTO recovery_code (hash, account_id) SELECT name, id FROM account WHERE name = ?", [key]],
    [
      "INSERT INTO second_factor (account_id, cipher, key_id) SELECT id, 'x', 'k' FROM account WHERE name = ?",
      [key],
    ],
    [
      "INSERT INTO sign_in_ticket (hash, account_id, expires_at) SELECT name, id, ? FROM account WHERE name = ?",
      [now, key],
    ],
    [
      "INSERT INTO mini_session (hash, contact_id, expires_at, seen_at) VALUES (?, ?, ?, ?)",
      [key, contactId, now, now],
    ],
  ];
  for (const [sql, values] of rest) await insert(sql, values);
}

/** A real bureau's own campaign, school, person and phone, all in use. */
async function aRealBureau(): Promise<Unit> {
  const school = await aUnit(test, { name: "真实小学" });
  const person = await aPerson(test);
  await aPost(test, { unitId: school.id, personId: person.id });
  const contact = await aContact(test, { personId: person.id });
  const campaign = await test.act((work) => seedPlan(work, { title: "本局专项治理" }));
  await use(campaign, school.id, person.id, contact.id);
  return school;
}

/** The demo, used by its first school's responsible person and by a phone that is not bound yet. */
async function aUsedDemo(): Promise<void> {
  await test.act(seedDemo);
  const { db } = test;
  const [campaign] = await db.query("SELECT id FROM campaign WHERE demo = 1");
  const [wang] = await db.query(
    `SELECT p.id, o.unit_id AS unit, k.id AS contact FROM person p JOIN post o ON o.person_id = p.id
     JOIN contact k ON k.person_id = p.id WHERE p.name = '王秀兰'`,
  );
  await use(campaign.id, wang.unit, wang.id, wang.contact);
  const stranger = await aContact(test, { address: "wx-zhoudeshun-28" });
  await db.query("INSERT INTO binding_attempt (contact_id, at) VALUES (?, ?)", [stranger.id, now]);
}

const remove = () => test.act(removeDemo);

describe("removing the demo", () => {
  useHouse();

  it("leaves nothing but the log and the memory of it", async () => {
    await aUsedDemo();
    await remove();
    const left = Object.entries(await countsOf(test)).filter(([, count]) => count > 0);
    expect(left).to.deep.equal([
      ["event", 1],
      ["setting", 1],
    ]);
    expect(await test.db.find(Event)).to.have.length(1);
  });

  it("leaves a real bureau as it was, down to the files it shares", async () => {
    await aRealBureau();
    const own = await contentOf(test);
    await aUsedDemo();
    await remove();
    const { event: _, setting: __, ...left } = await contentOf(test);
    const { event: ___, setting: ____, ...expected } = own;
    expect(left).to.deep.equal(expected);
  });

  it("may run twice, and before any demo", async () => {
    await remove();
    await aUsedDemo();
    await remove();
    const once = await contentOf(test);
    await remove();
    expect(await contentOf(test)).to.deep.equal(once);
  });

  it("lets the demo come back when it is asked for", async () => {
    await test.act(seedDemo);
    const before = await countsOf(test);
    await remove();
    await test.act(seedDemo);
    expect({ ...(await countsOf(test)), event: 0 }).to.deep.equal(before);
  });

  it("only unties what is real from what was demo", async () => {
    const school = await aRealBureau();
    await test.act(seedDemo);
    const { db } = test;
    await db.query(
      "UPDATE unit SET parent_id = (SELECT id FROM (SELECT id FROM unit WHERE code = 'liuhe') x) WHERE id = ?",
      [school.id],
    );
    await db.query(
      `UPDATE assignment SET post_id = (SELECT o.id FROM post o JOIN person p ON p.id = o.person_id WHERE p.name = '王秀兰')
       WHERE unit_id = ?`,
      [school.id],
    );
    await db.query(
      "UPDATE requirement SET recipient_unit_id = (SELECT id FROM unit WHERE code = 'xinxiban')",
    );
    await remove();
    expect(await db.findOneByOrFail(Unit, { id: school.id })).to.include({ parentId: null });
    const [assignment] = await db.query("SELECT post_id AS post FROM assignment WHERE unit_id = ?", [
      school.id,
    ]);
    expect(assignment.post).to.equal(null);
    const [kept] = await db.query(
      "SELECT COUNT(*) AS count FROM requirement WHERE recipient_unit_id IS NOT NULL",
    );
    expect(Number(kept.count)).to.equal(0);
  });
});
