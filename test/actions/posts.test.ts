import { expect } from "chai";
import { Assignment } from "../../entities/assignment.ts";
import { createPerson, renamePerson } from "../../src/actions/person-changes.ts";
import { listPeople, readPerson } from "../../src/actions/persons.ts";
import { appoint, endPost, unattendedWork, whyNoRole } from "../../src/actions/posts.ts";
import { aCounty, aRunningCampaign } from "../support/campaigns.ts";
import { aPerson, aPost, aUnit, useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";

const as = (person: { id: number }) => ({ kind: "person", personId: person.id }) as const;

describe("people and their posts", () => {
  const test = useTestHouse();

  async function township() {
    const bureau = await aUnit(test, { kind: "bureau", name: "青禾县教体局" });
    const central = await aUnit(test, { kind: "central-school", parentId: bureau.id, name: "柳河镇中心校" });
    const school = await aUnit(test, { parentId: central.id, name: "前营小学" });
    const far = await aUnit(test, { kind: "affiliated", parentId: bureau.id, name: "县一中" });
    const [admin, chief, head, stranger] = await Promise.all([0, 1, 2, 3].map(() => aPerson(test)));
    if (!admin || !chief || !head || !stranger) throw new Error("nobody");
    const adminPost = await aPost(test, { unitId: bureau.id, personId: admin.id, role: "bureau-admin" });
    await aPost(test, { unitId: central.id, personId: chief.id, role: "unit-head" });
    await aPost(test, { unitId: school.id, personId: head.id, role: "unit-head" });
    await aPost(test, { unitId: far.id, personId: stranger.id });
    return { bureau, central, school, far, admin, chief, head, stranger, adminPost };
  }

  it("are registered with a first post, once unless it is said that they are two", async () => {
    const { school, head } = await township();
    const register = (more: object = {}) =>
      test.act(
        (work) => createPerson(work, { name: "李明", unitId: school.id, role: "staff", ...more }),
        as(head),
      );
    const { person } = await register();
    expect(person).to.include({ name: "李明", bound: false, phone: null });
    expect(person.posts.map(({ unit, role }) => [unit, role])).to.deep.equal([["前营小学", "staff"]]);
    expect((await refusalOf(register())).facts).to.deep.equal({ duplicates: [person.id] });
    expect((await register({ namesake: true })).person.id).to.not.equal(person.id);
    const ends = await Promise.allSettled([register({ name: "周杰" }), register({ name: "周杰" })]);
    expect(ends.filter(({ status }) => status === "fulfilled")).to.have.length(1);
  });

  it("are managed as far as one's posts reach: 404 for foreign ones, 403 for roles out of hand", async () => {
    const { school, far, central, bureau, chief, head, stranger, admin } = await township();
    const li = await aPerson(test);
    await aPost(test, { unitId: school.id, personId: li.id, role: "staff" });
    const give = (who: { id: number }, unitId: number, role: "unit-head" | "responsible" | "bureau-admin") =>
      test.act((work) => appoint(work, { personId: li.id, unitId, role }), as(who));
    expect((await refusalOf(give(head, far.id, "responsible"))).status).to.equal(404);
    expect((await refusalOf(give(stranger, far.id, "responsible"))).status).to.equal(404);
    expect((await refusalOf(give(head, school.id, "unit-head"))).status).to.equal(403);
    expect((await refusalOf(give(li, school.id, "responsible"))).status).to.equal(403);
    expect((await refusalOf(give(chief, central.id, "unit-head"))).status).to.equal(403);
    expect((await refusalOf(give(admin, school.id, "bureau-admin"))).code).to.equal("invalid");
    await give(chief, school.id, "unit-head");
    await give(head, school.id, "responsible");
    await give(admin, bureau.id, "bureau-admin");
    expect((await refusalOf(give(admin, school.id, "responsible"))).message).to.include("已经有这个岗位");
  });

  it("do not make themselves the head of a central school as one responsible there", async () => {
    const { central, school } = await township();
    const sun = await aPerson(test);
    await aPost(test, { unitId: central.id, personId: sun.id });
    const become = (unitId: number) =>
      test.act((work) => appoint(work, { personId: sun.id, unitId, role: "unit-head" }), as(sun));
    expect((await refusalOf(become(central.id))).status).to.equal(403);
    await become(school.id);
  });

  it("may be at two schools, of which each head sees his own", async () => {
    const { school, far, head, stranger, admin } = await township();
    const { person } = await test.act((work) =>
      createPerson(work, { name: "李明", unitId: school.id, role: "responsible" }),
    );
    await test.act(
      (work) => appoint(work, { personId: person.id, unitId: far.id, role: "staff" }),
      as(admin),
    );
    const unitsFor = async (who: { id: number }) =>
      (await test.act((work) => readPerson(work, person.id), as(who))).posts.map(({ unit }) => unit);
    expect(await unitsFor(admin)).to.deep.equal(["前营小学", "县一中"]);
    expect(await unitsFor(head)).to.deep.equal(["前营小学"]);
    expect(await unitsFor(stranger)).to.deep.equal(["县一中"]);
  });

  it("are listed by unit, role, name and binding, within the scope", async () => {
    const { school, head, chief, admin } = await township();
    const ids = async (filter: Parameters<typeof listPeople>[1], who: { id: number }) =>
      (await test.act((work) => listPeople(work, filter), as(who))).people.map(({ id }) => id);
    expect(await ids({}, head)).to.deep.equal([head.id]);
    expect(await ids({}, chief)).to.have.members([chief.id, head.id]);
    expect(await ids({ unitId: school.id, role: "unit-head" }, admin)).to.deep.equal([head.id]);
    expect(await ids({ bound: true }, admin)).to.deep.equal([]);
    expect(await ids({ text: head.name, bound: false }, admin)).to.include(head.id);
  });

  it("are renamed by one of two who do it at once", async () => {
    const { head, chief } = await township();
    const rename = (name: string) =>
      test.act((work) => renamePerson(work, head.id, { name, rowVersion: 1 }), as(chief));
    const ends = await Promise.allSettled([rename("甲某"), rename("乙某")]);
    const refused = ends.filter((end) => end.status === "rejected");
    expect(refused.map(({ reason }) => reason.code)).to.deep.equal(["stale"]);
  });

  it("leave the county an administrator, even when two end each other's post at once", async () => {
    const { bureau, admin, adminPost } = await township();
    const end = (id: number, who: { id: number }) => test.act((work) => endPost(work, id), as(who));
    expect((await refusalOf(end(adminPost.id, admin))).message).to.include("最后一位");
    const second = await aPerson(test);
    const other = await aPost(test, { unitId: bureau.id, personId: second.id, role: "bureau-admin" });
    const ends = await Promise.allSettled([end(adminPost.id, second), end(other.id, admin)]);
    expect(ends.filter(({ status }) => status === "fulfilled")).to.have.length(1);
  });

  it("leave work to a colleague, else to nobody until somebody is appointed", async () => {
    const county = await aCounty(test);
    const { selfCheck } = await aRunningCampaign(test, county);
    const postOf = async () => (await test.db.findOneByOrFail(Assignment, { id: selfCheck.id })).postId;
    const first = await postOf();
    const colleague = await aPost(test, { unitId: selfCheck.unitId });
    const ended = await test.act((work) => endPost(work, first ?? 0));
    expect([ended.unattended, await postOf()]).to.deep.equal([0, colleague.id]);
    const alone = await test.act((work) => endPost(work, colleague.id));
    expect(alone).to.include({ moved: 0, postsLeft: 0 });
    expect(await postOf()).to.equal(null);
    const unattended = await test.act((work) => unattendedWork(work));
    expect(unattended.find(({ unitId }) => unitId === selfCheck.unitId)?.count).to.equal(alone.unattended);
    const li = await aPerson(test);
    const { postId, taken } = await test.act((work) =>
      appoint(work, { personId: li.id, unitId: selfCheck.unitId, role: "responsible" }),
    );
    expect([taken, await postOf()]).to.deep.equal([alone.unattended, postId]);
    expect((await refusalOf(test.act((work) => endPost(work, colleague.id)))).message).to.include("已经结束");
  });

  it("have the roles that a unit's kind knows", () => {
    expect(whyNoRole("office", "office-operator")).to.equal(null);
    expect(whyNoRole("school", "office-operator")).to.be.a("string");
    expect(whyNoRole("bureau", "responsible")).to.be.a("string");
  });
});
