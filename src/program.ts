import { Closing } from "./closing.ts";

/** Milliseconds that an orderly end may take. */
const patience = 15_000;

/** What is used of a program that runs; before it runs there is no log yet. */
export interface RunningProgram {
  log: { error(facts: object, words: string): void; fatal(facts: object, words: string): void };
  countUncaught(): void;
}

/** What the command line asks for: no demo (`--empty`), and whether packages may be installed (`--no-install`). */
export interface ProgramOptions {
  empty: boolean;
  install: boolean;
}

type Start = (closing: Closing, options: ProgramOptions) => Promise<RunningProgram>;

/** Says a sentence to the person who started the program. */
export const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);

/** Problems of whoever started the program: the sentence is enough, a stack would hide it. */
const plainProblems = new Set(["ConfigProblem", "FolderInUse", "DatabaseUnavailable", "DataKeyProblem"]);

/**
 * Runs the program until SIGINT or SIGTERM, then closes everything in order; after fifteen seconds ends by force.
 * A start that fails closes what it had opened and ends with status 1.
 */
export async function runProgram(start: Start): Promise<void> {
  const closing = new Closing();
  let running: RunningProgram | undefined;
  let ending: Promise<void> | undefined;
  const end = (status: number): Promise<void> => {
    ending ??= endAll(closing, status, running);
    return ending;
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (!ending) say(`收到 ${signal},正在停止……`);
      void end(0);
    });
  }
  process.on("unhandledRejection", (error) => {
    running?.countUncaught();
    running?.log.error({ err: error }, "有一处出错没有人接住");
  });
  process.on("uncaughtException", (error) => {
    running?.log.fatal({ err: error }, "程序出错,只能停止");
    if (!running) say(explain(error));
    void end(1);
  });
  try {
    running = await start(closing, {
      empty: process.argv.includes("--empty"),
      install: !process.argv.includes("--no-install"),
    });
  } catch (error) {
    if (!ending) say(explain(error));
    await end(1);
  }
}

async function endAll(closing: Closing, status: number, running: RunningProgram | undefined): Promise<void> {
  const force = setTimeout(() => {
    say("十五秒内没能停好,强行结束;数据不会丢,下次启动会接着办。");
    process.exit(1);
  }, patience);
  await closing.all((name, error) => {
    running?.log.error({ err: error, part: name }, "停止时出错");
    if (!running) say(`停止${name}时出错:${explain(error)}`);
  });
  clearTimeout(force);
  if (status === 0) say("已停止。");
  process.exit(status);
}

/** What went wrong, for the person who started it: a sentence where it is his to mend, else with its stack. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (plainProblems.has(error.name)) return error.message;
  const { code, port } = error as { code?: string; port?: number };
  if (code === "EADDRINUSE") return `端口 ${port} 已被别的程序占用,请用 PORT 另设一个。`;
  if (
    error instanceof AggregateError ||
    /^(ECONN|ENOTFOUND|ER_ACCESS|ER_BAD_DB|ETIMEDOUT)/.test(code ?? "")
  ) {
    return `连不上数据库(${code}),请检查 DATABASE_URL。`;
  }
  return `启动失败:${error.stack}`;
}
