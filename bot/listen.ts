import { putBack } from "../src/actions/tasks-in-hand.ts";
import { Refusal } from "../src/errors.ts";
import type { Heard } from "../src/letter.ts";
import { later } from "../src/packets.ts";
import { transact, type Work } from "../src/work.ts";
import { type ConvoyParts, openConvoys } from "./convoy.ts";
import { type Address, door, isPlain, keep, store as putAway } from "./inbox.ts";
import { type Guess, guessAfter, type Opening, openTurn } from "./opening.ts";
import { answer, type Conclusion, conclude } from "./reply.ts";

/** What the listener needs: the house, the moment, a log, and whom to wake when there is something to send. */
export interface ListenerParts extends ConvoyParts {
  poke(): void;
}

/** The bot's ear. `hear` resolves when the message is durable and answered; `resume` takes up what a crash left. */
export interface Listener {
  hear(heard: Heard): Promise<void>;
  resume(): Promise<void>;
}

const failedWords = "这条消息我没有处理好,已经记下来转给管理员。您可以换个说法再试,或回“人工”。";
/** Tries of one message before it is set aside, so that the next ones are served. */
const mostTries = 3;

/**
 * Opens the ear. Plain words of somebody who has talked before are put down and answered in one transaction, with
 * others' that came meanwhile; whatever else comes, and whatever fails, is put down first and answered in a second one,
 * so that it is not lost. Redelivered messages change nothing.
 */
export function openListener(parts: ListenerParts): Listener {
  const ear: Ear = { ...parts, guesses: new Map() };
  const convoys = openConvoys(parts);
  const arrivals = lanes();
  const turns = lanes();
  // In this process by queueing, elsewhere by the row lock.
  const drain = (writer: Address): Promise<void> => turns.run(nameOf(writer), () => answerAll(ear, writer));

  /** What came first is put down first, whether it is answered straight away or not. */
  async function take(heard: Heard): Promise<boolean> {
    const guess = ear.guesses.get(nameOf(heard));
    const straight = guess && isPlain(heard) && turns.isFree(nameOf(heard));
    const ride = straight ? await convoys.ride({ heard, guess }) : null;
    if (ride?.kind === "answered") ended(ear, heard, ride.opening);
    else if (ride?.kind !== "put-down") await store(ear, heard);
    return ride?.kind === "answered";
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

/** The work of a turn is committed. */
function ended(ear: Ear, writer: Address, opening: Opening): void {
  guessNext(ear, writer, opening);
  if (opening.hand) putBack({ db: ear.house.database.manager }, opening.hand);
  ear.poke();
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
