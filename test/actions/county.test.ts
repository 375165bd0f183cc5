import { expect } from "chai";
import { Person } from "../../entities/person.ts";
import { Post } from "../../entities/post.ts";
import { Unit } from "../../entities/unit.ts";
import { addOffices, addUnitsAndPeople, nameBureau } from "../../src/actions/county.ts";
import { Refusal } from "../../src/errors.ts";
import type { Actor } from "../../src/work.ts";
import { aPerson, aUnit, useTestHouse } from "../support/house.ts";

const table = `单位\t上级单位\t类别\t姓名\t岗位
柳河镇中心校\t\t中心校\t魏春燕\t责任人
柳河镇中心校\t\t\t孟庆和\t负责人
大王庄小学\t柳河镇中心校\t学校\t王秀兰\t责任人
大王庄小学\t\t\t罗小雨\t教职工
县第一中学\t\t局属学校\t高志远\t责任人
信息办\t\t科室\t韩立新\t科室经办人`;

describe("the county's units and people", function () {
  this.timeout(20_000);
  const test = useTestHouse();
  beforeEach(async () => {
    await test.act((work) => nameBureau(work, { name: "青禾县教育体育局", administrator: "林晓静" }));
  });

  const add = (text: string, dryRun = false) => test.act((work) => addUnitsAndPeople(work, text, { dryRun }));
  async function problemsOf(text: string): Promise<string[]> {
    const outcome = await add(text);
    if (outcome.kind !== "wrong") throw new Error(`nothing was wrong: ${JSON.stringify(outcome)}`);
    return outcome.problems.map(({ line, column, message }) => `${line} ${column}:${message}`);
  }
  const counts = async () => {
    const [row] = await test.db.query(
      "SELECT (SELECT COUNT(*) FROM unit) AS units, (SELECT COUNT(*) FROM person) AS people, (SELECT COUNT(*) FROM post) AS posts, (SELECT COUNT(*) FROM event) AS events",
    );
    return Object.values(row).map(Number);
  };
  async function refusal(act: Promise<unknown>): Promise<string> {
    const outcome = await act.catch((error: unknown) => error);
    if (!(outcome instanceof Refusal)) throw new Error(`not refused: ${String(outcome)}`);
    return `${outcome.code}:${outcome.message}`;
  }

  it("the bureau and its administrator are registered once, and renamed", async () => {
    const again = () =>
      test.act((work) => nameBureau(work, { name: "青禾县教体局", administrator: "林晓静" }));
    const [one, two] = await Promise.all([again(), again()]);
    expect(one).to.deep.equal(two);
    expect(await counts()).to.deep.equal([1, 1, 1, 4]);
    expect(await test.db.findOneByOrFail(Unit, { kind: "bureau" })).to.include({ name: "青禾县教体局" });
    expect(await test.db.findOneByOrFail(Post, {})).to.include({
      role: "bureau-admin",
      personId: one.personId,
    });
  });

  it("a pasted table becomes a tree of units, and people in their posts", async () => {
    expect(await add(table)).to.deep.include({ kind: "written", notes: [] });
    const rows: { unit: string; above: string; kind: string; person: string; role: string }[] =
      await test.db.query(
        `SELECT u.name AS unit, a.name AS above, u.kind, n.name AS person, p.role FROM post p
         JOIN unit u ON u.id = p.unit_id JOIN person n ON n.id = p.person_id
         LEFT JOIN unit a ON a.id = u.parent_id WHERE u.kind <> 'bureau' ORDER BY p.id`,
      );
    expect(rows.map((row) => Object.values(row).join(" "))).to.deep.equal([
      "柳河镇中心校 青禾县教育体育局 central-school 魏春燕 responsible",
      "柳河镇中心校 青禾县教育体育局 central-school 孟庆和 unit-head",
      "大王庄小学 柳河镇中心校 school 王秀兰 responsible",
      "大王庄小学 柳河镇中心校 school 罗小雨 staff",
      "县第一中学 青禾县教育体育局 affiliated 高志远 responsible",
      "信息办 青禾县教育体育局 office 韩立新 office-operator",
    ]);
  });

  it("a dry run tells what would come and writes nothing", async () => {
    const before = await counts();
    const outcome = await add(table, true);
    if (outcome.kind !== "planned") throw new Error(outcome.kind);
    expect(outcome.units).to.have.length(4);
    expect(outcome.posts).to.have.length(6);
    expect(await counts()).to.deep.equal(before);
  });

  it("the same table twice, and twice at once, is written once", async () => {
    await Promise.all([add(table), add(table)]);
    const once = await counts();
    expect(await add(table)).to.deep.include({ kind: "written", units: [], posts: [] });
    expect(await counts()).to.deep.equal(once);
    expect(once.slice(0, 3)).to.deep.equal([5, 7, 7]);
  });

  it("csv with quotes, wide commas, no header, other columns' order and spaces in names is understood", async () => {
    await add('"柳河镇 中心校",,中心校,魏春燕,责任人\r\n\r\n大王庄小学,柳河镇中心校,学校,王秀兰,责任人\r\n');
    await add('\uFEFF姓名,岗位,单位名称\n"罗 小雨",教职工,大王庄小学\n');
    expect((await test.db.find(Person)).map(({ name }) => name)).to.have.members([
      "林晓静",
      "魏春燕",
      "王秀兰",
      "罗小雨",
    ]);
    expect(await test.db.countBy(Unit, { name: "柳河镇中心校" })).to.equal(1);
    expect(await test.db.countBy(Unit, {})).to.equal(3);
  });

  it("schools may stand before their central school", async () => {
    await add("前营小学,柳河镇中心校,学校,,\n柳河镇中心校,,中心校,,");
    const school = await test.db.findOneByOrFail(Unit, { name: "前营小学" });
    expect(await test.db.findOneByOrFail(Unit, { id: school.parentId ?? 0 })).to.include({
      name: "柳河镇中心校",
    });
  });

  it("every error is told by line and column at once, and nothing is written", async () => {
    const before = await counts();
    const found = await problemsOf(
      [
        "柳河镇中心校,,中心小,魏春燕,责任人",
        "大王庄小学,石桥镇中心校,学校,王秀兰,校长",
        ",,,段鹏,责任人",
        "前营小学,,学校,,责任人",
        "后营小学,柳河镇中心校,学校,412726198001011234,教职工",
        "县第一中学,大王庄小学,局属学校,高志远,科室经办人",
        "大王庄小学,柳河镇中心校,局属单位,,,13800000000",
        "没有类别的学校,,,,",
        "青禾县教育体育局,,,郑守义,责任人",
        "大王庄小学,,,李雷,管理员",
      ].join("\n"),
    );
    expect(found).to.deep.equal([
      "1 类别:不认识“中心小”,应是中心校、学校、局属学校、局属单位、局属学校(单位)、科室",
      "2 岗位:不认识“校长”,应是责任人、负责人、管理员、科室经办人、教职工",
      "2 上级单位:没有找到中心校“石桥镇中心校”,请核对名称,或在表里加上它",
      "3 单位:没有写单位名称",
      "4 姓名:写了岗位,没有写姓名",
      "4 上级单位:学校要写上级中心校;直接归教体局的,类别请写“局属学校”",
      "5 姓名:像是身份证号或电话号码,请不要填写",
      "6 上级单位:局属学校(单位)直接归教体局,这一栏请留空",
      "6 岗位:“县第一中学”不是科室,不能有科室经办人",
      "7 整行:多出一栏“13800000000”,只需要单位、上级单位、类别、姓名、岗位",
      "7 类别:“大王庄小学”在第2行是学校,前后不一致",
      "7 上级单位:“大王庄小学”在第2行归石桥镇中心校。如果是另一所同名学校,请写全称以便区分",
      "8 类别:第一次登记“没有类别的学校”,要写类别:中心校、学校、局属学校(单位)或科室",
      "9 岗位:教体局本身不领任务,请把人写到具体科室",
      "10 岗位:管理员只能写在教体局那一行",
    ]);
    expect(await counts()).to.deep.equal(before);
  });

  it("an empty paste, a strange heading and a table without separators are told apart", async () => {
    expect(await problemsOf(" \n\n")).to.deep.equal(["1 整行:还没有粘贴内容"]);
    expect((await problemsOf("单位,电话\nA,B"))[0]).to.include("不认识表头“电话”");
    expect((await problemsOf("大王庄小学 柳河镇中心校 学校"))[0]).to.include("没有分成几栏");
  });

  it("namesakes at two schools are two people, and the reader is told; in the bureau's offices they are one", async () => {
    await add(table);
    const outcome = await add(
      "前营小学,柳河镇中心校,学校,王秀兰,责任人\n大王庄小学,,,李雷,责任人\n信息办,,,林晓静,责任人\n后营小学,柳河镇中心校,学校,,",
    );
    if (outcome.kind !== "written") throw new Error(outcome.kind);
    expect(outcome.notes).to.deep.equal([
      "“王秀兰”在大王庄小学、前营小学都有,按不同的人登记,绑定码各发各的",
      "大王庄小学有2位责任人(王秀兰、李雷),任务先交给王秀兰",
      "还有1个单位没有责任人:后营小学",
    ]);
    expect(await test.db.countBy(Person, { name: "王秀兰" })).to.equal(2);
    expect(await test.db.countBy(Person, { name: "林晓静" })).to.equal(1);
  });

  it("offices are added once", async () => {
    const offices = () => test.act((work) => addOffices(work, ["信息办", " 宣传科 ", "信息办"]));
    expect(await offices()).to.equal(2);
    expect(await offices()).to.equal(0);
    expect(await test.db.countBy(Unit, { kind: "office" })).to.equal(2);
    await add("前营小学,,局属学校,,");
    expect(await refusal(test.act((work) => addOffices(work, ["前营小学"])))).to.include("前后不一致");
  });

  it("only the bureau's administrator may, and never beside the demo", async () => {
    const teacher: Actor = { kind: "person", personId: (await aPerson(test)).id };
    const acts = [
      (by: Actor) => test.act((work) => nameBureau(work, { name: "别人的局" }), by),
      (by: Actor) => test.act((work) => addOffices(work, ["某科"]), by),
      (by: Actor) => test.act((work) => addUnitsAndPeople(work, table, { dryRun: true }), by),
    ];
    for (const act of acts) expect(await refusal(act(teacher))).to.match(/^forbidden:/);
    const { personId } = await test.act((work) =>
      nameBureau(work, { name: "青禾县教体局", administrator: "林晓静" }),
    );
    const admin: Actor = { kind: "person", personId: personId ?? 0 };
    for (const act of acts) await act(admin);
    await aUnit(test, { demo: true });
    for (const act of acts) expect(await refusal(act(admin))).to.include("请先移除演示");
  });

  it("names that are none are refused", async () => {
    const name = (given: string, administrator = "林晓静") =>
      refusal(test.act((work) => nameBureau(work, { name: given, administrator })));
    expect(await name("  ")).to.include("教体局名称:没有填写");
    expect(await name("局".repeat(81))).to.include("太长");
    expect(await name("某局", "13800000000")).to.include("电话号码");
  });
});
