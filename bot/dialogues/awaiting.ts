import { taskById, taskInHand } from "../../src/actions/tasks-in-hand.ts";
import { dayOf } from "../../src/workdays.ts";
import type { Meaning } from "../understand/meaning.ts";
import { understand } from "../understand/understand.ts";
import { answerOne, cancelProposed, confirmProposed, takeRemark } from "./answering.ts";
import { dropBroadcast, hearBroadcast, takeText, takeWhom } from "./broadcasting.ts";
import { abandon } from "./checklist.ts";
import { declined, hearConsent } from "./consenting.ts";
import { confirmExtension, takeDate, takeReason } from "./extending.ts";
import { hearRoom } from "./group-talk.ts";
import { confirmHandover, takeSuccessor } from "./handing-over.ts";
import { notUnderstood } from "./helping.ts";
import { askAgain, confirmInventory, hearInventory, namesIn } from "./inventory.ts";
import type { Pending } from "./memory.ts";
import { confirmSure, hearSure } from "./own-registry.ts";
import { onTable } from "./prompts.ts";
import { proven } from "./proving.ts";
import { hearReason } from "./registry-endings.ts";
import { confirmForm, dropForm, hearRegistryForm } from "./registry-form.ts";
import { hearRegistryReview } from "./registry-review.ts";
import { accept, sendBack } from "./reviewing.ts";
import { confirmSubmission, notNow } from "./submitting.ts";
import { byKeys, lines, type Turn } from "./turn.ts";
import { confirmUrging, hearUrging } from "./urging.ts";
import { howToAnswer, remarkWanted } from "./words.ts";

type Kind = Pending["kind"];
type Awaited<K extends Kind> = Extract<Pending, { kind: K }>;
type Words = Promise<string | null> | string | null;

/** What counts as fulfilling each thing that the bot may wait for, and what 确认 does to it. */
type Expectations = {
  [K in Kind]: {
    hear?: (turn: Turn, pending: Awaited<K>, meaning: Meaning) => Words;
    confirm?: (turn: Turn, pending: Awaited<K>) => Words;
  };
};

const expectations: Expectations = {
  batch: { confirm: confirmProposed },
  doubt: { hear: sureOrNot, confirm: certain },
  remark: { hear: remark },
  evidence: {
    hear: doneSending,
    confirm: (turn, pending) => (pending.key === null ? null : proven(turn, pending)),
  },
  inventory: { hear: inventory },
  "inventory-confirm": { hear: inventory, confirm: confirmInventory },
  submit: {
    hear: (turn, pending) =>
      goAhead.test(turn.message.text.trim()) ? confirmSubmission(turn, pending) : null,
    confirm: confirmSubmission,
  },
  "extension-task": { hear: (turn, _pending, meaning) => insist(turn, meaning) },
  "extension-date": { hear: dateFor },
  "extension-reason": { hear: reasonFor },
  "extension-confirm": { hear: dateFor, confirm: confirmExtension },
  "handover-to": { hear: successor },
  "handover-confirm": { confirm: confirmHandover },
  review: { hear: review },
  notice: { hear: hearConsent },
  form: { hear: hearRegistryForm, confirm: confirmForm },
  why: { hear: hearReason },
  sure: { hear: hearSure, confirm: confirmSure },
  "registry-review": { hear: hearRegistryReview, confirm: hearAsReview },
  "broadcast-text": { hear: takeText },
  "broadcast-whom": { hear: takeWhom },
  "broadcast-confirm": {
    hear: hearBroadcast,
    confirm: (turn, pending) => hearBroadcast(turn, pending, { intent: "confirm" }),
  },
  "room-confirm": {
    hear: hearRoom,
    confirm: (turn, pending) => hearRoom(turn, pending, { intent: "confirm" }),
  },
  "urge-confirm": { hear: hearUrging, confirm: confirmUrging },
};

/** Says that it be handed in, as plainly as 确认 does. */
const goAhead =
  /^(?:(?:对的?|是的?|好的?|可以|行|没问题|没错|核对过了)[,,。\s]*)?(?:就这样)?(?:交|报|提交|报送|上报)(?:上去)?[吧了]?[。!!]?$/u;

/** What the bot was waiting for, when this is it; null lets the words mean what they mean anywhere. */
export async function awaited(turn: Turn, pending: Pending, meaning: Meaning): Promise<string | null> {
  const expectation = expectations[pending.kind] as Expectations[Kind];
  if (meaning.intent === "confirm") return (await expectation.confirm?.(turn, pending as never)) ?? null;
  if (meaning.intent === "cancel") return cancelled(turn, pending, meaning);
  return (await expectation.hear?.(turn, pending as never, meaning)) ?? null;
}

async function cancelled(turn: Turn, pending: Pending, meaning: Meaning): Promise<string> {
  if (pending.kind === "batch") return cancelProposed(turn, pending);
  // "不对,还有广播站" says what the list lacks.
  if (pending.kind === "inventory-confirm") {
    const names = namesIn(turn, pending, meaning);
    return names ? hearInventory(turn, pending, names) : askAgain(turn, pending);
  }
  if (pending.kind === "submit") return notNow(turn);
  if (pending.kind === "broadcast-confirm") return dropBroadcast(turn, pending);
  if (pending.kind === "notice") return declined(turn);
  if (pending.kind === "form") return dropForm(turn, pending);
  await abandon(turn);
  return lines("好的,已取消。", await onTable(turn));
}

/** 确认 is no verdict on a registration. */
function hearAsReview(turn: Turn, pending: Awaited<"registry-review">): Words {
  return hearRegistryReview(turn, pending, { intent: "confirm" });
}

function certain(turn: Turn, { taskId, key, value }: Awaited<"doubt">): Promise<string> {
  return confirmProposed(turn, { taskId, keys: [key], values: [value] });
}

/** A value echoed because it was said weakly: 对 makes it effective, 不对 asks again, another answer replaces it. */
async function sureOrNot(turn: Turn, pending: Awaited<"doubt">, meaning: Meaning): Promise<string | null> {
  const text = turn.message.text.trim();
  const sure = understand(text, turn.work.now, { kind: "confirm", of: "batch" });
  // 是 may mean "yes, right" or the value: where they differ it must be said otherwise.
  const twofold = pending.value !== "是" && /^(是|是的|yes|y)[。!]?$/iu.test(text);
  if (twofold) return notUnderstood(turn, `记“${pending.value}”请回“确认”;不是,请回“有”。`);
  if (sure.intent === "confirm") return certain(turn, pending);
  if (!/^(不对|错了|不是|不|有错|不行|不是的)[。!]?$/u.test(text)) return null;
  await abandon(turn);
  return lines("好的,没有记。请再答一次:", await onTable(turn), meaning.intent !== "answer" && howToAnswer);
}

/** Words with an answer; a short plain answer takes the place of the one that wanted words. */
async function remark(turn: Turn, pending: Awaited<"remark">, meaning: Meaning): Promise<string | null> {
  const instead = await otherAnswer(turn, pending);
  if (instead) return instead;
  const takes = meaning.intent === "add-note" && meaning.note;
  return takes ? takeRemark(turn, pending, meaning.note ?? "") : null;
}

const anotherValue =
  /^(?:不对[,,。]?)?(?:改成|改为|应该是|还是)?(是的?|否|有|没有|部分|整改中|不涉及)[。!了]?$/u;

async function otherAnswer(turn: Turn, { taskId, key, value }: Awaited<"remark">): Promise<string | null> {
  const said = anotherValue.exec(turn.message.text.trim())?.[1];
  if (!said) return null;
  const floor = await taskInHand(turn.work, taskId);
  const [question] = byKeys(floor.questions, [key]);
  const changes = /改|应该|还是|不对/u.test(turn.message.text);
  if (!question || (!changes && said === value)) return null;
  if (!changes) {
    return notUnderstood(
      turn,
      `第${question.no}题现在是“${value}”。${remarkWanted(value)}要改答案,请回“改成${said}”。`,
    );
  }
  return answerOne(turn, floor, question, { value: plainValue(said) });
}

const plainValue = (said: string): string => ({ 有: "是", 是的: "是", 没有: "否" })[said] ?? said;

function inventory(
  turn: Turn,
  pending: Awaited<"inventory"> | Awaited<"inventory-confirm">,
  meaning: Meaning,
): Words {
  const names = namesIn(turn, pending, meaning);
  if (names) return hearInventory(turn, pending, names);
  return meaning.intent === "edit" ? onTable(turn) : insist(turn, meaning);
}

async function dateFor(
  turn: Turn,
  pending: Extract<Pending, { kind: "extension-date" | "extension-confirm" }>,
  meaning: Meaning,
): Promise<string | null> {
  if (meaning.intent === "extend-request" && (meaning.to || meaning.by))
    return takeDate(turn, pending, meaning);
  if (meaning.intent === "edit") return null;
  const task = await taskById(turn.work, pending.taskId);
  const said = turn.message.text.trim().replace(/^(?:不对|不是|错了|不)[,,。\s]+/u, "");
  const wish = understand(`延到${said}`, turn.work.now, { kind: "idle", due: dayOf(task.dueAt) });
  const { reason } = pending;
  if (wish.intent === "extend-request" && (wish.to || wish.by))
    return takeDate(turn, pending, reason === null ? wish : { ...wish, reason });
  return insist(turn, meaning, "没看出是哪一天。请写几月几号,如“12月4号”或“下周五”;不延了就回“取消”。");
}

function reasonFor(turn: Turn, pending: Awaited<"extension-reason">, meaning: Meaning): Words {
  if (meaning.intent !== "extend-request") return insist(turn, meaning);
  const reason = meaning.reason?.trim();
  if (reason && (!meaning.to || meaning.to === pending.to)) return takeReason(turn, pending, reason);
  return meaning.to || meaning.by ? takeDate(turn, pending, meaning) : insist(turn, meaning);
}

const doubleSurname =
  /^(?:欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|令狐|夏侯|端木)[\p{Script=Han}]{1,2}$|·/u;

function successor(turn: Turn, pending: Awaited<"handover-to">, meaning: Meaning): Words {
  const text = turn.message.text.trim();
  if (doubleSurname.test(text)) return takeSuccessor(turn, pending, text);
  if (meaning.intent === "transfer-request" && meaning.to) return takeSuccessor(turn, pending, meaning.to);
  return insist(turn, meaning);
}

async function review(turn: Turn, pending: Awaited<"review">, meaning: Meaning): Promise<string | null> {
  if (meaning.intent === "review-accept") return accept(turn, pending);
  if (meaning.intent !== "review-reject") return null;
  return sendBack(turn, pending, { items: meaning.items ?? [], reason: meaning.reason });
}

/** Words that would answer a question are none to what was asked last: it is asked again. Everything else goes its way. */
function insist(turn: Turn, meaning: Meaning, ask?: string): Words {
  const unclear = ["answer", "answers", "ambiguous", "unsure", "ask", "out-of-scope", "ack", "question"];
  if (!unclear.includes(meaning.intent)) return null;
  const own = meaning.intent === "ambiguous" && !meaning.ask.includes("菜单") ? meaning.ask : undefined;
  return (async () => notUnderstood(turn, ask ?? own ?? (await onTable(turn))))();
}

const none =
  /^(?:现在|暂时|目前|还)?(?:没有|没|没照片|没有照片|没有材料|(?:以后|回头|晚点|稍后|明天|过后)再?(?:补|发|传|拍)[上来给]?)[了吧。!]*$/u;

function doneSending(turn: Turn, pending: Awaited<"evidence">, meaning: Meaning): Words {
  if (pending.key === null) return null;
  return meaning.intent === "ack" || none.test(turn.message.text.trim()) ? proven(turn, pending) : null;
}
