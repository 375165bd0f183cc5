import type { DataSource } from "typeorm";
import type { Answer } from "../../entities/answer.ts";
import type { ChecklistItem, Scope } from "../../entities/checklist-item.ts";
import type { InventoryEntry } from "../../entities/inventory-entry.ts";
import { together } from "../packets.ts";
import type { Statement } from "../statements.ts";
import type { Work } from "../work.ts";

/** One question as one unit is asked it: an item about the unit itself or about one entry of its inventory. */
export interface Question {
  /** Its place among all questions of the assignment, from 1. */
  no: number;
  /** Item and entry; stable while numbers may shift. */
  key: string;
  itemId: number;
  itemKey: string;
  entryId: number;
  /** The entry's name; empty when it is about the unit. */
  subject: string;
  question: string;
  polarity: "+" | "-";
  evidence: ChecklistItem["evidence"];
  answer: Answer | null;
  /** Files that prove it. */
  files: number;
}

/** What an assignment's checklist asks, and what stands in the way of asking. */
export interface Questionnaire {
  questions: Question[];
  /** Scopes whose inventory the unit has not declared yet. */
  undeclared: Scope[];
}

interface Holder {
  id: number;
  unitId: number;
  inventoryAt: Date | null;
}

/** All questions of an assignment, with the answers as they stand. Empty for a deliverable. */
export async function questionnaireOf(work: Work, assignment: Holder): Promise<Questionnaire> {
  const made = await questionnairesOf(work, [assignment]);
  return made.get(assignment.id) ?? { questions: [], undeclared: [] };
}

/** All questions of many assignments, by assignment, in as many statements as for one. */
export async function questionnairesOf(
  work: Work,
  assignments: Holder[],
): Promise<Map<number, Questionnaire>> {
  if (assignments.length === 0) return new Map();
  const ids = assignments.map(({ id }) => id);
  const [versions, answers, proofs] = (await together(work, [
    versionStatement(ids),
    ...answerStatements(ids),
  ])) as [(Version & { assignmentId: number })[], Answer[], Proof[]];
  const items = new Map<number, ChecklistItem[]>();
  for (const version of versions) items.set(version.assignmentId, await itemsOf(work, version));
  const units = [...new Set(assignments.map(({ unitId }) => unitId))];
  const entries = await entriesOf(work, units, scopesOf([...items.values()].flat()));
  const [answersOf, proofsOf] = [byAssignment(answers), byAssignment(proofs)];
  const made = assignments.map((assignment) => {
    const asked = { items: items.get(assignment.id) ?? [], entries };
    return [
      assignment.id,
      questionnaireWith(assignment, asked, {
        answers: answersOf.get(assignment.id) ?? [],
        proofs: proofsOf.get(assignment.id) ?? [],
      }),
    ] as const;
  });
  return new Map(made);
}

/** Rows of many assignments, by assignment. */
export function byAssignment<Row extends { assignmentId: number }>(rows: Row[]): Map<number, Row[]> {
  const grouped = new Map<number, Row[]>();
  for (const row of rows) {
    const group = grouped.get(row.assignmentId);
    if (group) group.push(row);
    else grouped.set(row.assignmentId, [row]);
  }
  return grouped;
}

/** The checklist's version of each assignment that has a checklist. */
const versionStatement = (assignmentIds: number[]): Statement => [
  `SELECT a.id AS assignmentId, v.id, v.published_at AS publishedAt
   FROM assignment a JOIN requirement r ON r.id = a.requirement_id
   JOIN checklist_version v ON v.id = r.checklist_version_id WHERE a.id IN (?)`,
  [assignmentIds],
];

/** That a file proves an answer. */
export interface Proof {
  assignmentId: number;
  answerId: number;
}

/** What reads assignments' answers, and the files that prove them. */
export const answerStatements = (assignmentIds: number[]): Statement[] => [
  [
    `SELECT id, assignment_id AS assignmentId, item_id AS itemId, entry_id AS entryId, state, row_version AS rowVersion,
       value, note, proposed_value AS proposedValue, proposed_note AS proposedNote, flag_reason AS flagReason
     FROM answer WHERE assignment_id IN (?)`,
    [assignmentIds],
  ],
  [
    `SELECT assignment_id AS assignmentId, answer_id AS answerId FROM evidence
     WHERE assignment_id IN (?) AND answer_id IS NOT NULL AND removed_at IS NULL`,
    [assignmentIds],
  ],
];

/**
 * Makes the questionnaire from what those statements read, and from the unit's inventory, which is read when it is not
 * given; `version` is the checklist's, null for a deliverable. Tells also which inventories are asked about.
 */
export async function questionnaireFrom(
  work: Work,
  { version, ...assignment }: Holder & { version: Version | null },
  { entries, ...known }: { answers: Answer[]; proofs: Proof[]; entries?: InventoryEntry[] },
): Promise<Questionnaire & { scopes: Scope[] }> {
  const items = version ? await itemsOf(work, version) : [];
  const scopes = scopesOf(items);
  const found = entries ?? (await entriesOf(work, [assignment.unitId], scopes));
  return { scopes, ...questionnaireWith(assignment, { items, entries: found }, known) };
}

/** Scopes that ask about entries of an inventory. */
const scopesOf = (items: ChecklistItem[]): Scope[] =>
  [...new Set(items.map((item) => item.scope))].filter((scope) => scope !== "unit");

function questionnaireWith(
  { unitId, inventoryAt }: Holder,
  { items, entries }: { items: ChecklistItem[]; entries: InventoryEntry[] },
  { answers, proofs }: { answers: Answer[]; proofs: Proof[] },
): Questionnaire {
  const answered = new Map(answers.map((row) => [`${row.itemId}.${row.entryId}`, row]));
  const files = countedBy(proofs.map(({ answerId }) => answerId));
  const own = entries.filter((entry) => entry.unitId === unitId);
  const questions = inOrder(items, own).map((asked, index) => {
    const answer = answered.get(keyOf(asked)) ?? null;
    return { ...questionOf(asked, index + 1), answer, files: files.get(answer?.id ?? 0) ?? 0 };
  });
  return { questions, undeclared: inventoryAt ? [] : scopesOf(items) };
}

function countedBy(ids: number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

interface Version {
  id: number;
  publishedAt: Date | null;
}

/** A published version never changes. */
const published = new WeakMap<DataSource, Map<number, ChecklistItem[]>>();

async function itemsOf(work: Work, { id, publishedAt }: Version): Promise<ChecklistItem[]> {
  const known = published.get(work.db.connection) ?? new Map<number, ChecklistItem[]>();
  published.set(work.db.connection, known);
  const found = known.get(id);
  if (found) return found;
  const items: ChecklistItem[] = await work.db.query(
    "SELECT id, `key`, no, question, polarity, scope, evidence FROM checklist_item WHERE version_id = ? ORDER BY no",
    [id],
  );
  if (publishedAt) known.set(id, items);
  return items;
}

type Asked = { item: ChecklistItem; entry: InventoryEntry | null };

const keyOf = ({ item, entry }: Asked): string => `${item.id}.${entry?.id ?? 0}`;

const questionOf = (asked: Asked, no: number): Omit<Question, "answer" | "files"> => ({
  no,
  key: keyOf(asked),
  itemId: asked.item.id,
  itemKey: asked.item.key,
  entryId: asked.entry?.id ?? 0,
  subject: asked.entry?.name ?? "",
  question: asked.item.question,
  polarity: asked.item.polarity,
  evidence: asked.item.evidence,
});

/** Questions about the unit first, then entry by entry, so that one medium is finished before the next. */
function inOrder(items: ChecklistItem[], entries: InventoryEntry[]): Asked[] {
  const ofUnit = items.filter((item) => item.scope === "unit").map((item) => ({ item, entry: null }));
  const ofEntries = entries.flatMap((entry) =>
    items.filter((item) => item.scope === entry.scope).map((item) => ({ item, entry })),
  );
  return [...ofUnit, ...ofEntries];
}

async function entriesOf(work: Work, unitIds: number[], scopes: Scope[]): Promise<InventoryEntry[]> {
  return scopes.length === 0 ? [] : work.db.query(...entriesIn(unitIds, scopes));
}

/** What reads units' inventories of some scopes. */
export const entriesIn = (unitIds: number[], scopes: Scope[]): Statement => [
  `SELECT id, unit_id AS unitId, scope, kind, name FROM inventory_entry
   WHERE unit_id IN (?) AND scope IN (?) AND retired_at IS NULL ORDER BY id`,
  [unitIds, scopes],
];

/** Has it an effective answer that nobody sent back? */
export const isAnswered = (question: Question): boolean => question.answer?.state === "confirmed";

/** Does its effective answer tell a problem? 不涉及 never does. */
export function isProblem(question: Pick<Question, "polarity">, value: string): boolean {
  if (value === "不涉及") return false;
  if (value === "部分" || value === "整改中") return true;
  return question.polarity === "+" ? value === "否" : value === "是";
}

/** What still keeps a question from being submitted; null when nothing does. */
export function lackOf(question: Question): string | null {
  const { answer } = question;
  if (answer?.state === "flagged") return `被退回${answer.flagReason ? `:${answer.flagReason}` : ""}`;
  if (answer?.state === "proposed") return "待确认";
  if (answer?.state !== "confirmed" || answer.value === null) return "未答";
  return lackBeside(question, answer.value, answer.note);
}

function lackBeside(question: Question, value: string, note: string | null): string | null {
  if (needsNote(value) && !note) return value === "不涉及" ? "缺理由" : "缺说明";
  return needsFile(question, value) && question.files === 0 ? "缺佐证" : null;
}

/** 部分 wants words on what is missing, 不涉及 a reason. */
export const needsNote = (value: string): boolean => value === "部分" || value === "不涉及";

/** Evidence is asked for what is said to be in order. */
export const needsFile = (question: Pick<Question, "evidence" | "polarity">, value: string): boolean =>
  question.evidence === "required" && value !== "不涉及" && !isProblem(question, value);
