import { avatar, h } from "./dom.ts";
import { piecesOf } from "./taps.ts";
import type { Message } from "./types.ts";
import { gist, size } from "./words.ts";

/** Who looks at a message, and what they may do with it. */
export interface Eye {
  me: string;
  bot: string;
  inRoom: boolean;
  onMenu(message: Message, at: HTMLElement): void;
  /** A word that the bot offers as an answer was tapped. */
  onTap(words: string): void;
}

const held = "网络乱序:等下一条之后才送到";
const waiting = "助手还没有收到";

/** One message as a line of the chat, with its avatar. */
export function bubbleLine(message: Message, eye: Eye): HTMLElement {
  if (message.from === eye.bot && message.status === "lost") {
    return h("p", { class: "aside" }, "(模拟故障:助手发来的一条消息在路上丢失了)");
  }
  const mine = message.from === eye.me;
  const bubble = makeBubble(message, eye);
  const face = avatar(message.fromName, message.from === eye.bot ? "bot" : "person");
  const name = eye.inRoom && !mine ? h("span", { class: "sender" }, message.fromName) : undefined;
  const body = h("div", { class: "body" }, name, bubble, quoteOf(message), noteOf(message));
  return h("div", { class: `line ${mine ? "mine" : "theirs"}` }, face, body, moreButton(message, eye));
}

function makeBubble(message: Message, eye: Eye): HTMLElement {
  const bubble = h("div", { class: `bubble kind-${message.kind}` }, content(message, eye));
  let press: ReturnType<typeof setTimeout> | undefined;
  const open = (): void => eye.onMenu(message, bubble);
  bubble.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    open();
  });
  bubble.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch") press = setTimeout(open, 500);
  });
  for (const end of ["pointerup", "pointermove", "pointercancel"]) {
    bubble.addEventListener(end, () => clearTimeout(press));
  }
  return bubble;
}

function moreButton(message: Message, eye: Eye): HTMLElement {
  const label = `更多操作:${gist(message).slice(0, 20)}`;
  const button = h(
    "button",
    { type: "button", class: "more", "aria-label": label, title: "引用、复制" },
    "⋯",
  );
  button.addEventListener("click", () => eye.onMenu(message, button));
  return button;
}

function content(message: Message, eye: Eye): Node {
  if (message.kind === "image" && message.file) {
    const picture = h("img", { src: message.file.url, alt: `图片 ${message.file.name}`, loading: "lazy" });
    return h("a", { href: message.file.url, target: "_blank", rel: "noreferrer" }, picture);
  }
  if (message.file) {
    const { name, size: bytes, url } = message.file;
    const words = h("span", { class: "file-words" }, h("b", {}, name), h("small", {}, size(bytes)));
    return h(
      "a",
      { class: "file", href: url, download: name },
      words,
      h("span", { class: "file-sign", "aria-hidden": "true" }, extension(name)),
    );
  }
  if (message.kind !== "text") return document.createTextNode(gist(message));
  return message.from === eye.bot && !eye.inRoom ? offering(message.text, eye) : linked(message.text);
}

/** The bot's words, with the answers that it offers made to tap. */
function offering(text: string, eye: Eye): DocumentFragment {
  const words = document.createDocumentFragment();
  for (const piece of piecesOf(text)) {
    const tap = (): void => eye.onTap(piece.text);
    words.append(
      piece.tap
        ? h("button", { type: "button", class: "tap", onclick: tap }, piece.text)
        : linked(piece.text),
    );
  }
  return words;
}

function extension(name: string): string {
  const end = name.split(".").at(-1) ?? "";
  return end.length <= 4 ? end.toUpperCase() : "文件";
}

/** Plain text, with web addresses made to click. */
function linked(text: string): DocumentFragment {
  const words = document.createDocumentFragment();
  for (const part of text.split(/(https?:\/\/[^\s,。;、)》」]+)/)) {
    if (/^https?:\/\//.test(part))
      words.append(h("a", { href: part, target: "_blank", rel: "noreferrer" }, part));
    else words.append(part);
  }
  return words;
}

function quoteOf(message: Message): HTMLElement | undefined {
  if (message.quote === undefined) return undefined;
  return h("div", { class: "quote" }, h("span", {}, `${message.quote.name}:${message.quote.text}`));
}

function noteOf(message: Message): HTMLElement | undefined {
  const notes: Partial<Record<Message["status"], string>> = { lost: "网络故障:没有送到助手", held, waiting };
  const note = notes[message.status];
  return note === undefined ? undefined : h("span", { class: `note note-${message.status}` }, note);
}
