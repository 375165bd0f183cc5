import { type Message, types } from "wechaty";
import type { Heard } from "../src/letter.ts";

/** Bytes; a larger file is not read. */
const largestFile = 25 * 1024 * 1024;

/** What a message without words is passed on as. */
const placeholders: Partial<Record<types.Message, string>> = {
  [types.Message.Audio]: "[语音]",
  [types.Message.Emoticon]: "[表情]",
  [types.Message.Video]: "[视频]",
  [types.Message.Location]: "[位置]",
  [types.Message.Contact]: "[名片]",
  [types.Message.Url]: "[链接]",
  [types.Message.MiniProgram]: "[小程序]",
  [types.Message.ChatHistory]: "[聊天记录]",
  [types.Message.Transfer]: "[转账]",
  [types.Message.RedEnvelope]: "[红包]",
  [types.Message.GroupNote]: "[群公告]",
  [types.Message.Post]: "[动态]",
  [types.Message.Recalled]: "[撤回了一条消息]",
};

/** System notices, which nobody wrote. */
export function isNoise(message: Message): boolean {
  return message.type() === types.Message.Unknown;
}

/** Turns a message into what was heard; rejects when its file cannot be fetched. */
export async function readMessage(message: Message, channel: string): Promise<Heard> {
  const room = message.room();
  const heard: Heard = {
    channel,
    messageId: message.id,
    address: message.talker().id,
    text: placeholders[message.type()] ?? "",
    sentAt: message.date(),
    ...(room && { room: room.id, roomName: await room.topic(), mentioned: await message.mentionSelf() }),
  };
  const type = message.type();
  if (type === types.Message.Text) return { ...heard, ...spoken(message, heard.mentioned === true) };
  const enclosing = type === types.Message.Image || type === types.Message.Attachment;
  return enclosing ? { ...heard, ...(await enclosed(message)) } : heard;
}

/** Splits a reply as personal WeChat accounts deliver it into the words quoted and the words said. */
export function splitQuote(text: string): { quoted?: string; text: string } {
  const parts = /^「[^\n:：]*[:：]([\s\S]*)」\n(?:- ?){6,}\n([\s\S]*)$/.exec(text);
  if (parts?.[1] === undefined || parts[2] === undefined) return { text };
  return { quoted: parts[1].trim(), text: parts[2] };
}

function spoken(message: Message, mentioned: boolean): { quoted?: string; text: string } {
  const said = splitQuote(message.text());
  if (!mentioned) return said;
  const own = message.wechaty.currentUser.name().replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return { ...said, text: said.text.replace(new RegExp(`@${own}[\\u2005\\u0020]?`, "g"), "").trim() };
}

async function enclosed(message: Message): Promise<Pick<Heard, "text" | "file">> {
  const box = await message.toFileBox();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of await box.toStream()) {
    size += chunk.length;
    if (size > largestFile) return { text: `[文件过大] ${box.name}` };
    chunks.push(Buffer.from(chunk));
  }
  return { text: "", file: { name: box.name, bytes: new Uint8Array(Buffer.concat(chunks)) } };
}
