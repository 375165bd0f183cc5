import { contactFor, looksLikeCode } from "../src/actions/contacts.ts";
import { type KeptFile, keepFile, registerFile } from "../src/actions/files.ts";
import { queueLetter } from "../src/actions/mail.ts";
import { noteRoom } from "../src/actions/rooms.ts";
import type { Clock } from "../src/clock.ts";
import { Refusal } from "../src/errors.ts";
import type { Heard } from "../src/letter.ts";
import type { Log } from "../src/log.ts";
import { type House, transact, type Work } from "../src/work.ts";
import { bind } from "./dialogues/binding.ts";
import { converse } from "./dialogues/converse.ts";
import { inGroup } from "./dialogues/group-talk.ts";
import { type Memory, readMemory } from "./dialogues/memory.ts";
import { lines, type Turn } from "./dialogues/turn.ts";

/** What the listener needs: the house, the moment, whom to wake when there is something to send, and a log. */
export interface ListenerParts {
  house: House;
  clock: Clock;
  poke(): void;
  log: Log;
}

/** The bot's ear. `hear` resolves when the message is durable and answered; `resume` takes up what a crash left. */
export interface Listener {
  hear(heard: Heard): Promise<void>;
  resume(): Promise<void>;
}

const door = { kind: "system", name: "bot" } as const;
const forgottenWords = "系统升级过,刚才聊到哪里我没有记住,答过的题都还在。";
const failedWords = "这条消息我没有处理好,已经记下来转给管理员。您可以换个说法再试,或回“人工”。";
/** Tries of one message before it is set aside, so that the next ones are served. */
const mostTries = 3;

interface InboxRow {
  id: number;
  room: string | null;
  mentioned: number;
  address: string;
  personId: number | null;
  body: string;
  quoted: string | null;
  fileHash: string | null;
  fileName: string | null;
  failure: string | null;
  sentAt: Date;
}

/** Opens the ear: a message is stored first, then answered in one transaction; redelivered ones change nothing. */
export function openListener(parts: ListenerParts): Listener {
  const arrivals = lanes();
  const turns = lanes();
  // In this process by queueing, elsewhere by the row lock.
  const drain = (contactId: number): Promise<void> =>
    turns(`${contactId}`, () => answerAll(parts, contactId));

  return {
    hear: async (heard) => {
      const writer = `${heard.channel} ${heard.address}`;
      return drain(await arrivals(writer, () => store(parts, heard)));
    },
    resume: async () => {
      const left: { contactId: number }[] = await parts.house.database.query(
        "SELECT DISTINCT contact_id AS contactId FROM inbox WHERE status = 'received' ORDER BY contact_id",
      );
      for (const { contactId } of left) await drain(contactId);
    },
  };
}

/** Runs work of one name in the order in which it came, whether or not what went before succeeded. */
function lanes(): <T>(name: string, work: () => Promise<T>) => Promise<T> {
  const ends = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const mine = (ends.get(name) ?? Promise.resolve()).then(work);
    const end = mine.catch(() => undefined);
    ends.set(name, end);
    void end.then(() => ends.get(name) === end && ends.delete(name));
    return mine;
  };
}

/** Makes a message durable, with its file; the same message again leaves the first row as it is. */
async function store({ house, clock }: ListenerParts, heard: Heard): Promise<number> {
  const kept = heard.file ? await keep(house, heard.file.bytes) : null;
  return transact(house, { now: clock.now(), actor: door, harmless: true }, async (work) => {
    const contact = await contactFor(work, heard.channel, heard.address);
    if (kept && "hash" in kept) await registerFile(work, kept);
    if (heard.room !== undefined && heard.mentioned) {
      const name = wellFormed(heard.roomName ?? "");
      await noteRoom(work, { channel: heard.channel, address: heard.room, name });
    }
    await work.db.query(
      `INSERT IGNORE INTO inbox (channel, message_id, contact_id, room, mentioned, body, quoted, file_hash, file_name,
         sent_at, received_at, status, failure) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'received', ?)`,
      [
        heard.channel,
        heard.messageId,
        contact.id,
        ...wordsOf(heard),
        ...fileOf(heard, kept),
        heard.sentAt,
        work.now,
        problemOf(kept),
      ],
    );
    return contact.id;
  });
}

const wordsOf = ({ room, mentioned, text, quoted }: Heard): unknown[] => [
  room ?? null,
  mentioned ?? false,
  wellFormed(text),
  quoted === undefined ? null : wellFormed(quoted),
];

const fileOf = ({ file }: Heard, kept: Kept | null): (string | null)[] => [
  kept && "hash" in kept ? kept.hash : null,
  file ? wellFormed(file.name).slice(0, 200) : null,
];

const problemOf = (kept: Kept | null): string | null => (kept && "problem" in kept ? kept.problem : null);

type Kept = KeptFile | { problem: string };

/** What a database cannot hold as text: NUL and lone halves of surrogate pairs. Very long texts are cut. */
const wellFormed = (text: string): string => text.slice(0, 1_000_000).replaceAll("\0", "").toWellFormed();

async function keep(house: House, bytes: Uint8Array): Promise<Kept> {
  try {
    return await keepFile(house.rules.filesFolder, bytes);
  } catch (error) {
    if (error instanceof Refusal) return { problem: error.message };
    throw error;
  }
}

async function answerAll(parts: ListenerParts, contactId: number): Promise<void> {
  while (await answerNext(parts, contactId)) parts.poke();
}

/** Answers the oldest waiting message of a contact. False when none waits. */
async function answerNext(parts: ListenerParts, contactId: number): Promise<boolean> {
  const { house, clock, log } = parts;
  const at = { now: clock.now(), actor: door, harmless: true };
  let taken: number | null = null;
  try {
    return await transact(house, at, async (work) => {
      const row = await oldest(work, contactId);
      if (!row) return false;
      taken = row.id;
      const words = await reply(work, contactId, row);
      await conclude(work, { id: row.id, contactId, room: row.room, words });
      return true;
    });
  } catch (error) {
    if (taken === null) throw error;
    if (!(error instanceof Refusal)) log.error({ err: error, inbox: taken }, "a turn failed");
    const inboxId = taken;
    return transact(house, at, (work) => setAside(work, { inboxId, contactId, error }));
  }
}

/** Locks the contact first and the person next, so that two replicas take turns and never the same message. */
async function oldest(work: Work, contactId: number): Promise<InboxRow | null> {
  await work.db.query("SELECT id FROM contact WHERE id = ? FOR UPDATE", [contactId]);
  const [row]: InboxRow[] = await work.db.query(
    `SELECT i.id, i.room, i.mentioned, c.address, c.person_id AS personId, i.body, i.quoted,
       i.file_hash AS fileHash, i.file_name AS fileName, i.failure, i.sent_at AS sentAt
     FROM inbox i JOIN contact c ON c.id = i.contact_id
     WHERE i.status = 'received' AND i.contact_id = ? ORDER BY i.id LIMIT 1`,
    [contactId],
  );
  return row ?? null;
}

async function reply(work: Work, contactId: number, row: InboxRow): Promise<string | null> {
  if (row.room !== null) return Number(row.mentioned) === 1 ? inGroup(work, row.personId, row.body) : null;
  if (row.personId === null || isNewCode(row)) {
    const contact = await work.db.query("SELECT * FROM contact WHERE id = ?", [contactId]);
    return bind(work, { ...contact[0], id: contactId }, row.body);
  }
  return talk(work, row, row.personId);
}

/** Somebody known who writes a code wants to be bound anew: his own code, or one for a post that he takes over. */
const isNewCode = ({ body, fileHash }: InboxRow): boolean =>
  fileHash === null && looksLikeCode(body) !== null;

/** One turn with a known person: lock, remember, converse, remember again. */
async function talk(outer: Work, row: InboxRow, personId: number): Promise<string> {
  const work: Work = { ...outer, actor: { kind: "person", personId } };
  const [person]: { id: number; name: string; listSize: number }[] = await work.db.query(
    "SELECT id, name, list_size AS listSize FROM person WHERE id = ? FOR UPDATE",
    [personId],
  );
  if (!person) throw new Error("a contact points to nobody");
  const [stored]: { memory: string }[] = await work.db.query(
    "SELECT memory FROM conversation WHERE person_id = ?",
    [personId],
  );
  const { memory, forgotten } = readMemory(stored ? JSON.parse(stored.memory) : null);
  const turn = await turnOf(work, { row, person, memory });
  const before = prompted(memory);
  const words = await converse(turn);
  if (prompted(memory) !== before) Object.assign(memory, { promptKey: replyKey(row.id), paused: false });
  await work.db.query(
    `INSERT INTO conversation (person_id, memory, updated_at) VALUES (?, ?, ?)
     ON DUPLICATE KEY UPDATE memory = VALUES(memory), updated_at = VALUES(updated_at)`,
    [personId, JSON.stringify(memory), work.now],
  );
  return lines(forgotten && forgottenWords, words);
}

/** What the person was asked last: when it changes, the reply of this turn is the new prompt. */
const prompted = ({ focus, pending, held }: Memory): string => JSON.stringify([focus, pending, held]);

const replyKey = (inboxId: number): string => `reply:${inboxId}`;

async function turnOf(
  work: Work,
  { row, person, memory }: { row: InboxRow; person: Turn["person"]; memory: Memory },
): Promise<Turn> {
  return {
    work,
    person,
    memory,
    message: {
      inboxId: row.id,
      text: row.body,
      quoted: row.quoted,
      file: row.fileHash === null ? null : { hash: row.fileHash, name: row.fileName ?? "文件" },
      fileProblem: row.failure,
      sentAt: row.sentAt,
    },
    early: memory.promptKey !== null && (await wroteBefore(work, memory.promptKey, row.sentAt)),
  };
}

/** Nobody can answer a question that had not left the house when he wrote. */
async function wroteBefore(work: Work, promptKey: string, sentAt: Date): Promise<boolean> {
  const [prompt]: { status: string; sentAt: Date | null }[] = await work.db.query(
    "SELECT status, sent_at AS sentAt FROM outbox WHERE `key` = ?",
    [promptKey],
  );
  if (!prompt) return false;
  return prompt.sentAt === null ? prompt.status === "queued" : sentAt < prompt.sentAt;
}

interface Conclusion {
  id: number;
  contactId: number;
  room: string | null;
  words: string | null;
}

async function conclude(work: Work, { id, contactId, room, words }: Conclusion): Promise<void> {
  if (words) {
    await queueLetter(work, {
      key: replyKey(id),
      contactId,
      priority: 0,
      body: words,
      ...(room === null ? {} : { room }),
    });
  }
  await work.db.query("UPDATE inbox SET status = 'done', attempts = attempts + 1 WHERE id = ?", [id]);
}

/** A refusal is an answer; a bug is tried again a few times, then set aside with an apology. */
async function setAside(
  work: Work,
  { inboxId, contactId, error }: { inboxId: number; contactId: number; error: unknown },
): Promise<boolean> {
  const [row]: { room: string | null; attempts: number }[] = await work.db.query(
    "SELECT room, attempts FROM inbox WHERE id = ? AND status = 'received' FOR UPDATE",
    [inboxId],
  );
  if (!row) return true;
  const conclusion = { id: inboxId, contactId, room: row.room };
  if (error instanceof Refusal) {
    await conclude(work, { ...conclusion, words: `${error.message}。` });
    return true;
  }
  if (row.attempts + 1 < mostTries) {
    await work.db.query("UPDATE inbox SET attempts = attempts + 1 WHERE id = ?", [inboxId]);
    return true;
  }
  await conclude(work, { ...conclusion, words: failedWords });
  await work.db.query("UPDATE inbox SET status = 'failed', failure = 'a turn failed' WHERE id = ?", [
    inboxId,
  ]);
  return true;
}
