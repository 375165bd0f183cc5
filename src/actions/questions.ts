import { Answer } from "../../entities/answer.ts";
import type { ChecklistItem, Scope } from "../../entities/checklist-item.ts";
import type { InventoryEntry } from "../../entities/inventory-entry.ts";
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
  requirementId: number;
  unitId: number;
  inventoryAt: Date | null;
}

/** All questions of an assignment, with the answers as they stand. Empty for a deliverable. */
export async function questionnaireOf(work: Work, assignment: Holder): Promise<Questionnaire> {
  const items: ChecklistItem[] = await work.db.query(
    `SELECT i.id, i.\`key\`, i.no, i.question, i.polarity, i.scope, i.evidence
     FROM requirement r JOIN checklist_item i ON i.version_id = r.checklist_version_id
     WHERE r.id = ? ORDER BY i.no`,
    [assignment.requirementId],
  );
  const scopes = [...new Set(items.map((item) => item.scope))].filter((scope) => scope !== "unit");
  const entries = await entriesOf(work, assignment.unitId, scopes);
  const answers = await answersOf(work, assignment.id);
  const files = await fileCounts(work, assignment.id);
  const questions = inOrder(items, entries).map((asked, index) => {
    const answer = answers.get(keyOf(asked)) ?? null;
    return { ...questionOf(asked, index + 1), answer, files: files.get(answer?.id ?? 0) ?? 0 };
  });
  return { questions, undeclared: assignment.inventoryAt ? [] : scopes };
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

async function entriesOf(work: Work, unitId: number, scopes: Scope[]): Promise<InventoryEntry[]> {
  if (scopes.length === 0) return [];
  return work.db.query(
    "SELECT id, scope, kind, name FROM inventory_entry WHERE unit_id = ? AND scope IN (?) AND retired_at IS NULL ORDER BY id",
    [unitId, scopes],
  );
}

async function answersOf(work: Work, assignmentId: number): Promise<Map<string, Answer>> {
  const answers = await work.db.findBy(Answer, { assignmentId });
  return new Map(answers.map((answer) => [`${answer.itemId}.${answer.entryId}`, answer]));
}

async function fileCounts(work: Work, assignmentId: number): Promise<Map<number, number>> {
  const rows: { answerId: number; count: string }[] = await work.db.query(
    `SELECT answer_id AS answerId, COUNT(*) AS count FROM evidence
     WHERE assignment_id = ? AND answer_id IS NOT NULL AND removed_at IS NULL GROUP BY answer_id`,
    [assignmentId],
  );
  return new Map(rows.map((row) => [row.answerId, Number(row.count)]));
}

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
