import { Outbox } from "../../entities/outbox.ts";
import type { Machine } from "./machine.ts";
import { theSystem } from "./who.ts";

/**
 * The delivery of one message. A personal account gives no receipt: `sent` never counts as read. `unknown` is a
 * send that was under way when the program died or the channel fell silent: shown, and never repeated by itself.
 */
export const deliveryMachine: Machine<Outbox> = {
  name: "delivery",
  title: "消息",
  entity: Outbox,
  column: "status",
  states: {
    queued: "待发",
    sending: "发送中",
    sent: "已发出",
    acked: "已回应",
    failed: "未送达",
    expired: "已过期",
    suppressed: "不必发",
    unknown: "不明",
  },
  commands: {
    suppress: "取消",
    lease: "发送",
    ok: "发出",
    retry: "重试",
    fail: "失败",
    expire: "过期",
    ack: "回应",
    lose: "记为不明",
  },
  initial: "queued",
  eventPerBatch: true,
  terminal: ["acked", "failed", "expired", "suppressed", "unknown"],
  steps: [
    { from: "queued", command: "suppress", to: "suppressed", who: theSystem },
    { from: "queued", command: "lease", to: "sending", who: theSystem },
    { from: "sending", command: "ok", to: "sent", who: theSystem },
    { from: "sending", command: "retry", to: "queued", who: theSystem },
    { from: "sending", command: "fail", to: "failed", who: theSystem },
    { from: "sending", command: "lose", to: "unknown", who: theSystem },
    { from: "queued", command: "expire", to: "expired", who: theSystem },
    { from: "sent", command: "ack", to: "acked", who: theSystem },
    { from: "sent", command: "expire", to: "expired", who: theSystem },
  ],
};
