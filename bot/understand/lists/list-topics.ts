import { questionWords } from "../answers/subject.ts";
import type { ListItem } from "../meaning.ts";
import type { Mark } from "./numbering.ts";

/** What a question of a list can be called by, told from the others. */
export interface Topics {
  /** Which items' questions hold these words. */
  ownersOf: (words: string) => number[];
  /** Single signs that a question puts into quotation marks: “报”, “台”. */
  quoted: ReadonlyMap<string, number>;
}

const LONGEST = 12;
const SHORTEST = 2;

/** Words that tell no question from another, though only one may hold them. */
const COMMON = new Set(
  "工作 制度 机制 平台 内容 人员 情况 问题 单位 学校 要求 规定 管理 信息 落实 执行 建立 健全 完善 规范 明确 加强 配备 建设 制定 开展 是否 存在 本单位 以及 相关 有关 进行 发挥 必要 本校 有没有 已经 全面 严格 符合 做到 其他 个人 公开 及时 完成 正常 没有 检查 工作人员".split(
    " ",
  ),
);

/** Prepares the questions of a list to be called by their words. */
export function topicsOf(items: readonly ListItem[]): Topics {
  const questions = items.map(({ no, question }) => ({ no, words: questionWords(question ?? "") }));
  const quoted = new Map<string, number>();
  for (const { no, question } of items)
    for (const [, sign = ""] of (question ?? "").matchAll(/[“"「](\p{Script=Han})[”"」]/gu))
      quoted.set(sign, no);
  return {
    ownersOf: (words) => questions.filter((one) => one.words.includes(words)).map(({ no }) => no),
    quoted,
  };
}

interface Found {
  length: number;
  owner?: number;
}

const wordsAt = (text: string, at: number, { ownersOf }: Topics): Found => {
  if (/[有是否的和与及没不对在都]/.test(text.charAt(at))) return { length: 0 };
  let owners: number[] = [];
  let length = 0;
  for (let size = SHORTEST; size <= LONGEST && at + size <= text.length; size += 1) {
    const found = ownersOf(text.slice(at, at + size));
    if (found.length === 0) break;
    owners = found;
    length = size;
  }
  const [owner, ...more] = owners;
  const telling = owner !== undefined && more.length === 0 && !COMMON.has(text.slice(at, at + length));
  return telling ? { length, owner } : { length };
};

/** "报和台不涉及": a run of quoted signs at the start of a clause. */
const signsAt = (text: string, { quoted }: Topics): Mark[] => {
  const marks: Mark[] = [];
  let at = 0;
  while (at < text.length) {
    const no = quoted.get(text.charAt(at));
    if (no === undefined && !(marks.length > 0 && /[、和跟与及类]/.test(text.charAt(at)))) break;
    if (no !== undefined) marks.push({ from: at, to: at + 1, kind: "items", numbers: [no] });
    at += 1;
  }
  return /^(?:[都全均也]|不|没|未|无|有|已|是)/.test(text.slice(at)) ? marks : [];
};

/** Where a clause calls items by words of their questions, in order. */
export function calledIn(clause: string, topics: Topics): Mark[] {
  const signs = signsAt(clause, topics);
  if (signs.length > 0) return signs;
  const marks: Mark[] = [];
  let at = 0;
  while (at < clause.length) {
    const { length, owner } = wordsAt(clause, at, topics);
    if (owner !== undefined) marks.push({ from: at, to: at + length, kind: "items", numbers: [owner] });
    at += Math.max(1, length);
  }
  return marks;
}
