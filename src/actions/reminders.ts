import type { ReminderAudience } from "../../entities/reminder-rule.ts";
import { assignmentMachine } from "../machines/assignment.ts";
import { allowedCommands } from "../machines/machine.ts";
import type { Work } from "../work.ts";
import { dayOf, sayDay } from "../workdays.ts";
import { dueWords, myOpenTasks, progressOf, seenTask, type Task } from "./assignments.ts";
import { notify } from "./mail.ts";
import { audienceOf, type Holder } from "./people.ts";

interface DueFire {
  id: number;
  assignmentId: number;
  audience: ReminderAudience;
  moment: string;
}

/** One person's share of what is due: tasks of his own, and tasks that others let slip. */
interface Share {
  personId: number;
  name: string;
  own: Task[];
  others: Task[];
  fires: number[];
}

/** Reminders taken up in one transaction. */
const most = 5000;
/** Tasks named in one message; the rest is counted. */
const mostNamed = 8;
/** Milliseconds after which an unsent reminder is of no use: the next day's takes its place. */
const useful = 20 * 3_600_000;

/**
 * Sends what is due: one message per person, however many tasks and however many reminders were missed meanwhile.
 * Returns the number of messages. Runs safely beside itself: who comes second waits,
 * for two that shared the reminders of one person between them would each write to him.
 */
export async function fireReminders(work: Work): Promise<number> {
  const fires: DueFire[] = await work.db.query(
    `SELECT id, assignment_id AS assignmentId, audience, moment FROM reminder_fire
     WHERE status = 'pending' AND fire_at <= ? ORDER BY fire_at, id LIMIT ${most} FOR UPDATE`,
    [work.now],
  );
  if (fires.length === 0) return 0;
  const shares = await share(work, fires);
  let sent = 0;
  for (const each of shares.values()) sent += Number(await sendShare(work, each));
  await settle(work, fires);
  return sent;
}

async function share(work: Work, fires: DueFire[]): Promise<Map<number, Share>> {
  const shares = new Map<number, Share>();
  const tasks = new Map<number, Task>();
  for (const fire of fires) {
    const task = tasks.get(fire.assignmentId) ?? (await seenTask(work, fire.assignmentId));
    tasks.set(fire.assignmentId, task);
    if (!isUndone(task)) continue;
    for (const person of await audienceOf(work, task, fire.audience)) addTo(shares, person, { fire, task });
  }
  return shares;
}

function addTo(
  shares: Map<number, Share>,
  person: Holder,
  { fire, task }: { fire: DueFire; task: Task },
): void {
  const share = shares.get(person.personId) ?? newShare(person.personId, person.name);
  shares.set(person.personId, share);
  share.fires.push(fire.id);
  const known = share.own.includes(task) || share.others.includes(task);
  if (!known) (fire.audience === "responsible" ? share.own : share.others).push(task);
}

const newShare = (personId: number, name: string): Share => ({
  personId,
  name,
  own: [],
  others: [],
  fires: [],
});

const isUndone = (task: Task): boolean => allowedCommands(assignmentMachine, task.state).includes("submit");

/** False when the person has unsubscribed. */
async function sendShare(work: Work, share: Share): Promise<boolean> {
  const [person]: { off: number }[] = await work.db.query(
    "SELECT reminders_off AS off FROM person WHERE id = ?",
    [share.personId],
  );
  if (Number(person?.off) === 1 && share.others.length === 0) return false;
  const key = `remind:${share.personId}:${Math.max(...share.fires)}`;
  await notify(work, {
    personId: share.personId,
    key,
    kind: "reminder",
    body: await wordsFor(work, share),
    expiresAt: new Date(work.now.getTime() + useful),
  });
  await work.db.query(
    `UPDATE reminder_fire SET notice_id = (SELECT id FROM notice WHERE \`key\` = ?) WHERE id IN (?)`,
    [key, share.fires],
  );
  return true;
}

/**
 * The latest reminder of each assignment and audience was sent; earlier ones were merged into it. One without a
 * notice reached nobody, as the work was done or its people have unsubscribed, and is void.
 */
async function settle(work: Work, fires: DueFire[]): Promise<void> {
  const latest = new Map(fires.map((fire) => [`${fire.assignmentId} ${fire.audience}`, fire.id]));
  const sent = [...latest.values()];
  const merged = fires.map((fire) => fire.id).filter((id) => !sent.includes(id));
  await work.db.query(
    "UPDATE reminder_fire SET status = IF(notice_id IS NULL, 'void', 'sent') WHERE id IN (?)",
    [sent],
  );
  if (merged.length > 0)
    await work.db.query(
      "UPDATE reminder_fire SET status = IF(notice_id IS NULL, 'void', 'merged') WHERE id IN (?)",
      [merged],
    );
}

async function wordsFor(work: Work, share: Share): Promise<string> {
  const parts = [`【督办提醒】${share.name},您好!`];
  if (share.own.length > 0) parts.push(await listOf(work, share.own, `您有${share.own.length}项任务要办:`));
  if (share.others.length > 0) {
    parts.push(await listOf(work, share.others, `以下${share.others.length}项已经逾期,请您督促:`, true));
  }
  const late = await lateBesides(work, share);
  if (late.length > 0)
    parts.push(`另有${late.length}项早已逾期:${late.map((task) => `#${task.code}`).join("、")}。`);
  const first = byUrgency(share.own)[0];
  if (first) parts.push(`回“#${first.code}”就可以开始;回“待办”看全部;需要延期请直接说。`);
  return parts.join("\n");
}

/** What this person let slip and is not named in this message: its own reminders have come to their end. */
async function lateBesides(work: Work, { personId, own, others }: Share): Promise<Task[]> {
  if (own.length === 0) return [];
  const named = new Set([...own, ...others].map((task) => task.id));
  const tasks = await myOpenTasks({ ...work, actor: { kind: "person", personId } });
  return tasks.filter((task) => task.dueAt < work.now && !named.has(task.id));
}

const byUrgency = (tasks: Task[]): Task[] =>
  [...tasks].sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || a.id - b.id);

async function listOf(work: Work, tasks: Task[], heading: string, withPerson = false): Promise<string> {
  const ordered = byUrgency(tasks);
  const units = new Set(tasks.map((task) => task.unit));
  const lines = [heading];
  for (const task of ordered.slice(0, mostNamed)) {
    const due = `${sayDay(dayOf(task.dueAt), work.now)}截止,${dueWords(task.dueAt, work.now)}`;
    const unit = withPerson || units.size > 1 ? `(${task.unit})` : "";
    const person = withPerson ? await responsibleNames(work, task) : "";
    lines.push(`#${task.code} ${task.title}${unit}${person}\n  ${due} · ${await progressOf(work, task)}`);
  }
  if (ordered.length > mostNamed) lines.push(`……另有${ordered.length - mostNamed}项`);
  return lines.join("\n");
}

async function responsibleNames(work: Work, task: Task): Promise<string> {
  const people = await audienceOf(work, task, "responsible");
  return people.length > 0 ? ` 责任人:${people.map((person) => person.name).join("、")}` : "";
}
