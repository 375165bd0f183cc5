import { scheduleJob } from "node-schedule";
import type { Clock } from "../clock.ts";
import { type House, transact } from "../work.ts";
import type { JobLog } from "./deliver.ts";
import type { Job } from "./timetable.ts";

/** What the clock door is built from. */
export interface ClockParts {
  house: House;
  clock: Clock;
  timetable: Job[];
  log: JobLog;
  /** Called after a job that did something. */
  onDone?(): void;
}

/** The running clock door. */
export interface ClockDoor {
  /** Runs what is due; resolves when it is done. Never rejects. */
  tick(): Promise<void>;
  start(): void;
  /** Takes no more ticks and ends after the one under way. */
  stop(): Promise<void>;
  /** Milliseconds of the machine's time since the last complete tick, or the start; before it Infinity. */
  age(): number;
}

/** Every five seconds. */
const beat = "*/5 * * * * *";

/**
 * Opens the clock door: each job runs once for each of its moments, on whichever replica comes first. A job that
 * fails is written down with its moment and comes again at its next one. Moments that were missed are not made up
 * for: jobs take everything that is due.
 */
export function openClockDoor(parts: ClockParts): ClockDoor {
  /** The last moment of each job that needs no look at the database any more. */
  const done = new Map<string, number>();
  let under: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | undefined;
  let lastTick = Number.NEGATIVE_INFINITY;

  async function runAll(): Promise<void> {
    waiting = undefined;
    let well = true;
    for (const job of parts.timetable) well = (await runDue(parts, job, done)) && well;
    if (well) lastTick = performance.now();
  }

  /** One tick at a time; whoever asks meanwhile gets the one after. */
  function tick(): Promise<void> {
    if (!waiting) {
      waiting = under.then(runAll);
      under = waiting;
    }
    return waiting;
  }

  let schedule: ReturnType<typeof scheduleJob> | undefined;
  return {
    tick,
    start: () => {
      lastTick = performance.now();
      schedule = scheduleJob(beat, () => void tick());
      void tick();
    },
    stop: async () => {
      schedule?.cancel();
      await under;
    },
    age: () => performance.now() - lastTick,
  };
}

/** False when it could not even be written down: then the next tick tries again. */
async function runDue(parts: ClockParts, job: Job, done: Map<string, number>): Promise<boolean> {
  const now = parts.clock.now();
  const moment = Math.floor(now.getTime() / (job.period * 1000)) * job.period * 1000;
  if (done.get(job.name) === moment) return true;
  const run = { job, now, moment: new Date(moment) };
  try {
    const count = await runOnce(parts, run);
    done.set(job.name, moment);
    if (count > 0) parts.onDone?.();
    return true;
  } catch (error) {
    parts.log.error({ err: error, job: job.name }, "一项定时任务出错,到下一个时刻再做");
    const written = await writeFailure(parts, run, error).catch(() => false);
    if (written) done.set(job.name, moment);
    return written;
  }
}

interface Run {
  job: Job;
  now: Date;
  moment: Date;
}

/** The row and the work are one transaction: a run that is not complete leaves no row. Answers how much was done. */
function runOnce({ house }: ClockParts, { job, now, moment }: Run): Promise<number> {
  const who = { now, actor: { kind: "system", name: job.name } as const, harmless: true };
  return transact(house, who, async (work) => {
    const isMine = await work.db
      .query("INSERT INTO job_run (job, moment, finished_at) VALUES (?, ?, ?)", [job.name, moment, now])
      .then(() => true, onlyDuplicates);
    return isMine ? job.run(work) : 0;
  });
}

function onlyDuplicates(error: unknown): false {
  if ((error as { code?: string }).code === "ER_DUP_ENTRY") return false;
  throw error;
}

function writeFailure({ house }: ClockParts, { job, now, moment }: Run, error: unknown): Promise<boolean> {
  const kind = error instanceof Error ? error.name : typeof error;
  const { code } = error as { code?: string };
  return transact(house, { now, actor: { kind: "system", name: job.name } }, async (work) => {
    await work.db.query("INSERT IGNORE INTO job_run (job, moment, failure) VALUES (?, ?, ?)", [
      job.name,
      moment,
      code ? `${kind} ${code}` : kind,
    ]);
    return true;
  });
}
