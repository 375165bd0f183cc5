import { createHash } from "node:crypto";
import { Broadcast, type Selection, type WorkTarget } from "../../entities/broadcast.ts";
import { guardFailed, invalid, notFound, stale } from "../errors.ts";
import { broadcastMachine } from "../machines/broadcast.ts";
import { record } from "../machines/event.ts";
import { transition } from "../machines/machine.ts";
import { bureauOperator, personOf } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { broadcastCode } from "./broadcast-code.ts";
import { keepRecipients, messageOf, startBroadcast, suppressRest } from "./broadcast-sending.ts";
import { type Excluded, type Found, findRecipients, type Recipients } from "./recipients.ts";
import { type Etiquette, ordinaryAccount, sendingTime } from "./sending-time.ts";
import { ofTarget } from "./work-target.ts";

/** What somebody wants to tell many. */
export interface BroadcastDraft {
  body: string;
  selection: Selection;
  /** Everybody is reminded of his own share of it. */
  requirementId?: number | undefined;
  /** At once, unless told. */
  dueAt?: Date | undefined;
}

/** Characters in a broadcast's own words. */
const longest = 2000;

/** What a confirmation would do. */
export interface Preview {
  id: number;
  code: string;
  /** To be given back with the confirmation. */
  hash: string;
  /** People to whom it will be sent. */
  count: number;
  /** Of whom so many have unsubscribed from reminders. */
  optedOut: number;
  units: { unit: string; count: number }[];
  people: Found[];
  excluded: Excluded[];
  /** The message as the first of them will read it. */
  sample: string;
  begins: Date;
  ends: Date;
}

/** Writes a draft down; nobody is told yet. Refuses empty and too long words, wrong selections and foreign work. */
export async function draftBroadcast(work: Work, draft: BroadcastDraft): Promise<Broadcast> {
  const content = checked(work, draft);
  await findRecipients(work, content.selection, content.requirementId);
  const broadcast = work.db.create(Broadcast, {
    ...content,
    state: "draft",
    createdBy: personOf(work),
    createdAt: work.now,
  });
  await work.db.save(broadcast);
  await record(work, { subject: "broadcast", subjectId: broadcast.id, command: "draft" });
  return broadcast;
}

/** Writes a draft anew; its preview is void. Refuses like draftBroadcast, with stale, and once it is confirmed. */
export async function changeBroadcast(
  work: Work,
  id: number,
  change: BroadcastDraft & { expectedVersion?: number | undefined },
): Promise<Broadcast> {
  const broadcast = await ownBroadcast(work, id);
  if (broadcast.state !== "draft") throw guardFailed("这条通知已经确认或取消,不能再改");
  if ((change.expectedVersion ?? broadcast.rowVersion) !== broadcast.rowVersion) throw stale();
  const content = checked(work, change);
  await findRecipients(work, content.selection, content.requirementId);
  const rowVersion = broadcast.rowVersion + 1;
  await work.db.update(Broadcast, { id }, { ...content, previewHash: null, previewed: null, rowVersion });
  await record(work, { subject: "broadcast", subjectId: id, command: "change" });
  return Object.assign(broadcast, content, { previewHash: null, previewed: null, rowVersion });
}

function checked(
  work: Work,
  draft: BroadcastDraft,
): Pick<Broadcast, "body" | "selection" | "requirementId" | "dueAt"> {
  const body = draft.body.trim();
  if (body === "") throw refused("body", "请写明通知内容");
  if ([...body].length > longest) throw refused("body", `通知最多${longest}字,现在有${[...body].length}字`);
  for (const target of targetsOf(draft.selection)) ofTarget(target);
  if (draft.dueAt && draft.dueAt <= work.now) throw refused("dueAt", "定时发送的时间要晚于现在");
  const { selection, requirementId = null, dueAt = null } = draft;
  return { body, selection, requirementId, dueAt };
}

const refused = (field: string, message: string): Error => invalid(message, [{ field, message }]);

const targetsOf = ({ assigned, undone }: Selection): WorkTarget[] =>
  [assigned, undone].filter((target) => target !== undefined);

/** Locks a broadcast that is the actor's own or, for the bureau, anybody's. Refuses with not-found. */
async function ownBroadcast(work: Work, id: number): Promise<Broadcast> {
  const broadcast = await work.db.findOne(Broadcast, { where: { id }, lock: { mode: "pessimistic_write" } });
  if (!broadcast) throw notFound("这条群发通知");
  const mine = broadcast.createdBy !== null && broadcast.createdBy === personOf(work);
  if (!mine && (await bureauOperator(work))) throw notFound("这条群发通知");
  return broadcast;
}

/** Counts exactly whom a draft would reach now, and remembers what it showed for the confirmation. */
export async function previewBroadcast(
  work: Work,
  id: number,
  etiquette: Etiquette = ordinaryAccount,
): Promise<Preview> {
  const broadcast = await ownBroadcast(work, id);
  if (broadcast.state !== "draft") throw guardFailed("这条通知已经确认或取消,不用再预览");
  const found = await findRecipients(work, broadcast.selection, broadcast.requirementId);
  const people = found.people.filter(({ reachable }) => reachable);
  const hash = hashOf(broadcast, found);
  const previewed = people.map(({ personId }) => personId);
  await work.db.update(Broadcast, { id }, { previewHash: hash, previewed });
  const [line]: { ahead: number }[] = await work.db.query(
    "SELECT COUNT(*) AS ahead FROM outbox WHERE status = 'queued' AND priority > 0",
  );
  const rules = { etiquette, quiet: work.rules.quiet };
  const { begins } = sendingTime(broadcast.dueAt ?? work.now, 1, rules);
  const { ends } = sendingTime(begins, people.length + Number(line?.ahead), rules);
  return {
    id,
    code: broadcastCode(id),
    hash,
    count: people.length,
    optedOut: people.filter(({ optedOut }) => optedOut).length,
    units: byUnit(people),
    people,
    excluded: [...unboundOf(found), ...found.excluded],
    sample: messageOf(broadcast, people[0]?.reminder ?? null),
    begins,
    ends,
  };
}

const unboundOf = ({ people }: Recipients): Excluded[] =>
  people
    .filter(({ reachable }) => !reachable)
    .map(({ personId, name, unit }) => ({ personId, name, unit, reason: "unbound" }));

function byUnit(people: Found[]): Preview["units"] {
  const counts = new Map<string, { unit: string; count: number }>();
  for (const { unitId, unit } of people) {
    const row = counts.get(`${unitId}`) ?? { unit, count: 0 };
    counts.set(`${unitId}`, { unit, count: row.count + 1 });
  }
  return [...counts.values()];
}

function hashOf({ id, body, dueAt }: Broadcast, { people }: Recipients): string {
  const who = people.map(({ personId, reachable, reminder }) => [personId, reachable, reminder]);
  return createHash("sha256")
    .update(JSON.stringify([id, body, dueAt?.toISOString() ?? null, who]))
    .digest("hex");
}

/**
 * Confirms what a preview showed: its people are fixed, and sending begins at once or when it is due. Confirming again
 * changes nothing. Refuses with guard-failed, naming who came and who went, when the preview is no longer true.
 */
export async function confirmBroadcast(
  work: Work,
  id: number,
  { hash }: { hash: string },
): Promise<Broadcast> {
  const broadcast = await ownBroadcast(work, id);
  const confirmed = ["scheduled", "sending", "done"].includes(broadcast.state);
  if (confirmed && broadcast.previewHash === hash) return broadcast;
  if (broadcast.state === "draft" && broadcast.previewHash !== hash)
    throw guardFailed("确认的不是最近一次预览的内容,请重新预览再确认");
  if (broadcast.state === "draft") await mustBeAsPreviewed(work, broadcast);
  await transition(work, broadcastMachine, broadcast, {
    command: "confirm",
    set: { confirmedAt: work.now },
    payload: { hash },
  });
  if (broadcast.dueAt === null || broadcast.dueAt <= work.now) await startBroadcast(work, broadcast);
  return broadcast;
}

async function mustBeAsPreviewed(work: Work, broadcast: Broadcast): Promise<void> {
  const found = await findRecipients(work, broadcast.selection, broadcast.requirementId);
  if (hashOf(broadcast, found) !== broadcast.previewHash) throw await changedSince(work, broadcast, found);
  if (!found.people.some(({ reachable }) => reachable))
    throw guardFailed("没有一个人收得到,请换一个发送范围");
  await keepRecipients(work, broadcast, found.people);
}

async function changedSince(work: Work, broadcast: Broadcast, found: Recipients): Promise<Error> {
  const before = new Set(broadcast.previewed);
  const now = found.people.filter(({ reachable }) => reachable);
  const still = new Set(now.map(({ personId }) => personId));
  const added = now.filter(({ personId }) => !before.has(personId)).map(({ name, unit }) => `${unit}${name}`);
  const gone = [...before].filter((id) => !still.has(id));
  const rows: { name: string }[] = await work.db.query(
    "SELECT name FROM person WHERE id IN (?) ORDER BY id",
    [[0, ...gone]],
  );
  const removed = rows.map(({ name }) => name);
  const words = [
    added.length > 0 && `多了${added.length}人`,
    removed.length > 0 && `少了${removed.length}人`,
  ].filter(Boolean);
  const what = words.length > 0 ? `收件人${words.join("、")}` : "各人的任务或联系方式有变化";
  return guardFailed(`预览之后${what},请重新预览再确认`, { added, removed });
}

/** What a cancellation came to. */
export interface Cancelled {
  broadcast: Broadcast;
  /** Messages that will not leave any more. */
  suppressed: number;
  /** Messages that had left or were just leaving: they stay. */
  sent: number;
}

/** Cancels a broadcast, half-way too: what has not left never leaves. Refuses with not-allowed when it is over. */
export async function cancelBroadcast(
  work: Work,
  id: number,
  order: { expectedVersion?: number } = {},
): Promise<Cancelled> {
  const broadcast = await ownBroadcast(work, id);
  await transition(work, broadcastMachine, broadcast, { command: "cancel", ...order });
  return { broadcast, ...(await suppressRest(work, id)) };
}
