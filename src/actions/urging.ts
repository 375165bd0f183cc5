import type { WorkTarget } from "../../entities/broadcast.ts";
import { invalid } from "../errors.ts";
import { record } from "../machines/event.ts";
import { personOf } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { dayOf, sayDay } from "../workdays.ts";
import { codeOf, dueWords } from "./assignments.ts";
import { notify } from "./mail.ts";
import { type Holder, holders } from "./people.ts";
import { reachOf } from "./reach.ts";
import { isUndone, ofTarget, type Piece, piecesOf } from "./work-target.ts";

/** What to urge: undone work, of some units if wished, with words of one's own. */
export interface UrgeOrder {
  target: WorkTarget;
  unitIds?: number[] | undefined;
  text?: string | undefined;
}

/** Why somebody was not urged, in words. */
export const urgeSkips = {
  recent: "4小时内刚催过",
  unreachable: "没有绑定微信,请电话通知",
  "opted-out": "已退订提醒,请电话通知",
  vacant: "单位没有负责人",
} as const;

/** What an urging came to. */
export interface UrgeResult {
  urged: { personId: number; name: string; unit: string; tasks: number }[];
  /** Without a person: a unit where nobody answers. */
  skipped: { personId: number | null; name: string; unit: string; reason: keyof typeof urgeSkips }[];
}

/** Milliseconds between two urgings of one person for the same work. */
const rest = 4 * 3_600_000;
/** Pieces named in one message; the rest is counted. */
const mostNamed = 8;
/** Characters of one's own words. */
const longest = 200;
/** Milliseconds after which an unsent urging is of no use. */
const useful = 20 * 3_600_000;

type Share = Holder & { pieces: (Piece & { unit: string })[] };

/**
 * Urges whoever answers for undone work that has begun, one message each, and nobody twice within four hours for the
 * same work; whoever cannot be reached is on the phone list. Two at once take turns. Refuses whom reachOf refuses,
 * and foreign or unpublished work with not-found.
 */
export async function urge(work: Work, { target, unitIds, text = "" }: UrgeOrder): Promise<UrgeResult> {
  if ([...text].length > longest) throw invalid(`催办的话最多${longest}字`);
  const reach = await reachOf(work);
  await lockCampaigns(work, target);
  const undone = (await piecesOf(work, target, reach)).filter(
    (piece) => isUndone(piece) && piece.startsAt <= work.now && (unitIds?.includes(piece.unitId) ?? true),
  );
  const { shares, vacant } = await shared(work, undone);
  const recent = await recentlyUrged(work, undone);
  const off = await optedOut(work, shares);
  const result: UrgeResult = { urged: [], skipped: vacant };
  for (const share of shares) {
    const pieces = share.pieces.filter((piece) => !recent.has(`${share.personId} ${piece.id}`));
    const outcome = pieces.length === 0 ? "recent" : await send(work, { ...share, pieces }, { text, off });
    const { personId, name, unit } = share;
    if (outcome === null) result.urged.push({ personId, name, unit, tasks: pieces.length });
    else result.skipped.push({ personId, name, unit, reason: outcome });
  }
  await logged(work, target, result);
  return result;
}

/** Who urges the same work at the same moment waits here, and then finds the first one's urgings. */
async function lockCampaigns(work: Work, target: WorkTarget): Promise<void> {
  const wanted = ofTarget(target);
  await work.db.query(
    `SELECT c.id FROM campaign c WHERE c.id IN (SELECT r.campaign_id FROM requirement r WHERE ${wanted.sql})
     ORDER BY c.id FOR UPDATE`,
    wanted.values,
  );
}

/** Each person's pieces: his post's own, else his unit's; the head's where nobody is responsible. */
async function shared(
  work: Work,
  pieces: Piece[],
): Promise<{ shares: Share[]; vacant: UrgeResult["skipped"] }> {
  const unitIds = [...new Set(pieces.map(({ unitId }) => unitId))];
  const people = await holders(work, unitIds, ["responsible", "office-operator", "unit-head"]);
  const names = await unitNames(work, unitIds);
  const shares = new Map<number, Share>();
  const vacant = new Map<number, UrgeResult["skipped"][number]>();
  for (const piece of pieces) {
    const unit = names.get(piece.unitId) ?? "";
    const who = answering(people, piece);
    if (who.length === 0) vacant.set(piece.unitId, { personId: null, name: "", unit, reason: "vacant" });
    for (const person of who) {
      const share = shares.get(person.personId) ?? { ...person, pieces: [] };
      if (!share.pieces.some(({ id }) => id === piece.id)) share.pieces.push({ ...piece, unit });
      shares.set(person.personId, share);
    }
  }
  return { shares: [...shares.values()], vacant: [...vacant.values()] };
}

function answering(people: Holder[], piece: Piece): Holder[] {
  const here = people.filter(({ unitId }) => unitId === piece.unitId);
  const own = here.filter(({ role }) => role !== "unit-head");
  const named = own.filter(({ postId }) => postId === piece.postId);
  if (named.length > 0) return named;
  return own.length > 0 ? own : here;
}

async function unitNames(work: Work, ids: number[]): Promise<Map<number, string>> {
  const rows: { id: number; name: string }[] = await work.db.query(
    "SELECT id, name FROM unit WHERE id IN (?)",
    [[0, ...ids]],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function recentlyUrged(work: Work, pieces: Piece[]): Promise<Set<string>> {
  const rows: { personId: number; assignmentId: number }[] = await work.db.query(
    `SELECT person_id AS personId, assignment_id AS assignmentId FROM urging WHERE assignment_id IN (?) AND at > ?`,
    [[0, ...pieces.map(({ id }) => id)], new Date(work.now.getTime() - rest)],
  );
  return new Set(rows.map(({ personId, assignmentId }) => `${personId} ${assignmentId}`));
}

async function optedOut(work: Work, shares: Share[]): Promise<Set<number>> {
  const rows: { id: number }[] = await work.db.query(
    "SELECT id FROM person WHERE id IN (?) AND reminders_off = 1",
    [[0, ...shares.map(({ personId }) => personId)]],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Null when it was sent, else why not. */
async function send(
  work: Work,
  share: Share,
  { text, off }: { text: string; off: Set<number> },
): Promise<keyof typeof urgeSkips | null> {
  if (off.has(share.personId)) return "opted-out";
  const first = Math.min(...share.pieces.map(({ id }) => id));
  const key = `urge:${share.personId}:${first}:${work.now.getTime()}`;
  const told = await notify(work, {
    personId: share.personId,
    key,
    kind: "urging",
    body: wordsFor(work, share, text),
    expiresAt: new Date(work.now.getTime() + useful),
  });
  if (told === "repeated") return "recent";
  const ids = share.pieces.map(({ id }) => id);
  await work.db.query(
    `INSERT INTO urging (person_id, assignment_id, notice_id, urged_by, at)
     SELECT n.person_id, a.id, n.id, ?, ? FROM notice n JOIN assignment a ON a.id IN (?) WHERE n.\`key\` = ?`,
    [personOf(work), work.now, ids, key],
  );
  return told === "unreachable" ? "unreachable" : null;
}

function wordsFor(work: Work, { name, pieces }: Share, text: string): string {
  const units = new Set(pieces.map(({ unitId }) => unitId));
  const lines = pieces.slice(0, mostNamed).map((piece) => {
    const unit = units.size > 1 ? `(${piece.unit})` : "";
    const due = `${sayDay(dayOf(piece.dueAt), work.now)}截止,${dueWords(piece.dueAt, work.now)}`;
    return `#${codeOf(piece.id)} ${piece.title}${unit}\n  ${due}`;
  });
  const more = pieces.length > mostNamed ? [`……另有${pieces.length - mostNamed}项`] : [];
  const own = text.trim() === "" ? [] : [text.trim()];
  const [first] = pieces;
  const how = first ? `回“#${codeOf(first.id)}”就可以开始;需要延期请直接说。` : "";
  return [`【催办】${name},您好!您还有${pieces.length}项没有办完:`, ...lines, ...more, ...own, how].join(
    "\n",
  );
}

async function logged(work: Work, target: WorkTarget, { urged, skipped }: UrgeResult): Promise<void> {
  const [kind, id] = Object.entries(target).find(([, value]) => value !== undefined) ?? ["", 0];
  await record(work, {
    subject: kind.replace(/Id$/, ""),
    subjectId: Number(id),
    command: "urge",
    payload: { urged: urged.map(({ personId }) => personId), skipped: skipped.length },
  });
}
