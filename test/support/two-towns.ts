import type { Role } from "../../entities/post.ts";
import type { Unit } from "../../entities/unit.ts";
import { createAccount } from "../../src/actions/accounts.ts";
import { createToken } from "../../src/actions/api-tokens.ts";
import { callerOf, openSession } from "../../src/actions/sessions.ts";
import { aHolder, type Holder } from "./campaigns.ts";
import { aPerson, aUnit, type TestHouse } from "./house.ts";

/** What there is of one noun, as a plain reader would describe it: whose it is, and where. */
export interface Thing {
  noun: string;
  /** What stands in the address. */
  id: number | string;
  /** The units that it is about, and the offices that the work there goes to. */
  places: { unitId: number; officeId: number | null }[];
  /** Whose it is: the holder, who wrote it, who asked. */
  personId: number | null;
  /** For If-Match. */
  version: number;
  /** Words that nobody may read who may not see it. */
  words: string[];
  /** Other numbers that a call about it needs. */
  also: Record<string, number | string>;
}

/** Somebody who is signed in, with what he is. */
export interface Visitor {
  name: string;
  personId: number;
  accountId: number;
  roles: Role[];
  /** Where his posts are. */
  at: number[];
  /** Where he answers or heads, and all that is below. */
  below: number[];
  office: number | null;
  headers: Record<string, string>;
  /** A token of his with which nothing can be changed. */
  readToken: string;
}

/** A school and its people. */
export interface School {
  unit: Unit;
  head: Holder;
  responsible: Holder;
  /** Registers an account. */
  staff: Holder;
  /** Has none, and says so. */
  other: Holder;
}

/** A township's central school and the schools below. */
export interface Town {
  central: Unit;
  head: Holder;
  schools: [School, School];
}

/** Two townships of one county, where nobody is anybody else's colleague. */
export interface TwoTowns {
  bureau: Unit;
  /** 宣传科, which also keeps the register. */
  office: Unit;
  /** 基础教育科, to which other work goes. */
  otherOffice: Unit;
  leader: Holder;
  admin: Holder;
  auditor: Holder;
  operator: Holder;
  otherOperator: Holder;
  willow: Town;
  tower: Town;
  /** 城关幼儿园, where nothing is and nobody works. */
  empty: Unit;
  visitors: Visitor[];
  things: Thing[];
}

/** A thing with nothing said of it but what is given. */
export const thing = (given: Pick<Thing, "noun" | "id"> & Partial<Thing>): Thing => ({
  places: [],
  personId: null,
  version: 1,
  words: [],
  also: {},
  ...given,
});

type Names = [head: string, responsible: string, staff: string, other: string];

async function aSchool(test: TestHouse, central: Unit, name: string, names: Names): Promise<School> {
  const unit = await aUnit(test, { name, parentId: central.id });
  const [head, responsible, staff, other] = names;
  return {
    unit,
    head: await aHolder(test, unit, "unit-head", head),
    responsible: await aHolder(test, unit, "responsible", responsible),
    staff: await aHolder(test, unit, "staff", staff),
    other: await aHolder(test, unit, "staff", other),
  };
}

async function aTown(
  test: TestHouse,
  bureau: Unit,
  { name, head }: { name: string; head: string },
  names: [Names, Names],
): Promise<Town> {
  const central = await aUnit(test, { kind: "central-school", name: `${name}中心校`, parentId: bureau.id });
  return {
    central,
    head: await aHolder(test, central, "unit-head", head),
    schools: [
      await aSchool(test, central, `${name}第一小学`, names[0]),
      await aSchool(test, central, `${name}第二小学`, names[1]),
    ],
  };
}

/** The county's units and people, and who of them is signed in; nothing has happened there yet. */
export async function twoTowns(test: TestHouse): Promise<TwoTowns> {
  const bureau = await aUnit(test, { kind: "bureau", name: "清河县教体局" });
  const office = await aUnit(test, { kind: "office", name: "宣传科", parentId: bureau.id });
  const otherOffice = await aUnit(test, { kind: "office", name: "基础教育科", parentId: bureau.id });
  const willow = await aTown(test, bureau, { name: "柳林镇", head: "钱卫东" }, [
    ["孙志远", "王秀兰", "刘洋帆", "陈晓燕"],
    ["吴德海", "郑小梅", "冯雪琴", "褚建业"],
  ]);
  const tower = await aTown(test, bureau, { name: "白塔镇", head: "卫向阳" }, [
    ["蒋文清", "沈佩芳", "韩冬至", "杨桂英"],
    ["朱明远", "秦素云", "尤海波", "许家宁"],
  ]);
  const county: TwoTowns = {
    bureau,
    office,
    otherOffice,
    willow,
    tower,
    empty: await aUnit(test, {
      kind: "affiliated",
      name: "城关幼儿园",
      parentId: bureau.id,
    }),
    leader: await aHolder(test, bureau, "bureau-leader", "郑国强"),
    admin: await aHolder(test, bureau, "bureau-admin", "李建军"),
    auditor: await aHolder(test, bureau, "auditor", "何静安"),
    operator: await aHolder(test, office, "office-operator", "周敏之"),
    otherOperator: await aHolder(test, otherOffice, "office-operator", "冯立群"),
    visitors: [],
    things: [],
  };
  await letIn(test, county);
  county.things.push(...unitsOf(county), ...peopleOf(county));
  return county;
}

/** One of every role; those of the schools are of 柳林镇, so that 白塔镇 is foreign to them. */
async function letIn(test: TestHouse, county: TwoTowns): Promise<void> {
  const { leader, admin, auditor, operator, otherOperator, willow } = county;
  const [school, second] = willow.schools;
  const town = [willow.central.id, school.unit.id, second.unit.id];
  const nobody = Object.assign(await aPerson(test, { name: "路过客" }), { post: null });
  county.things.push(thing({ noun: "person", id: nobody.id, personId: nobody.id, words: [nobody.name] }));
  const people: [Pick<Holder, "id" | "name"> & { post: Holder["post"] | null }, number[]][] = [
    [leader, []],
    [admin, []],
    [auditor, []],
    [operator, []],
    [otherOperator, []],
    [willow.head, town],
    [school.head, [school.unit.id]],
    [school.responsible, [school.unit.id]],
    [school.staff, []],
    [nobody, []],
  ];
  for (const [{ id, name, post }, below] of people) {
    const signedIn = await aSession(test, county, { id, name: `account-${id}-here` });
    const office = post?.role === "office-operator" ? post.unitId : null;
    const at = post ? [post.unitId] : [];
    const roles = post ? [post.role] : [];
    county.visitors.push({
      name,
      personId: id,
      roles,
      at,
      below,
      office,
      ...signedIn,
    });
  }
}

/** A browser of this person's, and beside it an account, a session and a token to be meddled with. */
async function aSession(
  test: TestHouse,
  county: TwoTowns,
  { id: personId, name }: { id: number; name: string },
): Promise<Pick<Visitor, "accountId" | "headers" | "readToken">> {
  return test.act(async (work) => {
    const { id: accountId } = await createAccount(work, { name, personId });
    await work.db.query("UPDATE account SET must_change = 0 WHERE id = ?", [accountId]);
    const { token, csrf } = await openSession(work, accountId, "办公室");
    const caller = await callerOf(work, { cookie: token });
    if (!caller) throw new Error("the session is not known");
    const expiresAt = new Date(work.now.getTime() + 24 * 3_600_000);
    const made = await createToken(work, caller, { name: "报表", scope: "read", expiresAt });
    const also = { accountId };
    county.things.push(
      thing({ noun: "account", id: accountId, personId, words: [name] }),
      thing({ noun: "session", id: caller.id, personId, also }),
      thing({ noun: "token", id: made.id, personId, also }),
    );
    const headers = { Cookie: `duban_session=${token}`, "X-CSRF-Token": csrf };
    return { accountId, headers, readToken: made.token };
  });
}

/** The schools of both townships. */
export const schoolsOf = ({ willow, tower }: TwoTowns): School[] => [...willow.schools, ...tower.schools];

/** Everybody at a school or central school. */
const townspeople = (county: TwoTowns): Holder[] => [
  county.willow.head,
  county.tower.head,
  ...schoolsOf(county).flatMap(({ head, responsible, staff, other }) => [head, responsible, other, staff]),
];

/** Offices and the bureau are known to everybody by name; schools are not. */
function unitsOf(county: TwoTowns): Thing[] {
  const schools = [county.willow.central, county.tower.central, ...schoolsOf(county).map(({ unit }) => unit)];
  const rows = [county.bureau, county.office, county.otherOffice, county.empty, ...schools];
  const empty = thing({ noun: "empty-unit", id: county.empty.id, words: [county.empty.name] });
  const told = rows.map((unit) =>
    thing({
      noun: "unit",
      id: unit.id,
      version: unit.rowVersion ?? 1,
      places: [
        {
          unitId: unit.id,
          officeId: null,
        },
      ],
      words: unit.kind === "bureau" || unit.kind === "office" ? [] : [unit.name],
      also: { parentId: unit.parentId ?? county.bureau.id },
    }),
  );
  return [empty, ...told];
}

function peopleOf(county: TwoTowns): Thing[] {
  const { leader, admin, auditor, operator, otherOperator } = county;
  const own = townspeople(county);
  const all = [leader, admin, auditor, operator, otherOperator, ...own];
  return all.flatMap((person) => {
    const { id, name, post } = person;
    const places = [{ unitId: post.unitId, officeId: null }];
    const common = { places, personId: id, also: { role: post.role } };
    return [
      thing({ ...common, noun: "person", id, words: own.includes(person) ? [name] : [] }),
      thing({ ...common, noun: "post", id: post.id }),
    ];
  });
}
