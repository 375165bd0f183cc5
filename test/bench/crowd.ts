import { aCounty, aRunningCampaign, type Running } from "../support/campaigns.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";

/** Somebody responsible for a school, and the work there. */
export interface Member {
  personId: number;
  contactId: number;
  address: string;
  assignmentId: number;
}

/** A county with a crowd in it: each with a school, a post, a contact and the same checklist to answer. */
export interface Crowd {
  test: TestHouse;
  campaign: Running;
  members: Member[];
}

/** Opens one on a server; the campaign runs and nothing has been answered. */
export async function aCrowd(server: string, people: number, questions = 12): Promise<Crowd> {
  const test = await openTestHouse(40, server);
  const county = await aCounty(test);
  const numbers = Array.from({ length: people }, (_, index) => index);
  const { db } = test;
  const insert = async (sql: string, row: (no: number) => unknown[]): Promise<void> => {
    for (let from = 0; from < people; from += 1_000) {
      await db.query(sql, [numbers.slice(from, from + 1_000).map(row)]);
    }
  };
  await insert("INSERT INTO unit (code, name, kind, parent_id, aliases) VALUES ?", (no) => [
    `crowd-${no}`,
    `第${no}小学`,
    "school",
    county.central.id,
    "[]",
  ]);
  await insert("INSERT INTO person (name) VALUES ?", (no) => [`人${no}`]);
  await db.query(
    `INSERT INTO post (unit_id, person_id, role, from_at)
     SELECT u.id, p.id, 'responsible', ? FROM unit u JOIN person p ON u.name = CONCAT('第', SUBSTRING(p.name, 2), '小学')`,
    [test.clock.now()],
  );
  await db.query(
    `INSERT INTO contact (channel, address, person_id, verified_at)
     SELECT 'simulator', CONCAT('crowd-', SUBSTRING(name, 2)), id, ? FROM person WHERE name LIKE '人%'`,
    [test.clock.now()],
  );
  const items = Array.from({ length: questions }, (_, no) => ({ question: `是否落实第${no + 1}项制度?` }));
  const campaign = await aRunningCampaign(test, county, { starts: "2018-08-14", items });
  const members: Member[] = await db.query(
    `SELECT p.id AS personId, c.id AS contactId, c.address, a.id AS assignmentId
     FROM person p JOIN contact c ON c.person_id = p.id JOIN post o ON o.person_id = p.id
     JOIN assignment a ON a.unit_id = o.unit_id AND a.requirement_id = ?
     WHERE p.name LIKE '人%' ORDER BY p.id`,
    [campaign.checklist.id],
  );
  return { test, campaign, members };
}
