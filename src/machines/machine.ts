import type { ObjectLiteral } from "typeorm";
import { forbidden, guardFailed, invalid, notAllowed, stale } from "../errors.ts";
import type { Work } from "../work.ts";
import { record } from "./event.ts";

/** A row that a machine moves. */
export interface Subject extends ObjectLiteral {
  id: number;
  rowVersion: number;
}

/** A condition: null when it holds, else why not, in words for the person who asked. */
export type Check<S> = (
  work: Work,
  subject: S,
  request: Request<S>,
) => Promise<string | null> | string | null;

/** What a caller may say with a command. `set` names columns to write in the same update. */
export interface Request<S> {
  expectedVersion?: number;
  reason?: string;
  payload?: unknown;
  set?: Partial<S>;
}

/** One declared move. */
export interface Step<S> {
  from: string;
  command: string;
  to: string;
  who: Check<S>;
  guard?: Check<S>;
  needsReason?: boolean;
}

/** A state machine as data: buttons, menus, documents and tests are made from it. */
export interface Machine<S extends Subject> {
  name: string;
  /** What people call the subject. */
  title: string;
  entity: new () => S;
  column: "state" | "status";
  states: Record<string, string>;
  commands: Record<string, string>;
  initial: string;
  terminal: string[];
  steps: Step<S>[];
  /** Runs after every move, in the same transaction. */
  after?: (work: Work, subject: S) => Promise<void>;
}

/** The commands that a state allows, in declared order. */
export function allowedCommands<S extends Subject>(machine: Machine<S>, state: string): string[] {
  return machine.steps.filter((step) => step.from === state).map((step) => step.command);
}

/**
 * The only way a state changes. Checks that (state, command) is declared, that the actor may, that the guard
 * holds; then moves the row if nobody moved it meanwhile, appends the event and lets the machine's consequences
 * follow. The subject is brought up to date. Refuses with not-allowed (naming the allowed commands), forbidden,
 * guard-failed, invalid (a reason is missing) or stale.
 */
export async function transition<S extends Subject>(
  work: Work,
  machine: Machine<S>,
  subject: S,
  order: { command: string } & Request<S>,
): Promise<S> {
  const from = stateOf(machine, subject);
  const step = machine.steps.find((each) => each.from === from && each.command === order.command);
  if (!step) throw undeclared(machine, from, order.command);
  if (order.expectedVersion !== undefined && order.expectedVersion !== subject.rowVersion) throw stale();
  await examine(work, step, subject, order);
  await move(work, machine, subject, { step, set: order.set ?? {} });
  await record(work, {
    subject: machine.name,
    subjectId: subject.id,
    command: step.command,
    from,
    to: step.to,
    reason: order.reason,
    payload: order.payload,
  });
  await machine.after?.(work, subject);
  return subject;
}

/** Where a subject stands. */
function stateOf<S extends Subject>(machine: Machine<S>, subject: S): string {
  return subject[machine.column] as string;
}

function undeclared<S extends Subject>(machine: Machine<S>, state: string, command: string): Error {
  const allowed = allowedCommands(machine, state);
  const names = allowed.map((each) => machine.commands[each] ?? each).join("、") || "无";
  const stateName = machine.states[state] ?? state;
  const commandName = machine.commands[command] ?? command;
  return notAllowed(`${machine.title}目前是“${stateName}”,不能${commandName};现在可以:${names}`, allowed);
}

async function examine<S extends Subject>(
  work: Work,
  step: Step<S>,
  subject: S,
  request: Request<S>,
): Promise<void> {
  const whyNotYou = await step.who(work, subject, request);
  if (whyNotYou) throw forbidden(whyNotYou);
  if (step.needsReason && !request.reason?.trim())
    throw invalid("请说明理由", [{ field: "reason", message: "请说明理由" }]);
  const whyNotNow = step.guard ? await step.guard(work, subject, request) : null;
  if (whyNotNow) throw guardFailed(whyNotNow);
}

/** One guarded UPDATE: of two simultaneous moves one finds its row and the other is told. */
async function move<S extends Subject>(
  work: Work,
  machine: Machine<S>,
  subject: S,
  { step, set }: { step: Step<S>; set: Partial<S> },
): Promise<void> {
  const metadata = work.db.connection.getMetadata(machine.entity);
  const columns: string[] = [];
  const values: unknown[] = [];
  for (const [property, value] of Object.entries(set)) {
    const column = metadata.findColumnWithPropertyName(property);
    if (!column) throw new Error(`${machine.name} has no column ${property}`);
    columns.push(`, \`${column.databaseName}\` = ?`);
    values.push(work.db.connection.driver.preparePersistentValue(value, column));
  }
  const result: { affectedRows: number } = await work.db.query(
    `UPDATE \`${metadata.tableName}\` SET \`${machine.column}\` = ?, row_version = row_version + 1${columns.join("")}
     WHERE id = ? AND \`${machine.column}\` = ? AND row_version = ?`,
    [step.to, ...values, subject.id, step.from, subject.rowVersion],
  );
  if (result.affectedRows !== 1) throw stale();
  Object.assign(subject, set, { [machine.column]: step.to, rowVersion: subject.rowVersion + 1 });
}
