import { keepInHand, takingInHand } from "../src/actions/assignments.ts";
import { contactFor } from "../src/actions/contacts.ts";
import { type KeptFile, keepFile, registerFile } from "../src/actions/files.ts";
import { noteRoom } from "../src/actions/rooms.ts";
import { Refusal } from "../src/errors.ts";
import type { Heard } from "../src/letter.ts";
import { type HeldPost, keepPosts, postsHeld } from "../src/machines/who.ts";
import { later, type Statement, together } from "../src/packets.ts";
import type { House, Work } from "../src/work.ts";
import type { Memory } from "./dialogues/memory.ts";
import { readMemory } from "./dialogues/remembering.ts";

/** A stored message, as it waits to be answered. */
export interface Waiting {
  id: number;
  room: string | null;
  mentioned: number;
  body: string;
  quoted: string | null;
  fileHash: string | null;
  fileName: string | null;
  failure: string | null;
  sentAt: Date;
}

/** The writer's contact, locked, with the person behind it. */
interface Writer {
  contactId: number;
  personId: number | null;
  name: string;
  listSize: number;
}

/** What a turn begins with. */
export interface Opening {
  writer: Writer;
  /** The oldest message that waits, and whether there are others. */
  message: Waiting;
  others: boolean;
  memory: Memory;
  /** The memory was of an unknown version, and the talk begins anew. */
  forgotten: boolean;
  /** How the message with the bot's last question stands; null when there is none. */
  prompt: Prompt | null;
}

interface Prompt {
  status: string;
  sentAt: Date | null;
}

/**
 * What a writer's next turn will probably need, from his last one. Only a guess: it is checked against the rows that
 * the turn has locked, and what was guessed wrongly is read again.
 */
export interface Guess {
  contactId: number;
  personId: number;
  promptKey: string;
  taskId: number;
}

/** The guess for the turn after one. */
export const guessAfter = ({ writer, memory }: Pick<Opening, "writer" | "memory">): Guess => ({
  contactId: writer.contactId,
  personId: writer.personId ?? 0,
  promptKey: memory.promptKey ?? "",
  taskId: memory.focus?.taskId ?? 0,
});

/** Who writes: the channel and its contact id. */
export type Address = Pick<Heard, "channel" | "address">;

/** A message of plain words to the bot alone: nothing has to be done before its turn. */
export const isPlain = ({ file, room }: Heard): boolean => file === undefined && room === undefined;

/** The message cannot be answered straight away; the transaction must end without a trace. */
export class NotStraight extends Error {}

/**
 * Locks the writer and takes his oldest message that was put down, in one round trip if the guess is right. Two
 * replicas so take turns and never the same message. Null when nothing waits.
 */
export async function openTurn(work: Work, address: Address, guess?: Guess): Promise<Opening | null> {
  const [writers, waiting, ...hoped] = await together(work, [
    writing(address),
    oldest(address),
    ...hopingFor(work, guess),
  ]);
  const [message, other] = waiting as Waiting[];
  return message ? openingOf(work, { writers, message, hoped, guess, others: other !== undefined }) : null;
}

/**
 * Puts a message of plain words down as answered and opens its turn in the same transaction and round trip. Throws
 * NotStraight when it was put down before, others of its writer wait, or nobody knows him.
 */
export async function openStraight(work: Work, heard: Heard, guess?: Guess): Promise<Opening> {
  const [put, writers, waiting, ...hoped] = await together(work, [
    putting(work, heard, guess),
    writing(heard),
    anyWaiting(heard, guess),
    ...hopingFor(work, guess),
  ]);
  const { affectedRows, insertId: id } = put as { affectedRows: number; insertId: number };
  if (affectedRows === 0 || (waiting as unknown[]).length > 0) throw new NotStraight();
  if (guess && (writers as Writer[])[0]?.contactId !== guess.contactId) throw new NotStraight();
  const [body, quoted] = wordsOf(heard);
  const none = { room: null, mentioned: 0, fileHash: null, fileName: null, failure: null };
  const message = { id, body, quoted, sentAt: heard.sentAt, ...none };
  return openingOf(work, { writers, message, hoped, guess, others: false });
}

interface Read {
  writers: unknown;
  message: Waiting;
  others: boolean;
  guess: Guess | undefined;
  hoped: unknown[];
}

async function openingOf(work: Work, { writers, message, others, guess, hoped }: Read): Promise<Opening> {
  const [row] = writers as (Writer & { memory: string | null })[];
  if (!row) throw new Error("a message has no writer");
  const { memory: stored, ...writer } = row;
  const { memory, forgotten } = readMemory(stored);
  const needed = guessAfter({ writer, memory });
  if (guess) await keepHopedFor(work, { guess, needed }, hoped);
  const prompts = guess?.promptKey === needed.promptKey ? hoped[0] : await promptOf(work, needed.promptKey);
  return { writer, message, others, memory, forgotten, prompt: (prompts as Prompt[])[0] ?? null };
}

const writing = ({ channel, address }: Address): Statement => [
  `SELECT c.id AS contactId, c.person_id AS personId, p.name, p.list_size AS listSize, v.memory
   FROM contact c LEFT JOIN person p ON p.id = c.person_id LEFT JOIN conversation v ON v.person_id = p.id
   WHERE c.channel = ? AND c.address = ? FOR UPDATE`,
  [channel, address],
];

/** The oldest two. Read without a lock: others may be putting messages of the same writer down, and wait for the contact. */
const oldest = ({ channel, address }: Address): Statement => [
  `SELECT i.id, i.room, i.mentioned, i.body, i.quoted, i.file_hash AS fileHash, i.file_name AS fileName, i.failure,
     i.sent_at AS sentAt
   FROM contact c JOIN inbox i ON i.contact_id = c.id AND i.status = 'received'
   WHERE c.channel = ? AND c.address = ? ORDER BY i.id LIMIT 2`,
  [channel, address],
];

/** Does a message of the writer wait? Read without a lock, too. */
function anyWaiting(address: Address, guess: Guess | undefined): Statement {
  const [contact, values] = contactOf(address, guess);
  return [`SELECT id FROM inbox WHERE contact_id = ${contact} AND status = 'received' LIMIT 1`, values];
}

/** The writer's contact in SQL: its id where it is guessed. */
const contactOf = ({ channel, address }: Address, guess: Guess | undefined): [string, unknown[]] =>
  guess
    ? ["?", [guess.contactId]]
    : ["(SELECT id FROM contact WHERE channel = ? AND address = ?)", [channel, address]];

const hopingFor = (work: Work, guess: Guess | undefined): Statement[] =>
  guess
    ? [prompting(guess.promptKey), postsHeld(work, guess.personId), ...takingInHand(work, guess.taskId)]
    : [];

async function keepHopedFor(
  work: Work,
  { guess, needed }: { guess: Guess; needed: Guess },
  [, posts, ...task]: unknown[],
): Promise<void> {
  if (needed.personId && guess.personId === needed.personId)
    await keepPosts(work, needed.personId, posts as HeldPost[]);
  if (needed.taskId && guess.taskId === needed.taskId) await keepInHand(work, needed.taskId, task);
}

const prompting = (key: string): Statement => [
  "SELECT status, sent_at AS sentAt FROM outbox WHERE `key` = ?",
  [key],
];

const promptOf = async (work: Work, key: string): Promise<unknown> =>
  key === "" ? [] : (await together(work, [prompting(key)]))[0];

const columns = `channel, message_id, contact_id, room, mentioned, body, quoted, file_hash, file_name, sent_at,
  received_at, status, failure`;

/** Of a contact that nobody knows, and of a wrong guess that names none, nothing is put down. */
function putting(work: Work, heard: Heard, guess: Guess | undefined): Statement {
  const [contact, values] = contactOf(heard, guess);
  return [
    `INSERT IGNORE INTO inbox (channel, message_id, contact_id, body, quoted, sent_at, received_at, status)
     VALUES (?, ?, ${contact}, ?, ?, ?, ?, 'done')`,
    [heard.channel, heard.messageId, ...values, ...wordsOf(heard), heard.sentAt, work.now],
  ];
}

/** Puts a message down with its file, for a turn to come; the same message again leaves the first row as it is. */
export async function store(work: Work, heard: Heard, kept: Kept | null): Promise<void> {
  const contact = await contactFor(work, heard.channel, heard.address);
  if (kept && "hash" in kept) await registerFile(work, kept);
  if (heard.room !== undefined && heard.mentioned) {
    const name = wellFormed(heard.roomName ?? "");
    await noteRoom(work, { channel: heard.channel, address: heard.room, name });
  }
  later(
    work,
    `INSERT IGNORE INTO inbox (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'received', ?)`,
    [
      heard.channel,
      heard.messageId,
      contact.id,
      heard.room ?? null,
      heard.mentioned ?? false,
      ...wordsOf(heard),
      ...fileOf(heard, kept),
      heard.sentAt,
      work.now,
      kept && "problem" in kept ? kept.problem : null,
    ],
  );
}

const wordsOf = ({ text, quoted }: Heard): [body: string, quoted: string | null] => [
  wellFormed(text),
  quoted === undefined ? null : wellFormed(quoted),
];

const fileOf = ({ file }: Heard, kept: Kept | null): (string | null)[] => [
  kept && "hash" in kept ? kept.hash : null,
  file ? wellFormed(file.name).slice(0, 200) : null,
];

/** What a database cannot hold as text: NUL and lone halves of surrogate pairs. Very long texts are cut. */
const wellFormed = (text: string): string => text.slice(0, 1_000_000).replaceAll("\0", "").toWellFormed();

/** A file on disk, or why it could not be kept. */
export type Kept = KeptFile | { problem: string };

/** Where files are kept there is no room, or nobody may write any more. */
const full = new Set(["ENOSPC", "EDQUOT", "EROFS"]);
const fullWords = "电脑的硬盘满了,这个文件没有存下来。请告诉管理员清理硬盘,然后再发一次";

/** Keeps the file of a message, before any transaction; null when there is none. */
export async function keep({ rules }: House, { file }: Heard): Promise<Kept | null> {
  if (!file) return null;
  try {
    return await keepFile(rules.filesFolder, file.bytes);
  } catch (error) {
    if (error instanceof Refusal) return { problem: error.message };
    if (full.has(String((error as { code?: unknown }).code))) return { problem: fullWords };
    throw error;
  }
}
