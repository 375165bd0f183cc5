import { Converter } from "opencc-js/t2cn";
import { readPinyinSentence } from "./pinyin-sentence.ts";
import { CLOSERS, CROSSES, DRAWN, EMOTICONS, INVISIBLE, MUMBLES, OPENERS, SIGNS, TICKS } from "./signs.ts";
import { readPinyin } from "./slips.ts";

/** One message in the forms the rules look at. */
export interface Heard {
  /** As typed, trimmed and cut: links and names keep their case. */
  said: string;
  /** Simplified, half-width, lower-case, with unified punctuation. */
  text: string;
  /** `text` without greetings, fillers, courtesies, particles and decoration. */
  bare: string;
  /** Whether it ends with a question mark. */
  asking: boolean;
}

/** Nobody types more; a longer message is cut here before anything looks at it. */
const LONGEST = 10_000;
/** The rules look at no more than this: a longer text is never a short answer. */
const LONGEST_RULED = 400;

const simplify = Converter({ from: "t", to: "cn" });

const CIRCLED = /[①-⑳⑴-⒇⒈-⒛❶-❿㈠-㈩㊀-㊉]/g;

const separateCircled = (text: string): string =>
  text.replace(CIRCLED, (sign) => ` ${sign.normalize("NFKC").replace(/[().]/g, "")}、`);

const nameEmoticons = (text: string): string =>
  text.replace(/\[[\p{Script=Han}A-Za-z]{1,8}\]/gu, (code) => {
    const meant = EMOTICONS[code.toLowerCase()];
    return meant ?? (/^\[(图片|照片|视频|语音|文件|链接|位置|小程序)/.test(code) ? code : "");
  });

const unifySigns = (text: string): string =>
  text
    .replace(INVISIBLE, "")
    .replace(TICKS, "✓")
    .replace(CROSSES, "✗")
    .replace(/🈚/gu, "无")
    .replace(/🈶/gu, "有")
    .replace(DRAWN, (sign) => (SIGNS.includes(sign) ? sign : ""))
    .replace(/^([✓✗👌👍👎🙏✌])\1+$/u, "$1");

const unifyPunctuation = (text: string): string =>
  text
    .replace(/[｡．]/g, "。")
    .replace(/[“”„«»"『』「」'‘’`]/g, "")
    .replace(/[—–―]+/g, "-")
    .replace(/\.{2,}|…+|。{2,}/g, "。")
    .replace(/([!?,~、])\1+/g, "$1")
    .replace(/己(?=落实|完成|建|整改|做|执行|排查|开展|提交|交)/g, "已")
    .replace(/[ \t\u3000\u00A0]+/g, " ");

/** Simplified, half-width, lower-case text with unified punctuation and signs. */
export function plain(text: string): string {
  const named = nameEmoticons(separateCircled(text));
  return simplify(unifyPunctuation(unifySigns(named).normalize("NFKC")))
    .toLowerCase()
    .trim();
}

/** Keeps what was made of texts that come again and again; all at once it is forgotten when it has become too much. */
export function remembering<Made>(make: (text: string) => Made): (text: string) => Made {
  const made = new Map<string, Made>();
  return (text) => {
    const kept = made.get(text);
    if (kept !== undefined) return kept;
    if (made.size >= MOST_KEPT) made.clear();
    const fresh = make(text);
    made.set(text, fresh);
    return fresh;
  };
}
const MOST_KEPT = 500;

/** The same of a question or a choice of the checklist. */
export const plainQuestion = remembering(plain);

const repeatedly = (text: string, step: (text: string) => string): string => {
  let now = text;
  for (let turn = 0; turn < 12; turn += 1) {
    const next = step(now);
    if (next === now || next === "") return now;
    now = next;
  }
  return now;
};

const dropTrailingSigns = (text: string): string => {
  // In "1✓2✗3✓" the signs are the answers.
  if (/[✓✗].*[✓✗]$|[\d一二三四五六七八九十题条项个号][、.:)]{0,2} ?[✓✗]$/u.test(text)) return text;
  const shorn = text.replace(/[✓✗👌👍🙏✌]+$/u, "");
  return shorn === "" ? text : shorn;
};

/** The text without greetings, fillers, courtesies and decoration around it. */
export function strip(text: string): string {
  const middle = text.replace(MUMBLES, "");
  const closed = repeatedly(middle, (now) => dropTrailingSigns(now.replace(CLOSERS, "")).trim());
  return repeatedly(closed, (now) => now.replace(OPENERS, "")).trim();
}

const cut = (text: string): string =>
  Array.from(text.slice(0, LONGEST * 2))
    .slice(0, LONGEST)
    .join("");

/** "马上马上" says no more than "马上"; in a list of answers a repetition counts. */
const unrepeat = (bare: string): string =>
  /[是否有没对错逐]|^一/.test(bare) ? bare : bare.replace(/^(?!(.)\1)(\p{Script=Han}{2,8}?)\2{1,3}$/u, "$2");

/** Prepares a message for the rules. */
export function hear(said: string): Heard {
  const whole = cut(said).trim();
  const text = plain(whole.slice(0, LONGEST_RULED));
  const bare = unrepeat(strip(text));
  return {
    said: whole,
    text,
    bare: readPinyin(bare, text) ?? readPinyinSentence(bare) ?? bare,
    asking: /[?][\s~!。]*$/.test(text),
  };
}
