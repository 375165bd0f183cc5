/** Refusals: the endings that are the caller's to mend. Every other error is a bug and says nothing to the caller. */

/** A stable code, a sentence in the reader's language, and facts the door may show. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly facts: Record<string, unknown>;

  constructor(code: string, status: number, message: string, facts: Record<string, unknown> = {}) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.status = status;
    this.facts = facts;
  }
}

/** It is not there, or not yours to see. */
export const notFound = (what: string): Refusal => new Refusal("not-found", 404, `没有找到${what}`);

/** The input is wrong; `problems` names each field. */
export const invalid = (message: string, problems: { field: string; message: string }[] = []): Refusal =>
  new Refusal("invalid", 422, message, { problems });

/** You may not do this, and why. */
export const forbidden = (message: string): Refusal => new Refusal("forbidden", 403, message);

/** The state does not allow it; `allowed` names the commands that it does. */
export const notAllowed = (message: string, allowed: string[]): Refusal =>
  new Refusal("not-allowed", 409, message, { allowed });

/** A condition that must hold first does not. */
export const guardFailed = (message: string, facts: Record<string, unknown> = {}): Refusal =>
  new Refusal("guard-failed", 409, message, facts);

/** Somebody else changed it first. */
export const stale = (message = "刚才已有人处理过,请看最新情况后再操作"): Refusal =>
  new Refusal("stale", 412, message);

/** Too many at once, or too often. */
export const tooMany = (message: string): Refusal => new Refusal("too-many", 429, message);

/** The house is full for a moment. */
export const busy = (message = "系统正忙,请稍后再试"): Refusal => new Refusal("busy", 503, message);
