/** Text that is HTML already; made only by `html`, which escapes what is put into it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: markup as it is, words escaped, lists one after another, nothing for null and false. */
export type Piece = Markup | string | number | null | undefined | false | readonly Piece[];

const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

const escaped = (words: string): string => words.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);

function render(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return "";
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === "object") return piece.map(render).join("");
  return escaped(String(piece));
}

/** A template whose values are escaped; attribute values must stand in double quotes. */
export function html(parts: TemplateStringsArray, ...pieces: Piece[]): Markup {
  return new Markup(parts.map((part, place) => part + render(pieces[place])).join(""));
}
