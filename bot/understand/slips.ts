import { pinyin } from "pinyin-pro";
import { PINYIN_WORDS, SLIP_WORDS } from "./slip-words.ts";

const syllables = (text: string): string[] => pinyin(text, { toneType: "none", type: "array", v: true });

const spelled: ReadonlyMap<string, string> = new Map(
  PINYIN_WORDS.toReversed().map((word) => [syllables(word).join(""), word] as const),
);

/** Signs that stand in no message typed in pinyin: beside "@!" a "bu" is no word. */
const ODD = /[^\p{Script=Han}a-z' ,.。!?~、]/u;

/** Turns a message typed in pinyin ("mei you", "zhengzaizhenggai") into its word; undefined when it is none. */
export function readPinyin(bare: string, text: string): string | undefined {
  if (!/^[a-z][a-z' ]{1,40}$/.test(bare) || ODD.test(text)) return undefined;
  const joined = bare.replace(/[' ]/g, "");
  return spelled.get(joined) ?? spelled.get(joined.replace(/(?:a|ya|ne|la|le|de|ba)$/, ""));
}

const LONGEST_MENDED = 24;
const HAN = /^\p{Script=Han}+$/u;

interface Target {
  word: string;
  sounds: string;
}

const soundOf = (word: string): Target => ({ word, sounds: syllables(word).join(" ") });

const SLIPS: readonly Target[] = SLIP_WORDS.map(soundOf);

/** Questions come again and again; their sounds are kept, and forgotten all at once when there are too many. */
const heardBefore = new Map<string, readonly Target[]>();
const MOST_KEPT = 500;

const targetsIn = (question: string): readonly Target[] => {
  const kept = heardBefore.get(question);
  if (kept) return kept;
  if (heardBefore.size >= MOST_KEPT) heardBefore.clear();
  const targets = targetsOf(question).map(soundOf);
  heardBefore.set(question, targets);
  return targets;
};

const targetsOf = (question: string): string[] => {
  const pieces: string[] = [];
  for (const run of question.match(/\p{Script=Han}+/gu) ?? []) {
    for (let size = 4; size >= 2; size -= 1) {
      for (let at = 0; at + size <= run.length; at += 1) pieces.push(run.slice(at, at + size));
    }
  }
  return pieces;
};

const mendWith = (text: string, targets: readonly Target[]): string => {
  const sounds = syllables(text);
  if (sounds.length !== text.length) return text;
  let mended = text;
  for (const { word, sounds: wanted } of targets) {
    for (let at = 0; at + word.length <= text.length; at += 1) {
      const slice = mended.slice(at, at + word.length);
      if (slice === word || !HAN.test(slice) || sounds.slice(at, at + word.length).join(" ") !== wanted)
        continue;
      mended = mended.slice(0, at) + word + mended.slice(at + word.length);
    }
  }
  return mended;
};

/** Replaces near-homophones by the words they sound like ("阅平制度", "不涉级"); undefined when nothing changes. */
export function mend(text: string, question: string): string | undefined {
  if (text.length > LONGEST_MENDED || !/\p{Script=Han}{2}/u.test(text)) return undefined;
  const mended = mendWith(text, [...SLIPS, ...targetsIn(question.slice(0, 60))]);
  return mended === text ? undefined : mended;
}
