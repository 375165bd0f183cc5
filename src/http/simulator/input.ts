import { invalid } from "../../errors.ts";
import type { SimFault, SimUtterance, SimWordless } from "./port.ts";

type Body = Record<string, unknown>;

const wordless: SimWordless[] = ["voice", "sticker", "video", "location", "card", "link", "recalled"];
const faultKinds: SimFault["kind"][] = ["delay", "duplicate", "reorder", "drop", "refuse"];
const directions: NonNullable<SimFault["direction"]>[] = ["in", "out", "both"];
const units: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads what somebody says; refuses with invalid and the field. */
export function readUtterance(body: Body): SimUtterance {
  return {
    person: text(body, "person") ?? wrong("person", "是谁说的"),
    text: text(body, "text"),
    room: text(body, "room"),
    mention: body.mention === true,
    quote: text(body, "quote"),
    id: text(body, "id"),
    kind: choice(body, "kind", wordless),
    file: readFile(body.file),
  };
}

/** Reads a fault; refuses with invalid and the field. */
export function readFault(body: Body): SimFault {
  const kind = choice(body, "kind", faultKinds) ?? wrong("kind", "是哪一种故障");
  const person = text(body, "person");
  const direction = choice(body, "direction", directions);
  const ms = kind === "delay" ? (number(body, "ms") ?? 3_000) : undefined;
  const count = number(body, "count");
  return {
    kind,
    ...(person !== undefined && { person }),
    ...(direction !== undefined && { direction }),
    ...(ms !== undefined && { ms }),
    ...(count !== undefined && { count }),
  };
}

/** Reads which faults to switch off: by kind, by person ("" is everybody's), or all. */
export function readMatch(query: Body): { kind?: SimFault["kind"]; person?: string } {
  const kind = choice(query, "kind", faultKinds);
  const person = text(query, "person");
  return { ...(kind !== undefined && { kind }), ...(person !== undefined && { person }) };
}

/** Where the clock is to go: a moment, so many milliseconds on, or (neither) the next deadline. */
export function readMove(body: Body): { to?: Date; forward?: number } {
  if (body.next === "deadline") return {};
  const to = text(body, "to");
  if (to !== undefined) {
    const moment = new Date(to);
    return Number.isNaN(moment.getTime()) ? wrong("to", "应为 ISO 8601 时刻") : { to: moment };
  }
  const span = /^(\d{1,5})([mhd])$/.exec(text(body, "forward") ?? "");
  const unit = units[span?.[2] ?? ""];
  if (span === null || unit === undefined) return wrong("forward", "应为 30m、3h、1d 这样的时长");
  return { forward: Number(span[1]) * unit };
}

function readFile(value: unknown): SimUtterance["file"] {
  if (value === undefined || value === null) return undefined;
  const { name, base64 } = value as { name?: unknown; base64?: unknown };
  if (typeof name !== "string" || name === "" || typeof base64 !== "string")
    return wrong("file", "应有 name 和 base64");
  const bytes = new Uint8Array(Buffer.from(base64, "base64"));
  return bytes.length === 0 ? wrong("file", "文件是空的") : { name: name.slice(0, 200), bytes };
}

function text(body: Body, field: string): string | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : wrong(field, "应为文字");
}

function number(body: Body, field: string): number | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  const whole = typeof value === "number" && Number.isInteger(value) && value > 0;
  return whole ? value : wrong(field, "应为正整数");
}

function choice<T extends string>(body: Body, field: string, allowed: readonly T[]): T | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  return allowed.find((one) => one === value) ?? wrong(field, `应为 ${allowed.join("、")} 之一`);
}

function wrong(field: string, message: string): never {
  throw invalid(`${field}:${message}`, [{ field, message }]);
}
