import type { Submission } from "../../entities/submission.ts";
import { notFound } from "../errors.ts";
import { answerMachine } from "../machines/answer.ts";
import { assignmentMachine } from "../machines/assignment.ts";
import { extensionMachine } from "../machines/extension.ts";
import { submissionMachine } from "../machines/submission.ts";
import type { Work } from "../work.ts";
import { type Task, tasksWhere } from "./assignments.ts";
import { type ListedEvidence, listEvidence } from "./evidence.ts";
import { all, equal, type Page, rowsOf } from "./pages.ts";
import { type Question, questionnaireOf } from "./questions.ts";
import { listSubmissions } from "./request-reads.ts";
import { type Condition, ofWork, scopeOf } from "./scope.ts";
import { type Lack, lacksOf } from "./submissions.ts";

/** Which assignments: each part narrows; `taskId` is the line of work, `text` is looked for in unit and title. */
export interface AssignmentFilters extends Page {
  campaignId?: number;
  taskId?: number;
  requirementId?: number;
  unitId?: number;
  state?: string;
  overdue?: boolean;
  text?: string;
}

/** A task in a list; overdue is what is still to be done past its deadline. */
export interface ListedTask extends Task {
  overdue: boolean;
}

/** Assignments within the actor's scope, by id; at most 200 at a time. */
export async function listAssignments(work: Work, filters: AssignmentFilters = {}): Promise<ListedTask[]> {
  const where = all([
    ofWork(await scopeOf(work), "a", "r"),
    { sql: "a.id > ?", values: [filters.after ?? 0] },
    ...equal([
      ["a.campaign_id", filters.campaignId],
      ["r.task_id", filters.taskId],
      ["a.requirement_id", filters.requirementId],
      ["a.unit_id", filters.unitId],
      ["a.state", filters.state],
    ]),
    ...lateness(work, filters.overdue),
    ...naming(filters.text),
  ]);
  return (await tasksWhere(work, where, rowsOf(filters))).map((task) => ({
    ...task,
    overdue: isOverdue(task, work.now),
  }));
}

const late = "(a.state IN ('open', 'returned') AND a.due_at < ?)";

const isOverdue = ({ state, dueAt }: Task, now: Date): boolean =>
  (state === "open" || state === "returned") && dueAt < now;

const lateness = (work: Work, overdue: boolean | undefined): Condition[] =>
  overdue === undefined ? [] : [{ sql: overdue ? late : `NOT ${late}`, values: [work.now] }];

function naming(text = ""): Condition[] {
  const word = text.trim();
  if (word === "") return [];
  const like = `%${word.replace(/[\\%_]/g, "\\$&")}%`;
  return [{ sql: "(u.name LIKE ? OR r.title LIKE ?)", values: [like, like] }];
}

/** One task for whoever may see it. Refuses with not-found what is not in the actor's scope. */
export async function ownTask(work: Work, id: number): Promise<Task> {
  const where = all([ofWork(await scopeOf(work), "a", "r"), { sql: "a.id = ?", values: [id] }]);
  const [task] = await tasksWhere(work, where, 1);
  if (!task) throw notFound("这项任务");
  return task;
}

/** One assignment with all that hangs on it. */
export interface AssignmentDetail {
  task: ListedTask;
  questions: Question[];
  /** Scopes whose inventory the unit has not declared yet. */
  undeclared: string[];
  /** What keeps it from being submitted. */
  lacks: Lack[];
  evidence: ListedEvidence[];
  submissions: Submission[];
}

/** One assignment with questions, answers, evidence and revisions. Refuses with not-found as ownTask does. */
export async function assignmentDetail(work: Work, id: number): Promise<AssignmentDetail> {
  const task = await ownTask(work, id);
  return {
    task: { ...task, overdue: isOverdue(task, work.now) },
    ...(await questionnaireOf(work, task)),
    lacks: await lacksOf(work, task),
    evidence: await listEvidence(work, id),
    submissions: await listSubmissions(work, { assignmentId: id }),
  };
}

/** One thing that happened to an assignment; `who` is a name, `title` says the command in Chinese where it has one. */
export interface Happened {
  at: Date;
  who: string;
  subject: string;
  command: string;
  title: string;
  from: string | null;
  to: string | null;
  reason: string | null;
}

/** How commands outside the machines are called. */
const otherTitles: Record<string, string> = {
  ask: "申请",
  attach: "添加佐证",
  detach: "撤下佐证",
  "declare-inventory": "填写清单",
};

/** What happened to an assignment, its answers, revisions and extensions, oldest first. Refuses as ownTask does. */
export async function timelineOf(work: Work, id: number): Promise<Happened[]> {
  await ownTask(work, id);
  const children = ["answer", "submission", "extension"];
  const parts = children.map(
    (table) =>
      `SELECT e.* FROM event e JOIN ${table} x ON e.subject = '${table}' AND e.subject_id = x.id WHERE x.assignment_id = ?`,
  );
  const rows: Omit<Happened, "title">[] = await work.db.query(
    `SELECT e.at, COALESCE(n.name, '系统') AS who, e.subject, e.command, e.from_state AS \`from\`,
       e.to_state AS \`to\`, e.reason
     FROM (SELECT * FROM event WHERE subject = 'assignment' AND subject_id = ? UNION ALL ${parts.join(" UNION ALL ")}) e
     LEFT JOIN person n ON n.id = e.actor_id ORDER BY e.id`,
    [id, ...children.map(() => id)],
  );
  return rows.map((row) => ({ ...row, title: titleOf(row) }));
}

const titles: Record<string, Record<string, string>> = {
  answer: answerMachine.commands,
  assignment: assignmentMachine.commands,
  submission: submissionMachine.commands,
  extension: extensionMachine.commands,
};

const titleOf = ({ subject, command }: Pick<Happened, "subject" | "command">): string =>
  titles[subject]?.[command] ?? otherTitles[command] ?? command;
