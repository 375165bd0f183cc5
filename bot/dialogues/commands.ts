import { type Task, tasksToReview } from "../../src/actions/assignments.ts";
import { taskById } from "../../src/actions/tasks-in-hand.ts";
import { decideWithoutCode, toDecide } from "./deciding.ts";
import { askAgain } from "./inventory.ts";
import { show } from "./moving.ts";
import { dropFile, listFiles, place, proven } from "./proving.ts";
import { look, lookFirst, toReview } from "./reviewing.ts";
import { notNow, withdraw } from "./submitting.ts";
import { nothingToConfirm } from "./talking.ts";
import type { Turn } from "./turn.ts";
import { focused } from "./turn.ts";
import { more } from "./watching.ts";

/** A fixed word of this conversation, beside the language that the understanding reads. */
interface Command {
  words: RegExp;
  act(turn: Turn, found: RegExpExecArray, addressed: Task | null): Promise<string | null> | string | null;
}

const commands: Command[] = [
  {
    words: /^(确认|确定|确认了|确认无误)[。!!]?$/u,
    act: (turn) => (turn.memory.pending && !turn.memory.paused ? null : nothingToConfirm(turn)),
  },
  { words: /^(查看|核对|看答案)$/u, act: (turn) => show(turn) },
  { words: /^(待审|待审核|审核)$/u, act: (turn) => toReview(turn) },
  { words: /^(待批|待批准|待审批)$/u, act: (turn) => toDecide(turn) },
  { words: /^(更多|还有呢|下一页)$/u, act: (turn) => more(turn) },
  { words: /^看$/u, act: (turn) => lookAtOnly(turn) },
  { words: /^(佐证|看佐证|佐证清单|附件)$/u, act: (turn) => listFiles(turn) },
  {
    words: /^(?:删除|删掉|去掉|撤掉)(?:第)?(?:佐证)?\s*(\d{1,3})\s*(?:份|张|个)?(?:佐证|照片|文件)?$/u,
    act: drop,
  },
  { words: /^(撤回|撤回报送|先撤回)$/u, act: (turn, _found, addressed) => takeBack(turn, addressed) },
  { words: /^(好了|发完了|发好了|就这些|没有了)[。!!]?$/u, act: (turn) => endBurst(turn) },
  { words: /^(改清单|重报清单|修改清单)$/u, act: (turn) => reopenInventory(turn) },
  {
    words:
      /^(?:这?是)?(?:放到|放在|放|给)?\s*第?\s*(\d{1,3})\s*[题条]?的?(?:照片|佐证|材料|图片|图)?[。!]?$/u,
    act: putFile,
  },
  { words: /^(?:放到|放在|放|是|给)?(这一?题|上一?题|刚才那?一?题)的?[。!]?$/u, act: putNearby },
  { words: /^(?:审核)?(?:通过|退回)/u, act: (turn) => (isIdle(turn) ? lookFirst(turn) : null) },
  { words: /^(批准|同意|准了|不同意|不批准|驳回)/u, act: (turn, found) => decideIfIdle(turn, found.input) },
];

/** Does what a fixed word says; null when the words are none of them, or do not apply now. */
export async function command(turn: Turn, text: string, addressed: Task | null): Promise<string | null> {
  for (const { words, act } of commands) {
    const found = words.exec(text.trim());
    const said = found ? await act(turn, found, addressed) : null;
    if (said !== null) return said;
  }
  return null;
}

function drop(turn: Turn, found: RegExpExecArray): Promise<string> {
  return dropFile(turn, Number(found[1]));
}

function putFile(turn: Turn, found: RegExpExecArray): Promise<string> | null {
  const { held } = turn.memory;
  return held ? place(turn, held, Number(found[1])) : null;
}

async function putNearby(turn: Turn, found: RegExpExecArray): Promise<string | null> {
  const { held, last, focus } = turn.memory;
  const floor = held && (await focused(turn));
  const key = found[1]?.startsWith("这") ? focus?.asked[0] : last?.key;
  const question = floor?.questions.find((each) => each.key === key);
  return held && question ? place(turn, held, question.no) : null;
}

function endBurst(turn: Turn): Promise<string> | null {
  const { pending } = turn.memory;
  return pending?.kind === "evidence" && pending.key !== null ? proven(turn, pending) : null;
}

async function takeBack(turn: Turn, addressed: Task | null): Promise<string | null> {
  const { focus, justSubmitted, pending } = turn.memory;
  if (pending?.kind === "submit") return notNow(turn);
  const id = addressed?.id ?? justSubmitted;
  // In the middle of the questions it takes back an answer, which the understanding knows.
  if (!id && focus && (await focused(turn))) return null;
  if (!id) return "要撤回哪一项?请带上编号,如“#A2 撤回”。";
  return withdraw(turn, await taskById(turn.work, id));
}

async function reopenInventory(turn: Turn): Promise<string | null> {
  const floor = await focused(turn);
  const scopes: { scope: "medium" | "platform" | "target" }[] = floor
    ? await turn.work.db.query(
        `SELECT DISTINCT i.scope FROM requirement r JOIN checklist_item i ON i.version_id = r.checklist_version_id
         WHERE r.id = ? AND i.scope <> 'unit'`,
        [floor.task.requirementId],
      )
    : [];
  const [first] = scopes;
  return floor && first
    ? askAgain(turn, { kind: "inventory", taskId: floor.task.id, scope: first.scope })
    : null;
}

async function lookAtOnly(turn: Turn): Promise<string | null> {
  const tasks = await tasksToReview(turn.work);
  const [only] = tasks;
  if (!only) return null;
  return tasks.length === 1 ? look(turn, only) : toReview(turn);
}

/** In the middle of a question 同意 is an answer; it decides only when nothing else is on the table. */
function decideIfIdle(turn: Turn, text: string): Promise<string | null> | null {
  return isIdle(turn) ? decideWithoutCode(turn, text) : null;
}

/** Is nothing on the table? */
const isIdle = ({ memory: { pending, focus } }: Turn): boolean => !pending && !focus?.asked.length;
