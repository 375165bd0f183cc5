import { looksLikeCode } from "../src/actions/contacts.ts";
import { leaveLetter } from "../src/actions/mail.ts";
import type { Clock } from "../src/clock.ts";
import { Refusal } from "../src/errors.ts";
import type { Heard } from "../src/letter.ts";
import type { Log } from "../src/log.ts";
import { later } from "../src/packets.ts";
import { type House, transact, type Work } from "../src/work.ts";
import { bind } from "./dialogues/binding.ts";
import { converse } from "./dialogues/converse.ts";
import { inGroup } from "./dialogues/group-talk.ts";
import type { Memory } from "./dialogues/memory.ts";
import { lines, type Turn } from "./dialogues/turn.ts";
import {
  type Address,
  type Guess,
  guessAfter,
  isPlain,
  keep,
  NotStraight,
  type Opening,
  openStraight,
  openTurn,
  store as putAway,
  type Waiting,
} from "./inbox.ts";

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

/**
 * Opens the ear. Plain words are put down and answered in one transaction; whatever else comes, and whatever fails, is
 * put down first and answered in a second one, so that it is not lost. Redelivered messages change nothing.
 */
export function openListener(parts: ListenerParts): Listener {
  const ear: Ear = { ...parts, guesses: new Map() };
  const arrivals = lanes();
  const turns = lanes();
  // In this process by queueing, elsewhere by the row lock.
  const drain = (writer: Address): Promise<void> => turns.run(nameOf(writer), () => answerAll(ear, writer));

  /** What came first is put down first, whether it is answered straight away or not. */
  async function take(heard: Heard): Promise<boolean> {
    const straight = isPlain(heard) && turns.isFree(nameOf(heard));
    if (straight && (await answerStraight(ear, heard))) return true;
    await store(ear, heard);
    return false;
  }

  return {
    hear: async (heard) => {
      const answered = await arrivals.run(nameOf(heard), () => take(heard));
      if (!answered) await drain(heard);
    },
    resume: async () => {
      const left: Address[] = await parts.house.database.query(
        `SELECT c.channel, c.address FROM inbox i JOIN contact c ON c.id = i.contact_id
         WHERE i.status = 'received' GROUP BY c.id, c.channel, c.address ORDER BY c.id`,
      );
      for (const writer of left) await drain(writer);
    },
  };
}

/** The parts, and what the next turns of some writers will probably need. */
type Ear = ListenerParts & { guesses: Map<string, Guess> };

/** Writers whose next turn is guessed; the one who has been silent longest is forgotten first. */
const mostGuesses = 10_000;

function guessNext({ guesses }: Ear, writer: Address, opening: Opening): void {
  const name = nameOf(writer);
  guesses.delete(name);
  guesses.set(name, guessAfter(opening));
  const [oldest] = guesses.keys();
  if (guesses.size > mostGuesses && oldest !== undefined) guesses.delete(oldest);
}

const nameOf = ({ channel, address }: Address): string => `${channel} ${address}`;

interface Lanes {
  /** Runs work of one name in the order in which it came, whether or not what went before succeeded. */
  run<T>(name: string, work: () => Promise<T>): Promise<T>;
  isFree(name: string): boolean;
}

function lanes(): Lanes {
  const ends = new Map<string, Promise<unknown>>();
  return {
    run: (name, work) => {
      const mine = (ends.get(name) ?? Promise.resolve()).then(work);
      const end = mine.catch(() => undefined);
      ends.set(name, end);
      void end.then(() => ends.get(name) === end && ends.delete(name));
      return mine;
    },
    isFree: (name) => !ends.has(name),
  };
}

async function store({ house, clock }: Ear, heard: Heard): Promise<void> {
  const kept = await keep(house, heard);
  const at = { now: clock.now(), actor: door, harmless: true };
  await transact(house, at, (work) => putAway(work, heard, kept));
}

async function answerAll(ear: Ear, writer: Address): Promise<void> {
  while (await answerNext(ear, writer));
}

/** Puts a message down and answers it at once. False when it has to be put down for itself first. */
async function answerStraight(ear: Ear, heard: Heard): Promise<boolean> {
  const { house, clock, log, guesses } = ear;
  const at = { now: clock.now(), actor: door, harmless: true };
  try {
    const opening = await transact(house, at, async (work) => {
      const opened = await openStraight(work, heard, guesses.get(nameOf(heard)));
      await answer(work, opened, heard);
      return opened;
    });
    ended(ear, heard, opening);
    return true;
  } catch (error) {
    const expected = error instanceof Refusal || error instanceof NotStraight;
    if (!expected) log.warn({ err: error }, "a message is put down before its turn");
    return false;
  }
}

/** Answers the oldest message of a writer that was put down. False when no other waits. */
async function answerNext(ear: Ear, writer: Address): Promise<boolean> {
  const { house, clock, guesses } = ear;
  const at = { now: clock.now(), actor: door, harmless: true };
  let begun: Opening | undefined;
  try {
    const opening = await transact(house, at, async (work) => {
      const opened = await openTurn(work, writer, guesses.get(nameOf(writer)));
      begun = opened ?? undefined;
      if (opened) await answer(work, opened, writer);
      if (opened) later(work, done, [opened.message.id]);
      return opened;
    });
    if (opening) ended(ear, writer, opening);
    return opening?.others ?? false;
  } catch (error) {
    if (!begun) throw error;
    await fail(ear, begun, error);
    return true;
  }
}

const done = "UPDATE inbox SET status = 'done', attempts = attempts + 1 WHERE id = ?";

function ended(ear: Ear, writer: Address, opening: Opening): void {
  guessNext(ear, writer, opening);
  ear.poke();
}

async function answer(work: Work, opening: Opening, { channel }: Address): Promise<void> {
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
  later(
    work,
    `INSERT INTO conversation (person_id, memory, updated_at) VALUES (?, ?, ?)
     ON DUPLICATE KEY UPDATE memory = VALUES(memory), updated_at = VALUES(updated_at)`,
    [personId, JSON.stringify(memory), work.now],
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

interface Conclusion {
  id: number;
  contactId: number;
  channel?: string;
  room: string | null;
  words: string | null;
}

function conclude(work: Work, { id, contactId, channel, room, words }: Conclusion): void {
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

async function fail({ house, clock, log }: Ear, opening: Opening, error: unknown): Promise<void> {
  const { message, writer } = opening;
  if (!(error instanceof Refusal)) log.error({ err: error, inbox: message.id }, "a turn failed");
  const at = { now: clock.now(), actor: door, harmless: true };
  await transact(house, at, (work) =>
    setAside(work, { id: message.id, contactId: writer.contactId, room: message.room }, error),
  );
}

/** A refusal is an answer; a bug is tried again a few times, then set aside with an apology. */
async function setAside(work: Work, message: Omit<Conclusion, "words">, error: unknown): Promise<void> {
  const [row]: { attempts: number }[] = await work.db.query(
    "SELECT attempts FROM inbox WHERE id = ? AND status = 'received' FOR UPDATE",
    [message.id],
  );
  if (!row) return;
  if (error instanceof Refusal) {
    conclude(work, { ...message, words: `${error.message}。` });
    later(work, done, [message.id]);
    return;
  }
  if (row.attempts + 1 < mostTries) {
    later(work, "UPDATE inbox SET attempts = attempts + 1 WHERE id = ?", [message.id]);
    return;
  }
  conclude(work, { ...message, words: failedWords });
  later(
    work,
    "UPDATE inbox SET status = 'failed', failure = 'a turn failed', attempts = attempts + 1 WHERE id = ?",
    [message.id],
  );
}
