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
 * Opens the clock door: each job runs once for each of its moments, on whichever replica comes first, and only where
 * one look at the database, for all of them together, finds something to do. A job that fails is written down with
 * its moment and comes again at its next one. Moments that were missed are not made up for: jobs take everything that
 * is due.
 */
export function openClockDoor(parts: ClockParts): ClockDoor {
  const memory: Memory = { done: new Map(), unfinished: new Set() };
  let under: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | undefined;
  let stopping = false;
  let lastTick = Number.NEGATIVE_INFINITY;

  /** Work that comes in pieces goes on between the other jobs, which so never wait for all of it. */
  async function runAll(): Promise<void> {
    waiting = undefined;
    do {
      if (await runRound(parts, memory)) lastTick = performance.now();
    } while (memory.unfinished.size > 0 && !stopping);
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
      stopping = true;
      await under;
    },
    age: () => performance.now() - lastTick,
  };
}

/** What this replica knows of its jobs. */
interface Memory {
  /** The last moment of each job that needs no look at the database any more. */
  done: Map<string, number>;
  /** Jobs of which this replica has begun a run in pieces. */
  unfinished: Set<string>;
}

interface Run {
  job: Job;
  now: Date;
  moment: Date;
  /** Another piece of a run that was begun. */
  goesOn: boolean;
}

/** False when something could not even be written down: then the next tick tries again. */
async function runRound(parts: ClockParts, memory: Memory): Promise<boolean> {
  const open = parts.timetable
    .map((job) => runOf(job, parts.clock.now(), memory))
    .filter(({ job, moment, goesOn }) => goesOn || memory.done.get(job.name) !== moment.getTime());
  memory.unfinished.clear();
  let due: Run[];
  try {
    due = await dueAmong(parts, open);
  } catch (error) {
    parts.log.error({ err: error }, "看不到有没有定时任务要做,稍后再看");
    return false;
  }
  for (const { job, moment } of open.filter((run) => !due.includes(run)))
    memory.done.set(job.name, moment.getTime());
  let well = true;
  for (const run of due) well = (await runDue(parts, run, memory)) && well;
  return well;
}

function runOf(job: Job, now: Date, { unfinished }: Memory): Run {
  const moment = new Date(Math.floor(now.getTime() / (job.period * 1000)) * job.period * 1000);
  return { job, now, moment, goesOn: unfinished.has(job.name) };
}

/** Those with something to do, by one statement. */
async function dueAmong({ house }: ClockParts, runs: Run[]): Promise<Run[]> {
  const looks = runs.flatMap(({ job, now }) => {
    const condition = job.due?.({ now, rules: house.rules });
    return condition ? [{ name: job.name, ...condition }] : [];
  });
  const [first] = runs;
  if (!first || looks.length === 0) return runs;
  const sql = looks.map((look) => `SELECT ? AS name FROM DUAL WHERE ${look.sql}`).join(" UNION ALL ");
  const values = looks.flatMap((look) => [look.name, ...look.values]);
  const who = { now: first.now, actor: { kind: "system", name: "clock" } as const, harmless: true };
  const found: { name: string }[] = await transact(house, who, (work) => work.db.query(sql, values));
  const names = new Set(found.map(({ name }) => name));
  return runs.filter(({ job }) => !job.due || names.has(job.name));
}

async function runDue(parts: ClockParts, run: Run, { done, unfinished }: Memory): Promise<boolean> {
  const { job, moment } = run;
  try {
    const count = await runOnce(parts, run);
    done.set(job.name, moment.getTime());
    if (count !== null && job.inPieces && job.due) unfinished.add(job.name);
    if (count) parts.onDone?.();
    return true;
  } catch (error) {
    parts.log.error({ err: error, job: job.name }, "一项定时任务出错,到下一个时刻再做");
    const written = await writeFailure(parts, run, error).catch(() => false);
    if (written) done.set(job.name, moment.getTime());
    return written;
  }
}

/**
 * The row and the work are one transaction: a run whose beginning is not complete leaves no row. Answers how much was
 * done; null when the run is another replica's.
 */
function runOnce({ house }: ClockParts, { job, now, moment, goesOn }: Run): Promise<number | null> {
  const who = { now, actor: { kind: "system", name: job.name } as const, harmless: true };
  return transact(house, who, async (work) => {
    if (goesOn) return job.run(work);
    const isMine = await work.db
      .query("INSERT INTO job_run (job, moment, finished_at) VALUES (?, ?, ?)", [job.name, moment, now])
      .then(() => true, onlyDuplicates);
    return isMine ? job.run(work) : null;
  });
}

function onlyDuplicates(error: unknown): false {
  if ((error as { code?: string }).code === "ER_DUP_ENTRY") return false;
  throw error;
}

function writeFailure({ house }: ClockParts, run: Run, error: unknown): Promise<boolean> {
  const { job, now, moment, goesOn } = run;
  const kind = error instanceof Error ? error.name : typeof error;
  const { code } = error as { code?: string };
  const failure = code ? `${kind} ${code}` : kind;
  // Where another replica made the run meanwhile, its row stands; a run of one's own that breaks off is marked.
  const known = goesOn ? "ON DUPLICATE KEY UPDATE failure = VALUES(failure)" : "";
  return transact(house, { now, actor: { kind: "system", name: job.name } }, async (work) => {
    await work.db.query(
      `INSERT ${goesOn ? "" : "IGNORE"} INTO job_run (job, moment, failure) VALUES (?, ?, ?) ${known}`,
      [job.name, moment, failure],
    );
    return true;
  });
}
