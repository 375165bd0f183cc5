import type { ObjectLiteral } from "typeorm";
import { forbidden, guardFailed, invalid, notAllowed, stale } from "../errors.ts";
import { laterForEach, laterSurely, together } from "../packets.ts";
import type { Work } from "../work.ts";
import { columnsOf, writesUnique } from "./columns.ts";
import { type Happening, record, recordAll } from "./event.ts";

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
  /** What the request itself must say; left out where it is only listed what is possible. */
  demands?: Check<S>;
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
  /** Many rows moved at once make one event, which is about the first of them and names all. */
  eventPerBatch?: boolean;
  /** Runs after every move, in the same transaction. */
  after?: (work: Work, subjects: S[]) => Promise<void>;
}

/** The commands that a state allows, in declared order. */
export function allowedCommands<S extends Subject>(machine: Machine<S>, state: string): string[] {
  return machine.steps.filter((step) => step.from === state).map((step) => step.command);
}

/** What may be done with a subject now, and why the rest may not. */
export interface Options {
  allowed: { command: string; title: string }[];
  denied: { command: string; title: string; why: string }[];
}

/** For every command of a machine: may the actor give it to this subject now, else why not, in words. Writes nothing. */
export async function optionsOf<S extends Subject>(
  work: Work,
  machine: Machine<S>,
  subject: S,
): Promise<Options> {
  const options: Options = { allowed: [], denied: [] };
  for (const [command, title] of Object.entries(machine.commands)) {
    const why = await whyNot(work, machine, subject, command);
    if (why === null) options.allowed.push({ command, title });
    else options.denied.push({ command, title, why });
  }
  return options;
}

async function whyNot<S extends Subject>(
  work: Work,
  machine: Machine<S>,
  subject: S,
  command: string,
): Promise<string | null> {
  const from = stateOf(machine, subject);
  const step = stepFor(machine, from, command);
  if (!step) return `${machine.title}目前是“${machine.states[from] ?? from}”`;
  return (await step.who(work, subject, {})) ?? (await step.guard?.(work, subject, {})) ?? null;
}

/** Refuses with stale when the caller saw an older version of the row. */
export function checkVersion(subject: Subject, expected: number | undefined): void {
  if (expected !== undefined && expected !== subject.rowVersion) throw stale();
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
  const step = stepFor(machine, from, order.command);
  if (!step) throw undeclared(machine, from, order.command);
  checkVersion(subject, order.expectedVersion);
  await examine(work, step, subject, order);
  await move(work, machine, subject, { step, set: order.set ?? {} });
  await record(work, happening(machine, subject, step, order));
  await machine.after?.(work, [subject]);
  return subject;
}

/** What a caller may say with a command to many rows. `set` names columns to write, the same ones for every row. */
interface OrderToAll<S> {
  command: string;
  reason?: string;
  set?: (subject: S) => Partial<S>;
}

/**
 * Gives one command to many rows, which the caller has locked: the rules of transition, in a few statements whatever
 * their number. Refuses as transition does, and then none is moved.
 */
export async function transitionAll<S extends Subject>(
  work: Work,
  machine: Machine<S>,
  subjects: S[],
  order: OrderToAll<S>,
): Promise<void> {
  const steps: Step<S>[] = [];
  for (const subject of subjects) {
    const step = stepFor(machine, stateOf(machine, subject), order.command);
    if (!step) throw undeclared(machine, stateOf(machine, subject), order.command);
    await examine(work, step, subject, order.reason === undefined ? {} : { reason: order.reason });
    steps.push(step);
  }
  for (const step of new Set(steps)) {
    const group = subjects.filter((_subject, place) => steps[place] === step);
    await eachChunk(group, (rows) => moveAll(work, machine, rows, { step, order }));
  }
}

/** Rows in one statement. */
const chunk = 500;

async function eachChunk<S>(rows: S[], act: (rows: S[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < rows.length; from += chunk) await act(rows.slice(from, from + chunk));
}

async function moveAll<S extends Subject>(
  work: Work,
  machine: Machine<S>,
  subjects: S[],
  { step, order }: { step: Step<S>; order: OrderToAll<S> },
): Promise<void> {
  const { tableName } = work.db.connection.getMetadata(machine.entity);
  const sets = subjects.map((subject) => order.set?.(subject) ?? {});
  const { sql, values } = columnsOf(work, machine.entity, subjects, sets);
  const version = subjects[0]?.rowVersion;
  const alike = subjects.every(({ rowVersion }) => rowVersion === version);
  const versions = alike ? version : subjects.map(({ id, rowVersion }) => [id, rowVersion]);
  // By their ids and nothing else: over an index of states two such statements dead-lock.
  laterSurely(
    work,
    subjects.length,
    `UPDATE \`${tableName}\` FORCE INDEX (PRIMARY)
     SET \`${machine.column}\` = ?, row_version = row_version + 1${sql}
     WHERE id IN (?) AND \`${machine.column}\` = ? AND ${alike ? "row_version = ?" : "(id, row_version) IN (?)"}`,
    [step.to, ...values, subjects.map(({ id }) => id), step.from, versions],
  );
  if (writesUnique(work, machine.entity, sets[0] ?? {})) await together(work, []);
  await recordAll(work, happenings(machine, subjects, step, order.reason));
  for (const [place, subject] of subjects.entries())
    Object.assign(subject, sets[place], { [machine.column]: step.to, rowVersion: subject.rowVersion + 1 });
  await machine.after?.(work, subjects);
}

function happenings<S extends Subject>(
  machine: Machine<S>,
  subjects: S[],
  step: Step<S>,
  reason: string | undefined,
): Happening[] {
  const [first, ...more] = subjects;
  if (!machine.eventPerBatch || !first || more.length === 0)
    return subjects.map((subject) => happening(machine, subject, step, { reason }));
  return [happening(machine, first, step, { reason, payload: { ids: subjects.map(({ id }) => id) } })];
}

function happening<S extends Subject>(
  machine: Machine<S>,
  subject: S,
  step: Step<S>,
  { reason, payload }: { reason?: string | undefined; payload?: unknown },
): Happening {
  const { command, from, to } = step;
  return { subject: machine.name, subjectId: subject.id, command, from, to, reason, payload };
}

const stepFor = <S extends Subject>(
  machine: Machine<S>,
  from: string,
  command: string,
): Step<S> | undefined => machine.steps.find((each) => each.from === from && each.command === command);

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
  const whyNotNow =
    (await step.guard?.(work, subject, request)) ?? (await step.demands?.(work, subject, request)) ?? null;
  if (whyNotNow) throw guardFailed(whyNotNow);
}

/** One guarded UPDATE, with what is said next: of two simultaneous moves one finds its row and the other is told. */
async function move<S extends Subject>(
  work: Work,
  machine: Machine<S>,
  subject: S,
  { step, set }: { step: Step<S>; set: Partial<S> },
): Promise<void> {
  const { tableName } = work.db.connection.getMetadata(machine.entity);
  const { sql, values } = columnsOf(work, machine.entity, [subject], [set]);
  laterForEach(
    work,
    [
      `UPDATE \`${tableName}\` FORCE INDEX (PRIMARY)
       SET \`${machine.column}\` = ?, row_version = row_version + 1${sql}
       WHERE \`${machine.column}\` = ? AND row_version = ? AND id IN (?)`,
      [step.to, ...values, step.from, subject.rowVersion],
    ],
    [subject.id],
    { surely: true },
  );
  if (writesUnique(work, machine.entity, set)) await together(work, []);
  Object.assign(subject, set, { [machine.column]: step.to, rowVersion: subject.rowVersion + 1 });
}
