import { randomUUID } from "node:crypto";
import { invalid, notFound } from "../../src/errors.ts";
import type { WorldMemory } from "./simulator-memory.ts";
import { gist, type SimulatedFile, type SimulatedKind, type SimulatedMessage } from "./simulator-records.ts";

/** What a person writes. */
export interface Utterance {
  person: string;
  text?: string | undefined;
  /** In a group instead of the private talk. */
  room?: string | undefined;
  /** Mentions the bot; so does its name in the text. */
  mention?: boolean | undefined;
  /** The message replied to. */
  quote?: string | undefined;
  /** The message's own id; the same id again is the same message again. */
  id?: string | undefined;
  /** A photo or file; it goes without words. */
  file?: { name: string; bytes: Uint8Array } | undefined;
  /** A kind of message that has no words, such as "voice". */
  kind?: SimulatedKind | undefined;
}

/** What a message is made against. */
export interface Scene {
  memory: WorldMemory;
  bot: { id: string; name: string };
  now: Date;
  keepFile(name: string, bytes: Uint8Array): SimulatedFile;
}

const pictures = /\.(jpe?g|png|gif|webp|heic|bmp)$/i;

/** Whether a file goes as a photo or as a file, by its name. */
export function kindOf(name: string): SimulatedKind {
  return pictures.test(name) ? "image" : "file";
}

/** Makes the message that a person's phone would send; refuses with not-found or invalid. */
export function compose(said: Utterance, scene: Scene): SimulatedMessage {
  if (!scene.memory.people.has(said.person)) throw notFound("这个人");
  const talk = talkOf(said, scene);
  const kind = said.kind ?? (said.file ? kindOf(said.file.name) : "text");
  const text = words(said, kind, scene);
  const file = said.file && scene.keepFile(said.file.name, said.file.bytes);
  return {
    id: said.id ?? randomUUID(),
    kind,
    from: said.person,
    talk,
    text,
    mentions: said.room !== undefined && text.includes(`@${scene.bot.name}`) ? [scene.bot.id] : [],
    at: scene.now.toISOString(),
    status: "waiting",
    ...(said.quote !== undefined && { quote: quoteOf(talk, said.quote, scene) }),
    ...(file && { file }),
  };
}

function talkOf(said: Utterance, scene: Scene): string {
  if (said.room === undefined) return said.person;
  const room = scene.memory.rooms.get(said.room);
  if (!room?.members.includes(said.person)) throw notFound("这个群");
  return room.id;
}

function words(said: Utterance, kind: SimulatedKind, scene: Scene): string {
  const text = said.text ?? "";
  if (said.file && text !== "") {
    throw invalid("文字和文件请分成两条消息", [{ field: "text", message: "带文件时不能有文字" }]);
  }
  if (kind === "text" && text.trim() === "") {
    throw invalid("没有要说的话", [{ field: "text", message: "不能为空" }]);
  }
  const sign = `@${scene.bot.name}`;
  const adds = said.mention === true && said.room !== undefined && !text.includes(sign);
  return adds ? `${sign}\u2005${text}` : text;
}

function quoteOf(talk: string, id: string, scene: Scene): NonNullable<SimulatedMessage["quote"]> {
  const message = scene.memory.messages.get(id);
  if (message?.talk !== talk) throw notFound("要引用的消息");
  const writer = message.from === scene.bot.id ? scene.bot : scene.memory.people.get(message.from);
  return { id, name: writer?.name ?? "", text: gist(message) };
}
