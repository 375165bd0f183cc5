import type { Likes } from "./likeness/likely.ts";
import type { Context, Meaning } from "./meaning.ts";
import type { Scene } from "./rule.ts";

/** Words that always mean what their intent says: what can be offered where a message is only half understood. */
export const WISHES: Readonly<Record<string, string>> = {
  "data-access-request": "我的数据",
  "data-delete-request": "删除我的信息",
  "extend-request": "延期",
  handoff: "人工",
  help: "帮助",
  list: "还有谁没交",
  pause: "暂停",
  progress: "进度",
  "query-deadline": "截止",
  "query-outstanding": "待办",
  "register-account": "登记账号",
  "register-none": "没有自媒体账号",
  resume: "继续",
  "show-answers": "查看答案",
  submit: "提交",
};

/** Where nothing is asked that the offer would talk over. */
const OPEN: ReadonlySet<Context["kind"]> = new Set([
  "idle",
  "menu",
  "reminder",
  "answered",
  "paused",
  "deliverable",
  "registered",
]);
const WORTH_OFFERING = 0.15;

/** Asks which of two things a message that is like both was to mean; undefined when it is like nothing that can be offered. */
export function offered(likes: Likes, { context }: Scene): Meaning | undefined {
  if (!OPEN.has(context.kind)) return undefined;
  const wishes = likes
    .filter(({ share }) => share >= WORTH_OFFERING)
    .flatMap(({ label }) => WISHES[label] ?? []);
  const [one, other] = wishes;
  if (one === undefined) return undefined;
  const ask = other
    ? `您是要“${one}”还是“${other}”?`
    : `您是要“${one}”吗?是的话请回“${one}”,不是请换个说法,或回“菜单”。`;
  return { intent: "ambiguous", ask };
}
