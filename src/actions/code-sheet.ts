import { guardFailed, notFound } from "../errors.ts";
import type { Table } from "../sheets/write.ts";
import type { Work } from "../work.ts";
import { dayOf } from "../workdays.ts";
import { issueCodes } from "./contacts.ts";
import { logExport } from "./exports.ts";
import { codesExpireAt, type Placed, placedPeople } from "./overview.ts";

/** One card: a person with all his units, and his one-time code. */
export interface CodeCard {
  personId: number;
  name: string;
  units: string[];
  code: string;
}

/** Cards to print, cut and hand out. */
export interface CodeSheet {
  expiresAt: Date;
  cards: CodeCard[];
}

/**
 * Makes fresh codes for those at these units who are not bound yet, or with `again` for everybody there; earlier unused
 * codes are void. Logged as an export. Refuses with not-found for a unit that is not there, with forbidden unless the
 * bureau's administrator asks, with guard-failed when nobody needs a code.
 */
export async function codeSheet(
  work: Work,
  unitIds: number[],
  { again = false }: { again?: boolean } = {},
): Promise<CodeSheet> {
  await checkUnits(work, unitIds);
  const people = await placedPeople(work);
  const wanted = people.filter(({ unitId, bound }) => unitIds.includes(unitId) && (again || !bound));
  const ids = [...new Set(wanted.map(({ personId }) => personId))];
  const codes = await issueCodes(work, ids);
  const expiresAt = await codesExpireAt(work, ids);
  if (!expiresAt) throw guardFailed("这些单位没有需要绑定码的人");
  const filter = { units: unitIds, again };
  await logExport(work, { what: "code-sheet", filter, count: ids.length, personIds: ids });
  return { expiresAt, cards: codes.map(({ personId, code }) => cardOf(people, personId, code)) };
}

async function checkUnits(work: Work, unitIds: number[]): Promise<void> {
  const rows: unknown[] = await work.db.query("SELECT id FROM unit WHERE id IN (?)", [[0, ...unitIds]]);
  if (rows.length < new Set(unitIds).size) throw notFound("其中的单位");
}

function cardOf(people: Placed[], personId: number, code: string): CodeCard {
  const posts = people.filter((each) => each.personId === personId);
  return { personId, name: posts[0]?.name ?? "", units: [...new Set(posts.map(({ unit }) => unit))], code };
}

/** The sheet as a table, for those who print labels of their own. */
export const codeTable = ({ expiresAt, cards }: CodeSheet): Table => ({
  title: "绑定码",
  headings: ["单位", "姓名", "绑定码", "有效期至"],
  rows: cards.map(({ name, units, code }) => [units.join("、"), name, code, dayOf(expiresAt)]),
});
