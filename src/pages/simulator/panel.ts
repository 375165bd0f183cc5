import { api } from "./api.ts";
import { attempt, h } from "./dom.ts";
import type { Store } from "./store.ts";
import { clockTime, fieldOf, longDay, momentOf } from "./words.ts";

/** How the panel opens phones. */
export type OpenPhone = (person: string) => void;

const faultNames: [kind: string, name: string, words: string][] = [
  ["delay", "延迟", "消息晚 3 秒才到"],
  ["duplicate", "重复", "助手把同一条消息收到两遍"],
  ["reorder", "乱序", "一条扣住,下一条先到"],
  ["drop", "丢失", "两个方向的消息都可能收不到"],
  ["refuse", "操作频繁", "助手发消息时被微信拒绝"],
];

/** The side panel: what to try, the clock, faults on the way, and the bot's own login. */
export class Panel {
  private readonly store: Store;
  private readonly openPhone: OpenPhone;
  private readonly clock = h("p", { class: "clock" });
  private readonly hints = h("ol", { class: "hints" });
  private readonly faults = h("div", { class: "faults" });
  private readonly account = h("div", { class: "account" });
  private readonly moment = h("input", {
    type: "datetime-local",
    "aria-label": "指定时刻(北京时间)",
    required: true,
  });
  private readonly scope = h("select", { "aria-label": "故障对谁起作用" });

  constructor(element: HTMLElement, store: Store, openPhone: OpenPhone) {
    this.store = store;
    this.openPhone = openPhone;
    this.scope.addEventListener("change", () => this.showFaults());
    element.append(
      section("第一次来?", this.hints),
      section("时钟", this.clock, this.clockButtons(), this.clockForm()),
      section("网络故障", h("label", { class: "scope" }, "作用于", this.scope), this.faults),
      section("助手的微信号", this.account),
    );
    store.watch((change) => {
      if (change === "state") this.showState();
      if (change === "faults") this.showFaults();
      if (change === "people") this.showScope();
    });
  }

  /** The clock has gone on. */
  tick(): void {
    const now = this.store.now();
    this.clock.replaceChildren(h("b", {}, clockTime(now)), h("span", {}, longDay(now)));
  }

  private showState(): void {
    this.tick();
    if (document.activeElement !== this.moment) this.moment.value = fieldOf(this.store.now());
    const { online, hints } = this.store.state;
    const steps = hints.map(({ personId, words }) => this.hint(personId, words));
    const general = [
      "选一位责任人,看看收到了什么提醒。",
      "用自己的话回答,例如“是”“没有”“第3条填错了改成否”。",
      "把时钟拨到下一个期限,看会发生什么。",
    ];
    this.hints.replaceChildren(...(steps.length > 0 ? steps : general.map((words) => h("li", {}, words))));
    const change = (): void => void attempt(() => (online ? api.logOut() : api.logIn()));
    this.account.replaceChildren(
      h("span", { class: online ? "dot on" : "dot off" }, online ? "已登录" : "已掉线,消息会等到重新登录"),
      h("button", { type: "button", class: "button", onclick: change }, online ? "让它掉线" : "重新登录"),
    );
  }

  private hint(personId: string, words: string): HTMLElement {
    const person = this.store.person(personId);
    const open = (): void => this.openPhone(personId);
    const button =
      person && h("button", { type: "button", class: "link", onclick: open }, `打开${person.name}的手机`);
    return h("li", {}, words, " ", button);
  }

  private clockButtons(): HTMLElement {
    const button = (name: string, move: object): HTMLElement => {
      const work = async (): Promise<void> => {
        row.classList.add("busy");
        await attempt(() => api.clock(move));
        row.classList.remove("busy");
      };
      return h("button", { type: "button", class: "button", onclick: () => void work() }, name);
    };
    const row = h("div", { class: "row" });
    row.append(button("下一个期限", { next: "deadline" }));
    row.append(
      button("+1小时", { forward: "1h" }),
      button("+1天", { forward: "1d" }),
      button("+3天", { forward: "3d" }),
    );
    return row;
  }

  private clockForm(): HTMLElement {
    const form = h("form", { class: "row" }, this.moment, h("button", { class: "button" }, "拨到这一刻"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const moment = momentOf(this.moment.value);
      if (!Number.isNaN(moment.getTime())) void attempt(() => api.clock({ to: moment.toISOString() }));
    });
    return form;
  }

  private showScope(): void {
    const chosen = this.scope.value;
    const everybody = h("option", { value: "" }, "所有人");
    const people = this.store.people.map((person) =>
      h("option", { value: person.id }, `${person.name}(${person.label})`),
    );
    this.scope.replaceChildren(everybody, ...people);
    this.scope.value = this.store.person(chosen) ? chosen : "";
  }

  private showFaults(): void {
    const who = this.scope.value;
    const rows = faultNames.map(([kind, name, words]) => {
      const fault = this.store.faults.find((one) => one.kind === kind && (one.person ?? "") === who);
      const box = h("input", { type: "checkbox", role: "switch", checked: fault !== undefined });
      box.addEventListener("change", () => {
        const person = who === "" ? {} : { person: who };
        void attempt(() => (box.checked ? api.setFault({ kind, ...person }) : api.clearFault(kind, who)));
      });
      const label = h("span", {}, h("b", {}, name), h("small", {}, words));
      return h("label", { class: "fault" }, label, box);
    });
    const elsewhere = this.store.faults.filter((one) => (one.person ?? "") !== who).length;
    const note = elsewhere > 0 ? h("p", { class: "small" }, `另有 ${elsewhere} 个故障对别人开着`) : undefined;
    this.faults.replaceChildren(...rows, ...(note ? [note] : []));
  }
}

function section(title: string, ...children: (Node | string)[]): HTMLElement {
  return h("section", {}, h("h2", {}, title), ...children);
}
