import { pinyin } from "pinyin-pro";

/** Words of orders and reports as people type them in pinyin; of two that sound alike the first is meant. */
const WORDS =
  "催 催一下 催催 提醒 通知 告诉 群发 发通知 各 所有 全部 全县 学校 各校 中心校 局属 幼儿园 小学 中学 没交的 没交 还没交 未交 逾期 名单 导出 下载 打印 台账 附件 报告 生成 一下 一份 周报 通报 统计 汇总 自查 整改 督查 阶段 截止 时间 改到 改成 改为 延到 延期 延 推迟 到 之前 前 月 日 号 天 明天 后天 今天 昨天 今晚 明晚 周一 周二 周三 周四 周五 周六 周日 下周 开会 上午 下午 点 值班 换班 值 谁 我 他 她 来 替 正常 一切正常 交班 接班 初审 复审 终审 一校 二校 三校 校对 完成 责任人 负责人 负责 措施 期限 问题 第 已 已经 改好了 改好 改完了 整改好了 整改完了 整改完成 弄好了 搞定 搞定了 请 请复查 复查 通过 不通过 不 没 没有 还没 重新 改 退回 驳回 销号 可以 批准 同意 不同意 照片 发了 网站 被黑 了 快 给 说 表 交 报 交了 什么时候 什么 哪些 怎么 吗 吧 老师 校长 主任 应该 可能 好像 大概 也许 佐证 材料 公众号 要 的 和 跟 都 谣言 被盗 账号 是 下 两 二 三 四 五 六 七 九 半 早上 晚上 下午 两点 下周一 下周二 下周三 下周四 下周五 转给 叫 喊 宽限 行不 行 能不能 礼拜 星期 月底".split(
    " ",
  );
const LONGEST_WORD = 5;
const LONGEST_SENTENCE = 80;

const spelled: ReadonlyMap<string, string> = new Map(
  WORDS.toReversed().map((word) => [
    pinyin(word, { toneType: "none", type: "array", v: true }).join(""),
    word,
  ]),
);
const LONGEST_SPELLING = Math.max(...[...spelled.keys()].map((spelling) => spelling.length));

/** Letters without a space as known words, the longest first; undefined when a piece is none. */
const inWords = (letters: string): string | undefined => {
  const ends: (string | undefined)[] = ["", ...Array.from(letters, () => undefined)];
  for (let end = 1; end <= letters.length; end += 1) {
    for (let start = Math.max(0, end - LONGEST_SPELLING); start < end; start += 1) {
      const word = spelled.get(letters.slice(start, end));
      const before = ends[start];
      if (word === undefined || before === undefined) continue;
      ends[end] = before + word;
      break;
    }
  }
  return ends[letters.length];
};

interface Piece {
  words: string;
  letters: number;
  tokens: number;
}

const pieceAt = (tokens: readonly string[], at: number): Piece | undefined => {
  for (let size = Math.min(LONGEST_WORD, tokens.length - at); size >= 1; size -= 1) {
    const letters = tokens.slice(at, at + size).join("");
    const words = /^[a-z]+$/.test(letters) ? inWords(letters) : undefined;
    if (words !== undefined) return { words, letters: letters.length, tokens: size };
  }
  return undefined;
};

interface Sentence {
  read: string;
  /** Letters of known words, and of those of two signs or more. */
  known: number;
  sure: number;
}

const joined = ({ read, known, sure }: Sentence, token: string, piece: Piece | undefined): Sentence => {
  const apart = /[a-z]$/.test(read) && /^[a-z]/.test(token);
  if (!piece) return { read: read + (apart ? " " : "") + token, known, sure };
  const long = piece.words.length > 1 ? piece.letters : 0;
  return { read: read + piece.words, known: known + piece.letters, sure: sure + long };
};

/** A sentence typed in pinyin with its known words written out; names and figures stay. Undefined when it is no such sentence. */
export function readPinyinSentence(bare: string): string | undefined {
  if (bare.length > LONGEST_SENTENCE || !/^[a-z\d ,.:;!?~'-]+$/.test(bare)) return undefined;
  const tokens = bare.match(/[a-z]+|\d+|[^a-z\d ]/g) ?? [];
  let sentence: Sentence = { read: "", known: 0, sure: 0 };
  for (let at = 0; at < tokens.length; ) {
    const piece = pieceAt(tokens, at);
    sentence = joined(sentence, tokens[at] ?? "", piece);
    at += piece?.tokens ?? 1;
  }
  return isPinyin(sentence, bare.replace(/[^a-z]/g, "").length) ? sentence.read : undefined;
}

/** More than half of the letters are known, and a third belongs to words that are unlikely by chance. */
const isPinyin = ({ known, sure }: Sentence, letters: number): boolean =>
  letters >= 5 && known * 2 > letters && sure * 3 > letters;
