import { api } from "./api.ts";
import { ChatView } from "./chat.ts";
import { Composer } from "./composer.ts";
import { attempt, avatar, badge, h } from "./dom.ts";
import { openMenu } from "./menu.ts";
import type { Store } from "./store.ts";
import type { Talk } from "./types.ts";
import { clockTime, gist, shortTime } from "./words.ts";

/** What stands in a phone's own memory. */
export interface PhoneState {
  person: string;
  /** The open conversation; absent: the list. */
  talk?: string;
}

/** How a phone speaks to the wall it hangs on. */
export interface Wall {
  onChange(): void;
  onClose(phone: Phone): void;
  onSwap(phone: Phone): void;
}

/** One person's WeChat: the list of conversations, or one of them. */
export class Phone {
  readonly element: HTMLElement;
  readonly state: PhoneState;
  private readonly store: Store;
  private readonly wall: Wall;
  private readonly screen = h("div", { class: "screen" });
  private readonly stopWatching: () => void;
  private chat: ChatView | undefined;
  private onlyRooms = false;

  constructor(store: Store, state: PhoneState, wall: Wall) {
    this.store = store;
    this.state = state;
    this.wall = wall;
    this.element = h(
      "section",
      { class: "phone", "aria-label": `${this.name()}的手机` },
      this.owner(),
      this.screen,
    );
    this.stopWatching = store.watch((change, talk) => {
      if (change === "messages" && talk === state.talk) this.chatChanged();
      if (change === "talks") this.talksChanged();
    });
    void attempt(() => store.loadTalks(state.person));
    this.open(state.talk);
  }

  /** Takes the phone off the wall. */
  close(): void {
    this.stopWatching();
    this.element.remove();
  }

  /** Puts the cursor where one writes; not under fingers, where a keyboard would cover the chat. */
  focus(): void {
    if (matchMedia("(hover: hover)").matches) this.screen.querySelector("textarea")?.focus();
  }

  /** The clock has gone on. */
  tick(): void {
    const clock = this.screen.querySelector(".status time");
    if (clock) clock.textContent = clockTime(this.store.now());
  }

  /** Opens a conversation, or the list. */
  open(talk?: string): void {
    if (talk === undefined) delete this.state.talk;
    else this.state.talk = talk;
    this.chat = undefined;
    if (talk === undefined) this.showList();
    else this.showChat(talk);
    this.wall.onChange();
  }

  private owner(): HTMLElement {
    const person = this.store.person(this.state.person);
    const words = h(
      "span",
      { class: "owner-words" },
      h("b", {}, this.name()),
      h("small", {}, person?.label ?? ""),
    );
    const swap = (): void => this.wall.onSwap(this);
    const close = (): void => this.wall.onClose(this);
    return h(
      "header",
      { class: "owner" },
      avatar(this.name()),
      words,
      h("button", { type: "button", class: "button", onclick: swap }, "换人"),
      h(
        "button",
        { type: "button", class: "button icon", "aria-label": `收起${this.name()}的手机`, onclick: close },
        "×",
      ),
    );
  }

  private showList(): void {
    const talks = this.store.talks(this.state.person);
    const shown = talks.filter((talk) => !this.onlyRooms || this.store.room(talk.id));
    const unread = talks.reduce((sum, talk) => sum + talk.unread, 0);
    const title = h("h2", {}, unread > 0 ? `微信(${unread})` : "微信");
    const items = shown.map((talk) => this.talkItem(talk));
    const empty = items.length === 0 ? h("p", { class: "aside" }, "没有加入任何群") : undefined;
    this.screen.replaceChildren(
      this.statusBar(),
      h("div", { class: "title" }, title),
      h("ul", { class: "talks" }, ...items, empty),
      this.tabs(talks),
    );
  }

  private talkItem(talk: Talk): HTMLElement {
    const inRoom = this.store.room(talk.id) !== undefined;
    const line = talk.last ? `${inRoom ? `${talk.last.fromName}:` : ""}${gist(talk.last)}` : "还没有消息";
    const at = talk.last ? shortTime(new Date(talk.last.at), this.store.now()) : "";
    const face = h("span", { class: "face" }, avatar(talk.name, inRoom ? "room" : "bot"), badge(talk.unread));
    const words = h("span", { class: "talk-words" }, h("b", {}, talk.name), h("small", {}, line));
    const open = (): void => this.open(talk.id);
    return h(
      "li",
      {},
      h("button", { type: "button", class: "talk", onclick: open }, face, words, h("time", {}, at)),
    );
  }

  private tabs(talks: Talk[]): HTMLElement {
    const count = (rooms: boolean): number =>
      talks.filter((talk) => !rooms || this.store.room(talk.id)).reduce((sum, talk) => sum + talk.unread, 0);
    const tab = (name: string, rooms: boolean): HTMLElement => {
      const choose = (): void => {
        this.onlyRooms = rooms;
        this.showList();
      };
      const chosen = String(this.onlyRooms === rooms);
      return h(
        "button",
        { type: "button", "aria-pressed": chosen, onclick: choose },
        name,
        badge(count(rooms)),
      );
    };
    return h("div", { class: "tabs" }, tab("消息", false), tab("群聊", true));
  }

  private showChat(talkId: string): void {
    const room = this.store.room(talkId);
    const { bot } = this.store.state;
    const desk = { person: this.state.person, botName: bot.name, onSent: () => this.chat?.toEnd() };
    const composer = new Composer(room ? { ...desk, room: room.id } : desk);
    const chat = new ChatView(this.store, talkId, {
      me: this.state.person,
      bot: bot.id,
      inRoom: room !== undefined,
      onMenu: (message, at) => openMenu(message, at, () => composer.reply(message)),
      onTap: (words) => composer.tap(words),
    });
    this.chat = chat;
    const name = room ? `${room.name}(${room.members.length + 1})` : bot.name;
    this.screen.replaceChildren(this.statusBar(), this.chatTitle(name), chat.element, composer.element);
    this.acceptDrops(composer);
    if (this.store.transcript(talkId) === undefined) {
      void attempt(() => this.store.loadTranscript(talkId));
    }
    chat.toEnd();
    this.markRead();
  }

  private chatTitle(name: string): HTMLElement {
    const back = (): void => this.open();
    const arrow = h(
      "button",
      { type: "button", class: "back", "aria-label": "返回会话列表", onclick: back },
      "‹",
    );
    return h("div", { class: "title" }, arrow, h("span", { class: "elsewhere" }), h("h2", {}, name));
  }

  private acceptDrops(composer: Composer): void {
    this.screen.ondragover = (event) => event.preventDefault();
    this.screen.ondrop = (event) => {
      event.preventDefault();
      composer.enclose(event.dataTransfer?.files ?? []);
    };
  }

  private statusBar(): HTMLElement {
    const signs = h("span", { "aria-hidden": "true" }, "▂▄▆ 5G ▮▮▮");
    return h("div", { class: "status" }, h("time", {}, clockTime(this.store.now())), signs);
  }

  private chatChanged(): void {
    this.chat?.render();
    this.markRead();
  }

  private talksChanged(): void {
    if (this.state.talk === undefined) {
      this.showList();
      return;
    }
    this.markRead();
    const others = this.store.talks(this.state.person).filter((talk) => talk.id !== this.state.talk);
    const unread = others.reduce((sum, talk) => sum + talk.unread, 0);
    const place = this.screen.querySelector(".elsewhere");
    if (place) place.replaceChildren(...(unread > 0 ? [String(unread)] : []));
  }

  private markRead(): void {
    const { person, talk } = this.state;
    const open = this.store.talks(person).find((one) => one.id === talk);
    if (open === undefined || open.unread === 0 || document.hidden) return;
    open.unread = 0;
    void api.read(person, talk === person ? undefined : talk).catch(() => undefined);
  }

  private name(): string {
    return this.store.person(this.state.person)?.name ?? "";
  }
}
