import { Assignment } from "../../entities/assignment.ts";
import type { Requirement } from "../../entities/requirement.ts";
import { forbidden, guardFailed, notFound } from "../errors.ts";
import { heldPosts, responsibleFor } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { dayOf, daysBetween } from "../workdays.ts";
import { isAnswered, lackOf, type Question, questionnaireOf } from "./questions.ts";
import type { Condition } from "./scope.ts";

const letters = "ABCDEFGHJKMNPQRSTUVWXYZ";
const signs = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/** What people type after #: a letter, then a base-31 number without look-alike signs. */
export function codeOf(assignmentId: number): string {
  let rest = Math.floor((assignmentId - 1) / letters.length);
  let tail = "";
  do {
    tail = signs[rest % signs.length] + tail;
    rest = Math.floor(rest / signs.length) - 1;
  } while (rest >= 0);
  return letters[(assignmentId - 1) % letters.length] + tail;
}

/** The assignment that a code names; null when it is no code. Whether it exists and whose it is, is not looked up. */
export function assignmentOf(code: string): number | null {
  const word = code.toUpperCase();
  const letter = letters.indexOf(word[0] ?? "-");
  if (letter < 0 || word.length < 2 || word.length > 6) return null;
  let rest = -1;
  for (const sign of word.slice(1)) {
    const value = signs.indexOf(sign);
    if (value < 0) return null;
    rest = (rest + 1) * signs.length + value;
  }
  return rest * letters.length + letter + 1;
}

/** An assignment with what people need to recognise it. */
export interface Task extends Assignment {
  /** The line of work (专项) that it belongs to. */
  taskId: number;
  code: string;
  title: string;
  kind: Requirement["kind"];
  unit: string;
  recipient: string;
  /** How it is handed in. */
  form: string[];
  campaign: string;
}

/** An assignment's own columns, of `a`. */
export const ownColumns = `a.id, a.campaign_id AS campaignId, a.requirement_id AS requirementId, a.unit_id AS unitId,
  a.post_id AS postId, a.state, a.row_version AS rowVersion,
  a.content_version AS contentVersion, a.starts_at AS startsAt, a.due_at AS dueAt,
  a.original_due_at AS originalDueAt, a.inventory_at AS inventoryAt`;
const columns = `${ownColumns}, r.task_id AS taskId, r.title, r.kind, r.recipient, r.form,
  u.name AS unit, c.title AS campaign`;
const tables = `assignment a JOIN requirement r ON r.id = a.requirement_id JOIN unit u ON u.id = a.unit_id
  JOIN campaign c ON c.id = a.campaign_id`;

/** A task from its row. */
export const named = (row: Omit<Task, "code" | "form"> & { form: unknown }): Task =>
  Object.assign(new Assignment(), row, {
    code: codeOf(row.id),
    form: JSON.parse(String(row.form)) as string[],
  });

/** Open and returned work of the units for which the actor answers, most urgent first; started work only. */
export async function myOpenTasks(work: Work): Promise<Task[]> {
  const posts = (await heldPosts(work)).filter((post) => post.role !== "staff" && post.role !== "auditor");
  const own = posts.filter((post) => ["responsible", "office-operator"].includes(post.role));
  const ids = (own.length > 0 ? own : posts.filter((post) => post.role === "unit-head")).map(
    (post) => post.unitId,
  );
  if (ids.length === 0) return [];
  const rows: Task[] = await work.db.query(
    `SELECT ${columns} FROM ${tables} WHERE a.unit_id IN (?) AND a.state IN ('open', 'returned')
     AND c.state IN ('active', 'closing') AND a.starts_at <= ? ORDER BY a.due_at, a.id`,
    [ids, work.now],
  );
  return rows.map(named);
}

/** Tasks under a condition on `a` (assignment), `r` (requirement), `u` (unit) and `c` (campaign), by id. */
export async function tasksWhere(work: Work, where: Condition, limit: number): Promise<Task[]> {
  const rows: Task[] = await work.db.query(
    `SELECT ${columns} FROM ${tables} WHERE ${where.sql} ORDER BY a.id LIMIT ?`,
    [...where.values, limit],
  );
  return rows.map(named);
}

/** One task by id, for reading only: nobody waits for it. Refuses with not-found. */
export async function seenTask(work: Work, id: number): Promise<Task> {
  const [row]: Task[] = await work.db.query(`SELECT ${columns} FROM ${tables} WHERE a.id = ?`, [id]);
  if (!row) throw notFound("这项任务");
  return named(row);
}

/**
 * Locks an assignment whose content is about to change, so that nobody submits it meanwhile. Refuses with forbidden
 * whoever does not answer for the unit, and with guard-failed once it is handed in.
 */
export async function holdForChange(
  work: Work,
  assignment: Pick<Assignment, "id" | "unitId">,
): Promise<void> {
  const whyNot = await responsibleFor(work, assignment);
  if (whyNot) throw forbidden(whyNot);
  const [row]: Pick<Assignment, "state">[] = await work.db.query(
    "SELECT state FROM assignment WHERE id = ? FOR UPDATE",
    [assignment.id],
  );
  if (row?.state === "open" || row?.state === "returned") return;
  throw guardFailed("已经报送,内容和佐证不能再改;如需补充请先撤回或等审核人退回");
}

/** Tasks of one state that wait for the actor's decision as a reviewer, oldest first. */
export async function tasksToReview(work: Work): Promise<Task[]> {
  const posts = await heldPosts(work);
  const offices = posts.filter((post) => post.role === "office-operator").map((post) => post.unitId);
  const everything = posts.some((post) => post.role === "bureau-admin");
  if (!everything && offices.length === 0) return [];
  const rows: Task[] = await work.db.query(
    `SELECT ${columns} FROM ${tables} WHERE a.state = 'submitted' AND c.state IN ('active', 'closing')
     ${everything ? "" : "AND r.recipient_unit_id IN (?)"} ORDER BY a.due_at, a.id LIMIT 50`,
    everything ? [] : [offices],
  );
  return rows.map(named);
}

/** How far a task is, in the few words that a reminder has room for. */
export function progressWords(task: Task, questions: Question[], filesHandedIn: number): string {
  if (task.kind === "deliverable") return filesHandedIn > 0 ? `已收${filesHandedIn}份材料,未报送` : "未报送";
  if (task.state === "returned") return returnedWords(questions);
  const answered = questions.filter(isAnswered).length;
  if (answered === 0) return "未开始";
  const lacking = questions.filter((question) => lackOf(question) === "缺佐证").length;
  const done = answered < questions.length ? `已答${answered}/${questions.length}` : "已答完";
  return `${done},${lacking > 0 ? `缺${lacking}份佐证` : "未提交"}`;
}

function returnedWords(questions: Question[]): string {
  const flagged = questions.filter((question) => question.answer?.state === "flagged").length;
  return flagged > 0 ? `被退回,${flagged}题要重答` : "被退回,改好后请提交";
}

/** How a task stands at the moment of the work. */
export async function progressOf(work: Work, task: Task): Promise<string> {
  const { questions } = await questionnaireOf(work, task);
  const [files]: { count: string }[] = await work.db.query(
    "SELECT COUNT(*) AS count FROM evidence WHERE assignment_id = ? AND answer_id IS NULL AND removed_at IS NULL",
    [task.id],
  );
  return progressWords(task, questions, Number(files?.count ?? 0));
}

/** How far off a deadline is: 还剩3天, 今天截止, 逾期2天. The one predicate for list, reminder and report. */
export function dueWords(dueAt: Date, now: Date): string {
  const days = daysBetween(dayOf(now), dayOf(dueAt));
  if (now > dueAt) return `逾期${Math.max(1, -days)}天`;
  if (days === 0) return "今天截止";
  return days === 1 ? "明天截止" : `还剩${days}天`;
}
