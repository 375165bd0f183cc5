import { FileBox, type FileBoxInterface } from "file-box";
import { type payloads, types } from "wechaty-puppet";
import type { Line } from "./simulator-delivery.ts";
import { type SimulatedKind, type SimulatedMessage, wireText } from "./simulator-records.ts";
import { UnsupportedPuppet } from "./simulator-unsupported.ts";
import type { SimulatedWorld } from "./simulator-world.ts";

/** Wechaty's watchdog resets a puppet that is silent for 60 s. */
const heartbeat = 15_000;

const wechatyTypes: Record<SimulatedKind, types.Message> = {
  text: types.Message.Text,
  image: types.Message.Image,
  file: types.Message.Attachment,
  voice: types.Message.Audio,
  sticker: types.Message.Emoticon,
  video: types.Message.Video,
  location: types.Message.Location,
  card: types.Message.Contact,
  link: types.Message.Url,
  recalled: types.Message.Recalled,
};

/**
 * Wechaty's end of a simulated world. One instance lives from start to stop: after a stop make a new one on the same
 * world, since Wechaty leaves its listeners behind.
 */
export class SimulatorPuppet extends UnsupportedPuppet {
  static override readonly VERSION = "1.0.0";
  private readonly world: SimulatedWorld;
  private readonly line: Line;
  private beat: NodeJS.Timeout | undefined;

  constructor(world: SimulatedWorld) {
    super();
    this.world = world;
    this.line = {
      isOnline: () => this.isLoggedIn,
      deliver: (id) => this.deliver(id),
      logIn: () => this.comeOnline(),
      logOut: () => this.logout("simulated"),
    };
  }

  override async onStart(): Promise<void> {
    this.emit("heartbeat", { data: "start" });
    this.beat = setInterval(() => this.emit("heartbeat", { data: "simulator" }), heartbeat);
    this.beat.unref();
    this.comeOnline();
    // After start() has returned everywhere, so that no message meets a Wechaty that is half started.
    setImmediate(() => {
      if (this.beat !== undefined) this.world.connect(this.line);
    });
  }

  override async onStop(): Promise<void> {
    clearInterval(this.beat);
    this.beat = undefined;
    this.world.disconnect(this.line);
  }

  /** For the door: the handler of this message has done its work. */
  acknowledge(messageId: string): void {
    this.world.acknowledge(messageId);
  }

  override ding(data = ""): void {
    setImmediate(() => this.emit("dong", { data }));
  }

  override async contactList(): Promise<string[]> {
    return this.world.people().map((person) => person.id);
  }

  override async contactRawPayload(id: string): Promise<payloads.Contact> {
    const name = this.world.nameOf(id);
    if (name === undefined) throw new Error(`unknown contact ${id}`);
    return {
      id,
      name,
      avatar: "",
      friend: true,
      phone: [],
      gender: types.ContactGender.Unknown,
      type: types.Contact.Individual,
    };
  }

  override async contactRawPayloadParser(payload: payloads.Contact): Promise<payloads.Contact> {
    return payload;
  }

  override async roomList(): Promise<string[]> {
    return this.world.rooms().map((room) => room.id);
  }

  override async roomRawPayload(id: string): Promise<payloads.Room> {
    const room = this.world.rooms().find((one) => one.id === id);
    if (room === undefined) throw new Error(`unknown room ${id}`);
    return { id, topic: room.name, memberIdList: [this.world.bot.id, ...room.members], adminIdList: [] };
  }

  override async roomRawPayloadParser(payload: payloads.Room): Promise<payloads.Room> {
    return payload;
  }

  override async roomMemberList(id: string): Promise<string[]> {
    return (await this.roomRawPayload(id)).memberIdList;
  }

  override async roomMemberRawPayload(_room: string, id: string): Promise<payloads.RoomMember> {
    const { name, avatar } = await this.contactRawPayload(id);
    return { id, name, avatar };
  }

  override async roomMemberRawPayloadParser(payload: payloads.RoomMember): Promise<payloads.RoomMember> {
    return payload;
  }

  override async messageRawPayload(id: string): Promise<payloads.Message> {
    const message = this.known(id);
    const base = {
      id,
      talkerId: message.from,
      text: wireText(message),
      timestamp: new Date(message.at).getTime(),
      type: wechatyTypes[message.kind],
      ...(message.file && { filename: message.file.name }),
    };
    if (this.isRoom(message.talk)) return { ...base, roomId: message.talk, mentionIdList: message.mentions };
    return { ...base, listenerId: message.from === this.world.bot.id ? message.talk : this.world.bot.id };
  }

  override async messageRawPayloadParser(payload: payloads.Message): Promise<payloads.Message> {
    return payload;
  }

  override async messageFile(id: string): Promise<FileBoxInterface> {
    const file = this.known(id).file;
    const bytes = file && this.world.file(file.id);
    if (file === undefined || bytes === undefined) throw new Error(`message ${id} has no file`);
    return FileBox.fromBuffer(Buffer.from(bytes), file.name);
  }

  override messageImage(id: string): Promise<FileBoxInterface> {
    return this.messageFile(id);
  }

  override async messageSendText(talk: string, text: string, mentions?: string[]): Promise<string> {
    this.mustBeOnline();
    return this.world.send(talk, { text }, mentions);
  }

  override async messageSendFile(talk: string, box: FileBoxInterface): Promise<string> {
    this.mustBeOnline();
    const file = this.world.keepFile(box.name, await box.toBuffer());
    return this.world.send(talk, { text: "", file });
  }

  private mustBeOnline(): void {
    if (!this.isLoggedIn) throw new Error("not logged in");
  }

  private comeOnline(): void {
    if (this.isLoggedIn) return;
    this.login(this.world.bot.id);
    this.emit("ready", { data: "simulator" });
  }

  private async deliver(id: string): Promise<void> {
    try {
      // With the payloads at hand Wechaty needs no more than a turn of the event loop to find the message again.
      await this.messagePayload(id);
      this.emit("message", { messageId: id });
      await new Promise((resolve) => setImmediate(resolve));
    } catch (error) {
      this.emit("error", error);
    }
  }

  private isRoom(talk: string): boolean {
    return this.world.rooms().some((room) => room.id === talk);
  }

  private known(id: string): SimulatedMessage {
    const message = this.world.message(id);
    if (message === undefined) throw new Error(`unknown message ${id}`);
    return message;
  }
}
