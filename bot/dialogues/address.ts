/** What a message is addressed to: a task's code, perhaps a question's number, and the words without them. */
export interface Address {
  code: string | null;
  no: number | null;
  rest: string;
}

const codeInText =
  /[#＃]\s*([A-Za-z][2-9A-Za-z]{1,5})(?:\s*[-－—]\s*(\d{1,3})(?!\d)|\s*第\s*(\d{1,3})\s*[题条])?/u;
const noInQuote = /第\s*(\d{1,3})\s*(?:\/\s*\d+\s*)?[题条]/u;

/**
 * Reads "#K7", "#K7-3" or "#K7 第3题" out of a message; without one, out of the words that it quotes, so that a
 * reply to a quoted question goes there.
 */
export function addressOf(text: string, quoted: string | null): Address {
  const own = codeInText.exec(text);
  if (own) {
    const rest = `${text.slice(0, own.index)} ${text.slice(own.index + own[0].length)}`.trim();
    return { code: own[1]?.toUpperCase() ?? null, no: numberOf(own[2] ?? own[3]), rest };
  }
  const theirs = quoted ? codeInText.exec(quoted) : null;
  if (!quoted || !theirs) return { code: null, no: null, rest: text.trim() };
  const no = theirs[2] ?? theirs[3] ?? onlyNumber(quoted);
  return { code: theirs[1]?.toUpperCase() ?? null, no: numberOf(no), rest: text.trim() };
}

/** A quoted list names several questions: then none is meant by the quote alone. */
function onlyNumber(quoted: string): string | undefined {
  const found = [...quoted.matchAll(new RegExp(noInQuote, "gu"))];
  return found.length === 1 ? found[0]?.[1] : undefined;
}

const numberOf = (digits: string | undefined): number | null =>
  digits === undefined ? null : Number(digits);
