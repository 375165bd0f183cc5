import { looksLikeCode } from "../src/actions/contacts.ts";
import { leaveLetter } from "../src/actions/mail.ts";
import { laterForEach } from "../src/packets.ts";
import type { Work } from "../src/work.ts";
import { bind } from "./dialogues/binding.ts";
import { converse } from "./dialogues/converse.ts";
import { inGroup } from "./dialogues/group-talk.ts";
import type { Memory } from "./dialogues/memory.ts";
import { lines, type Turn } from "./dialogues/turn.ts";
import type { Address } from "./inbox.ts";
import type { Opening, Waiting } from "./opening.ts";

const forgottenWords = "系统升级过,刚才聊到哪里我没有记住,答过的题都还在。";

/** Answers the message that a turn was opened with, and leaves the reply. */
export async function answer(work: Work, opening: Opening, { channel }: Address): Promise<void> {
  const { id, room } = opening.message;
  const words = await reply(work, opening);
  conclude(work, { id, contactId: opening.writer.contactId, channel, room, words });
}

async function reply(work: Work, opening: Opening): Promise<string | null> {
  const { writer, message } = opening;
  if (message.room !== null)
    return Number(message.mentioned) === 1 ? inGroup(work, writer.personId, message.body) : null;
  if (writer.personId === null || isNewCode(message)) {
    const [contact] = await work.db.query("SELECT * FROM contact WHERE id = ?", [writer.contactId]);
    return bind(work, contact, message.body);
  }
  return talk(work, opening, writer.personId);
}

/** Somebody known who writes a code wants to be bound anew: his own code, or one for a post that he takes over. */
const isNewCode = ({ body, fileHash }: Waiting): boolean => fileHash === null && looksLikeCode(body) !== null;

/** One turn with a known person: remember, converse, remember again. */
async function talk(outer: Work, opening: Opening, personId: number): Promise<string> {
  const { writer, message, memory, forgotten, prompt } = opening;
  const work: Work = { ...outer, actor: { kind: "person", personId } };
  const turn: Turn = {
    work,
    person: { id: personId, name: writer.name, listSize: writer.listSize },
    memory,
    message: messageOf(message),
    early: prompt !== null && wroteBefore(prompt, message.sentAt),
  };
  const before = prompted(memory);
  const words = await converse(turn);
  if (prompted(memory) !== before) Object.assign(memory, { promptKey: replyKey(message.id), paused: false });
  laterForEach(
    work,
    [
      `INSERT INTO conversation (person_id, memory, updated_at) VALUES ?
       ON DUPLICATE KEY UPDATE memory = VALUES(memory), updated_at = VALUES(updated_at)`,
    ],
    [[personId, JSON.stringify(memory), work.now]],
  );
  return lines(forgotten && forgottenWords, words);
}

/** What the person was asked last: when it changes, the reply of this turn is the new prompt. */
const prompted = ({ focus, pending, held }: Memory): string => JSON.stringify([focus, pending, held]);

const replyKey = (inboxId: number): string => `reply:${inboxId}`;

const messageOf = (row: Waiting): Turn["message"] => ({
  inboxId: row.id,
  text: row.body,
  quoted: row.quoted,
  file: row.fileHash === null ? null : { hash: row.fileHash, name: row.fileName ?? "文件" },
  fileProblem: row.failure,
  sentAt: row.sentAt,
});

/** Nobody can answer a question that had not left the house when he wrote. */
const wroteBefore = (prompt: NonNullable<Opening["prompt"]>, sentAt: Date): boolean =>
  prompt.sentAt === null ? prompt.status === "queued" : sentAt < prompt.sentAt;

/** A reply, and the message that it answers. */
export interface Conclusion {
  id: number;
  contactId: number;
  channel?: string;
  room: string | null;
  words: string | null;
}

/** Leaves a reply; none when there are no words. */
export function conclude(work: Work, { id, contactId, channel, room, words }: Conclusion): void {
  if (!words) return;
  leaveLetter(work, {
    key: replyKey(id),
    contactId,
    ...(channel !== undefined && { channel }),
    priority: 0,
    body: words,
    ...(room === null ? {} : { room }),
  });
}
