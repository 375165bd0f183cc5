import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A program of ours in a process of its own, which talks in lines of JSON. */
export interface Program {
  child: ChildProcess;
  pid: number;
  /** The next line that it says; refuses when it ends without one. */
  // biome-ignore lint/suspicious/noExplicitAny: each program has words of its own
  heard(): Promise<any>;
  /** Ends it with signal 9 and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts a TypeScript program, leading a process group of its own as a shell's job would. */
export function startProgram(path: string, ...args: string[]): Program {
  const child = spawn(process.execPath, ["--import", "tsx", path, ...args], {
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    pid: child.pid ?? Number.NaN,
    async heard() {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${path} ended without a word`);
      return JSON.parse(value);
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}
