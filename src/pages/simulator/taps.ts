/** A piece of a message: plain, or a word that can be tapped to answer with it. */
export interface Piece {
  text: string;
  tap: boolean;
}

const WORD = "“[^“”\\n]{1,12}”";
const BETWEEN = "(?:[、,/]|或者?|还是)*";
/** Words in quotation marks that one is told to answer, or that are set beside each other to choose from. */
const OFFERED = new RegExp(
  `(?:回复?|请答|答|如|例如)[::]?(?=${WORD})(?:${BETWEEN}${WORD})+|${WORD}(?:${BETWEEN}${WORD})+`,
  "g",
);

/** Cuts a message of the bot so that what it offers as an answer stands by itself. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const offer of text.matchAll(OFFERED)) {
    for (const word of offer[0].matchAll(new RegExp(WORD, "g"))) {
      const start = offer.index + word.index + 1;
      pieces.push({ text: text.slice(from, start), tap: false });
      from = start + word[0].length - 2;
      pieces.push({ text: text.slice(start, from), tap: true });
    }
  }
  return [...pieces, { text: text.slice(from), tap: false }].filter((piece) => piece.text !== "");
}
