import {
  cancelBroadcast,
  confirmBroadcast,
  draftBroadcast,
  type Preview,
  previewBroadcast,
} from "../../src/actions/broadcasts.ts";
import { reachOf } from "../../src/actions/reach.ts";
import { type Excluded, exclusionWords } from "../../src/actions/recipients.ts";
import { Refusal } from "../../src/errors.ts";
import { dayOf, sayDay, timeOf } from "../../src/workdays.ts";
import { readWhen } from "../understand/dates/dates.ts";
import type { AdministrationMeaning, Meaning } from "../understand/meaning.ts";
import { understand } from "../understand/understand.ts";
import { selectionOf, type Wish } from "./aiming.ts";
import { abandon } from "./checklist.ts";
import type { Pending } from "./memory.ts";
import { askBroadcast, broadcastTextAsk, broadcastWhomAsk } from "./order-words.ts";
import { onTable } from "./prompts.ts";
import { lines, type Turn } from "./turn.ts";

type Waiting<K extends Pending["kind"]> = Extract<Pending, { kind: K }>;

/** 群发: asks for the text and for whom where they were not said, then shows whom it would reach. */
export async function wishBroadcast(turn: Turn, meaning: AdministrationMeaning): Promise<string> {
  await reachOf(turn.work);
  await abandon(turn);
  turn.memory.paused = false;
  const { group, unit, whom, township, target, at, text } = meaning;
  const wish: Wish = { group, unit, whom, township, target };
  const vague = whom === undefined && township === undefined && (group === undefined || group === "全部");
  if (!text) {
    turn.memory.pending = { kind: "broadcast-text", wish: vague ? null : wish, at: at ?? null };
    return broadcastTextAsk;
  }
  return vague ? askWhom(turn, { text, at: at ?? null }) : prepare(turn, wish, { text, at: at ?? null });
}

interface Content {
  text: string;
  at: string | null;
}

function askWhom(turn: Turn, content: Content): string {
  turn.memory.pending = { kind: "broadcast-whom", ...content };
  return broadcastWhomAsk;
}

/** The words of a message to many, as they were typed. */
export async function takeText(
  turn: Turn,
  { wish, at }: Waiting<"broadcast-text">,
  meaning: Meaning,
): Promise<string | null> {
  const text = turn.message.text.trim();
  if (meaning.intent === "help" || meaning.intent === "handoff" || meaning.intent === "refuse") return null;
  if (text.length < 4) return `“${text}”太短了,不像通知。${broadcastTextAsk}`;
  turn.memory.pending = null;
  return wish ? prepare(turn, wish, { text, at }) : askWhom(turn, { text, at });
}

/** Whom to tell, said by itself. */
export async function takeWhom(
  turn: Turn,
  { text, at }: Waiting<"broadcast-whom">,
  meaning: Meaning,
): Promise<string | null> {
  if (["help", "handoff", "refuse"].includes(meaning.intent)) return null;
  const said = turn.message.text
    .trim()
    .replace(/^(?:发给|通知|给|向)/u, "")
    .replace(/[。!!]$/u, "");
  const order = understand(`给${said}发通知:内容`, turn.work.now, { kind: "idle", role: "administrator" });
  if (order.intent !== "broadcast" || !(order.group ?? order.unit ?? order.township ?? order.target))
    return `没看出“${said}”是哪些人。${broadcastWhomAsk}`;
  turn.memory.pending = null;
  return prepare(turn, order, { text, at });
}

async function prepare(turn: Turn, wish: Wish, { text, at }: Content): Promise<string> {
  const found = await selectionOf(turn.work, wish);
  if (typeof found === "string") {
    turn.memory.pending = { kind: "broadcast-whom", text, at };
    return lines(found, broadcastWhomAsk);
  }
  const draft = await draftBroadcast(turn.work, {
    body: text,
    selection: found.selection,
    ...(at && { dueAt: new Date(at) }),
  });
  return show(turn, draft.id, { whom: found.words, scheduled: draft.dueAt !== null });
}

interface Shown {
  whom: string;
  scheduled: boolean;
}

async function show(turn: Turn, id: number, shown: Shown): Promise<string> {
  const preview = await previewBroadcast(turn.work, id);
  if (preview.count === 0) {
    turn.memory.pending = null;
    await cancelBroadcast(turn.work, id);
    return lines(`${shown.whom}里现在没有一个人收得到,没有发。`, excludedWords(preview.excluded));
  }
  const { hash, count } = preview;
  const { whom, scheduled } = shown;
  turn.memory.pending = { kind: "broadcast-confirm", id, hash, count, whom, scheduled };
  return previewWords(turn, preview, shown);
}

function previewWords(turn: Turn, preview: Preview, { whom, scheduled }: Shown): string {
  const { count, sample, optedOut } = preview;
  return lines(
    `还没有发,请先核对(编号 #${preview.code}):`,
    "————",
    sample,
    "————",
    `发给:${whom},共${count}人${unitWords(preview)}。`,
    optedOut > 0 && `其中${optedOut}人退订了提醒,这条通知照样会收到。`,
    excludedWords(preview.excluded),
    timeWords(turn, preview, scheduled),
    `确定要发,请回“确认发送 ${count}”;不发回“取消”;改内容回“内容改成:……”。`,
  );
}

const named = 4;

function unitWords({ units }: Preview): string {
  const first = units.slice(0, named).map(({ unit }) => unit);
  return units.length > named ? `(${first.join("、")}等${units.length}个单位)` : `(${first.join("、")})`;
}

function excludedWords(excluded: Excluded[]): string {
  const reasons = [...new Set(excluded.map(({ reason }) => reason))];
  return lines(
    ...reasons.map((reason) => {
      const left = excluded.filter((each) => each.reason === reason);
      const who = left.slice(0, named).map(({ unit, name }) => `${unit}${name}`);
      return `不发给${left.length}${reason === "vacant" ? "个单位" : "人"}(${exclusionWords[reason]}):${who.join("、")}${left.length > named ? "等" : ""}。`;
    }),
  );
}

function timeWords(turn: Turn, { begins, ends }: Preview, scheduled: boolean): string {
  const say = (moment: Date): string => `${sayDay(dayOf(moment), turn.work.now)}${timeOf(moment)}`;
  const minutes = Math.max(1, Math.ceil((ends.getTime() - begins.getTime()) / 60_000));
  const start = scheduled || begins > turn.work.now ? `${say(begins)}开始发,` : "";
  const long = minutes > 120 ? `到${say(ends)}发完` : `大约${minutes}分钟发完`;
  return `怕被微信限制,要一条一条地发:${start}${long}。`;
}

const strong = /^(?:确认|确定)(?:发送|群发)[\s,,::]*(?:给|共)?\s*(\d{1,6})\s*(?:人|个人)?[。!!]?$/u;
const newText = /^(?:把)?(?:内容|通知|文字)?(?:改成|改为|换成)[\s::,,]+([\s\S]{4,})$/u;
const newTime = /^(?:定时|改到|改成|等到|到)?(.{2,14}?)(?:再|时|的时候)?(?:发|发送|群发)[吧。]?$/u;

/** Only the whole sentence with the right number sends; anything like a yes is told so. */
export async function hearBroadcast(
  turn: Turn,
  pending: Waiting<"broadcast-confirm">,
  meaning: Meaning,
): Promise<string | null> {
  const said = turn.message.text.normalize("NFKC").trim();
  const count = strong.exec(said)?.[1];
  if (count !== undefined)
    return Number(count) === pending.count ? send(turn, pending) : wrongCount(pending, count);
  const changed = changeIn(turn);
  if (changed) return change(turn, pending, changed);
  const unclear = [
    "answer",
    "answers",
    "ambiguous",
    "unsure",
    "ask",
    "out-of-scope",
    "ack",
    "confirm",
    "question",
    "smalltalk",
    "submit",
  ];
  return unclear.includes(meaning.intent) ? askBroadcast(pending) : null;
}

/** Another text or another hour for what is on the table; null when neither is said. */
function changeIn(turn: Turn): { body: string } | { dueAt: Date } | null {
  const said = turn.message.text.trim();
  const body = newText.exec(said)?.[1]?.trim();
  if (body) return { body };
  const time = newTime.exec(said.normalize("NFKC"))?.[1];
  const when = time === undefined ? undefined : readWhen(time, turn.work.now);
  return when?.kind === "day" && when.at ? { dueAt: new Date(when.at) } : null;
}

const wrongCount = ({ count }: Waiting<"broadcast-confirm">, said: string): string =>
  `没有发:您写的是${said}人,实际是${count}人。请核对后回“确认发送 ${count}”,不发回“取消”。`;

async function change(
  turn: Turn,
  { id, whom, scheduled }: Waiting<"broadcast-confirm">,
  wish: { body?: string; dueAt?: Date },
): Promise<string> {
  const [kept]: { body: string; selection: string; dueAt: Date | null }[] = await turn.work.db.query(
    "SELECT body, selection, due_at AS dueAt FROM broadcast WHERE id = ?",
    [id],
  );
  if (!kept) return onTable(turn);
  const dueAt = wish.dueAt ?? kept.dueAt;
  await cancelBroadcast(turn.work, id);
  const draft = await draftBroadcast(turn.work, {
    body: wish.body ?? kept.body,
    selection: JSON.parse(kept.selection),
    ...(dueAt && { dueAt }),
  });
  return show(turn, draft.id, { whom, scheduled: dueAt !== null || scheduled });
}

async function send(turn: Turn, pending: Waiting<"broadcast-confirm">): Promise<string> {
  try {
    const { state, dueAt } = await confirmBroadcast(turn.work, pending.id, { hash: pending.hash });
    turn.memory.pending = null;
    const when =
      dueAt && state === "scheduled"
        ? `${sayDay(dayOf(dueAt), turn.work.now)}${timeOf(dueAt)}开始发`
        : "开始发了";
    return lines(
      `✔ 已确认,${when},共${pending.count}人。`,
      "回“群发结果”看发到哪里了,“群发回复”看谁回了什么;要停,回“取消群发”。",
    );
  } catch (error) {
    if (!(error instanceof Refusal) || !("added" in error.facts)) throw error;
    return lines(differenceWords(error.facts), await show(turn, pending.id, pending));
  }
}

function differenceWords(facts: Refusal["facts"]): string {
  const { added = [], removed = [] } = facts as { added?: string[]; removed?: string[] };
  return lines(
    "没有发:您核对之后,收件人有变化。",
    added.length > 0 &&
      `多了${added.length}人:${added.slice(0, named).join("、")}${added.length > named ? "等" : ""}。`,
    removed.length > 0 &&
      `少了${removed.length}人:${removed.slice(0, named).join("、")}${removed.length > named ? "等" : ""}。`,
  );
}

/** 取消 of a message that nobody has been sent. */
export async function dropBroadcast(turn: Turn, { id }: Waiting<"broadcast-confirm">): Promise<string> {
  await cancelBroadcast(turn.work, id);
  turn.memory.pending = null;
  return lines("好的,这条不发了,一个人也没有收到。", await onTable(turn));
}
