/** Attributes by name; `on*` are listeners, `true` is a bare attribute, `false` and undefined are left out. */
export type Attributes = Record<string, string | boolean | undefined | ((event: never) => unknown)>;

/** Makes an element with its children; text is never read as HTML. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string | undefined)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
    else if (typeof value === "string") element.setAttribute(name, value);
    else if (value === true) element.setAttribute(name, "");
  }
  for (const child of children) if (child !== undefined) element.append(child);
  return element;
}

/** The element of this id; the page's own HTML has it. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`no element #${id}`);
  return element;
}

/** Says something for a few seconds, at the edge of the page and to screen readers. */
export function toast(words: string): void {
  const note = h("p", { class: "toast" }, words);
  byId("toasts").append(note);
  setTimeout(() => note.remove(), 6_000);
}

/** Does something that the server may refuse, and tells the reader when it does. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    toast(error instanceof Error ? error.message : "没有成功,请稍后再试");
    return false;
  }
}

/** A square with the first letter of a name, in a colour that stays the name's own. */
export function avatar(name: string, kind: "bot" | "room" | "person" = "person"): HTMLElement {
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  const tone = kind === "person" ? `tone-${sum % 8}` : `tone-${kind}`;
  const letter = kind === "room" ? "群" : ([...name][0] ?? "?");
  return h("span", { class: `avatar ${tone}`, "aria-hidden": "true" }, letter);
}

/** A red dot with a number; nothing for zero. */
export function badge(count: number): HTMLElement | undefined {
  if (count === 0) return undefined;
  return h("span", { class: "badge", "aria-label": `${count} 条未读` }, count > 99 ? "99+" : String(count));
}

/** A line drawing in a 24 by 24 square. */
export function drawing(path: string): SVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}
