import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

const folder = join(import.meta.dirname, "peers");

/** Installs the peers' packages, which nothing else needs, when they are not there. */
export function installPeers(): void {
  if (existsSync(join(folder, "node_modules", "bullmq"))) return;
  if (process.env.NO_INSTALL === "1") throw new Error("the peers' packages are not installed");
  // Their install scripts fetch more; none of it is used here.
  const args = ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
  const { status } = spawnSync("npm", args, { cwd: folder, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error("the peers' packages could not be installed");
}

/** Where a peer's program lies. */
export const peerProgram = (name: string): string => join(folder, `${name}.mjs`);

/** Somebody in a process of its own: told what to do in a JSON line, it answers with its rate. */
export class Peer {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly lines: AsyncIterator<string>;

  /** `program` with its arguments, as Node is given them. */
  constructor(...program: string[]) {
    this.child = spawn(process.execPath, program, { stdio: ["pipe", "pipe", "inherit"] });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /** Does a round; answers so many a second. */
  async round(order: object): Promise<number> {
    this.child.stdin.write(`${JSON.stringify(order)}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error("a peer has ended");
    return (JSON.parse(value) as { rate: number }).rate;
  }

  async close(): Promise<void> {
    this.child.stdin.end();
    while (!(await this.lines.next()).done);
  }
}
