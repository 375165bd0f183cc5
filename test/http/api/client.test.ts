import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { bindContact, contactFor } from "../../../src/actions/contacts.ts";
import { firstAccount } from "../../../src/first-start.ts";
import { openTestApi, type TestApi } from "../../support/api.ts";
import { aHolder } from "../../support/campaigns.ts";
import { GeneratedClient } from "../../support/generated-client.ts";
import { aUnit, openTestHouse, type TestHouse } from "../../support/house.ts";
import { png } from "../../support/talk.ts";

interface Named {
  id: number;
  name: string;
}

/** One campaign from its first unit to its archive, told by one story; each step stands on those before it. */
describe("a client generated from the OpenAPI document", function () {
  this.timeout(20_000);
  let test: TestHouse;
  let api: TestApi;
  let folder: string;
  let bureauId: number;
  let office: Named;
  let school: Named;
  let other: Named;
  let campaignId: number;
  /** 李建军 in his browser; 王秀兰 and 周敏 by their programs' tokens. */
  let li: GeneratedClient;
  let wang: GeneratedClient;
  let zhou: GeneratedClient;
  let checklistId: number;
  let reportId: number;

  before(async () => {
    test = await openTestHouse();
    await test.clear();
    folder = await mkdtemp(join(tmpdir(), "duban-client-"));
    test.house.rules.filesFolder = folder;
    api = await openTestApi(test);
    const bureau = await aUnit(test, { kind: "bureau", name: "清河县教体局" });
    bureauId = bureau.id;
    await aHolder(test, bureau, "bureau-admin", "李建军");
  });
  afterEach(() => expect(api.bugs).to.deep.equal([]));
  after(async () => {
    await api.close();
    await test.close();
    await rm(folder, { recursive: true });
  });

  const origin = () => api.url.replace("/api/v1", "");
  const passLater = (hours: number) =>
    test.clock.moveTo(new Date(test.clock.now().getTime() + hours * 3_600_000));

  /** Signs in with a generated password and replaces it, in a browser. */
  const firstSignIn = async (name: string, password: string): Promise<GeneratedClient> => {
    const client = await GeneratedClient.open(origin());
    const { csrf, mustChange } = await client.do("signIn", {}, { name, password });
    expect(mustChange).to.equal(true);
    expect((await client.ask("listUnits")).body.code).to.equal("password-first");
    const change = { old: password, fresh: `${name}自己的口令2018` };
    expect((await client.ask("changePassword", {}, change)).body.code).to.equal("csrf");
    client.showCsrf(csrf);
    await client.do("changePassword", {}, change);
    return client;
  };

  /** An account of his own, and a token from it for a program. */
  const programOf = async (person: Named, name: string): Promise<GeneratedClient> => {
    const { password } = await li.do("createAccount", {}, { name, personId: person.id });
    const browser = await firstSignIn(name, password);
    const order = { name: "办公电脑", scope: "write", expiresAt: "2018-12-31T00:00:00.000Z" };
    const { token } = await browser.do("createToken", {}, order);
    return GeneratedClient.open(origin(), token);
  };

  /** He writes the code that he was given to the bot. */
  const bindInChat = async (person: Named): Promise<void> => {
    const { code } = await li.do("issueBindingCode", { personId: person.id });
    const bound = await test.act(async (work) =>
      bindContact(work, await contactFor(work, "simulator", `wx-${person.id}`), code),
    );
    expect(bound.kind).to.equal("bound");
  };

  it("signs in with the first password, which it must change, and shows the session's CSRF token", async () => {
    const account = await test.act(firstAccount);
    li = await firstSignIn("admin", account?.password ?? "");
    expect(await li.do("getSession")).to.include({ kind: "session", name: "admin", mustChange: false });
  });

  it("creates units and people, each once however often it is asked", async () => {
    const unit = (name: string, kind: string, parentId: number): Promise<Named> =>
      li.do("createUnit", { "Idempotency-Key": `unit/${kind}/${name.length}` }, { name, kind, parentId });
    office = await unit("宣传科", "office", bureauId);
    const central = await unit("柳林镇中心校", "central-school", bureauId);
    school = await unit("柳林镇第一小学", "school", central.id);
    expect(await unit("柳林镇第一小学", "school", central.id)).to.deep.equal(school);
    other = await unit("柳林镇小王庄小学", "school", central.id);
    const person = async (name: string, unitId: number, role: string): Promise<Named> =>
      (await li.do("createPerson", {}, { name, unitId, role })).person;
    const sister = await person("王秀兰", school.id, "responsible");
    const reviewer = await person("周敏", office.id, "office-operator");
    await person("刘芳", other.id, "responsible");
    for (const each of [sister, reviewer]) await bindInChat(each);
    wang = await programOf(sister, "wang");
    zhou = await programOf(reviewer, "zhou");
    expect((await li.do("listPeople", { bound: true, unitId: school.id })).items).to.have.length(1);
  });

  it("writes and publishes a checklist, in the version that it saw", async () => {
    const list = await li.do("createChecklist", {}, { code: "MEDIA", title: "校园媒体自查表" });
    const versionId: number = list.versions[0].id;
    const common = { polarity: "+", scope: "unit", answeredBy: "unit", evidence: "none", basis: "第一条" };
    const items = [
      { ...common, key: "leaders", question: "是否成立领导小组?", evidence: "required" },
      { ...common, key: "paid", question: "是否存在有偿新闻?", polarity: "-" },
      { ...common, key: "review", question: "是否落实三审三校?", scope: "platform" },
    ];
    const { etag } = await li.ask("getChecklistVersion", { versionId });
    const written = await li.do("writeChecklistItems", { versionId, "If-Match": etag }, { items });
    expect(written.items).to.have.length(3);
    const late = await li.ask("writeChecklistItems", { versionId, "If-Match": etag }, { items: [] });
    expect(late.status).to.equal(412);
    expect(late.body.facts.current).to.deep.equal(written);
    await li.do("publishChecklistVersion", { versionId, "If-Match": `"${written.version}"` });
    expect((await li.ask("writeChecklistItems", { versionId, "If-Match": "*" }, { items })).status).to.equal(
      428,
    );
    checklistId = versionId;
  });

  it("drafts a campaign with its parts, sees what is odd about its dates, and mends it", async () => {
    const draft = await li.do("createCampaign", {}, { title: "新闻敲诈和假新闻专项治理" });
    campaignId = draft.id;
    const seen = async () => ({ campaignId, "If-Match": (await li.ask("getCampaign", { campaignId })).etag });
    const { id: taskId } = await li.do("addTask", await seen(), { title: "校园媒体", offices: ["宣传科"] });
    const version = async () => ({ "If-Match": (await seen())["If-Match"] });
    const latest = async () => ({ taskId, ...(await version()) });
    const phase = { title: "自查自纠", kind: "self-check", due: "2018-08-31", wording: "8月底前" };
    const { id: phaseId } = await li.do("addPhase", await latest(), phase);
    const common = { phaseId, recipientUnitId: office.id, due: "2018-09-01" };
    const all = { kinds: ["school"], codes: [] };
    const one = { kinds: [], codes: [(await li.do("getUnit", { unitId: school.id })).code] };
    const wanted = [
      { ...common, title: "自查表", kind: "checklist", checklistVersionId: checklistId, audience: all },
      { ...common, title: "总结报告", kind: "deliverable", form: ["电子版"], audience: one },
    ];
    for (const requirement of wanted) await li.do("addRequirement", await latest(), requirement);
    const odd = await li.do("getCampaign", { campaignId });
    expect(odd.findings.map((each: { message: string }) => each.message).join("\n")).to.contain("周六");
    for (const { id } of odd.tasks[0].requirements)
      await li.do("changeRequirement", { ...(await version()), requirementId: id }, { due: "2018-08-31" });
    expect((await li.do("getCampaign", { campaignId })).findings).to.deep.equal([]);
    const old = { campaignId, "If-Match": `"${draft.version}"` };
    expect((await li.ask("changeCampaign", old, { title: "别的治理" })).status).to.equal(412);
  });

  it("publishes it once, and every unit has its work", async () => {
    const seen = await li.ask("getCampaign", { campaignId });
    const published = { campaignId, "If-Match": seen.etag, "Idempotency-Key": "publish-2018" };
    const running = await li.do("commandCampaign", published, { command: "publish" });
    expect(running.stateName).to.equal("进行中");
    expect(await li.do("commandCampaign", published, { command: "publish" })).to.deep.equal(running);
    expect((await li.do("getCampaign", { campaignId })).counts).to.deep.equal({ open: 3 });
    const { items } = await wang.do("listAssignments", { campaignId });
    const idOf = (title: string): number => items.find((each: { title: string }) => each.title === title).id;
    [checklistId, reportId] = [idOf("自查表"), idOf("总结报告")];
    expect(items).to.have.length(2);
  });

  it("declares what there is, answers, proves and submits for 王秀兰", async () => {
    const assignmentId = checklistId;
    const names = ["学校公众号", "学校抖音号"];
    await wang.do("declareInventory", { assignmentId, scope: "platform" }, { names });
    const { questions, lacks } = await wang.do("getAssignment", { assignmentId });
    expect(questions).to.have.length(4);
    expect(lacks).to.not.deep.equal([]);
    const said = ["是", "否", "是", "部分"].map((value, place) => ({
      key: questions[place].key,
      value,
      note: value === "部分" ? "二审还没有定人" : null,
    }));
    await wang.do("answer", { assignmentId }, { answers: said });
    const photo = { assignmentId, name: "任命文件.png", key: questions[0].key };
    const { evidence, lacks: none } = await wang.do("addEvidence", photo, png);
    expect(none).to.deep.equal([]);
    const file = { assignmentId, evidenceId: evidence[0].id };
    expect((await wang.ask("getEvidence", file)).body).to.contain("PNG");
    const order = { assignmentId, "Idempotency-Key": "submit-once" };
    const submit = { command: "submit", remark: "请审核" };
    const handedIn = await wang.do("commandAssignment", order, submit);
    expect(handedIn.stateName).to.equal("待审核");
    expect(await wang.do("commandAssignment", order, submit)).to.deep.equal(handedIn);
    expect(handedIn.submissions).to.have.length(1);
  });

  it("returns one item for 周敏; 王秀兰 mends just that and is accepted", async () => {
    const assignmentId = checklistId;
    const seen = await zhou.ask("getAssignment", { assignmentId });
    const order = { assignmentId, "If-Match": seen.etag };
    const { hash } = seen.body.submissions.at(-1);
    const returned = { command: "return", hash, reason: "请写明谁负责二审", items: [4] };
    await zhou.do("commandAssignment", order, returned);
    const late = await zhou.ask("commandAssignment", order, { command: "accept", hash });
    expect(late.status).to.equal(412);
    expect(late.body.facts.current.stateName).to.equal("已退回");
    const { questions } = await wang.do("getAssignment", { assignmentId });
    const flagged = questions.filter((each: { returnedBecause: string | null }) => each.returnedBecause);
    expect(flagged.map((each: { no: number }) => each.no)).to.deep.equal([4]);
    await wang.do("answer", { assignmentId }, { answers: [{ key: flagged[0].key, value: "是" }] });
    const again = await wang.do("commandAssignment", { assignmentId }, { command: "submit" });
    expect(again.submissions.at(-1).revision).to.equal(2);
    const wrong = await zhou.ask("commandAssignment", { assignmentId }, { command: "accept", hash });
    expect(wrong.status, "the first revision's hash").to.equal(409);
    const right = { command: "accept", hash: again.submissions.at(-1).hash };
    const done = await zhou.do("commandAssignment", { assignmentId }, right);
    expect(done.stateName).to.equal("已通过");
  });

  it("asks for more time, which 周敏 grants, and urges whoever is left", async () => {
    const ask = { day: "2018-09-07", reason: "校长外出开会" };
    const asked = await wang.do("askExtension", { assignmentId: reportId }, ask);
    expect(asked).to.include({ from: "2018-08-31", to: "2018-09-07", state: "asked" });
    const order = { extensionId: asked.id, "If-Match": `"${asked.version}"` };
    expect((await wang.ask("commandExtension", order, { command: "grant" })).status).to.equal(403);
    expect(await zhou.do("commandExtension", order, { command: "grant" })).to.include({ decidedBy: "周敏" });
    const moved = await wang.do("getAssignment", { assignmentId: reportId });
    expect(moved.dueAt).to.contain("2018-09-07");
    const urged = await li.do("urge", {}, { target: { campaignId }, text: "请抓紧" });
    expect(urged.urged).to.have.length(1);
    expect(urged.urged[0]).to.include({ name: "王秀兰", tasks: 1 });
    expect(urged.skipped[0]).to.include({ name: "刘芳", reason: "unreachable" });
    passLater(1);
    expect((await li.do("urge", {}, { target: { campaignId } })).skipped[0].reason).to.equal("recent");
  });

  it("counts how far everybody is, waives one, and takes the last report", async () => {
    const [waived] = (await li.do("listAssignments", { unitId: other.id })).items;
    const order = { assignmentId: waived.id, "If-Match": `"${waived.version}"` };
    await li.do("commandAssignment", order, { command: "waive", reason: "学校已经撤并" });
    const assignmentId = reportId;
    await wang.do("addEvidence", { assignmentId, name: "总结.png" }, png);
    const { submissions } = await wang.do("commandAssignment", { assignmentId }, { command: "submit" });
    const { totals } = await li.do("getProgress", { campaignId });
    expect(totals).to.include({ total: 2, submitted: 1, accepted: 1, overdue: 0 });
    const early = await li.ask("commandCampaign", { campaignId }, { command: "close" });
    expect(early.body.title).to.contain("还有1项任务没有办结");
    const { id: submissionId, hash } = submissions[0];
    await zhou.do("commandSubmission", { submissionId }, { command: "accept", hash });
  });

  it("winds the campaign down, closes and archives it; nothing can be done to it then", async () => {
    for (const command of ["wind_down", "close", "archive"]) {
      const { etag, body } = await li.ask("getCampaign", { campaignId });
      expect(body.commands.allowed.map((each: { command: string }) => each.command)).to.include(command);
      await li.do("commandCampaign", { campaignId, "If-Match": etag }, { command });
    }
    const { stateName, commands, counts } = await li.do("getCampaign", { campaignId });
    expect(stateName).to.equal("已归档");
    expect(commands.allowed).to.deep.equal([]);
    expect(counts).to.deep.equal({ accepted: 2, waived: 1 });
    const late = await wang.ask(
      "askExtension",
      { assignmentId: reportId },
      { day: "2018-09-20", reason: "晚" },
    );
    expect(late.status).to.equal(409);
  });

  it("tells what happened to the work, in order and by whom", async () => {
    const story = async (assignmentId: number, subjects: string[]) =>
      (await zhou.do("getTimeline", { assignmentId })).items
        .filter((each: { subject: string }) => subjects.includes(each.subject))
        .map((each: { who: string; title: string; reason: string | null }) =>
          [each.who, each.title, each.reason ?? ""].join(" ").trim(),
        );
    expect(await story(checklistId, ["assignment"])).to.deep.equal([
      "王秀兰 填写清单",
      "王秀兰 添加佐证",
      "王秀兰 报送",
      "周敏 退回 请写明谁负责二审",
      "王秀兰 报送",
      "周敏 通过",
    ]);
    expect(await story(reportId, ["assignment", "extension"])).to.deep.equal([
      "王秀兰 申请 校长外出开会",
      "周敏 同意",
      "王秀兰 添加佐证",
      "王秀兰 报送",
      "周敏 通过",
    ]);
  });
});
