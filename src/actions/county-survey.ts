import { Unit } from "../../entities/unit.ts";
import { blindIndexes } from "../data-keys.ts";
import { forbidden, guardFailed } from "../errors.ts";
import { heldPosts } from "../machines/who.ts";
import type { Work } from "../work.ts";
import type { CountyLine } from "./county-lines.ts";
import type { Present, PresentUnit } from "./county-register.ts";

/** For the bureau's administrator, or the system at first set-up. Refuses with forbidden, with guard-failed beside the demo. */
export async function mayKeepCounty(work: Work): Promise<void> {
  const posts = await heldPosts(work);
  if (work.actor.kind !== "system" && !posts.some(({ role }) => role === "bureau-admin"))
    throw forbidden("只有教体局管理员可以登记单位和人员");
  const [demo]: unknown[] = await work.db.query("SELECT id FROM unit WHERE demo = 1 LIMIT 1");
  if (demo) throw guardFailed("现在放的是演示数据,请先移除演示,再登记本县的单位");
}

/**
 * Whoever keeps the county holds this row, so that the same table pasted twice at once is written once. Refuses with
 * guard-failed before the bureau is registered.
 */
export async function lockBureau(work: Work): Promise<PresentUnit> {
  const [row]: PresentUnit[] = await work.db.query(
    "SELECT id, parent_id AS parentId, name, kind FROM unit WHERE kind = 'bureau' AND demo = 0 FOR UPDATE",
  );
  if (!row) throw guardFailed("请先登记教体局");
  return { ...row, aliases: [] };
}

/**
 * What is registered, as far as it matters to these lines, and held until the end of the work: nobody else registers
 * units or people meanwhile. Refuses with guard-failed before the bureau is registered.
 */
export async function surveyCounty(work: Work, lines: CountyLine[]): Promise<Present> {
  const bureau = await lockBureau(work);
  await work.db.query("SELECT id FROM unit WHERE demo = 0 ORDER BY id FOR UPDATE");
  const units = await work.db.find(Unit, { where: { demo: false }, order: { id: "ASC" } });
  const posts: Present["posts"] = await work.db.query(
    `SELECT p.unit_id AS unitId, n.id AS personId, n.name AS person, p.role FROM post p
       JOIN person n ON n.id = p.person_id JOIN unit u ON u.id = p.unit_id
     WHERE u.demo = 0 AND p.from_at <= ? AND (p.until_at IS NULL OR p.until_at > ?) ORDER BY p.id`,
    [work.now, work.now],
  );
  return { bureau, units, posts, people: await placed(work), owners: await ownersOf(work, lines) };
}

const placed = (work: Work): Promise<Present["people"]> =>
  work.db.query(
    `SELECT p.unit_id AS unitId, n.id AS personId, n.name, h.mask FROM post p JOIN person n ON n.id = p.person_id
       LEFT JOIN phone h ON h.person_id = n.id
     WHERE n.demo = 0 AND (p.until_at IS NULL OR p.until_at > ?) ORDER BY p.id`,
    [work.now],
  );

async function ownersOf(work: Work, lines: CountyLine[]): Promise<Present["owners"]> {
  const phones = [...new Set(lines.flatMap(({ phone }) => phone ?? []))];
  const phoneOf = new Map(
    phones.flatMap((phone) =>
      blindIndexes(work.rules.dataKeys, phone).map((index): [string, string] => [index, phone]),
    ),
  );
  if (phoneOf.size === 0) return new Map();
  const rows: { blindIndex: string; personId: number; name: string }[] = await work.db.query(
    `SELECT h.blind_index AS blindIndex, n.id AS personId, n.name FROM phone h JOIN person n ON n.id = h.person_id
     WHERE h.blind_index IN (?)`,
    [[...phoneOf.keys()]],
  );
  return new Map(
    rows.map(({ blindIndex, personId, name }) => [phoneOf.get(blindIndex) ?? "", { personId, name }]),
  );
}
