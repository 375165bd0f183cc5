import type {
  JournalLine,
  SimulatedMessage,
  SimulatedPerson,
  SimulatedRoom,
  SimulatedStatus,
} from "./simulator-records.ts";

/** The world as its journal tells it: apply every line in order and it is as it was. */
export class WorldMemory {
  readonly people = new Map<string, SimulatedPerson>();
  readonly rooms = new Map<string, SimulatedRoom>();
  readonly messages = new Map<string, SimulatedMessage>();
  /** Milliseconds that the simulated clock is ahead. */
  ahead = 0;
  private readonly talks = new Map<string, SimulatedMessage[]>();
  private readonly unread = new Map<string, number>();
  private readonly botId: string;

  constructor(botId: string) {
    this.botId = botId;
  }

  apply(line: JournalLine): void {
    switch (line.do) {
      case "person":
        this.people.set(line.person.id, line.person);
        break;
      case "forget":
        this.people.delete(line.person);
        break;
      case "room":
        this.rooms.set(line.room.id, line.room);
        break;
      case "message":
        this.addMessage(line.message);
        break;
      case "status":
        this.setStatus(line.id, line.status);
        break;
      case "read":
        this.unread.delete(key(line.person, line.talk));
        break;
      case "clock":
        this.ahead = line.ahead;
        break;
    }
  }

  /** The messages of one conversation, oldest first; after the message `after`, when that is known. */
  transcript(talk: string, after?: string): SimulatedMessage[] {
    const all = this.talks.get(talk) ?? [];
    const at = after === undefined ? -1 : all.findIndex((message) => message.id === after);
    return all.slice(at + 1);
  }

  unreadOf(person: string, talk: string): number {
    return this.unread.get(key(person, talk)) ?? 0;
  }

  /** Who has this message on the phone without having written it. */
  readersOf(message: SimulatedMessage): string[] {
    if (message.status === "lost" && message.from === this.botId) return [];
    const members = this.rooms.get(message.talk)?.members ?? [message.talk];
    return members.filter((member) => member !== message.from);
  }

  /** Messages to the bot that it has not answered for, oldest first. */
  unhandled(): SimulatedMessage[] {
    const open: SimulatedStatus[] = ["waiting", "held", "delivered"];
    return [...this.messages.values()].filter((message) => open.includes(message.status));
  }

  private addMessage(message: SimulatedMessage): void {
    this.messages.set(message.id, message);
    const talk = this.talks.get(message.talk);
    if (talk === undefined) this.talks.set(message.talk, [message]);
    else talk.push(message);
    for (const reader of this.readersOf(message)) {
      this.unread.set(key(reader, message.talk), this.unreadOf(reader, message.talk) + 1);
    }
  }

  private setStatus(id: string, status: SimulatedStatus): void {
    const message = this.messages.get(id);
    if (message !== undefined) message.status = status;
  }
}

function key(person: string, talk: string): string {
  return `${person}\n${talk}`;
}
