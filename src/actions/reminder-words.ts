import type { Work } from "../work.ts";
import { dayOf, sayDay } from "../workdays.ts";
import { codeOf, dueWords, progressWords, type Task, tasksWhere } from "./assignments.ts";
import { audienceOf, holders } from "./people.ts";
import { questionnairesOf } from "./questions.ts";

/** One person's message: tasks of his own, and tasks that others let slip, most urgent first. */
interface Letter {
  noticeId: number;
  personId: number;
  name: string;
  own: Task[];
  others: Task[];
}

/** Facts that several letters are written from. */
interface Facts {
  /** How far a task is, by assignment. */
  progress: Map<number, string>;
  /** Names of whoever answers for a task, by assignment. */
  responsible: Map<number, string[]>;
  /** Work that a person let slip, by person. */
  late: Map<number, number[]>;
}

/** Tasks named in one list; the rest is counted. */
const mostNamed = 8;

/**
 * The words of reminders, by notice, as things stand now: fresh, however long they waited. Null where nothing is left
 * to remind of. Reads in a few statements whatever their number, and locks nothing.
 */
export async function reminderWords(work: Work, noticeIds: number[]): Promise<Map<number, string | null>> {
  const words = new Map<number, string | null>(noticeIds.map((id) => [id, null]));
  const letters = await lettersOf(work, noticeIds);
  if (letters.length === 0) return words;
  const facts = await factsFor(work, letters);
  for (const letter of letters) words.set(letter.noticeId, wordsFor(work, letter, facts));
  return words;
}

interface Share {
  noticeId: number;
  personId: number;
  name: string;
  assignmentId: number;
  own: 0 | 1;
}

/** Whoever has unsubscribed is told of other people's work alone. */
async function lettersOf(work: Work, noticeIds: number[]): Promise<Letter[]> {
  if (noticeIds.length === 0) return [];
  const shares: Share[] = await work.db.query(
    `SELECT s.notice_id AS noticeId, p.id AS personId, p.name, f.assignment_id AS assignmentId,
       MAX(f.audience = 'responsible') AS own
     FROM reminder_share s JOIN reminder_fire f ON f.id = s.fire_id JOIN person p ON p.id = s.person_id
     WHERE s.notice_id IN (?) AND (p.reminders_off = 0 OR f.audience <> 'responsible')
     GROUP BY s.notice_id, p.id, p.name, f.assignment_id`,
    [noticeIds],
  );
  const tasks = await undone(
    work,
    shares.map(({ assignmentId }) => assignmentId),
  );
  const letters = new Map<number, Letter>();
  for (const { noticeId, personId, name, assignmentId, own } of shares) {
    const task = tasks.get(assignmentId);
    if (!task) continue;
    const letter = letters.get(noticeId) ?? { noticeId, personId, name, own: [], others: [] };
    letters.set(noticeId, letter);
    (Number(own) === 1 ? letter.own : letter.others).push(task);
  }
  for (const { own, others } of letters.values()) for (const list of [own, others]) list.sort(byUrgency);
  return [...letters.values()];
}

const byUrgency = (a: Task, b: Task): number => a.dueAt.getTime() - b.dueAt.getTime() || a.id - b.id;

async function undone(work: Work, ids: number[]): Promise<Map<number, Task>> {
  if (ids.length === 0) return new Map();
  const sql = "a.id IN (?) AND a.state IN ('open', 'returned')";
  const tasks = await tasksWhere(work, { sql, values: [[...new Set(ids)]] }, ids.length);
  return new Map(tasks.map((task) => [task.id, task]));
}

async function factsFor(work: Work, letters: Letter[]): Promise<Facts> {
  const named = (list: "own" | "others"): Task[] => [
    ...new Set(letters.flatMap((letter) => letter[list].slice(0, mostNamed))),
  ];
  const [own, others] = [named("own"), named("others")];
  return {
    progress: await progressOfAll(work, [...own, ...others]),
    responsible: await responsibleNames(work, others),
    late: await lateWork(
      work,
      letters.filter((letter) => letter.own.length > 0).map(({ personId }) => personId),
    ),
  };
}

async function progressOfAll(work: Work, tasks: Task[]): Promise<Map<number, string>> {
  const questionnaires = await questionnairesOf(work, tasks);
  const handedIn: { id: number; count: string }[] = await work.db.query(
    `SELECT assignment_id AS id, COUNT(*) AS count FROM evidence
     WHERE assignment_id IN (?) AND answer_id IS NULL AND removed_at IS NULL GROUP BY assignment_id`,
    [tasks.map(({ id }) => id)],
  );
  const files = new Map(handedIn.map(({ id, count }) => [id, Number(count)]));
  return new Map(
    tasks.map((task) => [
      task.id,
      progressWords(task, questionnaires.get(task.id)?.questions ?? [], files.get(task.id) ?? 0),
    ]),
  );
}

async function responsibleNames(work: Work, tasks: Task[]): Promise<Map<number, string[]>> {
  const units = [...new Set(tasks.map(({ unitId }) => unitId))];
  const people = await holders(work, units, ["responsible", "office-operator"]);
  const names = new Map<number, string[]>();
  for (const task of tasks) {
    const there = people.filter(({ unitId }) => unitId === task.unitId);
    const post = there.filter(({ postId }) => postId === task.postId);
    const found = post.length > 0 ? post : there;
    // Where nobody is responsible, which is rare, somebody further up the ladder is.
    const who = found.length > 0 ? found : await audienceOf(work, task, "responsible");
    names.set(
      task.id,
      who.map(({ name }) => name),
    );
  }
  return names;
}

/** Work of these people's units whose time is over: its own reminders may have come to their end. */
async function lateWork(work: Work, personIds: number[]): Promise<Map<number, number[]>> {
  if (personIds.length === 0) return new Map();
  const posts: { personId: number; unitId: number; head: 0 | 1 }[] = await work.db.query(
    `SELECT person_id AS personId, unit_id AS unitId, role = 'unit-head' AS head FROM post
     WHERE person_id IN (?) AND role IN ('responsible', 'office-operator', 'unit-head')
       AND from_at <= ? AND (until_at IS NULL OR until_at > ?)`,
    [personIds, work.now, work.now],
  );
  if (posts.length === 0) return new Map();
  const late: { id: number; unitId: number }[] = await work.db.query(
    `SELECT a.id, a.unit_id AS unitId FROM assignment a JOIN campaign c ON c.id = a.campaign_id
     WHERE a.unit_id IN (?) AND a.state IN ('open', 'returned') AND c.state IN ('active', 'closing')
       AND a.starts_at <= ? AND a.due_at < ? ORDER BY a.due_at, a.id`,
    [[...new Set(posts.map(({ unitId }) => unitId))], work.now, work.now],
  );
  const found = new Map<number, number[]>();
  for (const personId of new Set(personIds)) {
    const held = posts.filter((post) => post.personId === personId);
    const own = held.filter((post) => Number(post.head) === 0);
    const units = new Set((own.length > 0 ? own : held).map(({ unitId }) => unitId));
    found.set(
      personId,
      late.filter(({ unitId }) => units.has(unitId)).map(({ id }) => id),
    );
  }
  return found;
}

function wordsFor(work: Work, { personId, name, own, others }: Letter, facts: Facts): string {
  const parts = [`【督办提醒】${name},您好!`];
  if (own.length > 0) parts.push(...listOf(work, own, `您有${own.length}项任务要办:`, facts));
  if (others.length > 0) {
    const heading = `以下${others.length}项已经逾期,请您督促:`;
    parts.push(...listOf(work, others, heading, { ...facts, withPerson: true }));
  }
  const named = new Set([...own, ...others].map(({ id }) => id));
  const late = own.length === 0 ? [] : (facts.late.get(personId) ?? []).filter((id) => !named.has(id));
  if (late.length > 0)
    parts.push(`另有${late.length}项早已逾期:${late.map((id) => `#${codeOf(id)}`).join("、")}。`);
  const [first] = own;
  if (first) parts.push(`回“#${first.code}”就可以开始;回“待办”看全部;需要延期请直接说。`);
  return parts.join("\n");
}

function listOf(
  work: Work,
  tasks: Task[],
  heading: string,
  { progress, responsible, withPerson = false }: Facts & { withPerson?: boolean },
): string[] {
  const manyUnits = new Set(tasks.map((task) => task.unit)).size > 1;
  const lines = tasks.slice(0, mostNamed).map((task) => {
    const due = `${sayDay(dayOf(task.dueAt), work.now)}截止,${dueWords(task.dueAt, work.now)}`;
    const unit = withPerson || manyUnits ? `(${task.unit})` : "";
    const person = withPerson ? whoWords(responsible.get(task.id) ?? []) : "";
    return `#${task.code} ${task.title}${unit}${person}\n  ${due} · ${progress.get(task.id) ?? ""}`;
  });
  const more = tasks.length > mostNamed ? [`……另有${tasks.length - mostNamed}项`] : [];
  return [heading, ...lines, ...more];
}

const whoWords = (names: string[]): string => (names.length > 0 ? ` 责任人:${names.join("、")}` : "");
