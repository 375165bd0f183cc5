import { randomBytes } from "node:crypto";
import { Unit } from "../../entities/unit.ts";
import { forbidden, guardFailed, invalid, stale } from "../errors.ts";
import { record } from "../machines/event.ts";
import type { Work } from "../work.ts";
import { plain } from "./county-names.ts";
import { checkedName, keepsCounty, lockCounty } from "./people-rights.ts";
import { readUnit, type UnitRow } from "./units.ts";

/** A unit to be registered; without a code it gets one. */
export interface NewUnit {
  name: string;
  kind: Unit["kind"];
  parentId: number;
  code?: string;
  aliases?: string[];
}

const mostAliases = 20;
const codePattern = /^[A-Za-z0-9._-]{1,32}$/;

/**
 * Registers a unit below another. Refuses with forbidden unless the bureau's administrator asks, with invalid for
 * names, codes and places that do not fit, with guard-failed when a name or the code is another unit's.
 */
export async function createUnit(work: Work, order: NewUnit): Promise<UnitRow> {
  await lockToChange(work);
  const name = checkedName(order.name, "name", 80);
  const aliases = checkedAliases(order.aliases ?? []);
  const code = order.code ?? `unit-${randomBytes(6).toString("hex")}`;
  if (!codePattern.test(code))
    throw invalid("单位代码只能用字母、数字、点和横线,最多 32 个", [{ field: "code", message: "不合要求" }]);
  const parent = await readUnit(work, order.parentId);
  checkPlace(order.kind, parent);
  await checkFree(work, 0, [name, ...aliases]);
  const [taken]: unknown[] = await work.db.query("SELECT id FROM unit WHERE code = ?", [code]);
  if (taken) throw guardFailed(`单位代码“${code}”已经用过`);
  const row = { name, kind: order.kind, parentId: parent.id, code, aliases, demo: parent.demo };
  const { identifiers } = await work.db.insert(Unit, row);
  const id = Number(identifiers[0]?.id);
  await record(work, { subject: "unit", subjectId: id, command: "create", payload: row });
  return readUnit(work, id);
}

/** Gives a unit another name. Refuses as createUnit does, and with stale when the version is not the present one. */
export async function renameUnit(
  work: Work,
  id: number,
  change: { name: string; rowVersion: number },
): Promise<UnitRow> {
  const unit = await unitToChange(work, id, change.rowVersion);
  const name = checkedName(change.name, "name", 80);
  await checkFree(work, id, [name]);
  await write(work, unit, { name });
  await record(work, {
    subject: "unit",
    subjectId: id,
    command: "rename",
    payload: { from: unit.name, name },
  });
  return readUnit(work, id);
}

/** Replaces a unit's other names. Refuses as renameUnit does. */
export async function setAliases(
  work: Work,
  id: number,
  change: { aliases: string[]; rowVersion: number },
): Promise<UnitRow> {
  const unit = await unitToChange(work, id, change.rowVersion);
  const aliases = checkedAliases(change.aliases);
  await checkFree(work, id, aliases);
  await write(work, unit, { aliases: JSON.stringify(aliases) });
  await record(work, { subject: "unit", subjectId: id, command: "set_aliases", payload: { aliases } });
  return readUnit(work, id);
}

/** Puts a unit below another. Refuses as renameUnit does, with invalid for one where it does not belong. */
export async function moveUnit(
  work: Work,
  id: number,
  change: { parentId: number; rowVersion: number },
): Promise<UnitRow> {
  const unit = await unitToChange(work, id, change.rowVersion);
  const parent = await readUnit(work, change.parentId);
  // What may stand below what leaves no room for a circle.
  checkPlace(unit.kind, parent);
  await write(work, unit, { parent_id: parent.id });
  const payload = { from: unit.parentId, parentId: parent.id };
  await record(work, { subject: "unit", subjectId: id, command: "move", payload });
  return readUnit(work, id);
}

/** Removes a unit on which nothing hangs. Refuses as renameUnit does, with guard-failed saying what hangs on it. */
export async function removeUnit(work: Work, id: number, change: { rowVersion: number }): Promise<void> {
  const unit = await unitToChange(work, id, change.rowVersion);
  if (unit.kind === "bureau") throw guardFailed("教体局不能删除");
  const hanging = await hangingOn(work, id);
  if (hanging.length > 0) throw guardFailed(`“${unit.name}”还有${hanging.join("、")},不能删除`, { hanging });
  await work.db.query("DELETE FROM unit WHERE id = ?", [id]);
  await record(work, { subject: "unit", subjectId: id, command: "remove", payload: { name: unit.name } });
}

async function lockToChange(work: Work): Promise<void> {
  await lockCounty(work);
  if (!(await keepsCounty(work))) throw forbidden("只有教体局管理员可以登记和更改单位");
}

async function unitToChange(work: Work, id: number, rowVersion: number): Promise<UnitRow> {
  await lockCounty(work);
  const unit = await readUnit(work, id);
  if (!(await keepsCounty(work))) throw forbidden("只有教体局管理员可以登记和更改单位");
  if (unit.rowVersion !== rowVersion) throw stale();
  return unit;
}

async function write(work: Work, unit: UnitRow, set: Record<string, unknown>): Promise<void> {
  const columns = Object.keys(set).map((column) => `${column} = ?`);
  const { affectedRows }: { affectedRows: number } = await work.db.query(
    `UPDATE unit SET ${columns.join(", ")}, row_version = row_version + 1 WHERE id = ? AND row_version = ?`,
    [...Object.values(set), unit.id, unit.rowVersion],
  );
  if (affectedRows !== 1) throw stale();
}

function checkedAliases(aliases: string[]): string[] {
  const names = aliases.map((alias) => checkedName(alias, "aliases", 80));
  if (names.length > mostAliases)
    throw invalid(`别名最多${mostAliases}个`, [{ field: "aliases", message: "太多了" }]);
  return [...new Map(names.map((name) => [plain(name), name])).values()];
}

function checkPlace(kind: Unit["kind"], parent: UnitRow): void {
  const wrong = (field: string, message: string) => invalid(message, [{ field, message }]);
  if (kind === "bureau") throw wrong("kind", "教体局只有一个,不能再登记或移动");
  if (kind === "school" && parent.kind !== "central-school")
    throw wrong("parentId", "学校要放在中心校下面;直接归教体局的,类别请选“局属学校”");
  if (kind !== "school" && parent.kind !== "bureau") throw wrong("parentId", "这类单位直接归教体局");
}

/** A name leads to one unit only. */
async function checkFree(work: Work, id: number, names: string[]): Promise<void> {
  const others: { id: number; name: string; aliases: string }[] = await work.db.query(
    "SELECT id, name, aliases FROM unit WHERE id <> ?",
    [id],
  );
  const taken = new Map(
    others.flatMap(({ name, aliases }) =>
      [name, ...(JSON.parse(aliases) as string[])].map((each) => [plain(each), name] as const),
    ),
  );
  for (const name of names) {
    const owner = taken.get(plain(name));
    if (owner !== undefined) throw guardFailed(`“${name}”已经是“${owner}”的名称或别名`);
  }
}

const titles: Record<string, string> = {
  unit: "下级单位",
  post: "人员岗位(包括以前的)",
  assignment: "任务",
  inventory_entry: "清单",
  requirement: "要它接收的任务",
};

/** Whatever refers to the unit, in tables of today and later; two refer without the database's knowledge. */
async function hangingOn(work: Work, id: number): Promise<string[]> {
  const known: { name: string; place: string }[] = await work.db.query(
    `SELECT table_name AS name, column_name AS place FROM information_schema.key_column_usage
     WHERE table_schema = DATABASE() AND referenced_table_name = 'unit'`,
  );
  const places = [
    { name: "unit", place: "parent_id" },
    { name: "requirement", place: "recipient_unit_id" },
    ...known,
  ];
  const found = new Set<string>();
  for (const { name, place } of places) {
    const [row]: unknown[] = await work.db.query(`SELECT 1 FROM \`${name}\` WHERE \`${place}\` = ? LIMIT 1`, [
      id,
    ]);
    if (row) found.add(titles[name] ?? "其他登记");
  }
  return [...found];
}
