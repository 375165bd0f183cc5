import { readNumber } from "./numbers.ts";

/** Some numbered items and the words said about them. */
export interface Group {
  numbers: number[];
  phrase: string;
  /** "其他", "后面的": whatever is not numbered. */
  rest?: true;
  /** The numbers were read from a way of speaking that could mean something else. */
  guessed?: true;
}

const HAN = "[一二三四五六七八九十两]";
const ONE = `(?:第 ?)?(?:\\d{1,9}|${HAN}{1,3}(?!部分))(?! ?(?:遍|次|校|个人|人|月|年|日|天|周|审|道|轮|般|直|些|下|样|起|定|点|半))(?: ?[条题项号点问](?!人))?(?:个(?!人))?`;
const JOIN = "(?: ?(?:[、,，.和跟与及/&+]|以及) ?| )";
const SPAN = " ?(?:-|~|到|至) ?";
const SPEC = new RegExp(`${ONE}(?:(?:${SPAN}|${JOIN}|(?=第))${ONE})*`, "gy");
const HEAD = new RegExp(
  `[前头](${HAN}{1,2}|\\d{1,2}) ?[条题项个道]?|后面?(${HAN}|\\d{1,2}) ?[条题项个道]|最后([一1])?[条题项个道]`,
  "gy",
);
const REST = /(?:其他|其它|其余|剩下|剩余|余下|别的|后面|后边|另外)(?:的)?(?:几?[条题项个])?(?:的)?/gy;

const VALUE_AHEAD =
  /^(?:[、.:,。;=\s]*)(?:都|全|均|也|还|就)*(?:是|否|有|没|无|不|未|已|部分|正|在|整|木|莫|落|完|做|建|存|对|错|y|n|✓|✗|ok)/;
const AT_START = /(?:^|[,、。;!\n\s:]|[是否有无没了的对错✓✗])$/;

const expand = (from: number, to: number): number[] =>
  to >= from && to - from < 200 ? Array.from({ length: to - from + 1 }, (_, at) => from + at) : [];

const each = (piece: string, known: ReadonlySet<number>): { numbers: number[]; guessed: boolean } => {
  const bare = piece.replace(/[第条题项号点问个\s]/g, "");
  if (/^[一二三四五六七八九]{2,9}$/.test(bare)) {
    return { numbers: [...bare].map((sign) => readNumber(sign) ?? Number.NaN), guessed: false };
  }
  const no = readNumber(bare);
  if (no === undefined) return { numbers: [], guessed: false };
  const digits = [...bare].map(Number);
  if (/^\d{2,9}$/.test(bare) && !known.has(no) && digits.every((digit) => known.has(digit)))
    return { numbers: digits, guessed: true };
  return { numbers: [no], guessed: false };
};

const readSpec = (spec: string, known: ReadonlySet<number>): { numbers: number[]; guessed: boolean } => {
  const numbers: number[] = [];
  let guessed = false;
  for (const piece of spec.split(
    /[、,.和跟与及/&+]|以及|(?<=[\d一二三四五六七八九十条题项]) (?=[第\d一二三四五六七八九十])|(?<=[^到至~-])(?=第)/,
  )) {
    const [from, to] = piece.split(/-|~|到|至/);
    const first = each(from ?? "", known);
    const last = to === undefined ? undefined : each(to, known).numbers[0];
    numbers.push(...(last === undefined ? first.numbers : expand(first.numbers[0] ?? 0, last)));
    guessed ||= first.guessed;
  }
  return { numbers, guessed };
};

interface Mark {
  from: number;
  to: number;
  group: Group;
}

const headNumbers = (found: RegExpExecArray, known: readonly number[]): number[] => {
  if (found[1] !== undefined) return known.slice(0, readNumber(found[1]) ?? 0);
  if (found[2] !== undefined) return known.slice(-(readNumber(found[2]) ?? 0));
  return known.slice(-1);
};

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

const specAt = (text: string, at: number, known: readonly number[], anywhere: boolean): Mark | undefined => {
  const found = matchAt(SPEC, text, at);
  if (!found) return undefined;
  const words = found[0];
  const plainHan = !/[\d第条题项号]/.test(words);
  const ahead = text.slice(at + words.length);
  if (plainHan && !anywhere && !(AT_START.test(text.slice(0, at)) && VALUE_AHEAD.test(ahead)))
    return undefined;
  const { numbers, guessed } = readSpec(words, new Set(known));
  if (numbers.length === 0 || numbers.some(Number.isNaN)) return undefined;
  return {
    from: at,
    to: at + words.length,
    group: { numbers, phrase: "", ...(guessed ? { guessed: true } : {}) },
  };
};

const markAt = (text: string, at: number, known: readonly number[], anywhere: boolean): Mark | undefined => {
  const head = matchAt(HEAD, text, at);
  if (head)
    return {
      from: at,
      to: at + head[0].length,
      group: { numbers: headNumbers(head, known), phrase: "", guessed: true },
    };
  const rest = matchAt(REST, text, at);
  if (rest) return { from: at, to: at + rest[0].length, group: { numbers: [], phrase: "", rest: true } };
  return specAt(text, at, known, anywhere);
};

/** Finds the numbers in a text and the words that follow each; `anywhere` also takes bare Chinese numerals. */
export function findGroups(text: string, known: readonly number[], anywhere: boolean): Group[] {
  const marks: Mark[] = [];
  let at = 0;
  while (at < text.length) {
    const mark = markAt(text, at, known, anywhere);
    if (mark) marks.push(mark);
    at = mark ? mark.to : at + 1;
  }
  return marks.map((mark, place) => ({
    ...mark.group,
    phrase: text.slice(mark.to, marks[place + 1]?.from ?? text.length),
  }));
}
