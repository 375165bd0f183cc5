/** What the simulator's routes need of the simulated world; the world itself fits, main passes it in. */

/** Somebody with a phone. */
export interface SimPerson {
  id: string;
  name: string;
  /** Unit and post. */
  label: string;
}

/** A group. */
export interface SimRoom {
  id: string;
  name: string;
  members: string[];
}

/** One bubble; `talk` is the person's id in the private talk with the bot, else the room's id. */
export interface SimMessage {
  id: string;
  kind: string;
  from: string;
  talk: string;
  text: string;
  file?: { id: string; name: string; size: number };
  quote?: { id: string; name: string; text: string };
  mentions: string[];
  at: string;
  status: string;
}

/** A fault on the way; see docs/simulator.md. */
export interface SimFault {
  kind: "delay" | "duplicate" | "reorder" | "drop" | "refuse";
  person?: string;
  direction?: "in" | "out" | "both";
  ms?: number;
  count?: number;
}

/** What somebody writes. */
export interface SimUtterance {
  person: string;
  text?: string | undefined;
  room?: string | undefined;
  mention?: boolean | undefined;
  quote?: string | undefined;
  id?: string | undefined;
  file?: { name: string; bytes: Uint8Array } | undefined;
  kind?: SimWordless | undefined;
}

/** Kinds of messages that have no words. */
export type SimWordless = "voice" | "sticker" | "video" | "location" | "card" | "link" | "recalled";

/** What happens in the world, as its watchers are told. */
export type SimEvent = { type: "message"; message: SimMessage } | { type: SimQuietEvent };
type SimQuietEvent = "status" | "unread" | "people" | "faults" | "online" | "clock";

/** The simulated world as the routes use it. Its refusals are the callers'. */
export interface SimWorld {
  readonly bot: { id: string; name: string };
  readonly clock: { now(): Date };
  people(): SimPerson[];
  nameOf(id: string): string | undefined;
  rooms(): SimRoom[];
  transcript(talk: string, after?: string): SimMessage[];
  talks(person: string): { id: string; name: string; last?: SimMessage; unread: number }[];
  unread(person: string): number;
  say(said: SimUtterance): SimMessage;
  file(id: string): Uint8Array | undefined;
  read(person: string, talk: string): void;
  moveTo(moment: Date): void;
  faults(): SimFault[];
  setFault(fault: SimFault): void;
  clearFaults(match?: { kind?: SimFault["kind"]; person?: string }): void;
  isOnline(): boolean;
  logIn(): void;
  logOut(): Promise<void>;
  watch(watcher: (event: SimEvent) => void): () => void;
}

/** Everything that main gives the simulator's routes. */
export interface SimulatorPort {
  world: SimWorld;
  /** The first deadline after now, in the product's data. */
  nextDeadline(): Promise<Date | undefined>;
  /** Called after every move of the clock; the answer to the mover waits for it. */
  onMoved(): Promise<void>;
  /** What a newcomer is shown: whose phone to open first, and what to try. */
  welcome(): Promise<{ recommended?: string; hints: { personId: string; words: string }[] }>;
}
