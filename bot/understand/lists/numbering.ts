import { readNumber } from "../text/numbers.ts";
import { tokenise } from "../text/sentence.ts";
import { matchAt, orderAt, type Place, placeAt } from "./placing.ts";

/** A place in a text where items are named: by number, by order, as the rest, or by where they stand to those named. */
export interface Mark {
  from: number;
  to: number;
  kind: "items" | Place;
  numbers: number[];
  /** Read from a way of speaking that could mean something else. */
  guessed?: true;
  /** "剩余四条": how many there are said to be. */
  size?: number;
  /** "三条" may be a number of items as well as the third, more so in words than in figures. */
  counted?: "words" | "figures";
}

type Known = readonly number[];

/** Dates, rounds and words in which a numeral names no item. */
const OTHER_NUMERALS =
  /\d{2,4}年|\d{1,2}月(?:份|底|初|中|\d{1,2}[日号]?)?|\d{1,2}[日号](?:[之以]?前|上午|下午|晚|早|到期|交)|[一二三四五六七八九十]{1,3}月(?:份|底|初|[一二三四五六七八九十]{1,3}[日号])?|\d{1,2}:\d\d|\d{1,3}(?:\.\d+)?%|一直|一般|一样|一定|一些|一点|一下|一起|一半|一部分|一共|一律|一概|一把手|一旦|一切|一向|一致|一并|一应|统一|唯一|万一|之一|同一|任一|每一|单一|进一步|第一时间|[一二三两四][审校]|一个人|[这那]一[条题项个]|十分|八九不离十/g;
const UNIT =
  "(?! ?(?:遍|次|校(?![报园])|个|人(?!员)|月|年|日|天|周|审|轮|些|级|篇|份|名|位|期|届|种|分钟|小时|万|元|%|把|台(?!账)|套|间|件|场|支|处|回|倍|时(?!有)|本(?![校园单])|部(?!分)|科))";
const HAN = "(?:[一二三四五六七八九]{2,9}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])";
const ONE = `(?:第 ?(?:\\d{1,9}|${HAN})(?: ?(?:[条题项号点问道个款]|小题)(?!人))?|(?:\\d{1,9}|${HAN})${UNIT}(?: ?[条题项号点问道](?!人))?)`;
const JOIN = "(?: ?(?:[、,.和跟与及/&+]|以及|还有) ?| )";
const SPAN = " ?(?:-|~|到|至) ?";
/** "二、五两条", "第4条那个". */
const APPOSED =
  "(?: ?[这那](?:[两二三四五六七八九几2-9]?[条题项个道]|[俩仨些])| ?[两俩仨几](?:[条题项个道])?| ?[二三四五六七八九3-9][条题项个](?=都|全|均|也|没|不|未|有|是|否|已|正|落))?";
const SPEC = new RegExp(`(${ONE}(?:(?:${SPAN}|${JOIN}|(?=第))${ONE})*)${APPOSED}`, "gy");

const expand = (from: number, to: number): number[] =>
  to >= from && to - from < 200 ? Array.from({ length: to - from + 1 }, (_, at) => from + at) : [];

const each = (piece: string, known: Known): { numbers: number[]; guessed: boolean } => {
  const bare = piece.replace(/[第条题项号点问道个款小\s]/g, "");
  if (/^[一二三四五六七八九]{2,9}$/.test(bare))
    return { numbers: [...bare].map((sign) => readNumber(sign) ?? Number.NaN), guessed: false };
  const no = readNumber(bare);
  if (no === undefined) return { numbers: [], guessed: false };
  const digits = [...bare].map(Number);
  if (/^\d{2,9}$/.test(bare) && !known.includes(no) && digits.every((digit) => known.includes(digit)))
    return { numbers: digits, guessed: true };
  return { numbers: [no], guessed: false };
};

const PIECES =
  /[、,.和跟与及/&+]|以及|还有|(?<=[\d一二三四五六七八九十条题项]) (?=[第\d一二三四五六七八九十])|(?<=[^到至~-])(?=第)/;

const readSpec = (spec: string, known: Known): { numbers: number[]; guessed: boolean } => {
  const numbers: number[] = [];
  let guessed = false;
  for (const piece of spec.split(PIECES)) {
    const [from, to] = piece.split(/-|~|到|至/);
    const first = each(from ?? "", known);
    const last = to === undefined ? undefined : each(to, known).numbers[0];
    numbers.push(...(last === undefined ? first.numbers : expand(first.numbers[0] ?? 0, last)));
    guessed ||= first.guessed;
  }
  return { numbers, guessed };
};

const SAYING: ReadonlySet<string> = new Set(
  "not none have be done good bad partly doing stopped inapplicable hedge".split(" "),
);

/** "除三和五外": what stands between is named to be left out. */
const LEFT_OUT = /^(?:这?[两三四五几]?[条题项个])?(?:除外|以外|之外|外)(?![包面人校])/;

/** Whether the next words of a text say something about the items just named. */
const saysAhead = (text: string, starts: boolean): boolean => {
  if (LEFT_OUT.test(text)) return true;
  const next = text.replace(/^[-、.:,。;=\s]+/, "").slice(0, 10);
  const tokens = tokenise(next.split(/[,。;!\n]/)[0] ?? "", "").filter(({ kind }) => kind !== "plain");
  return starts ? tokens.some(({ kind }) => SAYING.has(kind)) : SAYING.has(tokens[0]?.kind ?? "");
};

/** Whether what was said of the items before is complete, so that a new one may be named. */
const isComplete = (text: string): boolean => {
  if (
    /^$|[,、。;!\n\s:✓✗]$|(?:除[了咯开去]?|只有|就|仅|只|唯独|然后|而|那|还有|的是|的有|把|退回)$/.test(text)
  )
    return true;
  const last = tokenise(text.slice(-12), "").at(-1);
  return last !== undefined && (SAYING.has(last.kind) || /^[了的过着罢]$/.test(last.text));
};

/** "三条" in words is more likely a number of items than "3条" in figures. */
const countedIn = (words: string): Mark["counted"] => {
  if (/^\d{1,2} ?[条题项]$/.test(words)) return "figures";
  return /^[^第\d]{1,2} ?[条题项]$/.test(words) ? "words" : undefined;
};

/** Where words stand in a text, and where what is said of the items before them begins. */
interface Spot {
  at: number;
  before: number;
}

/** A numeral in words is a number only where a new item can be named and something is said of it. */
const standsAsNumber = (text: string, words: string, { at, before }: Spot): boolean => {
  if (/[\d第]/.test(words)) return true;
  const starts = at === 0 || /[,。;!\n]$/.test(text.slice(0, at));
  return isComplete(text.slice(before, at)) && saysAhead(text.slice(at + words.length), starts);
};

const specAt = (text: string, spot: Spot, known: Known): Mark | undefined => {
  const [words, spec = ""] = matchAt(SPEC, text, spot.at) ?? [];
  if (words === undefined || !standsAsNumber(text, words, spot)) return undefined;
  const { numbers, guessed } = readSpec(spec, known);
  if (numbers.length === 0 || numbers.some(Number.isNaN)) return undefined;
  const counted = countedIn(words);
  const mark: Mark = { from: spot.at, to: spot.at + words.length, kind: "items", numbers };
  return { ...mark, ...(guessed ? { guessed } : {}), ...(counted ? { counted } : {}) };
};

const markAt = (text: string, spot: Spot, known: Known): Mark | undefined => {
  const { at, before } = spot;
  const ordered = orderAt(text, at, known);
  if (ordered) {
    const { numbers, length } = ordered;
    return { from: at, to: at + length, kind: "items", numbers, guessed: true };
  }
  const placed = placeAt(text, at);
  if (placed && (placed.kind === "rest" || isComplete(text.slice(before, at)))) {
    const { length, ...named } = placed;
    return { from: at, to: at + length, numbers: [], ...named };
  }
  return specAt(text, spot, known);
};

/** Nobody names more in one message. */
const MOST = 100;

/** Finds where a text names items, in the order of the text. */
export function marksIn(text: string, known: Known): Mark[] {
  const masked = text.replace(OTHER_NUMERALS, (words) => "·".repeat(words.length));
  const marks: Mark[] = [];
  let at = 0;
  while (at < text.length && marks.length < MOST) {
    const mark = markAt(masked, { at, before: marks.at(-1)?.to ?? 0 }, known);
    if (mark) marks.push(mark);
    at = mark ? mark.to : at + 1;
  }
  return marks;
}

/** The numbers that a text names, each once. */
export function numbersIn(text: string, known: Known): number[] {
  return [...new Set(marksIn(text, known).flatMap((mark) => mark.numbers))];
}
