import { expect } from "chai";
import { enterAnswer } from "../../src/actions/answers.ts";
import { assignmentOf } from "../../src/actions/assignments.ts";
import { attachFiles } from "../../src/actions/evidence.ts";
import { keepFile, registerFile } from "../../src/actions/files.ts";
import { responsiblePeople } from "../../src/actions/people.ts";
import { needsFile, type Question, questionnaireOf } from "../../src/actions/questions.ts";
import { taskById } from "../../src/actions/tasks-in-hand.ts";
import type { TestHouse } from "./house.ts";
import { png, type TalkingHouse } from "./talk.ts";

/** What must stand in the database; tasks go by the names of the scenario. */
export type Expected =
  | { answers: Record<string, Record<string, string>> }
  | { revisions: Record<string, string[]> }
  | { states: Record<string, string> }
  | { due: Record<string, string> }
  | { rows: string; are: object[] };

/** Does a step of a scenario only look? */
export const isExpected = (step: object): step is Expected =>
  ["answers", "revisions", "states", "due", "rows"].some((kind) => kind in step);

type Fill = (text: string) => string;

/** Compares what is recorded with what was expected. */
export async function check(test: TestHouse, expected: Expected, fill: Fill): Promise<void> {
  if ("rows" in expected) {
    const rows: object[] = await test.db.query(fill(expected.rows));
    const plain = rows.map((row) => JSON.parse(JSON.stringify(row)) as object);
    expect(plain).to.deep.equal(JSON.parse(fill(JSON.stringify(expected.are))));
  } else if ("answers" in expected) {
    for (const [task, values] of Object.entries(expected.answers))
      expect(await recordedAnswers(test, fill(`{${task}}`)), task).to.deep.equal(values);
  } else if ("revisions" in expected) {
    for (const [place, said] of Object.entries(expected.revisions))
      expect(await revisions(test, fill, place), place).to.deep.equal(said);
  } else await checkTasks(test, expected, fill);
}

async function checkTasks(
  test: TestHouse,
  expected: { states: Record<string, string> } | { due: Record<string, string> },
  fill: Fill,
): Promise<void> {
  const [column, wanted] = "states" in expected ? ["state", expected.states] : ["due_at", expected.due];
  for (const [task, value] of Object.entries(wanted as Record<string, string>)) {
    const [row] = await test.db.query(
      `SELECT ${column === "state" ? "state" : "DATE_FORMAT(due_at, '%Y-%m-%d')"} AS is_so FROM assignment WHERE id = ?`,
      [assignmentOf(fill(`{${task}}`))],
    );
    expect(row?.is_so, task).to.equal(value);
  }
}

/** By number of the question: the value, ":" and the note where there is one, "?" in front of what is only proposed. */
async function recordedAnswers(test: TestHouse, code: string): Promise<Record<string, string>> {
  return test.act(async (work) => {
    const task = await taskById(work, assignmentOf(code) ?? 0);
    const { questions } = await questionnaireOf(work, task);
    const rows = questions.map((question): [string, string] => [String(question.no), asShown(question)]);
    return Object.fromEntries(rows.filter(([, shown]) => shown !== ""));
  });
}

function asShown({ answer, files }: Question): string {
  const proof = files > 0 ? `+${files}` : "";
  if (answer?.state === "proposed") return `?${answer.proposedValue}${proof}`;
  const flag = answer?.state === "flagged" ? "!" : "";
  return `${flag}${answer?.value ?? ""}${answer?.note ? `:${answer.note}` : ""}${proof}`;
}

/** What counts now, by number of the question: proposals do not; and how many files prove each. */
export async function effectiveAnswers(
  test: TestHouse,
  code: string,
): Promise<{ values: Record<string, string>; files: Record<string, number> }> {
  return test.act(async (work) => {
    const { questions } = await questionnaireOf(work, await taskById(work, assignmentOf(code) ?? 0));
    const said = questions.filter(({ answer }) => answer?.value);
    const proved = questions.filter((question) => question.files > 0);
    return {
      values: Object.fromEntries(said.map(({ no, answer }) => [String(no), answer?.value ?? ""])),
      files: Object.fromEntries(proved.map(({ no, files }) => [String(no), files])),
    };
  });
}

/** Every value that question "task no" had, oldest first; "?" in front of what was only proposed. */
async function revisions(test: TestHouse, fill: Fill, place: string): Promise<string[]> {
  const [task = "", no = ""] = place.split(" ");
  return test.act(async (work) => {
    const held = await taskById(work, assignmentOf(fill(`{${task}}`)) ?? 0);
    const { questions } = await questionnaireOf(work, held);
    const answer = questions.find((question) => question.no === Number(no))?.answer;
    const rows: { kind: string; value: string }[] = await work.db.query(
      "SELECT kind, value FROM answer_revision WHERE answer_id = ? ORDER BY seq",
      [answer?.id ?? 0],
    );
    return rows.map(({ kind, value }) => (kind === "proposed" ? `?${value}` : value));
  });
}

/** As when every reminder of a task has gone out. */
export async function endReminders(test: TestHouse, code: string): Promise<void> {
  await test.db.query(
    "UPDATE reminder_fire SET status = 'void' WHERE assignment_id = ? AND status = 'pending'",
    [assignmentOf(code)],
  );
}

/** Answers every question of a task with one value, except some, and proves what wants proof. */
export async function fill(
  house: TalkingHouse,
  code: string,
  { value = "是", except = [] }: { value?: string; except?: number[] },
): Promise<void> {
  const { test } = house;
  const id = assignmentOf(code) ?? 0;
  const [holder] = await test.act(async (work) => responsiblePeople(work, await taskById(work, id)));
  const kept = await keepFile(test.house.rules.filesFolder, png);
  await test.act(
    async (work) => {
      await registerFile(work, kept);
      const task = await taskById(work, id);
      const { questions } = await questionnaireOf(work, task);
      for (const question of questions.filter((each) => !except.includes(each.no))) {
        await enterAnswer(work, id, question, { value });
        if (needsFile(question, value))
          await attachFiles(work, task, question, [{ hash: kept.hash, name: "照片.png", inboxId: null }]);
      }
    },
    { kind: "person", personId: holder?.personId ?? 0 },
  );
}
