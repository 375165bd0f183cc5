import { type TaskInHand, takingAllInHand, wasInHand } from "../src/actions/tasks-in-hand.ts";
import type { Heard } from "../src/letter.ts";
import { type HeldPost, keepPosts, postsHeld } from "../src/machines/who.ts";
import { together } from "../src/packets.ts";
import type { Statement } from "../src/statements.ts";
import type { House, Work } from "../src/work.ts";
import type { Memory } from "./dialogues/memory.ts";
import { readMemory } from "./dialogues/remembering.ts";
import { type Address, putting, wordsOf } from "./inbox.ts";

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
  /** The task that was guessed; null when none was, or not rightly. */
  hand: TaskInHand | null;
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

/** The message cannot be answered straight away. */
export class NotStraight extends Error {}

type WriterRow = Writer & { memory: string | null };

/**
 * Locks the writer and takes his oldest message that was put down, in one round trip if the guess is right. Two
 * replicas so take turns and never the same message. Null when nothing waits.
 */
export async function openTurn(work: Work, address: Address, guess?: Guess): Promise<Opening | null> {
  const hoped = hopingFor(work, guess ? [guess] : []);
  const [writers, waiting, ...read] = await together(work, [
    writing(address),
    oldest(address),
    ...hoped.statements,
  ]);
  const [row] = writers as WriterRow[];
  const [message, other] = waiting as Waiting[];
  if (!message) return null;
  if (!row) throw new Error("a message has no writer");
  const [kept] = await hoped.keep([work], read);
  return openingOf(work, { row, message, others: other !== undefined, guess, ...kept });
}

/** A message of plain words, and what is guessed about its writer's turn. */
export interface Rider {
  heard: Heard;
  guess: Guess;
}

/** Is its writer known, and where the task is at home that he is about? Then it may be answered straight away. */
export const isFamiliar = ({ database }: House, { guess }: Rider): boolean =>
  guess.personId > 0 && (guess.taskId === 0 || wasInHand({ db: database.manager }, guess.taskId));

/** A message that was put down as answered; `open` opens its turn, or throws NotStraight. */
export interface Opened {
  inboxId: number;
  open(): Promise<Opening>;
}

/**
 * Puts messages of different people, over one channel, down as answered and reads what their turns need, in one round
 * trip; each turn is then opened for a piece of work of its own. Throws NotStraight when one of them was put down
 * before, or under another name than it bears.
 */
export async function openAll(work: Work, riders: Rider[], works: Work[]): Promise<Opened[]> {
  const guesses = riders.map(({ guess }) => guess);
  const contacts = guesses.map(({ contactId }) => contactId);
  const [only] = riders;
  const hoped = hopingFor(work, guesses);
  const [put, writers, waiting, ...read] = await together(work, [
    putting(
      work,
      riders.map(({ heard, guess }) => ({ heard, contactId: guess.contactId })),
    ),
    writingAs(contacts),
    waitingOf(contacts),
    ...hoped.statements,
    ...(riders.length > 1 ? [numbering(riders.map(({ heard }) => heard))] : []),
  ]);
  const { affectedRows, insertId } = put as { affectedRows: number; insertId: number };
  if (affectedRows < riders.length) throw new NotStraight();
  const numbers = riders.length > 1 ? read.pop() : [{ id: insertId, messageId: only?.heard.messageId }];
  const ids = new Map((numbers as Numbered[]).map(({ id, messageId }) => [messageId, id]));
  if (!riders.every(({ heard }) => ids.has(heard.messageId))) throw new NotStraight();
  const rows = new Map((writers as WriterRow[]).map((row) => [row.contactId, row]));
  const behind = new Set((waiting as { contactId: number }[]).map(({ contactId }) => contactId));
  const kept = await hoped.keep(works, read);
  return riders.map(({ heard, guess }, place) => {
    const inboxId = ids.get(heard.messageId) ?? 0;
    const row = rows.get(guess.contactId);
    return {
      inboxId,
      open: async () => {
        if (!row || behind.has(guess.contactId)) throw new NotStraight();
        const message = plain(inboxId, heard);
        return openingOf(works[place] ?? work, { row, message, others: false, guess, ...kept[place] });
      },
    };
  });
}

interface Numbered {
  id: number;
  messageId: string;
}

function plain(id: number, heard: Heard): Waiting {
  const [body, quoted] = wordsOf(heard);
  const none = { room: null, mentioned: 0, fileHash: null, fileName: null, failure: null };
  return { id, body, quoted, sentAt: heard.sentAt, ...none };
}

interface Read {
  row: WriterRow;
  message: Waiting;
  others: boolean;
  guess: Guess | undefined;
  prompt?: Prompt | undefined;
  hand?: TaskInHand | undefined;
}

async function openingOf(work: Work, { row, message, others, guess, prompt, hand }: Read): Promise<Opening> {
  const { memory: stored, ...writer } = row;
  const { memory, forgotten } = readMemory(stored);
  const { promptKey } = guessAfter({ writer, memory });
  const known = promptKey === guess?.promptKey ? prompt : await promptOf(work, promptKey);
  return { writer, message, others, memory, forgotten, prompt: known ?? null, hand: hand ?? null };
}

const writerColumns = "c.id AS contactId, c.person_id AS personId, p.name, p.list_size AS listSize, v.memory";

const writing = ({ channel, address }: Address): Statement => [
  `SELECT ${writerColumns}
   FROM contact c LEFT JOIN person p ON p.id = c.person_id LEFT JOIN conversation v ON v.person_id = p.id
   WHERE c.channel = ? AND c.address = ? FOR UPDATE`,
  [channel, address],
];

/** Known writers. By their ids and nothing else: a scan would wait for those that others hold. */
const writingAs = (contactIds: number[]): Statement => [
  `SELECT ${writerColumns}
   FROM contact c FORCE INDEX (PRIMARY) STRAIGHT_JOIN person p ON p.id = c.person_id
   LEFT JOIN conversation v ON v.person_id = p.id
   WHERE c.id IN (?) FOR UPDATE`,
  [contactIds],
];

/** The oldest two. Read without a lock: others may be putting messages of the same writer down, and wait for the contact. */
const oldest = ({ channel, address }: Address): Statement => [
  `SELECT i.id, i.room, i.mentioned, i.body, i.quoted, i.file_hash AS fileHash, i.file_name AS fileName, i.failure,
     i.sent_at AS sentAt
   FROM contact c JOIN inbox i ON i.contact_id = c.id AND i.status = 'received'
   WHERE c.channel = ? AND c.address = ? ORDER BY i.id LIMIT 2`,
  [channel, address],
];

/** Whose messages wait? Read without a lock, too. */
const waitingOf = (contactIds: number[]): Statement => [
  "SELECT contact_id AS contactId FROM inbox WHERE contact_id IN (?) AND status = 'received'",
  [contactIds],
];

/** The numbers under which messages of one channel were put down. */
const numbering = (messages: Heard[]): Statement => [
  "SELECT id, message_id AS messageId FROM inbox WHERE channel = ? AND message_id IN (?)",
  [messages[0]?.channel, messages.map(({ messageId }) => messageId)],
];

/** That which was guessed, for a piece of work each: how his prompt stands, and his task. */
interface Hoped {
  prompt: Prompt | undefined;
  hand: TaskInHand | undefined;
}

/** What reads that which was guessed, and what keeps it for whom it is for, so that who guessed rightly need not ask again. */
function hopingFor(
  work: Work,
  guesses: Guess[],
): { statements: Statement[]; keep(works: Work[], results: unknown[]): Promise<Hoped[]> } {
  if (guesses.length === 0) return { statements: [], keep: async () => [] };
  const tasks = guesses.map(({ taskId }) => taskId).filter((id) => id > 0 && wasInHand(work, id));
  const taking = takingAllInHand(work, tasks);
  return {
    statements: [
      prompting(guesses.map(({ promptKey }) => promptKey)),
      postsHeld(
        work,
        guesses.map(({ personId }) => personId),
      ),
      ...taking.statements,
    ],
    keep: async (works, [prompts, posts, ...rest]) => {
      const byKey = new Map((prompts as PromptRow[]).map((row) => [row.key, row]));
      for (const [place, work] of works.entries())
        await keepPostsOf(work, guesses[place], posts as HeldPost[]);
      const hands = await taking.keep(
        new Map(works.map((work, place) => [guesses[place]?.taskId ?? 0, work])),
        rest,
      );
      return guesses.map(({ promptKey, taskId }) => ({
        prompt: byKey.get(promptKey),
        hand: hands.get(taskId),
      }));
    },
  };
}

async function keepPostsOf(work: Work, guess: Guess | undefined, posts: HeldPost[]): Promise<void> {
  if (guess)
    await keepPosts(
      work,
      guess.personId,
      posts.filter(({ personId }) => personId === guess.personId),
    );
}

type PromptRow = Prompt & { key: string };

const prompting = (keys: string[]): Statement => [
  "SELECT `key`, status, sent_at AS sentAt FROM outbox WHERE `key` IN (?)",
  [keys],
];

const promptOf = async (work: Work, key: string): Promise<Prompt | undefined> =>
  key === "" ? undefined : ((await together(work, [prompting([key])]))[0] as PromptRow[])[0];
