import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Clock } from "./clock.ts";
import type { HealthCheck } from "./http/health.ts";
import type { Channel } from "./letter.ts";
import type { House } from "./work.ts";

/** What is looked at to know whether the program is well. */
export interface VitalParts {
  house: House;
  clock: Clock;
  /** None is in use. */
  channel: Channel | undefined;
  clockDoor: { age(): number };
}

/** The checks for /readyz, the numbers for /metrics, and a count of errors that nobody caught. */
export interface Vitals {
  checks: HealthCheck[];
  registry: Registry;
  countUncaught(): void;
}

/** Milliseconds without a tick after which the clock stands still. */
const longestSilence = 60_000;
/** Milliseconds that a message may wait for an answer, and for its turn to be sent. */
const longestThought = 5 * 60_000;
const longestQueue = 24 * 3_600_000;

/** Sets up the signs of life. */
export function vitals(parts: VitalParts): Vitals {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const uncaught = new Counter({
    name: "duban_uncaught_errors_total",
    help: "Errors that nobody caught",
    registers: [registry],
  });
  measure(parts, registry);
  return {
    checks: [
      { name: "数据库", check: () => checkDatabase(parts) },
      { name: "消息通道", check: async () => checkChannel(parts.channel) },
      { name: "时钟", check: async () => checkClock(parts.clockDoor) },
      { name: "积压", check: () => checkBacklog(parts) },
    ],
    registry,
    countUncaught: () => uncaught.inc(),
  };
}

function measure(parts: VitalParts, registry: Registry): void {
  const gauge = (name: string, help: string, value: () => Promise<number> | number): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        // A database that is away leaves the number out and does not hide the others.
        const now = await Promise.resolve()
          .then(value)
          .catch(() => Number.NaN);
        this.set(now);
      },
    });
  };
  const count = (sql: string) => async () => Number((await parts.house.database.query(sql))[0].n);
  const waiting = "SELECT COUNT(*) AS n FROM outbox WHERE status =";
  gauge("duban_outbox_queued", "Messages that wait to be sent", count(`${waiting} 'queued'`));
  gauge("duban_outbox_sending", "Messages that are being sent", count(`${waiting} 'sending'`));
  gauge(
    "duban_outbox_unknown",
    "Messages of which nobody knows whether they arrived",
    count(`${waiting} 'unknown'`),
  );
  gauge("duban_outbox_failed", "Messages that could not be delivered", count(`${waiting} 'failed'`));
  gauge(
    "duban_inbox_waiting",
    "Messages that wait for an answer",
    count("SELECT COUNT(*) AS n FROM inbox WHERE status = 'received'"),
  );
  gauge("duban_tick_age_seconds", "Time since the last complete tick", () => parts.clockDoor.age() / 1000);
  gauge("duban_channel_online", "1 when the account is logged in", () => (parts.channel?.isOnline() ? 1 : 0));
}

type Finding = { ok: boolean; words: string };

async function checkDatabase({ house }: VitalParts): Promise<Finding> {
  const started = performance.now();
  await house.database.query("SELECT 1");
  return { ok: true, words: `正常,应答用时 ${Math.ceil(performance.now() - started)} 毫秒` };
}

function checkChannel(channel: Channel | undefined): Finding {
  if (!channel) return { ok: true, words: "没有启用消息通道,只有网页可用" };
  if (channel.isOnline()) return { ok: true, words: "账号已登录,可以收发消息" };
  return { ok: false, words: "账号没有登录,消息先存着,登录后再发" };
}

function checkClock({ age }: { age(): number }): Finding {
  const silence = age();
  if (silence <= longestSilence) {
    return { ok: true, words: `正常,${Math.round(silence / 1000)} 秒前检查过到点的事` };
  }
  return { ok: false, words: "定时任务已超过一分钟没有走完一轮" };
}

async function checkBacklog({ house, clock }: VitalParts): Promise<Finding> {
  const now = clock.now().getTime();
  const [found]: { thoughts: number; late: number; queued: number }[] = await house.database.query(
    `SELECT (SELECT COUNT(*) FROM inbox WHERE status = 'received' AND received_at < ?) AS thoughts,
            (SELECT COUNT(*) FROM outbox WHERE status = 'queued' AND due_at < ?) AS late,
            (SELECT COUNT(*) FROM outbox WHERE status = 'queued' AND due_at <= ?) AS queued`,
    [new Date(now - longestThought), new Date(now - longestQueue), new Date(now)],
  );
  const [thoughts, late, queued] = [found?.thoughts, found?.late, found?.queued].map(Number);
  if (thoughts) return { ok: false, words: `有 ${thoughts} 条来信超过 5 分钟没有处理` };
  if (late) return { ok: false, words: `有 ${late} 条消息超过 24 小时没有发出` };
  return { ok: true, words: queued ? `有 ${queued} 条消息正在排队发送` : "没有积压" };
}
