import type { Message } from "./types.ts";

const zone = "Asia/Shanghai";
const day = new Intl.DateTimeFormat("zh-CN", { timeZone: zone, month: "long", day: "numeric" });
const time = new Intl.DateTimeFormat("zh-CN", {
  timeZone: zone,
  hour: "2-digit",
  minute: "2-digit",
  hour12: false,
});
const full = new Intl.DateTimeFormat("zh-CN", { timeZone: zone, dateStyle: "full" });
const fields = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });

/** "14:05" today, else "11月23日 14:05". */
export function shortTime(at: Date, now: Date): string {
  return day.format(at) === day.format(now) ? time.format(at) : `${day.format(at)} ${time.format(at)}`;
}

/** "14:05". */
export function clockTime(at: Date): string {
  return time.format(at);
}

/** "2026年11月24日星期二". */
export function longDay(at: Date): string {
  return full.format(at);
}

/** A moment as a datetime-local field holds it, in Chinese time. */
export function fieldOf(at: Date): string {
  return fields.format(at).replace(" ", "T");
}

/** The moment that a datetime-local field means in Chinese time; invalid when it is empty. */
export function momentOf(field: string): Date {
  return new Date(`${field}:00+08:00`);
}

const wordless: Record<string, string> = {
  image: "[图片]",
  voice: "[语音]",
  sticker: "[表情]",
  video: "[视频]",
  location: "[位置]",
  card: "[名片]",
  link: "[链接]",
  recalled: "[撤回了一条消息]",
};

/** One line for a message. */
export function gist(message: Message): string {
  if (message.kind === "file") return `[文件] ${message.file?.name ?? ""}`;
  return wordless[message.kind] ?? message.text.replaceAll("\n", " ");
}

/** "12 KB". */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} 字节`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
