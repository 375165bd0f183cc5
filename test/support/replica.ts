import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { FarEnding, FarLetter, FarMessage, Order, ReplicaSettings, Report } from "./replica-talk.ts";

export type { FarEnding, FarLetter, FarMessage, ReplicaSettings } from "./replica-talk.ts";

const program = fileURLToPath(new URL("replica-main.ts", import.meta.url));

/** What a far end does with a letter; it answers when it pleases. */
export type Take = (letter: FarLetter, replica: Replica) => FarEnding | Promise<FarEnding>;
/** Told of each message that was answered for. */
export type OnHeard = (messageId: string, replica: Replica) => void;

const running = new Set<ChildProcess>();
// A stopped one would outlive its parent.
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/**
 * The product in a process of its own: listener, real Wechaty, delivery and clock door, on a database that may be
 * shared. People's phones lie in this process: `hear` brings a message, `take` is given each letter that goes out.
 */
export class Replica {
  readonly settings: ReplicaSettings;
  /** Every letter that reached the far end, oldest first; those too that it threw back or was silent about. */
  readonly letters: FarLetter[] = [];
  /** Ids of messages that it has answered for. */
  readonly heard = new Set<string>();
  /** What it logged as a warning or an error. */
  readonly complaints: string[] = [];
  /** Rejections and exceptions that nobody caught: must stay empty. */
  readonly troubles: string[] = [];
  private readonly take: Take;
  private readonly onHeard: OnHeard;
  private child: ChildProcess | undefined;
  private gone: Promise<unknown> = Promise.resolve();
  private orders = 0;
  private readonly waiting = new Map<number, () => void>();
  private readonly watchers = new Set<() => void>();
  private isReady = false;
  private lastWords = "";

  constructor(
    settings: ReplicaSettings,
    take: Take = () => ({ kind: "arrived" }),
    onHeard: OnHeard = () => undefined,
  ) {
    this.settings = settings;
    this.take = take;
    this.onHeard = onHeard;
  }

  /** Starts it, again too, and waits until it is ready; rejects when it ends before. */
  async start(over: Partial<ReplicaSettings> = {}): Promise<void> {
    const settings = JSON.stringify({ ...this.settings, ...over });
    const child = fork(program, [settings], {
      execArgv: ["--import", "tsx"],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.child = child;
    this.isReady = false;
    running.add(child);
    child.on("message", (report: Report) => this.listen(child, report));
    this.gone = once(child, "exit").then(() => {
      running.delete(child);
      this.changed();
    });
    await this.until(() => this.isReady || !this.isRunning());
    if (!this.isReady) throw new Error(`a replica ended before it was ready: ${this.lastWords}`);
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  /** It runs and takes messages. */
  isUp(): boolean {
    return this.isReady && this.isRunning();
  }

  isRunning(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Brings a message; false when it is not running. Resolves at once: `heard` tells that it was taken. */
  hear(message: FarMessage): boolean {
    return this.tell({ do: "hear", message });
  }

  /** Brings a message and waits until it is answered for; rejects when the replica is gone before. */
  async hearing(message: FarMessage): Promise<void> {
    this.hear(message);
    await this.until(() => this.heard.has(message.id) || !this.isRunning());
    if (!this.heard.has(message.id)) throw new Error("the replica was gone before it had heard");
  }

  setClock(clock: ReplicaSettings["clock"]): void {
    this.settings.clock = clock;
    this.tell({ do: "clock", clock });
  }

  logIn(): void {
    this.tell({ do: "log-in" });
  }

  logOut(): void {
    this.tell({ do: "log-out" });
  }

  poke(): void {
    this.tell({ do: "poke" });
  }

  /** Runs what is due by its clock. */
  tick(): Promise<void> {
    return this.carryOut("tick");
  }

  /** Everything that it may send at this moment is sent. */
  idle(): Promise<void> {
    return this.carryOut("idle");
  }

  /** Stops it where it stands; it knows nothing of the time that passes. */
  freeze(): void {
    this.child?.kill("SIGSTOP");
  }

  thaw(): void {
    this.child?.kill("SIGCONT");
  }

  /** Resolves when it is gone, however it went. */
  async ended(): Promise<void> {
    await this.gone;
  }

  /** Ends it with signal 9 and waits until it is gone. */
  async kill(): Promise<void> {
    if (this.isRunning()) this.child?.kill("SIGKILL");
    await this.gone;
  }

  /** Asks it to end in order, and waits; answers its exit code, or null after a signal. */
  async stop(): Promise<number | null> {
    if (this.isRunning()) this.child?.kill("SIGTERM");
    await this.gone;
    return this.child?.exitCode ?? null;
  }

  /** Asks it to end in order and does not wait. */
  ask(): void {
    this.child?.kill("SIGTERM");
  }

  /** Resolves as soon as something is so; looked at whenever the replica tells something. */
  until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!isSo()) return;
        this.watchers.delete(look);
        resolve();
      };
      this.watchers.add(look);
      look();
    });
  }

  private changed(): void {
    for (const look of this.watchers) look();
  }

  private tell(order: Order): boolean {
    if (!this.isRunning() || !this.child?.connected) return false;
    // One that was killed just now is no reason to fail: whoever waits sees that it is gone.
    this.child.send(order, () => undefined);
    return true;
  }

  private async carryOut(what: "tick" | "idle"): Promise<void> {
    const no = ++this.orders;
    let done = false;
    this.waiting.set(no, () => {
      done = true;
    });
    this.tell({ do: what, no });
    await this.until(() => done || !this.isRunning());
    this.waiting.delete(no);
    if (!done) throw new Error(`the replica was gone before the end of ${what}`);
  }

  private listen(child: ChildProcess, report: Report): void {
    switch (report.is) {
      case "ready":
        this.isReady = true;
        break;
      case "heard":
        this.heard.add(report.id);
        this.onHeard(report.id, this);
        break;
      case "sending":
        void this.answer(child, report.no, report.letter);
        break;
      case "done":
        this.waiting.get(report.no)?.();
        break;
      case "log":
        if (report.level !== "info") this.complaints.push(`${report.words} ${report.facts}`);
        break;
      case "ending":
        this.lastWords = report.why;
        break;
      case "trouble":
        this.troubles.push(report.what);
        break;
    }
    this.changed();
  }

  private async answer(child: ChildProcess, no: number, letter: FarLetter): Promise<void> {
    this.letters.push(letter);
    const ending = await this.take(letter, this);
    if (child.connected) child.send({ do: "took", no, ending } satisfies Order, () => undefined);
  }
}
