import { aCounty, aDraft, type Draft, type Wishes } from "../support/campaigns.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";

/** A province: so many schools, somebody responsible at each who is reached on the simulator, and one piece of work. */
export interface Province {
  test: TestHouse;
  plan: Draft;
}

/** Opens one on a server. The work is due on 2018-08-31 and no reminder of it is planned yet. */
export async function aProvince(server: string, people: number, rules: Wishes["rules"]): Promise<Province> {
  const test = await openTestHouse(8, server);
  const { db } = test;
  const county = await aCounty(test);
  const plan = await aDraft(test, county, { rules: rules ?? [] });
  await db.query("UPDATE campaign SET state = 'active' WHERE id = ?", [plan.campaign.id]);
  await db.query(
    "INSERT INTO unit (code, name, kind, parent_id, aliases) VALUES ('many', '小学', 'school', ?, '[]')",
    [county.central.id],
  );
  for (let have = 1; have < people; have *= 2) {
    await db.query(
      `INSERT INTO unit (code, name, kind, parent_id, aliases)
       SELECT CONCAT('many-', ?, '-', id), name, kind, parent_id, aliases FROM unit WHERE code LIKE 'many%' ORDER BY id LIMIT ?`,
      [have, Math.min(have, people - have)],
    );
  }
  const now = test.clock.now();
  await db.query("INSERT INTO person (name) SELECT code FROM unit WHERE code LIKE 'many%' ORDER BY id");
  await db.query(
    `INSERT INTO post (unit_id, person_id, role, from_at) SELECT u.id, n.id, 'responsible', ?
     FROM person n JOIN unit u ON u.code = CONVERT(n.name USING ascii) COLLATE ascii_bin ORDER BY u.id`,
    [now],
  );
  await db.query(
    `INSERT INTO contact (channel, address, person_id, verified_at)
     SELECT 'simulator', name, id, ? FROM person WHERE name LIKE 'many%' ORDER BY id`,
    [now],
  );
  await db.query(
    `INSERT INTO assignment (campaign_id, requirement_id, unit_id, post_id, state, starts_at, due_at, original_due_at)
     SELECT ?, ?, p.unit_id, p.id, 'open', ?, ?, ? FROM post p JOIN unit u ON u.id = p.unit_id
     WHERE u.code LIKE 'many%' ORDER BY p.id`,
    [plan.campaign.id, plan.checklist.id, plan.phase.startsAt, plan.checklist.dueAt, plan.checklist.dueAt],
  );
  // As the server does by itself some seconds after so many rows.
  await db.query("ANALYZE TABLE assignment, post, contact");
  return { test, plan };
}

/** Empties what planning and firing write, for the next round. */
export async function forgetReminders({ test }: Province): Promise<void> {
  const runner = test.house.database.createQueryRunner();
  try {
    await runner.query("SET FOREIGN_KEY_CHECKS = 0");
    for (const table of ["reminder_share", "reminder_fire", "outbox", "lane", "notice"])
      await runner.query(`TRUNCATE TABLE ${table}`);
    await runner.query("SET FOREIGN_KEY_CHECKS = 1");
  } finally {
    await runner.release();
  }
}
