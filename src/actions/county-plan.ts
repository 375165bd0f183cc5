import type { Role } from "../../entities/post.ts";
import type { Unit } from "../../entities/unit.ts";
import type { Problem } from "./county-headings.ts";
import type { CountyLine } from "./county-lines.ts";
import { plain } from "./county-names.ts";
import { notesOn } from "./county-notes.ts";
import { type Mention, whoIsWho } from "./county-people.ts";
import type { CountyPlan, Present, Somebody } from "./county-register.ts";

/** A unit as lines and register together tell it; `parent` is the plain name, null for the bureau. */
interface Known {
  id: number | null;
  name: string;
  kind: Unit["kind"] | null;
  parent: string | null;
  line: CountyLine | null;
}

type Units = Map<string, Known>;
type Complain = (line: CountyLine, column: Problem["column"], message: string) => void;

const kindNames: Record<Unit["kind"], string> = {
  bureau: "教体局",
  office: "科室",
  "central-school": "中心校",
  school: "学校",
  affiliated: "局属学校(单位)",
};

/** Decides what a table adds to what is there; nothing is added twice. Every contradiction is a problem. */
export function planCounty(lines: CountyLine[], present: Present): { plan: CountyPlan; problems: Problem[] } {
  const problems: Problem[] = [];
  const complain: Complain = ({ line }, column, message) => {
    problems.push({ line, column, message });
  };
  const units = registered(present);
  for (const line of lines.filter(({ unit }) => unit !== "")) gather(units, line, complain);
  const fresh = [...units.values()].filter(({ id }) => id === null);
  for (const unit of fresh) settle(units, unit, plain(present.bureau.name), complain);
  const found = whoIsWho(mentionsIn(lines, units), present, complain);
  const people = [...new Set(found.values())].map(({ line, personId, name, phone, rings }) => ({
    line,
    personId,
    name,
    phone,
    rings,
  }));
  const places = new Map([...new Set(found.values())].map((somebody, place) => [somebody, place]));
  const whoIs = (line: CountyLine): number => places.get(found.get(line) as Somebody) ?? -1;
  const posts = newPosts(lines, units, present, complain).map(({ line, ...post }) => ({
    ...post,
    line: line.line,
    who: whoIs(line),
  }));
  const schoolsLast = fresh.toSorted((a, b) => Number(a.kind === "school") - Number(b.kind === "school"));
  const plan = { units: schoolsLast.flatMap(newUnit), people, posts };
  return { plan: { ...plan, notes: notesOn(units, plan, present) }, problems };
}

const newUnit = ({ line, name, kind, parent }: Known): CountyPlan["units"] =>
  line && kind && parent ? [{ line: line.line, name, kind, parent }] : [];

const mentionsIn = (lines: CountyLine[], units: Units): Mention[] =>
  lines.flatMap((line) => {
    const unit = units.get(plain(line.unit));
    return unit && line.person !== "" ? [{ line, unit: plain(unit.name), kind: unit.kind }] : [];
  });

function registered({ units }: Present): Units {
  const nameOf = new Map(units.map(({ id, name }) => [id, plain(name)]));
  const entries = units.map(
    (unit): Known => ({ ...unit, parent: nameOf.get(unit.parentId ?? 0) ?? null, line: null }),
  );
  const byAlias = entries.flatMap((entry, place): [string, Known][] =>
    (units[place]?.aliases ?? []).map((alias) => [plain(alias), entry]),
  );
  return new Map([...byAlias, ...entries.map((entry): [string, Known] => [plain(entry.name), entry])]);
}

/** Lines of one unit may each tell a part; what two of them tell must agree. */
function gather(units: Units, line: CountyLine, complain: Complain): void {
  const key = plain(line.unit);
  const above = units.get(plain(line.parent));
  const parent = line.parent === "" ? null : plain(above?.name ?? line.parent);
  const known = units.get(key);
  if (!known) {
    units.set(key, { id: null, name: line.unit, kind: line.kind, parent, line });
    return;
  }
  compare(units, known, { ...line, parent }, (column, message) => complain(line, column, message));
  if (known.id !== null) return;
  known.kind ??= line.kind;
  known.parent ??= parent;
}

function compare(
  units: Units,
  known: Known,
  told: Pick<Known, "kind" | "parent">,
  complain: (column: Problem["column"], message: string) => void,
): void {
  if (told.kind !== null && known.kind !== null && told.kind !== known.kind) {
    complain("类别", `“${known.name}”${whence(known)}是${kindNames[known.kind]},前后不一致`);
  }
  if (told.parent !== null && known.parent !== null && told.parent !== known.parent) {
    const above = units.get(known.parent)?.name ?? known.parent;
    const hint = "如果是另一所同名学校,请写全称以便区分";
    complain("上级单位", `“${known.name}”${whence(known)}归${above}。${hint}`);
  }
}

const whence = ({ line }: Known): string => (line === null ? "已登记" : `在第${line.line}行`);

/** Who is above a new unit follows from its kind. */
function settle(units: Units, unit: Known, bureau: string, complain: Complain): void {
  const { line } = unit;
  if (!line) return;
  if (unit.kind === null) {
    complain(line, "类别", `第一次登记“${unit.name}”,要写类别:中心校、学校、局属学校(单位)或科室`);
    return;
  }
  const above = unit.parent === null ? undefined : units.get(unit.parent);
  if (above) unit.parent = plain(above.name);
  if (unit.kind === "school") {
    const why = whyNotAbove(unit, above);
    if (why) complain(line, "上级单位", why);
    return;
  }
  if (unit.parent !== null && unit.parent !== bureau) {
    complain(line, "上级单位", `${kindNames[unit.kind]}直接归教体局,这一栏请留空`);
  }
  unit.parent = bureau;
}

function whyNotAbove(school: Known, above: Known | undefined): string | null {
  if (school.parent === null) return "学校要写上级中心校;直接归教体局的,类别请写“局属学校”";
  if (!above) return `没有找到中心校“${school.parent}”,请核对名称,或在表里加上它`;
  if (above.kind === "central-school" || above.kind === null) return null;
  return above.kind === "bureau"
    ? "直接归教体局的学校,类别请写“局属学校”"
    : `“${above.name}”是${kindNames[above.kind]},不是中心校`;
}

function newPosts(lines: CountyLine[], units: Units, present: Present, complain: Complain): NewPost[] {
  const nameOf = new Map(present.units.map(({ id, name }) => [id, plain(name)]));
  const seen = new Set(present.posts.map((post) => keyOf({ ...post, unit: nameOf.get(post.unitId) ?? "" })));
  return lines.flatMap((line) => {
    const unit = units.get(plain(line.unit));
    if (!unit || line.person === "" || line.role === null) return [];
    const why = whyNoPost(unit, line.role);
    if (why) complain(line, "岗位", why);
    const role = unit.kind === "bureau" && line.role === "unit-head" ? "bureau-leader" : line.role;
    const post = { line, unit: plain(unit.name), person: line.person, role };
    if (seen.has(keyOf(post))) return [];
    seen.add(keyOf(post));
    return [post];
  });
}

interface NewPost {
  line: CountyLine;
  unit: string;
  person: string;
  role: Role;
}

const keyOf = ({ unit, person, role }: { unit: string; person: string; role: Role }): string =>
  [unit, plain(person), role].join("|");

function whyNoPost({ kind, name }: Known, role: Role): string | null {
  if (kind === null) return null;
  if (role === "bureau-admin" && kind !== "bureau") return "管理员只能写在教体局那一行";
  if (role === "office-operator" && kind !== "office") return `“${name}”不是科室,不能有科室经办人`;
  if (kind === "bureau" && (role === "responsible" || role === "office-operator"))
    return "教体局本身不领任务,请把人写到具体科室";
  return null;
}
