import { attempt, h, toast } from "./dom.ts";
import type { Message } from "./types.ts";
import { gist } from "./words.ts";

/** What can be done with a message, beside it: quote, copy. Escape and a click elsewhere close it. */
export function openMenu(message: Message, beside: HTMLElement, quote: () => void): void {
  document.querySelector(".menu")?.remove();
  const close = (): void => {
    menu.remove();
    document.removeEventListener("pointerdown", outside, true);
  };
  const outside = (event: Event): void => {
    if (!menu.contains(event.target as Node)) close();
  };
  const item = (name: string, work: () => void): HTMLElement => {
    const choose = (): void => {
      close();
      work();
    };
    return h("button", { type: "button", role: "menuitem", onclick: choose }, name);
  };
  const menu = h(
    "div",
    { class: "menu", role: "menu" },
    item("引用", quote),
    item("复制", () => copy(message)),
  );
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  document.body.append(menu);
  place(menu, beside);
  document.addEventListener("pointerdown", outside, true);
  menu.querySelector("button")?.focus();
}

function place(menu: HTMLElement, beside: HTMLElement): void {
  const box = beside.getBoundingClientRect();
  const own = menu.getBoundingClientRect();
  const left = Math.min(Math.max(8, box.left), innerWidth - own.width - 8);
  const above = box.top - own.height - 6;
  menu.style.left = `${left}px`;
  menu.style.top = `${above > 8 ? above : Math.min(box.bottom + 6, innerHeight - own.height - 8)}px`;
}

function copy(message: Message): void {
  void attempt(async () => {
    await navigator.clipboard.writeText(message.kind === "text" ? message.text : gist(message));
    toast("已复制");
  });
}
