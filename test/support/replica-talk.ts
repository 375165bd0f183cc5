/** What a replica and the process that started it tell each other, and how a replica is set up. */

/** How a replica is started; it must be plain data. */
export interface ReplicaSettings {
  /** Its database, as ormconfig takes it; migrated already. */
  url: string;
  /** Milliseconds that its clock is ahead of the machine's; or the moment (ISO) at which it stands. */
  clock: { ahead: number } | { at: string };
  /** Folder of evidence files. */
  filesFolder?: string;
  poolSize?: number;
  /** Nobody else sends from this database, as `openDelivery` takes it. */
  alone?: boolean;
  /** As `openDelivery` takes it; found out unless told. */
  skipLocked?: boolean;
  /** Milliseconds that the channel may take for one message. */
  patience?: number;
  /** Pauses before a message that could not be taken is tried again, in milliseconds. */
  retries?: number[];
  /** The clock door strikes by itself, every five seconds; otherwise only when told. */
  beats?: boolean;
  /** Milliseconds; zeros, the usual, need no gentleness. */
  etiquette?: { gap?: number; perPersonGap?: number; burst?: number; burstRest?: number; coolDown?: number };
}

/** A person's message on its way to a replica. The same id again is the same message again. */
export interface FarMessage {
  id: string;
  address: string;
  text: string;
  /** ISO. */
  sentAt: string;
  file?: { name: string; base64: string };
}

/** A letter, or one part of a long one, as it leaves the house. */
export interface FarLetter {
  /** The outbox key. */
  key: string;
  /** Counted from 1 within one send of the letter. */
  part: number;
  address: string;
  text: string;
}

/** How the far end takes a letter: it throws these words in the replica's face, or never answers, or has it. */
export type FarEnding = { kind: "arrived" } | { kind: "thrown"; words: string } | { kind: "silent" };

/** Orders to a replica; those with a number are answered when they are carried out. */
export type Order =
  | { do: "hear"; message: FarMessage }
  | { do: "took"; no: number; ending: FarEnding }
  | { do: "clock"; clock: ReplicaSettings["clock"] }
  | { do: "log-in" }
  | { do: "log-out" }
  | { do: "poke" }
  | { do: "tick"; no: number }
  | { do: "idle"; no: number };

/** What a replica tells. */
export type Report =
  | { is: "ready" }
  | { is: "heard"; id: string }
  | { is: "sending"; no: number; letter: FarLetter }
  | { is: "done"; no: number }
  | { is: "log"; level: "info" | "warn" | "error"; words: string; facts: string }
  | { is: "ending"; why: string }
  | { is: "trouble"; what: string };
