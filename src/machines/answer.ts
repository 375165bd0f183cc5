import { Answer } from "../../entities/answer.ts";
import { laterForEach, once } from "../packets.ts";
import type { Work } from "../work.ts";
import type { Check, Machine } from "./machine.ts";
import { responsibleFor, reviewerOf } from "./who.ts";

interface Parent {
  unitId: number;
  requirementId: number;
  state: string;
}

const parentOf = (work: Work, { assignmentId: id }: Answer): Promise<Parent> =>
  once(work, { name: `assignment ${id}`, tables: ["assignment"] }, () => readParent(work, id));

/** Keeps what was read along with something else, so that the rules of its answers need not ask again. */
export const keepParent = (work: Work, assignment: Parent & { id: number }): Promise<Parent> =>
  once(work, { name: `assignment ${assignment.id}`, tables: ["assignment"] }, async () => assignment);

async function readParent(work: Work, id: number): Promise<Parent> {
  const [row] = (await work.db.query(
    "SELECT unit_id AS unitId, requirement_id AS requirementId, state FROM assignment WHERE id = ?",
    [id],
  )) as Parent[];
  if (!row) throw new Error(`assignment ${id} is gone`);
  return row;
}

/** Tells all who keep the answers of assignments, or what proves them, that they have changed. */
export const contentChanged = (work: Work, assignmentIds: number[]): void =>
  laterForEach(
    work,
    ["UPDATE assignment FORCE INDEX (PRIMARY) SET content_version = content_version + 1 WHERE id IN (?)"],
    [...new Set(assignmentIds)],
    { unnoticed: true },
  );

const responsible: Check<Answer> = async (work, answer) => responsibleFor(work, await parentOf(work, answer));

const reviewer: Check<Answer> = async (work, answer) => reviewerOf(work, await parentOf(work, answer));

const stillOpen: Check<Answer> = async (work, answer) => {
  const { state } = await parentOf(work, answer);
  return state === "open" || state === "returned" ? null : "已经报送,不能再改;如需修改请先撤回或等审核人退回";
};

/**
 * One answer. `enter` records what leaves no doubt, from a form or from clear words in chat; `say` only proposes,
 * and the effective value stays until the proposal is confirmed. 是 or 否 is data, not a state.
 */
export const answerMachine: Machine<Answer> = {
  name: "answer",
  title: "答复",
  entity: Answer,
  column: "state",
  states: { blank: "未答", proposed: "待确认", confirmed: "已答", flagged: "被退回" },
  commands: {
    say: "作答",
    confirm: "确认",
    discard: "放弃",
    enter: "填写",
    flag: "退回",
    unflag: "取消退回",
  },
  initial: "blank",
  after: async (work, answers) =>
    contentChanged(
      work,
      answers.map(({ assignmentId }) => assignmentId),
    ),
  terminal: [],
  steps: [
    { from: "blank", command: "say", to: "proposed", who: responsible, guard: stillOpen },
    { from: "proposed", command: "say", to: "proposed", who: responsible, guard: stillOpen },
    { from: "proposed", command: "confirm", to: "confirmed", who: responsible, guard: stillOpen },
    { from: "proposed", command: "discard", to: "blank", who: responsible },
    { from: "blank", command: "enter", to: "confirmed", who: responsible, guard: stillOpen },
    { from: "confirmed", command: "enter", to: "confirmed", who: responsible, guard: stillOpen },
    { from: "confirmed", command: "say", to: "proposed", who: responsible, guard: stillOpen },
    { from: "confirmed", command: "flag", to: "flagged", who: reviewer, needsReason: true },
    { from: "flagged", command: "say", to: "proposed", who: responsible, guard: stillOpen },
    { from: "flagged", command: "enter", to: "confirmed", who: responsible, guard: stillOpen },
    { from: "flagged", command: "unflag", to: "confirmed", who: reviewer },
  ],
};
