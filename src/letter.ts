/** What passes between the bot door and a channel: words heard, letters to say, and how a send ended. */

/** One message as a channel delivered it, before anybody thought about it. */
export interface Heard {
  /** The channel's name, as in `contact.channel`. */
  channel: string;
  /** The channel's own message id; with the channel it is the key that tells a redelivery. Case-sensitive. */
  messageId: string;
  /** Who wrote it: the channel's contact id. Case-sensitive. */
  address: string;
  /** The group it was written in; absent in a private talk. */
  room?: string;
  /** The group's name, where the channel tells it. */
  roomName?: string;
  /** In a group: was the bot itself mentioned? */
  mentioned?: boolean;
  /** A file's text is empty. */
  text: string;
  /** The words that the writer quoted, when the message is a reply to one of ours. */
  quoted?: string;
  /** A photo or file that came with the message, already read. */
  file?: { name: string; bytes: Uint8Array };
  /** When it was written, by the channel's clock. */
  sentAt: Date;
}

/** One message to send. */
export interface Letter {
  /** The outbox key: a channel that can de-duplicate is given it. */
  key: string;
  address: string;
  room?: string;
  /** In a group: the contact whose words are answered. */
  mention?: string;
  text: string;
}

/**
 * How a send ended. `unknown`: it may or may not have arrived; it is never repeated by itself.
 * `throttled`: the channel asks for a rest. `refused`: it will never arrive at this address.
 * `offline`: nothing was sent, the channel is away. `broken`: nothing was sent, its words could not be made.
 */
export type SendOutcome =
  | { kind: "sent"; messageId: string }
  | { kind: "throttled"; detail: string }
  | { kind: "refused"; detail: string }
  | { kind: "offline"; detail: string }
  | { kind: "broken"; detail: string }
  | { kind: "unknown"; detail: string };

/** What a channel can do and how gently it must be treated. Milliseconds, unless named otherwise. */
export interface ChannelProfile {
  name: string;
  /** Least pause between two sends, and the random addition to it. */
  gap: number;
  jitter: number;
  /** Least pause between two unasked messages to one person. */
  perPersonGap: number;
  /** After this many sends in a row it rests. */
  burst: number;
  burstRest: number;
  /** Unasked messages in a day. */
  dailyLimit: number;
  /** Rest after the first "too frequent" refusal. */
  coolDown: number;
  /** Characters in one message. */
  longestText: number;
}

/** A way to reach people. */
export interface Channel {
  profile: ChannelProfile;
  /** Is the account logged in and able to send? */
  isOnline(): boolean;
  /** Sends one letter. Never throws: every ending is a value. */
  send(letter: Letter): Promise<SendOutcome>;
}
