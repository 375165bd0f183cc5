import type { Requirement } from "../../entities/requirement.ts";
import type { Unit } from "../../entities/unit.ts";
import type { Work } from "../work.ts";
import { type Day, dayOf } from "../workdays.ts";

/** The campaign that the administrator has before him. */
export interface CurrentCampaign {
  id: number;
  title: string;
  state: string;
  rowVersion: number;
  shiftDays: number;
  warnings: string[];
  /** Codes of units that are told on paper. */
  offlineUnits: string[];
  demo: boolean;
}

/** The newest campaign that is not void, the bureau's own before the demo's; null when there is none. */
export async function currentCampaign(work: Work): Promise<CurrentCampaign | null> {
  const [row]: (Omit<CurrentCampaign, "warnings" | "offlineUnits"> & {
    warnings: string;
    offlineUnits: string;
  })[] = await work.db.query(
    `SELECT id, title, state, row_version AS rowVersion, shift_days AS shiftDays, warnings,
       offline_units AS offlineUnits, demo FROM campaign WHERE state <> 'void' ORDER BY demo, id DESC LIMIT 1`,
  );
  if (!row) return null;
  const list = (text: string): string[] => JSON.parse(text) as string[];
  return {
    ...row,
    demo: Boolean(row.demo),
    warnings: list(row.warnings),
    offlineUnits: list(row.offlineUnits),
  };
}

/** A phase or a deadline with the plan's own dates beside those in force; null where there is no first day. */
export interface DatedStep {
  kind: "phase" | "requirement";
  /** The line of work that it belongs to. */
  task: string;
  title: string;
  /** The plan's own words. */
  wording: string;
  from: Day | null;
  due: Day;
  originalFrom: Day | null;
  originalDue: Day;
}

/** Every phase and deadline of a campaign, by line of work. */
export async function campaignDates(work: Work, campaignId: number): Promise<DatedStep[]> {
  type Row = Pick<DatedStep, "kind" | "task" | "title" | "wording"> & {
    startsAt: Date | null;
    dueAt: Date;
    originalStartsAt: Date | null;
    originalDueAt: Date;
  };
  const rows: Row[] = await work.db.query(
    `SELECT 'phase' AS kind, t.title AS task, p.title, p.wording, p.starts_at AS startsAt, p.due_at AS dueAt,
       p.original_starts_at AS originalStartsAt, p.original_due_at AS originalDueAt, t.no, 0 AS part, p.no AS place
     FROM phase p JOIN task t ON t.id = p.task_id WHERE t.campaign_id = ?
     UNION ALL
     SELECT 'requirement', t.title, r.title, r.wording, NULL, r.due_at, NULL, r.original_due_at, t.no, 1, r.id
     FROM requirement r JOIN task t ON t.id = r.task_id WHERE r.campaign_id = ?
     ORDER BY no, part, place`,
    [campaignId, campaignId],
  );
  const day = (moment: Date | null): Day | null => (moment === null ? null : dayOf(moment));
  return rows.map(({ kind, task, title, wording, startsAt, dueAt, originalStartsAt, originalDueAt }) => ({
    kind,
    task,
    title,
    wording,
    from: day(startsAt),
    due: dayOf(dueAt),
    originalFrom: day(originalStartsAt),
    originalDue: dayOf(originalDueAt),
  }));
}

/** How many assignments of a campaign stand in each state. */
export async function assignmentCounts(work: Work, campaignId: number): Promise<Map<string, number>> {
  const rows: { state: string; count: string | number }[] = await work.db.query(
    "SELECT state, COUNT(*) AS count FROM assignment WHERE campaign_id = ? GROUP BY state",
    [campaignId],
  );
  return new Map(rows.map(({ state, count }) => [state, Number(count)]));
}

/** What is registered of the county. */
export interface CountyCounts {
  /** The bureau's name; null before it is registered. */
  bureau: string | null;
  units: Map<Unit["kind"], number>;
  /** Is any of them the demo's? */
  demo: boolean;
}

/** How many units of each kind there are. */
export async function countyCounts(work: Work): Promise<CountyCounts> {
  const rows: { kind: Unit["kind"]; count: string | number; name: string; demo: string | number }[] =
    await work.db.query(
      "SELECT kind, COUNT(*) AS count, MIN(name) AS name, MAX(demo) AS demo FROM unit GROUP BY kind",
    );
  return {
    bureau: rows.find(({ kind }) => kind === "bureau")?.name ?? null,
    units: new Map(rows.map(({ kind, count }) => [kind, Number(count)])),
    demo: rows.some(({ demo }) => Number(demo) === 1),
  };
}

/** Somebody in a post, and whether a contact of his is verified. */
export interface Placed {
  personId: number;
  name: string;
  unitId: number;
  unit: string;
  role: string;
  bound: boolean;
}

/** Everybody who holds a post now, unit by unit; somebody with two posts is there twice. */
export async function placedPeople(work: Work): Promise<Placed[]> {
  const rows: (Omit<Placed, "bound"> & { bound: string | number })[] = await work.db.query(
    `SELECT n.id AS personId, n.name, u.id AS unitId, u.name AS unit, p.role,
       EXISTS (SELECT 1 FROM contact k WHERE k.person_id = n.id AND k.verified_at IS NOT NULL
         AND k.superseded_at IS NULL AND k.channel <> 'mini') AS bound
     FROM post p JOIN person n ON n.id = p.person_id JOIN unit u ON u.id = p.unit_id
     WHERE p.from_at <= ? AND (p.until_at IS NULL OR p.until_at > ?) ORDER BY u.id, p.id`,
    [work.now, work.now],
  );
  return rows.map((row) => ({ ...row, bound: Number(row.bound) === 1 }));
}

/** What a unit would get, and who would be told. */
export interface UnitShare {
  code: string;
  name: string;
  tasks: number;
  responsible: { name: string; bound: boolean }[];
}

/** Which units a campaign gives work to, how much, and who answers for it. */
export async function sharesOf(work: Work, campaign: { id: number; demo: boolean }): Promise<UnitShare[]> {
  const requirements: { audience: string }[] = await work.db.query(
    "SELECT audience FROM requirement WHERE campaign_id = ?",
    [campaign.id],
  );
  const audiences = requirements.map(({ audience }) => JSON.parse(audience) as Requirement["audience"]);
  const units: Pick<Unit, "id" | "code" | "name" | "kind">[] = await work.db.query(
    "SELECT id, code, name, kind FROM unit WHERE demo = ? ORDER BY id",
    [campaign.demo],
  );
  const people = await placedPeople(work);
  return units.flatMap(({ id, code, name, kind }) => {
    const tasks = audiences.filter(({ kinds, codes }) => kinds.includes(kind) || codes.includes(code)).length;
    const responsible = people.filter(
      ({ unitId, role }) => unitId === id && (role === "responsible" || role === "office-operator"),
    );
    return tasks === 0 ? [] : [{ code, name, tasks, responsible }];
  });
}

/** When the newest code of these people expires; null when none is open. */
export async function codesExpireAt(work: Work, personIds: number[]): Promise<Date | null> {
  if (personIds.length === 0) return null;
  const [row]: { expiresAt: Date | null }[] = await work.db.query(
    "SELECT MAX(expires_at) AS expiresAt FROM binding_code WHERE person_id IN (?) AND used_at IS NULL",
    [personIds],
  );
  return row?.expiresAt ?? null;
}
