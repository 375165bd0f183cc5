import { myOpenTasks, type Task, taskById } from "../../src/actions/assignments.ts";
import { inventoryKinds } from "../../src/actions/inventories.ts";
import { record } from "../../src/machines/event.ts";
import type { Meaning } from "../understand/meaning.ts";
import { understand } from "../understand/understand.ts";
import {
  addNote,
  answerMany,
  answerOne,
  cancelProposed,
  confirmProposed,
  edit,
  questionFor,
  takeRemark,
} from "./answering.ts";
import { nextStep, putQuestions } from "./checklist.ts";
import { decideWithoutCode } from "./deciding.ts";
import { confirmExtension, takeDate, takeReason, wishExtension } from "./extending.ts";
import { confirmHandover, takeSuccessor, wishHandover } from "./handing-over.ts";
import { handOff, notUnderstood, passOn } from "./helping.ts";
import { askAgain, confirmInventory, hearInventory } from "./inventory.ts";
import type { Pending } from "./memory.ts";
import { deadlines, explain, move, outstanding, pause, resume, show } from "./moving.ts";
import { proven } from "./proving.ts";
import { accept, sendBack } from "./reviewing.ts";
import { confirmSubmission, offerSubmission } from "./submitting.ts";
import { byKeys, focused, lines, type Turn } from "./turn.ts";
import { menu } from "./words.ts";

const early = "这句话是在我问这一题之前发出的,为免记错,没有记。请看看下面这一题:";
const notYet = "这件事现在还不能在微信里办,请联系教体局信息办。";

/** Does what was meant and says what was done with it. */
export async function respond(turn: Turn, meaning: Meaning, addressed: Task | null): Promise<string> {
  if (turn.early && records(meaning)) return lines(early, await move(turn, "repeat"));
  const waited = turn.memory.pending ? await awaited(turn, turn.memory.pending, meaning) : null;
  if (waited !== null) return waited;
  const said = await act(turn, meaning, addressed);
  return meaning.question && meaning.intent === "answer"
    ? lines(said, `您问的“${meaning.question}”,${await handOff(turn, meaning.question)}`)
    : said;
}

const records = (meaning: Meaning): boolean =>
  meaning.intent === "answer" || meaning.intent === "answers" || meaning.intent === "confirm";

/** What the bot was waiting for, when this is it; null lets the words mean what they mean anywhere. */
async function awaited(turn: Turn, pending: Pending, meaning: Meaning): Promise<string | null> {
  if (meaning.intent === "confirm") return confirmed(turn, pending);
  if (
    meaning.intent === "cancel" ||
    (meaning.intent === "answer" && isNo(meaning) && wantsConfirmation(pending))
  ) {
    return cancelled(turn, pending);
  }
  switch (pending.kind) {
    case "remark":
      return meaning.intent === "add-note" && meaning.note ? takeRemark(turn, pending, meaning.note) : null;
    case "inventory":
    case "inventory-confirm":
      return inventory(turn, pending, meaning);
    case "extension-task":
      return null;
    case "extension-date":
    case "extension-confirm":
      return dateFor(turn, pending, meaning);
    case "extension-reason":
      return reasonFor(turn, pending, meaning);
    case "handover-to":
      return successor(turn, pending, meaning);
    case "review":
      return review(turn, pending, meaning);
    case "evidence":
      return meaning.intent === "ack" && pending.key !== null ? proven(turn, pending) : null;
    case "batch":
    case "place":
    case "submit":
    case "handover-confirm":
      return null;
  }
}

const isNo = (meaning: { value?: string }): boolean => meaning.value === "否";

const wantsConfirmation = (pending: Pending): boolean =>
  ["batch", "inventory-confirm", "submit", "extension-confirm", "handover-confirm"].includes(pending.kind);

async function confirmed(turn: Turn, pending: Pending): Promise<string | null> {
  turn.memory.misses = 0;
  switch (pending.kind) {
    case "batch":
      return confirmProposed(turn, pending.taskId, pending.keys);
    case "inventory-confirm":
      return confirmInventory(turn, pending);
    case "submit":
      return confirmSubmission(turn, pending);
    case "extension-confirm":
      return confirmExtension(turn, pending);
    case "handover-confirm":
      return confirmHandover(turn, pending);
    case "evidence":
      return pending.key === null ? null : proven(turn, pending);
    default:
      return null;
  }
}

async function cancelled(turn: Turn, pending: Pending): Promise<string> {
  turn.memory.misses = 0;
  if (pending.kind === "batch") return cancelProposed(turn, pending);
  if (pending.kind === "inventory-confirm") return askAgain(turn, pending);
  turn.memory.pending = null;
  const floor = await focused(turn);
  const words =
    pending.kind === "submit" ? "好的,先不报送。要改哪题请直接说,改好再回“提交”。" : "好的,已取消。";
  const asked = floor ? byKeys(floor.questions, turn.memory.focus?.asked ?? []) : [];
  return lines(words, floor && asked.length > 0 && putQuestions(turn, floor.task, floor.questions, asked));
}

function inventory(
  turn: Turn,
  pending: Extract<Pending, { kind: "inventory" | "inventory-confirm" }>,
  meaning: Meaning,
): string | null {
  if (meaning.intent === "zero-report" || meaning.intent === "register-none")
    return hearInventory(turn, pending, []);
  if (meaning.intent === "inventory") {
    return hearInventory(turn, pending, meaning.none ? [] : [...meaning.kinds, ...(meaning.others ?? [])]);
  }
  if (pending.kind === "inventory-confirm") {
    const { kinds } = inventoryKinds[pending.scope];
    const of = pending.scope === "medium" ? "media" : pending.scope === "platform" ? "platforms" : "targets";
    const again = understand(turn.message.text, turn.work.now, { kind: "inventory", of, kinds });
    if (again.intent === "inventory") {
      return hearInventory(turn, pending, again.none ? [] : [...again.kinds, ...(again.others ?? [])]);
    }
  }
  return null;
}

async function dateFor(
  turn: Turn,
  pending: Extract<Pending, { kind: "extension-date" | "extension-confirm" }>,
  meaning: Meaning,
): Promise<string | null> {
  if (meaning.intent === "extend-request" && (meaning.to || meaning.by))
    return takeDate(turn, pending, meaning);
  const task = await taskById(turn.work, pending.taskId);
  const wish = understand(`延到${turn.message.text}`, turn.work.now, { kind: "idle", due: dueDay(task) });
  if (wish.intent === "extend-request" && (wish.to || wish.by)) return takeDate(turn, pending, wish);
  return pending.kind === "extension-date" && !isMovement(meaning)
    ? (wish.ask ?? "请说一个日期,如“8月31号”或“下周五”;不延了就回“取消”。")
    : null;
}

const dueDay = (task: Task): string =>
  new Date(task.dueAt.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

async function reasonFor(
  turn: Turn,
  pending: Extract<Pending, { kind: "extension-reason" }>,
  meaning: Meaning,
): Promise<string | null> {
  if (meaning.intent === "extend-request" && (meaning.to || meaning.by))
    return takeDate(turn, pending, meaning);
  if (isMovement(meaning)) return null;
  const reason = ("reason" in meaning && meaning.reason) || turn.message.text;
  return takeReason(turn, pending, reason);
}

function successor(
  turn: Turn,
  pending: Extract<Pending, { kind: "handover-to" }>,
  meaning: Meaning,
): string | null {
  if (isMovement(meaning)) return null;
  const name = meaning.intent === "transfer-request" && meaning.to ? meaning.to : turn.message.text.trim();
  return takeSuccessor(turn, pending, name);
}

async function review(
  turn: Turn,
  pending: Extract<Pending, { kind: "review" }>,
  meaning: Meaning,
): Promise<string | null> {
  if (meaning.intent === "review-accept") return accept(turn, pending);
  if (meaning.intent === "review-reject") {
    return sendBack(turn, pending, { items: meaning.items ?? [], reason: meaning.reason });
  }
  return null;
}

/** Words that always work, whatever the bot waits for. */
const isMovement = (meaning: Meaning): boolean =>
  [
    "help",
    "resume",
    "prev",
    "next",
    "skip",
    "pause",
    "query-outstanding",
    "query-deadline",
    "handoff",
    "reminders-off",
    "submit",
    "show-answers",
  ].includes(meaning.intent);

/** What words mean when nothing in particular was awaited. */
async function act(turn: Turn, meaning: Meaning, addressed: Task | null): Promise<string> {
  switch (meaning.intent) {
    case "answer":
      return answered(turn, meaning);
    case "answers": {
      const floor = await focused(turn);
      if (!floor || (turn.memory.focus?.asked.length ?? 0) === 0) return resume(turn);
      return meaning.ask ? notUnderstood(turn, meaning.ask) : answerMany(turn, floor, meaning);
    }
    case "edit":
      return meaning.ask
        ? notUnderstood(turn, meaning.ask)
        : edit(turn, { no: meaning.item, value: meaning.value, note: meaning.note });
    case "undo":
      return edit(turn, { no: meaning.item ?? "last" });
    case "add-note":
      return meaning.note ? addNote(turn, meaning.item, meaning.note) : notUnderstood(turn, meaning.ask);
    case "goto":
    case "next":
    case "prev":
    case "skip":
    case "repeat":
      return move(turn, meaning.intent, "item" in meaning ? meaning.item : undefined);
    case "restart":
      return move(turn, "goto", 1);
    case "defer":
      return lines("好的,这题等您问清楚再答。", await move(turn, "skip"));
    case "explain":
      return explain(turn, meaning.item);
    case "question":
    case "dispute-responsibility":
      return passOn(turn, turn.message.text);
    case "pause":
    case "set-reminder":
      return pause(turn, meaning.date ?? meaning.at?.slice(0, 10));
    case "resume":
      return resume(turn);
    case "show-answers":
    case "progress":
      return show(turn);
    case "pace":
      return setPace(turn, meaning.size);
    default:
      return order(turn, meaning, addressed);
  }
}

/** Submitting, asking for time, handing over, deciding, and small talk. */
async function order(turn: Turn, meaning: Meaning, addressed: Task | null): Promise<string> {
  switch (meaning.intent) {
    case "submit":
    case "submit-file":
    case "zero-report":
      return offerSubmission(turn, addressed);
    case "extend-request":
      if (meaning.ask && !meaning.to && !meaning.by && !addressed && !turn.memory.focus)
        return wishExtension(turn, null, meaning);
      return wishExtension(turn, addressed, meaning);
    case "transfer-request":
      return wishHandover(turn, meaning.to, turn.message.text);
    case "approve-extension":
    case "reject-extension":
    case "approve-handover":
    case "reject-handover":
      return (await decideWithoutCode(turn, turn.message.text)) ?? "现在没有等您决定的申请。";
    case "confirm":
      return nothingToConfirm(turn);
    case "cancel":
      return "好的。";
    case "ack":
      return acknowledge(turn);
    case "help":
      return help(turn);
    case "handoff":
      return handOff(turn, turn.message.text);
    case "smalltalk":
      return "我是督办助手,一个自动程序,负责提醒期限、收自查答复。回“菜单”看我能做什么。";
    case "query-outstanding":
    case "list":
      return outstanding(turn);
    case "query-deadline":
      return deadlines(turn);
    case "reminders-off":
      return reminders(turn, true);
    case "reminders-on":
      return reminders(turn, false);
    case "bind-request":
      return "您已经绑定过了,不用再绑。换了微信号,请管理员重新发一个绑定码。";
    case "ambiguous":
    case "unsure":
    case "ask":
    case "out-of-scope":
    case "refuse":
      return notUnderstood(turn, meaning.ask);
    default:
      return meaning.ask ? notUnderstood(turn, meaning.ask) : notYet;
  }
}

async function answered(turn: Turn, meaning: Extract<Meaning, { intent: "answer" }>): Promise<string> {
  const floor = await focused(turn);
  const asked = floor ? byKeys(floor.questions, turn.memory.focus?.asked ?? []) : [];
  if (!floor || asked.length === 0) return lines("您想回答哪一题?", await resume(turn));
  const question = typeof meaning.item === "number" ? questionFor(turn, floor, meaning.item) : asked[0];
  const unclear = asked.length > 1 && typeof meaning.item !== "number";
  if (!question || unclear) return notUnderstood(turn, meaning.ask ?? "这几题请按题号回答,如“1是2否”。");
  if (meaning.ask && !["部分", "不涉及"].includes(meaning.value)) return notUnderstood(turn, meaning.ask);
  return answerOne(turn, floor, question, {
    value: meaning.value,
    note: meaning.note,
    confirm: meaning.confirm,
  });
}

async function nothingToConfirm(turn: Turn): Promise<string> {
  const floor = await focused(turn);
  const asked = turn.memory.focus?.asked ?? [];
  const waiting = floor
    ? byKeys(floor.questions, asked).filter((each) => each.answer?.state === "proposed")
    : [];
  if (floor && waiting.length > 0) return confirmProposed(turn, floor.task.id, asked);
  return lines("现在没有要确认的内容。", floor && (await nextStep(turn, floor.task.id)));
}

async function acknowledge(turn: Turn): Promise<string> {
  const [first] = await myOpenTasks(turn.work);
  return first ? `好的。方便时回“#${first.code}”或“继续”就可以填。` : "好的。";
}

async function help(turn: Turn): Promise<string> {
  const floor = await focused(turn);
  const asked = floor ? byKeys(floor.questions, turn.memory.focus?.asked ?? []) : [];
  return lines(menu, floor && asked.length > 0 && putQuestions(turn, floor.task, floor.questions, asked));
}

async function setPace(turn: Turn, size: number): Promise<string> {
  turn.person.listSize = size;
  await turn.work.db.query("UPDATE person SET list_size = ? WHERE id = ?", [size, turn.person.id]);
  const words = size > 1 ? `好的,以后一次问${size}题。` : "好的,以后一题一题地问。";
  turn.memory.pending = null;
  if (turn.memory.focus) turn.memory.focus = { ...turn.memory.focus, asked: [] };
  return turn.memory.focus ? lines(words, await nextStep(turn, turn.memory.focus.taskId)) : words;
}

async function reminders(turn: Turn, off: boolean): Promise<string> {
  await turn.work.db.query("UPDATE person SET reminders_off = ? WHERE id = ?", [off, turn.person.id]);
  await record(turn.work, {
    subject: "person",
    subjectId: turn.person.id,
    command: off ? "reminders-off" : "reminders-on",
  });
  return off
    ? "好的,不再给您发提醒。任务和期限不变,逾期会告知单位负责人。想恢复,回“恢复提醒”。"
    : "好的,恢复提醒。";
}
