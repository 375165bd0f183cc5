import { createHash, randomUUID } from "node:crypto";
import { type Clock, MovableClock, systemClock } from "../../src/clock.ts";
import { guardFailed, invalid, notFound } from "../../src/errors.ts";
import { compose, kindOf, type Utterance } from "./simulator-compose.ts";
import { Delivery, type Line } from "./simulator-delivery.ts";
import { type Fault, Faults } from "./simulator-faults.ts";
import type { Journal } from "./simulator-journal.ts";
import { WorldMemory } from "./simulator-memory.ts";
import type {
  JournalLine,
  SimulatedEvent,
  SimulatedFile,
  SimulatedMessage,
  SimulatedPerson,
  SimulatedRoom,
  SimulatedStatus,
} from "./simulator-records.ts";

/** How to make a world; everything but the journal has a default. */
export interface WorldOptions {
  journal: Journal;
  /** The account's name in people's phones. */
  botName?: string;
  base?: Clock;
  /** Waits so many milliseconds; tests give their own. */
  pause?: (ms: number) => Promise<void>;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

/** Phones, a group, their transcripts and a clock: WeChat as far as the bot can see of it. */
export class SimulatedWorld {
  /** The clock that the product runs on in the demo; it keeps its offset over a restart. */
  readonly clock: MovableClock;
  readonly bot: { id: string; name: string };
  private readonly journal: Journal;
  private readonly memory: WorldMemory;
  private readonly faultsOn = new Faults();
  private readonly delivery: Delivery;
  private readonly watchers = new Set<(event: SimulatedEvent) => void>();
  private readonly pause: (ms: number) => Promise<void>;

  constructor(options: WorldOptions) {
    this.bot = { id: "duban-bot", name: options.botName ?? "督办助手" };
    this.journal = options.journal;
    this.pause = options.pause ?? sleep;
    this.memory = new WorldMemory(this.bot.id);
    for (const line of this.journal.read()) this.memory.apply(line);
    this.clock = new MovableClock(this.memory.ahead, options.base ?? systemClock);
    this.delivery = new Delivery({
      faults: this.faultsOn,
      pause: this.pause,
      holdFor: 10_000,
      setStatus: (id, status) => this.setStatus(id, status),
    });
  }

  /** Makes these the people and groups of the world; whoever is missing goes, transcripts stay. */
  settle(people: SimulatedPerson[], rooms: SimulatedRoom[] = []): void {
    const wanted = new Set(people.map((person) => person.id));
    for (const id of this.memory.people.keys()) {
      if (!wanted.has(id)) this.write({ do: "forget", person: id });
    }
    for (const person of people) {
      if (!same(this.memory.people.get(person.id), person)) this.write({ do: "person", person });
    }
    for (const room of rooms) {
      if (!same(this.memory.rooms.get(room.id), room)) this.write({ do: "room", room });
    }
    this.tell({ type: "people" });
  }

  people(): SimulatedPerson[] {
    return [...this.memory.people.values()];
  }

  /** The name of a person or of the bot; undefined for somebody unknown. */
  nameOf(id: string): string | undefined {
    return id === this.bot.id ? this.bot.name : this.memory.people.get(id)?.name;
  }

  rooms(): SimulatedRoom[] {
    return [...this.memory.rooms.values()];
  }

  /** One message by its id, whoever wrote it. */
  message(id: string): SimulatedMessage | undefined {
    return this.memory.messages.get(id);
  }

  /** A conversation, oldest first; refuses with not-found when nobody and no group has this id. */
  transcript(talk: string, after?: string): SimulatedMessage[] {
    if (!this.knows(talk)) throw notFound("这个会话");
    return this.memory.transcript(talk, after);
  }

  /** What a person's phone shows as its list of conversations. */
  talks(person: string): { id: string; name: string; last?: SimulatedMessage; unread: number }[] {
    const mine = this.rooms().filter((room) => room.members.includes(person));
    return [{ id: person, name: this.bot.name }, ...mine].map(({ id, name }) => {
      const last = this.memory.transcript(id).at(-1);
      return { id, name, unread: this.memory.unreadOf(person, id), ...(last && { last }) };
    });
  }

  /** How many messages a person has not looked at. */
  unread(person: string): number {
    return this.talks(person).reduce((sum, talk) => sum + talk.unread, 0);
  }

  /** Somebody writes to the bot or into a group; returns the message as it stands in the transcript. */
  say(said: Utterance): SimulatedMessage {
    const known = said.id === undefined ? undefined : this.memory.messages.get(said.id);
    if (known !== undefined) return this.sayAgain(known, said);
    const message = compose(said, {
      memory: this.memory,
      bot: this.bot,
      now: this.clock.now(),
      keepFile: (name, bytes) => this.keepFile(name, bytes),
    });
    this.add(message);
    this.delivery.accept(message);
    return message;
  }

  /** The bot writes. Throws as an overworked account would, when a fault says so. */
  async send(
    talk: string,
    said: { text: string; file?: SimulatedFile },
    mentions: string[] = [],
  ): Promise<string> {
    if (!this.knows(talk)) throw new Error(`unknown contact ${talk}`);
    if (this.faultsOn.strike("refuse", talk, "out")) throw new Error("操作过于频繁,请稍后再试");
    const delay = this.faultsOn.strike("delay", talk, "out");
    if (delay?.ms !== undefined) await this.pause(delay.ms);
    const lost = this.faultsOn.strike("drop", talk, "out") !== undefined;
    const message: SimulatedMessage = {
      id: randomUUID(),
      kind: said.file === undefined ? "text" : kindOf(said.file.name),
      from: this.bot.id,
      talk,
      text: said.text,
      mentions,
      at: this.clock.now().toISOString(),
      status: lost ? "lost" : "arrived",
      ...(said.file && { file: said.file }),
    };
    this.add(message);
    this.delivery.again(message.id);
    return message.id;
  }

  /** Keeps bytes under an id of their own. */
  keepFile(name: string, bytes: Uint8Array): SimulatedFile {
    const id = createHash("sha256").update(bytes).digest("hex").slice(0, 32);
    this.journal.keepFile(id, bytes);
    return { id, name, size: bytes.length };
  }

  /** The bytes of a file that was sent, or undefined. */
  file(id: string): Uint8Array | undefined {
    return this.journal.file(id);
  }

  /** The bot has answered for this message: it will not be delivered again. */
  acknowledge(id: string): void {
    const message = this.memory.messages.get(id);
    if (message !== undefined && message.from !== this.bot.id) this.setStatus(id, "handled");
  }

  /** A person has looked at a conversation. */
  read(person: string, talk: string): void {
    if (this.memory.unreadOf(person, talk) === 0) return;
    this.write({ do: "read", person, talk });
    this.tellUnread(person, talk);
  }

  /** Moves the clock forward; refuses to turn it back, since what has happened would lie in the future. */
  moveTo(moment: Date): void {
    if (moment < this.clock.now()) throw guardFailed("时钟只能往后拨,不能倒退");
    this.clock.moveTo(moment);
    this.write({ do: "clock", ahead: this.clock.ahead });
    this.tell({ type: "clock", now: this.clock.now().toISOString() });
  }

  faults(): Fault[] {
    return this.faultsOn.list();
  }

  setFault(fault: Fault): void {
    if (fault.person !== undefined && !this.knows(fault.person)) throw notFound("这个人");
    this.faultsOn.set(fault);
    this.tell({ type: "faults" });
  }

  /** Switches matching faults off; a message held back for its successor goes out. */
  clearFaults(match: { kind?: Fault["kind"]; person?: string } = {}): void {
    this.faultsOn.clear(match);
    if (match.kind === undefined || match.kind === "reorder") this.delivery.release();
    this.tell({ type: "faults" });
  }

  isOnline(): boolean {
    return this.delivery.isOnline();
  }

  logIn(): void {
    this.delivery.logIn();
    this.tell({ type: "online", online: this.isOnline() });
  }

  async logOut(): Promise<void> {
    await this.delivery.logOut();
    this.tell({ type: "online", online: this.isOnline() });
  }

  /** For the puppet: plugs the bot in, and hands it what no earlier run answered for. */
  connect(line: Line): void {
    this.delivery.connect(
      line,
      this.memory.unhandled().map((message) => message.id),
    );
    this.tell({ type: "online", online: this.isOnline() });
  }

  disconnect(line: Line): void {
    this.delivery.disconnect(line);
    this.tell({ type: "online", online: false });
  }

  /** Calls `watcher` with everything that happens; returns how to stop. */
  watch(watcher: (event: SimulatedEvent) => void): () => void {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  }

  private knows(talk: string): boolean {
    return this.memory.people.has(talk) || this.memory.rooms.has(talk);
  }

  private sayAgain(known: SimulatedMessage, said: Utterance): SimulatedMessage {
    if (known.from !== said.person || known.talk !== (said.room ?? said.person)) {
      throw invalid("这个消息编号已经用在别的消息上了", [{ field: "id", message: "已被使用" }]);
    }
    if (known.status !== "lost") this.delivery.again(known.id);
    return known;
  }

  private add(message: SimulatedMessage): void {
    this.write({ do: "message", message });
    this.tell({ type: "message", message });
    for (const person of this.memory.readersOf(message)) this.tellUnread(person, message.talk);
  }

  private tellUnread(person: string, talk: string): void {
    const count = this.memory.unreadOf(person, talk);
    this.tell({ type: "unread", person, talk, count, total: this.unread(person) });
  }

  private setStatus(id: string, status: SimulatedStatus): void {
    const message = this.memory.messages.get(id);
    if (message === undefined || message.from === this.bot.id) return;
    // A duplicate of a handled message does not make it unhandled again.
    if (message.status === status || message.status === "handled") return;
    this.write({ do: "status", id, status });
    this.tell({ type: "status", id, talk: message.talk, status });
  }

  private write(line: JournalLine): void {
    this.journal.write(line);
    this.memory.apply(line);
  }

  private tell(event: SimulatedEvent): void {
    for (const watcher of this.watchers) watcher(event);
  }
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
