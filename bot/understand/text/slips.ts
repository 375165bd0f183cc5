import { pinyin } from "pinyin-pro";
import { PINYIN_WORDS, SLIP_WORDS } from "./slip-words.ts";
import { LEXICON } from "./words.ts";

const HAN = /^\p{Script=Han}+$/u;

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

const SINGLE = "没有是不了都还在建做弄搞查审改已完未无全过的就也只个";
const vocabulary: ReadonlyMap<string, string> = new Map(
  [...LEXICON.keys(), ...PINYIN_WORDS, ...SINGLE]
    .filter((word) => HAN.test(word) && (word.length > 1 || SINGLE.includes(word)))
    .toSorted((one, other) => one.length - other.length)
    .map((word) => [syllables(word).join(""), word] as const)
    .toReversed(),
);
const LONGEST_SPELLED = 40;

/** A message typed in pinyin, put together of words and of pieces of the question ("mei wanshan"); undefined when any of it is no word. */
export function spellOut(text: string, question: string): string | undefined {
  if (!/^[a-z][a-z' ]+$/.test(text) || text.length > LONGEST_SPELLED) return undefined;
  const pieces = new Map(
    targetsIn(question.slice(0, 60)).map(({ word, sounds }) => [sounds.replaceAll(" ", ""), word]),
  );
  return cutInto(text.replace(/[' ]/g, ""), (sound) => pieces.get(sound) ?? vocabulary.get(sound));
}

/** Puts a run of sounds together of words, the longest last word first. */
function cutInto(joined: string, wordOf: (sound: string) => string | undefined): string | undefined {
  const best: (string | undefined)[] = [""];
  for (let end = 1; end <= joined.length; end += 1) {
    const starts = Array.from({ length: end }, (_, start) => start).filter(
      (at) => best[at] !== undefined && wordOf(joined.slice(at, end)) !== undefined,
    );
    const [start] = starts;
    best[end] = start === undefined ? undefined : `${best[start]}${wordOf(joined.slice(start, end))}`;
  }
  return best[joined.length];
}

/** A choice that is typed in pinyin, or another word that sounds the same; the text as it is when it sounds like none. */
export function likeSounding(text: string, choices: readonly string[]): string {
  if (choices.includes(text) || text.length < 2 || text.length > 40) return text;
  const sound = /^[a-z' ]+$/.test(text) ? text.replace(/[' ]/g, "") : syllables(text).join("");
  const alike = choices.filter((choice) => {
    const sounds = syllables(choice).join("");
    return sounds === sound || (sound.length >= 5 && sounds.startsWith(sound));
  });
  return alike.length === 1 ? (alike[0] as string) : text;
}

const LONGEST_MENDED = 24;

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

const SLIP_BY_SOUND: ReadonlyMap<string, string> = new Map(SLIPS.map(({ word, sounds }) => [sounds, word]));

/** The word that a whole short message sounds like ("整该中"); the text as it is when it sounds like none. */
export function heardAs(text: string): string {
  if (text.length < 3 || text.length > 5 || !HAN.test(text)) return text;
  return SLIP_BY_SOUND.get(syllables(text).join(" ")) ?? text;
}

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
