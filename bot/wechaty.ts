import { randomUUID } from "node:crypto";
import { type Message, type Wechaty, WechatyBuilder } from "wechaty";
import type { impls } from "wechaty-puppet";
import type { Clock } from "../src/clock.ts";
import type { Channel, ChannelProfile, Heard, Letter, SendOutcome } from "../src/letter.ts";
import { isNoise, readMessage } from "./wechaty-read.ts";
import { cutText, endingOf } from "./wechaty-send.ts";

/** Where the door writes what went wrong; a pino logger fits. */
export interface DoorLog {
  info(facts: object, words: string): void;
  warn(facts: object, words: string): void;
  error(facts: object, words: string): void;
}

/** A Wechaty puppet; one that keeps messages until they are answered for also takes acknowledgements. */
export type DoorPuppet = impls.PuppetInterface & { acknowledge?(messageId: string): void };

/** What the door is built from. */
export interface WechatyParts {
  /** Always an instance: given none, Wechaty falls back to an unofficial protocol that gets accounts banned. */
  puppet: DoorPuppet;
  profile: ChannelProfile;
  clock: Clock;
  /** Takes one message; called in order per writer, and again for the same message when it rejects. */
  hear(heard: Heard): Promise<void>;
  log: DoorLog;
  /** Pauses before a message that could not be taken is tried again, in milliseconds. */
  retries?: number[];
}

/** The running door. `stop` waits for the messages in hand; after it build a new one with a new puppet. */
export interface WechatyDoor {
  channel: Channel;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Opens the chat door: messages go to `hear`, letters go out through `channel`. */
export function openWechaty(parts: WechatyParts): WechatyDoor {
  const wechaty = WechatyBuilder.build({ puppet: parts.puppet });
  wechaty.log.level("error");
  const queues = new Queues();
  const life = new AbortController();
  wechaty.on("error", (error) =>
    parts.log.warn({ error: error.message }, "the chat library reports an error"),
  );
  wechaty.on("message", (message) => {
    if (life.signal.aborted) return;
    queues.add(writerOf(message), () => take(parts, message, life.signal));
  });
  return {
    channel: {
      profile: parts.profile,
      isOnline: () => parts.puppet.isLoggedIn,
      send: (letter) => send(parts, wechaty, letter),
    },
    start: () => wechaty.start(),
    stop: async () => {
      life.abort();
      await queues.drained();
      await wechaty.stop();
    },
  };
}

/** Work in order per writer; writers do not wait for each other. */
class Queues {
  private readonly tails = new Map<string, Promise<void>>();

  add(writer: string, work: () => Promise<void>): void {
    const tail = (this.tails.get(writer) ?? Promise.resolve()).then(work);
    this.tails.set(writer, tail);
    void tail.finally(() => {
      if (this.tails.get(writer) === tail) this.tails.delete(writer);
    });
  }

  async drained(): Promise<void> {
    await Promise.all(this.tails.values());
  }
}

function writerOf(message: Message): string {
  try {
    return message.talker().id;
  } catch {
    return "";
  }
}

/** Never rejects: a message that could not be taken in several attempts stays unacknowledged. */
async function take(parts: WechatyParts, message: Message, stopped: AbortSignal): Promise<void> {
  for (const pause of [...(parts.retries ?? [1_000, 5_000, 20_000, 60_000, 300_000]), undefined]) {
    if (stopped.aborted || (await taken(parts, message))) return;
    if (pause !== undefined) await patience(pause, stopped);
  }
}

async function taken(parts: WechatyParts, message: Message): Promise<boolean> {
  try {
    if (!message.self() && !isNoise(message))
      await parts.hear(await readMessage(message, parts.profile.name));
    parts.puppet.acknowledge?.(message.id);
    return true;
  } catch (error) {
    parts.log.error({ err: error, messageId: message.id }, "a message was not taken");
    return false;
  }
}

function patience(ms: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stopped.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function send(parts: WechatyParts, wechaty: Wechaty, letter: Letter): Promise<SendOutcome> {
  if (!parts.puppet.isLoggedIn) return { kind: "offline", detail: "账号没有登录" };
  let said = 0;
  try {
    const say = await mouth(wechaty, letter);
    if (say === undefined)
      return { kind: "refused", detail: `联系人 ${letter.room ?? letter.address} 不存在` };
    let messageId: string | undefined;
    for (const part of cutText(letter.text, parts.profile.longestText)) {
      messageId = (await say(part, said === 0))?.id ?? messageId;
      said += 1;
    }
    return { kind: "sent", messageId: messageId ?? `own-${randomUUID()}` };
  } catch (error) {
    return endingOf(error, said);
  }
}

type Say = (text: string, first: boolean) => Promise<Message | undefined>;

/** How to speak to the letter's address, or undefined when there is none such. */
async function mouth(wechaty: Wechaty, letter: Letter): Promise<Say | undefined> {
  if (letter.room === undefined) {
    const contact = await wechaty.Contact.find({ id: letter.address });
    return contact && (async (text) => (await contact.say(text)) ?? undefined);
  }
  const room = await wechaty.Room.find({ id: letter.room });
  if (room === undefined) return undefined;
  const mentioned = letter.mention && (await wechaty.Contact.find({ id: letter.mention }));
  return async (text, first) =>
    (await (mentioned && first ? room.say(text, mentioned) : room.say(text))) ?? undefined;
}
