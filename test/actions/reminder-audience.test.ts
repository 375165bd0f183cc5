import { expect } from "chai";
import fc from "fast-check";
import type { Role } from "../../entities/post.ts";
import type { ReminderAudience } from "../../entities/reminder-rule.ts";
import { audienceOf } from "../../src/actions/people.ts";
import { fireReminders, remindersDue } from "../../src/actions/reminders.ts";
import { at } from "../../src/workdays.ts";
import { aCounty, aRunningCampaign } from "../support/campaigns.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";

/** Units by place: their kind, and the place of the unit above, which may be anywhere, in a circle too. */
const units = fc.array(
  fc.record({
    kind: fc.constantFrom("school", "central-school", "central-school", "office", "bureau"),
    above: fc.option(fc.nat(5)),
  }),
  { minLength: 6, maxLength: 6 },
);
const people = fc.array(fc.record({ off: fc.boolean(), reached: fc.boolean() }), {
  minLength: 5,
  maxLength: 5,
});
const posts = fc.array(
  fc.record({
    unit: fc.nat(5),
    person: fc.nat(4),
    role: fc.constantFrom<Role>(
      "responsible",
      "responsible",
      "unit-head",
      "unit-head",
      "office-operator",
      "bureau-admin",
      "staff",
    ),
    held: fc.constantFrom("now", "now", "now", "before", "later"),
  }),
  { minLength: 1, maxLength: 10 },
);
const works = fc.array(
  fc.record({
    unit: fc.nat(5),
    post: fc.option(fc.nat(9)),
    state: fc.constantFrom("open", "open", "returned", "submitted", "waived"),
    audiences: fc.array(fc.constantFrom<ReminderAudience>("responsible", "head", "central", "bureau"), {
      maxLength: 4,
    }),
  }),
  { minLength: 1, maxLength: 6 },
);
const world = fc.record({ units, people, posts, works, piece: fc.constantFrom(1, 3, 100) });
type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

const now = at("2018-09-05", "10:00");
const spans = {
  before: [at("2018-01-01", "00:00"), at("2018-09-05", "09:59")],
  now: [at("2018-01-01", "00:00"), null],
  later: [at("2018-09-05", "10:01"), null],
};

describe("reminders shared out in sets", () => {
  let test: TestHouse;
  before(async () => {
    test = await openTestHouse();
  });
  after(() => test.close());

  /** Its rows are told from the county's own by their ids, which are places from here on. */
  let base = 0;

  async function build({ units, people, posts, works }: World): Promise<void> {
    await test.clear();
    const { campaign, checklist } = await aRunningCampaign(test, await aCounty(test), { rules: [] });
    const insert = (sql: string, rows: unknown[][]) =>
      rows.length > 0 ? test.db.query(`INSERT INTO ${sql} VALUES ?`, [rows]) : undefined;
    await test.db.query("UPDATE post SET until_at = from_at");
    base += 1_000_000;
    const id = (place: number) => base + place;
    await insert(
      "unit (id, code, name, kind, aliases)",
      units.map(({ kind }, place) => [id(place), `u${place}`, `单位${place}`, kind, "[]"]),
    );
    for (const [place, { above }] of units.entries()) {
      if (above === null) continue;
      await test.db.query("UPDATE unit SET parent_id = ? WHERE id = ?", [id(above), id(place)]);
    }
    await insert(
      "person (id, name, reminders_off)",
      people.map(({ off }, place) => [id(place), `人${place}`, off]),
    );
    await insert(
      "contact (channel, address, person_id, verified_at)",
      people.flatMap(({ reached }, place) => (reached ? [["simulator", `w${place}`, id(place), now]] : [])),
    );
    await insert(
      "post (id, unit_id, person_id, role, from_at, until_at)",
      posts.map(({ unit, person, role, held }, place) => [
        id(place),
        id(unit),
        id(person),
        role,
        ...spans[held as keyof typeof spans],
      ]),
    );
    const due = at("2018-08-31", "23:59");
    const ones = works.filter((work, place) => works.findIndex(({ unit }) => unit === work.unit) === place);
    await insert(
      "assignment (id, campaign_id, requirement_id, unit_id, post_id, state, starts_at, due_at, original_due_at)",
      ones.map(({ unit, post, state }, place) => {
        const postId = post !== null && post < posts.length ? id(post) : null;
        return [id(place), campaign.id, checklist.id, id(unit), postId, state, due, due, due];
      }),
    );
    await insert(
      "reminder_fire (assignment_id, moment, days, audience, fire_at, status)",
      ones.flatMap(({ audiences }, place) =>
        audiences.map((audience) => [
          id(place),
          "overdue",
          1,
          audience,
          at("2018-09-05", "09:00"),
          "pending",
        ]),
      ),
    );
  }

  /** Whom each fire goes to, found one by one. */
  async function expected(): Promise<string[]> {
    const fires: { id: number; unitId: number; postId: number | null; audience: ReminderAudience }[] =
      await test.db.query(
        `SELECT f.id, a.unit_id AS unitId, a.post_id AS postId, f.audience FROM reminder_fire f
         JOIN assignment a ON a.id = f.assignment_id WHERE a.state IN ('open', 'returned')`,
      );
    const off: { id: number }[] = await test.db.query("SELECT id FROM person WHERE reminders_off = 1");
    const pairs = new Set<string>();
    for (const fire of fires) {
      for (const { personId } of await test.act((work) => audienceOf(work, fire, fire.audience))) {
        const kept = fire.audience === "responsible" && off.some(({ id }) => id === personId);
        if (!kept) pairs.add(`${fire.id} ${personId}`);
      }
    }
    return [...pairs].sort();
  }

  async function isDue(): Promise<boolean> {
    const { sql, values } = remindersDue({ now });
    const [row] = await test.db.query(`SELECT (${sql}) AS due`, values);
    return Number(row.due) === 1;
  }

  it("go to whom they go to one by one, and each person gets one message, from two replicas in pieces", async () => {
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        await build(given);
        test.clock.moveTo(now);
        const wanted = await expected();
        let told = 0;
        while (await isDue()) {
          const piece = () => test.act((work) => fireReminders(work, given.piece));
          for (const count of await Promise.all([piece(), piece()])) told += count;
        }
        const shares: { pair: string; personId: number; noticeId: number }[] = await test.db.query(
          `SELECT CONCAT(fire_id, ' ', person_id) AS pair, person_id AS personId, notice_id AS noticeId FROM reminder_share`,
        );
        expect(shares.map(({ pair }) => pair).sort()).to.deep.equal(wanted);
        const persons = [...new Set(shares.map(({ personId }) => personId))].sort((a, b) => a - b);
        const notices = await test.db.query(
          `SELECT n.id, n.person_id AS personId, n.outbox_id IS NOT NULL AS queued, c.id IS NOT NULL AS reached
           FROM notice n LEFT JOIN contact c ON c.person_id = n.person_id ORDER BY n.person_id`,
        );
        expect(notices.map(({ personId }: { personId: number }) => personId)).to.deep.equal(persons);
        for (const { queued, reached } of notices) expect(queued).to.equal(reached);
        expect(new Set(shares.map(({ noticeId }) => noticeId)).size).to.equal(notices.length);
        expect(told).to.equal(notices.length);
        const [left] = await test.db.query(
          `SELECT COUNT(*) AS count FROM reminder_fire f WHERE (f.status IN ('sent', 'merged'))
             <> EXISTS (SELECT 1 FROM reminder_share s WHERE s.fire_id = f.id)`,
        );
        expect(Number(left.count)).to.equal(0);
      }),
      { numRuns: 60, seed: 4 },
    );
  }).timeout(120_000);
});
