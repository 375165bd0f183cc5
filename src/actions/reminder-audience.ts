import type { ReminderAudience } from "../../entities/reminder-rule.ts";
import type { Work } from "../work.ts";

/** One rung of the ladder: whom it finds for a fire `f` of an assignment `a`, as posts `p`. */
interface Rung {
  /** Audiences that begin here or came up to here because nobody stood below. */
  of: ReminderAudience[];
  /** Joins `p`; `?` takes the fires. */
  posts: string;
  /** Nobody is found twice for one fire. */
  single?: true;
}

const answering = "p.role IN ('responsible', 'office-operator')";

/** The nearest central school above the unit of each fire; a tree deeper than twenty is none. */
const centralAbove = `JOIN (
    WITH RECURSIVE above AS (
      SELECT DISTINCT u.id AS unit_id, u.parent_id AS id, 1 AS depth
      FROM reminder_fire g JOIN assignment b ON b.id = g.assignment_id JOIN unit u ON u.id = b.unit_id WHERE g.id IN (?)
      UNION ALL
      SELECT w.unit_id, u.parent_id, w.depth + 1 FROM above w JOIN unit u ON u.id = w.id
      WHERE (u.kind <> 'central-school' OR u.id = w.unit_id) AND w.depth < 20
    )
    SELECT w.unit_id, u.id FROM above w JOIN unit u ON u.id = w.id
    WHERE u.kind = 'central-school' AND u.id <> w.unit_id
  ) central ON central.unit_id = a.unit_id JOIN post p ON p.unit_id = central.id`;

/** As audienceOf climbs it for one assignment. */
const ladder: Rung[] = [
  {
    of: ["responsible"],
    posts: `JOIN post p ON p.id = a.post_id AND p.unit_id = a.unit_id AND ${answering}`,
    single: true,
  },
  { of: ["responsible"], posts: `JOIN post p ON p.unit_id = a.unit_id AND ${answering}` },
  {
    of: ["responsible", "head"],
    posts: "JOIN post p ON p.unit_id = a.unit_id AND p.role = 'unit-head'",
  },
  { of: ["responsible", "head", "central"], posts: `${centralAbove} AND p.role = 'unit-head'` },
  { of: ["responsible", "head", "central"], posts: `${centralAbove} AND p.role = 'responsible'` },
  {
    of: ["responsible", "head", "central", "bureau"],
    posts: "JOIN unit b ON b.kind = 'bureau' JOIN post p ON p.unit_id = b.id AND p.role = 'bureau-admin'",
  },
];

/**
 * Writes down whom fires of undone work go to, which nobody has a share in yet: the same people whom audienceOf
 * finds, but whoever has unsubscribed is not reminded of work of his own.
 */
export async function shareOut(work: Work, fireIds: number[]): Promise<void> {
  let rest = fireIds;
  for (const rung of ladder) {
    if (rest.length === 0) break;
    await climb(work, rung, rest);
    rest = await unshared(work, rest);
  }
  await leaveInPeace(work, fireIds);
}

/** Read without locks, as people's rows are locked by their talks. */
async function leaveInPeace(work: Work, fireIds: number[]): Promise<void> {
  const unwanted: { fireId: number; personId: number }[] = await work.db.query(
    `SELECT s.fire_id AS fireId, s.person_id AS personId FROM reminder_share s
     JOIN reminder_fire f ON f.id = s.fire_id JOIN person p ON p.id = s.person_id
     WHERE s.fire_id IN (?) AND f.audience = 'responsible' AND p.reminders_off = 1`,
    [fireIds],
  );
  if (unwanted.length === 0) return;
  await work.db.query("DELETE FROM reminder_share WHERE (fire_id, person_id) IN (?)", [
    unwanted.map(({ fireId, personId }) => [fireId, personId]),
  ]);
}

async function climb(work: Work, { of, posts, single }: Rung, fireIds: number[]): Promise<void> {
  const places = posts.split("?").length - 1;
  await work.db.query(
    `INSERT INTO reminder_share (fire_id, person_id)
     SELECT ${single ? "" : "DISTINCT"} f.id, p.person_id FROM reminder_fire f JOIN assignment a ON a.id = f.assignment_id ${posts}
     WHERE f.id IN (?) AND f.audience IN (?) AND a.state IN ('open', 'returned')
       AND p.from_at <= ? AND (p.until_at IS NULL OR p.until_at > ?)`,
    [...Array<number[]>(places).fill(fireIds), fireIds, of, work.now, work.now],
  );
}

/** Those of undone work for whom nobody was found yet. */
async function unshared(work: Work, fireIds: number[]): Promise<number[]> {
  const rows: { id: number }[] = await work.db.query(
    `SELECT f.id FROM reminder_fire f JOIN assignment a ON a.id = f.assignment_id
     LEFT JOIN reminder_share s ON s.fire_id = f.id
     WHERE f.id IN (?) AND a.state IN ('open', 'returned') AND s.fire_id IS NULL`,
    [fireIds],
  );
  return rows.map(({ id }) => id);
}
