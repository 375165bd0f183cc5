import { AsyncLocalStorage } from "node:async_hooks";
import { FileBox, type FileBoxInterface } from "file-box";
import { type payloads, types } from "wechaty-puppet";
import { kindOf } from "../../bot/puppets/simulator-compose.ts";
import { UnsupportedPuppet } from "../../bot/puppets/simulator-unsupported.ts";
import type { Channel } from "../../src/letter.ts";
import type { FarEnding, FarLetter, FarMessage } from "./replica-talk.ts";

/** The other side of the wire. */
export interface FarEnd {
  take(letter: FarLetter): Promise<FarEnding>;
  acknowledge(messageId: string): void;
}

const own = "replica-bot";
/** Wechaty's watchdog resets a puppet that is silent for 60 s. */
const heartbeat = 15_000;

/** The letter under way, which Wechaty itself does not carry through. */
const underWay = new AsyncLocalStorage<{ key: string; parts: number }>();

/** The channel, with each letter's key made known to the puppet. */
export const keyed = (channel: Channel): Channel => ({
  ...channel,
  send: (letter) => underWay.run({ key: letter.key, parts: 0 }, () => channel.send(letter)),
});

/** A Wechaty puppet whose phones lie in another process. It knows everybody and no groups. */
export class ReplicaPuppet extends UnsupportedPuppet {
  static override readonly VERSION = "1.0.0";
  private readonly far: FarEnd;
  private readonly messages = new Map<string, { payload: payloads.Message; file?: FarMessage["file"] }>();
  private beat: NodeJS.Timeout | undefined;
  private sent = 0;

  constructor(far: FarEnd) {
    super();
    this.far = far;
  }

  override async onStart(): Promise<void> {
    this.emit("heartbeat", { data: "start" });
    this.beat = setInterval(() => this.emit("heartbeat", { data: "replica" }), heartbeat);
    this.beat.unref();
    this.logIn();
  }

  override async onStop(): Promise<void> {
    clearInterval(this.beat);
  }

  logIn(): void {
    if (this.isLoggedIn) return;
    this.login(own);
    this.emit("ready", { data: "replica" });
  }

  /** A message comes in. */
  async bring({ id, address, text, sentAt, file }: FarMessage): Promise<void> {
    const image = file && kindOf(file.name) === "image";
    const payload: payloads.Message = {
      id,
      talkerId: address,
      listenerId: own,
      text,
      timestamp: new Date(sentAt).getTime(),
      type: file ? (image ? types.Message.Image : types.Message.Attachment) : types.Message.Text,
      ...(file && { filename: file.name }),
    };
    this.messages.set(id, { payload, ...(file && { file }) });
    await this.messagePayload(id);
    this.emit("message", { messageId: id });
  }

  /** For the door: the handler of this message has done its work. */
  acknowledge(messageId: string): void {
    this.messages.delete(messageId);
    this.far.acknowledge(messageId);
  }

  override ding(data = ""): void {
    setImmediate(() => this.emit("dong", { data }));
  }

  override contactList = async (): Promise<string[]> => [];
  override roomList = async (): Promise<string[]> => [];
  override roomMemberList = async (): Promise<string[]> => [];

  override async contactRawPayload(id: string): Promise<payloads.Contact> {
    const type = types.Contact.Individual;
    return { id, name: id, avatar: "", friend: true, phone: [], gender: types.ContactGender.Unknown, type };
  }

  override contactRawPayloadParser = async (payload: payloads.Contact): Promise<payloads.Contact> => payload;
  override roomRawPayload = (id: string): Promise<never> => Promise.reject(new Error(`no room ${id}`));
  override roomRawPayloadParser = async (payload: payloads.Room): Promise<payloads.Room> => payload;
  override roomMemberRawPayload = this.roomRawPayload;
  override roomMemberRawPayloadParser = async (payload: payloads.RoomMember): Promise<payloads.RoomMember> =>
    payload;

  override async messageRawPayload(id: string): Promise<payloads.Message> {
    return this.known(id).payload;
  }

  override messageRawPayloadParser = async (payload: payloads.Message): Promise<payloads.Message> => payload;

  override async messageFile(id: string): Promise<FileBoxInterface> {
    const { file } = this.known(id);
    if (!file) throw new Error(`message ${id} has no file`);
    return FileBox.fromBase64(file.base64, file.name);
  }

  override messageImage(id: string): Promise<FileBoxInterface> {
    return this.messageFile(id);
  }

  override async messageSendText(address: string, text: string): Promise<string> {
    if (!this.isLoggedIn) throw new Error("not logged in");
    const letter = underWay.getStore() ?? { key: "", parts: 0 };
    letter.parts += 1;
    const ending = await this.far.take({ key: letter.key, part: letter.parts, address, text });
    if (ending.kind === "thrown") throw new Error(ending.words);
    if (ending.kind === "silent") await new Promise(() => undefined);
    const id = `${own}-${process.pid}-${++this.sent}`;
    const type = types.Message.Text;
    this.messages.set(id, {
      payload: { id, talkerId: own, listenerId: address, text, timestamp: Date.now(), type },
    });
    return id;
  }

  private known(id: string): { payload: payloads.Message; file?: FarMessage["file"] } {
    const message = this.messages.get(id);
    if (!message) throw new Error(`unknown message ${id}`);
    return message;
  }
}
