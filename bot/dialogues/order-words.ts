import type { Pending } from "./memory.ts";

type Waiting<K extends Pending["kind"]> = Extract<Pending, { kind: K }>;

/** Asks what to tell them. */
export const broadcastTextAsk = "通知什么内容?请把原话发给我,我照原样发;不发了回“取消”。";

/** Asks whom to tell. */
export const broadcastWhomAsk =
  "发给谁?例如:所有学校、各中心校、柳河镇的学校、任务二没交的、各校校长。不发了回“取消”。";

/** What a weak yes to a message to many is told. */
export const askBroadcast = ({ count, whom }: Waiting<"broadcast-confirm">): string =>
  `还没有发。这条要发给${count}人(${whom})。确定要发,请完整地回“确认发送 ${count}”;不发回“取消”。`;

/** What would be said in a group. */
export const roomEcho = ({ name, body }: Waiting<"room-confirm">): string =>
  [
    `要发到“${name}”,群里所有人都看得到:`,
    "————",
    body,
    "————",
    "确定要发,请回“确认发送”;不发回“取消”。",
  ].join("\n");

/** What an urging would do. */
export const urgingEcho = ({ count, title }: Waiting<"urge-confirm">): string =>
  `要催${count}个没交的单位(${title})。只催没交的,4小时内催过的不再催。对就回“确认”,不催回“取消”。`;
