import { expect } from "chai";
import type { Person } from "../../entities/person.ts";
import type { Unit } from "../../entities/unit.ts";
import { createUnit, moveUnit, removeUnit, renameUnit, setAliases } from "../../src/actions/unit-changes.ts";
import { listUnits, readUnit } from "../../src/actions/units.ts";
import { aPerson, aPost, aUnit, useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";

const as = (person: { id: number }) => ({ kind: "person", personId: person.id }) as const;

describe("the units of the county", () => {
  const test = useTestHouse();
  let bureau: Unit;
  let liuhe: Unit;
  let dongshan: Unit;
  let school: Unit;
  let admin: Person;
  let head: Person;
  beforeEach(async () => {
    bureau = await aUnit(test, { kind: "bureau", name: "青禾县教体局" });
    liuhe = await aUnit(test, { kind: "central-school", parentId: bureau.id, name: "柳河镇中心校" });
    dongshan = await aUnit(test, { kind: "central-school", parentId: bureau.id, name: "东山镇中心校" });
    school = await aUnit(test, { parentId: liuhe.id, name: "前营小学", aliases: ["营小"] });
    admin = await aPerson(test);
    head = await aPerson(test);
    await aPost(test, { unitId: bureau.id, personId: admin.id, role: "bureau-admin" });
    await aPost(test, { unitId: liuhe.id, personId: head.id, role: "unit-head" });
  });

  const names = async (filter: Parameters<typeof listUnits>[1], who: Person = admin) =>
    (await test.act((work) => listUnits(work, filter), as(who))).units.map(({ name }) => name);

  it("are listed by kind, township and any of their names", async () => {
    expect(await names({ kind: "central-school" })).to.deep.equal(["柳河镇中心校", "东山镇中心校"]);
    expect(await names({ below: liuhe.id })).to.deep.equal(["柳河镇中心校", "前营小学"]);
    expect(await names({ parentId: liuhe.id })).to.deep.equal(["前营小学"]);
    expect(await names({ text: "营小" })).to.deep.equal(["前营小学"]);
    expect(await names({ text: "%" })).to.deep.equal([]);
  });

  it("come in pages", async () => {
    const first = await test.act((work) => listUnits(work, { limit: 3 }));
    expect(first.units).to.have.length(3);
    const rest = await test.act((work) => listUnits(work, { limit: 3, after: first.next ?? 0 }));
    expect([rest.units.map(({ name }) => name), rest.next]).to.deep.equal([["前营小学"], null]);
    expect((await refusalOf(test.act((work) => listUnits(work, { limit: 201 })))).code).to.equal("invalid");
  });

  it("are seen by a central school as far as its own go, and changed by the administrator alone", async () => {
    expect(await names({}, head)).to.deep.equal(["柳河镇中心校", "前营小学"]);
    const rename = (unit: Unit) =>
      test.act((work) => renameUnit(work, unit.id, { name: "新名", rowVersion: 1 }), as(head));
    expect((await refusalOf(rename(dongshan))).status).to.equal(404);
    expect((await refusalOf(rename(school))).status).to.equal(403);
  });

  it("stand where their kind belongs", async () => {
    const create = (kind: Unit["kind"], parent: Unit) =>
      test.act((work) => createUnit(work, { name: "新校", kind, parentId: parent.id }), as(admin));
    expect((await refusalOf(create("school", bureau))).code).to.equal("invalid");
    expect((await refusalOf(create("office", liuhe))).code).to.equal("invalid");
    expect((await refusalOf(create("bureau", bureau))).code).to.equal("invalid");
    expect(await create("school", dongshan)).to.include({ parent: "东山镇中心校", rowVersion: 1 });
    expect((await refusalOf(create("school", liuhe))).message).to.include("已经是“新校”的名称或别名");
    const move = (unit: Unit, parent: Unit) =>
      test.act((work) => moveUnit(work, unit.id, { parentId: parent.id, rowVersion: 1 }), as(admin));
    expect((await refusalOf(move(liuhe, liuhe))).code).to.equal("invalid");
    expect(await move(school, dongshan)).to.include({ parent: "东山镇中心校", rowVersion: 2 });
  });

  it("have names that lead to one of them only", async () => {
    const alias = (unit: Unit, aliases: string[]) =>
      test.act((work) => setAliases(work, unit.id, { aliases, rowVersion: 1 }), as(admin));
    expect((await refusalOf(alias(liuhe, ["营 小"]))).code).to.equal("guard-failed");
    expect((await alias(school, ["营小", "营小 ", "前小"])).aliases).to.deep.equal(["营小", "前小"]);
  });

  it("are renamed by one of two who do it at once", async () => {
    const rename = (name: string) =>
      test.act((work) => renameUnit(work, school.id, { name, rowVersion: 1 }), as(admin));
    const ends = await Promise.allSettled([rename("甲小学"), rename("乙小学")]);
    const refused = ends.filter((end) => end.status === "rejected");
    expect(refused.map(({ reason }) => reason.code)).to.deep.equal(["stale"]);
    expect((await test.act((work) => readUnit(work, school.id))).rowVersion).to.equal(2);
  });

  it("are removed when nothing hangs on them, else it is said what does", async () => {
    const remove = (unit: Unit) =>
      test.act((work) => removeUnit(work, unit.id, { rowVersion: 1 }), as(admin));
    const refusal = await refusalOf(remove(liuhe));
    expect(refusal.facts.hanging).to.have.members(["下级单位", "人员岗位(包括以前的)"]);
    await remove(school);
    expect((await refusalOf(test.act((work) => readUnit(work, school.id)))).status).to.equal(404);
    expect((await refusalOf(remove(bureau))).message).to.include("教体局不能删除");
  });
});
