import { contactFor } from "../src/actions/contacts.ts";
import { type KeptFile, keepFile, registerFile } from "../src/actions/files.ts";
import { noteRoom } from "../src/actions/rooms.ts";
import { Refusal } from "../src/errors.ts";
import type { Heard } from "../src/letter.ts";
import { later } from "../src/packets.ts";
import type { Statement } from "../src/statements.ts";
import type { House, Work } from "../src/work.ts";

/** Who writes: the channel and its contact id. */
export type Address = Pick<Heard, "channel" | "address">;

/** Who acts until it is known who writes. */
export const door = { kind: "system", name: "bot" } as const;

/** A message of plain words to the bot alone: nothing has to be done before its turn. */
export const isPlain = ({ file, room }: Heard): boolean => file === undefined && room === undefined;

const columns = `channel, message_id, contact_id, room, mentioned, body, quoted, file_hash, file_name, sent_at,
  received_at, status, failure`;

/**
 * Puts messages of plain words down as answered, each for the contact given. The same message again changes nothing,
 * and makes one affected row less.
 */
export const putting = (work: Work, messages: { heard: Heard; contactId: number }[]): Statement => [
  `INSERT IGNORE INTO inbox (channel, message_id, contact_id, body, quoted, sent_at, received_at, status) VALUES ?`,
  [
    messages.map(({ heard, contactId }) => [
      heard.channel,
      heard.messageId,
      contactId,
      ...wordsOf(heard),
      heard.sentAt,
      work.now,
      "done",
    ]),
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

/** Its words as they are put down. */
export const wordsOf = ({ text, quoted }: Heard): [body: string, quoted: string | null] => [
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
