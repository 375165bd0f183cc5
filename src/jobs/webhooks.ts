import { signedHeaders } from "../actions/webhook-secret.ts";
import {
  claimDeliveries,
  dueWebhooks,
  finishDelivery,
  type HeldDelivery,
  type TryOutcome,
} from "../actions/webhook-sending.ts";
import type { Clock } from "../clock.ts";
import { type Actor, type House, transact, type Work } from "../work.ts";
import type { JobLog } from "./deliver.ts";
import { type PostTerms, postOnce } from "./webhook-post.ts";

/** What the sending of webhooks is built from. */
export interface WebhookParts {
  house: House;
  /** The product's moment, by which a delivery is due. */
  clock: Clock;
  /** The machine's own moment, by which receivers judge a signature. */
  wall: Clock;
  log: JobLog;
  /** How a post is made, where it differs from the usual. */
  post?: Omit<PostTerms, "privateToo">;
}

/** The running sending of webhooks. */
export interface WebhookSending {
  /** Something was queued. */
  poke(): void;
  /** Ends after the tries under way. */
  stop(): Promise<void>;
}

/** Milliseconds between looks when nobody pokes. */
const period = 1_000;
/** Tries of one webhook side by side; each is ended well within its claim. */
const width = 5;

const actor: Actor = { kind: "system", name: "webhooks" };

/**
 * Starts to tell webhooks what is queued for them, whenever poked and every second besides; a slow receiver holds up
 * nobody but itself. Never throws.
 */
export function openWebhooks(parts: WebhookParts): WebhookSending {
  const lanes = new Lanes(parts);
  const timer = setInterval(() => lanes.knock(), period);
  timer.unref();
  return {
    poke: () => lanes.knock(),
    stop: async () => {
      clearInterval(timer);
      await lanes.stop();
    },
  };
}

/** One lane for each webhook that has something to tell. */
class Lanes {
  private readonly parts: WebhookParts;
  private readonly lanes = new Map<number, Promise<void>>();
  private looking: Promise<void> | undefined;
  private stopped = false;
  private troubled = false;

  constructor(parts: WebhookParts) {
    this.parts = parts;
  }

  knock(): void {
    if (this.stopped || this.looking !== undefined) return;
    this.looking = this.look()
      .catch((error) => this.complain(error))
      .finally(() => {
        this.looking = undefined;
      });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.looking;
    await Promise.all(this.lanes.values());
  }

  private async look(): Promise<void> {
    const due = await act(this.parts, this.parts.clock.now(), dueWebhooks);
    for (const id of due.filter((each) => !this.lanes.has(each))) {
      const lane = this.sendAll(id)
        .catch((error) => this.complain(error))
        .finally(() => this.lanes.delete(id));
      this.lanes.set(id, lane);
    }
    this.troubled = false;
  }

  private async sendAll(webhookId: number): Promise<void> {
    let sent = 1;
    while (sent > 0 && !this.stopped) sent = await sendBatch(this.parts, webhookId, this.parts.clock.now());
  }

  /** Said once, not every second: the database may be away for a while. */
  private complain(error: unknown): void {
    if (!this.troubled) this.parts.log.error({ err: error }, "推送事件时出错,稍后再试");
    this.troubled = true;
  }
}

/**
 * One round for one webhook: claims a few of its deliveries, tries each once outside of any transaction, and writes
 * down how that ended. Answers how many were tried.
 */
export async function sendBatch(
  parts: Omit<WebhookParts, "clock">,
  webhookId: number,
  now: Date,
): Promise<number> {
  const held = await act(parts, now, (work) => claimDeliveries(work, webhookId, width));
  const ends = await Promise.allSettled(held.map((each) => sendOne(parts, each, now)));
  // All have ended before trouble is told: whoever waits for this waits for each of them.
  const failed = ends.find((end) => end.status === "rejected");
  if (failed) throw failed.reason;
  return held.length;
}

async function sendOne(parts: Omit<WebhookParts, "clock">, held: HeldDelivery, now: Date): Promise<void> {
  const start = performance.now();
  const tried = await tryOnce(parts, held);
  const outcome: TryOutcome = { ...tried, ms: Math.round(performance.now() - start) };
  const facts = { webhookId: held.webhookId, deliveryId: held.id, status: outcome.status, ms: outcome.ms };
  if (!outcome.ok) parts.log.warn(facts, "一次事件推送没有成功");
  const inTime = await act(parts, now, (work) => finishDelivery(work, held, outcome));
  if (!inTime) parts.log.warn(facts, "推送结果来得太晚,以后来的为准");
}

async function tryOnce({ house, wall, post }: Omit<WebhookParts, "clock">, held: HeldDelivery) {
  if (held.secret === null)
    return { ok: false, status: null, answer: "签名密钥读不出来,没有发送;请更换密钥" };
  const timestamp = Math.floor(wall.now().getTime() / 1_000);
  const headers = signedHeaders(held.secret, { id: held.messageId, timestamp, body: held.body });
  const order = { url: held.url, headers, body: held.body };
  return postOnce(order, { ...post, privateToo: house.rules.privateWebhooks ?? false });
}

const act = <T>(
  { house }: Pick<WebhookParts, "house">,
  now: Date,
  work: (work: Work) => Promise<T>,
): Promise<T> => transact(house, { now, actor, harmless: true }, work);
