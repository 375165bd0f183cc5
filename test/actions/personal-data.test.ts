import { expect } from "chai";
import { correctionsToDecide, correctMyData, decideCorrection } from "../../src/actions/corrections.ts";
import { listExports } from "../../src/actions/exports.ts";
import { eraseMyData, exportMyData, myData } from "../../src/actions/personal-data.ts";
import { revealPhones, setPhone } from "../../src/actions/phones.ts";
import { endPost } from "../../src/actions/posts.ts";
import { sweep } from "../../src/actions/sweep.ts";
import { at } from "../../src/workdays.ts";
import { aContact, aPerson, aPost, aUnit, useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";

const as = (person: { id: number }) => ({ kind: "person", personId: person.id }) as const;

describe("what is kept of a person", () => {
  const test = useTestHouse();

  async function wangAndAdmin() {
    const bureau = await aUnit(test, { kind: "bureau", name: "青禾县教体局" });
    const admin = await aPerson(test);
    await aPost(test, { unitId: bureau.id, personId: admin.id, role: "bureau-admin" });
    const wang = await aPerson(test, { name: "王秀兰" });
    const post = await aPost(test, { personId: wang.id });
    const contact = await aContact(test, { personId: wang.id });
    await test.act((work) => setPhone(work, wang.id, "13800001234"), as(wang));
    await test.db.query(
      `INSERT INTO inbox (channel, message_id, contact_id, body, sent_at, received_at, status)
       VALUES ('simulator', 'm1', ?, '我的电话13800001234', ?, ?, 'done')`,
      [contact.id, test.clock.now(), test.clock.now()],
    );
    await test.db.query("INSERT INTO conversation (person_id, memory, updated_at) VALUES (?, '{}', ?)", [
      wang.id,
      test.clock.now(),
    ]);
    return { admin, wang, post, contact };
  }

  const left = async () =>
    JSON.stringify(
      await Promise.all(["inbox", "phone", "conversation"].map((t) => test.db.query(`SELECT * FROM ${t}`))),
    );

  it("is shown to her in groups, with the exports that held it", async () => {
    const { wang, admin } = await wangAndAdmin();
    await test.act((work) => revealPhones(work, [wang.id], "值班"), as(admin));
    const groups = await test.act((work) => myData(work), as(wang));
    const rows = (key: string) => groups.find((group) => group.key === key)?.rows;
    expect(rows("person")).to.deep.equal([{ 姓名: "王秀兰", 手机号: "138****1234", 提醒: "接收" }]);
    expect(rows("posts")?.[0]).to.include({ 岗位: "责任人" });
    expect(rows("exports")?.[0]).to.include({ 内容: "phones", 导出人: admin.name });
    expect(JSON.stringify(groups)).to.not.include("13800001234");
    expect((await refusalOf(test.act((work) => myData(work)))).status).to.equal(403);
  });

  it("is given to her to take away, which auditors see", async () => {
    const { wang, admin } = await wangAndAdmin();
    const { groups } = await test.act((work) => exportMyData(work), as(wang));
    expect(groups.map(({ key }) => key)).to.include.members(["person", "posts", "contacts", "messages"]);
    const { exports } = await test.act((work) => listExports(work, {}), as(admin));
    expect(exports.map(({ what, person }) => [what, person])).to.deep.equal([["my-data", "王秀兰"]]);
    expect((await refusalOf(test.act((work) => listExports(work, {}), as(wang)))).status).to.equal(403);
  });

  it("is corrected: the number at once, the name when the bureau agrees, once", async () => {
    const { wang, admin } = await wangAndAdmin();
    const asked = await test.act(
      (work) => correctMyData(work, { name: "王秀岚", phone: "13900005678" }),
      as(wang),
    );
    expect(asked).to.deep.equal({ nameAsked: true, phone: "139****5678" });
    expect((await refusalOf(test.act((work) => correctionsToDecide(work), as(wang)))).status).to.equal(403);
    const [wish] = await test.act((work) => correctionsToDecide(work), as(admin));
    expect(wish).to.include({ name: "王秀兰", wanted: "王秀岚" });
    const grant = () => test.act((work) => decideCorrection(work, wish?.id ?? 0, { grant: true }), as(admin));
    await grant();
    expect((await refusalOf(grant())).code).to.equal("stale");
    expect(await test.db.query("SELECT name FROM person WHERE id = ?", [wang.id])).to.deep.equal([
      { name: "王秀岚" },
    ]);
  });

  it("is deleted but for what must stay, while she serves with her contact", async () => {
    const { wang, contact } = await wangAndAdmin();
    const { kept } = await test.act((work) => eraseMyData(work), as(wang));
    expect(kept.join("")).to.include("您还在岗");
    expect(await left()).to.not.include("1234");
    expect(await test.db.query("SELECT person_id FROM contact WHERE id = ?", [contact.id])).to.deep.equal([
      { person_id: wang.id },
    ]);
  });

  it("is forgotten three years after she left, not earlier", async () => {
    const { wang, post } = await wangAndAdmin();
    await test.act((work) => endPost(work, post.id));
    test.clock.moveTo(at("2018-08-20", "09:00"));
    await test.act((work) => sweep(work));
    expect(await left()).to.include("13800001234");
    test.clock.moveTo(at("2021-08-20", "09:00"));
    await test.act((work) => sweep(work));
    expect(await left()).to.not.include("1234");
    const [row] = await test.db.query("SELECT erased_at FROM person WHERE id = ?", [wang.id]);
    expect(row.erased_at).to.deep.equal(test.clock.now());
  });
});
