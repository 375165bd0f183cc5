import type { DataSource } from "typeorm";
import type { Answer } from "../../entities/answer.ts";
import type { Assignment } from "../../entities/assignment.ts";
import type { Scope } from "../../entities/checklist-item.ts";
import type { InventoryEntry } from "../../entities/inventory-entry.ts";
import { notFound } from "../errors.ts";
import { keepParent } from "../machines/answer.ts";
import { Alone, once, together } from "../packets.ts";
import type { Statement } from "../statements.ts";
import type { Work } from "../work.ts";
import { named, ownColumns, type Task } from "./assignments.ts";
import { demandOf } from "./demands.ts";
import {
  answerStatements,
  byAssignment,
  entriesIn,
  type Proof,
  type Question,
  type Questionnaire,
  questionnaireFrom,
} from "./questions.ts";

/**
 * One task by id, locked for the rest of the transaction, and its campaign kept from ending meanwhile. Refuses with
 * not-found.
 */
export const taskById = (work: Work, id: number): Promise<Task> =>
  onceTask(work, id, async () => {
    const [assignments, units] = (await together(work, holding(work, id))).slice(-2);
    return heldTask(work, (assignments as Assignment[])[0], units as NamedUnit[]);
  });

/** A task that the work has locked, with its questions: nobody else changes an answer meanwhile. */
export interface TaskInHand extends Questionnaire {
  task: Task;
}

/** The same, with its questions. Refuses with not-found. */
export const taskInHand = (work: Work, id: number): Promise<TaskInHand> =>
  onceInHand(work, id, async () => {
    const statements = [...holding(work, id), ...answerStatements([id])];
    const [assignments, units, answers, proofs] = (await together(work, statements)).slice(-4);
    const task = await onceTask(work, id, () =>
      heldTask(work, (assignments as Assignment[])[0], units as NamedUnit[]),
    );
    return inHand(work, task, { answers: answers as Answer[], proofs: proofs as Proof[] });
  });

/** Several tasks to be taken in hand along with something else. */
export interface Taking {
  statements: Statement[];
  /**
   * Keeps what the statements read, each task for the piece of work that needs it, and answers the tasks by their ids.
   * Left out are those that are gone, and those whose answers somebody else has changed since they were put back.
   */
  keep(works: Map<number, Work>, results: unknown[]): Promise<Map<number, TaskInHand>>;
}

/** Takes several in hand, all of which were in hand before; see wasInHand. Asks for no answers that were put back. */
export function takingAllInHand(work: Work, ids: number[]): Taking {
  if (ids.length === 0) return { statements: [], keep: async () => new Map() };
  const { places, contents } = memoryOf(work);
  const known = ids.flatMap((id) => places.get(id) ?? []);
  const scoped = known.filter(({ scopes }) => scopes.length > 0);
  const unread = ids.filter((id) => !contents.has(id));
  return {
    statements: [
      ...holdingAll(ids, known),
      ...(scoped.length > 0 ? [entriesOf(scoped)] : []),
      ...(unread.length > 0 ? answerStatements(unread) : []),
    ],
    keep: (works, [, assignments, units, ...rest]) => {
      const entries = scoped.length > 0 ? rest.shift() : [];
      const [answers = [], proofs = []] = rest;
      return keepAll(works, { assignments, units, entries, answers, proofs } as Read, new Set(unread));
    },
  };
}

/** Has this program had the task in hand lately? */
export const wasInHand = (work: Pick<Work, "db">, id: number): boolean => memoryOf(work).places.has(id);

/**
 * Puts a task back whose work is committed: whoever takes it next need not read its answers, if nobody else has changed
 * them. Not for a checklist about entries of an inventory, which change by themselves.
 */
export function putBack(work: Pick<Work, "db">, { task, questions }: TaskInHand): void {
  const { places, contents } = memoryOf(work);
  if (places.get(task.id)?.scopes.length !== 0) return;
  if (contents.size >= mostContents) contents.clear();
  contents.set(task.id, { version: task.contentVersion, questions });
}

interface Read {
  assignments: Assignment[];
  units: NamedUnit[];
  entries: InventoryEntry[];
  answers: Answer[];
  proofs: Proof[];
}

interface NamedUnit {
  id: number;
  unit: string;
}

async function keepAll(
  works: Map<number, Work>,
  { assignments, units, entries, answers, proofs }: Read,
  read: Set<number>,
): Promise<Map<number, TaskInHand>> {
  const [answersOf, proofsOf] = [byAssignment(answers), byAssignment(proofs)];
  const kept = new Map<number, TaskInHand>();
  for (const assignment of assignments) {
    const { id } = assignment;
    const work = works.get(id);
    if (!work) continue;
    const own = { answers: answersOf.get(id) ?? [], proofs: proofsOf.get(id) ?? [], entries };
    const hand = await handOf(work, { assignment, units, own: read.has(id) ? own : null }).catch(leftOut);
    if (hand) kept.set(id, await onceInHand(work, id, async () => hand));
  }
  return kept;
}

async function handOf(
  work: Work,
  { assignment, units, own }: Pick<Read, "units"> & { assignment: Assignment; own: OwnRead | null },
): Promise<TaskInHand | null> {
  const task = await onceTask(work, assignment.id, () => heldTask(work, assignment, units));
  return own ? inHand(work, task, own) : takenUp(work, task);
}

/** Of what this program has never read, work beside others must not ask. */
function leftOut(error: unknown): null {
  if (error instanceof Alone) return null;
  throw error;
}

/** As it was put back. It is no longer there then: what a turn that fails does to it must not be seen by another. */
function takenUp(work: Work, task: Task): TaskInHand | null {
  const { contents } = memoryOf(work);
  const content = contents.get(task.id);
  contents.delete(task.id);
  if (content?.version !== task.contentVersion) return null;
  return { task, questions: content.questions, undeclared: [] };
}

/** Tables that a task is made from, and those of its questions. */
const shown = ["assignment", "campaign", "requirement", "unit"];
const answering = ["answer", "evidence", "inventory_entry"];

const onceTask = (work: Work, id: number, read: () => Promise<Task>): Promise<Task> =>
  once(work, { name: `task ${id}`, tables: shown }, read);

const onceInHand = (work: Work, id: number, read: () => Promise<TaskInHand>): Promise<TaskInHand> =>
  once(work, { name: `task in hand ${id}`, tables: [...shown, ...answering] }, read);

/** The campaign and the unit of an assignment, and the inventories that its checklist asks about: they never change. */
interface Place {
  campaignId: number;
  unitId: number;
  scopes: Scope[];
}

/** Questions with their answers, as they were when the assignment's content had this version. */
interface Content {
  version: number;
  questions: Question[];
}

interface Memory {
  places: Map<number, Place>;
  contents: Map<number, Content>;
}

const memories = new WeakMap<DataSource, Memory>();
/** All are forgotten when they have become more. */
const mostPlaces = 100_000;
const mostContents = 2_000;

function memoryOf({ db: { connection } }: Pick<Work, "db">): Memory {
  const known = memories.get(connection) ?? { places: new Map(), contents: new Map() };
  memories.set(connection, known);
  return known;
}

/**
 * The campaign is locked before its assignments, in every action, so that nobody waits in a circle. Ends with
 * statements that read the assignment and its unit.
 */
function holding(work: Work, id: number): Statement[] {
  const place = memoryOf(work).places.get(id);
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

const entriesOf = (places: Place[]): Statement =>
  entriesIn(
    places.map(({ unitId }) => unitId),
    places.flatMap(({ scopes }) => scopes),
  );

const distinct = (ids: number[]): number[] => [...new Set(ids)];

async function heldTask(work: Work, assignment: Assignment | undefined, units: NamedUnit[]): Promise<Task> {
  const unit = units.find((row) => row.id === assignment?.unitId)?.unit;
  if (!assignment || unit === undefined) throw notFound("这项任务");
  const { versionId: _, publishedAt: __, ...demand } = await demandOf(work, assignment.requirementId);
  const task = named({ ...assignment, ...demand, unit });
  await keepParent(work, task);
  return task;
}

/** Answers and proofs of one task, and its unit's inventory where it was read. */
interface OwnRead {
  answers: Answer[];
  proofs: Proof[];
  entries?: InventoryEntry[];
}

async function inHand(work: Work, task: Task, read: OwnRead): Promise<TaskInHand> {
  const { versionId, publishedAt } = await demandOf(work, task.requirementId);
  const version = versionId === null ? null : { id: versionId, publishedAt };
  const { scopes, ...made } = await questionnaireFrom(work, { ...task, version }, read);
  const { places } = memoryOf(work);
  if (places.size >= mostPlaces) places.clear();
  places.set(task.id, { campaignId: task.campaignId, unitId: task.unitId, scopes });
  return { task, ...made };
}
