/** Words people type in pinyin; the first of two that sound alike is meant. */
export const PINYIN_WORDS: readonly string[] =
  "是 是的 有 有的 没 没有 没有的 不 不是 不是的 否 无 对 对的 好 好的 行 可以 嗯 已落实 落实了 落实 已完成 完成了 做了 建了 都有 都是 都没有 部分 部分落实 部分完成 正在整改 整改中 正在弄 正在做 正在办 在弄 在做 不涉及 不适用 没问题 不存在 存在 还没 还没有 没做 没建 没落实 不清楚 不知道 跳过 下一题 上一题 继续 暂停 提交 确认 取消 帮助 菜单 人工 待办 截止 退订 通过 退回 批准 同意 不同意 收到 谢谢 你好 停 暂停一下 退出 不用了 重来 全部 都没 没有问题 没办法 做不到 达不到".split(
    " ",
  );

/** Words whose near-homophones are mended. */
export const SLIP_WORDS: readonly string[] =
  "不涉及 不适用 在整改 正在整改 整改中 已落实 落实了 已完成 完成了 部分落实 部分完成 没落实 没完成 不存在 未落实 未建立 已建立 没有 不是 是的 有的 都有 落实 建立 制度 完成 整改 部分".split(
    " ",
  );
