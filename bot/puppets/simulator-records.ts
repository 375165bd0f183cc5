/** What the simulated world remembers, and the lines its journal is made of. */

/** Somebody with a phone. `label` is what newcomers search by: unit and post. */
export interface SimulatedPerson {
  id: string;
  name: string;
  label: string;
}

/** A group: the bot is always in it beside its members. */
export interface SimulatedRoom {
  id: string;
  name: string;
  members: string[];
}

/** What a message is, as WeChat sorts them. */
export type SimulatedKind =
  | "text"
  | "image"
  | "file"
  | "voice"
  | "sticker"
  | "video"
  | "location"
  | "card"
  | "link"
  | "recalled";

/** A stored file; the bytes lie beside the journal under `id`. */
export interface SimulatedFile {
  id: string;
  name: string;
  /** Bytes. */
  size: number;
}

/**
 * How far a message got. To the bot: `waiting` (accepted, not yet handed over), `held` (kept back to come after
 * the next), `delivered`, `handled` (the bot answered for it), `lost`. From the bot: `arrived` or `lost`.
 */
export type SimulatedStatus = "waiting" | "held" | "delivered" | "handled" | "arrived" | "lost";

/** One bubble. A private talk names its person in `talk`; a group message its room. */
export interface SimulatedMessage {
  id: string;
  kind: SimulatedKind;
  /** Contact id of the writer: a person or the bot. */
  from: string;
  /** The conversation: a person's id (private, with the bot) or a room's id. */
  talk: string;
  text: string;
  file?: SimulatedFile;
  /** The message replied to, in the same conversation. */
  quote?: { id: string; name: string; text: string };
  mentions: string[];
  /** ISO 8601, by the simulated clock. */
  at: string;
  status: SimulatedStatus;
}

/** One line of the journal. */
export type JournalLine =
  | { do: "person"; person: SimulatedPerson }
  | { do: "forget"; person: string }
  | { do: "room"; room: SimulatedRoom }
  | { do: "message"; message: SimulatedMessage }
  | { do: "status"; id: string; status: SimulatedStatus }
  | { do: "read"; person: string; talk: string }
  | { do: "clock"; ahead: number };

/** What the world tells those who watch it. */
export type SimulatedEvent =
  | { type: "message"; message: SimulatedMessage }
  | { type: "status"; id: string; talk: string; status: SimulatedStatus }
  | { type: "unread"; person: string; talk: string; count: number; total: number }
  | { type: "people" }
  | { type: "faults" }
  | { type: "online"; online: boolean }
  | { type: "clock"; now: string };

const wordless: Record<Exclude<SimulatedKind, "text">, string> = {
  image: "[图片]",
  file: "[文件]",
  voice: "[语音]",
  sticker: "[表情]",
  video: "[视频]",
  location: "[位置]",
  card: "[名片]",
  link: "[链接]",
  recalled: "[撤回了一条消息]",
};

/** The shortest words for a message, as a quotation shows it. */
export function gist(message: Pick<SimulatedMessage, "kind" | "text" | "file">): string {
  if (message.kind === "text") return message.text;
  const name = message.kind === "file" && message.file ? ` ${message.file.name}` : "";
  return `${wordless[message.kind]}${name}`;
}

/** The text of a reply as personal WeChat accounts deliver it: the quotation, a dashed line, the reply. */
export function wireText(message: SimulatedMessage): string {
  if (message.quote === undefined) return message.text;
  return `「${message.quote.name}:${message.quote.text}」\n- - - - - - - - - - - - - - -\n${message.text}`;
}
