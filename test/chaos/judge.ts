import type { DataSource } from "typeorm";
import type { Arrival, Written } from "./channel.ts";
import type { Persona } from "./talker.ts";

/** What the world outside remembers of a run. */
export interface Memory {
  personas: Persona[];
  messages: Written[];
  arrivals: Arrival[];
}

/** What the run has done to people's words; each entry is one sentence. */
export interface Verdict {
  processed: number;
  letters: number;
  lost: string[];
  misattributed: string[];
  misordered: string[];
  /** Sends and results that came twice: those that were flagged as unknown, and those that were not. */
  doubled: string[];
  doubledUnflagged: string[];
  /** Sends of which the outbox says itself that nobody knows whether they arrived. */
  flagged: number;
  failed: number;
}

/** Everything that the database says about it. */
export interface Rows {
  inbox: { id: number; messageId: string; address: string; status: string }[];
  outbox: {
    id: number;
    key: string;
    priority: number;
    status: string;
    body: string | null;
    address: string;
  }[];
  revisions: {
    inboxId: number | null;
    answerId: number;
    assignmentId: number;
    no: number;
    value: string;
    personId: number;
    seq: number;
  }[];
  answers: { id: number; state: string; value: string | null }[];
}

/** Reads it. */
export async function readRows(database: DataSource): Promise<Rows> {
  const [inbox, outbox, revisions, answers] = await Promise.all([
    database.query(
      `SELECT i.id, i.message_id AS messageId, c.address, i.status FROM inbox i JOIN contact c ON c.id = i.contact_id
       ORDER BY i.id`,
    ),
    database.query(
      `SELECT o.id, o.key, o.priority, o.status, o.body, c.address FROM outbox o JOIN contact c ON c.id = o.contact_id
       ORDER BY o.id`,
    ),
    database.query(
      `SELECT r.inbox_id AS inboxId, r.answer_id AS answerId, a.assignment_id AS assignmentId, i.no, r.value,
         r.person_id AS personId, r.seq
       FROM answer_revision r JOIN answer a ON a.id = r.answer_id JOIN checklist_item i ON i.id = a.item_id
       WHERE r.kind = 'confirmed' ORDER BY r.answer_id, r.seq`,
    ),
    database.query("SELECT id, state, value FROM answer"),
  ]);
  return { inbox, outbox, revisions, answers };
}

/** Compares what people wrote and got with what the database says. */
export function judge(memory: Memory, rows: Rows): Verdict {
  const verdict: Verdict = {
    processed: 0,
    letters: memory.arrivals.length,
    lost: [],
    misattributed: [],
    misordered: [],
    doubled: [],
    doubledUnflagged: [],
    flagged: rows.outbox.filter(({ status }) => status === "unknown").length,
    failed: rows.outbox.filter(({ status }) => status === "failed").length,
  };
  judgeMessages(memory, rows, verdict);
  judgeAnswers(rows, verdict);
  judgeLetters(memory, rows, verdict);
  judgeOrder(memory, rows, verdict);
  return verdict;
}

function judgeMessages({ personas, messages }: Memory, rows: Rows, verdict: Verdict): void {
  const inbox = groupBy(rows.inbox, ({ messageId }) => messageId);
  const replies = new Map(rows.outbox.map((row) => [row.key, row]));
  const revisions = groupBy(rows.revisions, ({ inboxId }) => String(inboxId));
  const owners = new Map(personas.flatMap((each) => each.phones.map((phone) => [phone, each] as const)));
  for (const message of messages) {
    const row = storedOnce(message, inbox.get(message.id) ?? [], verdict);
    if (!row) continue;
    verdict.processed += 1;
    const reply = replies.get(`reply:${row.id}`);
    const result = { row, reply, recorded: revisions.get(String(row.id)) ?? [] };
    judgeReply(message, result, verdict);
    judgeRecord(message, { ...result, owner: owners.get(message.address) }, verdict);
  }
  for (const { answerId } of revisions.get("null") ?? [])
    verdict.misattributed.push(`answer ${answerId} has a value that no message gave`);
}

function storedOnce({ id, text }: Written, found: Rows["inbox"], verdict: Verdict): Result["row"] | null {
  if (found.length > 1) verdict.doubledUnflagged.push(`message ${id} was stored ${found.length} times`);
  const [row] = found;
  if (row?.status === "done") return row;
  verdict.lost.push(`message ${id} (“${text}”) is ${row?.status ?? "not stored"}`);
  return null;
}

interface Result {
  row: Rows["inbox"][number];
  reply: Rows["outbox"][number] | undefined;
  recorded: Rows["revisions"];
}

function judgeReply(message: Written, { row, reply, recorded }: Result, verdict: Verdict): void {
  if (row.address !== message.address)
    verdict.misattributed.push(`message ${message.id} of ${message.address} is kept as ${row.address}'s`);
  if (!reply) {
    verdict.lost.push(`message ${message.id} (“${message.text}”) has no reply`);
    return;
  }
  if (reply.address !== message.address)
    verdict.misattributed.push(`the reply to ${message.id} goes to ${reply.address}`);
  const told = claims(reply.body ?? "");
  const kept = recorded.map(({ no, value }) => `${no}=${value}`);
  for (const claim of told.filter((each) => !kept.includes(each)))
    verdict.lost.push(`the reply to ${message.id} says ${claim}, which is not recorded`);
  for (const record of kept.filter((each) => !told.includes(each)))
    verdict.misattributed.push(`the reply to ${message.id} does not say that ${record} was recorded`);
}

const claims = (body: string): string[] =>
  [...body.matchAll(/✔ 第(\d+)题已记“(.+?)”/g)].map(([, no, value]) => `${no}=${value}`);

function judgeRecord(
  { id, text, intent }: Written,
  { recorded, owner }: Result & { owner: Persona | undefined },
  verdict: Verdict,
): void {
  if (recorded.length > 1)
    verdict.doubledUnflagged.push(`message ${id} was recorded ${recorded.length} times`);
  for (const { no, value, assignmentId, personId } of recorded) {
    const right = no === intent?.no && value === intent.value;
    if (right && assignmentId === owner?.assignmentId && personId === owner.personId) continue;
    const meant = intent ? `${intent.no}=${intent.value}` : "nothing";
    verdict.misattributed.push(
      `message ${id} (“${text}”) meant ${meant} and became ${no}=${value} of task ${assignmentId}, person ${personId}`,
    );
  }
}

/** The value that counts is the last that was recorded; revisions are numbered without gaps. */
function judgeAnswers(rows: Rows, verdict: Verdict): void {
  const revisions = groupBy(rows.revisions, ({ answerId }) => String(answerId));
  for (const { id, value } of rows.answers) {
    const history = revisions.get(String(id)) ?? [];
    const last = history.at(-1)?.value ?? null;
    if (value !== last) verdict.lost.push(`answer ${id} is ${value}, though ${last} was recorded last`);
    if (history.some(({ seq }, index) => seq !== index + 1))
      verdict.lost.push(`answer ${id} has gaps in its history`);
  }
}

const over = new Set(["sent", "acked", "failed", "expired", "suppressed", "unknown"]);

function judgeLetters({ arrivals }: Memory, rows: Rows, verdict: Verdict): void {
  const arrived = groupBy(arrivals, ({ key }) => key);
  const known = new Set(rows.outbox.map(({ key }) => key));
  for (const { key, address } of arrivals)
    if (!known.has(key))
      verdict.misattributed.push(`${address} got ${key || "a letter"}, which nobody queued`);
  for (const letter of rows.outbox) judgeLetter(letter, arrived.get(letter.key) ?? [], verdict);
}

function judgeLetter(letter: Rows["outbox"][number], arrived: Arrival[], verdict: Verdict): void {
  const { status } = letter;
  const name = `letter ${letter.id} (${letter.key})`;
  if (!over.has(status)) verdict.lost.push(`${name} is still ${status}`);
  if ((status === "sent" || status === "acked") && arrived.length === 0)
    verdict.lost.push(`${name} is called ${status} and never arrived`);
  if (arrived.some((each) => isOther(letter, each)))
    verdict.misattributed.push(`${name} arrived elsewhere or with other words`);
  if (arrived.length <= 1) return;
  const list = status === "unknown" ? verdict.doubled : verdict.doubledUnflagged;
  list.push(`${name} arrived ${arrived.length} times and is ${status}`);
}

const isOther = ({ address, body }: Rows["outbox"][number], arrival: Arrival): boolean =>
  arrival.address !== address || (body !== null && arrival.text !== body);

function judgeOrder({ messages, arrivals }: Memory, rows: Rows, verdict: Verdict): void {
  const placeOf = new Map(messages.map(({ id, place }) => [id, place]));
  const phones = groupBy(rows.inbox, ({ address }) => address);
  for (const [address, kept] of phones) {
    const places = kept.map(({ messageId }) => placeOf.get(messageId) ?? 0);
    for (const [before, after] of falls(places))
      verdict.misordered.push(`message ${before} of ${address} was taken before message ${after}`);
  }
  // A letter called unknown may have been late for its turn, and says so.
  const letterOf = new Map(rows.outbox.map((row) => [row.key, row]));
  const settled = arrivals.filter(({ key }) => letterOf.get(key)?.status !== "unknown");
  const lanes = groupBy(settled, ({ key, address }) => `${address} ${letterOf.get(key)?.priority}`);
  for (const [lane, letters] of lanes) {
    const firsts = [...new Set(letters.map(({ key }) => letterOf.get(key)?.id ?? 0))];
    for (const [before, after] of falls(firsts))
      verdict.misordered.push(`letter ${before} reached ${lane} before letter ${after}`);
  }
}

/** Pairs of neighbours of which the first is greater. */
const falls = (numbers: number[]): [number, number][] =>
  numbers.flatMap((number, index) => {
    const next = numbers[index + 1];
    return next !== undefined && number > next ? [[number, next] as [number, number]] : [];
  });

/** Milliseconds from each message to its reply's arrival on the phone, for those whose reply arrived. */
export function replyWaits({ messages, arrivals }: Memory, rows: Rows): number[] {
  const idOf = new Map(rows.inbox.map(({ messageId, id }) => [messageId, id]));
  const arrivedAt = new Map(arrivals.map(({ key, at }) => [key, at]));
  return messages.flatMap(({ id, writtenAt }) => {
    const at = arrivedAt.get(`reply:${idOf.get(id)}`);
    return at === undefined ? [] : [at - writtenAt];
  });
}

function groupBy<T>(list: T[], keyOf: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of list) {
    const group = groups.get(keyOf(each));
    if (group) group.push(each);
    else groups.set(keyOf(each), [each]);
  }
  return groups;
}
