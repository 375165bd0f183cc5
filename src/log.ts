import { type Logger, pino, stdSerializers } from "pino";

/** The product's log; see `openLog` for what may be written to it. */
export type Log = Logger;

/** Keys whose values are struck out, at the top of a line and one or two levels below it. */
const personal = [
  "address",
  "answer",
  "authorization",
  "body",
  "contact",
  "cookie",
  "mobile",
  "name",
  "nickname",
  "parameters",
  "password",
  "phone",
  "query",
  "quoted",
  "sql",
  "text",
  "token",
  "url",
];

const words: Record<number, string> = {
  10: "追踪",
  20: "调试",
  30: "信息",
  40: "注意",
  50: "错误",
  60: "严重",
};

/** Where lines go; each ends in a line feed. */
interface Paper {
  write(line: string): unknown;
}

/**
 * Opens the log: one JSON object a line in production, short lines for a person otherwise, both to standard error
 * so that what the program says to the person who started it stays apart.
 *
 * The rule: a line names things by id, code, kind and count, never by what people are called, wrote or can be
 * reached at. The message is a constant sentence; facts go into the object. The list of struck-out keys is the net
 * below, not the rope. Errors lose SQL, parameters and quoted values, and a refusal keeps only its code.
 */
export function openLog(
  { level, production }: { level: string; production: boolean },
  paper: Paper = { write: (line) => process.stderr.write(line) },
): Log {
  return pino(
    {
      level,
      base: null,
      redact: { paths: personal.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: "…" },
      // An error alone would lend the line its message, with the values in it.
      hooks: {
        logMethod([facts, ...said], method) {
          const error = facts instanceof Error ? { err: facts } : facts;
          const alone = said.length === 0 && error instanceof Object;
          Reflect.apply(method, this, [error, ...(alone && "err" in error ? ["出错"] : said)]);
        },
      },
      serializers: { err: withoutPersonalData, error: withoutPersonalData },
    },
    production ? paper : { write: (line: string) => paper.write(readable(line)) },
  );
}

/** An error as facts: its kind, code and stack, without the values that databases put into their messages. */
function withoutPersonalData(error: unknown): unknown {
  if (!(error instanceof Error)) return { kind: typeof error };
  const { type, stack, message } = stdSerializers.err(error);
  const code = (error as { code?: unknown }).code;
  if (error.name === "Refusal") return { type: "Refusal", code };
  const strike = (text: string): string => text.replaceAll(/'(?:[^'\\\n]|\\.|'')*'/g, "'…'");
  const fromDatabase = "sqlState" in error || "query" in error;
  return fromDatabase
    ? { type, code, message: strike(message), stack: strike(stack) }
    : { type, code, message, stack };
}

/** A JSON line as a person reads it: time, level, message, facts, and the stack below. */
function readable(line: string): string {
  const { level, time, msg, err, ...facts } = JSON.parse(line);
  const clock = new Date(time).toLocaleTimeString("zh-CN", { hour12: false });
  const rest = Object.entries(facts).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  const trouble = err ? [`\n  ${err.stack ?? JSON.stringify(err)}`] : [];
  return `${[clock, words[level] ?? level, msg, ...rest, ...trouble].filter(Boolean).join(" ")}\n`;
}
