import { keepInHand, takingInHand } from "../src/actions/assignments.ts";
import { contactFor } from "../src/actions/contacts.ts";
import { type KeptFile, keepFile, registerFile } from "../src/actions/files.ts";
import { noteRoom } from "../src/actions/rooms.ts";
import { Refusal } from "../src/errors.ts";
import type { Heard } from "../src/letter.ts";
import { type HeldPost, keepPosts } from "../src/machines/who.ts";
import { later, type Statement, together, variable } from "../src/packets.ts";
import type { House, Work } from "../src/work.ts";

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

/** The writer's contact, locked, with the person behind it and what the bot remembers of their talk. */
interface Writer {
  contactId: number;
  channel: string;
  address: string;
  personId: number | null;
  name: string;
  listSize: number;
  /** JSON; null before the first turn. */
  memory: string | null;
}

/** What a turn begins with. */
export interface Opening {
  writer: Writer;
  /** The oldest message that waits, and whether there are others. */
  message: Waiting;
  others: boolean;
  /** How the message with the bot's last question stands; null when there is none. */
  prompt: { status: string; sentAt: Date | null } | null;
}

/** Who writes: the channel and its contact id. */
export type Address = Pick<Heard, "channel" | "address">;

/** A message of plain words to the bot alone: nothing has to be done before its turn. */
export const isPlain = ({ file, room }: Heard): boolean => file === undefined && room === undefined;

/**
 * Locks the writer and takes his oldest message, with the task that has the floor, all in one round trip; with `heard`, that message is put down first,
 * in the same transaction, if it is not there yet. Two replicas so take turns and never the same message. Null when
 * nothing waits, or nobody knows the writer.
 */
export async function openTurn(work: Work, address: Address, heard?: Heard): Promise<Opening | null> {
  const put = heard ? [putDown(work, heard)] : [];
  const results = await together(work, [...put, ...opening(work, address)]);
  const [writers, messages, prompts, posts, , ...task] = results.slice(put.length);
  const [writer] = writers as Writer[];
  const [message, other] = messages as Waiting[];
  if (!writer || !message) return null;
  const [prompt = null] = prompts as NonNullable<Opening["prompt"]>[];
  if (writer.personId !== null) await keepPosts(work, writer.personId, posts as HeldPost[]);
  await keepInHand(work, task);
  return { writer, message, others: other !== undefined, prompt };
}

const opening = ({ now }: Work, { channel, address }: Address): Statement[] => [
  [
    `SELECT c.id AS contactId, c.channel, c.address, c.person_id AS personId, p.name, p.list_size AS listSize, v.memory
     FROM contact c LEFT JOIN person p ON p.id = c.person_id LEFT JOIN conversation v ON v.person_id = p.id
     WHERE c.channel = ? AND c.address = ? FOR UPDATE`,
    [channel, address],
  ],
  // Read without a lock: others may be putting messages of the same writer down, and wait for the contact.
  [
    `SELECT i.id, i.room, i.mentioned, i.body, i.quoted, i.file_hash AS fileHash, i.file_name AS fileName, i.failure,
       i.sent_at AS sentAt
     FROM contact c JOIN inbox i ON i.contact_id = c.id AND i.status = 'received'
     WHERE c.channel = ? AND c.address = ? ORDER BY i.id LIMIT 2`,
    [channel, address],
  ],
  [
    `SELECT o.status, o.sent_at AS sentAt FROM contact c JOIN conversation v ON v.person_id = c.person_id
     JOIN outbox o ON o.\`key\` = CONVERT(JSON_VALUE(v.memory, '$.promptKey') USING ascii) COLLATE ascii_bin
     WHERE c.channel = ? AND c.address = ?`,
    [channel, address],
  ],
  [
    `SELECT o.id, o.unit_id AS unitId, o.role FROM contact c JOIN post o ON o.person_id = c.person_id
     WHERE c.channel = ? AND c.address = ? AND o.from_at <= ? AND (o.until_at IS NULL OR o.until_at > ?) ORDER BY o.id`,
    [channel, address, now, now],
  ],
  [
    `SET @task = (SELECT CAST(JSON_VALUE(v.memory, '$.focus.taskId') AS UNSIGNED)
     FROM contact c JOIN conversation v ON v.person_id = c.person_id WHERE c.channel = ? AND c.address = ?)`,
    [channel, address],
  ],
  ...takingInHand(variable("@task")),
];

const columns = `channel, message_id, contact_id, room, mentioned, body, quoted, file_hash, file_name, sent_at,
  received_at, status, failure`;

const putDown = (work: Work, heard: Heard): Statement => [
  `INSERT IGNORE INTO inbox (${columns})
   SELECT ?, ?, id, NULL, ?, ?, ?, NULL, NULL, ?, ?, 'received', NULL FROM contact WHERE channel = ? AND address = ?`,
  [
    heard.channel,
    heard.messageId,
    false,
    ...wordsOf(heard),
    heard.sentAt,
    work.now,
    heard.channel,
    heard.address,
  ],
];

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

const wordsOf = ({ text, quoted }: Heard): unknown[] => [
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

/** Keeps the file of a message, before any transaction; null when there is none. */
export async function keep({ rules }: House, { file }: Heard): Promise<Kept | null> {
  if (!file) return null;
  try {
    return await keepFile(rules.filesFolder, file.bytes);
  } catch (error) {
    if (error instanceof Refusal) return { problem: error.message };
    throw error;
  }
}
