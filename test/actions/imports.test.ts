import { expect } from "chai";
import { ImportRun } from "../../entities/import-run.ts";
import { Person } from "../../entities/person.ts";
import { Post } from "../../entities/post.ts";
import { Unit } from "../../entities/unit.ts";
import { addUnitsAndPeople, nameBureau } from "../../src/actions/county.ts";
import { applyImport, dryRun, errorReport, importById, listImports } from "../../src/actions/imports.ts";
import { setPhone } from "../../src/actions/phones.ts";
import { sweep } from "../../src/actions/sweep.ts";
import { Refusal } from "../../src/errors.ts";
import { markUpload, openUpload } from "../../src/sheets/upload.ts";
import type { Actor } from "../../src/work.ts";
import { aPerson, aUnit, useTestHouse } from "../support/house.ts";

const good = [
  "青禾县教育系统人员名单,,,,,,",
  "序号,学校名称,所属中心校,单位类别,教师姓名,职务,联系电话",
  "1,柳河镇中心校,,中心校,魏春燕,责任人,139 0000 0001",
  "2,大王庄小学,柳河镇中心校,学校,王秀兰,责任人,13900000002",
  "3,前营小学,柳河镇中心校,学校,王秀兰,责任人,+86 139-0000-0002",
  "4,信息办,,科室,韩立新,科室经办人,",
];
const bad = [
  ...good,
  "5,后营小学,柳河镇中心校,学校,李雷,校长,13900000005",
  "6,信息办,,,孟庆和,教职工,1390000",
];

describe("an imported list", function () {
  this.timeout(30_000);
  const test = useTestHouse();
  let admin: Extract<Actor, { kind: "person" }>;
  beforeEach(async () => {
    const named = { name: "青禾县教育体育局", administrator: "林晓静" };
    const { personId } = await test.act((work) => nameBureau(work, named));
    admin = { kind: "person", personId: personId ?? 0 };
  });

  const open = (lines: string[]) =>
    openUpload({ name: "名单.csv", bytes: Buffer.from(lines.join("\r\n"), "utf8") });
  const look = async (lines: string[], by: Actor = admin) => {
    const upload = await open(lines);
    return test.act((work) => dryRun(work, upload), by);
  };
  const apply = (id: number, expectedHash: string, skipBad = false) =>
    test.act((work) => applyImport(work, id, { expectedHash, skipBad }), admin);
  const refusal = async (act: Promise<unknown>): Promise<string> => {
    const outcome = await act.catch((error: unknown) => error);
    if (!(outcome instanceof Refusal)) throw new Error(`not refused: ${String(outcome)}`);
    return `${outcome.status} ${outcome.message}`;
  };
  const counts = async () => [
    await test.db.count(Unit),
    await test.db.count(Person),
    await test.db.count(Post),
    Number((await test.db.query("SELECT COUNT(*) AS n FROM phone"))[0].n),
  ];

  it("is looked at first: nothing is registered, and what would come is told in figures", async () => {
    const view = await look(good);
    expect(view.planned).to.deep.equal({ units: 4, posts: 4, people: 3, phones: 2, unchanged: 0, bad: 0 });
    expect(view).to.deep.include({ state: "checked", rows: 4, ignored: ["序号"], problems: [] });
    expect(view.notes).to.include("“王秀兰”在大王庄小学、前营小学都有,手机号相同,按同一个人登记");
    expect(await counts()).to.deep.equal([1, 1, 1, 0]);
  });

  it("is written once, twice at once too; Wang Xiulan of two schools with one number is one person", async () => {
    const { id, planHash } = await look(good);
    const [one, two] = await Promise.all([apply(id, planHash), apply(id, planHash)]);
    expect(one).to.deep.equal(two);
    expect(one.state).to.equal("applied");
    expect(await counts()).to.deep.equal([5, 4, 5, 2]);
    expect(await apply(id, planHash)).to.deep.equal(one);
    const applied = await test.db.query("SELECT id FROM event WHERE command = 'apply'");
    expect(applied).to.have.length(1);
    const again = await look(good);
    expect(again.planned).to.deep.equal({ units: 0, posts: 0, people: 0, phones: 0, unchanged: 4, bad: 0 });
  });

  it("tells every bad cell by row, column, value and reason, and is written without them only when told so", async () => {
    const view = await look(bad);
    expect(view.problems).to.deep.equal([
      {
        line: 7,
        column: "岗位",
        value: "校长",
        message: "不认识“校长”,应是责任人、负责人、管理员、科室经办人、教职工",
      },
      {
        line: 8,
        column: "手机号",
        value: "1390000",
        message: "手机号应是 11 位数字,以 1 开头,一格只写一个",
      },
    ]);
    expect(await refusal(apply(view.id, view.planHash))).to.include("409 有2行有错");
    expect(await counts()).to.deep.equal([1, 1, 1, 0]);
    await apply(view.id, view.planHash, true);
    expect(await counts()).to.deep.equal([5, 4, 5, 2]);
  });

  it("leaves out the school whose central school stands in a bad row", async () => {
    const view = await look([
      "单位,上级单位,类别,姓名,岗位",
      "柳河镇中心校,,中心校,魏春燕,主任",
      "大王庄小学,柳河镇中心校,学校,王秀兰,责任人",
    ]);
    expect(view.problems.map(({ line, column }) => `${line} ${column}`)).to.deep.equal([
      "2 岗位",
      "3 上级单位",
    ]);
    expect(view.problems[1]?.message).to.include("表里另一行有错");
    expect(view.planned).to.include({ units: 0, posts: 0, bad: 2 });
  });

  it("is refused when the county changed so that it would do something else, and when the hash is another", async () => {
    const { id, planHash } = await look(good);
    expect(await refusal(apply(id, "0".repeat(64)))).to.include("412");
    await test.act((work) =>
      addUnitsAndPeople(work, "柳河镇中心校,,中心校,魏春燕,责任人", { dryRun: false }),
    );
    expect(await refusal(apply(id, planHash))).to.include("412 检查以后");
    expect(await test.db.count(Unit)).to.equal(2);
    const fresh = await look(good);
    await apply(fresh.id, fresh.planHash);
    expect(await counts()).to.deep.equal([5, 4, 5, 2]);
  });

  it("finds offices by their other names, and people by the numbers they have", async () => {
    await test.act((work) =>
      addUnitsAndPeople(work, "信息办,,科室,韩立新,科室经办人\n一小,,局属学校,王芳,责任人", {
        dryRun: false,
      }),
    );
    await test.db.update(Unit, { name: "信息办" }, { aliases: ["信息中心"] });
    const fang = await test.db.findOneByOrFail(Person, { name: "王芳" });
    await test.act((work) => setPhone(work, fang.id, "13900000007"));
    const view = await look([
      "单位,类别,姓名,岗位,手机",
      "信息中心,,韩立新,教职工,13900000009",
      "二小,局属学校,王芳,责任人,13900000007",
      "二小,,赵敏,教职工,13900000007",
    ]);
    expect(view.problems.map(({ line, value }) => `${line} ${value}`)).to.deep.equal(["4 139****0007"]);
    await apply(view.id, view.planHash, true);
    expect(await test.db.countBy(Person, { name: "王芳" })).to.equal(1);
    expect(await test.db.countBy(Post, { personId: fang.id })).to.equal(2);
    expect(await test.db.countBy(Unit, { kind: "office" })).to.equal(1);
  });

  it("takes no number from somebody else, and tells of one that changes", async () => {
    const first = await look(good);
    await apply(first.id, first.planHash);
    const view = await look([
      "单位,姓名,岗位,手机号",
      "信息办,韩立新,科室经办人,13900000001",
      "柳河镇中心校,魏春燕,责任人,13900000008",
    ]);
    expect(view.problems[0]?.message).to.equal("这个手机号已登记在另一位魏春燕名下,请核对");
    expect(view.notes).to.include("有1人的手机号要换成表里的:魏春燕");
    expect(view.planned).to.include({ posts: 0, phones: 1, unchanged: 0, bad: 1 });
  });

  it("holds nothing in clear: neither file nor rows nor complaints, and goes after seven days", async () => {
    const { id } = await look([...bad, "7,信息办,,,孟庆和,教职工,13900000001"]);
    const row = await test.db.findOneByOrFail(ImportRun, { id });
    const kept = JSON.stringify({ ...row, content: row.content.toString("latin1") });
    for (const secret of ["13900000001", "139 0000 0001", "魏春燕", "校长"])
      expect(kept).to.not.include(secret);
    test.clock.moveTo(new Date(test.clock.now().getTime() + 6.9 * 86_400_000));
    await test.act(sweep);
    expect(await test.db.count(ImportRun)).to.equal(1);
    test.clock.moveTo(new Date(test.clock.now().getTime() + 0.2 * 86_400_000));
    await test.act(sweep);
    expect(await test.db.count(ImportRun)).to.equal(0);
  });

  it("is not taken with identity cards' numbers, and not without a header", async () => {
    const number = "41272619800101123X";
    expect(await refusal(look([...good, `5,信息办,,,李雷,教职工,,${number}`]))).to.include("422 第7行");
    expect(await refusal(look(["大王庄小学,柳河镇中心校,学校,王秀兰,责任人"]))).to.include("没有找到表头");
    expect(await refusal(look(["单位,姓名,电话,手机", "甲,乙,,"]))).to.include("出现了两次");
    expect(await test.db.count(ImportRun)).to.equal(0);
  });

  it("comes back with the reasons in a column of its own, and that is logged", async () => {
    const { id } = await look(bad);
    const marked = await test.act((work) => errorReport(work, id), admin);
    const file = await markUpload(marked);
    expect(file.name).to.equal("名单-错误.csv");
    const { rows } = await openUpload({ name: file.name, bytes: Buffer.from(file.bytes) });
    expect(rows.map(({ cells }) => cells.at(-1)?.slice(0, 6))).to.deep.equal([
      "",
      "错误",
      "",
      "",
      "",
      "",
      "岗位:不认识",
      "手机号:手机",
    ]);
    const exports = await test.db.query("SELECT what, `count`, person_id AS personId FROM data_export");
    expect(exports).to.deep.equal([{ what: "import-errors", count: 6, personId: admin.personId }]);
  });

  it("is the administrator's alone, and never beside the demo", async () => {
    const { id, planHash } = await look(good);
    const teacher: Actor = { kind: "person", personId: (await aPerson(test)).id };
    expect(await refusal(look(good, teacher))).to.include("403");
    expect(await refusal(test.act((work) => importById(work, id), teacher))).to.include("404");
    expect(await refusal(test.act((work) => errorReport(work, id), teacher))).to.include("404");
    const agreed = { expectedHash: planHash };
    expect(await refusal(test.act((work) => applyImport(work, id, agreed), teacher))).to.include("404");
    expect(await refusal(test.act((work) => listImports(work, {}), teacher))).to.include("403");
    expect(
      (await test.act((work) => listImports(work, {}), admin)).imports.map((row) => row.id),
    ).to.deep.equal([id]);
    await aUnit(test, { demo: true });
    expect(await refusal(look(good))).to.include("请先移除演示");
    expect(await refusal(apply(id, planHash))).to.include("请先移除演示");
  });
});
