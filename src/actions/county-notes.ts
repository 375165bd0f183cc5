import type { Role } from "../../entities/post.ts";
import type { Unit } from "../../entities/unit.ts";
import { plain } from "./county-names.ts";
import { houseOf } from "./county-people.ts";
import type { CountyPlan, Present, Somebody } from "./county-register.ts";

type Units = Map<string, { name: string; kind: Unit["kind"] | null }>;

interface Held {
  unit: string;
  person: string;
  role: Role;
  /** Tells people apart: a registered person's id, or the place of a new one in the plan. */
  who: string;
}

/** What the reader should look at before he goes on: namesakes, several at one place, nobody, changed numbers. */
export function notesOn(units: Units, plan: Omit<CountyPlan, "notes">, present: Present): string[] {
  const nameOf = new Map(present.units.map(({ id, name }) => [id, plain(name)]));
  const whoIs = (who: number): string => {
    const personId = plan.people[who]?.personId ?? null;
    return personId === null ? `new ${who}` : `${personId}`;
  };
  const fresh = plan.posts.map((post): Held => ({ ...post, who: whoIs(post.who) }));
  const held = present.posts.map(
    (post): Held => ({ ...post, unit: nameOf.get(post.unitId) ?? "", who: `${post.personId}` }),
  );
  const all = [...held, ...fresh];
  const ofPerson = grouped(all, ({ person }) => plain(person));
  const ofUnit = grouped(all, ({ unit }) => unit);
  const people = [...new Set(fresh.map(({ person }) => plain(person)))];
  const touched = [...new Set(fresh.map(({ unit }) => unit))];
  return [
    ...people.flatMap((person) => namesakes(units, ofPerson.get(person) ?? [])),
    ...touched.flatMap((unit) => several(titleOf(units, unit), ofUnit.get(unit) ?? [])),
    ...without(units, all),
    ...changed(plan.people),
  ];
}

function grouped(posts: Held[], keyOf: (post: Held) => string): Map<string, Held[]> {
  const groups = new Map<string, Held[]>();
  for (const post of posts) {
    const group = groups.get(keyOf(post));
    if (group) group.push(post);
    else groups.set(keyOf(post), [post]);
  }
  return groups;
}

const titleOf = (units: Units, key: string): string => units.get(key)?.name ?? key;

function namesakes(units: Units, same: Held[]): string[] {
  const houses = new Map(same.map(({ unit }) => [houseOf(units.get(unit) ?? { kind: null }, unit), unit]));
  if (houses.size < 2) return [];
  const where = [...houses.values()].map((unit) => titleOf(units, unit)).join("、");
  const one = new Set(same.map(({ who }) => who)).size === 1;
  return [
    one
      ? `“${same[0]?.person}”在${where}都有,手机号相同,按同一个人登记`
      : `“${same[0]?.person}”在${where}都有,按不同的人登记,绑定码各发各的`,
  ];
}

function several(title: string, posts: Held[]): string[] {
  const names = posts.filter(({ role }) => role === "responsible").map(({ person }) => person);
  return names.length > 1
    ? [`${title}有${names.length}位责任人(${names.join("、")}),任务先交给${names[0]}`]
    : [];
}

/** Units that would have work and nobody to do it. */
function without(units: Units, posts: Held[]): string[] {
  const served = new Set(posts.filter(({ role }) => role === "responsible").map(({ unit }) => unit));
  const names = [...new Set(units.values())]
    .filter(({ kind, name }) => kind !== "bureau" && kind !== "office" && !served.has(plain(name)))
    .map(({ name }) => name);
  return names.length === 0 ? [] : [`还有${names.length}个单位没有责任人:${someOf(names)}`];
}

function changed(people: Somebody[]): string[] {
  const names = people.filter(({ rings }) => rings).map(({ name }) => name);
  return names.length === 0 ? [] : [`有${names.length}人的手机号要换成表里的:${someOf(names)}`];
}

const someOf = (names: string[]): string => `${names.slice(0, 8).join("、")}${names.length > 8 ? "等" : ""}`;
