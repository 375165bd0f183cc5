import type { Selection, WorkTarget } from "../../entities/broadcast.ts";
import { unitsBelow } from "../../src/actions/scope.ts";
import type { Work } from "../../src/work.ts";
import { lines } from "./turn.ts";

/** Whom and which work somebody meant, in the words of the understanding. */
export interface Wish {
  group?: string | undefined;
  unit?: string | undefined;
  whom?: string | undefined;
  township?: string | undefined;
  target?: string | undefined;
}

/** A piece of the plan that was found, and what to call it. */
export interface Aim {
  target: WorkTarget;
  title: string;
}

/** The work that is meant: all of the running campaign when none is named. Words when it must be asked. */
export async function aimAt(work: Work, named: string | undefined): Promise<Aim | string> {
  const [campaign]: { id: number; title: string }[] = await work.db.query(
    "SELECT id, title FROM campaign WHERE state IN ('active', 'closing') ORDER BY demo, id DESC LIMIT 1",
  );
  if (!campaign) return "现在没有正在进行的专项治理。";
  if (named === undefined) return { target: { campaignId: campaign.id }, title: campaign.title };
  const no = /^任务(\d+)$/.exec(named)?.[1];
  const found = no ? await lineNo(work, campaign.id, Number(no)) : await titled(work, campaign.id, named);
  const [only] = found;
  if (only && found.length === 1) return only;
  if (only)
    return `“${named}”有${found.length}项,请说哪一项:${found.map(({ title }) => `《${title}》`).join("、")}。`;
  return lines(`没有找到“${named}”。现在有:`, ...(await everyLine(work, campaign.id)));
}

async function lineNo(work: Work, campaignId: number, no: number): Promise<Aim[]> {
  const rows: { id: number; title: string }[] = await work.db.query(
    "SELECT id, title FROM task WHERE campaign_id = ? AND no = ?",
    [campaignId, no],
  );
  return rows.map(({ id, title }) => ({ target: { taskId: id }, title: `任务${no}“${title}”` }));
}

/** Lines of work before single requirements; the whole title before a part of it. */
async function titled(work: Work, campaignId: number, named: string): Promise<Aim[]> {
  const like = `%${named.replace(/[\\%_]/g, "\\$&")}%`;
  const requirements: { id: number; title: string }[] = await work.db.query(
    "SELECT id, title FROM requirement WHERE campaign_id = ? AND title LIKE ? ORDER BY id",
    [campaignId, like],
  );
  const exact = requirements.filter(({ title }) => title === named);
  const found = exact.length > 0 ? exact : requirements;
  const pieces = found.map(({ id, title }) => ({ target: { requirementId: id }, title }));
  if (pieces.length === 1) return pieces;
  const tasks: { id: number; title: string }[] = await work.db.query(
    "SELECT id, title FROM task WHERE campaign_id = ? AND title LIKE ? ORDER BY no",
    [campaignId, like],
  );
  return tasks.length === 1 ? tasks.map(({ id, title }) => ({ target: { taskId: id }, title })) : pieces;
}

async function everyLine(work: Work, campaignId: number): Promise<string[]> {
  const rows: { no: number; title: string }[] = await work.db.query(
    "SELECT no, title FROM task WHERE campaign_id = ? ORDER BY no",
    [campaignId],
  );
  return rows.map(({ no, title }) => `任务${no}:${title}`);
}

/**
 * Units of these names, other names included; a township stands for everything below its central school, a group for
 * the units of its kind. Null for all of them; words when it must be asked.
 */
export async function unitsMeant(
  work: Work,
  { unit, township, group }: Wish,
): Promise<number[] | string | null> {
  if (unit !== undefined) {
    const found = await unitsNamed(work, unit);
    if (found.length === 0) return `没有找到“${unit}”这个单位,请写全名。`;
    if (found.length > 1)
      return `叫“${unit}”的有${found.length}个:${found.map(({ name }) => name).join("、")},请写全名。`;
    return found.map(({ id }) => id);
  }
  const central = township === undefined ? null : await centralOf(work, township);
  if (typeof central === "string") return central;
  if (group !== undefined && !EVERYBODY.has(group)) return unitsOfGroup(work, group, central);
  return central === null ? null : unitsBelow(work, [central]);
}

/** Groups that leave nobody out. */
const EVERYBODY = new Set(["全部", "未交"]);

async function unitsOfGroup(work: Work, group: string, central: number | null): Promise<number[] | string> {
  const { kinds, units } = selectionIn(await groupWithin(work, group, undefined, central));
  if (units) return units;
  if (!kinds) return `没看出“${group}”是哪些单位,请写单位的全名。`;
  const below = central === null ? null : await unitsBelow(work, [central]);
  const rows: { id: number }[] = await work.db.query("SELECT id FROM unit WHERE kind IN (?) ORDER BY id", [
    kinds,
  ]);
  return rows.map(({ id }) => id).filter((id) => below === null || below.includes(id));
}

const selectionIn = (found: Selection | string): Selection => (typeof found === "string" ? {} : found);

/** Units of exactly this name, an alias included. */
const unitsCalled = async (work: Work, name: string): Promise<{ id: number; name: string }[]> =>
  (await unitsAlike(work, name)).filter((row) => row.name === name || row.aliases.includes(name));

async function unitsNamed(work: Work, name: string): Promise<{ id: number; name: string }[]> {
  const exact = await unitsCalled(work, name);
  return exact.length > 0 ? exact : unitsAlike(work, name);
}

async function unitsAlike(
  work: Work,
  name: string,
): Promise<{ id: number; name: string; aliases: string[] }[]> {
  const rows: { id: number; name: string; aliases: string }[] = await work.db.query(
    "SELECT id, name, aliases FROM unit WHERE name LIKE ? OR aliases LIKE ? ORDER BY id LIMIT 10",
    [`%${name}%`, `%${name}%`],
  );
  return rows.map((row) => ({ ...row, aliases: JSON.parse(row.aliases) as string[] }));
}

async function centralOf(work: Work, township: string): Promise<number | string> {
  const [central]: { id: number }[] = await work.db.query(
    "SELECT id FROM unit WHERE kind = 'central-school' AND name LIKE ? ORDER BY id LIMIT 1",
    [`${township}%`],
  );
  return central?.id ?? `没有找到“${township}”的中心校,请核对名称。`;
}

const kindsOf: Record<string, NonNullable<Selection["kinds"]>> = {
  中心校: ["central-school"],
  局属学校: ["affiliated"],
  科室: ["office"],
};
const endings: Record<string, RegExp> = {
  小学: /小学$|教学点$/,
  中学: /中学$|高中$|职高$/,
  幼儿园: /幼儿园$/,
};

/** Whom a wish means, as data for a broadcast, and in words; a sentence alone when it must be asked. */
export async function selectionOf(
  work: Work,
  wish: Wish,
): Promise<{ selection: Selection; words: string } | string> {
  const undone = /没|未|还差|欠|逾期/u.test(`${wish.whom ?? ""}${wish.group ?? ""}`);
  const about = undone || wish.target ? await aimAt(work, wish.target) : null;
  if (typeof about === "string") return about;
  const single = await unitsBy(work, wish.whom);
  if (single) return { selection: { ...single.selection, ...workIn(about, undone) }, words: single.words };
  const places = await placesOf(work, wish);
  if (typeof places === "string") return places;
  const heads = /校长|园长/u.test(wish.whom ?? "");
  const selection: Selection = { ...places, ...workIn(about, undone) };
  if (heads) selection.roles = ["unit-head"];
  return { selection, words: wordsOf(wish, { about, undone, heads }) };
}

function wordsOf(wish: Wish, meant: { about: Aim | null; undone: boolean; heads: boolean }): string {
  const where = `${wish.unit ?? wish.township ?? ""}${placeWords(wish)}`;
  const what = meant.about && `${meant.about.title}${meant.undone ? "没交的" : "有任务的"}`;
  return `${[where, what].filter(Boolean).join(",")}${meant.heads ? "校长、园长" : "负责人"}`;
}

/** Single units by their names, one or several: 大王庄小学和前营小学; null when it is something else. */
async function unitsBy(
  work: Work,
  whom: string | undefined,
): Promise<{ selection: Selection; words: string } | null> {
  const titled = /(?:的)?(?:校长|园长|负责人|责任人|老师)$/u;
  const names = (whom ?? "").split(/[、,和跟]/u).map((name) => name.trim().replace(titled, ""));
  const units: { id: number; name: string }[] = [];
  for (const name of names) {
    const [unit] = name === "" ? [] : await unitsCalled(work, name);
    if (!unit) return null;
    units.push(unit);
  }
  const heads = /校长|园长/u.test(whom ?? "");
  return {
    selection: { units: units.map(({ id }) => id), ...(heads && { roles: ["unit-head"] }) },
    words: `${units.map(({ name }) => name).join("、")}${heads ? "校长、园长" : "负责人"}`,
  };
}

const workIn = (about: Aim | null, undone: boolean): Pick<Selection, "undone" | "assigned"> =>
  about === null ? {} : undone ? { undone: about.target } : { assigned: about.target };

const placeWords = ({ group, whom, township }: Wish): string => {
  if (group === undefined || group === "未交") return "";
  if (group === "全部" && township) return "各学校";
  return group === "全部" ? (hasSchools(whom) ? "全县学校" : "全县各单位") : group;
};

const hasSchools = (whom: string | undefined): boolean => /校|园/u.test(whom ?? "");

async function placesOf(work: Work, wish: Wish): Promise<Selection | string> {
  if (wish.unit !== undefined) return singleUnit(work, wish.unit);
  const central = wish.township === undefined ? null : await centralOf(work, wish.township);
  if (typeof central === "string") return central;
  if (wish.group !== undefined && wish.group !== "未交")
    return groupWithin(work, wish.group, wish.whom, central);
  if (wish.group === undefined && central === null && wish.whom) return `没有找到“${wish.whom}”,请写全名。`;
  return within(central);
}

const within = (central: number | null): Selection => (central === null ? {} : { townships: [central] });

async function groupWithin(
  work: Work,
  group: string,
  whom: string | undefined,
  central: number | null,
): Promise<Selection | string> {
  const place = within(central);
  if (group === "全部")
    return hasSchools(whom) ? { ...place, kinds: ["central-school", "school", "affiliated"] } : place;
  const kinds = group.split("、").map((kind) => kindsOf[kind]);
  if (kinds.every((kind) => kind !== undefined)) return { ...place, kinds: kinds.flat() };
  const ending = endings[group];
  return ending ? schoolsEnding(work, ending, central) : singleUnit(work, group);
}

async function schoolsEnding(
  work: Work,
  ending: RegExp,
  central: number | null,
): Promise<Selection | string> {
  const below = central === null ? null : await unitsBelow(work, [central]);
  const rows: { id: number; name: string }[] = await work.db.query(
    "SELECT id, name FROM unit WHERE kind IN ('school', 'affiliated') ORDER BY id",
  );
  const units = rows.filter(({ id, name }) => ending.test(name) && (below === null || below.includes(id)));
  return units.length > 0 ? { units: units.map(({ id }) => id) } : "没有找到这样的学校。";
}

async function singleUnit(work: Work, unit: string): Promise<Selection | string> {
  const units = await unitsMeant(work, { unit });
  return Array.isArray(units) ? { units } : (units ?? "发给哪个单位?");
}
