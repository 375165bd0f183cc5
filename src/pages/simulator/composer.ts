import { api } from "./api.ts";
import { attempt, drawing, h, toast } from "./dom.ts";
import type { Message } from "./types.ts";
import { gist, size } from "./words.ts";

const largestFile = 25 * 1024 * 1024;

const drawings = {
  photo: "M4 5h16v14H4z M4 16l5-5 4 4 3-3 4 4 M15.5 9.5h.01",
  file: "M6 3h8l4 4v14H6z M14 3v4h4 M9 12h6 M9 16h6",
  voice: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3z M6 11a6 6 0 0 0 12 0 M12 17v4",
  sticker: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z M9 10h.01 M15 10h.01 M8 14a5 5 0 0 0 8 0",
};

/** For whom and where the composer writes. */
export interface Desk {
  person: string;
  room?: string;
  botName: string;
  onSent(): void;
}

/** The bar at the bottom of a chat: words, a quotation, photos and files. */
export class Composer {
  readonly element: HTMLElement;
  private readonly desk: Desk;
  private readonly field: HTMLTextAreaElement;
  private readonly extras = h("div", { class: "extras" });
  private readonly tools: HTMLElement;
  private readonly plus: HTMLButtonElement;
  private readonly go = h("button", { type: "submit", class: "send" }, "发送");
  private files: File[] = [];
  private quote: Message | undefined;
  private sending: Promise<unknown> = Promise.resolve();

  constructor(desk: Desk) {
    this.desk = desk;
    this.field = h("textarea", { rows: "1", "aria-label": "输入消息", placeholder: "输入消息,回车发送" });
    this.field.addEventListener("input", () => this.refresh());
    this.field.addEventListener("keydown", (event) => this.onKey(event));
    this.field.addEventListener("paste", (event) => this.onPaste(event));
    this.tools = this.makeTools();
    const open = (): void => this.toggleTools();
    const label = "照片、文件等";
    this.plus = h(
      "button",
      { type: "button", class: "plus", "aria-label": label, "aria-expanded": "false", onclick: open },
      "+",
    );
    const bar = h("div", { class: "bar" }, this.mentionButton(), this.field, this.plus, this.go);
    this.element = h("form", { class: "composer" }, this.extras, bar, this.tools);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.refresh();
  }

  focus(): void {
    this.field.focus();
  }

  /** Replies to a message. */
  reply(message: Message): void {
    this.quote = message;
    this.refresh();
    this.focus();
  }

  /** Puts files beside the words, to be sent with them. */
  enclose(files: Iterable<File>): void {
    for (const file of files) {
      if (file.size > largestFile) toast(`${file.name} 太大,最多 25 MB`);
      else if (file.size === 0) toast(`${file.name} 是空文件`);
      else this.files.push(file);
    }
    this.refresh();
    this.focus();
  }

  /** Sends words that were tapped; what is being written stays. */
  tap(text: string): void {
    this.sending = this.sending.then(async () => {
      await attempt(() => this.say({ text }));
      this.desk.onSent();
    });
  }

  private onKey(event: KeyboardEvent): void {
    // While an input method is open, Enter chooses a word.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  private onPaste(event: ClipboardEvent): void {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    this.enclose(files);
  }

  private send(): void {
    const text = this.field.value.trim();
    const { files, quote } = this;
    if (text === "" && files.length === 0) return;
    this.field.value = "";
    this.files = [];
    this.quote = undefined;
    this.refresh();
    this.focus();
    // One after the other, so that a burst arrives as it was typed.
    this.sending = this.sending.then(async () => {
      const done = await attempt(async () => {
        for (const file of files) await this.say({ file: { name: file.name, base64: await base64Of(file) } });
        if (text !== "") await this.say({ text, quote: quote?.id });
      });
      if (!done && this.field.value === "") this.field.value = text;
      this.refresh();
      this.desk.onSent();
    });
  }

  private say(said: object): Promise<unknown> {
    return api.say({ person: this.desk.person, room: this.desk.room, ...said });
  }

  private refresh(): void {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 120)}px`;
    const ready = this.field.value.trim() !== "" || this.files.length > 0;
    this.element?.classList.toggle("ready", ready);
    this.go.disabled = !ready;
    const quote =
      this.quote &&
      this.chip(`引用 ${this.quote.fromName}:${gist(this.quote)}`, () => {
        this.quote = undefined;
      });
    const files = this.files.map((file) =>
      this.chip(`${file.name}(${size(file.size)})`, () => {
        this.files = this.files.filter((one) => one !== file);
      }),
    );
    this.extras.replaceChildren(...(quote ? [quote] : []), ...files);
  }

  private chip(words: string, drop: () => void): HTMLElement {
    const away = (): void => {
      drop();
      this.refresh();
      this.focus();
    };
    const cross = h("button", { type: "button", "aria-label": `去掉:${words}`, onclick: away }, "×");
    return h("span", { class: "chip" }, h("span", {}, words), cross);
  }

  private mentionButton(): HTMLElement | undefined {
    if (this.desk.room === undefined) return undefined;
    const insert = (): void => {
      this.field.setRangeText(
        `@${this.desk.botName} `,
        this.field.selectionStart,
        this.field.selectionEnd,
        "end",
      );
      this.refresh();
      this.focus();
    };
    const label = `提到${this.desk.botName}`;
    return h(
      "button",
      { type: "button", class: "at", "aria-label": label, title: label, onclick: insert },
      "@",
    );
  }

  private makeTools(): HTMLElement {
    const wordless = (kind: string) => () => void attempt(() => this.say({ kind }));
    return h(
      "div",
      { class: "tools", hidden: true },
      this.picker(drawings.photo, "照片", "image/*"),
      this.picker(drawings.file, "文件", ""),
      tool(drawings.voice, "语音", wordless("voice")),
      tool(drawings.sticker, "表情", wordless("sticker")),
    );
  }

  private picker(sign: string, name: string, accept: string): HTMLElement {
    const input = h("input", {
      type: "file",
      multiple: true,
      accept,
      class: "unseen",
      tabindex: "-1",
      "aria-label": `选择${name}`,
    });
    input.addEventListener("change", () => {
      this.enclose(input.files ?? []);
      input.value = "";
      this.toggleTools(false);
    });
    return h(
      "div",
      {},
      tool(sign, name, () => input.click()),
      input,
    );
  }

  private toggleTools(open = this.tools.hidden): void {
    this.tools.hidden = !open;
    this.plus.setAttribute("aria-expanded", String(open));
  }
}

function tool(sign: string, name: string, onclick: () => void): HTMLElement {
  const face = h("span", { class: "tool-sign", "aria-hidden": "true" }, drawing(sign));
  return h("button", { type: "button", class: "tool", onclick }, face, name);
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(binary);
}
