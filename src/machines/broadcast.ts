import { Broadcast } from "../../entities/broadcast.ts";
import type { Check, Machine } from "./machine.ts";
import { bureauOperator, personOf, theSystem } from "./who.ts";

const authorOrBureau: Check<Broadcast> = async (work, broadcast) => {
  if (broadcast.createdBy !== null && broadcast.createdBy === personOf(work)) return null;
  return (await bureauOperator(work)) && "只有发起人和教体局管理员可以这样做";
};

/** The life of one message to many. What is confirmed goes out by itself; what has gone out is never called back. */
export const broadcastMachine: Machine<Broadcast> = {
  name: "broadcast",
  title: "群发通知",
  entity: Broadcast,
  column: "state",
  states: {
    draft: "草稿",
    scheduled: "待发送",
    sending: "发送中",
    done: "已发完",
    cancelled: "已取消",
  },
  commands: { confirm: "确认", start: "开始发送", finish: "发完", cancel: "取消" },
  initial: "draft",
  terminal: ["done", "cancelled"],
  steps: [
    { from: "draft", command: "confirm", to: "scheduled", who: authorOrBureau },
    { from: "scheduled", command: "start", to: "sending", who: theSystem },
    { from: "sending", command: "finish", to: "done", who: theSystem },
    { from: "draft", command: "cancel", to: "cancelled", who: authorOrBureau },
    { from: "scheduled", command: "cancel", to: "cancelled", who: authorOrBureau },
    { from: "sending", command: "cancel", to: "cancelled", who: authorOrBureau },
  ],
};
