import type { DataSource } from "typeorm";
import { openDatabase } from "../../ormconfig.ts";
import { expectNothingLost } from "../support/invariants.ts";
import { Replica } from "../support/replica.ts";
import { BadChannel, type Written } from "./channel.ts";
import { type County, settle } from "./county.ts";
import { MortalDatabase } from "./database.ts";
import { judge, readRows, replyWaits, type Verdict } from "./judge.ts";
import { type Blow, planOf, type Size } from "./plan.ts";
import { Talker } from "./talker.ts";

/** A kill, and what was under way when it came. */
interface Kill {
  what: "replica" | "database";
  at: number;
  underWay: Written[];
}

/** What came of a run. */
export interface Outcome extends Verdict {
  size: Size;
  blows: Record<Blow["what"], number>;
  /** Milliseconds from each kill until everything that was under way had been answered for. */
  recoveries: Record<Kill["what"], number[]>;
  /** Milliseconds from writing to the acknowledgement. */
  waits: number[];
  /** Milliseconds from writing until the reply was on the phone. */
  replyWaits: number[];
  answered: number;
  perSecond: number;
  twice: number;
  again: number;
  badLetters: number;
  /** How often the replicas logged which warning or error. */
  complaints: Map<string, number>;
  /** What nobody caught, ends that were not in order, and what did not run dry. */
  troubles: string[];
}

/** Milliseconds that the channel may take for one letter; less than in production, for the many that are silent. */
const patience = 2_000;
const retries = [300, 1_000, 3_000];
/** Milliseconds that everything may take to come to rest. */
const longestDrying = 90_000;
const hour = 3_600_000;

/** Sets up a county on a database of its own, lets people talk under fire, lets everything run dry, and judges. */
export async function underFire(size: Size, say: (line: string) => void): Promise<Outcome> {
  const database = await MortalDatabase.open(say);
  try {
    say("setting up …");
    const county = await settle(size, database.url);
    const run = new Run(size, database, county);
    say(`${size.seconds} s under fire …`);
    await run.burn();
    say("running dry …");
    await run.dry();
    return await run.outcome();
  } finally {
    await database.close();
  }
}

class Run {
  private readonly size: Size;
  private readonly database: MortalDatabase;
  private readonly county: County;
  private readonly replicas: Replica[];
  private readonly channel: BadChannel;
  private readonly talkers: { talker: Talker; nextAt: number }[];
  private readonly byPhone: Map<string, { talker: Talker; nextAt: number }>;
  private readonly kills: Kill[] = [];
  private readonly troubles: string[] = [];
  private keeping = true;
  private repairing: Promise<void> = Promise.resolve();
  private answered = 0;
  private seconds = 0;

  constructor(size: Size, database: MortalDatabase, county: County) {
    this.size = size;
    this.database = database;
    this.county = county;
    this.talkers = county.personas.map((persona) => ({ talker: new Talker(persona, size.seed), nextAt: 0 }));
    this.byPhone = new Map(
      this.talkers.flatMap((each) => each.talker.persona.phones.map((phone) => [phone, each] as const)),
    );
    this.replicas = [];
    this.channel = new BadChannel({
      seed: size.seed,
      replicas: this.replicas,
      now: () => new Date(Date.now() + county.ahead),
      read: (address, text) => this.read(address, text),
    });
    const { url, ahead } = county;
    const { skipLocked } = size;
    const manner = { patience, retries, beats: true, ...(skipLocked !== undefined && { skipLocked }) };
    const settings = { url, clock: { ahead }, ...manner };
    for (let no = 0; no < size.replicas; no++)
      this.replicas.push(new Replica({ ...settings }, this.channel.take, this.channel.heard));
  }

  /** People talk, blows fall, and whatever ends is started again, until the time is over. */
  async burn(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.start()));
    for (const replica of this.replicas) void this.keep(replica);
    const start = performance.now();
    const beat = setInterval(() => this.beat(), 25);
    const timers = planOf(this.size).map((blow) => setTimeout(() => void this.strike(blow), blow.at));
    await pause(this.size.seconds * 1_000);
    this.seconds = (performance.now() - start) / 1_000;
    this.answered = this.channel.messages.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length;
    for (const timer of timers) clearTimeout(timer);
    clearInterval(beat);
    await this.repairing;
  }

  /** Nobody writes any more, the channel is good, and what is under way comes to its end. */
  async dry(): Promise<void> {
    this.channel.faulty = false;
    const beat = setInterval(() => this.channel.bringAgain(), 200);
    await this.within(longestDrying, "messages under way", () => this.channel.underWay().length === 0);
    clearInterval(beat);
    await this.within(longestDrying, "all replicas running", () =>
      this.replicas.every((each) => each.isUp()),
    );
    this.keeping = false;
    await Promise.all(this.replicas.map((replica) => this.endInOrder(replica)));
    // The last one knows that it is alone; by its clock everything that was put off is due.
    const [last] = this.replicas;
    await last?.start({ alone: true, clock: { ahead: this.county.ahead + hour } });
    const reader = await openDatabase(this.county.url, 1);
    await this.within(longestDrying, "an empty outbox", async () => {
      const [left] = await reader.query(
        `SELECT (SELECT COUNT(*) FROM outbox WHERE status IN ('queued', 'sending'))
              + (SELECT COUNT(*) FROM inbox WHERE status = 'received') AS n`,
      );
      return Number(left.n) === 0;
    });
    if (last) await this.endInOrder(last);
    await this.leavesNothingOpen(reader);
    await expectNothingLost(reader.manager).catch((error: Error) => this.troubles.push(error.message));
    await reader.destroy();
  }

  /** With every replica gone there is no transaction and no connection but the reader's own. */
  private async leavesNothingOpen(reader: DataSource): Promise<void> {
    await this.within(5_000, "no connection left open", async () => {
      const [open] = await reader.query(
        `SELECT (SELECT COUNT(*) FROM information_schema.innodb_trx) AS transactions,
                (SELECT COUNT(*) FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()) AS others`,
      );
      return Number(open.transactions) === 0 && Number(open.others) === 0;
    });
  }

  async outcome(): Promise<Outcome> {
    const { channel, county, size } = this;
    const reader = await openDatabase(county.url, 4);
    const { messages, arrivals } = channel;
    const memory = { personas: county.personas, messages, arrivals };
    const rows = await readRows(reader);
    await reader.destroy();
    const blows = { "kill-replica": 0, "restart-replica": 0, "freeze-replica": 0, "kill-database": 0 };
    for (const { what } of planOf(size)) blows[what] += 1;
    return {
      ...judge(memory, rows),
      size,
      blows,
      recoveries: { replica: this.recoveries("replica"), database: this.recoveries("database") },
      waits: messages.flatMap((each) =>
        each.acknowledgedAt === null ? [] : [each.acknowledgedAt - each.writtenAt],
      ),
      replyWaits: replyWaits(memory, rows),
      answered: this.answered,
      perSecond: this.answered / this.seconds,
      ...channel.counts,
      complaints: countOf(this.replicas.flatMap(({ complaints }) => complaints)),
      troubles: [...this.troubles, ...this.replicas.flatMap(({ troubles }) => troubles)],
    };
  }

  private recoveries(what: Kill["what"]): number[] {
    return this.kills
      .filter((kill) => kill.what === what && kill.underWay.length > 0)
      .map((kill) =>
        Math.max(
          ...kill.underWay.map(
            ({ acknowledgedAt }) => (acknowledgedAt ?? Number.POSITIVE_INFINITY) - kill.at,
          ),
        ),
      );
  }

  private beat(): void {
    const now = performance.now();
    for (const each of this.talkers) {
      const again = each.talker.writesAgain(now);
      if (again) this.channel.write([again]);
      else if (!each.talker.isWaiting() && now >= each.nextAt) this.channel.write(each.talker.writes(now));
    }
    this.channel.bringAgain();
  }

  private read(address: string, text: string): void {
    const reader = this.byPhone.get(address);
    if (reader?.talker.reads(text)) reader.nextAt = performance.now() + reader.talker.thinks();
  }

  /** Starts a replica again whenever it has ended; the database may be away just then. */
  private async keep(replica: Replica): Promise<void> {
    for (;;) {
      await replica.ended();
      if (!this.keeping) return;
      await replica.start().catch(() => pause(100));
    }
  }

  private async strike(blow: Blow): Promise<void> {
    if (blow.what === "kill-database") {
      this.kills.push({ what: "database", at: performance.now(), underWay: this.channel.underWay() });
      this.repairing = this.repairing.then(() => this.database.killAndRestart());
      return;
    }
    const replica = this.replicas[blow.replica];
    if (!replica) return;
    if (blow.what === "kill-replica") {
      this.kills.push({ what: "replica", at: performance.now(), underWay: this.channel.heldBy(replica) });
      await replica.kill();
    } else if (blow.what === "freeze-replica") {
      replica.freeze();
      await pause(blow.ms);
      replica.thaw();
    } else replica.ask();
  }

  private async endInOrder(replica: Replica): Promise<void> {
    const status = await replica.stop();
    if (status !== 0) this.troubles.push(`a replica that was asked to end ended with ${status}`);
  }

  private async within(ms: number, what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
    const end = performance.now() + ms;
    while (!(await isSo())) {
      if (performance.now() > end) {
        this.troubles.push(`${what}: not within ${ms / 1_000} s`);
        return;
      }
      await pause(100);
    }
  }
}

function countOf(complaints: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const complaint of complaints) {
    const code = /code: '(\w+)'/.exec(complaint)?.[1] ?? /outcome: '(\w+)'/.exec(complaint)?.[1] ?? "";
    const kind = `${complaint.split(" {")[0]} ${code}`.trim();
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
