import { attempt, byId, h } from "./dom.ts";
import { Panel } from "./panel.ts";
import { Phone, type PhoneState } from "./phone.ts";
import { pickPerson } from "./picker.ts";
import { Store } from "./store.ts";
import type { WorldEvent } from "./types.ts";

const memory = "duban.phones";
const store = new Store();
const phones: Phone[] = [];
const wall = byId("phones");

function remember(): void {
  localStorage.setItem(memory, JSON.stringify(phones.map((phone) => phone.state)));
}

function remembered(): PhoneState[] {
  try {
    const states = JSON.parse(localStorage.getItem(memory) ?? "[]") as PhoneState[];
    return states
      .filter((state) => store.person(state.person) !== undefined)
      .map(({ person, talk }) =>
        talk === person || (talk && store.room(talk)) ? { person, talk } : { person },
      );
  } catch {
    return [];
  }
}

function addPhone(state: PhoneState, instead?: Phone): void {
  const phone = new Phone(store, state, {
    onChange: remember,
    onSwap: (old) => pickPerson(store, (person) => addPhone({ person, talk: person }, old)),
    onClose: drop,
  });
  if (instead && phones.includes(instead)) {
    phones.splice(phones.indexOf(instead), 1, phone);
    instead.element.before(phone.element);
    instead.close();
  } else {
    phones.push(phone);
    wall.append(phone.element);
  }
  settled();
  phone.element.scrollIntoView({ block: "nearest", inline: "nearest" });
  phone.focus();
}

function drop(phone: Phone): void {
  phones.splice(phones.indexOf(phone), 1);
  phone.close();
  settled();
}

function openPhone(person: string): void {
  showPanel(false);
  const open = phones.find((phone) => phone.state.person === person);
  if (open === undefined) {
    addPhone({ person, talk: person });
    return;
  }
  open.open(person);
  open.element.scrollIntoView({ block: "nearest", inline: "nearest" });
  open.focus();
}

function settled(): void {
  remember();
  document.querySelector(".nobody")?.remove();
  if (phones.length > 0) return;
  const words = store.people.length > 0 ? "点“添加手机”,选一个人试试。" : "这里还没有人。";
  wall.append(h("p", { class: "nobody" }, words));
}

function showPanel(open: boolean): void {
  document.body.classList.toggle("panel-open", open);
  const toggle = byId("toggle-panel");
  toggle.setAttribute("aria-expanded", String(open));
  toggle.textContent = open ? "返回聊天" : "控制台";
}

/** Hears the server's events, and reads everything whenever it begins to: what happened before was missed. */
function listen(onRead: () => void): void {
  const events = new EventSource("/sim/api/events");
  const read = async (): Promise<void> => {
    if (await attempt(() => store.load())) onRead();
  };
  events.addEventListener("open", () => {
    byId("broken").hidden = true;
    void read();
  });
  events.addEventListener("error", () => {
    byId("broken").hidden = false;
  });
  events.addEventListener("message", (event) => {
    void attempt(() => store.take(JSON.parse(event.data) as WorldEvent));
  });
}

function start(): void {
  const panel = new Panel(byId("panel"), store, openPhone);
  byId("add-phone").addEventListener("click", () => pickPerson(store, (person) => openPhone(person)));
  byId("toggle-panel").addEventListener("click", () =>
    showPanel(!document.body.classList.contains("panel-open")),
  );
  const tick = (): void => {
    panel.tick();
    for (const phone of phones) phone.tick();
  };
  let begun = false;
  listen(() => {
    if (!begun) hangPhones();
    begun = true;
  });
  store.watch((change) => change === "state" && tick());
  setInterval(tick, 1_000);
}

function hangPhones(): void {
  for (const state of remembered()) addPhone(state);
  const first = store.state.recommended ?? store.people[0]?.id;
  if (phones.length === 0 && first !== undefined && localStorage.getItem(memory) === null) openPhone(first);
  settled();
}

start();
