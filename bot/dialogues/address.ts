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
    return within(own, own[2] ?? own[3], rest);
  }
  const theirs = codeInText.exec(quoted ?? "");
  if (!theirs) return { code: null, no: null, rest: text.trim() };
  return within(theirs, theirs[2] ?? theirs[3] ?? onlyNumber(quoted ?? ""), text.trim());
}

/** "第5题 没有" beside a code names its question too; "第5题改成否" is a correction, which names it by itself. */
const numberAhead = /^第?\s*(\d{1,3})\s*[题条][\s,,。::、]*(?!改|填|写|答|选|应|补|备|错|不对)(.+)$/u;

function within(found: RegExpExecArray, no: string | undefined, rest: string): Address {
  const ahead = no === undefined ? numberAhead.exec(rest) : null;
  return {
    code: found[1]?.toUpperCase() ?? null,
    no: numberOf(ahead?.[1] ?? no),
    rest: ahead?.[2] ?? rest,
  };
}

/** A quoted list names several questions: then none is meant by the quote alone. */
function onlyNumber(quoted: string): string | undefined {
  const found = [...quoted.matchAll(new RegExp(noInQuote, "gu"))];
  return found.length === 1 ? found[0]?.[1] : undefined;
}

const numberOf = (digits: string | undefined): number | null =>
  digits === undefined ? null : Number(digits);
