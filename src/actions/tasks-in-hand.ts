import type { DataSource } from "typeorm";
import type { Answer } from "../../entities/answer.ts";
import type { Assignment } from "../../entities/assignment.ts";
import type { Requirement } from "../../entities/requirement.ts";
import { notFound } from "../errors.ts";
import { keepParent } from "../machines/answer.ts";
import { once, together } from "../packets.ts";
import type { Statement } from "../statements.ts";
import type { Work } from "../work.ts";
import { named, ownColumns, type Task } from "./assignments.ts";
import {
  answerStatements,
  byAssignment,
  type Proof,
  type Questionnaire,
  questionnaireFrom,
} from "./questions.ts";

/**
 * One task by id, locked for the rest of the transaction, and its campaign kept from ending meanwhile. Refuses with
 * not-found.
 */
export const taskById = (work: Work, id: number): Promise<Task> =>
  onceTask(work, id, async () => heldTask(work, id, await together(work, holding(work, id))));

/** A task that the work has locked, with its questions: nobody else changes an answer meanwhile. */
export interface TaskInHand extends Questionnaire {
  task: Task;
}

/** The same, with its questions. Refuses with not-found. */
export const taskInHand = (work: Work, id: number): Promise<TaskInHand> =>
  onceInHand(work, id, async () => inHand(work, id, await together(work, takingInHand(work, id))));

/** What takes a task in hand. */
const takingInHand = (work: Work, id: number): Statement[] => [
  ...holding(work, id),
  ...answerStatements([id]),
];

/** What takes several in hand, all of which were in hand before; see wasInHand. */
export const takingAllInHand = (work: Work, ids: number[]): Statement[] => [
  ...holdingAll(
    ids,
    ids.flatMap((id) => placesOf(work).get(id) ?? []),
  ),
  ...answerStatements(ids),
];

/** Has this program had the task in hand lately? */
export const wasInHand = (work: Pick<Work, "db">, id: number): boolean => placesOf(work).has(id);

/** Keeps a task that was taken in hand along with something else, so that taskInHand need not ask again. */
const keepInHand = (work: Work, id: number, results: unknown[]): Promise<TaskInHand> =>
  onceInHand(work, id, () => inHand(work, id, results));

/** Keeps several that were taken in hand, each for the piece of work that needs it. Those that are gone are left out. */
export async function keepAllInHand(works: Map<number, Work>, results: unknown[]): Promise<void> {
  const [assignments, units, answers, proofs] = results.slice(-4) as Held;
  const found = new Map(assignments.map((row) => [row.id, row]));
  const [answersOf, proofsOf] = [byAssignment(answers), byAssignment(proofs)];
  for (const [id, work] of works) {
    const assignment = found.get(id);
    const own = [[assignment], units, answersOf.get(id) ?? [], proofsOf.get(id) ?? []];
    if (assignment) await keepInHand(work, id, own);
  }
}

/** What the last statements read: assignments, their units, answers and what proves them. */
type Held = [Assignment[], NamedUnit[], Answer[], Proof[]];

interface NamedUnit {
  id: number;
  unit: string;
}

/** Tables that a task is made from, and those of its questions. */
const shown = ["assignment", "campaign", "requirement", "unit"];
const answering = ["answer", "evidence", "inventory_entry"];

const onceTask = (work: Work, id: number, read: () => Promise<Task>): Promise<Task> =>
  once(work, { name: `task ${id}`, tables: shown }, read);

const onceInHand = (work: Work, id: number, read: () => Promise<TaskInHand>): Promise<TaskInHand> =>
  once(work, { name: `task in hand ${id}`, tables: [...shown, ...answering] }, read);

/** The campaign and the unit of an assignment, which never change. */
type Place = Pick<Assignment, "campaignId" | "unitId">;

const places = new WeakMap<DataSource, Map<number, Place>>();
/** Assignments whose place is kept; all are forgotten when they have become more. */
const mostPlaces = 100_000;

function placesOf({ db: { connection } }: Pick<Work, "db">): Map<number, Place> {
  const known = places.get(connection) ?? new Map<number, Place>();
  places.set(connection, known);
  if (known.size > mostPlaces) known.clear();
  return known;
}

/**
 * The campaign is locked before its assignments, in every action, so that nobody waits in a circle. Ends with
 * statements that read the assignment and its unit.
 */
function holding(work: Work, id: number): Statement[] {
  const place = placesOf(work).get(id);
  if (place) return holdingAll([id], [place]);
  return [
    // A subquery in the lock would lock the assignment as well, and first.
    ["SET @campaign = (SELECT campaign_id FROM assignment WHERE id = ?)", [id]],
    ["SELECT id FROM campaign WHERE id = @campaign LOCK IN SHARE MODE"],
    readingAll([id]),
    ["SELECT u.id, u.name AS unit FROM assignment a JOIN unit u ON u.id = a.unit_id WHERE a.id = ?", [id]],
  ];
}

const holdingAll = (ids: number[], places: Place[]): Statement[] => [
  ["SELECT id FROM campaign WHERE id IN (?) LOCK IN SHARE MODE", [distinct(places.map((p) => p.campaignId))]],
  readingAll(ids),
  ["SELECT id, name AS unit FROM unit WHERE id IN (?)", [distinct(places.map(({ unitId }) => unitId))]],
];

/** By their ids and nothing else: a scan would wait for those that others hold. */
const readingAll = (ids: number[]): Statement => [
  `SELECT ${ownColumns} FROM assignment a FORCE INDEX (PRIMARY) WHERE a.id IN (?) FOR UPDATE`,
  [ids],
];

const distinct = (ids: number[]): number[] => [...new Set(ids)];

async function heldTask(work: Work, id: number, results: unknown[]): Promise<Task> {
  const [assignments, units] = results.slice(-2) as [Assignment[], NamedUnit[]];
  const assignment = assignments.find((row) => row.id === id);
  const unit = units.find((row) => row.id === assignment?.unitId)?.unit;
  if (!assignment || unit === undefined) throw notFound("这项任务");
  const { campaignId, unitId } = assignment;
  placesOf(work).set(id, { campaignId, unitId });
  const { versionId: _, publishedAt: __, ...demand } = await demandOf(work, assignment.requirementId);
  return named({ ...assignment, ...demand, unit });
}

async function inHand(work: Work, id: number, results: unknown[]): Promise<TaskInHand> {
  const [held, answers] = [results.slice(0, -2), results.slice(-2)];
  const task = await onceTask(work, id, () => heldTask(work, id, held));
  await keepParent(work, task);
  const { versionId, publishedAt } = await demandOf(work, task.requirementId);
  const version = versionId === null ? null : { id: versionId, publishedAt };
  return { task, ...(await questionnaireFrom(work, { ...task, version }, answers)) };
}

/** What a requirement says. Once its campaign is published, that never changes. */
interface Demand {
  taskId: number;
  title: string;
  kind: Requirement["kind"];
  recipient: string;
  /** JSON. */
  form: string;
  campaign: string;
  versionId: number | null;
  publishedAt: Date | null;
}

const demands = new WeakMap<DataSource, Map<number, Demand>>();

async function demandOf(work: Work, requirementId: number): Promise<Demand> {
  const known = demands.get(work.db.connection) ?? new Map<number, Demand>();
  demands.set(work.db.connection, known);
  const found = known.get(requirementId);
  if (found) return found;
  const [row]: (Demand & { state: string })[] = await work.db.query(
    `SELECT r.task_id AS taskId, r.title, r.kind, r.recipient, r.form, c.title AS campaign, c.state,
       v.id AS versionId, v.published_at AS publishedAt
     FROM requirement r JOIN campaign c ON c.id = r.campaign_id
     LEFT JOIN checklist_version v ON v.id = r.checklist_version_id WHERE r.id = ?`,
    [requirementId],
  );
  if (!row) throw new Error(`requirement ${requirementId} is gone`);
  const { state, ...demand } = row;
  if (state !== "draft") known.set(requirementId, demand);
  return demand;
}
