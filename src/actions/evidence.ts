import type { Assignment } from "../../entities/assignment.ts";
import { Evidence } from "../../entities/evidence.ts";
import { notFound } from "../errors.ts";
import { contentChanged } from "../machines/answer.ts";
import { record } from "../machines/event.ts";
import { personOf } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { answerRow } from "./answers.ts";
import { holdForChange } from "./assignments.ts";
import { atMost } from "./checking.ts";
import type { Question } from "./questions.ts";

/** A file that a person sent, already kept on disk. */
export interface SentFile {
  hash: string;
  name: string;
  inboxId: number | null;
}

/** One piece of evidence as it is listed back: `no` from 1 within its assignment, `question` 0 for the whole. */
export interface ListedEvidence {
  no: number;
  id: number;
  name: string;
  answerId: number | null;
}

/**
 * Attaches files to a question, or to the assignment as a whole. The same file twice on one place counts once.
 * Refuses as holdForChange does.
 */
export async function attachFiles(
  work: Work,
  assignment: Pick<Assignment, "id" | "unitId">,
  question: Pick<Question, "itemId" | "entryId"> | null,
  files: SentFile[],
): Promise<void> {
  await holdForChange(work, assignment);
  const answerId = question ? (await answerRow(work, assignment.id, question)).id : null;
  for (const file of files) {
    const [same]: { id: number }[] = await work.db.query(
      "SELECT id FROM evidence WHERE assignment_id = ? AND answer_id <=> ? AND hash = ? AND removed_at IS NULL",
      [assignment.id, answerId, file.hash],
    );
    if (same) continue;
    await work.db.insert(Evidence, {
      assignmentId: assignment.id,
      answerId,
      hash: file.hash,
      name: atMost(file.name, 200),
      personId: personOf(work),
      inboxId: file.inboxId,
      addedAt: work.now,
    });
  }
  contentChanged(work, [assignment.id]);
  await record(work, {
    subject: "assignment",
    subjectId: assignment.id,
    command: "attach",
    payload: { answerId, hashes: files.map((file) => file.hash) },
  });
}

/** Everything attached to an assignment that was not removed, in order of arrival. */
export async function listEvidence(work: Work, assignmentId: number): Promise<ListedEvidence[]> {
  const rows: Omit<ListedEvidence, "no">[] = await work.db.query(
    `SELECT id, name, answer_id AS answerId FROM evidence
     WHERE assignment_id = ? AND removed_at IS NULL ORDER BY id`,
    [assignmentId],
  );
  return rows.map((row, index) => ({ no: index + 1, ...row }));
}

/** Takes one piece of evidence back before submission; the file and its row stay on record. */
export async function removeEvidence(
  work: Work,
  assignment: Pick<Assignment, "id" | "unitId">,
  no: number,
): Promise<ListedEvidence> {
  await holdForChange(work, assignment);
  const evidence = (await listEvidence(work, assignment.id)).find((each) => each.no === no);
  if (!evidence) throw notFound(`第${no}份佐证`);
  await work.db.query("UPDATE evidence SET removed_at = ? WHERE id = ?", [work.now, evidence.id]);
  contentChanged(work, [assignment.id]);
  await record(work, {
    subject: "assignment",
    subjectId: assignment.id,
    command: "detach",
    payload: { evidence: evidence.id },
  });
  return evidence;
}

/** The file of one piece of evidence of an assignment that the actor may see. Refuses with not-found. */
export async function evidenceFile(
  work: Work,
  assignmentId: number,
  evidenceId: number,
): Promise<{ name: string; hash: string; mime: string }> {
  const [file]: { name: string; hash: string; mime: string }[] = await work.db.query(
    `SELECT e.name, e.hash, f.mime FROM evidence e JOIN stored_file f ON f.hash = e.hash
     WHERE e.id = ? AND e.assignment_id = ? AND e.removed_at IS NULL`,
    [evidenceId, assignmentId],
  );
  if (!file) throw notFound("这份佐证");
  return file;
}
