import { LEXICON, LONGEST_WORD, type WordKind } from "./words.ts";

/** A piece of a clause: a known word, a piece of the question, or something unknown. */
export interface Token {
  kind: WordKind | "topic" | "other";
  text: string;
}

const SUBSTANTIAL = 2;
const LONGEST_TOPIC = 12;

const topicAt = (text: string, at: number, question: string): string => {
  let length = 0;
  while (length < LONGEST_TOPIC && at + length < text.length) {
    if (!question.includes(text.slice(at, at + length + 1))) break;
    length += 1;
  }
  return length >= SUBSTANTIAL ? text.slice(at, at + length) : "";
};

/** A Latin word is a word only as a whole: the "n" in "ing" denies nothing. */
const cutsLatin = (text: string, at: number, length: number): boolean =>
  /[a-z]/.test(text.charAt(at)) &&
  (/[a-z]/.test(text.charAt(at - 1)) || /[a-z]/.test(text.charAt(at + length)));

const wordAt = (text: string, at: number): string => {
  for (let length = Math.min(LONGEST_WORD, text.length - at); length > 0; length -= 1) {
    const word = text.slice(at, at + length);
    if (LEXICON.has(word) && !cutsLatin(text, at, length)) return word;
  }
  return "";
};

/** Words that keep their meaning inside a piece of the question: "存在违规外包" says that it exists. */
const FIRM: ReadonlySet<WordKind> = new Set(["have", "none", "good", "be"]);

const tokenAt = (text: string, at: number, question: string): Token => {
  const word = wordAt(text, at);
  const topic = topicAt(text, at, question);
  const kind = LEXICON.get(word);
  if (topic.length > word.length && !(kind && FIRM.has(kind))) return { kind: "topic", text: topic };
  if (word !== "") return { kind: LEXICON.get(word) ?? "plain", text: word };
  const sign = text.charAt(at);
  return { kind: question.includes(sign) ? "plain" : "other", text: sign };
};

const FINISHING = /^(了|过|完|好|着|到|到位|起来|的)/;
const BEFORE_DEED = /(已|已经|都|全|一直|均|没|不|未|尚未|没有|还没|没能|从未|早就)$/;

/** A one-sign deed such as 审 or 管 counts only with an ending or a marker beside it. */
const isDeed = (tokens: readonly Token[], at: number): boolean => {
  const token = tokens[at];
  if (token?.kind !== "done" || token.text.length > 1) return true;
  return FINISHING.test(tokens[at + 1]?.text ?? "") || BEFORE_DEED.test(tokens[at - 1]?.text ?? "");
};

/** Cuts a clause into words, longest first; pieces of the question count as its topic. */
export function tokenise(clause: string, question: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < clause.length) {
    const token = tokenAt(clause, at, question);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens.map((token, place) => (isDeed(tokens, place) ? token : { kind: "plain", text: token.text }));
}

/** How many signs of the tokens are of a kind. */
export function weigh(tokens: readonly Token[], kind: Token["kind"]): number {
  return tokens.reduce((sum, token) => sum + (token.kind === kind ? token.text.length : 0), 0);
}
