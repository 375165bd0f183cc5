import { createHmac } from "node:crypto";
import { Webhook } from "../../entities/webhook.ts";
import { WebhookDelivery } from "../../entities/webhook-delivery.ts";
import { fillWebhooks } from "../../src/actions/webhook-filling.ts";
import { registerWebhook, type WebhookOrder } from "../../src/actions/webhooks.ts";
import type { Clock } from "../../src/clock.ts";
import { sendBatch, type WebhookParts } from "../../src/jobs/webhooks.ts";
import { record } from "../../src/machines/event.ts";
import type { Actor } from "../../src/work.ts";
import { at } from "../../src/workdays.ts";
import type { TestHouse } from "./house.ts";
import { openReceiver, type Received, type Receiver } from "./receiver.ts";

/** The county platform's webhook, told everything unless told otherwise; set up by the system or the actor given. */
export const aWebhook = (
  test: TestHouse,
  set: Partial<WebhookOrder> = {},
  by?: Actor,
): ReturnType<typeof registerWebhook> =>
  test.act(
    (work) =>
      registerWebhook(work, {
        name: "县平台",
        url: "https://county.example.cn/notify",
        kinds: ["*"],
        ...set,
      }),
    by,
  );

/** Whether a post is signed with this secret, as a receiver checks it, without a line of ours. */
export function isSigned({ headers, body }: Received, secret: string): boolean {
  const [, key = ""] = secret.split("_");
  const signed = [headers["webhook-id"], headers["webhook-timestamp"], body].join(".");
  const mac = createHmac("sha256", Buffer.from(key, "base64")).update(signed, "utf8").digest("base64");
  return headers["webhook-signature"] === `v1,${mac}`;
}

/** Somebody who fills and sends the webhooks of a house by hand. */
export interface WebhookDesk {
  /** Where they lead; another one for each test. */
  receiver: Receiver;
  /** What sending warned of in this test. */
  said: string[];
  /** What sending is built from. */
  parts(post?: WebhookParts["post"]): Omit<WebhookParts, "clock">;
  /** A webhook for submissions that leads to the receiver, unless told otherwise. */
  register(url?: string): ReturnType<typeof registerWebhook>;
  /** So many submissions are accepted, and queued to be told. */
  happen(times?: number): Promise<void>;
  /** Sends one round of a webhook, and answers how many were tried. */
  round(id: number, post?: WebhookParts["post"]): Promise<number>;
  later(seconds: number): void;
  rows(): Promise<WebhookDelivery[]>;
  /** The one delivery there is; fails when there is another number. */
  only(): Promise<WebhookDelivery>;
  hookOf(id: number): Promise<Webhook>;
  /** The message ids that came in, in order. */
  ids(): unknown[];
}

/** The machine's time, which is another than the product's. */
export const wall: Clock = { now: () => at("2026-03-02", "10:00") };

/** A desk for the tests of the suite that calls this; its receiver is in a private network, which the rules allow. */
export function useWebhookDesk(test: TestHouse): WebhookDesk {
  const log = {
    info: () => undefined,
    warn: (_: object, words: string) => void desk.said.push(words),
    error: (facts: object) => {
      throw (facts as { err: unknown }).err;
    },
  };
  const desk: WebhookDesk = {
    receiver: {} as Receiver,
    said: [],
    parts: (post) => ({ house: test.house, wall, log, ...(post && { post }) }),
    register: (url = desk.receiver.url) => aWebhook(test, { url, kinds: ["submission.*"] }),
    async happen(times = 1) {
      for (let n = 1; n <= times; n++)
        await test.act((work) => record(work, { subject: "submission", subjectId: n, command: "accept" }));
      await test.act(fillWebhooks);
    },
    round: (id, post) => sendBatch(desk.parts(post), id, test.clock.now()),
    later: (seconds) => test.clock.moveTo(new Date(test.clock.now().getTime() + seconds * 1_000)),
    rows: () => test.db.find(WebhookDelivery, { order: { id: "ASC" } }),
    async only() {
      const [row, ...others] = await desk.rows();
      if (!row || others.length > 0) throw new Error("one delivery was expected");
      return row;
    },
    hookOf: (id) => test.db.findOneByOrFail(Webhook, { id }),
    ids: () => desk.receiver.got.map(({ headers }) => headers["webhook-id"]),
  };
  beforeEach(async () => {
    test.house.rules.privateWebhooks = true;
    desk.said = [];
    desk.receiver = await openReceiver();
  });
  afterEach(() => desk.receiver.close());
  return desk;
}
