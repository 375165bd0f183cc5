import type { Work } from "../work.ts";
import { type Page, sizeOf } from "./broadcast-log.ts";
import { wordsApart } from "./late-words.ts";
import { addressable, reachOf } from "./reach.ts";

/** Somebody who must be told by telephone, and what. */
export interface PhoneEntry {
  personId: number;
  name: string;
  unit: string;
  /** Masked, such as 138****1234; null where no number is stored. */
  phone: string | null;
  /** What could not be told, newest first. */
  matters: string[];
  why: string;
}

/** Milliseconds after which what was not delivered is no longer on the list. */
const recent = 30 * 24 * 3_600_000;
/** Stands for a reminder whose words cannot be made. */
const wordless = "有任务要办,但提醒的内容没有做出来,请看任务清单";
/** Matters of one person on the list. */
const mostMatters = 5;

interface Untold {
  personId: number;
  name: string;
  unit: string;
  phone: string | null;
  noticeId: number;
  /** Null where nobody has made the words yet. */
  body: string | null;
  status: string | null;
}

/**
 * Whom messages of the last 30 days did not reach, page by page by person id, as far as the actor may address them;
 * reminders and urgings whose work is done are left out. Refuses whom reachOf refuses.
 */
export async function phoneList(work: Work, page: Page = {}): Promise<PhoneEntry[]> {
  const may = addressable(await reachOf(work), "p.unit_id");
  const untold = `(n.outbox_id IS NULL OR o.status IN ('failed', 'unknown'))
    AND n.at > ? AND NOT EXISTS (SELECT 1 FROM reminder_share s JOIN reminder_fire f ON f.id = s.fire_id
      JOIN assignment a ON a.id = f.assignment_id WHERE s.notice_id = n.id HAVING COUNT(*) > 0 AND SUM(a.state IN ('open', 'returned')) = 0)
    AND NOT EXISTS (SELECT 1 FROM urging g JOIN assignment a ON a.id = g.assignment_id
      WHERE g.notice_id = n.id HAVING COUNT(*) > 0 AND SUM(a.state IN ('open', 'returned')) = 0)`;
  const since = new Date(work.now.getTime() - recent);
  const people: { id: number; unit: string }[] = await work.db.query(
    `SELECT q.id, MIN(u.name) AS unit FROM person q JOIN post p ON p.person_id = q.id JOIN unit u ON u.id = p.unit_id
     WHERE q.id > ? AND p.from_at <= ? AND (p.until_at IS NULL OR p.until_at > ?) AND ${may.sql}
       AND EXISTS (SELECT 1 FROM notice n LEFT JOIN outbox o ON o.id = n.outbox_id
         WHERE n.person_id = q.id AND ${untold})
     GROUP BY q.id ORDER BY q.id LIMIT ?`,
    [page.after ?? 0, work.now, work.now, ...may.values, since, sizeOf(page)],
  );
  const units = new Map(people.map(({ id, unit }) => [id, unit]));
  const rows: Omit<Untold, "unit">[] = await work.db.query(
    `SELECT q.id AS personId, q.name, t.mask AS phone, n.id AS noticeId,
       COALESCE(n.body, o.body) AS body, o.status FROM notice n JOIN person q ON q.id = n.person_id LEFT JOIN phone t ON t.person_id = q.id
     LEFT JOIN outbox o ON o.id = n.outbox_id WHERE q.id IN (?) AND ${untold} ORDER BY q.id, n.id DESC`,
    [[0, ...units.keys()], since],
  );
  const shown = newestOf(rows.map((row) => ({ ...row, unit: units.get(row.personId) ?? "" })));
  const unsaid = shown.filter(({ body }) => body === null).map(({ noticeId }) => noticeId);
  const { words, broken } = await wordsApart(work, unsaid);
  for (const id of broken.keys()) words.set(id, wordless);
  return entriesOf(shown, words);
}

/** The newest matters of each person. */
function newestOf(rows: Untold[]): Untold[] {
  const counts = new Map<number, number>();
  return rows.filter(({ personId }) => {
    const count = (counts.get(personId) ?? 0) + 1;
    counts.set(personId, count);
    return count <= mostMatters;
  });
}

function entriesOf(rows: Untold[], words: Map<number, string | null>): PhoneEntry[] {
  const entries = new Map<number, PhoneEntry>();
  for (const { body, status, noticeId, ...person } of rows) {
    const matter = body ?? words.get(noticeId) ?? null;
    if (matter === null) continue;
    const entry = entries.get(person.personId) ?? { ...person, matters: [], why: whyOf(status) };
    entry.matters.push(matter);
    entries.set(person.personId, entry);
  }
  return [...entries.values()];
}

function whyOf(status: string | null): string {
  if (status === null) return "没有绑定微信";
  return status === "failed" ? "微信没有发成" : "不知道微信送到没有";
}
