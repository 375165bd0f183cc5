import { avatar, badge, byId, h } from "./dom.ts";
import type { Store } from "./store.ts";
import type { Person } from "./types.ts";

/** Asks whose phone to open; calls `chosen` unless the reader thinks better of it. */
export function pickPerson(store: Store, chosen: (person: string) => void): void {
  const dialog = byId("picker") as HTMLDialogElement;
  const list = h("ul", { class: "people" });
  const field = h("input", {
    type: "search",
    placeholder: "按姓名或单位查找",
    "aria-label": "按姓名或单位查找",
  });
  const choose = (person: Person): void => {
    dialog.close();
    chosen(person.id);
  };
  const render = (): void => {
    const found = matching(store.people, field.value);
    const items = found.map((person) => h("li", {}, personButton(person, choose)));
    list.replaceChildren(...items, ...(items.length === 0 ? [h("li", { class: "aside" }, "没有找到")] : []));
  };
  field.addEventListener("input", render);
  field.addEventListener("keydown", (event) => {
    const first = matching(store.people, field.value)[0];
    if (event.key !== "Enter" || event.isComposing || first === undefined) return;
    event.preventDefault();
    choose(first);
  });
  const close = h(
    "button",
    { type: "button", class: "button icon", "aria-label": "关闭", onclick: () => dialog.close() },
    "×",
  );
  const title = h("h2", { id: "picker-title" }, "打开谁的手机?");
  dialog.replaceChildren(h("div", { class: "picker-head" }, title, close), field, list);
  render();
  dialog.showModal();
  field.focus();
}

function personButton(person: Person, choose: (person: Person) => void): HTMLElement {
  const face = h("span", { class: "face" }, avatar(person.name), badge(person.unread));
  const words = h("span", { class: "talk-words" }, h("b", {}, person.name), h("small", {}, person.label));
  return h("button", { type: "button", class: "talk", onclick: () => choose(person) }, face, words);
}

/** Everybody whose name or unit holds every word that was typed. */
function matching(people: Person[], typed: string): Person[] {
  const words = typed.toLowerCase().split(/\s+/);
  return people.filter((person) => {
    const all = `${person.name} ${person.label}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
