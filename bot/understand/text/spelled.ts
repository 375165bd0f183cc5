import { pinyin } from "pinyin-pro";
import { PINYIN_WORDS } from "./slip-words.ts";

/** Words of lists and corrections beside those that are answers. */
const WORDS =
  "除了 除 都 全 全部 都是 都有 其他 其余 别的 剩下 第 条 题 项 个 号 前 后 到 和 改 改成 改为 应该是 刚才 那个 这个 那题 那条 上一题 上一条 填错了 错了 也 还 没弄 没建 一 二 三 四 五 六 七 八 九 十 不对 不是".split(
    " ",
  );

const soundOf = (word: string): string => pinyin(word, { toneType: "none", type: "array", v: true }).join("");

const spelled: ReadonlyMap<string, string> = new Map(
  [...PINYIN_WORDS, ...WORDS].toReversed().map((word) => [soundOf(word), word] as const),
);
const LONGEST = Math.max(...[...spelled.keys()].map((sounds) => sounds.length));

/** The words that a run of Latin letters spells from first to last; undefined when it does not. */
const wordsIn = (letters: string): string | undefined => {
  let words = "";
  let at = 0;
  while (at < letters.length) {
    let length = Math.min(LONGEST, letters.length - at);
    while (length > 1 && !spelled.has(letters.slice(at, at + length))) length -= 1;
    const word = spelled.get(letters.slice(at, at + length));
    if (word === undefined) return undefined;
    words += word;
    at += length;
  }
  return words;
};

/** Reads what is spelled in Latin letters among figures: "1shi 2fou", "chule 3 dou shi". */
const unspell = (text: string): string =>
  text.replace(/[a-z][a-z' ]*[a-z]/g, (run) => {
    const pieces = run.split(/[' ]+/);
    const words = pieces.map(wordsIn);
    const whole = wordsIn(pieces.join(""));
    if (whole !== undefined) return whole;
    return words.some((word) => word === undefined) ? run : words.join("");
  });

/** "低一条" sounds like "第一条", "NO1" stands for it. */
const ordinal = (text: string): string =>
  (/^(?:no|q)\.? ?\d/.test(text) ? text.replace(/(?:no|q)\.? ?(?=\d)/g, "第") : text).replace(
    /[低弟递地底笫](?=[一二三四五六七八九十\d]{1,3}[条题项个])/g,
    "第",
  );

/** "弄罢了" says that it is done. */
const finished = (text: string): string => text.replace(/(?<=[弄做搞办整建填])罢(?=了|$|[,。])/g, "完");

/** "(一)是(二)否". */
const unbracketed = (text: string): string =>
  text.replace(/\((\d{1,2}|[一二三四五六七八九十]{1,3})\)/g, " $1、");

/** "六条里头就第二条没有". */
const OF_ALL =
  /(?:这|以上)?[一二三四五六七八九十\d]{1,3} ?[条题项个](?:题|问题)?(?:里头|里面|当中|之中|里|中)(?!间)[,]?/;

/** A turn begins a clause of its own. */
const turned = (text: string): string =>
  text.replace(/(?<=\p{Script=Han})(?=但是|不过|可是|然而|但[没不还未])/gu, ",");

/** "第6替" sounds like "第6题". */
const asItems = (text: string): string => text.replace(/(?<=第 ?\d{1,3} ?)[替体提]/g, "题");

/** A message with the numbers and words that are spelled otherwise as they are meant. */
export function readSpelled(text: string): string {
  const numbered = asItems(ordinal(unbracketed(turned(text).replace(OF_ALL, ""))));
  return finished(/[a-z]{2}/.test(numbered) ? unspell(numbered) : numbered);
}
