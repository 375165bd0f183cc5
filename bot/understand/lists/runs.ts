import type { Value } from "../meaning.ts";

const SHORT: Readonly<Record<string, Value>> = {
  是: "是",
  有: "是",
  对: "是",
  否: "否",
  无: "否",
  没: "否",
  木: "否",
  莫: "否",
  冇: "否",
  错: "否",
  y: "是",
  n: "否",
  "✓": "是",
  "✗": "否",
};
const RUN =
  /没有|没得|木有|莫得|冇得|不是|部分|整改中|不涉及|是的?|有的?|否|无|没|冇|对|错|y(?:es)?|no?|✓|✗/g;
/** "有的有,有的没有" tells of some and others, not of one after the other. */
const SOME = /有的(?:是|有|没有?)[,、]?有的(?:是|有|没)/;

type ReadValue = (words: string) => Value | undefined;

/** The values of a bare sequence ("是是否", "有,没有,正在弄"), each undefined where a word is no value; undefined when it is no sequence. */
export function runValues(text: string, read: ReadValue): (Value | undefined)[] | undefined {
  if (SOME.test(text)) return undefined;
  const pieces = text.split(/[,、。;!/|\s]+/).filter((piece) => piece !== "");
  // "有 没 有" is three; only what stands together may be one word.
  const words = pieces.flatMap((piece) => piece.match(RUN) ?? []);
  if (words.length > 0 && words.join("") === pieces.join(""))
    return words.map((word) => SHORT[word.charAt(0)] ?? read(word));
  if (/[\d第一二三四五六七八九十]/.test(text)) return undefined;
  if (pieces.length < 2 || pieces.some((piece) => /^(?:但|不过|就是|只是|可|除)/.test(piece)))
    return undefined;
  const values = pieces.map(read);
  return values.every((value) => value !== undefined) ? values : undefined;
}
