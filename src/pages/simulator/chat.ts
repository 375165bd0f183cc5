import { bubbleLine, type Eye } from "./bubble.ts";
import { h } from "./dom.ts";
import type { Store } from "./store.ts";
import type { Message } from "./types.ts";
import { shortTime } from "./words.ts";

const shownAtFirst = 80;
/** A time is shown when so many milliseconds have passed since the last message. */
const pause = 5 * 60_000;

/** The scrolling part of a chat: keeps its place when somebody reads above, follows when at the end. */
export class ChatView {
  readonly element: HTMLElement;
  private readonly store: Store;
  private readonly talk: string;
  private readonly eye: Eye;
  private readonly lines = new Map<string, { state: string; line: HTMLElement }>();
  private shown = shownAtFirst;
  private following = true;

  constructor(store: Store, talk: string, eye: Eye) {
    this.store = store;
    this.talk = talk;
    this.eye = eye;
    this.element = h("div", { class: "log", role: "log", "aria-label": "聊天记录", tabindex: "0" });
    this.element.addEventListener("scroll", () => {
      this.following = this.isAtEnd();
    });
    // Opening the tools or a keyboard takes room away from the end.
    new ResizeObserver(() => {
      if (this.following) this.scrollDown();
    }).observe(this.element);
    this.render();
  }

  render(): void {
    const all = this.store.transcript(this.talk);
    if (all === undefined) {
      this.element.replaceChildren(h("p", { class: "aside" }, "正在读取……"));
      return;
    }
    const atEnd = this.following;
    const messages = all.slice(-this.shown);
    const nodes: Node[] = messages.length < all.length ? [this.earlier()] : [];
    let last = 0;
    for (const message of messages) {
      const at = new Date(message.at).getTime();
      if (Math.abs(at - last) > pause) nodes.push(this.timeLine(new Date(at)));
      last = at;
      nodes.push(this.line(message));
    }
    if (all.length === 0) nodes.push(h("p", { class: "aside" }, "还没有消息。说句“你好”试试。"));
    this.replace(nodes);
    if (atEnd) this.toEnd();
  }

  toEnd(): void {
    this.following = true;
    this.scrollDown();
    // A picture grows when it has loaded.
    for (const image of this.element.querySelectorAll("img")) {
      if (!image.complete) image.addEventListener("load", () => this.scrollDown(), { once: true });
    }
  }

  private scrollDown(): void {
    this.element.scrollTop = this.element.scrollHeight;
  }

  /** Changes only what differs, so that a screen reader hears new messages once and pictures do not flicker. */
  private replace(nodes: Node[]): void {
    const wanted = new Set(nodes);
    const gone = Array.from(this.element.childNodes).filter((child) => !wanted.has(child));
    for (const child of gone) child.remove();
    nodes.forEach((node, at) => {
      if (this.element.childNodes[at] !== node)
        this.element.insertBefore(node, this.element.childNodes[at] ?? null);
    });
  }

  private line(message: Message): HTMLElement {
    const known = this.lines.get(message.id);
    const state = message.status === "handled" ? "delivered" : message.status;
    if (known?.state === state) return known.line;
    const line = bubbleLine(message, this.eye);
    this.lines.set(message.id, { state, line });
    return line;
  }

  private timeLine(at: Date): HTMLElement {
    return h(
      "p",
      { class: "aside" },
      h("time", { datetime: at.toISOString() }, shortTime(at, this.store.now())),
    );
  }

  private earlier(): HTMLElement {
    const more = (): void => {
      this.shown += 200;
      this.render();
    };
    return h(
      "p",
      { class: "aside" },
      h("button", { type: "button", class: "link", onclick: more }, "查看更早的消息"),
    );
  }

  private isAtEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < 60;
  }
}
