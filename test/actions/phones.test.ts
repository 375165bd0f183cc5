import { expect } from "chai";
import fc from "fast-check";
import { createPerson } from "../../src/actions/person-changes.ts";
import { listPeople, personByPhone, readPerson } from "../../src/actions/persons.ts";
import { maskPhone, normalisePhone, revealPhones, rotatePhones, setPhone } from "../../src/actions/phones.ts";
import { aPerson, aPost, aUnit, useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";

const as = (person: { id: number }) => ({ kind: "person", personId: person.id }) as const;
const number = fc
  .tuple(fc.constantFrom(..."3456789"), fc.stringMatching(/^\d{9}$/))
  .map(([a, b]) => `1${a}${b}`);

describe("a phone number", () => {
  const test = useTestHouse();

  async function county() {
    const bureau = await aUnit(test, { kind: "bureau", name: "青禾县教体局" });
    const central = await aUnit(test, { kind: "central-school", parentId: bureau.id });
    const school = await aUnit(test, { parentId: central.id });
    const other = await aUnit(test, { parentId: bureau.id, kind: "affiliated" });
    const [admin, head, wang, chen] = await Promise.all([0, 1, 2, 3].map(() => aPerson(test)));
    if (!admin || !head || !wang || !chen) throw new Error("nobody");
    await aPost(test, { unitId: bureau.id, personId: admin.id, role: "bureau-admin" });
    await aPost(test, { unitId: central.id, personId: head.id, role: "unit-head" });
    await aPost(test, { unitId: school.id, personId: wang.id });
    await aPost(test, { unitId: other.id, personId: chen.id });
    return { bureau, central, school, other, admin, head, wang, chen };
  }

  it("is the same however it is written, and shows seven digits when masked", () => {
    fc.assert(
      fc.property(number, fc.constantFrom("", "+86", "+86 ", "86", "0086-"), (digits, prefix) => {
        const parts = `${prefix}${digits.slice(0, 3)}-${digits.slice(3, 7)} ${digits.slice(7)}`;
        expect(normalisePhone(parts)).to.equal(digits);
        const wide = [...digits].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join("");
        expect(normalisePhone(wide)).to.equal(digits);
        expect(maskPhone(digits)).to.match(/^1[3-9]\d\*{4}\d{4}$/);
      }),
    );
    for (const text of ["", "12800001234", "1380000123", "138000012345", "0512-6800123", "+1 13800001234"])
      expect(normalisePhone(text), text).to.equal(null);
  });

  it("of Wang is shown masked in lists and stands in the clear in no table", async () => {
    const { wang, head } = await county();
    expect(await test.act((work) => setPhone(work, wang.id, "+86 138 0000 1234"), as(head))).to.equal(
      "138****1234",
    );
    const { people } = await test.act((work) => listPeople(work, {}), as(head));
    expect(people.find(({ id }) => id === wang.id)?.phone).to.equal("138****1234");
    await test.act((work) => revealPhones(work, [wang.id], "防汛值班"), as(head));
    for (const table of ["phone", "event", "data_export", "person"]) {
      expect(JSON.stringify(await test.db.query(`SELECT * FROM ${table}`)), table).to.not.include(
        "13800001234",
      );
    }
  });

  it("is read out to heads of central schools in their own subtree, and each time is logged", async () => {
    const { wang, head, chen, admin } = await county();
    await test.act((work) => setPhone(work, wang.id, "13800001234"));
    const reveal = (who: { id: number }, ids: number[], why = "防汛值班") =>
      test.act((work) => revealPhones(work, ids, why), as(who));
    expect((await reveal(head, [wang.id]))[0]?.phone).to.equal("13800001234");
    expect((await refusalOf(reveal(head, [wang.id, chen.id]))).status).to.equal(404);
    expect((await refusalOf(reveal(wang, [wang.id]))).status).to.equal(403);
    expect((await refusalOf(reveal(admin, [wang.id], " "))).code).to.equal("invalid");
    expect(await test.db.query("SELECT what, count FROM data_export")).to.deep.equal([
      { what: "phones", count: 1 },
    ]);
    expect(await test.db.query("SELECT person_id FROM data_export_person")).to.deep.equal([
      { person_id: wang.id },
    ]);
  });

  it("belongs to one person, also of two who are given it at once", async () => {
    const { wang, chen } = await county();
    const give = (id: number) => test.act((work) => setPhone(work, id, "13800001234"));
    const ends = await Promise.allSettled([give(wang.id), give(chen.id)]);
    expect(ends.filter(({ status }) => status === "fulfilled")).to.have.length(1);
    expect(await test.db.query("SELECT person_id FROM phone")).to.have.length(1);
  });

  it("is found exactly, by those who may see its owner", async () => {
    const { wang, chen } = await county();
    await test.act((work) => setPhone(work, wang.id, "13800001234"));
    expect((await test.act((work) => personByPhone(work, "+8613800001234")))?.id).to.equal(wang.id);
    expect(await test.act((work) => personByPhone(work, "13800001234"), as(chen))).to.equal(null);
  });

  it("goes over to the newest key, stays unique meanwhile, and says so when a key is lost", async () => {
    const { wang, chen } = await county();
    await test.act((work) => setPhone(work, wang.id, "13800001234"));
    const newer = { id: "newer", secret: Buffer.alloc(32, 9) };
    const old = test.house.rules.dataKeys;
    test.house.rules.dataKeys = [newer, ...old];
    expect((await refusalOf(test.act((work) => setPhone(work, chen.id, "13800001234")))).code).to.equal(
      "guard-failed",
    );
    expect(await test.act((work) => rotatePhones(work))).to.equal(1);
    expect(await test.act((work) => rotatePhones(work))).to.equal(0);
    test.house.rules.dataKeys = [newer];
    const read = () => test.act((work) => revealPhones(work, [wang.id], "值班"));
    expect((await read())[0]?.phone).to.equal("13800001234");
    test.house.rules.dataKeys = old;
    expect((await refusalOf(read())).message).to.include("没有这把密钥");
    expect((await test.act((work) => readPerson(work, wang.id))).phone).to.equal("138****1234");
  });

  it("that is none keeps its owner from being registered", async () => {
    const { school } = await county();
    const register = test.act((work) =>
      createPerson(work, { name: "李明", unitId: school.id, role: "staff", phone: "12345" }),
    );
    expect((await refusalOf(register)).code).to.equal("invalid");
    expect((await test.act((work) => listPeople(work, { text: "李明" }))).people).to.deep.equal([]);
  });
});
