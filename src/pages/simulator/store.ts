import { api } from "./api.ts";
import type { Fault, Message, Person, Room, Talk, WorldEvent, WorldState } from "./types.ts";

type Change = "people" | "talks" | "messages" | "faults" | "state";

/**
 * What the page knows of the world, kept fresh by the server's events. Readings and events are taken in one after the
 * other: an event that comes while something is read is newer than what was read, and must not be written over by it.
 */
export class Store {
  people: Person[] = [];
  rooms: Room[] = [];
  faults: Fault[] = [];
  state: WorldState = { bot: { id: "", name: "" }, online: false, now: new Date().toISOString(), hints: [] };
  private readonly talkLists = new Map<string, Talk[]>();
  private readonly transcripts = new Map<string, Message[]>();
  private readonly listeners = new Set<(change: Change, talk?: string) => unknown>();
  private ahead = 0;
  private last: Promise<unknown> = Promise.resolve();

  /** Calls `listener` after every change, with the conversation concerned when there is one. */
  watch(listener: (change: Change, talk?: string) => unknown): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Reads everything anew; whoever calls listens to the server's events already, or some are missed. */
  load(): Promise<void> {
    return this.inTurn(() => this.readAll());
  }

  private async readAll(): Promise<void> {
    const [state, people, rooms, faults] = await Promise.all([
      api.state(),
      api.people(),
      api.rooms(),
      api.faults(),
    ]);
    Object.assign(this, { state, people, rooms, faults });
    this.setNow(state.now);
    const talks = [...this.transcripts.keys()];
    const owners = [...this.talkLists.keys()].filter((id) => this.person(id) !== undefined);
    await Promise.all([
      ...owners.map((id) => this.readTalks(id)),
      ...talks.map((id) => this.readTranscript(id)),
    ]);
    this.tell("state");
    this.tell("people");
    this.tell("faults");
  }

  /** The simulated moment. */
  now(): Date {
    return new Date(Date.now() + this.ahead);
  }

  person(id: string): Person | undefined {
    return this.people.find((person) => person.id === id);
  }

  room(id: string): Room | undefined {
    return this.rooms.find((room) => room.id === id);
  }

  talks(person: string): Talk[] {
    return this.talkLists.get(person) ?? [];
  }

  transcript(talk: string): Message[] | undefined {
    return this.transcripts.get(talk);
  }

  loadTalks(person: string): Promise<void> {
    return this.inTurn(() => this.readTalks(person));
  }

  loadTranscript(talk: string): Promise<void> {
    return this.inTurn(() => this.readTranscript(talk));
  }

  private async readTalks(person: string): Promise<void> {
    this.talkLists.set(person, await api.talks(person));
    this.tell("talks", person);
  }

  private async readTranscript(talk: string): Promise<void> {
    this.transcripts.set(talk, await api.transcript(talk, this.room(talk) !== undefined));
    this.tell("messages", talk);
  }

  /** Takes in one event of the server. */
  take(event: WorldEvent): Promise<void> {
    return this.inTurn(() => this.takeIn(event));
  }

  private async takeIn(event: WorldEvent): Promise<void> {
    switch (event.type) {
      case "message":
        return this.addMessage(event.message);
      case "status":
        return this.setStatus(event.talk, event.id, event.status);
      case "unread":
        return this.setUnread(event);
      case "clock":
        this.setNow(event.now);
        return this.tell("state");
      case "online":
        this.state.online = event.online;
        return this.tell("state");
      case "faults":
        this.faults = await api.faults();
        return this.tell("faults");
      case "people":
        return this.readAll();
    }
  }

  private addMessage(message: Message): void {
    const transcript = this.transcripts.get(message.talk);
    if (transcript && !transcript.some((one) => one.id === message.id)) transcript.push(message);
    for (const talks of this.talkLists.values()) {
      const talk = talks.find((one) => one.id === message.talk);
      if (talk) talk.last = message;
    }
    this.tell("messages", message.talk);
    this.tell("talks", message.talk);
  }

  private setStatus(talk: string, id: string, status: Message["status"]): void {
    const message = this.transcripts.get(talk)?.find((one) => one.id === id);
    if (message === undefined) return;
    message.status = status;
    this.tell("messages", talk);
  }

  private setUnread(event: WorldEvent & { type: "unread" }): void {
    const talk = this.talkLists.get(event.person)?.find((one) => one.id === event.talk);
    const person = this.person(event.person);
    if (person) person.unread = event.total;
    if (talk) talk.unread = event.count;
    this.tell("talks", event.talk);
    this.tell("people");
  }

  private setNow(now: string): void {
    this.ahead = new Date(now).getTime() - Date.now();
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.last.then(work);
    this.last = done.catch(() => undefined);
    return done;
  }

  private tell(change: Change, talk?: string): void {
    for (const listener of this.listeners) listener(change, talk);
  }
}
