import { broadcastOf } from "../../src/actions/broadcast-code.ts";
import {
  type BroadcastRow,
  broadcastById,
  broadcasts,
  outcomeOf,
  outcomeWords,
  type RecipientOutcome,
  recipientsOf,
  repliesTo,
} from "../../src/actions/broadcast-log.ts";
import { openBroadcastFor, recordReply } from "../../src/actions/broadcast-replies.ts";
import { cancelBroadcast } from "../../src/actions/broadcasts.ts";
import { reachOf } from "../../src/actions/reach.ts";
import { lines, type Turn } from "./turn.ts";

const noneSent = "您还没有发过群发通知。";
const excerpt = (body: string): string => (body.length > 20 ? `${body.slice(0, 20)}……` : body);
const nameOf = ({ code, body }: Pick<BroadcastRow, "code" | "body">): string => `#${code}“${excerpt(body)}”`;

/** The broadcast that a message names by its code, else the newest that went out or is to go out. */
async function meant(turn: Turn, only?: string[]): Promise<BroadcastRow | null> {
  await reachOf(turn.work);
  const code = /[##]?(\d{1,9}[A-Za-z])(?![A-Za-z0-9])/.exec(turn.message.text)?.[1];
  const id = code ? broadcastOf(code) : null;
  if (id !== null) return broadcastById(turn.work, id);
  const rows = await broadcasts(turn.work, { limit: 20 });
  const mine = rows.filter(({ createdBy }) => createdBy === turn.person.id);
  return mine.find(({ state }) => (only ? only.includes(state) : state !== "draft")) ?? null;
}

/** 取消群发: stops what has not left, and says how many had. */
export async function stopBroadcast(turn: Turn): Promise<string> {
  const row = await meant(turn, ["sending", "scheduled"]);
  if (!row) return "现在没有正在发的群发通知。已经发出去的收不回来。";
  const { sent, suppressed } = await cancelBroadcast(turn.work, row.id);
  if (suppressed === 0 && sent > 0)
    return `${nameOf(row)}的${sent}人都已经发出,收不回来了。要更正,请另发一条。`;
  const left = sent > 0 ? `已经发出${sent}人,收不回来;` : "一个人也没有收到,";
  return `✔ 已停止 ${nameOf(row)}。${left}其余${suppressed}人不再发。回“群发结果”看是哪些人。`;
}

const told: RecipientOutcome[] = ["failed", "unknown", "unreachable", "excluded", "cancelled"];
const mostNames = 6;

/** 群发结果: how many got it, and by name whom it did not reach. */
export async function courseOf(turn: Turn): Promise<string> {
  const row = await meant(turn);
  if (!row) return noneSent;
  const counts = await outcomeOf(turn.work, row.id);
  const kinds = (Object.keys(outcomeWords) as RecipientOutcome[]).filter((kind) => counts[kind] > 0);
  const names: string[] = [];
  for (const kind of kinds.filter((each) => told.includes(each))) {
    const people = await recipientsOf(turn.work, row.id, { outcome: kind, limit: mostNames });
    const who = people.map(({ unit, name }) => `${unit}${name}`).join("、");
    names.push(`${outcomeWords[kind]}:${counts[kind]}人(${who}${counts[kind] > people.length ? "等" : ""})`);
  }
  return lines(
    `${nameOf(row)}共${counts.total}人:`,
    kinds
      .filter((kind) => !told.includes(kind))
      .map((kind) => `${outcomeWords[kind]}:${counts[kind]}人`)
      .join(";"),
    ...names,
    counts.sent + counts.answered > 0 && "“已发出”不等于已经看到;已经回复的,回“群发回复”看原话。",
  );
}

/** 群发回复: who answered what, newest last. */
export async function answersOf(turn: Turn): Promise<string> {
  const row = await meant(turn);
  if (!row) return noneSent;
  const replies = await repliesTo(turn.work, row.id, { limit: 200 });
  if (replies.length === 0) return `${nameOf(row)}还没有人回复。`;
  const shown = replies.slice(-10);
  return lines(
    `${nameOf(row)}收到${replies.length}条回复${replies.length > shown.length ? ",最近10条" : ""}:`,
    ...shown.map(({ unit, name, body }) => `${unit}${name}:${body.slice(0, 60)}`),
    replies.length > shown.length && "全部回复请到管理网页上看。",
  );
}

/**
 * An answer to a broadcast, by quotation or code, or the first words after it when nothing else is on the table; null
 * when it is none. What belongs to the work on the table is never taken for one.
 */
export async function replyToBroadcast(turn: Turn, { idle }: { idle: boolean }): Promise<string | null> {
  const { quoted, inboxId } = turn.message;
  const { code, text } = codeAhead(turn.message.text);
  if (text === "" || (!code && quoted === null && !idle)) return null;
  const clue = code || quoted !== null ? { quoted, code } : { inboxId };
  const found = await openBroadcastFor(turn.work, turn.person.id, clue);
  if (!found) return null;
  await recordReply(turn.work, turn.person.id, { broadcastId: found.id, inboxId, text });
  return "✔ 您的回复已经转给发通知的人了。";
}

function codeAhead(said: string): { code?: string; text: string } {
  const [, code, rest] = /^\s*[##]?(\d{1,9}[A-Za-z])(?![A-Za-z0-9])[\s,,::]*([\s\S]+)$/u.exec(said) ?? [];
  return code && rest && broadcastOf(code) !== null ? { code, text: rest.trim() } : { text: said.trim() };
}
